import type { Box } from '../model/geometry.ts';

/** What pdfjs paints at one place in painting order; `order` grows with time. */
interface Painted {
  readonly order: number;
  /** Smallest upright box, displayed points. */
  readonly box: Box;
  /** 0xRRGGBB; -1 for a pattern. */
  readonly colour: number;
  /** 1 is opaque. */
  readonly alpha: number;
  /** Inside a form, a pattern or the glyph of a Type 3 font. */
  readonly nested: boolean;
  /** In a layer that is switched off. */
  readonly layerOff: boolean;
  /** Subtype of the annotation whose appearance paints this. */
  readonly annotation?: string;
  /** Number of the innermost marked content that has one. */
  readonly mcid?: number;
}

export interface PaintedGlyph extends Painted {
  readonly text: string;
  /** Where a small letter has its ink: between the baseline and half an em. */
  readonly band: Box;
  readonly size: number;
  /** Text rendering mode, ISO 32000-1 table 106. */
  readonly mode: number;
  readonly font: string;
  /** pdfjs' own name for the font, and what tells the glyph from the others in it: fonts may share a name. */
  readonly fontId: string;
  readonly code: number;
  /** Nothing of it lies in the clip it is painted with. */
  readonly clipped: boolean;
  /** Painted in a way whose outcome only a picture tells: blended, masked, patterned, clipped to a shape, drawn by a Type 3 font. */
  readonly odd: boolean;
}

export interface PaintedShape extends Painted {
  readonly kind: 'fill' | 'stroke' | 'shading';
  /** An upright rectangle. */
  readonly rectangle: boolean;
  /** A straight line that is neither level nor upright. */
  readonly slanted: boolean;
  /** Lines and curves of its outline. */
  readonly segments: number;
  /** How wide its line is, points; 0 for what is filled. */
  readonly line: number;
}

/** A picture in memory, eight bits a channel; 1 to 4 channels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export interface PaintedImage extends Painted {
  readonly kind: 'image' | 'mask';
  /** Unit square to displayed points. */
  readonly matrix: Matrix;
  /** What of it the clip lets through; undefined: nothing. */
  readonly seen: Box | undefined;
  /** Its decoded pixels; only while its page is open. */
  readonly pixels: () => Pixels | undefined;
}

/** All that a page paints. */
export interface PaintedPage {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly PaintedGlyph[];
  readonly shapes: readonly PaintedShape[];
  readonly images: readonly PaintedImage[];
}

export type Matrix = readonly [number, number, number, number, number, number];

/** `inner` applied first, then `outer`. */
export function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** The upright box around four corners under a matrix. */
export function boxUnder(matrix: Matrix, x0: number, y0: number, x1: number, y1: number): Box {
  const [a, b, c, d, e, f] = matrix;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 4; corner++) {
    const px = corner & 1 ? x1 : x0;
    const py = corner & 2 ? y1 : y0;
    const x = a * px + c * py + e;
    const y = b * px + d * py + f;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, w: right - left, h: bottom - top };
}

/** What two boxes share; undefined where they do not meet. */
export function shared(a: Box, b: Box): Box | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const w = Math.min(a.x + a.w, b.x + b.w) - x;
  const h = Math.min(a.y + a.h, b.y + b.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : undefined;
}

/** Whether the middle of `inner` lies in `outer`. */
export function holdsMiddle(outer: Box, inner: Box): boolean {
  const x = inner.x + inner.w / 2;
  const y = inner.y + inner.h / 2;
  return x >= outer.x && x <= outer.x + outer.w && y >= outer.y && y <= outer.y + outer.h;
}
