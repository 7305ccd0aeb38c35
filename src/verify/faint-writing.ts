import type { Pixels } from './painted.ts';
import { levelAt, type PixelArea } from './pixels.ts';

/** Shares of an area that writing takes of it. */
const INK = { least: 0.02, most: 0.45 };

/**
 * Whether an area that looks plain holds writing once its few shades are drawn apart (the levels control of any
 * editor): two shades in strokes, which noise does not make. Areas with more than `range` shades are not plain.
 */
export function hasFaintWriting(pixels: Pixels, area: PixelArea, range = 64): boolean {
  const { x0, y0, x1, y1 } = area;
  const all = (x1 - x0) * (y1 - y0);
  if (x1 - x0 < 16 || y1 - y0 < 6) return false;
  const { low, high, ground } = shadesOf(pixels, area, all);
  if (high <= low || high - low > range || ground < GROUND) return false;
  const middle = (low + high) / 2;
  const third = (high - low) / 3;
  let [ink, across, down, between] = [0, 0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const level = levelAt(pixels, x, y);
      const here = level < middle;
      if (level > low + third && level < high - third) between += 1;
      if (here) ink += 1;
      if (x > x0 && here !== levelAt(pixels, x - 1, y) < middle) across += 1;
      if (y > y0 && here !== levelAt(pixels, x, y - 1) < middle) down += 1;
    }
  }
  const share = Math.min(ink, all - ink) / all;
  if (share < INK.least || share > INK.most || between > 0.35 * all) return false;
  // Pixels thrown at random change side so often; those of strokes far less, but several times in a row.
  const random = 2 * share * (1 - share) * all;
  const rows = y1 - y0;
  return across < 0.62 * random && down < 0.62 * random && across / rows > 1.5;
}

/** What of an area is of one shade, give or take a codec's noise; the rest is strokes and their edges. */
const GROUND = 0.5;

/** The darkest and the lightest shade that more than a speck of the area has, and what share the commonest shade takes. */
function shadesOf(
  pixels: Pixels,
  { x0, y0, x1, y1 }: PixelArea,
  all: number,
): { readonly low: number; readonly high: number; readonly ground: number } {
  const counts = new Uint32Array(256);
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      const level = Math.round(levelAt(pixels, x, y));
      counts[level] = (counts[level] ?? 0) + 1;
    }
  const least = Math.max(1, 0.004 * all);
  const low = counts.findIndex((count) => count >= least);
  const high = counts.findLastIndex((count) => count >= least);
  const near = Math.max(1, Math.floor((high - low) / 6));
  const around = (level: number): number =>
    counts.subarray(Math.max(0, level - near), level + near + 1).reduce((a, b) => a + b, 0);
  const ground = Math.max(...counts.keys().map(around)) / all;
  return { low, high, ground };
}

/** Whether a picture has no colour to speak of, as print has. */
export function isGrey({ width, height, channels, data }: Pixels): boolean {
  if (channels < 3) return true;
  const all = width * height;
  const step = Math.max(1, Math.floor(all / 4000));
  let [coloured, seen] = [0, 0];
  for (let i = 0; i < all; i += step) {
    const [red = 0, green = 0, blue = 0] = [data[i * channels], data[i * channels + 1], data[i * channels + 2]];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 24) coloured += 1;
    seen += 1;
  }
  return coloured < 0.05 * seen;
}
