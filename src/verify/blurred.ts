import type { Box } from '../model/geometry.ts';
import type { PaintedImage, PaintedPage, Pixels } from './painted.ts';
import { levelAt, type PixelArea } from './pixels.ts';
import { brightness } from './sample.ts';

const CELL = 12;
/** Cells in a row: a word of small letters. */
const LEAST_CELLS = 4;

/** A strip of a scan where writing was smeared: tones between black and white without one sharp step, on a page of sharp letters. */
export function blurIn(pixels: Pixels): PixelArea | undefined {
  const wide = Math.floor(pixels.width / CELL);
  const tall = Math.floor(pixels.height / CELL);
  const kinds = new Uint8Array(wide * tall);
  let [sharp, plain] = [0, 0];
  for (let row = 0; row < tall; row++) {
    for (let column = 0; column < wide; column++) {
      const kind = kindOf(pixels, column * CELL, row * CELL);
      kinds[row * wide + column] = kind;
      if (kind === SHARP) sharp += 1;
      else if (kind === PLAIN) plain += 1;
    }
  }
  // Photographs are full of soft tones; a page of writing is paper and sharp letters.
  if (sharp < 8 || plain < 0.5 * wide * tall) return undefined;
  for (let row = 0; row < tall; row++) {
    for (let column = 0, run = 0; column <= wide; column++) {
      if (column < wide && kinds[row * wide + column] === SOFT) run += 1;
      else {
        if (
          run >= LEAST_CELLS &&
          (hasMore(kinds, wide, row - 1, column, run) || hasMore(kinds, wide, row + 1, column, run))
        )
          return softArea(kinds, wide, { row, column, run });
        run = 0;
      }
    }
  }
  return undefined;
}

const [PLAIN, SHARP, SOFT] = [1, 2, 3];

/** A run of soft cells that ends before `column`, with the rows under it that are soft too. */
function softArea(
  kinds: Uint8Array,
  wide: number,
  { row, column, run }: { row: number; column: number; run: number },
): PixelArea {
  let end = row + 1;
  while ((end + 1) * wide <= kinds.length && hasMore(kinds, wide, end, column, run)) end += 1;
  return { x0: (column - run) * CELL, y0: row * CELL, x1: column * CELL, y1: end * CELL };
}

/** Whether half of a run of soft cells, which ends before `column`, has soft cells in another row too. */
function hasMore(kinds: Uint8Array, wide: number, row: number, column: number, run: number): boolean {
  if (row < 0) return false;
  const there = kinds.subarray(row * wide + column - run, row * wide + column);
  return there.filter((kind) => kind === SOFT).length * 2 >= run;
}

function kindOf(pixels: Pixels, x0: number, y0: number): number {
  let [least, most, across, down, along] = [255, 0, 0, 0, 0];
  for (let y = y0; y < y0 + CELL; y++) {
    let [low, high] = [255, 0];
    for (let x = x0; x < x0 + CELL; x++) {
      const level = levelAt(pixels, x, y);
      if (level < low) low = level;
      if (level > high) high = level;
      if (x > x0) across = Math.max(across, Math.abs(level - levelAt(pixels, x - 1, y)));
      if (y > y0) down = Math.max(down, Math.abs(level - levelAt(pixels, x, y - 1)));
    }
    [least, most, along] = [Math.min(least, low), Math.max(most, high), Math.max(along, high - low)];
  }
  if (most - least < 16) return least > 200 ? PLAIN : 0;
  if (across > 90) return SHARP;
  // The rules of a form have no step along them, but a sharp one across them; its grey bars are even along their edges.
  return across <= 34 && down <= 90 && along >= 6 && most - least >= 24 && least < 225 ? SOFT : 0;
}

/** A small picture laid over a line that is a mosaic or a smear: coarse, or without a sharp step. */
export function isSmearedPatch({ box }: PaintedImage, pixels: Pixels): boolean {
  const { width, height } = pixels;
  if (box.h < 5 || box.h > 60 || box.w < 20 || box.w < 1.5 * box.h || width < 6 || height < 2) return false;
  let [least, most, step, middle] = [255, 0, 0, 0];
  let changes = 0;
  for (let y = 0; y < height; y++) {
    let before = -1;
    for (let x = 0; x < width; x++) {
      const level = levelAt(pixels, x, y);
      least = Math.min(least, level);
      most = Math.max(most, level);
      if (level > 40 && level < 235) middle += 1;
      if (before >= 0 && level !== before) {
        step = Math.max(step, Math.abs(level - before));
        changes += 1;
      }
      before = level;
    }
  }
  if (most - least < 24 || middle < 0.3 * width * height) return false;
  const isCoarse = width < 1.2 * box.w;
  // A mosaic at full resolution changes at the lines of its grid only.
  const isStepped = changes < 0.34 * width * height;
  return isCoarse || isStepped || step <= 40;
}

const LEAST_SQUARES = 24;

/** Squares of one size in many greys, side by side: a mosaic that is drawn. */
export function drawnMosaic(page: PaintedPage): Box | undefined {
  const bySize = Map.groupBy(
    page.shapes.filter(
      ({ kind, rectangle, colour, layerOff, box }) =>
        kind === 'fill' && rectangle && !layerOff && colour >= 0 && isSquare(box),
    ),
    ({ box }) => Math.round(box.w * 4),
  );
  for (const squares of bySize.values()) {
    const tones = new Set(squares.map(({ colour }) => Math.round(brightness(colour) / 8)));
    if (squares.length < LEAST_SQUARES || tones.size < 6) continue;
    const x = Math.min(...squares.map(({ box }) => box.x));
    const y = Math.min(...squares.map(({ box }) => box.y));
    const w = Math.max(...squares.map(({ box }) => box.x + box.w)) - x;
    const h = Math.max(...squares.map(({ box }) => box.y + box.h)) - y;
    const filled = squares.reduce((sum, { box }) => sum + box.w * box.h, 0);
    if (filled > 0.7 * w * h) return { x, y, w, h };
  }
  return undefined;
}

function isSquare({ w, h }: Box): boolean {
  return w >= 1 && w <= 20 && Math.abs(w - h) < 0.3 * w;
}

const FAINT = 8;

/**
 * Writing that is paler than any eye tells from paper, on paper of one even white: cells in a row that all but agree.
 * `alone`: there is no other such place, as there is on paper that was scanned.
 */
export function faintIn(pixels: Pixels): { readonly area: PixelArea; readonly alone: boolean } | undefined {
  const wide = Math.floor(pixels.width / FAINT);
  const tall = Math.floor(pixels.height / FAINT);
  const faint = new Uint8Array(wide * tall);
  let even = 0;
  let first: number | undefined;
  for (let row = 0; row < tall; row++) {
    for (let column = 0, run = 0; column < wide; column++) {
      const { least, most } = rangeOf(pixels, column * FAINT, row * FAINT);
      if (least === most) even += 1;
      const isFaint = least >= 225 && most - least >= 1;
      if (isFaint) faint[row * wide + column] = 1;
      run = isFaint ? run + 1 : 0;
      if (run === 6) first ??= row * wide + column - 5;
    }
  }
  if (first === undefined || even <= 0.4 * wide * tall) return undefined;
  const area = faintArea(faint, wide, first);
  const inside = ((area.x1 - area.x0) / FAINT) * ((area.y1 - area.y0) / FAINT);
  return { area, alone: faint.filter((cell) => cell === 1).length < 2 * inside + 8 };
}

/** The whole of a line of faint cells that begins with a cell, with the lines under it that are faint too. */
function faintArea(faint: Uint8Array, wide: number, first: number): PixelArea {
  const [row, x0] = [Math.floor(first / wide), first % wide];
  let x1 = x0;
  while (x1 < wide && faint[row * wide + x1] === 1) x1 += 1;
  let y1 = row + 1;
  const isFaint = (y: number): boolean =>
    faint.subarray(y * wide + x0, y * wide + x1).filter((cell) => cell === 1).length * 2 >= x1 - x0;
  while ((y1 + 1) * wide <= faint.length && y1 - row < 8 && isFaint(y1)) y1 += 1;
  return { x0: x0 * FAINT, y0: row * FAINT, x1: x1 * FAINT, y1: y1 * FAINT };
}

function rangeOf(pixels: Pixels, x0: number, y0: number): { least: number; most: number } {
  let [least, most] = [255, 0];
  for (let y = y0; y < y0 + FAINT; y++) {
    for (let x = x0; x < x0 + FAINT; x++) {
      const level = levelAt(pixels, x, y);
      if (level < least) least = level;
      if (level > most) most = level;
    }
  }
  return { least, most };
}
