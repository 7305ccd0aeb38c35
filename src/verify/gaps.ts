import type { Box } from '../model/geometry.ts';
import type { Sighting } from './classes.ts';
import type { PaintedGlyph, PaintedPage } from './painted.ts';
import { redactionBoxes } from './survey.ts';

/** Words of one line of running text, from left to right. */
interface Line {
  readonly glyphs: readonly PaintedGlyph[];
}

/**
 * Boxes in running text: the gap's width, and the way the line was stretched, tell how wide the hidden words
 * were (Bland, Iyer, Levchenko, PETS 2023). `names`: how many of them still fit is said where they are given.
 */
export function gapSightings(page: PaintedPage, names: readonly string[]): readonly Sighting[] {
  const boxes = redactionBoxes(page).filter((box) => box.h < 40);
  if (boxes.length === 0) return [];
  const found: Sighting[] = [];
  const lines = linesOf(page.glyphs);
  const plain = lines.filter(({ glyphs }) => !boxes.some((box) => standsIn(glyphs, box)));
  const usual = median(plain.flatMap((line) => blanksOf(line, boxes)));
  for (const box of boxes) {
    const line = lines.find(({ glyphs }) => standsIn(glyphs, box));
    if (line === undefined) continue;
    const left = line.glyphs.findLast((glyph) => glyph.box.x + glyph.box.w <= box.x + 2);
    const right = line.glyphs.find((glyph) => glyph.box.x >= box.x + box.w - 2);
    if (left === undefined || right === undefined) continue;
    const gap = right.box.x - (left.box.x + left.box.w);
    if (gap - box.w > 12) continue;
    const fitting = fits(names, gap, line, page);
    const how = fitting === undefined ? '' : `: ${fitting.count} of ${fitting.of} names fit`;
    found.push(risk('gap-width', page, box, `a box fills a gap in a line of running text${how}`));
    const blanks = blanksOf(line, boxes);
    if (usual > 0 && blanks.length >= 2 && Math.abs(median(blanks) - usual) > 0.25)
      found.push(
        risk('glyph-shift', page, box, 'a line with a box keeps the blanks that its hidden words were stretched with'),
      );
  }
  return found;
}

function risk(name: Sighting['name'], page: PaintedPage, box: Box, what: string): Sighting {
  return { name, level: 'risk', page: page.number, box, seenBy: ['pdfjs'], what };
}

function standsIn(glyphs: readonly PaintedGlyph[], box: Box): boolean {
  const [first] = glyphs;
  if (first === undefined || glyphs.length < 6) return false;
  const middle = first.band.y + first.band.h / 2;
  return middle > box.y && middle < box.y + box.h;
}

function linesOf(glyphs: readonly PaintedGlyph[]): readonly Line[] {
  const lines = new Map<number, PaintedGlyph[]>();
  for (const glyph of glyphs) {
    const key = Math.round((glyph.band.y + glyph.band.h) / 2);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [glyph]);
    else line.push(glyph);
  }
  return [...lines.values()].map((line) => ({ glyphs: line.toSorted((a, b) => a.box.x - b.box.x) }));
}

/** Widths of the blanks of a line in ems, without the gaps that boxes fill. */
function blanksOf({ glyphs }: Line, boxes: readonly Box[]): readonly number[] {
  const blanks: number[] = [];
  for (const [i, glyph] of glyphs.entries()) {
    const before = glyphs[i - 1];
    if (before === undefined) continue;
    const from = before.box.x + before.box.w;
    const wide = glyph.box.x - from;
    const isFilled = boxes.some(
      (box) => box.x < glyph.box.x && box.x + box.w > from && box.y < glyph.band.y && box.y + box.h > glyph.band.y,
    );
    if (wide > 0.12 * glyph.size && wide < 1.2 * glyph.size && !isFilled)
      blanks.push((wide / Math.max(1, glyph.size)) * 4);
  }
  return blanks;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** How many names are as wide as the gap less the blanks at its ends, by the widths of the letters that the page draws. */
function fits(
  names: readonly string[],
  gap: number,
  line: Line,
  page: PaintedPage,
): { count: number; of: number } | undefined {
  if (names.length === 0) return undefined;
  const font = line.glyphs[0]?.font;
  const size = line.glyphs[0]?.size ?? 1;
  const widths = new Map<string, number>();
  for (const glyph of page.glyphs)
    if (glyph.font === font && glyph.size > 0) widths.set(glyph.text, glyph.box.w / glyph.size);
  const blank = 0.278;
  const measured = names.flatMap((name) => {
    const parts = [...name].map((letter) => (letter === ' ' ? blank : widths.get(letter)));
    return parts.includes(undefined) ? [] : [size * parts.reduce((sum: number, part) => sum + (part ?? 0), 0)];
  });
  const count = measured.filter((wide) =>
    [0, 1, 2].some((blanks) => Math.abs(wide + blanks * blank * size - gap) < 0.05 * size),
  ).length;
  return { count, of: measured.length };
}
