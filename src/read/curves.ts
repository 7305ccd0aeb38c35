import type { Glyph } from '../pdf/page-model.ts';

/** Text on curves taken out of the rest: each curve as its words, letters in the order in which they are drawn. */
export interface Curves {
  readonly straight: readonly Glyph[];
  readonly curves: readonly (readonly (readonly Glyph[])[])[];
}

/** Degrees that letters turn by from one to the next at most, and that those of a curve turn by in all at least. */
const MOST_TURN = 45;
const LEAST_TURN = 5;

/** Letters of a curve at least, and how many of them must stand otherwise than the one before. */
const LEAST = { letters: 4, turns: 3 };

/** Gaps, in letter sizes: more than this ends a curve; a blank is as much wider than the usual one. */
const ENDS = 1.5;
const BLANK = 0.2;

/** Glyphs, in the order of drawing, parted into those in straight lines and those on curves. */
export function curvesOf(glyphs: readonly Glyph[]): Curves {
  const angle = glyphs[0]?.angle;
  if (glyphs.every((glyph) => glyph.angle === angle)) return { straight: glyphs, curves: [] };
  const runs: Glyph[][] = [];
  let last: Glyph | undefined;
  for (const glyph of glyphs) {
    if (last !== undefined && follows(last, glyph)) runs.at(-1)?.push(glyph);
    else runs.push([glyph]);
    last = glyph;
  }
  const curved = runs.filter(isCurved);
  if (curved.length === 0) return { straight: glyphs, curves: [] };
  const taken = new Set(curved.flat());
  return { straight: glyphs.filter((glyph) => !taken.has(glyph)), curves: curved.map(wordsOf) };
}

function isCurved(run: readonly Glyph[]): boolean {
  const turns = run.slice(1).map((glyph, i) => turnBetween(run[i]?.angle ?? 0, glyph.angle));
  if (turns.filter((turn) => Math.abs(turn) > 0.1).length < LEAST.turns) return false;
  let [angle, least, most] = [0, 0, 0];
  for (const turn of turns) {
    angle += turn;
    [least, most] = [Math.min(least, angle), Math.max(most, angle)];
  }
  return most - least >= LEAST_TURN && run.filter(({ text }) => text.trim() !== '').length >= LEAST.letters;
}

/** Does the second glyph stand where the first one ends, turned by little? */
function follows(one: Glyph, next: Glyph): boolean {
  return Math.abs(turnBetween(one.angle, next.angle)) <= MOST_TURN && gapBetween(one, next) <= ENDS;
}

/** From the end of one glyph to the origin of the next, in letter sizes. */
function gapBetween(one: Glyph, next: Glyph): number {
  const turn = (one.angle * Math.PI) / 180;
  const [x, y] = [one.ox + Math.abs(one.advance) * Math.cos(turn), one.oy + Math.abs(one.advance) * Math.sin(turn)];
  return Math.hypot(next.ox - x, next.oy - y) / Math.max(1, one.size);
}

/** The words of a curve: letters between blanks, or gaps wider than those between its letters. */
function wordsOf(run: readonly Glyph[]): readonly (readonly Glyph[])[] {
  const gaps = run.slice(1).map((glyph, i) => gapBetween(run[i] ?? glyph, glyph));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const words: Glyph[][] = [[]];
  for (const [i, glyph] of run.entries()) {
    const isBlank = glyph.text !== '' && glyph.text.trim() === '';
    if (isBlank || (i > 0 && (gaps[i - 1] ?? 0) > usual + BLANK)) words.push([]);
    if (!isBlank) words.at(-1)?.push(glyph);
  }
  return words.filter((word) => word.length > 0);
}

/** The turn from one angle to another, -180 to 180. */
function turnBetween(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}
