import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Barcode, BarcodeReader } from '../model/barcode.ts';
import type { GreyImage } from '../model/ocr.ts';

/** A picture as the reader takes it. */
type Picture = Parameters<typeof readBarcodes>[0];

const OPTIONS = {
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  returnErrors: true,
  maxNumberOfSymbols: 64,
  textMode: 'Plain',
} as const;

/**
 * ZXing-C++ as WebAssembly; `program` is its module, handed in so that nothing is fetched. Codes that are seen
 * and cannot be read come back without a text.
 */
export function openBarcodeReader(program: () => Uint8Array): BarcodeReader {
  let ready: Promise<unknown> | undefined;
  return {
    read: async (image) => {
      ready ??= prepareZXingModule({
        overrides: { wasmBinary: program().slice().buffer as ArrayBuffer },
        fireImmediately: true,
      });
      await ready;
      const found = await readBarcodes(pictureOf(image), OPTIONS);
      return found.map(({ isValid, format, text, position }): Barcode => {
        const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
        const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
        const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs) + 1, y1: Math.max(...ys) + 1 };
        return { format: format === 'None' ? 'unknown' : format, box, ...(isValid && text !== '' ? { text } : {}) };
      });
    },
    close: () => {
      ready = undefined;
      purgeZXingModule();
    },
  };
}

/** Grey as RGBA: what the reader takes of a picture in memory. */
function pictureOf({ width, height, data: grey }: GreyImage): Picture {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) data[at] = data[at + 1] = data[at + 2] = grey[i] ?? 255;
  return { data, width, height, colorSpace: 'srgb' } as unknown as Picture;
}
