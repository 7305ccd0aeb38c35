import { SourceError } from '../errors.ts';
import type { ImagePage } from '../pdf/wrap-image.ts';

/** No picture may have more pixels than this (a legal page at 600 dpi has 43 million), nor a longer side. */
const MOST_PIXELS = 80_000_000;
const LONGEST_SIDE = 16_000;

/** Refuses a picture by its header, before it is decoded. Throws SourceError `too-large` or `damaged`. */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new SourceError('damaged', 'its header gives the picture no size');
  if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) {
    throw new SourceError('too-large', `the picture has ${width} x ${height} pixels, more than can be read`);
  }
}

/** RGBA on white paper, stored as what it really is: 1-bit black and white, grey, or colour. */
export function toImagePage(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number, dpi: Dpi): ImagePage {
  const flat = onWhite(rgba, width * height);
  const kind = kindOf(flat);
  if (kind === 'rgb') return { kind, width, height, data: flat, ...dpi };
  if (kind === 'bitmap1') return { kind, width, height, bits: packed(flat, width, height), ...dpi };
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = flat[i * 3] ?? 255;
  return { kind, width, height, data, ...dpi };
}

/** Dots an inch as a header gives them. */
export interface Dpi {
  readonly dpi?: number;
  readonly dpiY?: number;
}

function onWhite(rgba: Uint8Array | Uint8ClampedArray, pixels: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
    const alpha = rgba[from + 3] ?? 255;
    for (let c = 0; c < 3; c++) {
      const value = rgba[from + c] ?? 255;
      rgb[to + c] = alpha === 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255;
    }
  }
  return rgb;
}

function kindOf(rgb: Uint8Array): 'bitmap1' | 'grey' | 'rgb' {
  let bilevel = true;
  for (let i = 0; i < rgb.length; i += 3) {
    const value = rgb[i] ?? 0;
    if (value !== rgb[i + 1] || value !== rgb[i + 2]) return 'rgb';
    if (value !== 0 && value !== 255) bilevel = false;
  }
  return bilevel ? 'bitmap1' : 'grey';
}

function packed(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (rgb[(y * width + x) * 3] === 0)
        bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] ?? 0) | (128 >> (x & 7));
    }
  }
  return bits;
}

/** RGBA turned upright by an EXIF or TIFF orientation, 1 to 8 (TIFF 6.0, tag 274). */
export function orient(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  orientation: number,
): { data: Uint8Array | Uint8ClampedArray; width: number; height: number } {
  if (orientation < 2 || orientation > 8) return { data: rgba, width, height };
  const swapped = orientation >= 5;
  const [w, h] = swapped ? [height, width] : [width, height];
  const data = new Uint8Array(w * h * 4);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [sx, sy] = sourceOf(orientation, x, y, width, height);
      const from = (sy * width + sx) * 4;
      const to = (y * w + x) * 4;
      for (let c = 0; c < 4; c++) data[to + c] = rgba[from + c] ?? 255;
    }
  }
  return { data, width: w, height: h };
}

/** The stored pixel that an upright pixel shows. */
function sourceOf(orientation: number, x: number, y: number, width: number, height: number): readonly [number, number] {
  const [right, bottom] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    default:
      return [right - y, x];
  }
}
