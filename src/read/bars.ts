import type { PixelBox } from '../model/ocr.ts';
import { shrinkView, turnView, type View } from './view.ts';

/** Dots an inch at which bars are looked for: bars of 10 mils are two pixels wide. */
const DPI = 150;

/** Side of the squares that are judged, and changes of light and dark in one that make it bars. */
const SIDE = 75;
const LEAST_CHANGES = 16;

/** Rows above one another that must show the same pattern, and how far apart they are. */
const ROWS = 4;
const STEP = 7;

/** Places of a picture that show many parallel bars, upright or lying: linear barcodes, read or not. Pixels of the picture. */
export function barsIn(view: View): readonly PixelBox[] {
  const factor = Math.max(1, Math.round(view.dpi / DPI));
  const small = shrinkView(view, factor);
  const lying = turnView(small, 90);
  const found = [
    ...uprightBars(small),
    ...uprightBars(lying).map(({ x0, y0, x1, y1 }) => ({
      // Turned clockwise, (x, y) came from (y, height - x).
      x0: y0,
      y0: small.height - x1,
      x1: y1,
      y1: small.height - x0,
    })),
  ];
  const scale = view.dpi / small.dpi;
  return found.map(({ x0, y0, x1, y1 }) => ({ x0: x0 * scale, y0: y0 * scale, x1: x1 * scale, y1: y1 * scale }));
}

function uprightBars({ width, height, data, dpi }: View): readonly PixelBox[] {
  const side = Math.round((SIDE * dpi) / DPI);
  const step = Math.max(2, Math.round((STEP * dpi) / DPI));
  const boxes: PixelBox[] = [];
  for (let y = 0; y + ROWS * step < height; y += step) {
    for (let x = 0; x + side <= width; x += Math.floor(side / 2)) {
      if (isBarred(data, width, x, y, side, step)) join(boxes, { x0: x, y0: y, x1: x + side, y1: y + ROWS * step });
    }
  }
  return boxes;
}

/** Do rows below one another change between light and dark often, and at the same places? */
function isBarred(data: Uint8Array, width: number, x: number, y: number, side: number, step: number): boolean {
  const rowAt = (k: number): Uint8Array => data.subarray((y + k * step) * width + x, (y + k * step) * width + x + side);
  const first = rowAt(0);
  let [low, high] = [255, 0];
  for (const value of first) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low < 80) return false;
  const middle = (low + high) / 2;
  let changes = 0;
  for (let i = 1; i < side; i++) if ((first[i] ?? 0) < middle !== (first[i - 1] ?? 0) < middle) changes += 1;
  if (changes < LEAST_CHANGES) return false;
  for (let k = 1; k < ROWS; k++) {
    const row = rowAt(k);
    let other = 0;
    for (let i = 0; i < side; i++) if ((row[i] ?? 0) < middle !== (first[i] ?? 0) < middle) other += 1;
    if (other > 0.08 * side) return false;
  }
  return true;
}

/** Adds a box to the one it meets. */
function join(boxes: PixelBox[], box: PixelBox): void {
  const at = boxes.findIndex((b) => b.x0 <= box.x1 && b.x1 >= box.x0 && b.y0 <= box.y1 && b.y1 >= box.y0);
  const other = boxes[at];
  if (other === undefined) boxes.push(box);
  else
    boxes[at] = {
      x0: Math.min(other.x0, box.x0),
      y0: Math.min(other.y0, box.y0),
      x1: Math.max(other.x1, box.x1),
      y1: Math.max(other.y1, box.y1),
    };
}
