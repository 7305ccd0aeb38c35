import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import UTIF from 'utif2';
import { describe, expect, it } from 'vitest';
import { encodeG4 } from '../../src/pdf/ccitt.ts';
import { readJpeg } from '../../src/pdf/jpeg-parts.ts';
import { imagesToPdf } from '../../src/pdf/wrap-image.ts';

/** Group 4 data in the smallest TIFF that a foreign decoder reads. */
function decodeG4(data: Uint8Array, width: number, height: number): Uint8Array {
  const entries = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 1],
    [259, 3, 4],
    [262, 3, 0],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, data.length],
  ] as const;
  const ifd = 8 + data.length + (data.length & 1);
  const tiff = Buffer.alloc(ifd + 2 + entries.length * 12 + 4);
  tiff.write('II');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(ifd, 4);
  tiff.set(data, 8);
  tiff.writeUInt16LE(entries.length, ifd);
  entries.forEach(([tag, type, value], i) => {
    tiff.writeUInt16LE(tag, ifd + 2 + i * 12);
    tiff.writeUInt16LE(type, ifd + 4 + i * 12);
    tiff.writeUInt32LE(1, ifd + 6 + i * 12);
    tiff.writeUInt32LE(value, ifd + 10 + i * 12);
  });
  const [page] = UTIF.decode(tiff);
  if (page === undefined) throw new Error('no page in the TIFF');
  UTIF.decodeImage(tiff, page);
  return page.data;
}

describe('encodeG4', () => {
  it('is read back by another decoder, bit for bit', () => {
    const picture = fc.integer({ min: 1, max: 90 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        rows: fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }), { minLength: 1, maxLength: 12 }),
      }),
    );
    fc.assert(
      fc.property(picture, ({ width, rows }) => {
        const stride = (width + 7) >> 3;
        const bits = new Uint8Array(stride * rows.length);
        rows.forEach((runs, y) => {
          let x = 0;
          runs.forEach((run, i) => {
            for (let n = 0; n < run && x < width; n++, x++) {
              if (i % 2 === 1) bits[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
            }
          });
        });
        const back = decodeG4(encodeG4({ width, height: rows.length, bits }), width, rows.length);
        expect(Buffer.from(back.subarray(0, bits.length)).equals(Buffer.from(bits))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('codes runs longer than one make-up code', () => {
    const width = 9000;
    const bits = new Uint8Array(((width + 7) >> 3) * 2).fill(0xff, 10, 1100);
    const back = decodeG4(encodeG4({ width, height: 2, bits }), width, 2);
    expect(Buffer.from(back.subarray(0, bits.length)).equals(Buffer.from(bits))).toBe(true);
  });
});

/** A JPEG of the canvas with an EXIF segment that says `orientation` and holds a word. */
function jpegWithExif(width: number, height: number, orientation: number): Uint8Array {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext('2d');
  c.fillStyle = 'white';
  c.fillRect(0, 0, width, height);
  const plain = canvas.toBuffer('image/jpeg', 90);
  const exif = Buffer.from(
    `45786966000049492a00080000000100120103000100000000000000000000005345435245540000`.replace(
      '1201030001000000' + '0000',
      `1201030001000000${orientation.toString(16).padStart(2, '0')}00`,
    ),
    'hex',
  );
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
  return Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2), Buffer.from('TRAILER')]);
}

describe('imagesToPdf', () => {
  it.each([
    [1, 200, 100],
    [3, 200, 100],
    [6, 100, 200],
    [8, 100, 200],
  ])('applies EXIF orientation %i and drops the EXIF data', async (orientation, width, height) => {
    const jpeg = jpegWithExif(200, 100, orientation);
    expect(readJpeg(jpeg).orientation).toBe(orientation);
    const pdf = imagesToPdf([{ kind: 'jpeg', bytes: jpeg, dpi: 72 }]);
    const page = (await PDFDocument.load(pdf)).getPage(0);
    expect([page.getWidth(), page.getHeight()]).toEqual([width, height]);
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).not.toContain('SECRET');
    expect(raw).not.toContain('TRAILER');
  });

  it('takes 200 dpi where none or a senseless one is given', async () => {
    const bits = new Uint8Array(50 * 400);
    for (const dpi of [undefined, 1]) {
      const pdf = imagesToPdf([{ kind: 'bitmap1', width: 400, height: 400, bits, ...(dpi ? { dpi } : {}) }]);
      expect((await PDFDocument.load(pdf)).getPage(0).getWidth()).toBe(144);
    }
  });

  it('gives the same bytes twice', () => {
    const grey = { kind: 'grey', width: 100, height: 60, data: new Uint8Array(6000).fill(90) } as const;
    expect(Buffer.from(imagesToPdf([grey])).equals(Buffer.from(imagesToPdf([grey])))).toBe(true);
  });

  it('refuses a JPEG cut short', () => {
    const jpeg = jpegWithExif(64, 64, 1);
    expect(() => imagesToPdf([{ kind: 'jpeg', bytes: jpeg.subarray(0, 300) }])).toThrow(RangeError);
  });
});
