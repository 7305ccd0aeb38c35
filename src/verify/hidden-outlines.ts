import type { Sighting } from './classes.ts';
import type { Cover } from './covers.ts';
import { boxAround } from './glyph-text.ts';
import { holdsMiddle, type PaintedPage, type PaintedShape } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { brightness, isFlat, lookAt } from './sample.ts';

/** Shapes side by side that may be the letters of a word. */
const LEAST = 6;

/** A filled or stroked shape that may be a letter. */
export function isOutline({ kind, rectangle, segments, box }: PaintedShape): boolean {
  return kind !== 'shading' && !rectangle && segments >= 3 && box.h > 2 && box.h < 60 && box.w < 60;
}

/** Rows of shapes on one line, about as tall as each other, side by side in the order they are painted. */
export function rowsOf(outlines: readonly PaintedShape[]): readonly (readonly PaintedShape[])[] {
  const rows: PaintedShape[][] = [];
  let row: PaintedShape[] = [];
  for (const shape of outlines) {
    const before = row.at(-1);
    if (before !== undefined && !follows(before, shape)) {
      rows.push(row);
      row = [];
    }
    row.push(shape);
  }
  rows.push(row);
  return rows.filter(isLetters);
}

function follows(before: PaintedShape, next: PaintedShape): boolean {
  const [a, b] = [before.box, next.box];
  const tall = Math.max(a.h, b.h);
  const apart = Math.max(b.x - a.x - a.w, a.x - b.x - b.w);
  const overlap = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return apart < 1.2 * tall && overlap > 0.3 * Math.min(a.h, b.h) && before.colour === next.colour;
}

/** Enough of them, broader than tall together, and of different shapes: dashes and hatching are all alike. */
function isLetters(row: readonly PaintedShape[]): boolean {
  if (row.length < LEAST) return false;
  const box = boxAround(row.map((shape) => shape.box));
  const kinds = new Set(row.map(({ segments, box: { w, h } }) => `${segments} ${Math.round(w)} ${Math.round(h)}`));
  const tall = row.map((shape) => shape.box.h).toSorted((a, b) => a - b)[row.length >> 1] ?? 0;
  return kinds.size >= 4 && box.w > 2.5 * box.h && box.h < 2.5 * tall && tall >= 3;
}

/** Words drawn as outlines that nobody sees: in the colour of what they stand on, or in a layer that is switched off. */
export function hiddenOutlines(page: PaintedPage, draw: () => Picture): readonly Sighting[] {
  const outlines = page.shapes.filter(isOutline);
  if (outlines.length < LEAST) return [];
  return rowsOf(outlines).flatMap((row): readonly Sighting[] => {
    const box = boxAround(row.map((shape) => shape.box));
    const saw = (name: Sighting['name'], level: Sighting['level'], what: string): readonly Sighting[] => [
      { name, level, page: page.number, box, seenBy: ['pdfjs', 'pdfium'], what },
    ];
    if (row.every((shape) => shape.layerOff))
      return saw('optional-content', 'risk', 'outlines as big as letters lie in a layer that is switched off');
    if (!blends(row, page) || !isFlat(lookAt(draw(), page.width, box))) return [];
    return saw('vector-outlines', 'leak', 'outlines as big as letters have the colour of what they stand on');
  });
}

function blends(row: readonly PaintedShape[], page: PaintedPage): boolean {
  const [first] = row;
  if (first === undefined || first.colour < 0 || first.layerOff) return false;
  const ground = page.shapes.findLast(
    ({ kind, order, box, layerOff, rectangle }) =>
      kind === 'fill' && rectangle && !layerOff && order < first.order && holdsMiddle(box, first.box),
  );
  if (ground === undefined && first.alpha < 0.1) return true;
  return Math.abs(brightness(first.colour) - brightness(ground?.colour ?? 0xffffff)) < 12;
}

/** Whether outlines that lie under a cover are a word. */
export function isWordUnder(cover: Cover, outlines: readonly PaintedShape[]): boolean {
  return rowsOf(outlines.filter((shape) => holdsMiddle(cover.box, shape.box))).length > 0;
}
