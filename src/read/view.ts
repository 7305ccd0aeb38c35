import type { Box } from '../model/geometry.ts';
import type { GreyImage, PixelBox } from '../model/ocr.ts';
import type { Bitmap } from '../pdf/bitmap.ts';
import { apply, boxOfPoints, invert, type Matrix, multiply, quadOf } from '../pdf/matrix.ts';

/** A grey picture of a page or a part of it, with the way from its pixels to displayed points. */
export interface View extends GreyImage {
  readonly toPage: Matrix;
}

const WHITE = 255;

/** The page's bitmap in grey, on white; `size` is the page in points. */
export function viewOf(bitmap: Bitmap, size: { readonly width: number; readonly height: number }): View {
  const { width, height, data: rgba, dpi } = bitmap;
  const data = new Uint8Array(width * height);
  // Most of a page is white, and one comparison says so.
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  const whole = new Uint32Array(aligned.buffer, aligned.byteOffset, data.length);
  for (let i = 0, at = 0; i < data.length; i++, at += 4) {
    if (whole[i] === 0xffffffff) {
      data[i] = WHITE;
      continue;
    }
    const luma = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 151 + (rgba[at + 2] ?? 0) * 28) >> 8;
    const alpha = rgba[at + 3] ?? 255;
    data[i] = alpha === 255 ? luma : (luma * alpha + WHITE * (255 - alpha)) / 255;
  }
  return { width, height, data, dpi, toPage: [size.width / width, 0, 0, size.height / height, 0, 0] };
}

/** A bitmap of one grey byte a pixel as a view. */
export function greyView(bitmap: Bitmap, size: { readonly width: number; readonly height: number }): View {
  const { width, height } = bitmap;
  return { ...bitmap, toPage: [size.width / width, 0, 0, size.height / height, 0, 0] };
}

/** A view of the same size and place with other pixels. */
export function withPixels(view: View, data: Uint8Array): View {
  return { ...view, data };
}

/** The view turned clockwise by 0, 90, 180 or 270 degrees. */
export function turnView(view: View, turn: number): View {
  const { width: w, height: h, data: from } = view;
  if (turn === 0) return view;
  const swapped = turn === 90 || turn === 270;
  const width = swapped ? h : w;
  const height = swapped ? w : h;
  // Turned pixel (x, y) back to the pixel it came from.
  const back = wayBack(turn, w, h);
  const data = new Uint8Array(from.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    const [startX, startY] = apply(back, 0.5, y + 0.5);
    let source = Math.floor(startY) * w + Math.floor(startX);
    const step = back[1] * w + back[0];
    for (let x = 0; x < width; x++, source += step) data[at++] = from[source] ?? WHITE;
  }
  return { width, height, data, dpi: view.dpi, toPage: multiply(back, view.toPage) };
}

/** From a place in a picture turned clockwise to its place in the picture as it was, w by h. */
function wayBack(turn: number, w: number, h: number): Matrix {
  if (turn === 90) return [0, -1, 1, 0, 0, h];
  return turn === 180 ? [-1, 0, 0, -1, w, h] : [0, 1, -1, 0, w, 0];
}

/** The view rotated clockwise by `degrees` about its middle, large enough to lose no corner; new corners are white. */
export function rotateView(view: View, degrees: number): View {
  const { width: w, height: h, data: from } = view;
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const width = Math.ceil(w * cos + h * Math.abs(sin));
  const height = Math.ceil(h * cos + w * Math.abs(sin));
  const [cx, cy] = [width / 2, height / 2];
  const back: Matrix = [cos, -sin, sin, cos, w / 2 - cx * cos - cy * sin, h / 2 + cx * sin - cy * cos];
  const data = new Uint8Array(width * height).fill(WHITE);
  for (let y = 0; y < height; y++) {
    let sx = back[2] * (y + 0.5) + back[0] * 0.5 + back[4] - 0.5;
    let sy = back[3] * (y + 0.5) + back[1] * 0.5 + back[5] - 0.5;
    for (let x = 0; x < width; x++, sx += cos, sy -= sin) {
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      if (x0 < 0 || y0 < 0 || x0 >= w - 1 || y0 >= h - 1) continue;
      const fx = sx - x0;
      const fy = sy - y0;
      const i = y0 * w + x0;
      const top = (from[i] ?? WHITE) * (1 - fx) + (from[i + 1] ?? WHITE) * fx;
      const low = (from[i + w] ?? WHITE) * (1 - fx) + (from[i + w + 1] ?? WHITE) * fx;
      data[y * width + x] = top * (1 - fy) + low * fy;
    }
  }
  return { width, height, data, dpi: view.dpi, toPage: multiply(back, view.toPage) };
}

/** The part of the view inside a box of its pixels; undefined where that is empty. */
export function cropView(view: View, box: PixelBox): View | undefined {
  const x0 = Math.max(0, Math.floor(box.x0));
  const y0 = Math.max(0, Math.floor(box.y0));
  const width = Math.min(view.width, Math.ceil(box.x1)) - x0;
  const height = Math.min(view.height, Math.ceil(box.y1)) - y0;
  if (width <= 0 || height <= 0) return undefined;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y + y0) * view.width + x0;
    data.set(view.data.subarray(start, start + width), y * width);
  }
  return { width, height, data, dpi: view.dpi, toPage: multiply([1, 0, 0, 1, x0, y0], view.toPage) };
}

/** The view made smaller by a whole factor; each pixel is the mean of those it stands for. */
export function shrinkView(view: View, factor: number): View {
  if (factor <= 1) return view;
  const width = Math.max(1, Math.floor(view.width / factor));
  const height = Math.max(1, Math.floor(view.height / factor));
  const data = new Uint8Array(width * height);
  const area = factor * factor;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * view.width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += view.data[row + dx] ?? WHITE;
      }
      data[y * width + x] = sum / area;
    }
  }
  return { width, height, data, dpi: view.dpi / factor, toPage: multiply([factor, 0, 0, factor, 0, 0], view.toPage) };
}

/** The view without single specks: the median of each pixel and its four neighbours. */
export function despeckle(view: View): View {
  const { width, height, data: from } = view;
  const data = from.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      data[i] = medianOfFive(
        from[i] ?? 0,
        from[i - 1] ?? 0,
        from[i + 1] ?? 0,
        from[i - width] ?? 0,
        from[i + width] ?? 0,
      );
    }
  }
  return withPixels(view, data);
}

function medianOfFive(p: number, q: number, r: number, s: number, t: number): number {
  const low = Math.max(Math.min(p, q), Math.min(r, s));
  const high = Math.min(Math.max(p, q), Math.max(r, s));
  const [a, b] = low < high ? [low, high] : [high, low];
  return Math.max(a, Math.min(b, t));
}

/** A box of the view's pixels in displayed points: the smallest upright box around its place on the page. */
export function toPageBox(view: View, box: PixelBox): Box {
  return boxOfPoints(quadOf(view.toPage, box.x0, box.y0, box.x1, box.y1));
}

/** A box of the page in pixels of the view: the smallest upright box around it. */
export function toPixelBox(view: View, box: Box): PixelBox {
  const { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } = view.toPage;
  // Most pictures stand as the page does.
  if (b === 0 && c === 0 && a > 0 && d > 0) {
    const x0 = (box.x - e) / a;
    const y0 = (box.y - f) / d;
    return { x0, y0, x1: x0 + box.w / a, y1: y0 + box.h / d };
  }
  const back = invert(view.toPage);
  if (back === undefined) return { x0: 0, y0: 0, x1: 0, y1: 0 };
  const found = boxOfPoints(quadOf(back, box.x, box.y, box.x + box.w, box.y + box.h));
  return { x0: found.x, y0: found.y, x1: found.x + found.w, y1: found.y + found.h };
}
