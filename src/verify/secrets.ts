import { withoutLookAlikes } from '../model/look-alikes.ts';

/**
 * Strings that must not be found, prepared for searching: case, accents, blanks, hyphens and
 * punctuation inside make no difference, and a match begins and ends at the edge of a word.
 */
export interface SecretIndex {
  /** How many are looked for. */
  readonly count: number;
  /** Numbers (from 0) of the secrets that stand in a text. */
  find(text: string): readonly number[];
  /** The same for a text whose blanks may be lost: secrets of two words and ten letters may be part of a longer word. */
  findGlued(text: string): readonly number[];
  /** By number of the secrets that stand in a text: the letters of each place, folded, with so many `before` and `after`. */
  places(text: string, before: number, after: number): ReadonlyMap<number, readonly string[]>;
}

interface Reduced {
  readonly letters: string;
  /** 1 where a word begins at this letter. */
  readonly begins: Uint8Array;
}

export function indexSecrets(secrets: readonly string[]): SecretIndex {
  const reduced = secrets.map((secret) => reduce(secret).letters);
  return {
    count: reduced.length,
    find(text) {
      if (reduced.length === 0) return [];
      const { letters, begins } = reduce(text);
      return reduced.flatMap((secret, index) =>
        secret !== '' && !placesOf(letters, begins, secret).next().done ? [index] : [],
      );
    },
    findGlued(text) {
      if (reduced.length === 0) return [];
      const { letters, begins } = reduce(text);
      return reduced.flatMap((secret, index) => {
        const isLong = secret.length >= 10 && wordsOf(secrets[index] ?? '').length > 1;
        const isThere = isLong ? letters.includes(secret) : !placesOf(letters, begins, secret).next().done;
        return secret !== '' && isThere ? [index] : [];
      });
    },
    places(text, before, after) {
      const { letters, begins } = reduce(text);
      const found = reduced.map((secret, index): readonly [number, readonly string[]] => {
        const starts = secret === '' ? [] : [...placesOf(letters, begins, secret)];
        return [index, starts.map((at) => letters.slice(Math.max(0, at - before), at + secret.length + after))];
      });
      return new Map(found.filter(([, around]) => around.length > 0));
    },
  };
}

/** Where a secret stands in folded letters as whole words. */
function* placesOf(letters: string, begins: Uint8Array, secret: string): Generator<number, undefined> {
  for (let at = letters.indexOf(secret); at >= 0; at = letters.indexOf(secret, at + 1)) {
    const end = at + secret.length;
    if (begins[at] === 1 && (end === letters.length || begins[end] === 1)) yield at;
  }
}

/** Letters and digits of a text, folded, without what stands between them. */
export function lettersOf(text: string): string {
  return reduce(text).letters;
}

const MARKS = /\p{M}/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Letters of scripts that set no blanks between words: each may begin one, or end one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Letters that Unicode does not take apart and that people write as others (some in CaseFolding.txt, some by custom). */
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

/** A text in small letters without accents, ligatures, wide forms and signs that have no width. */
function folded(text: string): string {
  const small = unswapped(text).normalize('NFKD').replace(MARKS, '').toLowerCase();
  return withoutLookAlikes(small)
    .replace(/[ßæœøđðþłħı]/g, (letter) => SPELT[letter] ?? letter)
    .replace(/[\u02b9-\u02bf\ua78c]/g, "'")
    .replace(/[\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '');
}

/** Letters of ASCII whose two bytes stand the wrong way round. */
const SWAPPED = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz']
  .map((letter) => String.fromCharCode(letter.charCodeAt(0) << 8))
  .join('');
const SWAPPED_RUN = new RegExp(`[${SWAPPED}]{2,}`, 'g');

/** Old Ghostscript writes so what ligatures stand for, in fonts' maps: two such signs of Chinese never meet. */
function unswapped(text: string): string {
  return text.replace(SWAPPED_RUN, (run) =>
    Array.from(run, (sign) => String.fromCharCode(sign.charCodeAt(0) >> 8)).join(''),
  );
}

/** Letters and digits of a text, folded; a hyphen at a line end does not begin a word. */
function reduce(text: string): Reduced {
  const joined = folded(text)
    .replace(/[-\u00AD\u2010\u2011]\s*\n\s*/g, '')
    .replace(/\u00AD/g, '');
  const pieces = joined.match(WORD) ?? [];
  const letters = pieces.join('');
  const begins = new Uint8Array(letters.length);
  let at = 0;
  for (const piece of pieces) {
    begins[at] = 1;
    at += piece.length;
  }
  for (const { index } of letters.matchAll(UNSPACED)) {
    begins[index] = 1;
    if (index + 1 < letters.length) begins[index + 1] = 1;
  }
  return { letters, begins };
}

/** Words of a text, folded as above. */
export function wordsOf(text: string): readonly string[] {
  return (
    folded(text)
      .replace(/\u00AD/g, '')
      .match(WORD) ?? []
  );
}

const RUN = 6;

/** Runs of six words of texts that must not be repeated, less those that may stand in the open. */
export function indexRuns(hidden: readonly string[], open: readonly string[]): { repeats(text: string): boolean } {
  const allowed = new Set(open.flatMap((text) => runsOf(text)));
  const forbidden = new Set(hidden.flatMap((text) => runsOf(text)).filter((run) => !allowed.has(run)));
  return {
    repeats: (text) => forbidden.size > 0 && runsOf(text).some((run) => forbidden.has(run)),
  };
}

function runsOf(text: string): readonly string[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, i) => words.slice(i, i + RUN).join(' '));
}
