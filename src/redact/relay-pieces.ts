import { type Box, sharedArea, unionBox } from '../model/geometry.ts';
import type { Glyph } from '../pdf/page-model.ts';
import type { LaidBox } from './box-layout.ts';
import type { SetLine } from './relay-layout.ts';
import { isBlank, type Segment, sharedHeight, sharedWidth } from './text-lines.ts';

/** How far a box may overshoot the letters of its line, up and down, in points. */
const OVERSHOOT = 0.5;

/** The strip that boxes on a line fill: as high as its letters, and not over the lines around it. */
export function bandOf(segment: Segment, all: readonly Segment[]): Box {
  const { box, baseline, size } = segment;
  let top = box.y - OVERSHOOT;
  let bottom = box.y + box.h + OVERSHOOT;
  for (const one of all) {
    if (one === segment || sharedWidth(one.box, box) <= 0) continue;
    if (one.baseline < baseline - 0.5 * size) top = Math.max(top, one.box.y + one.box.h);
    else if (one.baseline > baseline + 0.5 * size) bottom = Math.min(bottom, one.box.y);
  }
  top = Math.min(top, baseline - 0.75 * size);
  bottom = Math.max(bottom, baseline + 0.22 * size);
  return { x: box.x, y: top, w: box.w, h: bottom - top };
}

/** The part of a box that lies on a line. */
export function partOn(box: Box, segment: Segment): Box {
  const top = Math.max(box.y, segment.box.y - 1);
  const bottom = Math.min(box.y + box.h, segment.box.y + segment.box.h + 1);
  return bottom > top ? { x: box.x, y: top, w: box.w, h: bottom - top } : box;
}

/** The boxes of a re-laid line: each where its hole is now, with where it was. */
export function movedBoxes(
  boxes: readonly LaidBox[],
  line: SetLine,
  segment: Segment,
  band: Box,
): readonly { readonly box: LaidBox; readonly hole: number }[] {
  return line.holes.flatMap((hole, i) => {
    const source = boxes[hole.box];
    if (source === undefined) return [];
    const box = { x: hole.x, y: band.y, w: hole.width, h: band.h };
    return [{ box: { ...source, box, covers: [partOn(source.box, segment)] }, hole: i }];
  });
}

/**
 * The boxes over a whole line or cell: one, but for those whose own extent must stay to be seen, and beside what
 * lies under boxes of `apart`, which are painted as they are.
 */
export function wholeBoxes(
  boxes: readonly LaidBox[],
  used: ReadonlySet<number>,
  area: Box,
  segment: Segment,
  apart: readonly Box[] = [],
): readonly LaidBox[] {
  const here = [...used].flatMap((i) => boxes[i] ?? []);
  const seen = here.filter((one) => mustBeSeen(one)).map((one) => ({ ...one, box: partOn(one.box, segment) }));
  const hidden = here.filter((one) => !mustBeSeen(one));
  const merged = joined(hidden);
  if (merged === undefined) return seen;
  return [...cutOut(area, [...seen.map((one) => one.box), ...apart]).map((box) => ({ ...merged, box })), ...seen];
}

/** A court must see the extent of what is privileged: such a box neither grows nor goes under another. */
export function mustBeSeen(box: LaidBox): boolean {
  return box.hidesIdentity !== true && /^(AC|WP|PSY|DP|CI)\b/.test(box.code);
}

/** One box for several: all their codes and labels. */
export function joined(boxes: readonly LaidBox[]): LaidBox | undefined {
  const [first] = boxes;
  if (first === undefined) return undefined;
  const codes = [...new Set(boxes.flatMap((one) => one.code.split('/')))];
  const labels = [...new Set(boxes.map((one) => one.label))];
  const [label = '', ...more] = labels;
  const { sparing, parts: _, ...rest } = first;
  return {
    ...rest,
    ...(sparing === true && boxes.every((one) => one.sparing === true) ? { sparing } : {}),
    box: unionBox(boxes.map((one) => one.box)),
    code: codes.join('/'),
    label: [label, ...more.map((one) => one.replace(/^Redacted: /, ''))].join('; '),
    hidesIdentity: true,
    of: [...new Set(boxes.flatMap((one) => one.of))].sort((a, b) => a - b),
  };
}

/** White between two boxes that must be told apart, in points. */
const GAP = 0.5;

/** An area without what stands under others, which lie on the same line. */
function cutOut(area: Box, others: readonly Box[]): readonly Box[] {
  const pieces: Box[] = [];
  let left = area.x;
  const right = area.x + area.w;
  for (const other of [...others].sort((a, b) => a.x - b.x)) {
    if (sharedHeight(other, area) <= 0) continue;
    if (other.x - GAP > left) pieces.push({ ...area, x: left, w: Math.min(other.x - GAP, right) - left });
    left = Math.max(left, other.x + other.w + GAP);
  }
  if (left < right) pieces.push({ ...area, x: left, w: right - left });
  return pieces;
}

/**
 * Boxes of which those over whole lines under each other are one: a passage is one box in the log, however
 * many lines it fills. `at` tells the place of each box among them.
 */
export function stacked(
  painted: readonly LaidBox[],
  all: readonly Segment[],
  glyphs: readonly Glyph[],
): { readonly boxes: readonly LaidBox[]; readonly at: (box: LaidBox) => number } {
  const made: { box: LaidBox; readonly from: LaidBox[] }[] = [];
  for (const box of painted) {
    const over = made.find((one) => isStack(one.box, box, all, glyphs));
    if (over === undefined) made.push({ box, from: [box] });
    else {
      const of = [...new Set([...over.box.of, ...box.of])].sort((a, b) => a - b);
      over.box = { ...over.box, box: unionBox([over.box.box, box.box]), of };
      over.from.push(box);
    }
  }
  return {
    boxes: made.map((one) => one.box),
    at: (box) => made.findIndex((one) => one.from.includes(box)),
  };
}

function isStack(a: LaidBox, b: LaidBox, all: readonly Segment[], glyphs: readonly Glyph[]): boolean {
  if (a.covers !== undefined || b.covers !== undefined) return false;
  if (a.code !== b.code || a.label !== b.label || a.hidesIdentity !== b.hidesIdentity) return false;
  const same = Math.abs(a.box.x - b.box.x) <= 1 && Math.abs(a.box.w - b.box.w) <= 1;
  const top = Math.min(a.box.y + a.box.h, b.box.y + b.box.h);
  const gap = { ...a.box, y: top, h: Math.max(a.box.y, b.box.y) - top };
  if (!same || gap.h >= b.box.h) return false;
  if (all.some((one) => sharedWidth(one.box, gap) > 0 && sharedHeight(one.box, gap) > 0.5 * one.box.h)) return false;
  // Lines that run down the page are no segments: what stands between two boxes there is words of one line.
  return !glyphs.some(
    (one) => one.angle !== 0 && !isBlank(one) && sharedArea(one.box, gap) > 0.3 * one.box.w * one.box.h,
  );
}
