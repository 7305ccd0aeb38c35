import type { PeopleRules } from '../model/detecting.ts';
import { type Lexicon, lexiconOf } from './lexicon.ts';
import { cueBefore, isCapital } from './name-cues.ts';
import { nameLikelihood } from './name-tagger.ts';
import { type NameWord, wordsOf } from './words.ts';

/** More words than this are no name. */
const MOST_WORDS = 6;

/** Text on either side that is looked at, in UTF-16 units. */
const AROUND = 80;

/** Below this likelihood a single word of no list is no name, says the tagger, which is unsure of most such words. */
const UNLIKELY = 0.15;

/** sure: a name. maybe: a word with a capital that no list knows. no: anything else. */
export type Naming = 'sure' | 'maybe' | 'no';

/**
 * Is `text` from `start` to `end` the name of a person, or a part of one? Words with a capital that are listed as
 * names, that stand beside such words, beside each other or after a title; not headings, organisations, places,
 * sentences or numbers, and not words that the text has in small letters too.
 */
export function namesSomebody(text: string, start: number, end: number, rules: PeopleRules): Naming {
  const lexicon = lexiconOf(rules);
  const from = Math.max(0, start - AROUND);
  const around = text.slice(from, end + AROUND);
  const words = wordsOf(around, around);
  const isOwn = ({ start: at }: NameWord): boolean => at + from >= start && at + from < end;
  const first = words.findIndex(isOwn);
  const own = words.filter(isOwn);
  if (first < 0 || own.length > MOST_WORDS || own.some((word) => !mayBePart(word, lexicon))) return 'no';
  const named = own.filter((word) => word.shape !== 'initial');
  const kinds = named.map((word) => lexicon.classOf(word.lower));
  const before = cueBefore(words, around, lexicon, first);
  if (before.title || before.label !== undefined) return 'sure';
  if (kinds.includes('organization')) return 'no';
  if (kinds.some((kind) => kind === 'first' || kind === 'last' || kind === 'both')) return 'sure';
  const open = named.filter((_, i) => kinds[i] === 'unknown' || kinds[i] === 'ambiguous');
  if (open.length === 0 || open.some((word) => standsSmall(text, word.lower))) return 'no';
  const titled = kinds.includes('title') || named.length < own.length;
  if (open.length + kinds.filter((kind) => kind === 'title').length === kinds.length && (open.length > 1 || titled))
    return 'sure';
  if (beside(words, first, own.length, lexicon)) return 'sure';
  const to = first + own.length - 1;
  const span = { from: first, to, organization: false, whole: [first, to] as const };
  return (nameLikelihood(words, around, lexicon, span) ?? 1) >= UNLIKELY ? 'maybe' : 'no';
}

/** A capital, or a small word inside names: de, van. */
function mayBePart(word: NameWord, lexicon: Lexicon): boolean {
  return isCapital(word) || lexicon.particles.has(word.lower);
}

/** Does the text have the word in small letters? */
function standsSmall(text: string, lower: string): boolean {
  for (let at = text.indexOf(lower); at >= 0; at = text.indexOf(lower, at + 1)) {
    const sides = text.slice(Math.max(0, at - 1), at) + text.slice(at + lower.length, at + lower.length + 1);
    if (!/\p{L}/u.test(sides)) return true;
  }
  return false;
}

/** Beside a word that is listed as a name, with a blank, a comma or a line's end between. */
function beside(words: readonly NameWord[], first: number, count: number, lexicon: Lexicon): boolean {
  const isName = (word: NameWord | undefined, gap: string | undefined): boolean =>
    word !== undefined &&
    isCapital(word) &&
    /^(?: |, |\n)$/.test(gap ?? '') &&
    /^(?:first|last|both)$/.test(lexicon.classOf(word.lower));
  const after = words[first + count];
  return isName(words[first - 1], words[first]?.gap) || isName(after, after?.gap);
}
