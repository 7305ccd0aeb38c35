import { type Box, growBox as grown, holdsBox, unionBox } from '../model/geometry.ts';
import { InkPatches } from './ink-patches.ts';
import type { PaintedGlyph, PaintedPage, PaintedShape } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { RULE_WIDTH, rulesOf } from './rules-of.ts';

/** Ink is at least this much darker or lighter than what it stands on, of 255. */
const CONTRAST = 8;

/** A plain box is no smaller either way, in points. */
const LEAST_BOX = 5;

/** A page's picture at one pixel a point or more, in shades of grey, of which explained parts are blotted out. */
class Sheet {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly scale: number;

  constructor({ width, height, data }: Picture, pageWidth: number) {
    [this.width, this.height, this.data] = [width, height, data];
    this.scale = width / pageWidth;
  }

  /** Calls `row` with the first and last (exclusive) place in `data` of each row of pixels that a box touches. */
  rows({ x, y, w, h }: Box, row: (from: number, to: number) => void): void {
    const x0 = Math.max(0, Math.floor(x * this.scale));
    const x1 = Math.min(this.width, Math.ceil((x + w) * this.scale));
    const y1 = Math.min(this.height, Math.ceil((y + h) * this.scale));
    if (x1 <= x0) return;
    for (let at = Math.max(0, Math.floor(y * this.scale)); at < y1; at++)
      row(at * this.width + x0, at * this.width + x1);
  }

  blot(box: Box): void {
    this.rows(box, (from, to) => this.data.fill(255, from, to));
  }

  /** Blots out what has the shade that most of the box has: what stands on its ground remains. */
  blotGround(box: Box): void {
    const counts = new Uint32Array(255);
    this.rows(box, (from, to) => {
      for (let at = from; at < to; at++) {
        const level = this.data[at] ?? 255;
        if (level < 255) counts[level] = (counts[level] ?? 0) + 1;
      }
    });
    const ground = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
    this.rows(box, (from, to) => {
      for (let at = from; at < to; at++) if (Math.abs((this.data[at] ?? 255) - ground) < CONTRAST) this.data[at] = 255;
    });
  }
}

/**
 * The parts of a page, in displayed points, that show ink which neither the page's letters nor its rules, frames and
 * plain boxes account for: pictures, drawings, patterns, and whatever the other reader did not see at all. `picture`
 * is the whole page in shades of grey; it is blotted out where it is accounted for.
 */
export function unexplainedInk(page: PaintedPage, picture: Picture): readonly Box[] {
  const sheet = new Sheet(picture, page.width);
  const patches = new InkPatches(page);
  for (const { seen, layerOff } of page.images) if (seen !== undefined && !layerOff) patches.add(seen);
  for (const glyph of page.glyphs) if (glyph.colour < 0 || glyph.mode >= 4) patches.add(glyph.box);
  for (const glyph of page.glyphs) if (isShown(glyph)) sheet.blot(grown(glyph.box, 0.12 * glyph.size + 1));
  for (const shape of page.shapes) {
    if (!isPlain(shape)) continue;
    if (shape.rectangle && shape.kind === 'stroke') for (const side of sidesOf(shape)) sheet.blot(side);
    else if (isPlainBox(shape)) blotBox(sheet, shape.box);
  }
  for (const rule of rulesOf(page.shapes.filter((shape) => isPlain(shape) && isThin(shape)).map(({ box }) => box)))
    sheet.blot(grown(rule, 1));
  addInk(patches, sheet);
  return patches.boxes().map((patch) => exactly(patch, page));
}

/** What a box drawn to whole pixels may be larger than what is in it, in points. */
const LOOSE = 2;

/** The patch as its drawings and pictures place it, where these are all that is in it. */
function exactly(patch: Box, { shapes, images }: PaintedPage): Box {
  const inside = [
    ...shapes.filter((shape) => !shape.layerOff && !isThin(shape)).map(({ box }) => box),
    ...images.flatMap(({ seen }) => seen ?? []),
  ].filter((box) => holdsBox(grown(patch, LOOSE), box));
  if (inside.length === 0) return patch;
  const exact = unionBox(inside);
  return holdsBox(grown(exact, LOOSE), patch) ? exact : patch;
}

function isPlain({ layerOff, alpha, colour, slanted }: PaintedShape): boolean {
  return !layerOff && alpha > 0 && colour >= 0 && !slanted;
}

function isThin({ kind, rectangle, segments, box }: PaintedShape): boolean {
  return (rectangle ? kind === 'fill' : segments === 1) && Math.min(box.w, box.h) <= RULE_WIDTH;
}

function isPlainBox({ kind, rectangle, box }: PaintedShape): boolean {
  return kind === 'fill' && rectangle && Math.min(box.w, box.h) >= LEAST_BOX;
}

/** The lines of a frame; of one so small that it may be a letter, none. */
function sidesOf({ box: { x, y, w, h }, line }: PaintedShape): readonly Box[] {
  if (Math.min(w, h) < LEAST_BOX || line > RULE_WIDTH) return [];
  return [
    { x, y, w, h: 0 },
    { x, y: y + h, w, h: 0 },
    { x, y, w: 0, h },
    { x: x + w, y, w: 0, h },
  ].map((side) => grown(side, line / 2 + 1));
}

/** The edge of a box lies in pixels that are partly something else. */
function blotBox(sheet: Sheet, box: Box): void {
  sheet.blotGround(box);
  const { x, y, w, h } = box;
  for (const side of [
    { x, y, w, h: 0 },
    { x, y: y + h, w, h: 0 },
    { x, y, w: 0, h },
    { x: x + w, y, w: 0, h },
  ])
    sheet.blot(grown(side, 1));
}

/** Adds the pixels with ink that are left. */
function addInk(patches: InkPatches, { width, height, data, scale }: Sheet): void {
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let first = -1;
    for (let x = 0; x <= width; x++) {
      const isInk = x < width && (data[row + x] ?? 255) <= 255 - CONTRAST;
      if (isInk && first < 0) first = x;
      if (isInk || first < 0) continue;
      patches.add({ x: first / scale, y: y / scale, w: (x - first) / scale, h: 1 / scale });
      first = -1;
    }
  }
}

function isShown({ mode, alpha, clipped, layerOff }: PaintedGlyph): boolean {
  return mode !== 3 && mode !== 7 && alpha > 0 && !clipped && !layerOff;
}
