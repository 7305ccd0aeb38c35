import type { Box } from '../model/geometry.ts';
import type { PaintedGlyph } from './painted.ts';

/** Glyphs that follow each other on one line. */
export interface GlyphRun {
  readonly text: string;
  readonly box: Box;
}

/** The runs of a page in painting order, and all of its text: runs of one line by a blank, lines by a new line. */
export function runsOf(glyphs: readonly PaintedGlyph[]): { readonly runs: readonly GlyphRun[]; readonly text: string } {
  const runs: GlyphRun[] = [];
  const text: string[] = [];
  let letters: string[] = [];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let before: PaintedGlyph | undefined;
  const end = (): void => {
    if (letters.length === 0) return;
    const joined = letters.join('');
    runs.push({ text: joined, box: { x: left, y: top, w: right - left, h: bottom - top } });
    text.push(joined);
    letters = [];
    [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  };
  for (const glyph of glyphs) {
    if (before !== undefined) {
      const apart = Math.abs(glyph.box.x - (before.box.x + before.box.w));
      if (Math.abs(glyph.band.y - before.band.y) > 0.6 * Math.max(glyph.size, before.size, 1)) {
        end();
        text.push('\n');
      } else if (apart > glyph.size) {
        end();
        text.push(' ');
      } else if (apart > 0.15 * glyph.size) letters.push(' ');
    }
    letters.push(glyph.text);
    left = Math.min(left, glyph.box.x);
    top = Math.min(top, glyph.box.y);
    right = Math.max(right, glyph.box.x + glyph.box.w);
    bottom = Math.max(bottom, glyph.box.y + glyph.box.h);
    before = glyph;
  }
  end();
  return { runs, text: text.join('') };
}
