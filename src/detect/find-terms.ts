import { distance } from 'fastest-levenshtein';
import { withoutLookAlikes } from '../model/look-alikes.ts';
import { isParted, type Seams } from './glued.ts';

/** Where a term stands in a text: UTF-16 offsets, end exclusive. */
export interface TermPlace {
  /** Index of the term in the list that was given. */
  readonly term: number;
  readonly start: number;
  readonly end: number;
}

export interface FindTermsOptions {
  /** The text came from OCR: letters that look alike count as equal, and one letter in five may be wrong. */
  readonly fuzzy?: boolean;
  /** Whole words that spell a term when they are joined count too: whoever folds blanks reads the term there. */
  readonly joined?: boolean;
  /**
   * Where the file begins another piece of text inside a word: terms count as whole there, and between letters and
   * digits and before capitals too. Absent: nowhere.
   */
  readonly seams?: Seams;
}

/** A text reduced to its letters and digits, each with the offset it came from. */
interface Folded {
  readonly letters: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * The places where terms stand in a text as whole words: case, accents, ligatures, line breaks,
 * hyphens at line ends, the kind of blanks and punctuation between words, and whether a letter is Latin or only
 * looks so make no difference.
 * Places may overlap; they are sorted by start.
 */
export function findTerms(
  text: string,
  terms: readonly string[],
  options: FindTermsOptions = {},
): readonly TermPlace[] {
  const folded = fold(text);
  const places = terms.flatMap((term, index) => {
    const wanted = fold(term);
    if (wanted.letters === '') return findLiteral(text, term.trim(), index);
    const exact = bothWays(term).flatMap((one) => findFolded(text, folded, one, fold(one), index, options));
    if (options.fuzzy !== true) return exact;
    return [...exact, ...findLike(text, term, index)];
  });
  return unique(places);
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** A term, and as it reads where letters that run to the left are taken in the order in which they stand on paper. */
function bothWays(term: string): readonly string[] {
  return RIGHT_TO_LEFT.test(term) ? [term, [...term].reverse().join('')] : [term];
}

/** What of a character counts: its letters and digits, small and without accents. */
function lettersOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x80) return plainLetters(character);
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) return character;
  return code >= 0x41 && code <= 0x5a ? character.toLowerCase() : '';
}

/** Letters and digits of a text as terms are searched for: small, without accents, one after the other. */
export function foldLetters(text: string): string {
  return fold(text).letters;
}

function fold(text: string): Folded {
  const letters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let offset = 0;
  for (const character of text) {
    const plain = lettersOf(character);
    for (const unit of plain) {
      letters.push(unit);
      starts.push(offset);
      ends.push(offset + character.length);
      for (let i = 1; i < unit.length; i++) {
        starts.push(offset);
        ends.push(offset + character.length);
      }
    }
    offset += character.length;
  }
  return { letters: letters.join(''), starts, ends };
}

/** Letters that Unicode does not take apart and that people write as others. */
const SPELT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
};

/** The letters and digits that a character stands for, in small letters without accents. */
function plainLetters(character: string): string {
  if (character <= '\u007f') return /[A-Za-z0-9]/.test(character) ? character.toLowerCase() : '';
  const letters = character
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]|[\u02b9-\u02bf\ua78c]/gu, '')
    .replace(/[ßæœøđðþłħı]/g, (letter) => SPELT[letter] ?? letter);
  return withoutLookAlikes(letters);
}

function findFolded(
  text: string,
  folded: Folded,
  term: string,
  wanted: Folded,
  index: number,
  { joined = false, seams }: FindTermsOptions,
): readonly TermPlace[] {
  const places: TermPlace[] = [];
  for (let at = folded.letters.indexOf(wanted.letters); at >= 0; at = folded.letters.indexOf(wanted.letters, at + 1)) {
    const last = at + wanted.letters.length - 1;
    const start = folded.starts[at] ?? 0;
    const end = folded.ends[last] ?? text.length;
    if (isWhole(text, start, end, joined, seams) && (joined || gapsAgree(text, folded, at, term, wanted)))
      places.push({ term: index, start, end });
  }
  return places;
}

/** Apostrophes that Unicode counts as letters, as in O\u02bcNeil and Ka\u02bbahumanu, are none here. */
const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /(?![\u02b9-\u02bf\ua78c])[\p{L}\p{N}]/u.test(character);

/** Scripts that set no blanks between words: there a name ends where it ends. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const touch = (one: string | undefined, other: string | undefined): boolean =>
  isLetter(one) && isLetter(other) && !UNSPACED.test(one ?? '') && !UNSPACED.test(other ?? '');

/** No letter or digit touches the place on either side; the number of a footnote may, where blanks count for nothing. */
function isWhole(text: string, start: number, end: number, joined: boolean, seams?: Seams): boolean {
  const note =
    joined && /\p{L}/u.test(text[end - 1] ?? '') && /^\d{1,3}(?![\p{L}\p{N}])/u.test(text.slice(end, end + 5));
  const before = [...text.slice(Math.max(0, start - 2), start)].at(-1);
  const after = String.fromCodePoint(text.codePointAt(end) ?? 32);
  const first = String.fromCodePoint(text.codePointAt(start) ?? 32);
  const last = [...text.slice(Math.max(0, end - 2), end)].at(-1);
  const runsOn = UNSPACED.test(last ?? '') || UNSPACED.test(after) ? false : isLetter(after);
  const isFree = (at: number): boolean => seams !== undefined && isParted(text, start, end, at, seams);
  return (!touch(before, first) || isFree(start)) && (note || !runsOn || isFree(end));
}

/**
 * Inside a word of the term the text may break only as print breaks words: at a hyphen, or
 * between all letters (letter-spaced). Between words of the term the text may lack the blank
 * where both words are long enough not to make another word.
 */
function gapsAgree(text: string, folded: Folded, at: number, term: string, wanted: Folded): boolean {
  const size = wanted.letters.length;
  let spaced = 0;
  let broken = false;
  for (let i = 1; i < size; i++) {
    const here = text.slice(folded.ends[at + i - 1] ?? 0, folded.starts[at + i] ?? 0);
    const there = term.slice(wanted.ends[i - 1] ?? 0, wanted.starts[i] ?? 0);
    if (there === '' && here !== '') {
      spaced += 1;
      if (
        !/^[\s\p{M}]*[-\u00AD\u2010-\u2015'\u2019.\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]*[\s\p{M}]*$/u.test(
          here,
        ) ||
        /^[ \t\n]+$/.test(here)
      )
        broken = true;
    }
    if (there !== '' && here === '' && /\s/.test(there) && !longBothSides(term, wanted, i)) return false;
  }
  return !broken || spaced === size - 1;
}

function longBothSides(term: string, wanted: Folded, index: number): boolean {
  const cut = wanted.starts[index] ?? 0;
  const left = /[\p{L}\p{N}]+$/u.exec(term.slice(0, cut).trimEnd())?.[0] ?? '';
  const right = /^[\p{L}\p{N}]+/u.exec(term.slice(cut))?.[0] ?? '';
  return left.length >= 3 && right.length >= 3;
}

function findLiteral(text: string, term: string, index: number): readonly TermPlace[] {
  if (term === '') return [];
  const places: TermPlace[] = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    places.push({ term: index, start: at, end: at + term.length });
  }
  return places;
}

/** Letters that OCR confuses, each to one sign (rn and m, cl and d ...). */
function skeleton(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]|[\u02b9-\u02bf\ua78c]/gu, '')
    .replace(/rn/g, 'm')
    .replace(/cl/g, 'd')
    .replace(/vv/g, 'w')
    .replace(/[1i|!]/g, 'l')
    .replace(/0/g, 'o')
    .replace(/5/g, 's')
    .replace(/8/g, 'b');
}

/** Runs of words that look like the term: as many words as it has, one more or one less. */
function findLike(text: string, term: string, index: number): readonly TermPlace[] {
  const wanted = skeleton(term);
  if (wanted.length < 4) return [];
  const allowed = wanted.length < 5 ? 0 : Math.max(1, Math.floor(wanted.length / 6));
  const words = [...text.matchAll(/[^\s]+/gu)].map((match) => ({ start: match.index, text: match[0] }));
  const size = term.trim().split(/\s+/).length;
  const places: TermPlace[] = [];
  for (let from = 0; from < words.length; from++) {
    let joined = '';
    for (let to = from; to < Math.min(words.length, from + size + 1); to++) {
      joined += words[to]?.text ?? '';
      const seen = skeleton(joined);
      if (to - from + 1 < size - 1 || Math.abs(seen.length - wanted.length) > allowed) continue;
      if (seen !== wanted && (allowed === 0 || distance(seen, wanted) > allowed)) continue;
      places.push(
        trimmed(text, index, words[from]?.start ?? 0, (words[to]?.start ?? 0) + (words[to]?.text.length ?? 0)),
      );
    }
  }
  return places;
}

/** The place without the punctuation around it. */
function trimmed(text: string, term: number, from: number, to: number): TermPlace {
  const inside = text.slice(from, to);
  const lead = /^[^\p{L}\p{N}]*/u.exec(inside)?.[0].length ?? 0;
  const tail = /[^\p{L}\p{N}]*$/u.exec(inside)?.[0].length ?? 0;
  return { term, start: from + lead, end: Math.max(from + lead, to - tail) };
}

function unique(places: readonly TermPlace[]): readonly TermPlace[] {
  const seen = new Set<string>();
  return places
    .filter((place) => {
      const key = `${place.term}:${place.start}:${place.end}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .sort((a, b) => a.start - b.start || a.end - b.end || a.term - b.term);
}
