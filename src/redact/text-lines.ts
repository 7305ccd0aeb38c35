import type { Box } from '../model/geometry.ts';
import { unionBox } from '../model/geometry.ts';
import type { Glyph, PageModel } from '../pdf/page-model.ts';

/** A piece of an upright line without a gap of more than two ems: a line of a column, or a cell. */
export interface Segment {
  /** Indices in PageModel.glyphs from left to right, blanks too. */
  readonly glyphs: readonly number[];
  /** Around its letters, as high as the fonts say. */
  readonly box: Box;
  readonly baseline: number;
  /** Height of the em of most of its letters, in points. */
  readonly size: number;
  /** As a reader would take it down, words divided by one blank. */
  readonly text: string;
  readonly words: number;
}

/** Share of an em from which the distance of two letters divides words. */
export const WORD_GAP = 0.18;

/** Ems from which it divides columns and cells. */
const COLUMN_GAP = 2;

/** Ems from which it divides cells that a rule stands between. */
const CELL_GAP = 0.2;

/** Degrees by which an upright line may lean. */
const LEAN = 0.5;

/** The upright lines of a page cut at wide gaps, from the top and from the left. */
export function segmentsOf(page: PageModel): readonly Segment[] {
  const { glyphs } = page;
  const upright: number[] = [];
  for (let index = 0; index < glyphs.length; index++) {
    const glyph = glyphs[index];
    if (glyph === undefined || !(Math.abs(glyph.angle) < LEAN) || glyph.size <= 0 || glyph.text === '') continue;
    if (page.fonts[glyph.font]?.vertical !== true) upright.push(index);
  }
  const along = (a: number, b: number): number => (glyphs[a]?.ox ?? 0) - (glyphs[b]?.ox ?? 0) || a - b;
  upright.sort((a, b) => (glyphs[a]?.oy ?? 0) - (glyphs[b]?.oy ?? 0) || along(a, b));
  const lines: number[][] = [];
  let line: number[] = [];
  let first: Glyph | undefined;
  for (const index of upright) {
    const glyph = glyphs[index];
    if (glyph === undefined) continue;
    if (first === undefined || glyph.oy - first.oy > Math.max(0.6, 0.12 * first.size)) {
      first = glyph;
      line = [];
      lines.push(line);
    }
    line.push(index);
  }
  const rules = rulesOf(page);
  return lines.flatMap((indices) => cutAtGaps(page, indices.sort(along), rules));
}

/** An upright rule or the side of a frame. */
interface Rule {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** Rules are at least so high, in points, and no wider: what is wider is a ground. */
const RULE = { high: 6, wide: 3 };

/** Upright rules of a page and the sides of its stroked frames, from the left. */
function rulesOf({ paths }: PageModel): readonly Rule[] {
  const rules = paths.flatMap(({ box, fill, stroke, plain }): readonly Rule[] => {
    const { x, y, w, h } = box;
    if (!plain || h < RULE.high || !(fill || stroke)) return [];
    if (w <= RULE.wide) return [{ x: x + w / 2, top: y, bottom: y + h }];
    if (fill || !stroke) return [];
    return [x, x + w].map((at) => ({ x: at, top: y, bottom: y + h }));
  });
  return rules.sort((a, b) => a.x - b.x);
}

/** Does a rule stand between two letters of a line? Not the stroke of a letter that is drawn, or of a mark in a line. */
function isRuledOff(before: number, glyph: Glyph, rules: readonly Rule[]): boolean {
  const top = glyph.oy - 0.7 * glyph.size;
  return rules.some(
    ({ x, top: from, bottom }) => x > before - 0.5 && x < glyph.ox + 0.5 && from <= top && bottom >= glyph.oy,
  );
}

/** True where a glyph is a blank. */
export function isBlank(glyph: Glyph | undefined): boolean {
  return glyph === undefined || glyph.text.trim() === '';
}

function cutAtGaps(page: PageModel, line: readonly number[], rules: readonly Rule[]): readonly Segment[] {
  const segments: Segment[] = [];
  let open: number[] = [];
  let end: number | undefined;
  const close = (): void => {
    const segment = segmentOf(page, open);
    if (segment !== undefined) segments.push(segment);
    open = [];
  };
  for (const index of line) {
    const glyph = page.glyphs[index];
    if (glyph !== undefined && !isBlank(glyph)) {
      const gap = end === undefined ? 0 : glyph.ox - end;
      const isCut =
        gap > COLUMN_GAP * glyph.size || (gap > CELL_GAP * glyph.size && isRuledOff(end ?? 0, glyph, rules));
      if (isCut) close();
      end = Math.max(end ?? Number.NEGATIVE_INFINITY, glyph.ox + glyph.advance);
    }
    open.push(index);
  }
  close();
  return segments;
}

function segmentOf(page: PageModel, indices: readonly number[]): Segment | undefined {
  const glyphs = indices.map((index) => page.glyphs[index]).filter((glyph) => glyph !== undefined);
  const letters = glyphs.filter((glyph) => !isBlank(glyph));
  const [first] = letters;
  if (first === undefined) return undefined;
  const text = textOf(glyphs);
  const sizes = letters.map((glyph) => glyph.size).sort((a, b) => a - b);
  return {
    glyphs: indices,
    box: unionBox(letters.map((glyph) => glyph.box)),
    baseline: first.oy,
    size: sizes[Math.floor(sizes.length / 2)] ?? first.size,
    text,
    words: text.split(' ').length,
  };
}

function textOf(glyphs: readonly Glyph[]): string {
  let text = '';
  let end: number | undefined;
  let blank = false;
  for (const glyph of glyphs) {
    if (isBlank(glyph)) {
      blank = true;
      continue;
    }
    const divided = blank || (end !== undefined && glyph.ox - end > WORD_GAP * glyph.size);
    if (divided && text !== '') text += ' ';
    text += glyph.text;
    end = glyph.ox + glyph.advance;
    blank = false;
  }
  return text;
}

/** The column a segment stands in: the segments above and below that share its width, with their outer edges. */
export interface Column {
  readonly above: readonly Segment[];
  readonly below: readonly Segment[];
  readonly left: number;
  readonly right: number;
}

/** Lines farther apart than this many ems belong to no one column. */
const LEADING = 3;

/** Finds the column of `segment` among all segments of its page. */
export function columnOf(segment: Segment, all: readonly Segment[]): Column {
  const above = chain(segment, all, -1);
  const below = chain(segment, all, 1);
  // The edges must not depend on the line itself, which what it hides may have made the longest.
  const others = [...above, ...below].map((one) => one.box);
  const { x, w } = unionBox(others.length === 0 ? [segment.box] : others);
  return { above, below, left: x, right: x + w };
}

function chain(from: Segment, all: readonly Segment[], way: 1 | -1): readonly Segment[] {
  const found: Segment[] = [];
  let at = from;
  for (let steps = 0; steps < 80; steps++) {
    const next = nearest(at, all, way);
    if (next === undefined) return found;
    found.push(next);
    at = next;
  }
  return found;
}

function nearest(from: Segment, all: readonly Segment[], way: 1 | -1): Segment | undefined {
  let best: Segment | undefined;
  for (const one of all) {
    const step = (one.baseline - from.baseline) * way;
    if (step < 0.4 * from.size || step > LEADING * Math.max(from.size, one.size)) continue;
    if (sharedWidth(one.box, from.box) < 0.3 * Math.min(one.box.w, from.box.w)) continue;
    if (best === undefined || step < (best.baseline - from.baseline) * way) best = one;
  }
  return best;
}

/** Width that two boxes share, whatever their heights; negative where they lie apart. */
export function sharedWidth(a: Box, b: Box): number {
  return Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
}

/** Height that two boxes share, whatever their widths; negative where they lie apart. */
export function sharedHeight(a: Box, b: Box): number {
  return Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
}
