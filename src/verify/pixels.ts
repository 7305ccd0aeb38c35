import type { Box } from '../model/geometry.ts';
import type { Matrix, Pixels } from './painted.ts';
import { luminance } from './sample.ts';

/** A piece of a picture in its own pixels; x1 and y1 are exclusive. */
export interface PixelArea {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Where a box of the page (displayed points) lies in a picture painted with `matrix` (unit square, y upwards). */
export function pixelBox(pixels: Pixels, matrix: Matrix, box: Box): PixelArea {
  const [a, b, c, d, e, f] = matrix;
  const det = a * d - b * c || 1;
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [x, y] of [
    [box.x, box.y],
    [box.x + box.w, box.y],
    [box.x, box.y + box.h],
    [box.x + box.w, box.y + box.h],
  ] as const) {
    xs.push(((d * (x - e) - c * (y - f)) / det) * pixels.width);
    ys.push((1 - (a * (y - f) - b * (x - e)) / det) * pixels.height);
  }
  return {
    x0: Math.max(0, Math.floor(Math.min(...xs))),
    y0: Math.max(0, Math.floor(Math.min(...ys))),
    x1: Math.min(pixels.width, Math.ceil(Math.max(...xs))),
    y1: Math.min(pixels.height, Math.ceil(Math.max(...ys))),
  };
}

/** Brightness of one pixel of a picture. */
export function levelAt({ width, channels, data }: Pixels, x: number, y: number): number {
  const at = (y * width + x) * channels;
  if (channels < 3) return data[at] ?? 0;
  return luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
}

/** Whether a piece of a picture holds something to see, and whether that looks like writing on plain paper. */
export function inkIn(pixels: Pixels, area: PixelArea): { readonly hasInk: boolean; readonly isText: boolean } {
  let [dark, light, middle, all, changes] = [0, 0, 0, 0, 0];
  for (let y = area.y0; y < area.y1; y++) {
    let before = -1;
    for (let x = area.x0; x < area.x1; x++) {
      const level = levelAt(pixels, x, y);
      all += 1;
      if (level >= 110 && level <= 160) {
        middle += 1;
        continue;
      }
      const side = Number(level > 160);
      if (side === 0) dark += 1;
      else light += 1;
      if (before >= 0 && before !== side) changes += 1;
      before = side;
    }
  }
  if (all < 30) return { hasInk: false, isText: false };
  const rows = Math.max(1, area.y1 - area.y0);
  const least = Math.min(dark, light) / all;
  const hasInk = least > 0.01 && changes / rows > 0.8;
  return { hasInk, isText: hasInk && least > 0.02 && middle / all < 0.35 && changes / rows > 1.5 };
}
