import type { Box } from '../model/geometry.ts';
import type { PaintedGlyph } from './painted.ts';

/** Glyphs as text in the order they are painted: a blank where they stand apart, a new line where they leave the line. */
export function spaced(glyphs: readonly PaintedGlyph[]): string {
  const parts: string[] = [];
  let before: PaintedGlyph | undefined;
  for (const glyph of glyphs) {
    if (before !== undefined) {
      const tall = 0.6 * Math.max(glyph.size, before.size, 1);
      if (Math.abs(glyph.band.y - before.band.y) > tall) parts.push('\n');
      else if (Math.abs(glyph.box.x - (before.box.x + before.box.w)) > 0.15 * glyph.size) parts.push(' ');
    }
    parts.push(glyph.text);
    before = glyph;
  }
  return parts.join('');
}

/** The smallest box around boxes. */
export function boxAround(boxes: readonly Box[]): Box {
  const x = boxes.reduce((least, box) => Math.min(least, box.x), Infinity);
  const y = boxes.reduce((least, box) => Math.min(least, box.y), Infinity);
  const right = boxes.reduce((most, box) => Math.max(most, box.x + box.w), -Infinity);
  const bottom = boxes.reduce((most, box) => Math.max(most, box.y + box.h), -Infinity);
  return { x, y, w: right - x, h: bottom - y };
}
