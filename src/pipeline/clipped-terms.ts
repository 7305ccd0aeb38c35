import { findTerms } from '../detect/find-terms.ts';
import { type Box, sharedArea, unionBox } from '../model/geometry.ts';
import type { Word } from '../model/page.ts';
import type { Glyph, PageModel, ShowUse } from '../pdf/page-model.ts';
import { united } from './united-runs.ts';

/** Text drawn piece after piece in one clip, the cell of a table or a line on a curve, cut off letters included. */
interface Cell {
  text: string;
  /** The glyph of each UTF-16 unit of `text`; none for a blank that is only a gap. */
  glyphs: (Glyph | undefined)[];
  readonly clip: Box;
}

/** Terms in one cell: where they begin and end in its text, and the box of what a page shows of each. */
export interface ClippedTerm {
  readonly terms: readonly number[];
  readonly box: Box;
}

/** Gaps, in letter sizes, that part words, and at which a text goes on elsewhere. */
const BLANK = 0.13;
const ELSEWHERE = 2;

/**
 * Where terms show in cells that cut them off, or whose text stands so close to the next one's that readers of text
 * make one word of both, and on curves or under other letters: found in text as it is drawn. What is none of the
 * page's `words` nobody sees.
 */
export function findClippedTerms(
  model: PageModel,
  terms: readonly string[],
  words: readonly Word[],
): readonly ClippedTerm[] {
  if (terms.length === 0) return [];
  const cells = cellsOf(model);
  // Searched at one go: with a long list of terms, each of many cells by itself would take minutes.
  const all = findTerms(cells.map(({ text }) => text).join('\n'), terms, { joined: true });
  let next = 0;
  return cells.flatMap((cell) => {
    const from = next;
    next += cell.text.length + 1;
    const places = all
      .filter(({ start, end }) => start >= from && end < next)
      .map(({ term, start, end }) => ({ term, start: start - from, end: end - from }));
    return united(places.map(({ start, end }) => ({ start, end, isName: false }))).flatMap(({ start, end }) => {
      const seen = cell.glyphs.slice(start, end).flatMap((glyph) => seenOf(glyph, cell.clip) ?? []);
      if (!seen.some((box) => words.some((word) => sharedArea(word.box, box) > 0.5 * box.w * box.h))) return [];
      const inside = places.filter((place) => place.start >= start && place.end <= end);
      return [{ terms: inside.map(({ term }) => term), box: unionBox(seen) }];
    });
  });
}

function seenOf(glyph: Glyph | undefined, clip: Box): Box | undefined {
  if (glyph?.visible !== true) return undefined;
  const x = Math.max(glyph.box.x, clip.x);
  const w = Math.min(glyph.box.x + glyph.box.w, clip.x + clip.w) - x;
  return sharedArea(glyph.box, clip) > 0 && w > 0 ? { ...glyph.box, x, w } : undefined;
}

function cellsOf({ shows, glyphs }: PageModel): readonly Cell[] {
  const cells: Cell[] = [];
  let last: { readonly show: ShowUse; readonly glyph: Glyph } | undefined;
  for (const show of shows) {
    for (const glyph of glyphs.slice(show.first, show.first + show.count)) {
      const gap = last === undefined || !isSame(last.show.clip, show.clip) ? Infinity : gapBetween(last.glyph, glyph);
      let cell = cells.at(-1);
      if (cell === undefined || Math.abs(gap) > ELSEWHERE) {
        cell = { text: '', glyphs: [], clip: show.clip };
        cells.push(cell);
      } else if (gap > BLANK) add(cell, ' ', undefined);
      add(cell, glyph.text, glyph);
      last = { show, glyph };
    }
  }
  return cells;
}

function add(cell: Cell, text: string, glyph: Glyph | undefined): void {
  cell.text += text;
  for (let i = 0; i < text.length; i++) cell.glyphs.push(glyph);
}

const isSame = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

/** From the end of one glyph to the start of the next along its line, in letter sizes; Infinity on another line. */
function gapBetween(one: Glyph, next: Glyph): number {
  const turn = (one.angle * Math.PI) / 180;
  const [x, y] = [next.ox - one.ox, next.oy - one.oy];
  const along = x * Math.cos(turn) + y * Math.sin(turn);
  const off = y * Math.cos(turn) - x * Math.sin(turn);
  const size = Math.max(1, one.size);
  return Math.abs(off) > 0.5 * size ? Infinity : (along - Math.abs(one.advance)) / size;
}
