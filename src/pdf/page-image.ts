import type { Bitmap } from './bitmap.ts';
import { encodeJpeg } from './encode.ts';
import { tiffG4 } from './tiff-write.ts';

/** A page as a picture file of a production. */
export interface PageImage {
  readonly ending: 'tif' | 'jpg';
  readonly bytes: Uint8Array;
}

/** Least difference between the strongest and the weakest colour of a pixel that is no grey. */
const COLOURED = 40;
/** Share of coloured pixels from which a page is coloured. */
const FEW = 0.0002;
/** Share of flat pixels that black and white would lose from which a page has pale writing or shaded fields. */
const PALE = 0.0005;
/** Share of flat pixels of any tone between ink and paper from which a page holds a photograph. */
const PHOTOGRAPH = 0.03;
/** Neighbours of one tone differ by no more; on the edge of a letter they differ by far more. */
const FLAT = 12;
/** Brightness of what is plainly ink, and how far below the paper's something is plainly printed. */
const INK = 70;
const FROM_PAPER = 40;
const QUALITY = 85;

/**
 * A drawn page as production standards ask (domain 4): black and white as TIFF group 4; a page with colour,
 * or with greys that black and white would lose, as JPEG. Neither holds a date, a name or a program.
 */
export function pageImage(page: Bitmap): PageImage {
  const grey = brightness(page);
  const paper = paperOf(grey);
  const threshold = paper / 2 + 20;
  if (isColoured(page) || hasTones(grey, page.width, paper, threshold)) {
    return { ending: 'jpg', bytes: withDensity(encodeJpeg(page, QUALITY), page.dpi) };
  }
  const bits = packed(grey, page.width, page.height, threshold);
  return { ending: 'tif', bytes: tiffG4({ width: page.width, height: page.height, bits }, page.dpi) };
}

/** Rec. 601 brightness by pixel. */
function brightness({ data, width, height }: Bitmap): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const at = i * 4;
    grey[i] = ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 151 + (data[at + 2] ?? 0) * 28) >> 8;
  }
  return grey;
}

/** Brightness of the paper: what most pixels brighter than the middle have. */
function paperOf(grey: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const level of grey) counts[level] = (counts[level] ?? 0) + 1;
  let paper = 255;
  for (let level = 254; level > 128; level--) if ((counts[level] ?? 0) > (counts[paper] ?? 0)) paper = level;
  return paper;
}

function isColoured({ data, width, height }: Bitmap): boolean {
  const most = width * height * FEW;
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    if (Math.max(r, g, b) - Math.min(r, g, b) > COLOURED && ++found > most) return true;
  }
  return false;
}

/** Pixels neither ink nor paper that their neighbours equal: pale writing, a shaded field, a photograph. */
function hasTones(grey: Uint8Array, width: number, paper: number, threshold: number): boolean {
  let [pale, all] = [0, 0];
  for (let i = width; i < grey.length - width; i++) {
    const level = grey[i] ?? 0;
    if (level < INK || level > paper - FROM_PAPER) continue;
    const near = (at: number): boolean => Math.abs((grey[at] ?? 0) - level) <= FLAT;
    if (!near(i - 1) || !near(i + 1) || !near(i - width) || !near(i + width)) continue;
    all += 1;
    if (level >= threshold) pale += 1;
  }
  return pale > grey.length * PALE || all > grey.length * PHOTOGRAPH;
}

function packed(grey: Uint8Array, width: number, height: number, threshold: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((grey[y * width + x] ?? 255) >= threshold) continue;
      const at = y * stride + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}

/** The JPEG with its dots an inch in the JFIF header (T.871, 10.1), which a canvas leaves open. */
function withDensity(jpeg: Uint8Array, dpi: number): Uint8Array {
  const out = new Uint8Array(jpeg);
  if (out[2] !== 0xff || out[3] !== 0xe0 || out[6] !== 0x4a) throw new RangeError('a JPEG without JFIF header');
  out.set([1, dpi >> 8, dpi & 0xff, dpi >> 8, dpi & 0xff], 13);
  return out;
}
