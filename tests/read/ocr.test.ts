import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { openRenderer } from '../../src/pdf/render.ts';
import { readPage } from '../../src/read/read-page.ts';
import { turnView, viewOf } from '../../src/read/view.ts';
import { openTesseract } from '../../src/tools/tesseract.ts';

const ocr = openTesseract({ workers: 2 });
afterAll(() => ocr.close());

const LINES = [
  'The caseworker visited the home on March 4 and spoke with the mother.',
  'She said that the children were at school and that they had eaten.',
  'The kitchen was clean. There was food in the refrigerator and on the table.',
];

/** A letter page of printed lines, `slant` degrees askew, then turned by quarter turns as a picture. */
async function pictureOf(slant: number, turn: number) {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  LINES.forEach((text, i) => {
    const drop = 90 + i * 22;
    page.drawText(text, { x: 80, y: 792 - drop, size: 13, font, rotate: degrees(-slant) });
  });
  const renderer = await openRenderer(await doc.save());
  const bitmap = renderer.render(1, 300);
  renderer.close();
  const { width, height, data } = turnView(viewOf(bitmap, { width: 612, height: 792 }), turn);
  const rgba = new Uint8Array(width * height * 4);
  for (const [i, value] of data.entries()) rgba.set([value, value, value, 255], i * 4);
  return { width, height, data: rgba, dpi: 300 };
}

async function read(slant: number, turn: number) {
  const bitmap = await pictureOf(slant, turn);
  const size = { width: (bitmap.width * 72) / 300, height: (bitmap.height * 72) / 300 };
  return readPage({ ref: { file: 'scan.png', page: 1 }, ...size, render: () => bitmap, ocr });
}

describe('a scan', () => {
  it.each([
    [4, 0, 0],
    [0, 180, 180],
    [-3, 270, 90],
  ])(
    'askew by %i degrees and turned by %i is read after a turn of %i',
    { timeout: 60_000 },
    async (slant, turned, turn) => {
      const page = await read(slant, turned);
      expect(page.turn).toBe(turn);
      expect(page.text.replace(/\s+/g, ' ')).toBe(LINES.join(' '));
      expect(page.zones).toEqual([]);
      const word = page.words.find(({ text }) => text === 'caseworker')!;
      // Where "caseworker" stands on the upright page: x 106 to 178, baseline at 90.
      const upright = turned === 0 || turned === 180;
      const along = upright ? word.box.w : word.box.h;
      expect(along).toBeGreaterThan(60);
      expect(along).toBeLessThan(80);
      const [x, y] = [word.box.x + word.box.w / 2, word.box.y + word.box.h / 2];
      const middle = { 0: [x, y], 90: [y, 792 - x], 180: [612 - x, 792 - y], 270: [612 - y, x] }[turned]!;
      expect(Math.abs(middle[0]! - 142)).toBeLessThan(6);
      expect(Math.abs(middle[1]! - (86 + Math.tan((slant * Math.PI) / 180) * 62))).toBeLessThan(6);
      // The first letter is at the word's start.
      const [gx = 0, gy = 0, gw = 0, gh = 0] = word.glyphs;
      const start = {
        0: gx - word.box.x,
        90: gy - word.box.y,
        180: word.box.x + word.box.w - gx - gw,
        270: word.box.y + word.box.h - gy - gh,
      }[turned]!;
      expect(start).toBeLessThan(slant === 0 ? 0.5 : 4);
    },
  );
});
