import type { Box } from '../model/geometry.ts';
import type { Sighting } from './classes.ts';
import { type Cover, coversOf, innerOf } from './covers.ts';
import { spaced } from './glyph-text.ts';
import { hiddenOutlines, isOutline, isWordUnder } from './hidden-outlines.ts';
import { holdsMiddle, type PaintedGlyph, type PaintedPage, type PaintedShape, shared } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import type { Annotation } from './pdfjs-parts.ts';
import { inkIn, pixelBox } from './pixels.ts';
import { brightness, lookAt } from './sample.ts';
import { wordsOf } from './secrets.ts';
import { redactionBoxes } from './survey.ts';
import { tells } from './telling.ts';

/** A cover that is dark enough to be meant as a redaction. */
export function isBlackBox(cover: Cover, page: PaintedPage, draw: () => Picture): boolean {
  if (cover.colour >= 0 && cover.kind !== 'image') return brightness(cover.colour) < 70;
  return lookAt(draw(), page.width, innerOf(cover)).lightest < 70;
}

/** Pixels, outlines and comments that lie under boxes. */
export function underBoxSightings(
  page: PaintedPage,
  annotations: readonly Annotation[],
  draw: () => Picture,
): readonly Sighting[] {
  const worth = page.images.length > 0 || annotations.length > 0 || page.shapes.filter(isOutline).length > 2;
  if (!worth && !page.shapes.some((shape) => shape.kind === 'stroke')) return [];
  const covers = worth ? coversOf(page, draw) : [];
  return [
    ...hiddenOutlines(page, draw),
    ...covers.flatMap((cover) => [...pixelsUnder(cover, page), ...outlinesUnder(cover, page, draw)]),
    ...commentsUnder(covers, page, annotations, draw),
    ...hatched(page),
  ];
}

function pixelsUnder(cover: Cover, page: PaintedPage): readonly Sighting[] {
  return page.images.flatMap((image): readonly Sighting[] => {
    if (image === cover || image.order >= cover.order || image.layerOff || image.seen === undefined) return [];
    const both = shared(image.box, isRound(cover) ? innerOf(cover) : cover.box);
    if (both === undefined || both.w < 4 || both.h < 4) return [];
    const pixels = image.pixels();
    if (pixels === undefined) return [];
    const ink = inkIn(pixels, pixelBox(pixels, image.matrix, within(both)));
    if (!ink.hasInk) return [];
    const common = { level: ink.isText ? 'leak' : 'risk', page: page.number, box: both, seenBy: ['pdfjs'] } as const;
    const under: Sighting = {
      ...common,
      name: 'image-pixels',
      what: 'the pixels of a picture are still there under a box',
    };
    return cover.kind === 'fill' && cover.alpha < 0.995
      ? [under, { ...common, name: 'not-solid', what: 'a box lets what is under it shine through' }]
      : [under];
  });
}

function isRound(cover: Cover): boolean {
  return (cover.kind === 'fill' || cover.kind === 'stroke') && !cover.rectangle;
}

function within({ x, y, w, h }: Box): Box {
  return { x: x + 1, y: y + 1, w: Math.max(1, w - 2), h: Math.max(1, h - 2) };
}

/** Filled outlines as big as letters, side by side. */
function outlinesUnder(cover: Cover, page: PaintedPage, draw: () => Picture): readonly Sighting[] {
  const letters = page.shapes.filter(
    (shape) => shape.order < cover.order && !shape.layerOff && isOutline(shape) && holdsMiddle(cover.box, shape.box),
  );
  if (letters.length < 3) return [];
  const level = isWordUnder(cover, letters) || isBlackBox(cover, page, draw) ? 'leak' : 'risk';
  const what = 'outlines as big as letters lie under a box';
  return [{ name: 'vector-outlines', level, page: page.number, box: cover.box, seenBy: ['pdfjs'], what }];
}

function commentsUnder(
  covers: readonly Cover[],
  page: PaintedPage,
  annotations: readonly Annotation[],
  draw: () => Picture,
): readonly Sighting[] {
  return annotations.flatMap((annotation): readonly Sighting[] => {
    if (annotation.text === '') return [];
    if (annotation.subtype === 'Widget') return fieldUnder(covers, page, annotation, draw);
    const saw = (level: Sighting['level'], what: string): readonly Sighting[] => [
      { name: 'annotation', level, page: page.number, box: annotation.box, seenBy: ['pdfjs'], what },
    ];
    if (redactionBoxes(page).some((box) => near(box, annotation.box)))
      return saw(
        'leak',
        annotation.subtype === 'Link' ? 'a link lies under a box' : 'a comment lies under or beside a box',
      );
    if (!annotation.hidden || !/\p{L}{3}/u.test(annotation.text) || annotation.subtype === 'Popup') return [];
    const isTelling = tells(annotation.text, new Set(wordsOf(spaced(page.glyphs))));
    return saw(isTelling ? 'leak' : 'risk', 'a comment is hidden and can be read');
  });
}

/** A field whose value cannot be seen because it is hidden or lies under a box. */
function fieldUnder(
  covers: readonly Cover[],
  page: PaintedPage,
  field: Annotation,
  draw: () => Picture,
): readonly Sighting[] {
  if (!/\p{L}{3}|\d{4}/u.test(field.value)) return [];
  const shows = page.glyphs.some((glyph) => glyph.annotation === 'Widget' && holdsMiddle(field.box, glyph.band));
  const box = covers.find(
    (cover) =>
      cover.annotation === undefined && !shows && holdsMiddle(cover.box, field.box) && isBlackBox(cover, page, draw),
  );
  const look = shows || field.hidden ? undefined : lookAt(draw(), page.width, within(field.box));
  const isBlack = look !== undefined && look.lightest < 70;
  if (box === undefined && !field.hidden && !isBlack) return [];
  const level = box === undefined && !isBlack ? 'risk' : 'leak';
  const what = 'the value of a form field can be read and not seen';
  return [{ name: 'form-field', level, page: page.number, box: field.box, seenBy: ['pdfjs'], what }];
}

function near(cover: Box, other: Box): boolean {
  const grown = { x: cover.x - 12, y: cover.y - 12, w: cover.w + 24, h: cover.h + 24 };
  return holdsMiddle(grown, other) || holdsMiddle(other, cover);
}

/** Text crossed by so many slanting lines, or under so dense a pattern, that it is meant to be unreadable. */
function hatched(page: PaintedPage): readonly Sighting[] {
  const slanted = parallel(page.shapes.filter((shape) => shape.slanted && !shape.layerOff));
  const patterns = page.shapes.filter(
    (shape) => shape.kind === 'fill' && shape.rectangle && shape.colour < 0 && shape.box.h < 0.5 * page.height,
  );
  if (slanted.length === 0 && patterns.length === 0) return [];
  const crossed = page.glyphs.filter(
    (glyph) =>
      /[\p{L}\p{N}]/u.test(glyph.text) &&
      (slanted.filter((line) => line.order > glyph.order && crosses(line, glyph)).length >= 2 ||
        patterns.some((fill) => fill.order > glyph.order && holdsMiddle(fill.box, glyph.band))),
  );
  if (crossed.length < 3) return [];
  const x = Math.min(...crossed.map(({ box }) => box.x));
  const y = Math.min(...crossed.map(({ box }) => box.y));
  const right = Math.max(...crossed.map(({ box }) => box.x + box.w));
  const bottom = Math.max(...crossed.map(({ box }) => box.y + box.h));
  return [
    {
      name: 'overlay',
      level: 'leak',
      page: page.number,
      box: { x, y, w: right - x, h: bottom - y },
      seenBy: ['pdfjs'],
      what: 'text can still be read under hatching',
    },
  ];
}

/** Lines of one length and slope that come in sixes or more: hatching, and not a drawing. */
function parallel(lines: readonly PaintedShape[]): readonly PaintedShape[] {
  const alike = new Map<string, PaintedShape[]>();
  for (const line of lines) {
    const key = `${Math.round(line.box.w)} ${Math.round(line.box.h)}`;
    alike.set(key, [...(alike.get(key) ?? []), line]);
  }
  return [...alike.values()].filter((same) => same.length >= 6).flat();
}

function crosses(line: PaintedShape, glyph: PaintedGlyph): boolean {
  return shared(line.box, glyph.box) !== undefined;
}
