import type { PageText, Word } from '../model/page.ts';
import { type FindTermsOptions, findTerms, type TermPlace } from './find-terms.ts';

/** Letters and digits that are set small at the foot or head of a line, or in a ring, by their own codes. */
const SMALL_CODES = /[\p{No}\u00aa\u00ba\u02b0-\u02b8\u1d2c-\u1d6a\u2070-\u209c]+/gu;

/** The number of a note right after its word, or in brackets. */
const NUMBERS = /(?<=\p{L}{2})\d{1,3}(?![\p{L}\p{N}])|[[(]\d{1,3}[\])]/gu;

/** What the mark of a note is made of: a number, a letter, a Roman number, signs. */
const NOTE =
  /^[[(]?(?:\d{1,3}|\p{L}|[ivxlc]{1,6}|[*\u2020\u2021\u00a7\u00b6]{1,3})(?:[,\u2013-](?:\d{1,3}|\p{L}|[ivxlc]{1,6}))*[\])]?$/iu;

/** What is raised at a word without being a note: TM, the ending of a number, a degree. */
const RAISED = /^\p{L}{1,4}$/u;

/** A letter or digit is set small where it is no higher than this share of the one beside it. */
const SMALL = 0.9;

/**
 * Places where terms stand once the marks of notes are passed over, small raised or lowered letters and numbers right
 * after a word; without those that a plain search of the text finds, `known`.
 */
export function findPastNotes(
  page: PageText,
  terms: readonly string[],
  options: FindTermsOptions,
  known: readonly TermPlace[],
): readonly TermPlace[] {
  const dropped = notesOf(page);
  if (dropped.size === 0 || terms.length === 0) return [];
  const kept: number[] = [];
  for (let i = 0; i < page.text.length; i++) if (!dropped.has(i)) kept.push(i);
  const text = kept.map((at) => page.text[at]).join('');
  return findTerms(text, terms, options).flatMap(({ term, start, end }) => {
    const place = { term, start: kept[start] ?? 0, end: (kept[end - 1] ?? 0) + 1 };
    const isKnown = known.some((one) => one.term === term && one.start === place.start && one.end === place.end);
    return isKnown ? [] : [place];
  });
}

/** Offsets of the marks of notes in a page's text. */
function notesOf(page: PageText): ReadonlySet<number> {
  const notes = new Set<number>();
  const add = (start: number, end: number): void => {
    for (let i = start; i < end; i++) notes.add(i);
  };
  for (const pattern of [SMALL_CODES, NUMBERS]) {
    for (const { index, 0: found } of page.text.matchAll(pattern)) add(index, index + found.length);
  }
  if (page.readBy !== 'text-layer') return notes;
  for (const [i, word] of page.words.entries()) {
    if (isSmallWord(word, page.words[i - 1], page.turn) || isSmallWord(word, page.words[i + 1], page.turn))
      add(word.start, word.start + word.text.length);
    else for (const [from, to] of smallIn(word, page.turn)) add(word.start + from, word.start + to);
  }
  return notes;
}

function isSmallWord(word: Word, beside: Word | undefined, turn: number): boolean {
  if (beside?.line !== word.line || !NOTE.test(word.text)) return false;
  return heightAt(word, 0, turn) <= SMALL * heightAt(beside, 0, turn);
}

/** Runs of small letters in a word of larger ones. */
function smallIn(word: Word, turn: number): readonly (readonly [number, number])[] {
  const heights = Array.from(word.text, (_, i) => heightAt(word, i, turn));
  const tall = Math.max(...heights);
  const runs: [number, number][] = [];
  heights.forEach((height, i) => {
    if (height > SMALL * tall) return;
    const last = runs.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  });
  return runs.filter(([from, to]) => {
    const run = word.text.slice(from, to);
    return NOTE.test(run) || RAISED.test(run);
  });
}

/** How high the box of a letter is across its line. */
function heightAt({ glyphs }: Word, index: number, turn: number): number {
  return glyphs[4 * index + (turn % 180 === 0 ? 3 : 2)] ?? 0;
}
