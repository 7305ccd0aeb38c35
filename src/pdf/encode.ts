import { type Canvas, createCanvas, ImageData } from '@napi-rs/canvas';
import type { Bitmap } from './bitmap.ts';

/** The bitmap as a JPEG file of `quality` 1 to 100; transparency turns black, so draw on white first. */
export function encodeJpeg(bitmap: Bitmap, quality: number): Uint8Array {
  return canvasOf(bitmap).toBuffer('image/jpeg', quality);
}

function canvasOf(bitmap: Bitmap): Canvas {
  const canvas = createCanvas(bitmap.width, bitmap.height);
  const { buffer, byteOffset, byteLength } = bitmap.data;
  const pixels = new Uint8ClampedArray(buffer, byteOffset, byteLength);
  canvas.getContext('2d').putImageData(new ImageData(pixels, bitmap.width, bitmap.height), 0, 0);
  return canvas;
}
