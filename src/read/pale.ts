import { erase, type InkMap, type InkPatch, inkOf, withoutRim } from './ink.ts';
import { cropView, type View, withPixels } from './view.ts';

/** Pale ink is darker than the paper by this much of 255, and by this many times the grain of the paper. */
const LEAST = 16;
const GRAIN = 5;

/** The contrast that ink.ts asks for. */
const CONTRAST = 56;

/** Ink as pale as light pencil, away from ink that is plain to see: print has that around its letters too. */
export function paleInk(view: View, plain: InkMap): InkMap {
  const least = Math.max(LEAST, GRAIN * grainOf(view));
  // inkOf asks for a fixed contrast: the shades are spread until `least` is that much.
  const shades = Uint8Array.from({ length: 256 }, (_, value) => Math.max(0, 255 - ((255 - value) * CONTRAST) / least));
  const spread = new Uint8Array(view.data.length);
  for (let i = 0; i < spread.length; i++) spread[i] = shades[view.data[i] ?? 255] ?? 255;
  const found = inkOf(withPixels(view, spread));
  const near = grown(plain, Math.max(2, Math.round(view.dpi / 25)));
  const { ink } = found;
  for (let i = ink.indexOf(1); i >= 0; i = ink.indexOf(1, i + 1)) if (near[i] === 1) ink[i] = 0;
  return found;
}

/** How much the paper itself varies from pixel to pixel: what three of four bright neighbours stay under. */
function grainOf({ width, height, data }: View): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = 1; y < height; y += 2) {
    for (let x = 1; x < width; x += 2) {
      const i = y * width + x;
      const [value, left] = [data[i] ?? 0, data[i - 1] ?? 0];
      if (Math.min(value, left) < 128) continue;
      const apart = Math.abs(value - left);
      counts[apart] = (counts[apart] ?? 0) + 1;
      total += 1;
    }
  }
  let [sum, at] = [0, 0];
  while (at < 255 && sum + (counts[at] ?? 0) < total * 0.75) sum += counts[at++] ?? 0;
  return at;
}

/** The map with its ink spread by `reach` pixels to all sides. */
function grown({ width, height, ink }: InkMap, reach: number): Uint8Array {
  const across = new Uint8Array(ink.length);
  for (let i = ink.indexOf(1); i >= 0; i = ink.indexOf(1, i + 1)) {
    const row = i - (i % width);
    across.fill(1, Math.max(row, i - reach), Math.min(row + width, i + reach + 1));
  }
  const out = new Uint8Array(ink.length);
  // Rows below the last row of ink in each column that are still to be filled.
  const left = new Int32Array(width);
  for (let row = 0; row < height; row++) spreadRow(across, out, left, row * width, reach);
  left.fill(0);
  for (let row = height - 1; row >= 0; row--) spreadRow(across, out, left, row * width, reach);
  return out;
}

function spreadRow(from: Uint8Array, out: Uint8Array, left: Int32Array, start: number, reach: number): void {
  for (let x = 0; x < left.length; x++) {
    const rest = from[start + x] === 1 ? reach + 1 : (left[x] ?? 0);
    if (rest === 0) continue;
    out[start + x] = 1;
    left[x] = rest - 1;
  }
}

/** What stands in white within dark areas, as ink of the whole picture: letters on a black bar. */
export function lightInk(view: View, areas: readonly InkPatch[]): InkMap {
  const ink = new Uint8Array(view.width * view.height);
  for (const { box } of areas) {
    const crop = cropView(view, box);
    if (crop === undefined) continue;
    const turned = inkOf(
      withPixels(
        crop,
        crop.data.map((value) => 255 - value),
      ),
    );
    const inside = withoutRim(turned, Math.max(crop.width, crop.height));
    for (let y = 0; y < crop.height; y++) {
      const row = inside.ink.subarray(y * crop.width, (y + 1) * crop.width);
      ink.set(row, (box.y0 + y) * view.width + box.x0);
    }
  }
  return erase({ width: view.width, height: view.height, ink }, []);
}
