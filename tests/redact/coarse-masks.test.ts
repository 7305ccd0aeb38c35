import { PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { viewWithPdfium } from '../../src/verify/pdfium-view.ts';
import { newDocument, planOf, saved } from './pages.ts';

type Entries = Readonly<Record<string, string | number | boolean>>;

const MASK: Entries = { ColorSpace: 'DeviceGray', BitsPerComponent: 8 };

/** Letter-high boxes side by side, in points from the top left; the picture stands at 50, 50 and is 200 points a side. */
const BOXES: readonly Box[] = [
  { x: 70, y: 80, w: 40, h: 14 },
  { x: 110, y: 80, w: 31, h: 14 },
];

async function redacted(
  pageWith: (doc: Awaited<ReturnType<typeof newDocument>>['doc']) => PDFRawStream,
  boxes = BOXES,
) {
  const { doc, builders } = await newDocument([[300, 300]]);
  const { page } = builders[0]!.line('Two words', 40, 280);
  page.node.setXObject(PDFName.of('Im'), doc.context.register(pageWith(doc)));
  const content = 'q 1 0.9 0.2 rg 0 40 300 260 re f 0 0 0.6 rg 200 0 0 200 50 50 cm /Im Do Q';
  page.node.addContentStream(doc.context.register(doc.context.flateStream(content)));
  const source = await saved(doc);
  const text = builders[0]!.pageText(1);
  const plan = {
    ...planOf(
      text,
      boxes.map((box) => ({ box, code: 'MIN', label: 'name of a minor' })),
    ),
    stamps: [],
  };
  const out = await redactPdf(source, [plan]);
  return { source, out };
}

/** How many pixels at 100 dpi differ beside the boxes; the samples of the picture that the boxes touch reach two pixels further. */
async function changed(source: Uint8Array, made: Uint8Array, boxes = BOXES): Promise<number> {
  const views = await Promise.all([viewWithPdfium(source), viewWithPdfium(made)]);
  const [before, after] = views.map((view) => view.draw(1, 100));
  for (const view of views) view.close();
  let count = 0;
  for (let i = 0; i < before!.data.length; i++) {
    const x = (0.72 * (i >> 2)) % (0.72 * before!.width);
    const y = 0.72 * Math.floor((i >> 2) / before!.width);
    const isBoxed = boxes.some((b) => x > b.x - 2.2 && x < b.x + b.w + 1.5 && y > b.y - 2.2 && y < b.y + b.h + 1.5);
    if (!isBoxed && before!.data[i] !== after!.data[i]) count++;
  }
  return count;
}

function picture(
  doc: Awaited<ReturnType<typeof newDocument>>['doc'],
  side: number,
  entries: Entries,
  data: Uint8Array,
) {
  const dict = doc.context.obj({ Type: 'XObject', Subtype: 'Image', Width: side, Height: side, ...entries });
  return PDFRawStream.of(dict, data);
}

const shades = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => (i * 89 + 40) % 251);

async function samplesOf(file: Uint8Array, side: number): Promise<Uint8Array> {
  const doc = await loadDocument(file);
  const { decodeStream } = await import('../../src/pdf/objects.ts');
  const found = doc.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
    .filter(({ dict }) => dict.get(PDFName.of('Width'))?.toString() === String(side));
  return decodeStream(found[0]!);
}

describe('masks coarser than their picture', () => {
  it.each([2, 5, 20, 60])(
    'of %i samples a side: nothing beside the boxes changes, the picture under them goes',
    async (side) => {
      const { source, out } = await redacted((doc) => {
        const mask = doc.context.register(picture(doc, side, MASK, shades(side * side)));
        const image = picture(doc, 400, { ColorSpace: 'DeviceRGB', BitsPerComponent: 8 }, shades(400 * 400 * 3));
        image.dict.set(PDFName.of('SMask'), mask);
        return image;
      });
      expect(out.pages[0]?.mode).toBe('surgery');
      expect(await changed(source, out.bytes)).toBe(0);
      const rgb = await samplesOf(out.bytes, 400);
      for (let y = 62; y < 86; y++) for (let x = 42; x < 180; x++) expect(rgb[3 * (400 * y + x)]).toBe(0);
    },
  );

  it('samples that two boxes cover only together go as well, those that stand out stay', async () => {
    const { out } = await redacted(
      (doc) => {
        const mask = doc.context.register(picture(doc, 50, MASK, shades(2500)));
        const image = picture(doc, 400, { ColorSpace: 'DeviceRGB', BitsPerComponent: 8 }, shades(400 * 400 * 3));
        image.dict.set(PDFName.of('SMask'), mask);
        return image;
      },
      [
        { x: 70, y: 80, w: 42, h: 14 },
        { x: 112, y: 80, w: 29, h: 14 },
      ],
    );
    // Samples of 4 points: columns 5 to 21 and rows 8 to 10 lie under the boxes; 15 under both.
    const mask = await samplesOf(out.bytes, 50);
    const kept = shades(2500);
    for (let y = 0; y < 50; y++) {
      for (let x = 0; x < 50; x++) {
        const isUnder = x >= 5 && x <= 21 && y >= 8 && y <= 10;
        expect(mask[50 * y + x]).toBe(isUnder ? 255 : kept[50 * y + x]);
      }
    }
  });
});

it.each([
  ['stencil', { ImageMask: true, BitsPerComponent: 1 }, Uint8Array.of(0)],
  ['picture', { ColorSpace: 'DeviceRGB', BitsPerComponent: 8 }, Uint8Array.of(200, 220, 255)],
])('a %s of one sample is a plain ground and stays', async (_, entries, data) => {
  const { source, out } = await redacted((doc) => picture(doc, 1, entries, data));
  expect(out.pages[0]?.mode).toBe('surgery');
  expect(await changed(source, out.bytes)).toBe(0);
});
