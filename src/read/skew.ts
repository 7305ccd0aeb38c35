import { type InkMap, inkOf, withoutRim, withoutRules } from './ink.ts';
import { shrinkView, type View } from './view.ts';

/** How the lines of a page lie. */
export interface Lie {
  /** Do the lines run from top to bottom of the picture? */
  readonly sideways: boolean;
  /** Neither direction is clearly the better. */
  readonly doubtful: boolean;
}

const LIMIT = 10;

/** Fewer edges of ink than a line of text has tell nothing about its slant. */
const FEW = 250;

/** Estimates how the lines lie from how sharply the ink falls into rows, over slants up to 10 degrees. */
export function lieOf(view: View): Lie {
  const ink = inkWithoutRules(view);
  const edges = lowerEdges(ink, false);
  if (edges.length < 2 * FEW) return { sideways: false, doubtful: true };
  const level = bestSlant(edges, ink.width).score;
  const upright = bestSlant(lowerEdges(ink, true), ink.height).score;
  return { sideways: upright > level, doubtful: Math.max(upright, level) < 1.25 * Math.min(upright, level) };
}

/** Degrees clockwise by which the lines of an upright page are askew; 0 where that is not clear. */
export function slantOf(view: View): number {
  const ink = inkWithoutRules(view);
  const edges = lowerEdges(ink, false);
  if (edges.length < 2 * FEW) return 0;
  const { degrees, score, flat } = bestSlant(edges, ink.width);
  return score < 1.15 * flat ? 0 : degrees;
}

function inkWithoutRules(view: View): InkMap {
  const small = shrinkView(view, Math.max(1, Math.round(view.dpi / 100)));
  const ink = withoutRim(inkOf(small), Math.round(small.dpi / 2));
  return withoutRules(ink, Math.round(small.dpi), Math.max(3, Math.round(small.dpi / 25)));
}

/** Ink with paper under it: x, y, x, y ... (swapped for lines that run down the page). */
function lowerEdges({ width, height, ink }: InkMap, swapped: boolean): Int32Array {
  const points: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      if (ink[at] === 0 || ink[at + (swapped ? 1 : width)] === 1) continue;
      if (swapped) points.push(y, x);
      else points.push(x, y);
    }
  }
  return Int32Array.from(points);
}

interface Slant {
  readonly degrees: number;
  readonly score: number;
  /** Score without any slant. */
  readonly flat: number;
}

function bestSlant(points: Int32Array, length: number): Slant {
  const score = (degrees: number): number => sharpness(points, degrees, length);
  const flat = score(0);
  let best = { degrees: 0, score: flat };
  const tryAround = (middle: number, reach: number, step: number): void => {
    for (let n = -Math.round(reach / step); n <= Math.round(reach / step); n++) {
      const degrees = middle + n * step;
      const found = Math.abs(degrees) > LIMIT ? 0 : score(degrees);
      if (found > best.score) best = { degrees, score: found };
    }
  };
  tryAround(0, LIMIT, 0.5);
  tryAround(best.degrees, 0.4, 0.1);
  return { ...best, flat };
}

/** Mean square of the ink in rows of the given slant, 1 where it is spread evenly. */
function sharpness(points: Int32Array, degrees: number, length: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const offset = Math.ceil(Math.abs(slope) * length) + 1;
  let top = 0;
  for (let i = 1; i < points.length; i += 2) top = Math.max(top, points[i] ?? 0);
  const rows = new Uint32Array(top + 2 * offset + 2);
  for (let i = 0; i < points.length; i += 2) {
    const row = Math.round((points[i + 1] ?? 0) - (points[i] ?? 0) * slope) + offset;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let sum = 0;
  let used = 0;
  for (const count of rows) {
    sum += count * count;
    if (count > 0) used += 1;
  }
  const total = points.length / 2;
  return total === 0 || used === 0 ? 1 : (sum * used) / (total * total);
}
