import type { Box } from '../model/geometry.ts';
import type { PageModel, PathUse, ShowUse } from '../pdf/page-model.ts';
import { type Edges, isBulletOf, loneEdges } from './lone-lines.ts';
import { type Column, isBlank, type Segment, sharedHeight, sharedWidth } from './text-lines.ts';

/** What of a line may be done about its width. */
export interface LineKind {
  /** Running text may be re-laid, as far right as `limit`; everything else is boxed over. */
  readonly running: boolean;
  readonly limit: number;
  /** Drawings under what is removed, and nothing else, a marker's stroke: they tell its width and have to go. */
  readonly grounds: readonly Box[];
  /** From where to where it is boxed over: edges that do not depend on what is hidden. */
  readonly left: number;
  readonly right: number;
  /** Edges of its text where it stands by itself; absent: those of its column. */
  readonly edges?: Edges;
}

/** The surroundings a line is judged by. */
export interface Surroundings {
  readonly page: PageModel;
  readonly all: readonly Segment[];
  readonly column: Column;
  /** From where to where letters of the line are removed. */
  readonly holes: readonly { readonly from: number; readonly to: number }[];
}

/** Running text has columns at least this wide, in points and in ems. */
const RUNNING = { points: 150, ems: 12 };
/** Room left free at the edge of the page, in points. */
const MARGIN = 18;
/** Distance of cell borders from the text of their cell, in points. */
const CELL = 16;
/** Same place, in points. */
const SAME = 1.5;

const LABEL = /^\p{Lu}[\p{L}\p{N} .'’/()#&-]{0,40}:(?=\s|$)/u;
const TRANSCRIPT = /^(\d{1,2}\s+)?([QA]([.:]\s|\s(?!\p{Ll}))|THE\s(WITNESS|COURT|CLERK)\b|(MR|MS|MRS|DR)\.\s\p{Lu}+:)/u;
const SIGNATURE = /(^|\s)\/?s\/|_{4,}|^(signed|signature|by|print(ed)? name)\b/iu;
const CLOSING = /^(sincerely|respectfully|regards|best regards|kind regards|yours|very truly|cordially)\b/iu;

/**
 * Judges a line that holds a box. Running is what stands in a column of text and begins where its
 * neighbours begin; tables, headers (label: value), transcripts, signatures, centred and right-aligned
 * lines and lines with drawings are not.
 */
export function kindOf(segment: Segment, around: Surroundings): LineKind {
  const rules = rulesAt(segment, around.page);
  const isProse = mayRun(segment, around, rules);
  const inColumn = isProse && runsInColumn(segment, around);
  const edges = isProse && !inColumn ? loneEdges(segment, around.all) : undefined;
  const running = inColumn || edges !== undefined;
  const grounds = groundsOf(segment, around).map(({ box }) => box);
  const kind = { running, limit: roomRight(segment, around, rules), grounds, ...extent(segment, around, rules) };
  return edges === undefined ? kind : { ...kind, edges };
}

function runsInColumn(segment: Segment, around: Surroundings): boolean {
  const width = around.column.right - around.column.left;
  if (width < RUNNING.points || width < RUNNING.ems * segment.size) return false;
  return followsColumn(segment, around.column) && standsAlone(segment, around);
}

function mayRun(segment: Segment, around: Surroundings, rules: Rules): boolean {
  if (LABEL.test(segment.text) || TRANSCRIPT.test(segment.text) || SIGNATURE.test(segment.text)) return false;
  if (CLOSING.test(around.column.above[0]?.text ?? '')) return false;
  if (rules.cell || isDrawnOver(segment, around)) return false;
  return isPlainText(segment, around.page) && !isStretched(segment, around.page, around.column);
}

/** Starts where its neighbours start, and is, or ends, a line that fills its column. */
function followsColumn(segment: Segment, column: Column): boolean {
  const { above, below, left, right } = column;
  const [over] = above;
  const [under] = below;
  const { x, w } = segment.box;
  const width = right - left;
  const begins = [...above, ...below].some((one) => Math.abs(one.box.x - x) <= SAME);
  const neighbours = [over, under].flatMap((one) => one ?? []);
  // A first line, or a hanging one, beside a line that starts where the column does.
  const indented = neighbours.some(
    (one) => Math.abs(one.box.x - left) <= SAME && Math.abs(one.box.x - x) <= 4 * segment.size,
  );
  if (!begins && !indented) return false;
  if (isCentred(segment, neighbours) || (!begins && isFlushRight(segment, column))) return false;
  const fills = w >= 0.5 * width && segment.words >= 3;
  const ends = over !== undefined && over.box.w >= 0.7 * width && over.words >= 4;
  return fills || ends;
}

/** Stands about the same middle as a neighbour of another length. */
function isCentred({ box }: Segment, neighbours: readonly Segment[]): boolean {
  const middle = (one: Box): number => one.x + one.w / 2;
  return neighbours.some((one) => Math.abs(middle(one.box) - middle(box)) <= 2 && Math.abs(one.box.x - box.x) > 3);
}

function isFlushRight({ box, size }: Segment, { left, right }: Column): boolean {
  return Math.abs(box.x + box.w - right) <= 1 && box.x > left + 4 * size;
}

/** No cells beside it: what stands on the same line must be another column of text. */
function standsAlone(segment: Segment, { all, column }: Surroundings): boolean {
  const others = all.filter((one) => one !== segment && !isBulletOf(one, segment));
  const beside = others.filter((one) => sharedHeight(one.box, segment.box) > 0.5 * segment.size);
  if (beside.length === 0) return true;
  // A superscript, or a second line set into this one, would not move along.
  if (beside.some((one) => sharedWidth(one.box, segment.box) > 0)) return false;
  if (beside.some((one) => /^\d{1,3}$/.test(one.text) && one.box.x < segment.box.x)) return false;
  // The first line of a column, or the last, has one neighbour: what stands beside it must be text too.
  const neighbours = [column.above[0], column.below[0]].filter((one) => one !== undefined);
  if (neighbours.length === 0 || (neighbours.length === 1 && beside.some((one) => one.words < 4))) return false;
  return neighbours.every((one) => Math.abs(one.box.x - segment.box.x) <= SAME && one.words >= 4 && one.box.w >= 120);
}

/** Letters beside each other, seen, set straight on; text set twice for a shadow is not. */
function isPlainText(segment: Segment, page: PageModel): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const index of segment.glyphs) {
    const glyph = page.glyphs[index];
    if (glyph === undefined || isBlank(glyph)) continue;
    if (!glyph.visible || glyph.tr >= 3 || glyph.advance <= 0) return false;
    if (glyph.ox < end - 0.4 * glyph.size) return false;
    end = glyph.ox + glyph.advance;
  }
  return true;
}

/** Set wider or narrower than its neighbours (Tz, or the matrix) to fill the line: its letters tell how full it was. */
function isStretched(segment: Segment, page: PageModel, { above, below }: Column): boolean {
  const own = letterWidths(segment, page);
  // The nearest neighbour that has a letter is the one to compare with; few lines have them all.
  const open = new Set(own.keys());
  for (const one of [...above, ...below]) {
    if (open.size === 0) return false;
    for (const [key, [ems]] of letterWidths(one, page, open)) {
      open.delete(key);
      if (own.get(key)?.some((width) => Math.abs(width - (ems ?? width)) > 0.002 * width) === true) return true;
    }
  }
  return false;
}

/** Widths in ems of the letters of a line, by font and code; only those of `wanted` where that is given. */
function letterWidths(
  segment: Segment,
  page: PageModel,
  wanted?: ReadonlySet<number>,
): ReadonlyMap<number, readonly number[]> {
  const widths = new Map<number, number[]>();
  for (const index of segment.glyphs) {
    const glyph = page.glyphs[index];
    if (glyph === undefined || isBlank(glyph)) continue;
    const key = glyph.font * 2 ** 32 + glyph.code;
    if (wanted?.has(key) === false) continue;
    const width = glyph.advance / glyph.size;
    const known = widths.get(key);
    if (known === undefined) widths.set(key, [width]);
    else if (known.at(-1) !== width) known.push(width);
  }
  return widths;
}

/** Underlines, highlights, pictures and drawings of kept words would stay behind when the words move. */
function isDrawnOver(segment: Segment, around: Surroundings): boolean {
  const { page, column } = around;
  const spans = (one: Box): boolean => one.x <= column.left + 2 && one.x + one.w >= column.right - 2;
  if (page.images.some((image) => drawnOn(segment, image.box) && !spans(image.box))) return true;
  const grounds = groundsOf(segment, around);
  return page.paths.some(
    (path) => (path.fill || path.stroke) && drawnOn(segment, path.box) && !spans(path.box) && !grounds.includes(path),
  );
}

function drawnOn({ box, size }: Segment, drawn: Box): boolean {
  const band = { x: box.x, y: box.y - 1, w: box.w, h: box.h + 2 };
  return sharedHeight(drawn, band) > 0 && sharedWidth(drawn, band) > 0.2 * size;
}

/** How far a marker's stroke reaches beyond the word it marks, in ems, and how high it is at most. */
const STROKE = { ends: 0.4, high: 2 };

function groundsOf(segment: Segment, { page, holes }: Surroundings): readonly PathUse[] {
  const { size } = segment;
  const spare = STROKE.ends * size;
  return page.paths.filter(
    ({ box, fill, stroke }) =>
      (fill || stroke) &&
      drawnOn(segment, box) &&
      box.h <= STROKE.high * size &&
      holes.some(({ from, to }) => box.x >= from - spare && box.x + box.w <= to + spare),
  );
}

/** Rules around a line that make it a cell. */
interface Rules {
  readonly cell: boolean;
  readonly left: number | undefined;
  readonly right: number | undefined;
}

function rulesAt({ box, size }: Segment, page: PageModel): Rules {
  const painted = page.paths.filter((path) => (path.fill || path.stroke) && path.plain);
  const uprights = painted.flatMap((path) => uprightEdges(path, box));
  const left = Math.max(...uprights.filter((x) => x <= box.x + 1));
  const right = Math.min(...uprights.filter((x) => x >= box.x + box.w - 1));
  const inside = uprights.some((x) => x > box.x + 1 && x < box.x + box.w - 1);
  const near = box.x - left <= CELL || right - box.x - box.w <= CELL;
  const lying = painted.some(
    ({ box: rule }) =>
      sharedWidth(rule, box) > 0.5 * Math.min(rule.w, box.w) &&
      rule.w > 2 * size &&
      (Math.abs(rule.y - box.y) < 2.5 * size || Math.abs(rule.y + rule.h - box.y - box.h) < 2.5 * size),
  );
  return {
    cell: inside || (near && lying),
    left: Number.isFinite(left) ? left : undefined,
    right: Number.isFinite(right) ? right : undefined,
  };
}

/** Where a painted path draws an upright line beside a line of text: a rule, or the sides of a stroked frame. */
function uprightEdges({ box, stroke, fill }: PathUse, line: Box): readonly number[] {
  if (sharedHeight(box, line) < 0.6 * line.h) return [];
  if (box.w < 4) return [box.x + box.w / 2];
  // A fill is a ground, not a rule; a page-high frame is an ornament.
  return stroke && !fill && box.h < 12 * line.h ? [box.x, box.x + box.w] : [];
}

/** How far right a re-laid line may reach: to the next thing on the line, or the page's margin. */
function roomRight(segment: Segment, { page, all }: Surroundings, rules: Rules): number {
  const { box, size } = segment;
  const right = box.x + box.w;
  const things = [...all.map((one) => one.box), ...page.images.map((one) => one.box)].filter(
    (one) => one.x >= right - 0.5 && sharedHeight(one, box) > 0,
  );
  const stops = [page.width - MARGIN, clipRight(segment, page), ...things.map((one) => one.x - size / 2)];
  if (rules.right !== undefined) stops.push(rules.right - 2);
  return Math.min(...stops);
}

/** How far right the clip lets the letters of a line be seen: a browser prints into one as wide as its margins. */
function clipRight({ glyphs }: Segment, { shows }: PageModel): number {
  let right = Number.POSITIVE_INFINITY;
  for (const index of glyphs) {
    const show = showAt(shows, index);
    if (show !== undefined) right = Math.min(right, show.clip.x + show.clip.w);
  }
  return right;
}

/** The operator that shows a glyph: they stand in the order of their glyphs. */
function showAt(shows: readonly ShowUse[], glyph: number): ShowUse | undefined {
  let from = 0;
  let to = shows.length - 1;
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if ((shows[middle]?.first ?? 0) <= glyph) from = middle;
    else to = middle - 1;
  }
  const show = shows[from];
  return show !== undefined && glyph >= show.first && glyph < show.first + show.count ? show : undefined;
}

/** From where to where a line or cell is boxed whole: edges that do not depend on what the box hides. */
function extent(
  segment: Segment,
  { page, all }: Surroundings,
  rules: Rules,
): { readonly left: number; readonly right: number } {
  const { box, size } = segment;
  const beside = all.filter((one) => one !== segment && sharedHeight(one.box, box) > 0.3 * box.h);
  const rightOf = (one: Segment): number => one.box.x + one.box.w;
  const before = beside.filter((one) => rightOf(one) <= box.x + 0.5).map((one) => rightOf(one) + size / 2);
  const after = beside.filter((one) => one.box.x >= box.x + box.w - 0.5).map((one) => one.box.x - size / 2);
  const others = all.filter((one) => one !== segment);
  const pageLeft = Math.min(box.x, ...others.map((one) => one.box.x));
  const widest = Math.max(0, ...others.map(rightOf));
  // The line that reaches farthest says by that how long it is.
  const pageRight = box.x + box.w <= widest ? widest : page.width - MARGIN;
  const lefts = [pageLeft, ...before, ...(rules.left === undefined ? [] : [rules.left + 1])];
  const rights = [pageRight, ...after, ...(rules.right === undefined ? [] : [rules.right - 1])];
  const flush = all.some((one) => one !== segment && Math.abs(one.box.x - box.x) <= SAME);
  const value = afterLabel(segment, page);
  return { left: value ?? (flush ? box.x : Math.max(...lefts)), right: Math.max(Math.min(...rights), box.x + box.w) };
}

/** Where the value of a `Label: value` line starts. */
function afterLabel({ text, glyphs }: Segment, page: PageModel): number | undefined {
  const label = LABEL.exec(text)?.[0].replace(/\s/g, '').length;
  if (label === undefined) return undefined;
  let seen = 0;
  for (const index of glyphs) {
    const glyph = page.glyphs[index];
    if (glyph === undefined || isBlank(glyph)) continue;
    if (seen >= label) return glyph.ox;
    seen += glyph.text.replace(/\s/g, '').length;
  }
  return undefined;
}
