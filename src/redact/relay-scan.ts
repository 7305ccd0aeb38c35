import { type Box, sharedArea, unionBox } from '../model/geometry.ts';
import { glyphBox, type PageText, type Word } from '../model/page.ts';
import { type GapCount, partsOf } from '../model/redacting.ts';
import { clipped, isUnder, type LaidBox, leaning, levelText } from './box-layout.ts';
import {
  BLANK,
  type Fits,
  fitting,
  fittingWithin,
  type NameWidths,
  nameWidths,
  SCANNED,
  standardMetrics,
  widthOf,
} from './gaps.ts';
import { type Lean, leanOf } from './lean.ts';
import { isTelling, type RelayOptions } from './relay-count.ts';
import { joined, mustBeSeen } from './relay-pieces.ts';
import { type Column, columnOf, type Segment, sharedHeight } from './text-lines.ts';

/** Boxes grown on a page made of pixels, with the names that fit them. */
export interface Grown {
  readonly boxes: readonly LaidBox[];
  readonly gaps: readonly GapCount[];
}

/** Width to which a box grows where it has blank space, in points: more than most names take. */
const FIXED = 144;

/** Room left free at the edge of the page, in points. */
const MARGIN = 18;

/** Lines of a scan lean and swell: starts this near are the same, in points. */
const SAME = 4;

/** Gaps wider than this many heights of a line divide columns and cells. */
const COLUMN_GAP = 1.6;

/**
 * On a page of pixels nothing can be set anew: a box that hides an identity grows to the right into blank
 * space to a fixed width, or over the line to its edge; words that come under it count as redacted. Where
 * the lines lean it grows along them.
 */
export function growBoxes(text: PageText, boxes: readonly LaidBox[], options: RelayOptions): Grown {
  const lean = leanOf(text);
  const level = lean === undefined ? text : levelText(text, lean);
  const view = uprightView(text);
  const lines = linesOf(level, view);
  const desk: Desk = { view, lines, all: lines.map((line) => line.segment), names: namesOf(options), options };
  const levelled = boxes.map((one) => levelBox(one, lean));
  const shut = levelled.filter((one) => one.hidesIdentity !== true).map((one) => view.there(one.box));
  const gaps: GapCount[] = [];
  const asAsked = new Map<LaidBox, LaidBox>();
  const grown = levelled.map((item, i) => {
    const asked = boxes[i] ?? item;
    const { wide, exact, left } = item.hidesIdentity === true ? reachedBy(desk, item, shut) : NOTHING;
    if (exact !== undefined) gaps.push(gapOf(i, exact, left ?? exact));
    if (wide !== undefined) return { ...item, box: view.back(wide) };
    asAsked.set(item, asked);
    return item;
  });
  const each = oneEach({ boxes: grown, gaps });
  const placed = each.boxes.map((item) => {
    const put = lean === undefined ? item : leaning(item, lean);
    return asAsked.get(item) ?? clipped(put, text)[0] ?? item;
  });
  return { boxes: placed, gaps: each.gaps };
}

/** What the growth of every box of a page needs, in the upright level view. */
interface Desk {
  readonly view: View;
  readonly lines: readonly Line[];
  readonly all: readonly Segment[];
  readonly names: NameWidths;
  readonly options: RelayOptions;
}

/** What is known of a box: how far it is to reach, where its gap tells too much, and the names that fit it. */
interface Reached {
  readonly wide?: Box;
  readonly exact?: Fits;
  readonly left?: Fits;
}

const NOTHING: Reached = {};

function reachedBy(desk: Desk, item: LaidBox, shut: readonly Box[]): Reached {
  const { view, lines, all, names, options } = desk;
  const own = view.there(item.box);
  const hit = lines.filter((line) => line.letters.some((letter) => isUnder(letter, [own])));
  const measured = hit.flatMap((line) => measure(line, own, names) ?? []);
  const exact = smallest(measured.map((one) => one.exact));
  if (exact === undefined) return NOTHING;
  const reach = hit.map((line) => reachOf(line, own, all, view, shut));
  // What may be no name takes no other word along.
  const isLeft = item.sparing === true && reach.some((one) => one.takes);
  if (!isTelling(options, exact) || isLeft) return { exact };
  const wide = unionBox([own, ...reach.map((one) => one.box)]);
  return { wide, exact, left: smallest(measured.map((one) => fittingWithin(names, wide.w, one.size))) ?? exact };
}

/** The box on the level page; without height where it follows no line, so that it takes no part there. */
function levelBox(item: LaidBox, lean: Lean | undefined): LaidBox {
  if (lean === undefined) return item;
  const isUpright = item.parts === undefined && lean.back(item.box).length > 1;
  if (isUpright) return { ...item, box: { ...item.box, h: 0 } };
  return { ...item, box: unionBox(partsOf(item).map(lean.there)) };
}

function gapOf(box: number, exact: Fits, left: Fits): GapCount {
  return { box, exact: exact.dictionary, rosterExact: exact.roster, left: left.dictionary, rosterLeft: left.roster };
}

function smallest(fits: readonly Fits[]): Fits | undefined {
  return [...fits].sort((a, b) => a.dictionary - b.dictionary || a.roster - b.roster)[0];
}

/** A line of words in the upright view. */
interface Line {
  readonly segment: Segment;
  readonly words: readonly { readonly word: Word; readonly box: Box }[];
  readonly letters: readonly Box[];
}

/** The page turned so that its lines run to the right. */
interface View {
  readonly width: number;
  readonly there: (box: Box) => Box;
  readonly back: (box: Box) => Box;
}

function uprightView({ turn, width: W, height: H }: PageText): View {
  const same = (box: Box): Box => box;
  if (turn === 90)
    return {
      width: H,
      there: ({ x, y, w, h }) => ({ x: H - y - h, y: x, w: h, h: w }),
      back: ({ x, y, w, h }) => ({ x: y, y: H - x - w, w: h, h: w }),
    };
  if (turn === 180) {
    const over = ({ x, y, w, h }: Box): Box => ({ x: W - x - w, y: H - y - h, w, h });
    return { width: W, there: over, back: over };
  }
  if (turn === 270)
    return {
      width: H,
      there: ({ x, y, w, h }) => ({ x: y, y: W - x - w, w: h, h: w }),
      back: ({ x, y, w, h }) => ({ x: W - y - h, y: x, w: h, h: w }),
    };
  return { width: W, there: same, back: same };
}

function linesOf(text: PageText, view: View): readonly Line[] {
  const rows = new Map<number, { word: Word; box: Box }[]>();
  for (const word of text.words) {
    const row = rows.get(word.line) ?? [];
    row.push({ word, box: view.there(word.box) });
    rows.set(word.line, row);
  }
  return [...rows.values()].flatMap((row) => {
    row.sort((a, b) => a.box.x - b.box.x);
    const heights = row.map((one) => one.box.h).sort((a, b) => a - b);
    const height = heights[Math.floor(heights.length / 2)] ?? 0;
    const cells: { word: Word; box: Box }[][] = [];
    for (const one of row) {
      const before = cells.at(-1)?.at(-1)?.box;
      if (before !== undefined && one.box.x - before.x - before.w <= COLUMN_GAP * height) cells.at(-1)?.push(one);
      else cells.push([one]);
    }
    return cells.map((words) => lineOf(words, height, view));
  });
}

function lineOf(words: readonly { word: Word; box: Box }[], height: number, view: View): Line {
  const box = unionBox(words.map((one) => one.box));
  const text = words.map((one) => one.word.text).join(' ');
  const segment = { glyphs: [], box, baseline: box.y + box.h, size: height * 1.1, text, words: words.length };
  const letters = words.flatMap(({ word }) =>
    Array.from({ length: word.text.length }, (_, i) => view.there(glyphBox(word, i))),
  );
  return { segment, words, letters };
}

function namesOf(options: RelayOptions): NameWidths {
  return nameWidths(options.names, METRICS, BLANK);
}

/** The face of a scan is not known; its size is taken from the width of the line. */
const METRICS = standardMetrics({ baseFont: 'Times', bold: false, monospace: false });

/** Names that fit what a box hides of a line, with the size of its letters. */
function measure(line: Line, own: Box, names: NameWidths): { exact: Fits; size: number } | undefined {
  const under = line.letters.filter((letter) => isUnder(letter, [own]));
  if (under.length === 0) return undefined;
  const { x, w } = unionBox(under);
  const printed = line.words.reduce((sum, one) => sum + one.box.w, 0);
  const ems = line.words.reduce((sum, one) => sum + widthOf(one.word.text, METRICS, BLANK), 0);
  const size = ems > 0 ? printed / ems : line.segment.size;
  return x >= 0 && size > 0 ? { exact: fitting(names, w, size, SCANNED), size } : undefined;
}

/** How far a box reaches on a line, in the upright view, and whether it takes kept letters. */
function reachOf(
  line: Line,
  own: Box,
  all: readonly Segment[],
  view: View,
  shut: readonly Box[],
): { readonly box: Box; readonly takes: boolean } {
  const { segment } = line;
  const under = unionBox(line.letters.filter((letter) => isUnder(letter, [own])));
  const band = { x: under.x, y: Math.max(own.y, segment.box.y), w: under.w, h: Math.min(own.h, segment.box.h) };
  const kept = line.letters.filter((letter) => !isUnder(letter, [own]));
  const column = columnOf(segment, all);
  const stop = Math.min(view.width - MARGIN, ...stopsOf(segment, all, shut, under));
  const follows = kept.some((letter) => letter.x >= under.x + under.w - 1);
  const edge = edgeOf(segment, column, all, view);
  const fixed = under.x + FIXED;
  const isBlank = !follows && under.w <= FIXED && fixed <= stop;
  const right = Math.max(under.x + under.w, isBlank ? fixed : Math.min(edge, stop));
  const precedes = kept.some((letter) => letter.x + letter.w <= under.x + 1);
  const flush = all.some((one) => one !== segment && Math.abs(one.box.x - segment.box.x) <= SAME);
  const left = precedes || flush ? under.x : Math.min(under.x, ...all.map((one) => one.box.x));
  return { box: { ...band, x: left, w: right - left }, takes: follows };
}

/** The right edge of a line's column; that of the page where the line itself reaches farthest. */
function edgeOf(segment: Segment, column: Column, all: readonly Segment[], view: View): number {
  const own = segment.box.x + segment.box.w;
  const others = all.filter((one) => one !== segment).map((one) => one.box.x + one.box.w);
  if (column.above.length + column.below.length > 0 && column.right >= own - SAME) return Math.max(column.right, own);
  const widest = Math.max(0, ...others);
  return widest >= own ? widest : view.width - MARGIN;
}

/** What stands to the right on the same line: other cells, and boxes whose extent must be seen. */
function stopsOf(segment: Segment, all: readonly Segment[], shut: readonly Box[], under: Box): readonly number[] {
  const boxes = [...all.filter((one) => one !== segment).map((one) => one.box), ...shut];
  return boxes
    .filter((one) => one.x >= under.x + under.w - 1 && sharedHeight(one, under) > 0.3 * Math.min(one.h, under.h))
    .map((one) => one.x - 2);
}

/** Boxes that grew over each other are one, with the codes of both; what must be seen stays as it is. */
function oneEach({ boxes, gaps }: Grown): Grown {
  const kept: { box: LaidBox; from: number[] }[] = [];
  for (const [i, box] of boxes.entries()) {
    const meets = (other: LaidBox): boolean =>
      sharedArea(other.box, box.box) > 0.3 * Math.min(areaOf(other.box), areaOf(box.box));
    const over = kept.find((one) => !mustBeSeen(one.box) && !mustBeSeen(box) && meets(one.box));
    const merged = over === undefined ? undefined : joined([over.box, box]);
    if (over === undefined || merged === undefined) kept.push({ box, from: [i] });
    else {
      over.box = merged;
      over.from.push(i);
    }
  }
  const moved = gaps.map((gap) => ({ ...gap, box: kept.findIndex((one) => one.from.includes(gap.box)) }));
  return { boxes: kept.map((one) => one.box), gaps: moved };
}

function areaOf({ w, h }: Box): number {
  return w * h;
}
