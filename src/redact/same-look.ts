import { type Box, sharedArea } from '../model/geometry.ts';
import type { Bitmap } from '../pdf/bitmap.ts';
import type { ImageUse } from '../pdf/page-model.ts';

/** Resolution of the pictures that are compared. */
export const LOOK_DPI = 100;

/** How far one colour of a pixel may move, of 255: what separates a hidden letter from a visible one. */
const TOLERANCE = 40;

/**
 * Does a page look the same in both pictures wherever `places` (displayed points) lie, but for what `painted`
 * covers? Letters that were cut as hidden must not be missed by anybody. Pixels in `rims` may differ: there the
 * pictures of the page were cut in whole blocks of their codec.
 */
export function looksSame(
  before: Bitmap,
  after: Bitmap,
  places: readonly Box[],
  painted: readonly Box[],
  rims: readonly Box[] = [],
): boolean {
  if (before.width !== after.width || before.height !== after.height) return false;
  return places.every(
    (place) =>
      painted.some((box) => sharedArea(box, place) > 0) ||
      isSame(
        before,
        after,
        place,
        rims.filter((rim) => sharedArea(rim, place) > 0),
      ),
  );
}

/** Samples of the largest block that a picture is cut in: JPEG 2000's. */
const BLOCK = 32;

/** How far around `painted` (displayed points) the cutting of `images` reaches at most. */
export function rimsOf(painted: readonly Box[], images: readonly ImageUse[]): readonly Box[] {
  return painted.flatMap((one) =>
    images.flatMap(({ box, width, height }) => {
      if (sharedArea(box, one) <= 0) return [];
      const reach = BLOCK * Math.max(box.w / Math.max(1, width), box.h / Math.max(1, height));
      return { x: one.x - reach, y: one.y - reach, w: one.w + 2 * reach, h: one.h + 2 * reach };
    }),
  );
}

function isSame(before: Bitmap, after: Bitmap, { x, y, w, h }: Box, rims: readonly Box[]): boolean {
  const { width, height, dpi } = before;
  const scale = dpi / 72;
  const inRim = (column: number, row: number): boolean =>
    rims.some(
      (rim) =>
        column + 1 >= rim.x * scale &&
        column <= (rim.x + rim.w) * scale &&
        row + 1 >= rim.y * scale &&
        row <= (rim.y + rim.h) * scale,
    );
  const right = Math.min(width, Math.ceil((x + w) * scale));
  const bottom = Math.min(height, Math.ceil((y + h) * scale));
  for (let row = Math.max(0, Math.floor(y * scale)); row < bottom; row++) {
    for (let column = Math.max(0, Math.floor(x * scale)); column < right; column++) {
      const at = (row * width + column) * 4;
      for (let i = at; i < at + 3; i++) {
        if (Math.abs((before.data[i] ?? 0) - (after.data[i] ?? 0)) > TOLERANCE && !inRim(column, row)) return false;
      }
    }
  }
  return true;
}
