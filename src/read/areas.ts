import { type Box, clipBox, sharedArea, unionBox } from '../model/geometry.ts';
import type { PageModel } from '../pdf/page-model.ts';

/** Pictures and drawings smaller than this both ways, in points, cannot hold a word. */
const LEAST_SIDE = { long: 14, short: 5 };

/** How near, in points, two strokes of a drawing are. */
const NEAR = 6;

/** The parts of a page with a text layer that may hold words the layer does not know: pictures, and drawings that are no rules. */
export function areasOf(page: PageModel): readonly Box[] {
  const pictures = page.images.filter((image) => image.visible).map((image) => image.box);
  const strokes = page.paths.filter((path) => (path.fill || path.stroke) && !path.plain).map((path) => path.box);
  const painted = page.patterns.filter((pattern) => pattern.content && pattern.kind !== 'type3').map(({ box }) => box);
  // Field values, stamps and notes are drawn by annotations, not by the page's content.
  const noted = page.annotations.filter(({ subtype }) => !/^(Link|Popup)$/.test(subtype)).map(({ box }) => box);
  const boxes = [...pictures, ...painted, ...strokes, ...noted].flatMap((box) => {
    const inside = clipBox({ ...box, w: Math.max(box.w, 0.1), h: Math.max(box.h, 0.1) }, page);
    return inside === undefined ? [] : [inside];
  });
  return united(boxes).filter(
    (box) =>
      Math.max(box.w, box.h) >= LEAST_SIDE.long && Math.min(box.w, box.h) >= LEAST_SIDE.short && !isEmblem(box, page),
  );
}

/** A small mark about as wide as high at the head or foot of a printed page: the sign of whoever issued it. */
function isEmblem({ y, w, h }: Box, page: PageModel): boolean {
  const nearEdge = y + h < 90 || y > page.height - 90;
  return nearEdge && Math.max(w, h) <= 64 && Math.max(w, h) <= 1.6 * Math.min(w, h);
}

/** Boxes that touch or nearly touch, as one, until none do. */
export function united(boxes: readonly Box[]): readonly Box[] {
  let current = [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
  for (;;) {
    const next: Box[] = [];
    for (const box of current) {
      const grown = { x: box.x - NEAR, y: box.y - NEAR, w: box.w + 2 * NEAR, h: box.h + 2 * NEAR };
      const at = next.findIndex((other) => sharedArea(other, grown) > 0);
      const other = next[at];
      if (other === undefined) next.push(box);
      else next[at] = unionBox([other, box]);
    }
    if (next.length === current.length) return next;
    current = next;
  }
}
