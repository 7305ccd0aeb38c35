import { type Box, clipBox, growBox, sharedArea, unionBox } from '../model/geometry.ts';
import { glyphBox, type PageText, type Word } from '../model/page.ts';
import type { BurnBox, PaintedBox } from '../model/redacting.ts';
import { type Lean, leanOf } from './lean.ts';

/** A painted box that says which of the boxes asked for it stands for. */
export interface LaidBox extends PaintedBox {
  readonly of: readonly number[];
}

/** How far ink may overshoot the boxes of its glyphs, in points. */
const OVERSHOOT = 0.8;

/** Words farther than this along the line say nothing about the height of a skewed line, in points. */
const LINE_REACH = 120;

/** Words that far off, in heights of a box and points more, have nothing to do with it. */
const FAR = { heights: 3, along: 20 };

/** True where the centre of `glyph` lies in one of `boxes`: the rule by which glyphs are removed. */
export function isUnder(glyph: Box, boxes: readonly Box[]): boolean {
  const x = glyph.x + glyph.w / 2;
  const y = glyph.y + glyph.h / 2;
  return boxes.some((b) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h);
}

/**
 * The boxes to paint for `burn`: grown over the full boxes of the glyphs they remove and to the
 * height of the line (an ink-high box would show ascenders and descenders), but not over the
 * glyphs that stay; neighbours of one code and label made one. On a page whose lines lean, a box over
 * part of a line follows it. Cut to the page.
 */
export function layoutBoxes(text: PageText, burn: readonly BurnBox[]): readonly LaidBox[] {
  const asked = burn.map((item, i) => ({ ...item, of: [i] }));
  const lean = leanOf(text);
  if (lean === undefined) return layOut(text, asked).flatMap((item) => clipped(item, text));
  const level = levelText(text, lean);
  const onLines: LaidBox[] = [];
  const upright: LaidBox[] = [];
  for (const item of asked) {
    const box = levelBox(text, level, item.box);
    if (box === undefined) upright.push(item);
    else onLines.push({ ...item, box });
  }
  const followed = layOut(level, onLines).map((item) => leaning(item, lean));
  return [...layOut(text, upright), ...followed].flatMap((item) => clipped(item, text));
}

/** A level box as it is painted on a page that leans. */
export function leaning(item: LaidBox, lean: Lean): LaidBox {
  const parts = lean.back(item.box);
  const box = unionBox(parts);
  return parts.length === 1 ? { ...item, box } : { ...item, box, parts };
}

/** A box cut to the page, with its parts; nothing where none of it is on the page. */
export function clipped(item: LaidBox, page: { readonly width: number; readonly height: number }): readonly LaidBox[] {
  const box = clipBox(item.box, page);
  if (box === undefined) return [];
  const { parts, ...rest } = item;
  if (parts === undefined) return [{ ...rest, box }];
  return [{ ...rest, box, parts: parts.flatMap((part) => clipBox(part, page) ?? []) }];
}

/** The page with its words where they would be if it did not lean. */
export function levelText(text: PageText, lean: Lean): PageText {
  const words = text.words.map((word): Word => {
    const glyphs = glyphsOf(word).map(lean.there);
    return { ...word, box: unionBox(glyphs), glyphs: glyphs.flatMap(({ x, y, w, h }) => [x, y, w, h]) };
  });
  return { ...text, words };
}

/** How far the edges of a box may lie off those of the letters it was made of, in points. */
const ASKED = 1.5;

/** The box of the same letters on the level page; undefined where the box was not made of the letters of a line. */
function levelBox(text: PageText, level: PageText, asked: Box): Box | undefined {
  const upright = text.turn % 180 === 0;
  const rows = new Map<number, { page: Box[]; level: Box[] }>();
  for (const [w, word] of text.words.entries()) {
    for (const [i, glyph] of glyphsOf(word).entries()) {
      const within = upright
        ? inRange(glyph.x + glyph.w / 2, asked.x, asked.w)
        : inRange(glyph.y + glyph.h / 2, asked.y, asked.h);
      const twin = level.words[w];
      if (!within || twin === undefined) continue;
      const row = rows.get(word.line) ?? { page: [], level: [] };
      row.page.push(glyph);
      row.level.push(glyphBox(twin, i));
      rows.set(word.line, row);
    }
  }
  const all = [...rows.values()];
  const line = all.find((row) => isSame(unionBox(row.page), asked));
  if (line !== undefined) return unionBox(line.level);
  const inside = all.filter((row) => isWithin(unionBox(row.page), asked));
  if (inside.length < 2 || !isSame(unionBox(inside.flatMap((row) => row.page)), asked)) return undefined;
  return unionBox(inside.flatMap((row) => row.level));
}

function inRange(at: number, from: number, length: number): boolean {
  return at >= from && at <= from + length;
}

function edgesOf({ x, y, w, h }: Box): readonly [number, number, number, number] {
  return [x, y, x + w, y + h];
}

function isSame(a: Box, b: Box): boolean {
  const other = edgesOf(b);
  return edgesOf(a).every((edge, i) => Math.abs(edge - (other[i] ?? 0)) <= ASKED);
}

function isWithin(inner: Box, outer: Box): boolean {
  const [x0, y0, x1, y1] = edgesOf(inner);
  const [left, top, right, bottom] = edgesOf(outer);
  return x0 >= left - ASKED && y0 >= top - ASKED && x1 <= right + ASKED && y1 <= bottom + ASKED;
}

function layOut(text: PageText, asked: readonly LaidBox[]): readonly LaidBox[] {
  const boxes = asked.map((b) => b.box);
  const reach = text.readBy === 'ocr' ? { ...FAR, along: FAR.along + LINE_REACH } : FAR;
  const removed: Box[] = [];
  const kept: Box[] = [];
  for (const word of text.words) {
    const near = boxes.filter((box) => isNear(word.box, box, reach));
    if (near.length === 0) continue;
    for (const glyph of glyphsOf(word)) (isUnder(glyph, near) ? removed : kept).push(glyph);
  }
  const grown = asked.map((item) => ({ ...item, box: growOne(text, item.box, removed, kept) }));
  return mergeBoxes(grown, kept);
}

/** Could a box of that height, grown over its line and joined with its neighbours, meet the word? */
function isNear(word: Box, box: Box, { heights, along }: typeof FAR): boolean {
  const reach = heights * Math.min(box.w, box.h) + along;
  return (
    word.y <= box.y + box.h + reach &&
    word.y + word.h >= box.y - reach &&
    word.x <= box.x + box.w + reach &&
    word.x + word.w >= box.x - reach
  );
}

function glyphsOf(word: Word): readonly Box[] {
  return Array.from({ length: word.text.length }, (_, i) => glyphBox(word, i));
}

function growOne(text: PageText, asked: Box, removed: readonly Box[], kept: readonly Box[]): Box {
  const under = removed.filter((glyph) => isUnder(glyph, [asked]));
  const full = unionBox([asked, ...under, ...lineBands(text, asked)]);
  return withoutNeighbours(growBox(full, OVERSHOOT), unionBox([asked, ...under]), kept);
}

/** For words read by OCR, whose boxes hug the ink: a strip as high as the line around each. */
function lineBands(text: PageText, asked: Box): readonly Box[] {
  if (text.readBy !== 'ocr') return [];
  const upright = text.turn % 180 === 0;
  return text.words
    .filter((word) => sharedArea(word.box, asked) > 0)
    .map((word) => {
      const near = text.words.filter(
        (other) => other.line === word.line && distance(other.box, asked, upright) < LINE_REACH,
      );
      const band = unionBox([
        word.box,
        ...near.filter((other) => !isOutsized(other.box, word.box, upright)).map((w) => w.box),
      ]);
      return upright ? { ...asked, y: band.y, h: band.h } : { ...asked, x: band.x, w: band.w };
    });
}

function distance(a: Box, b: Box, upright: boolean): number {
  return upright
    ? Math.max(a.x - (b.x + b.w), b.x - (a.x + a.w), 0)
    : Math.max(a.y - (b.y + b.h), b.y - (a.y + a.h), 0);
}

function isOutsized(box: Box, than: Box, upright: boolean): boolean {
  return upright ? box.h > than.h * 2.2 : box.w > than.w * 2.2;
}

/** `grown` drawn back from glyphs that stay, though never inside `core`. */
function withoutNeighbours(grown: Box, core: Box, kept: readonly Box[]): Box {
  let { x, y } = grown;
  let right = grown.x + grown.w;
  let bottom = grown.y + grown.h;
  const coreRight = core.x + core.w;
  const coreBottom = core.y + core.h;
  for (const glyph of kept) {
    if (sharedArea(glyph, { x, y, w: right - x, h: bottom - y }) === 0) continue;
    const beside = Math.min(glyph.y + glyph.h, coreBottom) - Math.max(glyph.y, core.y) > glyph.h / 3;
    if (beside) {
      if (glyph.x + glyph.w / 2 < core.x) x = Math.min(core.x, Math.max(x, glyph.x + glyph.w));
      else if (glyph.x + glyph.w / 2 > coreRight) right = Math.max(coreRight, Math.min(right, glyph.x));
    } else if (glyph.y + glyph.h / 2 < core.y) y = Math.min(core.y, Math.max(y, glyph.y + glyph.h));
    else if (glyph.y + glyph.h / 2 > coreBottom) bottom = Math.max(coreBottom, Math.min(bottom, glyph.y));
  }
  return { x, y, w: right - x, h: bottom - y };
}

/** Joins boxes of one code and label that stand beside or right under each other, unless a glyph that stays would be covered. */
function mergeBoxes(boxes: readonly LaidBox[], kept: readonly Box[]): readonly LaidBox[] {
  const open = [...boxes].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
  for (let i = 0; i < open.length; i++) {
    for (let j = i + 1; j < open.length; j++) {
      const a = open[i];
      const b = open[j];
      if (a === undefined || b === undefined || !mayMerge(a, b, kept)) continue;
      open[i] = { ...a, box: unionBox([a.box, b.box]), of: [...a.of, ...b.of].sort((x, y) => x - y) };
      open.splice(j, 1);
      j = i;
    }
  }
  return open;
}

function mayMerge(a: PaintedBox, b: PaintedBox, kept: readonly Box[]): boolean {
  if (a.code !== b.code || a.label !== b.label) return false;
  if (a.hidesIdentity !== b.hidesIdentity || a.sparing !== b.sparing) return false;
  const union = unionBox([a.box, b.box]);
  const height = Math.min(a.box.h, b.box.h);
  const beside = union.h < Math.max(a.box.h, b.box.h) * 1.3 && union.w - a.box.w - b.box.w < height * 0.8;
  const stacked = union.w < Math.min(a.box.w, b.box.w) * 1.3 && union.h - a.box.h - b.box.h < height * 0.7;
  return (beside || stacked) && !kept.some((glyph) => sharedArea(glyph, union) > glyph.w * glyph.h * 0.1);
}
