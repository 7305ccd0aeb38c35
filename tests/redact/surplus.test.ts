import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { predictUp } from '../../src/pdf/image-stream.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { newDocument, planOf, rawText, saved } from './pages.ts';

const SEEN = 'rows that are seen, '.repeat(8);
const SECRET = 'Quillfeather stands below';

/** A page that shows a grey picture of 16 x 10 samples with these data. */
async function pageWith(
  data: Uint8Array,
  entries: Readonly<Record<string, string | number>> = {},
): Promise<Uint8Array> {
  const { doc, builders } = await newDocument([[300, 200]]);
  const { page } = builders[0]!.line('Two words', 40, 150);
  const dict = doc.context.obj({
    Type: 'XObject',
    Subtype: 'Image',
    Width: 16,
    Height: 10,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 8,
    ...entries,
  });
  page.node.setXObject(PDFName.of('Im'), doc.context.register(PDFRawStream.of(dict, data)));
  const content = doc.context.flateStream('q 100 0 0 60 20 100 cm /Im Do Q');
  page.node.addContentStream(doc.context.register(content));
  return saved(doc);
}

async function redacted(source: Uint8Array) {
  const { builders } = await newDocument([[300, 200]]);
  const text = builders[0]!.line('Two words', 40, 150, 12, false).pageText(1);
  return redactPdf(source, [planOf(text, [])]);
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const flate = { Filter: 'FlateDecode' };

describe('data after the last row of a picture go', () => {
  it.each([
    ['without a filter', bytes(SEEN + SECRET), {}],
    ['packed', deflateSync(bytes(SEEN + SECRET)), flate],
    ['after the end of packed data', Buffer.concat([deflateSync(bytes(SEEN)), bytes(SECRET)]), flate],
    ['in hexadecimal', bytes(`${Buffer.from(SEEN + SECRET, 'latin1').toString('hex')}>`), { Filter: 'ASCIIHexDecode' }],
  ])('%s', async (_, data, entries) => {
    const source = await pageWith(data, entries);
    expect(rawText(source) + rawText(bytes(Buffer.from(data).toString('latin1')))).toMatch(/Quill|5175696c6c/);
    const out = await redacted(source);
    expect(out.pages[0]?.mode).toBe('untouched');
    expect(rawText(out.bytes)).toContain('rows that are seen');
    expect(rawText(out.bytes)).not.toContain('Quill');
  });

  it('with a predictor, and the rows stay as they are', async () => {
    const { doc, builders } = await newDocument([[300, 200]]);
    const { page } = builders[0]!.line('Two words', 40, 150);
    const rows = Uint8Array.from({ length: 16 * 20 }, (_, i) => (i * 37) % 251);
    const dict = doc.context.obj({
      Type: 'XObject',
      Subtype: 'Image',
      Width: 16,
      Height: 10,
      ColorSpace: 'DeviceGray',
      BitsPerComponent: 8,
      Filter: 'FlateDecode',
      DecodeParms: { Predictor: 15, Colors: 1, BitsPerComponent: 8, Columns: 16 },
    });
    const packed = deflateSync(predictUp(rows, 16, 20));
    page.node.setXObject(PDFName.of('Im'), doc.context.register(PDFRawStream.of(dict, packed)));
    page.node.addContentStream(doc.context.register(doc.context.flateStream('q 100 0 0 60 20 100 cm /Im Do Q')));
    const out = await redacted(await saved(doc));
    const kept = Buffer.from(predictUp(rows, 16, 20)).toString('latin1');
    expect(rawText(out.bytes)).toContain(kept.slice(0, 17 * 10));
    expect(rawText(out.bytes)).not.toContain(kept.slice(0, 17 * 11));
  });
});

it('a JPEG larger than its dictionary says makes the page be rebuilt, one of its size does not', async () => {
  for (const [height, mode] of [
    [10, 'untouched'],
    [24, 'rebuild'],
  ] as const) {
    const canvas = createCanvas(16, height);
    canvas.getContext('2d').fillRect(2, 2, 8, 4);
    const entries = { Filter: 'DCTDecode', ColorSpace: 'DeviceRGB' };
    const out = await redacted(await pageWith(canvas.toBuffer('image/jpeg', 90), entries));
    expect(out.pages[0]?.mode).toBe(mode);
  }
});
