import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cropView,
  despeckle,
  rotateView,
  shrinkView,
  toPageBox,
  toPixelBox,
  turnView,
  viewOf,
} from '../../src/read/view.ts';

function page(width: number, height: number, black: readonly (readonly [number, number])[]) {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (const [x, y] of black) data.set([0, 0, 0, 255], (y * width + x) * 4);
  return viewOf({ width, height, data, dpi: 72 }, { width, height });
}

describe('view', () => {
  it.each([0, 90, 180, 270])('turned by %i, a pixel still maps to its place on the page', (turn) => {
    const view = turnView(page(7, 4, [[5, 1]]), turn);
    const at = view.data.indexOf(0);
    const x = at % view.width;
    const y = Math.floor(at / view.width);
    expect(view.data.filter((value) => value === 0)).toHaveLength(1);
    expect(toPageBox(view, { x0: x, y0: y, x1: x + 1, y1: y + 1 })).toEqual({ x: 5, y: 1, w: 1, h: 1 });
  });

  it('turns clockwise', () => {
    const view = turnView(page(3, 2, [[0, 0]]), 90);
    expect([view.width, view.height, view.data.indexOf(0)]).toEqual([2, 3, 1]);
  });

  it('rotated by a few degrees, ink still maps to its place', () => {
    const black: [number, number][] = [];
    for (let y = 30; y < 34; y++) for (let x = 80; x < 84; x++) black.push([x, y]);
    const view = rotateView(page(100, 60, black), 7);
    let [sx, sy, n] = [0, 0, 0];
    view.data.forEach((value, i) => {
      if (value > 100) return;
      sx += i % view.width;
      sy += Math.floor(i / view.width);
      n += 1;
    });
    const middle = toPageBox(view, { x0: sx / n, y0: sy / n, x1: sx / n + 1, y1: sy / n + 1 });
    expect(middle.x + middle.w / 2).toBeCloseTo(82, 0);
    expect(middle.y + middle.h / 2).toBeCloseTo(32, 0);
    expect(sy / n).toBeGreaterThan(33);
  });

  it('boxes go to pixels and back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 90, 180, 270),
        fc.nat(20),
        fc.nat(20),
        fc.integer({ min: 1, max: 9 }),
        (turn, x, y, w) => {
          const view = turnView(page(40, 30, []), turn);
          const box = toPageBox(view, toPixelBox(view, { x, y, w, h: 2 }));
          expect(box.x).toBeCloseTo(x);
          expect(box.y).toBeCloseTo(y);
          expect(box.w).toBeCloseTo(w);
          expect(box.h).toBeCloseTo(2);
        },
      ),
    );
  });

  it('crops, shrinks and despeckles', () => {
    const view = page(8, 8, [[4, 4]]);
    const crop = cropView(view, { x0: 4, y0: 4, x1: 8, y1: 8 });
    expect(crop?.data[0]).toBe(0);
    expect(crop && toPageBox(crop, { x0: 0, y0: 0, x1: 1, y1: 1 })).toEqual({ x: 4, y: 4, w: 1, h: 1 });
    expect(shrinkView(view, 2).data[10]).toBe(191);
    expect(despeckle(view).data.every((value) => value === 255)).toBe(true);
    expect(cropView(view, { x0: 9, y0: 0, x1: 12, y1: 3 })).toBeUndefined();
  });
});
