import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { decodeFax } from '../../src/pdf/ccitt-decode.ts';
import { predictUp } from '../../src/pdf/image-stream.ts';
import { jbig2Shown } from '../../src/pdf/jbig2-parts.ts';
import { readJpeg } from '../../src/pdf/jpeg-parts.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { rowSightings } from '../../src/verify/picture-rows.ts';
import { carvePdf } from '../../src/verify/raw-pdf.ts';
import { FAXES, faxData } from '../pdf/faxes.ts';
import { jbig2Page } from '../pdf/jbig2-page.ts';
import { newDocument, planOf, rawText, saved } from './pages.ts';

const SEEN = 'rows that are seen, '.repeat(8);
const SECRET = 'Quillfeather stands below';

/** A page that shows a grey picture of 16 x 10 samples with these data. */
async function pageWith(
  data: Uint8Array,
  entries: Readonly<Record<string, string | number | boolean | object>> = {},
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
    ...(entries as Readonly<Record<string, string>>),
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
    const rows = Uint8Array.from({ length: 16 * 20 }, (_, i) => (i * 37) % 251);
    const parms = { Predictor: 15, Colors: 1, BitsPerComponent: 8, Columns: 16 };
    const out = await redacted(await pageWith(deflateSync(predictUp(rows, 16, 20)), { ...flate, DecodeParms: parms }));
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

/** Height of the only picture of a file, and its data. */
function pictureIn(file: Uint8Array): { readonly head: string; readonly data: Uint8Array } {
  const found = carvePdf(file).objects.filter(({ head }) => /\/Subtype\s*\/Image/.test(head));
  expect(found).toHaveLength(1);
  return { head: found[0]!.head, data: found[0]!.stream! };
}

describe('fax data of more rows than are shown', () => {
  const names = Object.keys(FAXES) as (keyof typeof FAXES)[];
  it.each(names)('%s: seen in the source, gone from what is made, and the rows that show stay', async (name) => {
    const { k, byteAlign } = FAXES[name];
    const entries = { Width: 240, Height: 60, BitsPerComponent: 1, Filter: 'CCITTFaxDecode' };
    const parms = { K: k, Columns: 240, EncodedByteAlign: byteAlign, BlackIs1: true };
    const source = await pageWith(faxData(name), { ...entries, DecodeParms: parms });
    expect(await rowSightings(carvePdf(source))).toMatchObject([{ name: 'image-pixels', level: 'leak' }]);
    const out = await redacted(source);
    expect(out.pages[0]?.mode).toBe('untouched');
    expect(await rowSightings(carvePdf(out.bytes))).toEqual([]);
    const { head, data } = pictureIn(out.bytes);
    expect(head).toMatch(/\/BlackIs1 true/);
    const made = decodeFax(data, { k: -1, columns: 240, byteAlign: false }, 120);
    expect(made).toMatchObject({ more: false, picture: { height: 60 } });
    expect(made.picture.bits).toEqual(decodeFax(faxData(name), { k, byteAlign, columns: 240 }, 60).picture.bits);
  });

  it('what is as high as it says stays as it is, but for what follows its end', async () => {
    const entries = { Width: 240, Height: 120, BitsPerComponent: 1, Filter: 'CCITTFaxDecode' };
    const parms = { K: -1, Columns: 240 };
    const source = await pageWith(Buffer.concat([faxData('g4'), bytes(SECRET)]), { ...entries, DecodeParms: parms });
    expect(await rowSightings(carvePdf(source))).toEqual([]);
    const out = await redacted(source);
    expect(out.pages[0]?.mode).toBe('untouched');
    expect(Buffer.from(pictureIn(out.bytes).data).equals(Buffer.from(faxData('g4')))).toBe(true);
  });

  it('a stencil, and one set in the line of a page', async () => {
    const stencil = { Width: 240, Height: 60, ImageMask: true, BitsPerComponent: 1, Filter: 'CCITTFaxDecode' };
    const source = await pageWith(faxData('g4'), { ...stencil, DecodeParms: { K: -1, Columns: 240 } });
    expect(await rowSightings(carvePdf(source))).toHaveLength(1);
    expect(await rowSightings(carvePdf((await redacted(source)).bytes))).toEqual([]);

    const { doc, builders } = await newDocument([[300, 200]]);
    const { page } = builders[0]!.line('Two words', 40, 150);
    const inline = Buffer.concat([
      bytes('q 100 0 0 60 20 100 cm BI /W 240 /H 60 /IM true /F [/AHx /CCF] /DP [null <</K -1 /Columns 240>>] ID '),
      bytes(`${Buffer.from(faxData('g4')).toString('hex')}>`),
      bytes(' EI Q'),
    ]);
    page.node.addContentStream(doc.context.register(PDFRawStream.of(doc.context.obj({}), inline)));
    const out = await redacted(await saved(doc));
    expect(out.pages[0]?.mode).toBe('untouched');
    const content = rawText(out.bytes);
    const [image] = /BI[\s\S]*?EI Q|BI[\s\S]*EI/.exec(content) ?? [''];
    expect(image).toContain('/CCITTFaxDecode');
    expect(image.length).toBeGreaterThan(100);
    expect(image.length).toBeLessThan(400);
  });
});

describe('JBIG2 data that hold more than a picture shows', () => {
  const size = { width: 240, height: 120 };
  const page = (): Uint8Array => jbig2Page(240, 120, faxData('g4'));

  it('stay where they fit, without comments and what follows their end', () => {
    expect(Buffer.from(jbig2Shown(page(), size)).equals(Buffer.from(page()))).toBe(true);
    const comment = Buffer.from(`000000093e000100000009${Buffer.from('20000000!').toString('hex')}`, 'hex');
    const shown = jbig2Shown(Buffer.concat([page(), comment, bytes('\n')]), size);
    expect(Buffer.from(shown).equals(Buffer.from(page()))).toBe(true);
  });

  it('are refused where the page or a region reaches beyond the picture', async () => {
    expect(() => jbig2Shown(page(), { width: 240, height: 70 })).toThrow('larger');
    const shorter = page();
    shorter[18] = 70;
    expect(() => jbig2Shown(shorter, { width: 240, height: 70 })).toThrow('beyond');
    const entries = { Width: 240, Height: 70, BitsPerComponent: 1, Filter: 'JBIG2Decode' };
    const out = await redacted(await pageWith(page(), entries));
    expect(out.pages[0]?.mode).toBe('rebuild');
    expect((await redacted(await pageWith(page(), { ...entries, Height: 120 }))).pages[0]?.mode).toBe('untouched');
  });

  it('are seen by the verifier', async () => {
    const entries = { Width: 240, BitsPerComponent: 1, Filter: 'JBIG2Decode' };
    const rows = async (height: number) =>
      rowSightings(carvePdf(await pageWith(page(), { ...entries, Height: height })));
    expect(await rows(60)).toHaveLength(1);
    expect(await rows(120)).toEqual([]);
  });
});

it('rows of a JPEG below the height that its head was given are cut off, and the others stay', async () => {
  const canvas = createCanvas(240, 120);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, 240, 120);
  pen.fillStyle = 'black';
  pen.font = '24px sans-serif';
  pen.fillText('Seen above', 8, 40);
  pen.fillText('Quillfeather', 8, 100);
  const whole = canvas.toBuffer('image/jpeg', 90);
  const cropped = Uint8Array.from(whole);
  const frame = whole.indexOf(Buffer.from('ffc0', 'hex'));
  cropped.set([0, 64], frame + 5);
  const entries = { Width: 240, Height: 64, Filter: 'DCTDecode', ColorSpace: 'DeviceRGB' };
  const source = await pageWith(cropped, entries);
  expect(await rowSightings(carvePdf(source))).toMatchObject([{ name: 'image-pixels', level: 'leak' }]);
  const out = await redacted(source);
  expect(out.pages[0]?.mode).toBe('untouched');
  const { data } = pictureIn(out.bytes);
  expect(readJpeg(data)).toMatchObject({ width: 240, height: 64 });
  expect(data.length).toBeLessThan(0.75 * whole.length);
  expect(await rowSightings(carvePdf(out.bytes))).toEqual([]);
});
