import type { Pixels } from './painted.ts';
import { levelAt, type PixelArea } from './pixels.ts';

const TILE = { wide: 48, tall: 28 };
/** A step that one pixel makes from the next, above what a codec leaves of a plain square. */
const STEP = 10;
/** Squares have at least five shades, each apart by more than noise. */
const TONES = 5;

/** A piece of a picture where the brightness changes only at the lines of a coarse, even grid. */
export function mosaicIn(pixels: Pixels): PixelArea | undefined {
  for (let y = 0; y + TILE.tall <= pixels.height; y += 14) {
    for (let x = 0; x + TILE.wide <= pixels.width; x += 24) {
      const area = { x0: x, y0: y, x1: x + TILE.wide, y1: y + TILE.tall };
      if (isToned(pixels, area) && isMosaic(pixels, area)) return area;
    }
  }
  return undefined;
}

/** Neither paper nor print: looked at every fourth pixel, for most of a page is either. */
function isToned(pixels: Pixels, { x0, y0, x1, y1 }: PixelArea): boolean {
  let [middle, all] = [0, 0];
  for (let y = y0 + 2; y < y1; y += 4) {
    for (let x = x0 + 2; x < x1; x += 4) {
      const level = levelAt(pixels, x, y);
      if (level > 40 && level < 235) middle += 1;
      all += 1;
    }
  }
  return middle > 0.4 * all;
}

function isMosaic(pixels: Pixels, { x0, y0, x1, y1 }: PixelArea): boolean {
  const columns = new Uint16Array(x1 - x0);
  const rows = new Uint16Array(y1 - y0);
  const tones = new Set<number>();
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const level = levelAt(pixels, x, y);
      if (level > 40 && level < 235) tones.add(Math.round(level / 6));
      if (x > x0 && Math.abs(level - levelAt(pixels, x - 1, y)) > STEP) columns[x - x0] = (columns[x - x0] ?? 0) + 1;
      if (y > y0 && Math.abs(level - levelAt(pixels, x, y - 1)) > STEP) rows[y - y0] = (rows[y - y0] ?? 0) + 1;
    }
  }
  const [across, down] = [linesOf(columns, y1 - y0), linesOf(rows, x1 - x0)];
  if (tones.size < TONES || across.lines.length < 2 || down.lines.length < 1) return false;
  const stray = (across.stray + down.stray) / (across.steps + down.steps);
  return stray < 0.12 && isEven(across.lines) && isEven(down.lines);
}

/** Where many steps stand in one line, and how many stand nowhere in particular; a codec smears a line by a pixel. */
function linesOf(
  counts: Uint16Array,
  length: number,
): { readonly lines: readonly number[]; readonly steps: number; readonly stray: number } {
  const lines: number[] = [];
  let [steps, stray] = [0, 0];
  for (const [at, count] of counts.entries()) {
    steps += count;
    const isLine = count > 0.2 * length && count >= (counts[at - 1] ?? 0) && count > (counts[at + 1] ?? 0);
    if (isLine) lines.push(at);
    else if (!isBesideLine(counts, at, length)) stray += count;
  }
  return { lines, steps: Math.max(1, steps), stray };
}

function isBesideLine(counts: Uint16Array, at: number, length: number): boolean {
  return Math.max(counts[at - 1] ?? 0, counts[at + 1] ?? 0) > Math.max(0.2 * length, counts[at] ?? 0);
}

/** Lines that stand whole squares apart, of four pixels or more. */
function isEven(places: readonly number[]): boolean {
  const gaps = places.slice(1).map((at, i) => at - (places[i] ?? 0));
  const side = Math.min(...gaps, 24);
  return side >= 4 && gaps.every((gap) => gap % side <= 1 || gap % side === side - 1);
}
