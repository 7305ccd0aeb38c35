import type { Mark } from './lines.ts';

/** Letters of a piece at least: text that is set letter by letter has a seam nowhere. */
const LEAST = 2;

/** A piece that goes on where the one before ends is set no farther from there, in letter sizes. */
const EXACT = 0.01;

/**
 * The units of a word before which the file begins another piece of text that differs from the one before: in font,
 * size, case, as digits and letters do, or by a hair of space. Cells whose texts touch are such pieces.
 */
export function seamsOf(marks: readonly Mark[]): readonly number[] {
  const first = marks[0]?.glyph;
  if (first === undefined || marks.every(({ glyph }) => isOneOperator(glyph, first))) return [];
  const seams: number[] = [];
  let unit = 0;
  for (const [i, mark] of marks.entries()) {
    const before = marks[i - 1];
    if (before !== undefined && isSeam(marks, i, before, mark)) seams.push(unit);
    unit += mark.text.length;
  }
  return seams;
}

const isOneOperator = (one: Mark['glyph'], other: Mark['glyph']): boolean =>
  one.op === other.op && one.unit === other.unit;

function isSeam(marks: readonly Mark[], at: number, before: Mark, mark: Mark): boolean {
  if (isOneOperator(before.glyph, mark.glyph)) return false;
  const ahead = marks.slice(at, at + LEAST);
  const behind = marks.slice(Math.max(0, at - LEAST), at);
  const isPiece = (piece: readonly Mark[], one: Mark): boolean =>
    piece.length === LEAST && piece.every(({ glyph }) => isOneOperator(glyph, one.glyph));
  if (!isPiece(behind, before) || !isPiece(ahead, mark)) return false;
  const size = Math.max(before.size, mark.size);
  return (
    before.glyph.font !== mark.glyph.font ||
    Math.abs(before.size - mark.size) > 0.02 * size ||
    Math.abs(mark.from - before.to) > EXACT * size ||
    isOtherKind(before.text, mark.text)
  );
}

/** A digit beside a letter, or a capital letter behind a small one. */
function isOtherKind(one: string, other: string): boolean {
  if (/\d$/.test(one) !== /^\d/.test(other)) return true;
  return /\p{Ll}$/u.test(one) && /^\p{Lu}/u.test(other);
}
