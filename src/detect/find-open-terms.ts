import type { PageText } from '../model/page.ts';
import type { TermPlace } from './find-terms.ts';
import { plainLetters } from './words.ts';

/** Letters of a lone word at least that tell it where its end is cut off. */
const LEAST = 4;

/**
 * Places where a page shows the beginning of a term and cuts off the rest, which the file does not hold either: a
 * first word and part of the next, or at least half of a term of one word.
 */
export function findOpenTerms(page: PageText, terms: readonly string[]): readonly TermPlace[] {
  const open = page.words.filter((word) => word.open === true);
  if (open.length === 0) return [];
  const wanted = terms.map(lettersOf);
  return open.flatMap((word) => {
    const end = word.start + (/[\p{L}\p{N}\p{M}](?=[^\p{L}\p{N}\p{M}]*$)/u.exec(word.text)?.index ?? -1) + 1;
    const shown = wordsBefore(page.text, end);
    return wanted.flatMap((words, term): TermPlace[] => {
      const count = words.findLastIndex((_, i) => isCutAt(words, i, shown)) + 1;
      const start = shown.at(-count)?.index;
      return count === 0 || start === undefined ? [] : [{ term, start, end }];
    });
  });
}

const lettersOf = (text: string): readonly string[] => plainLetters(text).match(/[\p{L}\p{N}]+/gu) ?? [];

interface Shown {
  readonly index: number;
  readonly letters: string;
}

/** The words of a text that end at an offset, no more than any term has. */
function wordsBefore(text: string, end: number): readonly Shown[] {
  const from = Math.max(0, end - 120);
  return [...text.slice(from, end).matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: word, index }) => ({
    index: from + index,
    letters: plainLetters(word),
  }));
}

/** Is the `at`-th word of a term the one that is cut off, and are those before it shown before it? */
function isCutAt(words: readonly string[], at: number, shown: readonly Shown[]): boolean {
  const last = shown.at(-1)?.letters ?? '';
  const word = words[at] ?? '';
  if (last === '' || last === word || !word.startsWith(last)) return false;
  if (at === 0 && (words.length > 1 || last.length < LEAST || 2 * last.length < word.length)) return false;
  return words.slice(0, at).every((one, i) => shown.at(i - at - 1)?.letters === one);
}
