import { type Box, growBox, holdsBox, sharedArea } from '../model/geometry.ts';
import type { Glyph, ImageUse, PageModel, PathUse } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/**
 * Share of a glyph's area that a box may cover before the glyph goes, where its centre stays free. A box
 * made of neighbouring glyphs overlaps by kerning and tight leading, a tenth at most; a fifth of a
 * letter under a box already tells which letter it is.
 */
const SHARE = 0.2;

/** Rounding allowed at the edges of boxes, in points. */
const EDGE = 0.01;

/** How far an image or a path may stand out of a box and still be wholly inside, in points. */
const OVERHANG = 0.5;

/** What boxes hit on a page. */
export interface Hits {
  /** Indices in PageModel.glyphs, ascending. */
  readonly glyphs: readonly number[];
  readonly wholeImages: readonly ImageUse[];
  readonly partImages: readonly ImageUse[];
  /** Paths that lie wholly inside a box. */
  readonly paths: readonly PathUse[];
}

/**
 * Finds what `boxes` hit, the glyphs of `hidden`, and drawings inside `grounds`; throws CannotCut where something
 * of it cannot be taken out of a content stream.
 */
export function findHits(
  page: PageModel,
  boxes: readonly Box[],
  hidden: readonly number[] = [],
  grounds: readonly Box[] = [],
): Hits {
  refusePatterns(page, boxes);
  const glyphs = [...new Set([...hidden, ...firstHits(page, boxes).keys()])].sort((a, b) => a - b);
  if (glyphs.some((index) => (page.glyphs[index]?.tr ?? 0) >= 4)) {
    throw new CannotCut('clip-text', 'text to be removed is used as a clip');
  }
  const wholeImages: ImageUse[] = [];
  const partImages: ImageUse[] = [];
  for (const image of page.images) {
    if (boxes.some((box) => holds(box, image.box))) wholeImages.push(image);
    else if (boxes.some((box) => overlap(image.quad, box) > EDGE)) partImages.push(image);
  }
  return { glyphs, wholeImages, partImages, paths: findPaths(page, boxes, grounds) };
}

/** Height of the strips in which boxes are looked up, in points. */
const STRIP = 16;
const TALL = 1000;

/** The glyphs that a box hits, in order, each with the index of the first that does. */
export function firstHits(page: PageModel, boxes: readonly Box[]): ReadonlyMap<number, number> {
  const strips = new Map<number, number[]>();
  const stripOf = (y: number): number => Math.floor(y / STRIP);
  for (const [i, box] of boxes.entries()) {
    for (let strip = stripOf(box.y - EDGE); strip <= stripOf(box.y + box.h + EDGE); strip++) {
      const list = strips.get(strip);
      if (list === undefined) strips.set(strip, [i]);
      else list.push(i);
    }
  }
  const hits = new Map<number, number>();
  if (boxes.length === 0) return hits;
  const all = [...boxes.keys()];
  for (let index = 0; index < page.glyphs.length; index++) {
    const glyph = page.glyphs[index];
    if (glyph === undefined) continue;
    const { y, h } = glyph.box;
    let first = boxes.length;
    // A letter larger than any page would fill strips without end.
    if (h > TALL) first = firstOf(all, boxes, glyph, first);
    else {
      const last = stripOf(y + h);
      for (let strip = stripOf(y); strip <= last; strip++) {
        const list = strips.get(strip);
        if (list !== undefined) first = firstOf(list, boxes, glyph, first);
      }
    }
    if (first < boxes.length) hits.set(index, first);
  }
  return hits;
}

/** The first of `list` (indices of boxes, ascending) that hits the glyph, where it is smaller than `known`. */
function firstOf(list: readonly number[], boxes: readonly Box[], glyph: Glyph, known: number): number {
  for (const i of list) {
    if (i >= known) return known;
    const box = boxes[i];
    if (box !== undefined && hitsGlyph(box, glyph)) return i;
  }
  return known;
}

/** Does the box cover the centre of the glyph, or more than SHARE of its area? */
export function hitsGlyph(box: Box, glyph: Glyph): boolean {
  if (!near(box, glyph.box)) return false;
  const { quad } = glyph;
  const at = (i: number): number => quad[i] ?? 0;
  const cx = (at(0) + at(2) + at(4) + at(6)) / 4;
  const cy = (at(1) + at(3) + at(5) + at(7)) / 4;
  if (cx >= box.x - EDGE && cx <= box.x + box.w + EDGE && cy >= box.y - EDGE && cy <= box.y + box.h + EDGE) return true;
  const area = polygonArea(quad);
  if (area <= 0) return false;
  const shared = isUpright(quad, glyph.box) ? sharedArea(glyph.box, box) : overlap(quad, box);
  return shared > SHARE * area;
}

/** Is every corner of the quad a corner of the box around it? */
function isUpright(quad: readonly number[], { x, y, w, h }: Box): boolean {
  for (let i = 0; i < 8; i += 2) {
    const px = (quad[i] ?? 0) - x;
    const py = (quad[i + 1] ?? 0) - y;
    if (Math.min(Math.abs(px), Math.abs(px - w)) > 1e-6 || Math.min(Math.abs(py), Math.abs(py - h)) > 1e-6)
      return false;
  }
  return true;
}

function near(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w + EDGE && b.x <= a.x + a.w + EDGE && a.y <= b.y + b.h + EDGE && b.y <= a.y + a.h + EDGE;
}

function holds(outer: Box, inner: Box): boolean {
  return holdsBox(growBox(outer, OVERHANG), inner);
}

function refusePatterns(page: PageModel, boxes: readonly Box[]): void {
  for (const use of page.patterns) {
    if (!use.content) continue;
    if (use.kind === 'type3') throw new CannotCut('type3', 'glyphs of the page are made of other text or images');
    if (!boxes.some((box) => near(box, use.box))) continue;
    if (use.kind === 'soft-mask') throw new CannotCut('soft-mask', 'a soft mask under a box holds text or images');
    throw new CannotCut('pattern', 'a pattern under a box holds text or images');
  }
}

function findPaths(page: PageModel, boxes: readonly Box[], grounds: readonly Box[]): readonly PathUse[] {
  const inside: PathUse[] = [];
  for (const path of page.paths) {
    if (!path.fill && !path.stroke) continue;
    if (boxes.some((box) => holds(box, path.box)) || grounds.some((box) => holds(box, path.box))) inside.push(path);
    // A letter drawn as an outline would be half painted over and half kept.
    else if (
      !path.plain &&
      boxes.some((box) => near(box, path.box) && meetsSegment(path, box) && !isGround(path, box) && !isSide(path, box))
    ) {
      throw new CannotCut('outlines', 'a drawing lies half under a box');
    }
  }
  return inside;
}

/** Lines and curves of a highlight or a rounded frame; a stroke of a pen has fewer, a word drawn as outlines more. */
const FEW = { least: 3, most: 8 };

/** How much wider than a line is high no letter of it is. */
const WIDE = 1.25;

/** Is the path a simple shape too large to be a letter of the line under the box: a marker's stroke, a frame, an arrow? */
function isGround({ box, segments }: PathUse, line: Box): boolean {
  const count = segments.length / 4;
  return count >= FEW.least && count <= FEW.most && box.w > WIDE * line.h && box.h > 0.8 * line.h;
}

/** The widest and the shortest side of a table's cell, in points: no letter is so tall and so thin. */
const SIDE = { w: 1.5, h: 14 };

/** Is the path a rule, or the mitred side of a cell? */
function isSide({ box: { w, h } }: PathUse, line: Box): boolean {
  return Math.min(w, h) <= SIDE.w && Math.max(w, h) > Math.min(line.h, SIDE.h);
}

function meetsSegment(path: PathUse, box: Box): boolean {
  const { segments } = path;
  for (let i = 0; i + 3 < segments.length; i += 4) {
    const x0 = segments[i] ?? 0;
    const y0 = segments[i + 1] ?? 0;
    const w = (segments[i + 2] ?? 0) - x0;
    const h = (segments[i + 3] ?? 0) - y0;
    if (near(box, { x: x0, y: y0, w, h })) return true;
  }
  return false;
}

function polygonArea(points: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    sum += (points[i] ?? 0) * (points[j + 1] ?? 0) - (points[j] ?? 0) * (points[i + 1] ?? 0);
  }
  return Math.abs(sum) / 2;
}

/** Area that a convex quad shares with a box (Sutherland and Hodgman's clipping). */
export function overlap(quad: readonly number[], box: Box): number {
  let points = quad;
  points = clipAt(points, 0, box.x, 1);
  points = clipAt(points, 0, box.x + box.w, -1);
  points = clipAt(points, 1, box.y, 1);
  points = clipAt(points, 1, box.y + box.h, -1);
  return polygonArea(points);
}

/** Keeps the part of a polygon where side * (coordinate - limit) >= 0. */
function clipAt(points: readonly number[], axis: 0 | 1, limit: number, side: 1 | -1): readonly number[] {
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    const [nx, ny] = [points[j] ?? 0, points[j + 1] ?? 0];
    const from = side * ((axis === 0 ? x : y) - limit);
    const to = side * ((axis === 0 ? nx : ny) - limit);
    if (from >= 0) out.push(x, y);
    if (from >= 0 !== to >= 0) {
      const t = from / (from - to);
      out.push(x + t * (nx - x), y + t * (ny - y));
    }
  }
  return out;
}
