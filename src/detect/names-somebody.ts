import type { PeopleRules } from '../model/detecting.ts';
import { type Lexicon, lexiconOf } from './lexicon.ts';
import { isCapital } from './name-cues.ts';
import { nameLikelihood } from './name-tagger.ts';
import { linked, type NameWord, wordsOf } from './words.ts';

/** More words than this are no name. */
const MOST_WORDS = 6;

/** Text on either side that is looked at, in UTF-16 units. */
const AROUND = 80;

/** A word of no list is taken for a name from this likelihood: rather one too many. */
const LIKELY = 0.3;

/**
 * Is `text` from `start` to `end` the name of a person, or a part of one? Words with a capital that are listed as
 * names, that stand beside such words or after a title, or that the tagger takes for a name; not headings,
 * organisations, places, sentences or numbers.
 */
export function namesSomebody(text: string, start: number, end: number, rules: PeopleRules): boolean {
  const lexicon = lexiconOf(rules);
  const from = Math.max(0, start - AROUND);
  const around = text.slice(from, end + AROUND);
  const words = wordsOf(around, around);
  const isOwn = ({ start: at }: NameWord): boolean => at + from >= start && at + from < end;
  const first = words.findIndex(isOwn);
  const own = words.filter(isOwn);
  if (first < 0 || own.length > MOST_WORDS || own.some((word) => !mayBePart(word, lexicon))) return false;
  const kinds = own.filter((word) => word.shape !== 'initial').map((word) => lexicon.classOf(word.lower));
  if (titleBefore(words, first, lexicon)) return true;
  if (kinds.includes('organization')) return false;
  if (kinds.some((kind) => kind === 'first' || kind === 'last' || kind === 'both')) return true;
  const open = kinds.filter((kind) => kind === 'unknown' || kind === 'ambiguous');
  if (open.length === 0) return false;
  if (open.length > 1 && open.length === kinds.length) return true;
  if (beside(words, first, own.length, lexicon)) return true;
  const to = first + own.length - 1;
  const span = { from: first, to, organization: false, whole: [first, to] as const };
  return (nameLikelihood(words, around, lexicon, span) ?? 0) >= LIKELY;
}

/** A capital, or a small word inside names: de, van. */
function mayBePart(word: NameWord, lexicon: Lexicon): boolean {
  return isCapital(word) || lexicon.particles.has(word.lower);
}

function titleBefore(words: readonly NameWord[], first: number, lexicon: Lexicon): boolean {
  const before = words[first - 1];
  const gap = words[first]?.gap ?? '';
  return before !== undefined && linked(gap) && isCapital(before) && lexicon.titles.has(before.lower);
}

/** Beside a word that is listed as a name and not in another line of thought. */
function beside(words: readonly NameWord[], first: number, count: number, lexicon: Lexicon): boolean {
  const isName = (word: NameWord | undefined): boolean =>
    word !== undefined && isCapital(word) && /^(?:first|last|both)$/.test(lexicon.classOf(word.lower));
  const after = words[first + count];
  const before = words[first - 1];
  return (
    (isName(before) && /^(?: |, |\n)$/.test(words[first]?.gap ?? '')) ||
    (isName(after) && /^(?: |, |\n)$/.test(after?.gap ?? ''))
  );
}
