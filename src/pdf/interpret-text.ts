import { alignShow, type ShowItem } from './align.ts';
import type { FontFacts } from './fonts.ts';
import { type Frame, nextLine, type Run } from './interpret.ts';
import { notePattern } from './interpret-paint.ts';
import type { Op } from './lexer.ts';
import { type Matrix, multiply, translated } from './matrix.ts';
import type { Glyph } from './page-model.ts';
import { intersect, touches } from './state.ts';

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

/** What all glyphs of one text operator share. */
interface Line {
  readonly font: FontFacts;
  /** Text space to displayed points where the operator starts. */
  readonly base: Matrix;
  readonly stretchX: number;
  readonly stretchY: number;
  readonly angle: number;
  readonly size: number;
  /** Glyph units to text space, across and up. */
  readonly unitX: number;
  readonly bottom: number;
  readonly top: number;
  readonly shown: boolean;
  readonly color: string | undefined;
  readonly index: number;
}

function lineOf(frame: Frame, font: FontFacts, index: number): Line {
  const { state } = frame;
  const base = multiply(frame.tm, state.ctm);
  const [a, b, c, d] = base;
  const isType3 = font.subtype === 'Type3';
  const unitX = isType3 ? Math.abs(font.matrix[0]) : 0.001;
  const unitY = isType3 ? Math.abs(font.matrix[3]) : 0.001;
  const stretchY = Math.hypot(c, d);
  const paint = state.tr === 1 ? state.stroke : state.fill;
  return {
    font,
    base,
    stretchX: Math.hypot(a, b),
    stretchY,
    angle: (Math.atan2(font.vertical ? -d : b, font.vertical ? -c : a) * 180) / Math.PI,
    size: stretchY * Math.abs(state.size) * (isType3 ? unitY * 1000 : 1),
    unitX,
    bottom: state.rise + font.descent * unitY * state.size,
    top: state.rise + font.ascent * unitY * state.size,
    shown: state.tr !== 3 && state.tr !== 7 && paint.alpha > 0 && frame.hidden === 0 && state.size !== 0,
    color: paint.color,
    index,
  };
}

function placeGlyphs(run: Run, frame: Frame, font: FontFacts, items: readonly ShowItem[], index: number): void {
  const { state } = frame;
  const line = lineOf(frame, font, index);
  const perThousand = state.size / 1000;
  const first = run.glyphs.length;
  const { tm } = frame;
  let x = 0;
  let y = 0;
  for (const item of items) {
    if (item.number !== undefined) {
      const move = -item.number * perThousand;
      if (font.vertical) y += move;
      else x += move * state.scale;
      continue;
    }
    const code = item.glyph?.originalCharCode ?? 0;
    const width = widthOf(run, font, item, code) * line.unitX * state.size;
    const spacing = state.charSpace + (code === 32 && item.b1 - item.b0 === 1 ? state.wordSpace : 0);
    const drop = font.vertical ? (item.glyph?.vmetric?.[0] ?? -1000) * perThousand : 0;
    const advance = (font.vertical ? drop : width) + spacing;
    const glyph = makeGlyph(run, frame, line, { item, code, x, y, width, drop, advance });
    run.glyphs.push(glyph);
    if (font.subtype === 'Type3' && font.nests(code)) {
      run.doubts.unreadable('glyphs of a font are made of other text or images');
      run.patterns.push({ kind: 'type3', box: glyph.box, content: true, unit: frame.unit, op: index });
    }
    if (font.vertical) y += advance;
    else x += advance * state.scale;
  }
  const { ctm, charSpace, wordSpace, rise, clip } = state;
  const count = run.glyphs.length - first;
  if (count > 0)
    run.executed.push({ unit: frame.unit, op: index, first, count, tm, ctm, charSpace, wordSpace, rise, clip });
  frame.tm = translated(tm, x, y);
  const last = run.glyphs.at(-1);
  if (state.fill.pattern !== undefined && last !== undefined) {
    notePattern(run, frame, state.fill, intersect(last.box, state.clip), index);
  }
}

/** Width in glyph units: the font's own where it states one, and then checked against pdfjs'. */
function widthOf(run: Run, font: FontFacts, item: ShowItem, code: number): number {
  const theirs = item.glyph?.width ?? 0;
  const own = font.width(code);
  if (own === undefined) return theirs;
  if (Math.abs(own - theirs) > 0.6 && !isScaled(own, theirs)) run.doubts.untrusted('two readers see different widths');
  return own;
}

/** pdfjs states widths in units of the font program where that has not 1000 of them to the em. */
function isScaled(own: number, theirs: number): boolean {
  return own !== 0 && [2.048, 1 / 2.048, 4.096, 1 / 4.096].some((k) => Math.abs(theirs - own * k) < 1);
}

interface Placing {
  readonly item: ShowItem;
  readonly code: number;
  /** Text position, relative to where the operator starts. */
  readonly x: number;
  readonly y: number;
  /** Width in text space, unscaled by Tz. */
  readonly width: number;
  /** Vertical fonts: how far the glyph leads down, negative; else 0. */
  readonly drop: number;
  /** How far the text position moves, spacing included, unscaled by Tz. */
  readonly advance: number;
}

function makeGlyph(run: Run, frame: Frame, line: Line, placing: Placing): Glyph {
  const { state } = frame;
  const { font, base } = line;
  const { item, code, x, y, width, drop } = placing;
  const vx = font.vertical ? ((item.glyph?.vmetric?.[1] ?? 0) * state.size) / 1000 : 0;
  const left = x - vx * state.scale;
  const right = left + width * state.scale;
  const bottom = y + (font.vertical ? drop : line.bottom);
  const top = y + (font.vertical ? 0 : line.top);
  const { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } = base;
  const x0 = a * left + c * bottom + e;
  const y0 = b * left + d * bottom + f;
  const x1 = a * right + c * bottom + e;
  const y1 = b * right + d * bottom + f;
  const x2 = a * right + c * top + e;
  const y2 = b * right + d * top + f;
  const x3 = a * left + c * top + e;
  const y3 = b * left + d * top + f;
  const boxX = Math.min(x0, x1, x2, x3);
  const boxY = Math.min(y0, y1, y2, y3);
  const box = { x: boxX, y: boxY, w: Math.max(x0, x1, x2, x3) - boxX, h: Math.max(y0, y1, y2, y3) - boxY };
  const text = spelledOut(item.glyph?.unicode ?? '');
  run.letters.note(state.fontIndex, font, code, text);
  return {
    text,
    quad: [x0, y0, x1, y1, x2, y2, x3, y3],
    box,
    ox: a * x + c * (y + state.rise) + e,
    oy: b * x + d * (y + state.rise) + f,
    advance: font.vertical ? line.stretchY * Math.abs(drop) : line.stretchX * Math.abs(width * state.scale),
    size: line.size,
    angle: line.angle,
    font: state.fontIndex,
    tr: state.tr,
    visible: line.shown && touches(box, state.clip),
    color: line.color,
    paint: run.paint++,
    code,
    shift: state.size === 0 ? 0 : (-placing.advance * 1000) / state.size,
    unit: frame.unit,
    op: line.index,
    el: item.el,
    b0: item.b0,
    b1: item.b1,
  };
}

/** The letters of a Latin ligature (U+FB00 to U+FB06); all other text as it is. */
function spelledOut(text: string): string {
  const first = text.charCodeAt(0);
  return first >= 0xfb00 && first <= 0xfb06 ? text.normalize('NFKC') : text;
}
