import type { Mark } from './lines.ts';

/** Letters of a piece at least: text that is set letter by letter has a seam nowhere. */
const LEAST = 2;

/** A piece that goes on where the one before ends is set no farther from there, in letter sizes. */
const EXACT = 0.01;

/** Where a word is made of pieces. */
export interface SeamsOfWord {
  /** Units before which the file begins another piece of text. */
  readonly seams?: readonly number[];
  /** The same where nothing tells the pieces apart: most are one word that is set in parts. */
  readonly joints?: readonly number[];
}

/**
 * The pieces of a word that operators of their own set: seams, where font, size, case or a hair of space changes
 * with the operator, or digits begin or end there, as in cells whose texts touch; joints elsewhere.
 */
export function seamsOf(marks: readonly Mark[]): SeamsOfWord {
  const first = marks[0]?.glyph;
  if (first === undefined || marks.every(({ glyph }) => isOneOperator(glyph, first))) return {};
  const [seams, joints]: [number[], number[]] = [[], []];
  let unit = 0;
  for (const [i, mark] of marks.entries()) {
    const before = marks[i - 1];
    if (before !== undefined && isPieced(marks, i, before, mark)) (differs(before, mark) ? seams : joints).push(unit);
    unit += mark.text.length;
  }
  return { ...(seams.length === 0 ? {} : { seams }), ...(joints.length === 0 ? {} : { joints }) };
}

const isOneOperator = (one: Mark['glyph'], other: Mark['glyph']): boolean =>
  one.op === other.op && one.unit === other.unit;

/** Does one operator end and another begin here, either with more than a letter? */
function isPieced(marks: readonly Mark[], at: number, before: Mark, mark: Mark): boolean {
  if (isOneOperator(before.glyph, mark.glyph)) return false;
  const ahead = marks.slice(at, at + LEAST);
  const behind = marks.slice(Math.max(0, at - LEAST), at);
  const isPiece = (piece: readonly Mark[], one: Mark): boolean =>
    piece.length === LEAST && piece.every(({ glyph }) => isOneOperator(glyph, one.glyph));
  return isPiece(behind, before) && isPiece(ahead, mark);
}

function differs(before: Mark, mark: Mark): boolean {
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
