import type { Box } from '../model/geometry.ts';
import { spaced } from './glyph-text.ts';
import { holdsMiddle, type PaintedGlyph, type PaintedPage } from './painted.ts';
import { brightness } from './sample.ts';
import { wordsOf } from './secrets.ts';

/** What is gathered page by page for the checks that need the whole document. */
export interface Survey {
  /** Words that can be seen on some page, folded. */
  readonly seen: Set<string>;
  /** Words that can be extracted from some page, seen or not. */
  readonly extracted: Set<string>;
  /** Rectangles that look like redactions, by page. */
  readonly boxes: { readonly page: number; readonly box: Box }[];
  /** Letters that some page draws. */
  readonly drawn: Set<string>;
}

export function newSurvey(): Survey {
  return { seen: new Set(), extracted: new Set(), boxes: [], drawn: new Set() };
}

/** Adds a page to the survey. */
export function survey(into: Survey, page: PaintedPage, hidden: ReadonlySet<PaintedGlyph>): void {
  for (const word of wordsOf(spaced(page.glyphs))) into.extracted.add(word);
  const open = hidden.size === 0 ? page.glyphs : page.glyphs.filter((glyph) => !hidden.has(glyph));
  for (const word of hidden.size === 0 ? wordsOf(spaced(page.glyphs)) : wordsOf(spaced(open))) into.seen.add(word);
  for (const box of redactionBoxes(page)) into.boxes.push({ page: page.number, box });
  for (const glyph of page.glyphs) for (const letter of glyph.text) into.drawn.add(letter);
}

/** Dark rectangles that hold at most the code of a redaction. */
export function redactionBoxes(page: PaintedPage): readonly Box[] {
  return page.shapes
    .filter(
      ({ kind, rectangle, colour, alpha, box, layerOff }) =>
        kind === 'fill' &&
        rectangle &&
        !layerOff &&
        colour >= 0 &&
        alpha > 0.9 &&
        brightness(colour) < 70 &&
        box.w >= 6 &&
        box.h >= 5 &&
        box.w * box.h < 0.9 * page.width * page.height,
    )
    .map(({ box }) => box)
    .filter((box) => {
      const inside = page.glyphs.filter((glyph) => holdsMiddle(box, glyph.band) && brightness(glyph.colour) > 128);
      return inside.length <= 16;
    });
}
