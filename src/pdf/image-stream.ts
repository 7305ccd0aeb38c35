import { deflateSync } from 'node:zlib';
import { type PDFContext, PDFRawStream } from 'pdf-lib';
import { type Bitmap1, encodeG4 } from './ccitt.ts';
import type { JpegFacts } from './jpeg-parts.ts';

/** Pixels of a picture: packed 1-bit (1 = black), one byte grey or three bytes RGB a pixel. */
export type Pixels =
  | (Bitmap1 & { readonly kind: 'bitmap1' })
  | { readonly kind: 'grey' | 'rgb'; readonly width: number; readonly height: number; readonly data: Uint8Array };

/** An image XObject of pixels: 1-bit as CCITT group 4, others as Flate with the PNG "Up" predictor (lossless). */
export function pixelStream(context: PDFContext, pixels: Pixels): PDFRawStream {
  const { width, height } = pixels;
  const common = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height };
  if (pixels.kind === 'bitmap1') {
    const parameters = { K: -1, Columns: width, Rows: height };
    const dict = context.obj({
      ...common,
      ColorSpace: 'DeviceGray',
      BitsPerComponent: 1,
      Filter: 'CCITTFaxDecode',
      DecodeParms: parameters,
    });
    return PDFRawStream.of(dict, encodeG4(pixels));
  }
  const colors = pixels.kind === 'grey' ? 1 : 3;
  const dict = context.obj({
    ...common,
    ColorSpace: colors === 1 ? 'DeviceGray' : 'DeviceRGB',
    BitsPerComponent: 8,
    Filter: 'FlateDecode',
    DecodeParms: { Predictor: 15, Colors: colors, BitsPerComponent: 8, Columns: width },
  });
  return PDFRawStream.of(dict, deflateSync(predictUp(pixels.data, width * colors, height), { level: 6 }));
}

/** PNG predictor "Up" before every row of `stride` bytes. */
export function predictUp(data: Uint8Array, stride: number, height: number): Uint8Array {
  const out = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    out[to] = 2;
    for (let x = 0; x < stride; x++) {
      const above = y === 0 ? 0 : (data[(y - 1) * stride + x] ?? 0);
      out[to + 1 + x] = (data[y * stride + x] ?? 0) - above;
    }
  }
  return out;
}

/** An image XObject that holds the JPEG file itself (ISO 32000-1, 7.4.8). */
export function jpegStream(context: PDFContext, jpeg: JpegFacts): PDFRawStream {
  const spaces: Readonly<Record<number, string>> = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' };
  const space = spaces[jpeg.components];
  if (space === undefined) throw new RangeError(`JPEG file with ${jpeg.components} components`);
  const dict = context.obj({
    Type: 'XObject',
    Subtype: 'Image',
    Width: jpeg.width,
    Height: jpeg.height,
    ColorSpace: space,
    BitsPerComponent: 8,
    Filter: 'DCTDecode',
    // Adobe stores the four inks inverted.
    ...(jpeg.components === 4 && jpeg.adobe ? { Decode: [1, 0, 1, 0, 1, 0, 1, 0] } : {}),
  });
  return PDFRawStream.of(dict, jpeg.bytes);
}
