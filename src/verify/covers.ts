import type { Box } from '../model/geometry.ts';
import { boxAround } from './glyph-text.ts';
import { isBar, isScribble } from './hidden-glyphs.ts';
import { type PaintedGlyph, type PaintedImage, type PaintedPage, type PaintedShape, shared } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { brightness, isFlat, lookAt } from './sample.ts';

/** What lies over something and shows nothing of it. */
export type Cover = PaintedShape | PaintedImage;

/** Shapes of no rectangle are looked at one by one only so often: a map has thousands. */
const MOST_ODD = 400;

/** What looks like a redaction: one colour, smaller than the page, big enough for a word. */
export function coversOf(page: PaintedPage, draw: () => Picture): readonly Cover[] {
  const odd = page.shapes.filter((shape) => isOdd(shape) && liesOver(shape, page));
  const candidates: Cover[] = [
    ...page.shapes.filter((shape) => shape.kind === 'fill' && shape.rectangle),
    ...(odd.length > MOST_ODD ? [] : odd),
    ...stacked(page.shapes),
    ...ornaments(page.glyphs),
    ...page.images,
  ];
  return candidates.filter((shape) => {
    const { w, h } = shape.box;
    if (shape.layerOff || shape.alpha < 0.5 || w < 6 || h < 5 || w * h > 0.6 * page.width * page.height) return false;
    // What is not quite opaque hides nothing, and is meant to.
    if (shape.kind === 'fill' && shape.alpha < 0.995 && (brightness(shape.colour) < 70 || shape.alpha > 0.8))
      return true;
    const look = lookAt(draw(), page.width, innerOf(shape));
    return isFlat(look) || (isOrnament(shape) && look.mean < 60);
  });
}

/** The part of a cover that it surely fills. */
export function innerOf(cover: Cover): Box {
  const { x, y, w, h } = cover.box;
  const [dx, dy] = insetsOf(cover, w, h);
  return { x: x + dx, y: y + dy, w: Math.max(1, w - 2 * dx), h: Math.max(1, h - 2 * dy) };
}

function insetsOf(cover: Cover, w: number, h: number): readonly [number, number] {
  if (!('line' in cover) || cover.rectangle) return [1, 1];
  if (cover.kind === 'fill') return [0.15 * w, 0.22 * h];
  const [along, across] = [cover.line / 2 + 1, cover.segments === 1 ? 1 : 0.25 * Math.min(w, h)];
  return w >= h ? [along, across] : [across, along];
}

/** Filled outlines, bars and scribbles as big as a word. */
function isOdd(shape: PaintedShape): boolean {
  if (isBar(shape) || isScribble(shape)) return true;
  const { kind, rectangle, box } = shape;
  return kind === 'shading' || (kind === 'fill' && !rectangle && box.w >= 15 && box.h >= 6);
}

/** Only what something lies under is worth a look. */
function liesOver({ order, box }: PaintedShape, page: PaintedPage): boolean {
  const isUnder = (one: { order: number; box: Box }): boolean =>
    one.order < order && shared(one.box, box) !== undefined;
  return page.images.some(isUnder) || page.shapes.some((shape) => shape.segments > 2 && isUnder(shape));
}

/** Thin rectangles one on the other that are a box together. */
function stacked(shapes: readonly PaintedShape[]): readonly PaintedShape[] {
  const boxes: PaintedShape[] = [];
  let pile: PaintedShape[] = [];
  const end = (): void => {
    const [first] = pile;
    if (first !== undefined && pile.length >= 4)
      boxes.push({ ...first, order: pile.at(-1)?.order ?? first.order, box: boxAround(pile.map(({ box }) => box)) });
    pile = [];
  };
  for (const shape of shapes) {
    const before = pile.at(-1);
    if (!shape.rectangle || shape.kind !== 'fill' || shape.box.h >= 5) continue;
    if (before !== undefined && !continuesPile(before, shape)) end();
    pile.push(shape);
  }
  end();
  return boxes;
}

function continuesPile(before: PaintedShape, { box, colour }: PaintedShape): boolean {
  const sameColumn = Math.abs(before.box.x - box.x) < 1 && Math.abs(before.box.w - box.w) < 1;
  const apart = Math.max(box.y - before.box.y - before.box.h, before.box.y - box.y - box.h);
  return sameColumn && apart < 0.6 && before.colour === colour;
}

/** One sign again and again, side by side, as big as letters are: a bar of ornaments. */
function ornaments(glyphs: readonly PaintedGlyph[]): readonly PaintedShape[] {
  const bars: PaintedShape[] = [];
  let run: PaintedGlyph[] = [];
  const end = (): void => {
    const [first] = run;
    if (first !== undefined && run.length >= 3) {
      const box = boxAround(run.map((glyph) => glyph.band));
      bars.push({ ...first, kind: 'fill', rectangle: true, slanted: false, segments: ORNAMENT, line: 0, box });
    }
    run = [];
  };
  for (const glyph of glyphs) {
    const before = run.at(-1);
    const isNext =
      before?.text === glyph.text &&
      Math.abs(glyph.box.x - before.box.x - before.box.w) < 0.2 * glyph.size &&
      Math.abs(glyph.band.y - before.band.y) < 1;
    if (!isNext) end();
    if (glyph.size >= 8 && glyph.mode !== 3 && glyph.alpha > 0.5) run.push(glyph);
  }
  end();
  return bars;
}

/** Marks a bar of ornaments: no outline has so few segments. */
const ORNAMENT = 0;

function isOrnament(cover: Cover): boolean {
  return 'segments' in cover && cover.segments === ORNAMENT;
}
