import type { Bitmap } from '../../src/pdf/bitmap.ts';
import { rotateView, shrinkView, type View, viewOf } from '../../src/read/view.ts';

/** What a copier, a fax or a careless hand does to a page. */
export interface Wear {
  /** Degrees clockwise. */
  readonly skew?: number;
  /** Dots an inch that are left; the picture keeps its size. */
  readonly dpi?: number;
  /** Strength of the grain, of 255. */
  readonly noise?: number;
  /** Black and white only. */
  readonly fax?: boolean;
  /** Share of the height and the width that is lost at the edges. */
  readonly crop?: number;
  readonly seed?: number;
}

/** A picture of a page at 300 dpi as it looks after copying; the same picture for the same wear. */
export function worn(bitmap: Bitmap, wear: Wear): Bitmap {
  const size = { width: (bitmap.width * 72) / bitmap.dpi, height: (bitmap.height * 72) / bitmap.dpi };
  let view = viewOf(bitmap, size);
  if (wear.skew !== undefined) view = framed(rotateView(view, wear.skew), bitmap);
  if (wear.dpi !== undefined) view = coarse(view, wear.dpi);
  const next = random(wear.seed ?? 1);
  const data = new Uint8Array(bitmap.width * bitmap.height * 4).fill(255);
  const edge = wear.crop ?? 0;
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) {
      const cut = y < edge * bitmap.height || x > (1 - edge) * bitmap.width;
      const grain = wear.noise === undefined ? 0 : (next() + next() + next() - 1.5) * wear.noise;
      let value = cut ? 255 : (view.data[y * view.width + x] ?? 255) + grain;
      if (wear.fax === true) value = value < 128 ? 0 : 255;
      data.fill(Math.max(0, Math.min(255, value)), (y * bitmap.width + x) * 4, (y * bitmap.width + x) * 4 + 3);
    }
  }
  return { ...bitmap, data };
}

/** The middle of a view, as large as the page was. */
function framed(view: View, { width, height }: Bitmap): View {
  const [dx, dy] = [Math.floor((view.width - width) / 2), Math.floor((view.height - height) / 2)];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + dy) * view.width + dx;
    data.set(view.data.subarray(from, from + width), y * width);
  }
  return { ...view, width, height, data };
}

/** The view with the detail of `dpi`, at its own size. */
function coarse(view: View, dpi: number): View {
  const small = shrinkView(view, Math.round(view.dpi / dpi));
  const data = new Uint8Array(view.width * view.height);
  const [sx, sy] = [small.width / view.width, small.height / view.height];
  for (let y = 0; y < view.height; y++) {
    const v = Math.min(small.height - 2, Math.max(0, (y + 0.5) * sy - 0.5));
    for (let x = 0; x < view.width; x++) {
      const u = Math.min(small.width - 2, Math.max(0, (x + 0.5) * sx - 0.5));
      const [i, fx, fy] = [Math.floor(v) * small.width + Math.floor(u), u % 1, v % 1];
      const at = (k: number): number => small.data[i + k] ?? 255;
      const top = at(0) * (1 - fx) + at(1) * fx;
      const low = at(small.width) * (1 - fx) + at(small.width + 1) * fx;
      data[y * view.width + x] = top * (1 - fy) + low * fy;
    }
  }
  return { ...view, data };
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
