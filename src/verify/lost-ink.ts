import type { Box } from '../model/geometry.ts';
import { shared } from './painted.ts';
import type { Picture } from './pdfium-view.ts';

/** Pixels of a cell: about a letter at 72 dots an inch. */
const CELL = 6;
/** Shades: ink is darker than the first, paper lighter than the second. */
const INK = 128;
const PAPER = 215;
/** Cells of a row that are a word. */
const LEAST = 3;
const MOST = 20;

/** Where one grey picture of a page has words and another of the same page has paper, beside the boxes (points). */
export function lostInk(before: Picture, after: Picture, boxes: readonly Box[]): readonly Box[] {
  const { width, height, dpi } = before;
  if (after.width !== width || after.height !== height) return [];
  const unit = (CELL * 72) / dpi;
  const found: Box[] = [];
  for (let row = 0; (row + 1) * CELL <= height; row++) {
    let run = 0;
    for (let column = 0; column * CELL <= width; column++) {
      const cell = { x: column * unit, y: row * unit, w: unit, h: unit };
      const isLost =
        (column + 1) * CELL <= width &&
        inkOf(before, column, row) >= 3 &&
        isPaper(after, column, row) &&
        !boxes.some((box) => shared(box, cell) !== undefined);
      if (isLost) run += 1;
      else {
        if (run >= LEAST) found.push({ x: (column - run) * unit, y: row * unit, w: run * unit, h: unit });
        run = 0;
      }
    }
  }
  return joined(found).slice(0, MOST);
}

function inkOf({ width, data }: Picture, column: number, row: number): number {
  let ink = 0;
  for (let y = row * CELL; y < (row + 1) * CELL; y++)
    for (let x = column * CELL; x < (column + 1) * CELL; x++) if ((data[y * width + x] ?? 255) < INK) ink += 1;
  return ink;
}

function isPaper({ width, data }: Picture, column: number, row: number): boolean {
  for (let y = row * CELL; y < (row + 1) * CELL; y++)
    for (let x = column * CELL; x < (column + 1) * CELL; x++) if ((data[y * width + x] ?? 255) < PAPER) return false;
  return true;
}

/** Strips one over the other are one word. */
function joined(strips: readonly Box[]): readonly Box[] {
  const boxes: Box[] = [];
  for (const strip of strips) {
    const at = boxes.findIndex(
      (box) => Math.abs(box.y + box.h - strip.y) < 0.1 && box.x < strip.x + strip.w && strip.x < box.x + box.w,
    );
    const above = boxes[at];
    if (above === undefined) {
      boxes.push(strip);
      continue;
    }
    const x = Math.min(above.x, strip.x);
    const right = Math.max(above.x + above.w, strip.x + strip.w);
    boxes[at] = { x, y: above.y, w: right - x, h: strip.y + strip.h - above.y };
  }
  return boxes;
}
