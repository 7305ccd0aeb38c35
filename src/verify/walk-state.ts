import type { Box } from '../model/geometry.ts';
import { boxUnder, type Matrix, type Pixels, shared } from './painted.ts';

/** What pdfjs tells of a font. */
export interface WalkFont {
  readonly id: string;
  readonly name: string;
  readonly matrix: Matrix;
  readonly vertical: boolean;
  readonly type3: boolean;
  /** What the glyphs of a Type 3 font are made of, where some are made of text. */
  readonly procs?: ReadonlyMap<string, WalkOps>;
}

/** A list of operators as pdfjs makes it. */
export interface WalkOps {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

/** A tiling pattern with text or pictures in its tile. */
export interface WalkPattern {
  readonly ops: WalkOps;
  /** Pattern space to the space it is anchored in. */
  readonly matrix: Matrix;
  readonly box: Box;
  readonly step: readonly [number, number];
}

/** What the walk needs to know about a page. */
export interface WalkPage {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** User space to displayed points. */
  readonly matrix: Matrix;
  readonly ops: WalkOps;
  readonly fontOf: (id: string) => WalkFont | undefined;
  readonly pixelsOf: (image: unknown) => Pixels | undefined;
  readonly layerShown: (layer: unknown) => boolean;
  readonly subtypeOf: (annotation: string) => string | undefined;
}

/** The graphics state of the walk; copied by `save`. */
export interface WalkState {
  ctm: Matrix;
  clip: Box;
  fill: number;
  stroke: number;
  /** Meant only where `fill` is -1. */
  pattern?: WalkPattern | undefined;
  fillAlpha: number;
  strokeAlpha: number;
  lineWidth: number;
  font: WalkFont;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  mode: number;
  /** A blend mode, a soft mask or a clip that is no rectangle is in force. */
  odd: boolean;
}

const NO_FONT: WalkFont = { id: '', name: '', matrix: [0.001, 0, 0, 0.001, 0, 0], vertical: false, type3: false };

export function firstState(ctm: Matrix, clip: Box): WalkState {
  return {
    ctm,
    clip,
    fill: 0,
    stroke: 0,
    fillAlpha: 1,
    strokeAlpha: 1,
    lineWidth: 1,
    font: NO_FONT,
    size: 0,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
    odd: false,
  };
}

/** The text matrix and where in the line the next glyph goes. */
export class TextPlace {
  matrix: Matrix = [1, 0, 0, 1, 0, 0];
  x = 0;
  y = 0;
  lineX = 0;
  lineY = 0;

  begin(): void {
    this.matrix = [1, 0, 0, 1, 0, 0];
    this.x = this.y = this.lineX = this.lineY = 0;
  }

  set(matrix: Matrix): void {
    this.begin();
    this.matrix = matrix;
  }

  move(x: number, y: number): void {
    this.x = this.lineX += x;
    this.y = this.lineY += y;
  }
}

/** `#rrggbb` as a number; -1 for what is no plain colour. */
export function colourOf(value: unknown): number {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) return -1;
  return Number.parseInt(value.slice(1), 16);
}

/** Takes over a graphics state parameter dictionary, ISO 32000-1 8.4.5. */
export function setGraphicsState(state: WalkState, pairs: unknown, setFont: (id: string, size: number) => void): void {
  for (const [key, value] of pairs as readonly (readonly [string, unknown])[]) {
    if (key === 'ca') state.fillAlpha = Number(value);
    else if (key === 'CA') state.strokeAlpha = Number(value);
    else if (key === 'LW') state.lineWidth = Number(value);
    else if (key === 'BM') state.odd = value !== 'source-over' && value !== 'Normal';
    else if (key === 'SMask') state.odd = Boolean(value);
    else if (key === 'Font') setFont(...(value as [string, number]));
  }
}

/** How wide a line is painted, in points. */
export function lineOf({ lineWidth, ctm }: WalkState): number {
  return lineWidth * Math.sqrt(Math.abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]));
}

export function clipTo(state: WalkState, box: Box): void {
  state.clip = shared(state.clip, box) ?? { x: box.x, y: box.y, w: 0, h: 0 };
}

/** A matrix out of pdfjs' arguments. */
export function matrixOf(value: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = (value ?? []) as number[];
  return [a, b, c, d, e, f];
}

export function bboxUnder(matrix: Matrix, bbox: unknown): Box | undefined {
  if (bbox === null || bbox === undefined) return undefined;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = bbox as number[];
  return boxUnder(matrix, x0, y0, x1, y1);
}
