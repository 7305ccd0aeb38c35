import type { Box } from '../model/geometry.ts';
import type { ImageUse } from '../pdf/page-model.ts';

/** Samples along the edge of what is seen that stay: a codec's block must not be cut where it shows. */
const MARGIN = 33;

/** What of a picture may be cut off unseen, a printer's bleed or a hairline of a clip. */
const BLEED = 0.04;

/**
 * The parts of a picture that its clip or the edge of the page keeps from being seen, in displayed points, less a
 * margin: strips beside, above and below what is seen. Empty where next to nothing is cut off (leak class 5).
 */
export function unseenParts({ box, seen, width, height }: ImageUse): readonly Box[] {
  if (seen.w <= 0 || seen.h <= 0) return [];
  if (seen.w >= (1 - BLEED) * box.w && seen.h >= (1 - BLEED) * box.h) return [];
  const margin = (MARGIN * Math.max(box.w, box.h)) / Math.max(1, Math.min(width, height));
  const left = seen.x - margin;
  const top = seen.y - margin;
  const right = seen.x + seen.w + margin;
  const bottom = seen.y + seen.h + margin;
  const strips = [
    { x: box.x, y: box.y, w: box.w, h: top - box.y },
    { x: box.x, y: bottom, w: box.w, h: box.y + box.h - bottom },
    { x: box.x, y: top, w: left - box.x, h: bottom - top },
    { x: right, y: top, w: box.x + box.w - right, h: bottom - top },
  ];
  return strips.filter(({ w, h }) => w > 0 && h > 0);
}
