import { boxUnder, type Matrix, type PaintedGlyph, shared, times } from './painted.ts';
import type { TextPlace, WalkState } from './walk-state.ts';

/** A glyph as pdfjs shows it; its width is in glyph space. */
export interface ShownGlyph {
  readonly unicode: string;
  /** Its letter in the font as pdfjs made it: one for each code, whatever letter that says it is. */
  readonly fontChar: string;
  readonly width: number;
  readonly isSpace: boolean;
  readonly vmetric?: readonly number[] | null;
  /** The procedure of a Type 3 glyph. */
  readonly operatorListId?: string;
}

type Placed = Pick<PaintedGlyph, 'text' | 'box' | 'band' | 'size' | 'mode' | 'font' | 'fontId' | 'code' | 'clipped'>;

/**
 * Places the glyphs of one text operator and moves on (ISO 32000-1 9.4.4); blanks are left out. `look` is handed each
 * glyph with the matrix from a space of one unit an em.
 */
export function placeGlyphs(
  state: WalkState,
  place: TextPlace,
  shown: readonly (ShownGlyph | number)[],
  look?: (glyph: ShownGlyph, at: Matrix) => void,
): readonly Placed[] {
  const { font, size, charSpacing, wordSpacing, scale, rise, ctm, mode, clip } = state;
  const placed: Placed[] = [];
  const text = times(ctm, place.matrix);
  const unit = size * font.matrix[0];
  const tall = Math.abs(size) * Math.hypot(text[2], text[3]);
  const broad = Math.abs(size * scale) * Math.hypot(text[0], text[1]);
  for (const glyph of shown) {
    if (typeof glyph === 'number') {
      const by = (glyph * size) / 1000;
      if (font.vertical) place.y += by;
      else place.x -= by * scale;
      continue;
    }
    const spacing = (glyph.isSpace ? wordSpacing : 0) + charSpacing;
    look?.(glyph, times(text, [size * scale, 0, 0, size, place.x, place.y + rise]));
    const wide = font.vertical ? size : glyph.width * unit * scale;
    // isSpace only tells that word spacing applies: a subset font may keep any letter at code 32.
    if (glyph.unicode.trim() !== '') {
      const at = times(text, [1, 0, 0, 1, place.x - (font.vertical ? size / 2 : 0), place.y + rise]);
      const box = boxUnder(at, 0, -0.2 * size, wide, 0.75 * size);
      placed.push({
        text: glyph.unicode,
        box,
        band: boxUnder(at, 0.08 * wide, 0.04 * size, 0.92 * wide, 0.44 * size),
        // Squeezed to nothing either way there is nothing to see.
        size: broad < 1 ? broad : tall,
        mode,
        font: font.name,
        fontId: font.id,
        code: glyph.fontChar.codePointAt(0) ?? 0,
        clipped: shared(clip, box) === undefined,
      });
    }
    if (font.vertical) place.y += (glyph.vmetric?.[0] ?? -1000) * unit - spacing;
    else place.x += wide + spacing * scale;
  }
  return placed;
}
