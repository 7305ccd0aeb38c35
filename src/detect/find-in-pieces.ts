import { type Box, unionBox } from '../model/geometry.ts';
import type { PageText, Word } from '../model/page.ts';
import { foldLetters, type TermPlace } from './find-terms.ts';

/** Shorter terms are not looked for in pieces: too many words begin and end as they do. */
const LEAST = 5;

/** How far apart pieces of a word stand, in heights of the lower one: beneath, beside a tall initial, on a line. */
const BENEATH = { least: 0.5, most: 1.6 };
const BESIDE = { tall: 1.6, apart: 0.6 };
const ON_LINE = 1.5;

/** A word, or a tall initial and what the reader took for the rest of its word. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
  readonly line: number;
  readonly letters: string;
}

/**
 * Terms one of whose words the page sets in pieces that its reading order parts: broken anywhere to fit a narrow cell,
 * a tall initial with the rest beside it, letters one below the other. Each piece is a place of its own; those that
 * touch one of the places found in the text itself, as with a hyphen at the end of a line, are known already.
 */
export function findInPieces(
  page: PageText,
  terms: readonly string[],
  known: readonly TermPlace[],
): readonly TermPlace[] {
  const pieces = page.words.flatMap(piecesOf);
  return terms.flatMap((term, index) => {
    const words = term.split(/[^\p{L}\p{M}\p{N}'\u2019]+/u).map(foldLetters);
    const wanted = words.join('');
    if (wanted.length < LEAST) return [];
    const ends = new Set(words.map((_, i) => words.slice(0, i + 1).join('').length));
    const search: Search = { pieces, wanted, ends, failed: new Set() };
    const own = known.filter((place) => place.term === index);
    return pieces
      .flatMap((_, from) => pathFrom(search, { from, at: 0, parted: false }) ?? [])
      .filter(({ start, end }) => !own.some((place) => place.start < end && start < place.end))
      .map(({ start, end }) => ({ term: index, start, end }));
  });
}

const POSSESSIVE = /['\u2019]s\W*$/;

function piecesOf({ text, start, box, glyphs, line }: Word): readonly Piece[] {
  const pieceOf = (from: number, to: number, own: Box): Piece => {
    const letters = foldLetters(text.slice(from, to).replace(POSSESSIVE, ''));
    return { start: start + from, end: start + to, box: own, line, letters };
  };
  const boxes = Array.from(text, (_, i) => boxAt(glyphs, i));
  const [initial, ...rest] = boxes.flatMap((one) => one ?? []);
  const tallest = Math.max(0, ...rest.map(({ h }) => h));
  if (initial === undefined || rest.length !== text.length - 1 || initial.h <= BESIDE.tall * tallest || tallest === 0)
    return [pieceOf(0, text.length, box)];
  return [pieceOf(0, 1, initial), pieceOf(1, text.length, unionBox(rest))];
}

function boxAt(glyphs: readonly number[], at: number): Box | undefined {
  const [x, y, w, h] = glyphs.slice(4 * at, 4 * at + 4);
  return x === undefined || y === undefined || w === undefined || h === undefined ? undefined : { x, y, w, h };
}

interface Search {
  readonly pieces: readonly Piece[];
  /** Letters of the term, and where its words end in them. */
  readonly wanted: string;
  readonly ends: ReadonlySet<number>;
  /** Steps that led nowhere: many short words on a page would be tried again and again. */
  readonly failed: Set<string>;
}

/** At a piece, with so many letters behind; `parted` inside a word before. */
interface Step {
  readonly from: number;
  readonly at: number;
  readonly parted: boolean;
}

/** The pieces, from a step on, that spell the rest of the term, with a word of it parted at least once. */
function pathFrom(search: Search, step: Step): readonly Piece[] | undefined {
  const piece = search.pieces[step.from];
  if (piece === undefined || piece.letters === '' || !search.wanted.startsWith(piece.letters, step.at))
    return undefined;
  const at = step.at + piece.letters.length;
  if (at === search.wanted.length) return step.parted ? [piece] : undefined;
  const key = `${step.from} ${step.at} ${step.parted}`;
  if (search.failed.has(key)) return undefined;
  for (const { to, jumps } of nextOf(search.pieces, step.from)) {
    const rest = pathFrom(search, { from: to, at, parted: step.parted || (jumps && !search.ends.has(at)) });
    if (rest !== undefined) return [piece, ...rest];
  }
  search.failed.add(key);
  return undefined;
}

function nextOf(pieces: readonly Piece[], from: number): readonly { readonly to: number; readonly jumps: boolean }[] {
  const word = pieces[from];
  if (word === undefined) return [];
  const next = pieces[from + 1];
  const onLine = next?.line === word.line && next.box.x - word.box.x - word.box.w < ON_LINE * next.box.h;
  const jumps = pieces.flatMap((piece, to) =>
    to !== from && (isBeneath(word.box, piece.box) || isBesideInitial(word, piece.box)) ? [{ to, jumps: true }] : [],
  );
  return onLine ? [{ to: from + 1, jumps: false }, ...jumps] : jumps;
}

/** Does a word begin on the next line, under the other or to its left? */
function isBeneath(upper: Box, lower: Box): boolean {
  const drop = lower.y - upper.y;
  const isNext = drop > BENEATH.least * lower.h && drop < BENEATH.most * lower.h;
  return isNext && lower.x < upper.x + 0.5 * lower.h;
}

/** Does a word stand right of a letter that is several lines tall, within its height? */
function isBesideInitial({ letters, box }: Piece, other: Box): boolean {
  const apart = other.x - box.x - box.w;
  const isInside = other.y > box.y - 0.5 * other.h && other.y + other.h < box.y + box.h + 0.5 * other.h;
  const isTall = letters.length === 1 && box.h > BESIDE.tall * other.h;
  return isTall && isInside && Math.abs(apart) < BESIDE.apart * other.h;
}
