import { deflateSync } from 'node:zlib';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { unionBox } from '../../src/model/geometry.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import { decodeImage } from '../../src/pdf/image-decode.ts';
import { greyJpeg } from '../../src/pdf/jpeg-grey.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { imagesToPdf } from '../../src/pdf/wrap-image.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { burnPhrase, extract, planOf, rawText } from './pages.ts';

const DPI = 200;
const LINES = [
  'Intake note of the visit on Monday',
  'The child Jordan Applewhite was seen',
  'Nothing else was written down here',
  'Signed by the worker on duty',
];

/** A scanned page: its picture and the words an engine would read, boxes in points. */
function scan(width: number, height: number, noise: boolean): { canvas: Canvas; text: PageText } {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext('2d');
  c.fillStyle = 'white';
  c.fillRect(0, 0, width, height);
  if (noise) {
    for (let i = 0; i < 4000; i++) {
      c.fillStyle = `rgb(${200 + ((i * 7) % 50)},${200 + ((i * 7) % 50)},${200 + ((i * 7) % 50)})`;
      c.fillRect((i * 7919) % width, (i * 104729) % height, 3, 2);
    }
  }
  c.fillStyle = 'black';
  c.font = '32px Helvetica, Arial, sans-serif';
  const words: Word[] = [];
  let text = '';
  LINES.forEach((line, row) => {
    const y = 150 + row * 60;
    c.fillText(line, 100, y);
    if (row > 0) text += '\n';
    const start = text.length;
    for (const match of line.matchAll(/\S+/g)) {
      const boxes = [...match[0]].map((char, i) => {
        const x = 100 + c.measureText(line.slice(0, match.index + i)).width;
        return {
          x: (x * 72) / DPI,
          y: ((y - 24) * 72) / DPI,
          w: (c.measureText(char).width * 72) / DPI,
          h: (26 * 72) / DPI,
        };
      });
      const glyphs = boxes.flatMap((b) => [b.x, b.y, b.w, b.h]);
      words.push({
        text: match[0],
        start: start + match.index,
        box: unionBox(boxes),
        glyphs,
        confidence: 0.9,
        line: row,
      });
    }
    text += line;
  });
  const page: PageText = {
    ref: { file: 'scan.pdf', page: 1 },
    width: (width * 72) / DPI,
    height: (height * 72) / DPI,
    text,
    words,
    readBy: 'ocr',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
  return { canvas, text: page };
}

async function onlyImage(pdf: Uint8Array): Promise<PDFRawStream> {
  const doc = await loadDocument(pdf);
  const images = doc.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(
      (object): object is PDFRawStream =>
        object instanceof PDFRawStream && rawText(Buffer.from(object.dict.toString())).includes('/Image'),
    );
  expect(images).toHaveLength(1);
  return images[0]!;
}

async function pixelsOf(jpeg: Uint8Array): Promise<{ data: Uint8ClampedArray; width: number }> {
  const image = await loadImage(Buffer.from(jpeg));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return { data: canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data, width: image.width };
}

const NAME = 'Jordan Applewhite';
const LEFT = LINES.join(' ').replace(NAME, '').replace(/\s+/g, ' ');

describe('scans', () => {
  it('of grey JPEG: only the blocks under the box change, grey stays grey, the file does not grow', async () => {
    const { canvas, text } = scan(1000, 700, true);
    const jpeg = greyJpeg(canvas.toBuffer('image/jpeg', 80));
    const source = imagesToPdf([{ kind: 'jpeg', bytes: jpeg, dpi: DPI }]);
    const burn = burnPhrase(text, NAME);
    const out = await redactPdf(source, [planOf(text, burn)]);
    expect(out.pages[0]).toMatchObject({ mode: 'surgery', glyphsRemoved: 16, imagesChanged: 1 });
    const image = await onlyImage(out.bytes);
    expect(image.dict.toString()).toMatch(/\/Width 1000/);
    expect(image.dict.toString()).toMatch(/DeviceGray[\s\S]*DCTDecode/);
    const [before, after] = [await pixelsOf(jpeg), await pixelsOf(image.contents)];
    const box = burn[0]!.box;
    const px = (points: number): number => (points * DPI) / 72;
    let wrong = 0;
    for (let y = 0; y < 700; y++) {
      for (let x = 0; x < 1000; x++) {
        const at = (y * 1000 + x) * 4;
        const inside = x >= px(box.x) && x < px(box.x + box.w) && y >= px(box.y) && y < px(box.y + box.h);
        const far =
          x < px(box.x) - 13 || x > px(box.x + box.w) + 13 || y < px(box.y) - 16 || y > px(box.y + box.h) + 16;
        if (inside && after.data[at] !== 0) wrong++;
        if (far && after.data[at] !== before.data[at]) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(out.bytes.length).toBeLessThan(source.length * 1.1 + 2000);
    expect((await extract(out.bytes))[0]).toContain(LEFT);
    expect(rawText(out.bytes)).not.toMatch(/Jordan|Applewhite/);
  });

  it('of 1 bit in group 4: stays 1 bit, no bit changes outside the box', async () => {
    const { canvas, text } = scan(1000, 700, false);
    const { data } = canvas.getContext('2d').getImageData(0, 0, 1000, 700);
    const bits = new Uint8Array(125 * 700);
    for (let i = 0; i < 700_000; i++) if (data[i * 4]! < 128) bits[(i / 8) | 0]! |= 0x80 >> (i % 8);
    const source = imagesToPdf([{ kind: 'bitmap1', width: 1000, height: 700, bits, dpi: DPI }]);
    const burn = burnPhrase(text, NAME);
    const out = await redactPdf(source, [planOf(text, burn)]);
    expect(out.pages[0]).toMatchObject({ mode: 'surgery', imagesChanged: 1 });
    const image = await onlyImage(out.bytes);
    expect(image.dict.toString()).toMatch(/BitsPerComponent 1[\s\S]*CCITTFaxDecode/);
    const after = await decodeImage(image, true);
    const box = burn[0]!.box;
    const px = (points: number): number => (points * DPI) / 72;
    let wrong = 0;
    for (let y = 0; y < 700; y++) {
      for (let x = 0; x < 1000; x++) {
        const at = y * 125 + (x >> 3);
        const mask = 0x80 >> (x & 7);
        const ink = (after.data[at]! & mask) === 0;
        const inside = x >= px(box.x) && x < px(box.x + box.w) && y >= px(box.y) && y < px(box.y + box.h);
        const far = x < px(box.x) - 4 || x > px(box.x + box.w) + 4 || y < px(box.y) - 8 || y > px(box.y + box.h) + 8;
        if (inside && !ink) wrong++;
        if (far && ink !== ((bits[at]! & mask) !== 0)) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(out.bytes.length).toBeLessThan(source.length * 1.1 + 2000);
    expect((await extract(out.bytes))[0]).toContain(LEFT);
  });

  it('without boxes keep their image data byte for byte and get a text layer', async () => {
    const { canvas, text } = scan(1000, 700, true);
    const jpeg = greyJpeg(canvas.toBuffer('image/jpeg', 80));
    const source = imagesToPdf([{ kind: 'jpeg', bytes: jpeg, dpi: DPI }]);
    const out = await redactPdf(source, [planOf(text, [])]);
    expect(out.pages[0]).toMatchObject({ mode: 'untouched' });
    const image = await onlyImage(out.bytes);
    expect(Buffer.from(image.contents).equals(Buffer.from((await onlyImage(source)).contents))).toBe(true);
    expect((await extract(out.bytes))[0]).toContain(LINES.join(' '));
  });

  it.each([90, 180, 270])('turned by %i get a text layer that reads in order', async (turn) => {
    const { canvas, text } = scan(1000, 700, false);
    const upright = turn % 180 === 0;
    const side = createCanvas(upright ? 1000 : 700, upright ? 700 : 1000);
    const c = side.getContext('2d');
    // Turned back by `turn`: the page needs a clockwise turn of `turn` to stand upright.
    c.translate(side.width / 2, side.height / 2);
    c.rotate((-turn * Math.PI) / 180);
    c.drawImage(canvas, -500, -350);
    const place = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => {
      if (turn === 90) return { x: y, y: text.width - x - w, w: h, h: w };
      if (turn === 180) return { x: text.width - x - w, y: text.height - y - h, w, h };
      return { x: text.height - y - h, y: x, w: h, h: w };
    };
    const words = text.words.map((word) => {
      const glyphs: number[] = [];
      for (let i = 0; i < word.glyphs.length; i += 4) {
        const [x, y, w, h] = word.glyphs.slice(i, i + 4) as [number, number, number, number];
        const b = place({ x, y, w, h });
        glyphs.push(b.x, b.y, b.w, b.h);
      }
      return { ...word, box: place(word.box), glyphs };
    });
    const size = upright ? {} : { width: text.height, height: text.width };
    const turned = { ...text, ...size, words, turn };
    const source = imagesToPdf([{ kind: 'jpeg', bytes: side.toBuffer('image/jpeg', 85), dpi: DPI }]);
    const out = await redactPdf(source, [planOf(turned, burnPhrase(turned, NAME))]);
    expect(out.pages[0]).toMatchObject({ mode: 'surgery' });
    expect((await extract(out.bytes))[0]).toContain(LEFT);
  });
});

it('a JPEG inside a Flate stream loses its metadata, boxed or not, and stays packed', async () => {
  const { canvas, text } = scan(1000, 700, false);
  const jpeg = Buffer.from(greyJpeg(canvas.toBuffer('image/jpeg', 80)));
  const comment = Buffer.from('\xff\xfe\x00\x12Jordan Applewhite'.slice(0, 20), 'latin1');
  const spoken = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
  const doc = await loadDocument(imagesToPdf([{ kind: 'jpeg', bytes: jpeg, dpi: DPI }]));
  const [ref, image] = doc.context
    .enumerateIndirectObjects()
    .find(([, object]) => object instanceof PDFRawStream && object.dict.toString().includes('/Image'))!;
  const dict = (image as PDFRawStream).dict;
  dict.set(PDFName.of('Filter'), doc.context.obj(['FlateDecode', 'DCTDecode']));
  doc.context.assign(ref, PDFRawStream.of(dict, deflateSync(spoken)));
  const source = await doc.save({ useObjectStreams: false, addDefaultPage: false });
  expect(rawText(source)).toContain('Jordan');
  for (const burn of [[], burnPhrase(text, NAME)]) {
    const out = await redactPdf(source, [planOf({ ...text, words: [] }, burn)]);
    expect(out.pages[0]!.mode).toBe(burn.length === 0 ? 'untouched' : 'surgery');
    expect(rawText(out.bytes)).not.toContain('Jordan');
    expect(out.bytes.length).toBeLessThan(1.1 * source.length);
  }
});
