import { type Box, sharedArea } from '../model/geometry.ts';
import type { Bitmap } from '../pdf/bitmap.ts';

/** Resolution of the pictures that are compared. */
export const LOOK_DPI = 100;

/** How far one colour of a pixel may move, of 255: what separates a hidden letter from a visible one. */
const TOLERANCE = 40;

/**
 * Does a page look the same in both pictures wherever `places` (displayed points) lie, but for what `painted`
 * covers? Letters that were cut as hidden must not be missed by anybody.
 */
export function looksSame(before: Bitmap, after: Bitmap, places: readonly Box[], painted: readonly Box[]): boolean {
  if (before.width !== after.width || before.height !== after.height) return false;
  return places.every((place) => painted.some((box) => sharedArea(box, place) > 0) || isSame(before, after, place));
}

function isSame(before: Bitmap, after: Bitmap, { x, y, w, h }: Box): boolean {
  const { width, height, dpi } = before;
  const scale = dpi / 72;
  const right = Math.min(width, Math.ceil((x + w) * scale));
  const bottom = Math.min(height, Math.ceil((y + h) * scale));
  for (let row = Math.max(0, Math.floor(y * scale)); row < bottom; row++) {
    for (let column = Math.max(0, Math.floor(x * scale)); column < right; column++) {
      const at = (row * width + column) * 4;
      for (let i = at; i < at + 3; i++) {
        if (Math.abs((before.data[i] ?? 0) - (after.data[i] ?? 0)) > TOLERANCE) return false;
      }
    }
  }
  return true;
}
