import { type Box, clipBox, unionBox } from '../model/geometry.ts';
import type { GapCount } from '../model/redacting.ts';
import type { PageModel } from '../pdf/page-model.ts';
import type { LaidBox } from './box-layout.ts';
import { allFit, type Fits, fittingWithin } from './gaps.ts';
import { isTelling, type RelayOptions, Ruler } from './relay-count.ts';
import { kindOf, type LineKind } from './relay-kind.ts';
import { type Hole, type SetLine, setLine } from './relay-layout.ts';
import { bandOf, movedBoxes, partOn, stacked, wholeBoxes } from './relay-pieces.ts';
import { firstHits } from './surgeon-hits.ts';
import type { Places } from './surgeon-place.ts';
import { columnOf, type Segment, segmentsOf, sharedHeight, sharedWidth } from './text-lines.ts';

/** A line that was set anew: where it stood, and where it ends now. */
export interface RelaidLine {
  readonly box: Box;
  readonly baseline: number;
  /** Left edge of its column. */
  readonly left: number;
  readonly end: number;
}

/** What becomes of the boxes of a page. */
export interface Relaid {
  /** As they are to be painted. */
  readonly boxes: readonly LaidBox[];
  /** Areas of the page as it was from which everything is taken out. */
  readonly areas: readonly Box[];
  /** Drawings that go with what was removed. */
  readonly grounds: readonly Box[];
  /** Kept glyphs of re-laid lines with their new places. */
  readonly places: Places;
  readonly lines: readonly RelaidLine[];
  readonly gaps: readonly GapCount[];
}

/** Width in points that a code needs to be legible in a box. */
export type CodeWidth = (code: string) => number;

/**
 * Plans what is done about the width of the boxes that hide an identity on a page with live text: lines of
 * running text are set anew around boxes of constant width, other lines and cells are boxed over; nothing
 * else moves (engine 6). The answer is a function of the page, so copies of a page come out alike.
 */
export function relayPage(
  page: PageModel,
  boxes: readonly LaidBox[],
  options: RelayOptions,
  codeWidth: CodeWidth,
): Relaid {
  const all = segmentsOf(page);
  // Letters under two boxes count as those of the one that hides who somebody is.
  const order = [...boxes.keys()].sort((a, b) => rankOf(boxes[a]) - rankOf(boxes[b]) || a - b);
  const first = firstHits(
    page,
    order.flatMap((i) => boxes[i]?.box ?? []),
  );
  const hit = new Map([...first].map(([glyph, at]) => [glyph, order[at] ?? at]));
  const lines = linesUnder(all, hit, boxes.length);
  const loose = looseBoxes(boxes, lines);
  const desk: Desk = { page, all, boxes, hit, lines, loose, options, codeWidth, ruler: new Ruler(page, options.names) };
  const treated = all.flatMap((segment) => treat(desk, segment) ?? []);
  const rest = boxes.flatMap((box, i) => restOf(desk, box, i, treated));
  const painted = stacked([...treated.flatMap((one) => one.painted), ...rest], all, page.glyphs);
  const counts = treated.flatMap((one) => one.counts);
  const gaps = counts.map(({ box, exact, left }): GapCount => {
    const shown = typeof box === 'number' ? rest.find((one) => one.of === boxes[box]?.of) : box;
    return {
      box: shown === undefined ? 0 : painted.at(shown),
      exact: exact.dictionary,
      rosterExact: exact.roster,
      left: left.dictionary,
      rosterLeft: left.roster,
    };
  });
  return {
    boxes: painted.boxes,
    areas: [...boxes.map((one) => one.box), ...treated.flatMap((one) => one.areas)],
    grounds: treated.flatMap((one) => one.grounds ?? []),
    places: new Map(treated.flatMap((one) => [...(one.places ?? [])])),
    lines: treated.flatMap((one) => one.line ?? []),
    gaps,
  };
}

function rankOf(box: LaidBox | undefined): number {
  return box?.hidesIdentity === true ? 0 : 1;
}

/** What the treatment of every line needs. */
interface Desk {
  readonly page: PageModel;
  readonly all: readonly Segment[];
  readonly boxes: readonly LaidBox[];
  /** Removed glyphs, with the index of their box. */
  readonly hit: ReadonlyMap<number, number>;
  /** By box, the lines of which it takes letters. */
  readonly lines: readonly ReadonlySet<Segment>[];
  readonly loose: ReadonlySet<number>;
  readonly options: RelayOptions;
  readonly codeWidth: CodeWidth;
  readonly ruler: Ruler;
}

/** What was done to a line; nothing but counting where `painted` is empty. */
interface Treated {
  readonly segment: Segment;
  readonly painted: readonly LaidBox[];
  readonly areas: readonly Box[];
  readonly grounds?: readonly Box[];
  readonly places?: Places;
  readonly line?: RelaidLine;
  /** Of each gap: its painted box, or the index of the box that stays as it was asked for. */
  readonly counts: readonly { readonly box: LaidBox | number; readonly exact: Fits; readonly left: Fits }[];
}

/**
 * Widths of a box in a re-laid line, in points; a code that needs more gets more. The narrow one is for lines that
 * the words that stay leave no room for the other: that does not depend on what is hidden, so it tells nothing of it.
 */
const CONSTANT = 60;
const NARROW = 36;

/** Share of its column from which a run at the end of a line is boxed to the edge. */
const LONG = 0.5;

function treat(desk: Desk, segment: Segment): Treated | undefined {
  const { page, boxes, hit, options, ruler } = desk;
  const used = new Set<number>();
  for (const index of segment.glyphs) {
    const box = hit.get(index);
    if (box !== undefined) used.add(box);
  }
  if (used.size === 0) return undefined;
  const hides = (box: number): boolean => boxes[box]?.hidesIdentity === true;
  if (![...used].some(hides)) return undefined;
  const holeOf = (index: number): number | undefined => hit.get(index);
  const asked = setLine(page, segment, holeOf, (hole) => hole.natural).holes;
  const holes = asked.filter((hole) => hides(hole.box));
  const exact = new Map(holes.map((hole) => [hole, ruler.exact(hole)]));
  const leave = (): Treated => {
    const counted = (hole: Hole): Fits => exact.get(hole) ?? NONE;
    const counts = holes.map((hole) => ({ box: hole.box, exact: counted(hole), left: counted(hole) }));
    return { segment, painted: [], areas: [], counts };
  };
  if (!holes.some((hole) => isTelling(options, exact.get(hole) ?? NONE))) return leave();
  const column = columnOf(segment, desk.all);
  const kind = kindOf(segment, { page, all: desk.all, column, holes: asked });
  const moves = kind.running && ![...used].some((box) => desk.loose.has(box)) && !isOverlaid(desk, segment, used);
  const edges = kind.edges ?? column;
  const fitted = (width: number): SetLine | undefined => fittedLine(desk, segment, kind, edges, width);
  const line = moves ? (fitted(CONSTANT) ?? fitted(NARROW)) : undefined;
  if (line === undefined && holes.every((hole) => boxes[hole.box]?.sparing === true)) return leave();
  if (line === undefined) return overWhole(desk, segment, used, kind, holes, exact);
  const moved = movedBoxes(boxes, line, segment, bandOf(segment, desk.all));
  const counts = moved.flatMap(({ box, hole }) => {
    const before = holes.find((one) => one.from === line.holes[hole]?.from);
    const fits = before === undefined ? undefined : exact.get(before);
    return before === undefined || fits === undefined
      ? []
      : [{ box, exact: fits, left: allFit(ruler.widths(before.font)) }];
  });
  return {
    segment,
    painted: moved.map(({ box }) => box),
    areas: [],
    grounds: kind.grounds,
    places: line.places,
    line: { box: segment.box, baseline: segment.baseline, left: edges.left, end: line.end },
    counts,
  };
}

/** Under a box over letters that another box takes already, which would stay where it is: over words that moved there. */
function isOverlaid({ boxes }: Desk, { box: line }: Segment, used: ReadonlySet<number>): boolean {
  const lies = (one: Box): boolean =>
    sharedHeight(one, line) > 0.3 * Math.min(one.h, line.h) && sharedWidth(one, line) > 0;
  return boxes.some(({ box }, i) => !used.has(i) && lies(box));
}

const NONE: Fits = { dictionary: 0, roster: 0 };

/** The line set anew around boxes `width` points wide; undefined where none of it stays, or it has no room. */
function fittedLine(
  desk: Desk,
  segment: Segment,
  kind: LineKind,
  column: { readonly left: number; readonly right: number },
  width: number,
): SetLine | undefined {
  const { page, boxes, hit, codeWidth } = desk;
  const holeOf = (index: number): number | undefined => hit.get(index);
  const constant = ({ box, natural }: { box: number; natural: number }): number => {
    const one = boxes[box];
    return one?.hidesIdentity === true ? Math.max(width, Math.ceil(codeWidth(one.code))) : natural;
  };
  const line = setLine(page, segment, holeOf, constant);
  if (!line.keeps) return undefined;
  const last = line.holes.at(-1);
  const isLong = last !== undefined && last.natural > LONG * (column.right - column.left);
  const hides = last !== undefined && boxes[last.box]?.hidesIdentity === true;
  if (!isLong || !hides || line.keepsTail) return line.end <= kind.limit ? line : undefined;
  let count = 0;
  const toEdge = setLine(page, segment, holeOf, (hole) => {
    count++;
    return count === line.holes.length ? Math.max(constant(hole), column.right - hole.x) : constant(hole);
  });
  return toEdge.end <= kind.limit ? toEdge : undefined;
}

/** By box, the lines of which it takes letters. */
function linesUnder(
  all: readonly Segment[],
  hit: ReadonlyMap<number, number>,
  boxes: number,
): readonly ReadonlySet<Segment>[] {
  const lines = Array.from({ length: boxes }, () => new Set<Segment>());
  if (hit.size === 0) return lines;
  for (const segment of all) {
    for (const index of segment.glyphs) {
      const box = hit.get(index);
      if (box !== undefined) lines[box]?.add(segment);
    }
  }
  return lines;
}

/** Boxes that reach beyond the lines whose letters they take, over pictures or blank space: they move with none. */
function looseBoxes(boxes: readonly LaidBox[], linesOf: readonly ReadonlySet<Segment>[]): ReadonlySet<number> {
  const loose = new Set<number>();
  for (const [i, { box }] of boxes.entries()) {
    const lines = [...(linesOf[i] ?? [])];
    const reach = lines.length === 0 ? undefined : unionBox(lines.map((segment) => segment.box));
    const size = Math.max(0, ...lines.map((segment) => segment.size));
    const isInside =
      reach !== undefined &&
      box.x >= reach.x - size &&
      box.y >= reach.y - size &&
      box.x + box.w <= reach.x + reach.w + size &&
      box.y + box.h <= reach.y + reach.h + size;
    if (!isInside) loose.add(i);
  }
  return loose;
}

function overWhole(
  desk: Desk,
  segment: Segment,
  used: ReadonlySet<number>,
  kind: LineKind,
  holes: readonly Hole[],
  exact: ReadonlyMap<Hole, Fits>,
): Treated {
  const { boxes, page, ruler } = desk;
  const band = bandOf(segment, desk.all);
  const parts = [...used].map((i) => boxes[i]).flatMap((one) => (one === undefined ? [] : partOn(one.box, segment)));
  const left = Math.min(kind.left, ...parts.map((part) => part.x));
  const right = Math.max(kind.right, ...parts.map((part) => part.x + part.w));
  const whole = clipBox({ x: left, y: band.y, w: right - left, h: band.h }, page) ?? band;
  const apart = [...used].flatMap((i) => (desk.loose.has(i) ? (boxes[i]?.box ?? []) : []));
  const painted = wholeBoxes(boxes, used, whole, segment, apart);
  const counts = holes.flatMap((hole) => {
    const box = painted.find((one) => one.of.some((o) => boxes[hole.box]?.of.includes(o))) ?? hole.box;
    const fits = exact.get(hole);
    const within = fittingWithin(ruler.widths(hole.font), whole.w, hole.size);
    return fits === undefined ? [] : [{ box, exact: fits, left: within }];
  });
  return { segment, painted, areas: painted.map((one) => one.box), counts };
}

/** What of a box is painted where it was asked for: all, or the lines on which nothing was done. */
function restOf(desk: Desk, box: LaidBox, index: number, treated: readonly Treated[]): readonly LaidBox[] {
  const uses = (segment: Segment): boolean => desk.lines[index]?.has(segment) === true;
  const done = treated.filter((one) => one.painted.length > 0 && uses(one.segment)).map((one) => one.segment);
  if (done.length === 0 || desk.loose.has(index)) return [box];
  const open = desk.all.filter((segment) => uses(segment) && !done.includes(segment));
  // Beside a line that was set anew stands no part of it any more.
  const parts = open
    .filter((segment) => !done.some((one) => sharedHeight(one.box, segment.box) > 0.5 * segment.box.h))
    .map((segment) => partOn(box.box, segment));
  return parts.length === 0 ? [] : [{ ...box, box: unionBox(parts) }];
}
