import type { Box } from '../model/geometry.ts';
import type { Picture } from './pdfium-view.ts';
import { luminance } from './sample.ts';

/** Darker than this is a box; lighter by so much is what a box would hide. */
const DARK = 80;
const LIGHTER = 60;
/** Pixels in a row, and rows. */
const LEAST = { long: 6, rows: 2 };

/**
 * Where one picture of a page is black, rows above and below it too, and another picture of the same page, as large,
 * is not: what a box hides there. Undefined where there is no such place; the box in pixels.
 */
export function uncovered(covered: Picture, open: Picture): Box | undefined {
  const { width, height } = covered;
  if (open.width !== width || open.height !== height) return undefined;
  const dark = new Uint8Array(width * height);
  for (let i = 0; i < dark.length; i++) if (lightness(covered, i) < DARK) dark[i] = 1;
  let before: { x: number; end: number; y: number; rows: number } | undefined;
  for (let y = 1; y < height - 1; y++) {
    const run = longest(width, (x) => {
      const at = y * width + x;
      const isInside = dark[at] === 1 && dark[at - width] === 1 && dark[at + width] === 1;
      return isInside && lightness(open, at) > lightness(covered, at) + LIGHTER;
    });
    if (run === undefined) {
      before = undefined;
      continue;
    }
    const goesOn = before !== undefined && run.x < before.end && before.x < run.end;
    before = goesOn && before !== undefined ? { ...run, y: before.y, rows: before.rows + 1 } : { ...run, y, rows: 1 };
    if (before.rows >= LEAST.rows) return { x: before.x, y: before.y, w: before.end - before.x, h: before.rows };
  }
  return undefined;
}

/** The longest run of pixels of a row that `is`; letters break it, so that gaps of two count as part of it. */
function longest(width: number, is: (x: number) => boolean): { readonly x: number; readonly end: number } | undefined {
  let best: { x: number; end: number } | undefined;
  let [start, last] = [-1, -9];
  for (let x = 0; x < width; x++) {
    if (!is(x)) continue;
    if (x - last > 3) start = x;
    last = x;
    if (last + 1 - start >= LEAST.long && last + 1 - start > (best?.end ?? 0) - (best?.x ?? 0))
      best = { x: start, end: last + 1 };
  }
  return best;
}

function lightness({ data }: Picture, pixel: number): number {
  return luminance(data[4 * pixel] ?? 0, data[4 * pixel + 1] ?? 0, data[4 * pixel + 2] ?? 0);
}
