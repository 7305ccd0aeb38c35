/**
 * The one coordinate system of the project: points (1/72 inch, UserUnit applied),
 * origin at the top left of the page *as displayed* (CropBox and /Rotate applied),
 * y downwards. Rooms that touch PDF user space or pixels convert at their door.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The smallest box that holds all of `boxes`; throws RangeError on none. */
export function unionBox(boxes: readonly Box[]): Box {
  if (boxes.length === 0) throw new RangeError('no box to unite');
  let x = Infinity;
  let y = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    x = Math.min(x, box.x);
    y = Math.min(y, box.y);
    right = Math.max(right, box.x + box.w);
    bottom = Math.max(bottom, box.y + box.h);
  }
  return { x, y, w: right - x, h: bottom - y };
}

/** Area in square points that two boxes share; 0 where they do not meet. */
export function sharedArea(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

/** Whether all of `inner` lies in `outer`, edges included. */
export function holdsBox(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}

/** `box` grown by `margin` points on every side. */
export function growBox(box: Box, margin: number): Box {
  return { x: box.x - margin, y: box.y - margin, w: box.w + 2 * margin, h: box.h + 2 * margin };
}

/** `box` cut to the page; undefined where nothing of it is on the page. */
export function clipBox(box: Box, page: { readonly width: number; readonly height: number }): Box | undefined {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const w = Math.min(page.width, box.x + box.w) - x;
  const h = Math.min(page.height, box.y + box.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : undefined;
}
