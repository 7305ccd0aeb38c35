import { alignShow, type ShowItem } from './align.ts';
import type { FontFacts } from './fonts.ts';
import { type Frame, nextLine, type Run } from './interpret.ts';
import { notePattern } from './interpret-paint.ts';
import type { Op } from './lexer.ts';
import { apply, boxOfPoints, type Matrix, multiply } from './matrix.ts';
import type { Glyph } from './page-model.ts';
import { intersect, type State, touches } from './state.ts';

/** Executes Tj, TJ, ' and ": glyphs with their places, checked against what pdfjs read. */
export function showText(run: Run, frame: Frame, op: Op, index: number): void {
  const { state } = frame;
  const elements = elementsOf(op);
  if (elements === undefined) {
    run.doubts.untrusted('a text operator has no string');
    return;
  }
  if (op.name === '"') {
    const [word, char] = op.args;
    if (typeof word === 'number') state.wordSpace = word;
    if (typeof char === 'number') state.charSpace = char;
  }
  if (op.name === '"' || op.name === "'") nextLine(frame, 0, -state.leading);
  const { font } = state;
  // Readers skip text without a font.
  if (font === undefined || run.shows === undefined) return;
  const show = run.shows[run.nextShow++];
  const items = show === undefined ? undefined : alignShow(elements, show, font);
  if (items === undefined) {
    run.doubts.untrusted('two readers see different text');
    return;
  }
  if (font.guessedWidths && items.length > 0) run.doubts.untrusted('a font does not state its widths');
  placeGlyphs(run, frame, font, items, index);
}

/** Strings and numbers a text operator shows; undefined where its operand is of another kind. */
export function elementsOf(op: Op): readonly (Uint8Array | number)[] | undefined {
  const operand = op.args.at(-1);
  if (operand instanceof Uint8Array) return op.name === 'TJ' ? undefined : [operand];
  if (op.name !== 'TJ' || !Array.isArray(operand)) return undefined;
  return operand.filter((item: unknown) => item instanceof Uint8Array || typeof item === 'number');
}

function placeGlyphs(run: Run, frame: Frame, font: FontFacts, items: readonly ShowItem[], index: number): void {
  const { state } = frame;
  // Text space to displayed points, without the translation that grows with each glyph.
  const base = multiply(frame.tm, state.ctm);
  let x = 0;
  let y = 0;
  for (const item of items) {
    if (item.number !== undefined) {
      const move = (-item.number / 1000) * state.size;
      if (font.vertical) y += move;
      else x += move * state.scale;
      continue;
    }
    const metrics = metricsOf(run, state, font, item);
    const glyph = makeGlyph(run, frame, base, { font, item, metrics, x, y }, index);
    run.glyphs.push(glyph);
    if (font.nests(glyph.code)) {
      run.doubts.unreadable('glyphs of a font are made of other text or images');
      run.patterns.push({ kind: 'type3', box: glyph.box, content: true, unit: frame.unit, op: index });
    }
    if (font.vertical) y += metrics.advance;
    else x += metrics.advance * state.scale;
  }
  frame.tm = multiply([1, 0, 0, 1, x, y], frame.tm);
  const last = run.glyphs.at(-1);
  if (state.fill.pattern !== undefined && last !== undefined) {
    notePattern(run, frame, state.fill, intersect(last.box, state.clip), index);
  }
}

interface Metrics {
  /** Width of the glyph in text space units, unscaled by Tz. */
  readonly width: number;
  /** How far the text position moves, spacing included, unscaled by Tz; vertical fonts: downwards is negative. */
  readonly advance: number;
  readonly vx: number;
  readonly vy: number;
  readonly w1y: number;
}

function metricsOf(run: Run, state: State, font: FontFacts, item: ShowItem): Metrics {
  const glyph = item.glyph;
  const code = glyph?.originalCharCode ?? 0;
  const theirs = glyph?.width ?? 0;
  const own = font.width(code);
  if (own !== undefined && Math.abs(own - theirs) > 0.6 && !isScaled(own, theirs)) {
    run.doubts.untrusted('two readers see different widths');
  }
  const unit = font.subtype === 'Type3' ? Math.abs(font.matrix[0]) : 0.001;
  const width = (own ?? theirs) * unit * state.size;
  const isSpace = code === 32 && item.b1 - item.b0 === 1;
  const spacing = state.charSpace + (isSpace ? state.wordSpace : 0);
  const [w1y = -1000, vx = 0, vy = 0] = glyph?.vmetric ?? [];
  const k = state.size / 1000;
  if (font.vertical) return { width, advance: w1y * k + spacing, vx: vx * k, vy: vy * k, w1y: w1y * k };
  return { width, advance: width + spacing, vx: 0, vy: 0, w1y: 0 };
}

/** pdfjs states widths in units of the font program where that has not 1000 of them to the em. */
function isScaled(own: number, theirs: number): boolean {
  return own !== 0 && [2.048, 1 / 2.048, 4.096, 1 / 4.096].some((k) => Math.abs(theirs - own * k) < 1);
}

interface Placing {
  readonly font: FontFacts;
  readonly item: ShowItem;
  readonly metrics: Metrics;
  readonly x: number;
  readonly y: number;
}

function makeGlyph(run: Run, frame: Frame, base: Matrix, placing: Placing, index: number): Glyph {
  const { font, item, metrics, x, y } = placing;
  const { state } = frame;
  const height = font.subtype === 'Type3' ? Math.abs(font.matrix[3]) : 0.001;
  const left = x - metrics.vx * state.scale;
  const right = left + metrics.width * state.scale;
  const bottom = font.vertical ? y + metrics.w1y : y + state.rise + font.descent * height * state.size;
  const top = font.vertical ? y : y + state.rise + font.ascent * height * state.size;
  const [a, b, c, d, e, f] = base;
  const quad = [
    a * left + c * bottom + e,
    b * left + d * bottom + f,
    a * right + c * bottom + e,
    b * right + d * bottom + f,
    a * right + c * top + e,
    b * right + d * top + f,
    a * left + c * top + e,
    b * left + d * top + f,
  ];
  const box = boxOfPoints(quad);
  const [ox, oy] = apply(base, x, y + state.rise);
  const paint = state.tr === 1 ? state.stroke : state.fill;
  const shown = state.tr !== 3 && state.tr !== 7 && paint.alpha > 0 && frame.hidden === 0 && state.size !== 0;
  const code = item.glyph?.originalCharCode ?? 0;
  return {
    text: noteLetters(run, state.fontIndex, font, code, item.glyph?.unicode ?? ''),
    quad,
    box,
    ox,
    oy,
    advance: font.vertical
      ? Math.hypot(c, d) * Math.abs(metrics.w1y)
      : Math.hypot(a, b) * Math.abs(metrics.width * state.scale),
    size: Math.hypot(c, d) * Math.abs(state.size) * (font.subtype === 'Type3' ? height * 1000 : 1),
    angle: (Math.atan2(font.vertical ? -d : b, font.vertical ? -c : a) * 180) / Math.PI,
    font: state.fontIndex,
    tr: state.tr,
    visible: shown && touches(box, state.clip),
    ...(paint.color === undefined ? {} : { color: paint.color }),
    paint: run.paint++,
    code,
    shift: state.size === 0 ? 0 : (-metrics.advance * 1000) / state.size,
    unit: frame.unit,
    op: index,
    el: item.el,
    b0: item.b0,
    b1: item.b1,
  };
}

/** The letters of a glyph; doubts are noted where the font does not tell them. */
function noteLetters(run: Run, fontIndex: number, font: FontFacts, code: number, unicode: string): string {
  run.letters.note(fontIndex, font, code, unicode);
  return unicode;
}
