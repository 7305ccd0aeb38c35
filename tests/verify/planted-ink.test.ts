import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit, { type Font } from '@cantoo/fontkit';
import { grayscale, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import type { OcrEngine } from '../../src/model/ocr.ts';
import { openTesseract } from '../../src/tools/tesseract.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const SECRET = 'Margaret Whitfield';
const TEXT = 'The witness gave a letter to her mother on June 14. Was Margaret asked for by Whitfield?';
const tinos = createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf');
const face = fontkit.create(readFileSync(tinos)) as Font;
const [BLACK, WHITE] = [grayscale(0), grayscale(1)];

interface Look {
  readonly at: readonly [number, number];
  readonly size?: number;
  readonly shade?: number;
}

/** Draws words as outlines, as a converted file has them; returns how wide they are. */
function outlines(page: PDFPage, words: string, { at: [x, y], size = 10, shade = 0 }: Look): number {
  const scale = size / face.unitsPerEm;
  const run = face.layout(words);
  let wide = 0;
  for (const [i, glyph] of run.glyphs.entries()) {
    const path = glyph.path.scale(1, -1).toSVG();
    if (path !== '') page.drawSvgPath(path, { x: x + wide, y, scale, color: grayscale(shade), borderWidth: 0 });
    wide += (run.positions?.[i]?.xAdvance ?? 0) * scale;
  }
  return wide;
}

type Paint = (page: PDFPage, font: PDFFont) => unknown;

async function fileWith(paint: Paint): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage([500, 300]);
  const font = await doc.embedFont(StandardFonts.Helvetica);
  page.drawText(TEXT, { x: 20, y: 270, size: 10, font });
  page.drawRectangle({ x: 40, y: 226, width: 100, height: 14, color: BLACK });
  paint(page, font);
  return doc.save();
}

const tint = { x: 50, y: 100, width: 200, height: 80, color: grayscale(0.85) };
const panel = { x: 50, y: 142, width: 200, height: 14, color: BLACK };

const PLANTED: readonly (readonly [string, Paint])[] = [
  [
    'in an icon',
    (page) => [
      page.drawCircle({ x: 100, y: 150, size: 40 }),
      outlines(page, SECRET, { at: [68, 148], size: 8, shade: 1 }),
    ],
  ],
  [
    'under an icon',
    (page) => [page.drawCircle({ x: 100, y: 150, size: 14 }), outlines(page, SECRET, { at: [70, 125], size: 7 })],
  ],
  ['in faint grey', (page) => outlines(page, SECRET, { at: [60, 150], size: 12, shade: 0.95 })],
  ['beside a tint', (page) => [page.drawRectangle(tint), outlines(page, SECRET, { at: [255, 150] })]],
  [
    'on a tint, a little darker',
    (page) => [page.drawRectangle(tint), outlines(page, SECRET, { at: [90, 150], size: 12, shade: 0.75 })],
  ],
  ['white on black', (page) => [page.drawRectangle(panel), outlines(page, SECRET, { at: [60, 146], shade: 1 })]],
  [
    'on a ground as large as half a page',
    (page) => [
      page.drawRectangle({ ...tint, x: 0, y: 0, width: 500, height: 190 }),
      outlines(page, SECRET, { at: [90, 150] }),
    ],
  ],
  [
    'in the cell of a form',
    (page) => [
      page.drawRectangle({ ...panel, height: 18, color: WHITE, borderColor: BLACK, borderWidth: 1 }),
      outlines(page, SECRET, { at: [60, 147] }),
    ],
  ],
  ['larger than a heading', (page) => outlines(page, SECRET, { at: [10, 150], size: 56 })],
  [
    'half in letters',
    (page, font) => [
      page.drawText('asked Margaret', { x: 60, y: 150, size: 10, font }),
      outlines(page, 'Whitfield', { at: [132, 150] }),
    ],
  ],
  [
    'half in letters, on two lines',
    (page, font) => [
      page.drawText('and then she asked for Margaret', { x: 250, y: 150, size: 10, font }),
      outlines(page, 'Whitfield', { at: [60, 138] }),
    ],
  ],
  [
    'on two lines',
    (page) => [outlines(page, 'Margaret', { at: [260, 150] }), outlines(page, 'Whitfield', { at: [60, 138] })],
  ],
];

describe('a name drawn on a page', () => {
  const tesseract = openTesseract({ workers: 1 });
  afterAll(() => tesseract.close());

  async function check(paint: Paint): Promise<{ isRead: boolean; pictures: number }> {
    let pictures = 0;
    const ocr: OcrEngine = {
      name: tesseract.name,
      recognise: (image, options) => {
        if (options.layout === 'page') pictures += 1;
        return tesseract.recognise(image, options);
      },
    };
    const burnt = [{ page: 1, box: { x: 40, y: 60, w: 100, h: 14 }, code: 'REDACTED' }];
    const bytes = await fileWith(paint);
    const findings = await verifyPdf({ file: 'a.pdf', bytes, terms: [SECRET], strict: false, burnt, ocr });
    return { isRead: findings.some(({ level, seenBy }) => level === 'leak' && seenBy.includes('ocr')), pictures };
  }

  test.each(PLANTED)('%s is read', async (_, paint) => {
    expect((await check(paint)).isRead).toBe(true);
  });

  test('frames, rules in pieces and plain boxes need no reading', async () => {
    const { isRead, pictures } = await check((page) => {
      page.drawRectangle(tint);
      for (let i = 0; i < 6; i++) {
        page.drawRectangle({ x: 300, y: 40 + 16 * i, width: 8, height: 8, borderColor: BLACK, borderWidth: 1 });
        page.drawLine({ start: { x: 400, y: 40 + 8 * i }, end: { x: 400, y: 48 + 8 * i }, thickness: 0.5 });
      }
    });
    expect({ isRead, pictures }).toEqual({ isRead: false, pictures: 0 });
  });

  test('what looks the same is read once, what differs by a word is not taken for it', async () => {
    const icons = (page: PDFPage): void => {
      for (let i = 0; i < 4; i++) page.drawCircle({ x: 60.3 + 101.7 * i, y: 150.2 - 9.9 * i, size: 12 });
    };
    expect(await check(icons)).toEqual({ isRead: false, pictures: 1 });
    const differing = await check((page) => {
      for (let i = 0; i < 3; i++) {
        page.drawRectangle({ x: 20 + 140 * i, y: 120, width: 100, height: 40, borderColor: BLACK, borderWidth: 5 });
        outlines(page, i === 2 ? SECRET : 'Margaret Whitwater', { at: [30 + 140 * i, 136] });
      }
    });
    expect(differing).toEqual({ isRead: true, pictures: 2 });
  });
});
