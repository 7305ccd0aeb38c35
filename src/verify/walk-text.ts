import { boxUnder, type PaintedGlyph, shared, times } from './painted.ts';
import type { TextPlace, WalkState } from './walk-state.ts';

/** A glyph as pdfjs shows it; its width is in glyph space. */
export interface ShownGlyph {
  readonly unicode: string;
  readonly originalCharCode: number;
  readonly width: number;
  readonly isSpace: boolean;
  readonly vmetric?: readonly number[] | null;
}

type Placed = Pick<PaintedGlyph, 'text' | 'box' | 'band' | 'size' | 'mode' | 'font' | 'fontId' | 'code' | 'clipped'>;

/** Places the glyphs of one text operator and moves on (ISO 32000-1 9.4.4); blanks are left out. */
export function placeGlyphs(
  state: WalkState,
  place: TextPlace,
  shown: readonly (ShownGlyph | number)[],
): readonly Placed[] {
  const { font, size, charSpacing, wordSpacing, scale, rise, ctm, mode, clip } = state;
  const placed: Placed[] = [];
  const text = times(ctm, place.matrix);
  const unit = size * font.matrix[0];
  for (const glyph of shown) {
    if (typeof glyph === 'number') {
      const by = (glyph * size) / 1000;
      if (font.vertical) place.y += by;
      else place.x -= by * scale;
      continue;
    }
    const spacing = (glyph.isSpace ? wordSpacing : 0) + charSpacing;
    const wide = font.vertical ? size : glyph.width * unit * scale;
    // isSpace only tells that word spacing applies: a subset font may keep any letter at code 32.
    if (glyph.unicode.trim() !== '') {
      const at = times(text, [1, 0, 0, 1, place.x - (font.vertical ? size / 2 : 0), place.y + rise]);
      const box = boxUnder(at, 0, -0.2 * size, wide, 0.75 * size);
      placed.push({
        text: glyph.unicode,
        box,
        band: boxUnder(at, 0.08 * wide, 0.04 * size, 0.92 * wide, 0.44 * size),
        size: Math.abs(size) * Math.hypot(at[2], at[3]),
        mode,
        font: font.name,
        fontId: font.id,
        code: glyph.originalCharCode,
        clipped: shared(clip, box) === undefined,
      });
    }
    if (font.vertical) place.y += (glyph.vmetric?.[0] ?? -1000) * unit - spacing;
    else place.x += wide + spacing * scale;
  }
  return placed;
}
