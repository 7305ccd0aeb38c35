import type { Box } from '../model/geometry.ts';
import type { PaintedGlyph, PaintedPage, PaintedShape } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { brightness } from './sample.ts';

/** Ink at least this much darker than white counts, of 255. */
const CONTRAST = 20;

/** What is smaller than this both ways, in points, holds no word. */
const LEAST = { long: 14, short: 5 };

/** Rules are thinner than this, in points; a letter made of strokes has shorter ones. */
const RULE = { thick: 3, long: 16 };

/** What of a page a background may take, at least. */
const BACKGROUND = 0.2;

/**
 * The part of a page, in displayed points, that shows ink which neither the page's letters nor its rules and plain
 * boxes account for: pictures, drawings, patterns, and whatever the other reader did not see at all. `picture` is the
 * whole page in shades of grey; it is blotted out where it is accounted for. Undefined where there is none, or too little to hold a word.
 */
export function unexplainedInk(page: PaintedPage, picture: Picture): Box | undefined {
  const bounds = new Bounds();
  for (const { seen, layerOff } of page.images) if (seen !== undefined && !layerOff) bounds.add(seen);
  const rules: PaintedShape[] = [];
  for (const shape of page.shapes) {
    if (shape.layerOff || shape.alpha === 0) continue;
    if (isPlain(shape, page)) rules.push(shape);
    else if (!isPale(shape)) bounds.add(shape.box);
  }
  for (const glyph of page.glyphs) if (glyph.colour < 0 || glyph.mode >= 4) bounds.add(glyph.box);
  addInk(bounds, picture, page, rules);
  const box = bounds.box();
  if (box === undefined || Math.max(box.w, box.h) < LEAST.long || Math.min(box.w, box.h) < LEAST.short)
    return undefined;
  return box;
}

/** A rule or a plain box of one colour. */
function isPlain({ kind, colour, rectangle, segments, slanted, box }: PaintedShape, page: PaintedPage): boolean {
  if (colour < 0 || slanted || (!rectangle && segments !== 1)) return false;
  const [long, short] = [Math.max(box.w, box.h), Math.min(box.w, box.h)];
  if (short <= RULE.thick) return long >= RULE.long;
  // What a frame encloses is looked at by itself.
  if (kind === 'stroke') return false;
  return short >= LEAST.short && box.w * box.h < BACKGROUND * page.width * page.height;
}

/** The frame of a rectangle, and paper of a light colour, have no ink that the picture does not show by itself. */
function isPale({ kind, colour, rectangle }: PaintedShape): boolean {
  return rectangle && (kind === 'stroke' || (colour >= 0 && brightness(colour) > 255 - CONTRAST));
}

class Bounds {
  private left = Infinity;
  private top = Infinity;
  private right = -Infinity;
  private bottom = -Infinity;

  add({ x, y, w, h }: Box): void {
    this.left = Math.min(this.left, x);
    this.top = Math.min(this.top, y);
    this.right = Math.max(this.right, x + w);
    this.bottom = Math.max(this.bottom, y + h);
  }

  box(): Box | undefined {
    if (this.right < this.left) return undefined;
    return { x: this.left, y: this.top, w: this.right - this.left, h: this.bottom - this.top };
  }
}

/** Adds the pixels with ink that lie in no seen letter and in no plain shape. */
function addInk(bounds: Bounds, picture: Picture, page: PaintedPage, plain: readonly PaintedShape[]): void {
  const { width, height, data } = picture;
  const scale = width / page.width;
  const clear = ({ x, y, w, h }: Box): void => {
    const x0 = Math.max(0, Math.floor(x * scale));
    const x1 = Math.min(width, Math.ceil((x + w) * scale));
    const y1 = Math.min(height, Math.ceil((y + h) * scale));
    if (x1 <= x0) return;
    for (let row = Math.max(0, Math.floor(y * scale)); row < y1; row++)
      data.fill(255, row * width + x0, row * width + x1);
  };
  for (const glyph of page.glyphs) if (isShown(glyph)) clear(grown(glyph.box, 0.12 * glyph.size + 1));
  for (const { box } of plain) clear(grown(box, 1));
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let [first, last] = [-1, -1];
    for (let at = row; at < row + width; at++) {
      if ((data[at] ?? 255) > 255 - CONTRAST) continue;
      if (first < 0) first = at - row;
      last = at - row;
    }
    if (first >= 0) bounds.add({ x: first / scale, y: y / scale, w: (last + 1 - first) / scale, h: 1 / scale });
  }
}

function isShown({ mode, alpha, clipped, layerOff }: PaintedGlyph): boolean {
  return mode !== 3 && mode !== 7 && alpha > 0 && !clipped && !layerOff;
}

function grown({ x, y, w, h }: Box, by: number): Box {
  return { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by };
}
