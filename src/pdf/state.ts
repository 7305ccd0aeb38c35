import type { Box } from '../model/geometry.ts';
import type { FontFacts } from './fonts.ts';
import type { Matrix } from './matrix.ts';

/** How a colour is set: what it looks like where that is known, and the pattern where it is one. */
export interface Paint {
  readonly color: string | undefined;
  /** Kind of the current colour space where numbers mean device colours. */
  readonly device: boolean;
  readonly pattern: { readonly kind: 'tiling' | 'shading'; readonly content: boolean } | undefined;
  readonly alpha: number;
}

/** Graphics state (ISO 32000-1 8.4), copied on q. */
export interface State {
  /** User space to displayed points. */
  ctm: Matrix;
  /** Bounds of the clip in displayed points. */
  clip: Box;
  fill: Paint;
  stroke: Paint;
  lineWidth: number;
  font: FontFacts | undefined;
  fontIndex: number;
  size: number;
  charSpace: number;
  wordSpace: number;
  /** Tz / 100. */
  scale: number;
  leading: number;
  rise: number;
  tr: number;
}

const BLACK: Paint = { color: '#000000', device: true, pattern: undefined, alpha: 1 };

/** The state at the start of a page. */
export function initialState(ctm: Matrix, clip: Box): State {
  return {
    ctm,
    clip,
    fill: BLACK,
    stroke: BLACK,
    lineWidth: 1,
    font: undefined,
    fontIndex: -1,
    size: 0,
    charSpace: 0,
    wordSpace: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    tr: 0,
  };
}

/** The shared area of two boxes; of no size where they do not meet. */
export function intersect(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    w: Math.max(0, Math.min(a.x + a.w, b.x + b.w) - x),
    h: Math.max(0, Math.min(a.y + a.h, b.y + b.h) - y),
  };
}

/** Do two boxes share a point? Boxes without width or height count. */
export function touches(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}
