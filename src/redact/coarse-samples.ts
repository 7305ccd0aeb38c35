import type { Box } from '../model/geometry.ts';
import { apply } from '../pdf/matrix.ts';
import type { ImageUse } from '../pdf/page-model.ts';
import { type Areas, type ImageRole, type SampleRect, sampleRects } from './image-samples.ts';

/** Points: a sample of a mask that is larger shows at 100 dots an inch, one of a picture that is larger is a plain ground. */
const COARSE: Readonly<Record<ImageRole, number>> = { picture: 6, stencil: 0.72, 'soft-mask': 0.72, mask: 0.72 };
/** What of a sample may stand out of the boxes, in points, for it to count as under them. */
const EDGE = 0.15;

/**
 * The samples that go from an image kept sample by sample. Of coarse ones only those that lie under the boxes, taken
 * together: what shows beside a box stays as it is, and tells no more in the file than it does there.
 */
export function editedSamples(
  use: ImageUse,
  areas: Areas,
  size: { readonly width: number; readonly height: number },
  role: ImageRole,
): readonly SampleRect[] {
  const [a, b, c, d] = use.matrix;
  const wide = Math.hypot(a, b) / size.width;
  const tall = Math.hypot(c, d) / size.height;
  const isUpright = Math.min(Math.abs(a) + Math.abs(d), Math.abs(b) + Math.abs(c)) < 1e-6;
  const touched = sampleRects(use, areas, size, { w: 1, h: 1 });
  if (Math.max(wide, tall) <= COARSE[role] || !isUpright) return touched;
  const unseen = sampleRects(use, { boxes: [], unseen: areas.unseen }, size, { w: 1, h: 1 });
  return [...unseen, ...touched.flatMap((rect) => samplesUnder(rect, use, areas.boxes, size))];
}

function samplesUnder(
  { left, top, right, bottom }: SampleRect,
  use: ImageUse,
  boxes: readonly Box[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly SampleRect[] {
  const found: SampleRect[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const [x0, y0] = apply(use.matrix, x / width, 1 - y / height);
      const [x1, y1] = apply(use.matrix, (x + 1) / width, 1 - (y + 1) / height);
      const sample = { x: Math.min(x0, x1), y: Math.min(y0, y1), w: Math.abs(x1 - x0), h: Math.abs(y1 - y0) };
      if (isUnder(sample, boxes)) found.push({ left: x, top: y, right: x + 1, bottom: y + 1 });
    }
  }
  return found;
}

/** Whether boxes together cover a sample: each cell that their edges cut it into lies in one of them. */
function isUnder(sample: Box, boxes: readonly Box[]): boolean {
  const inner = {
    x0: sample.x + Math.min(EDGE, sample.w / 4),
    y0: sample.y + Math.min(EDGE, sample.h / 4),
    x1: sample.x + sample.w - Math.min(EDGE, sample.w / 4),
    y1: sample.y + sample.h - Math.min(EDGE, sample.h / 4),
  };
  const near = boxes.filter(({ x, y, w, h }) => x < inner.x1 && x + w > inner.x0 && y < inner.y1 && y + h > inner.y0);
  const across = cuts(
    near.flatMap(({ x, w }) => [x, x + w]),
    inner.x0,
    inner.x1,
  );
  const down = cuts(
    near.flatMap(({ y, h }) => [y, y + h]),
    inner.y0,
    inner.y1,
  );
  return across.every((x) => down.every((y) => near.some((box) => holds(box, x, y))));
}

function holds({ x, y, w, h }: Box, px: number, py: number): boolean {
  return px >= x && px <= x + w && py >= y && py <= y + h;
}

/** Middles of the parts that some edges cut a stretch into. */
function cuts(edges: readonly number[], from: number, to: number): readonly number[] {
  const all = [from, ...edges.filter((edge) => edge > from && edge < to).sort((a, b) => a - b), to];
  return all.slice(1).map((edge, i) => (edge + (all[i] ?? edge)) / 2);
}
