import type { Box } from '../model/geometry.ts';
import type { ImageUse } from '../pdf/page-model.ts';

/** What of a picture may be cut off unseen: a printer's bleed or a hairline of a clip. */
const BLEED = 0.04;

/** Samples at the edge of what is seen that stay, for renderers that blend neighbours. */
const MARGIN = 2;

/**
 * The parts of a picture that its clip or the edge of the page keeps from being seen, in displayed points: strips
 * above, below and beside what is seen. Empty where next to nothing is cut off (leak class 5).
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
    { x: box.x, y: box.y, w: left - box.x, h: box.h },
    { x: right, y: box.y, w: box.x + box.w - right, h: box.h },
  ];
  return strips.filter(({ w, h }) => w > 0 && h > 0);
}
