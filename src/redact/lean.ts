import { type Box, unionBox } from '../model/geometry.ts';
import type { PageText } from '../model/page.ts';

/** A page whose lines lean, and the way to a level space in which they do not and back. */
export interface Lean {
  /** A word's box (upright around leaning letters) as it would be on the level page. */
  readonly there: (box: Box) => Box;
  /** A level box as the rectangles, side by side, that cover it on the page. */
  readonly back: (box: Box) => readonly Box[];
}

/** Lines that drift less than this many points a point lie level: 0.2 degrees. */
const LEVEL = 0.0035;

/** Lines that drift more are read wrong: 12 degrees. */
const STEEP = 0.21;

/** Lines that tell how a page leans have this many words and points at least. */
const TELLING = { words: 3, width: 90 };

/** Rectangles that follow a line drift by this many points each. */
const STEP = 1;

/** Rectangles reach this far into the next, so that no seam shows, in points. */
const SEAM = 0.2;

/** How the lines of a page lean (a scan put in askew); undefined where they lie level, or too few say so. */
export function leanOf(text: PageText): Lean | undefined {
  if (text.readBy !== 'ocr' && text.treat !== 'rebuild') return undefined;
  const upright = text.turn % 180 === 0;
  const slope = slopeOf(text, upright);
  return slope === undefined ? undefined : { there: leveller(slope, upright), back: stairs(slope, upright) };
}

/** The box with its axes changed over: lines of a page that lies on its side run down. */
function flipped({ x, y, w, h }: Box): Box {
  return { x: y, y: x, w: h, h: w };
}

interface LineFit {
  readonly slope: number;
  readonly weight: number;
  readonly points: readonly (readonly [number, number])[];
}

/** Drift of the lines in points a point: the median of the lines, where their scatter allows to tell it from none. */
function slopeOf(text: PageText, upright: boolean): number | undefined {
  const rows = new Map<number, Box[]>();
  for (const word of text.words) {
    const row = rows.get(word.line) ?? [];
    row.push(upright ? word.box : flipped(word.box));
    rows.set(word.line, row);
  }
  const fits = [...rows.values()].flatMap((row) => fitOf(row) ?? []);
  const slope = weightedMedian(fits);
  if (slope === undefined || Math.abs(slope) < LEVEL || Math.abs(slope) > STEEP) return undefined;
  const off = fits.flatMap(({ points }) => points.map(([x, y]) => Math.abs(y - slope * x))).sort((a, b) => a - b);
  const scatter = 1.5 * (off[Math.floor(off.length / 2)] ?? 0);
  const spread = Math.sqrt(fits.reduce((sum, fit) => sum + fit.weight, 0));
  return Math.abs(slope) > (3 * scatter) / spread ? slope : undefined;
}

/** The straight line through the middles of a line's words, by least squares; points as distances from their mean. */
function fitOf(row: readonly Box[]): LineFit | undefined {
  if (row.length < TELLING.words || unionBox(row).w < TELLING.width) return undefined;
  const middles = row.map(({ x, y, w, h }) => [x + w / 2, y + h / 2] as const);
  const mx = middles.reduce((sum, [x]) => sum + x, 0) / row.length;
  const my = middles.reduce((sum, [, y]) => sum + y, 0) / row.length;
  const points = middles.map(([x, y]) => [x - mx, y - my] as const);
  const weight = points.reduce((sum, [x]) => sum + x * x, 0);
  if (weight <= 0) return undefined;
  return { slope: points.reduce((sum, [x, y]) => sum + x * y, 0) / weight, weight, points };
}

function weightedMedian(fits: readonly LineFit[]): number | undefined {
  const sorted = [...fits].sort((a, b) => a.slope - b.slope);
  const half = sorted.reduce((sum, fit) => sum + fit.weight, 0) / 2;
  let sum = 0;
  for (const fit of sorted) {
    sum += fit.weight;
    if (sum >= half) return fit.slope;
  }
  return undefined;
}

function leveller(slope: number, upright: boolean): Lean['there'] {
  const level = ({ x, y, w, h }: Box): Box => {
    // An upright box around a leaning word is higher than the word by what it drifts.
    const height = Math.max(h / 2, h - Math.abs(slope) * w);
    return { x, y: y + (h - height) / 2 - slope * (x + w / 2), w, h: height };
  };
  return upright ? level : (box) => flipped(level(flipped(box)));
}

function stairs(slope: number, upright: boolean): Lean['back'] {
  const cut = ({ x, y, w, h }: Box): readonly Box[] => {
    const count = Math.max(1, Math.ceil((Math.abs(slope) * w) / STEP));
    const width = w / count;
    const spare = (Math.abs(slope) * width) / 2;
    return Array.from({ length: count }, (_, i) => {
      const left = x + i * width - (i > 0 ? SEAM : 0);
      const right = x + (i + 1) * width + (i < count - 1 ? SEAM : 0);
      return { x: left, y: y + slope * (x + (i + 0.5) * width) - spare, w: right - left, h: h + 2 * spare };
    });
  };
  return upright ? cut : (box) => cut(flipped(box)).map(flipped);
}
