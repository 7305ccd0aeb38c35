import type { Bitmap } from '../pdf/bitmap.ts';
import type { Pixels } from '../pdf/image-stream.ts';

/** A pixel whose channels differ by more is coloured. */
const COLOURED = 40;

/** Values between these are neither ink nor paper. */
const MID = { dark: 40, light: 216 };

/** Shares of the page from which colour, or a grey that is no mere edge of a letter, must be kept. */
const SHARE = { colour: 0.0002, flatGrey: 0.0002 };

interface Census {
  readonly coloured: number;
  /** Pixels of a middle grey whose right and lower neighbours have nearly the same: a tint, a photograph. */
  readonly flatGrey: number;
}

/**
 * The fewest bits that keep what a page shows: 1-bit where it is black on white with only the
 * smoothed edges of letters between, grey where it has tints, colour where it has colour.
 */
export function reducePixels(bitmap: Bitmap): Pixels {
  const grey = greyOf(bitmap);
  const census = takeCensus(bitmap, grey);
  const { width, height } = bitmap;
  const total = width * height;
  if (census.coloured > total * SHARE.colour) return { kind: 'rgb', width, height, data: rgbOf(bitmap) };
  if (census.flatGrey > total * SHARE.flatGrey) return { kind: 'grey', width, height, data: grey };
  return { kind: 'bitmap1', width, height, bits: threshold(grey, width, height) };
}

function greyOf({ width, height, data }: Bitmap): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    // Rec. 601 weights in 1/256.
    grey[i] = (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0) + 128) >> 8;
  }
  return grey;
}

function takeCensus({ width, height, data }: Bitmap, grey: Uint8Array): Census {
  let coloured = 0;
  let flatGrey = 0;
  for (let i = 0, at = 0; i < width * height; i++, at += 4) {
    const value = grey[i] ?? 0;
    if (value > MID.dark && value < MID.light) {
      const right = grey[i + 1] ?? 0;
      const below = grey[i + width] ?? 0;
      if (Math.abs(right - value) < 6 && Math.abs(below - value) < 6) flatGrey++;
    }
    const r = data[at] ?? 0;
    const g = data[at + 1] ?? 0;
    const b = data[at + 2] ?? 0;
    if (Math.max(r, g, b) - Math.min(r, g, b) > COLOURED) coloured++;
  }
  return { coloured, flatGrey };
}

function rgbOf({ width, height, data }: Bitmap): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; at < data.length; at += 4) {
    rgb[i++] = data[at] ?? 0;
    rgb[i++] = data[at + 1] ?? 0;
    rgb[i++] = data[at + 2] ?? 0;
  }
  return rgb;
}

function threshold(grey: Uint8Array, width: number, height: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((grey[y * width + x] ?? 0) < 150)
        bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}
