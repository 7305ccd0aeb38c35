import type { Lexicon } from './lexicon.ts';
import type { Candidate, Surroundings } from './name-score.ts';
import { linked, type NameWord, plainLetters } from './words.ts';

/** What may be asked of a run of capital words that nothing else explains. */
const ASKED = 0.3;

/**
 * Capital words of prose that no finder took and no vocabulary explains, for a person to look at: names that are words
 * ("saw Grant with", "Field stated"), and whole runs of which only a part was found ("Will Running Wolf").
 */
export function looseNames(
  words: readonly NameWord[],
  taken: Uint8Array,
  lexicon: Lexicon,
  around: Surroundings,
): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < words.length; i++) {
    if (!isCap(words[i])) continue;
    let to = i;
    while (isCap(words[to + 1]) && /^(?: |\. |-)$/.test(words[to + 1]?.gap ?? '') && !endsSentence(words, to, lexicon))
      to++;
    const span = trimmed(words, i, to, lexicon, around);
    const rule = span === undefined ? undefined : ruleFor(words, span, taken, lexicon, around);
    if (span !== undefined && rule !== undefined) found.push(candidate(words, span, rule));
    i = to;
  }
  return found;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

const isCap = (word: NameWord | undefined): boolean =>
  word !== undefined && (word.shape === 'cap' || word.shape === 'initial') && /^\p{Lu}/u.test(word.text);

/** A stop behind a word that is no initial and no short form. */
function endsSentence(words: readonly NameWord[], at: number, lexicon: Lexicon): boolean {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined || next === undefined || !next.gap.startsWith('.')) return false;
  return word.shape !== 'initial' && !lexicon.titles.has(plainLetters(word.text)) && !lexicon.saints.has(word.lower);
}

/** The run without words of offices, forms and the calendar at its ends, and without a plain word that opens a sentence. */
function trimmed(
  words: readonly NameWord[],
  from: number,
  to: number,
  lexicon: Lexicon,
  around: Surroundings,
): Run | undefined {
  let [a, b] = [from, to];
  const outer = (i: number): boolean => {
    const word = words[i];
    if (word === undefined || word.shape === 'initial') return false;
    return isOffice(word, lexicon, around) || (word.opens && lexicon.isCommon(word.lower) && i < b);
  };
  while (a <= b && outer(a)) a++;
  while (b >= a && outer(b)) b--;
  return a > b ? undefined : { from: a, to: b };
}

/** A word that papers write with a capital of their own accord. */
function isOffice(word: NameWord, lexicon: Lexicon, around: Surroundings): boolean {
  const { lower } = word;
  const plain = plainLetters(word.text);
  if (around.explained.has(plain)) return true;
  return (
    lexicon.isOrganization(lower) ||
    lexicon.titles.has(plain) ||
    lexicon.roles.has(lower) ||
    lexicon.labels.has(lower) ||
    lexicon.owned.has(lower) ||
    lexicon.isForm(lower)
  );
}

function ruleFor(
  words: readonly NameWord[],
  run: Run,
  taken: Uint8Array,
  lexicon: Lexicon,
  around: Surroundings,
): string | undefined {
  const list = words.slice(run.from, run.to + 1);
  const own = list.filter((w) => w.shape !== 'initial');
  if (own.length === 0 || own.length > 5 || list.every((_, i) => taken[run.from + i] === 1)) return undefined;
  const plain = own.filter((w) => lexicon.isCommon(w.lower) || around.lower.has(w.lower));
  if (list.length > 1) {
    const named = list.some(
      (w, i) => taken[run.from + i] === 1 && /^(?:first|last|both|ambiguous)$/.test(lexicon.classOf(w.lower)),
    );
    if (named) return 'shape/run';
    return plain.length === own.length ? undefined : 'shape/run';
  }
  return singleRule(words, run.from, lexicon, around);
}

function singleRule(
  words: readonly NameWord[],
  at: number,
  lexicon: Lexicon,
  around: Surroundings,
): string | undefined {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined || word.text.length < 2) return undefined;
  const kind = lexicon.classOf(word.lower);
  if (kind === 'place' && !word.opens) return undefined;
  const acts =
    next?.gap === ' ' && next.shape === 'lower' && (lexicon.speech.has(next.lower) || /.{3}ed$/.test(next.lower));
  const common = lexicon.isCommon(word.lower) || kind === 'common';
  if (word.opens) {
    if (acts && (kind === 'ambiguous' || (common && SAYS.test(next?.lower ?? '')))) return 'shape/acting';
    return kind === 'unknown' && !around.lower.has(word.lower) && acts ? 'shape/acting' : undefined;
  }
  if (!common) return 'shape/word';
  const before = words[at - 1];
  const inside =
    before?.shape === 'lower' &&
    word.gap === ' ' &&
    (next === undefined || !linked(next.gap) || next.shape === 'lower');
  return inside ? 'shape/vocabulary' : undefined;
}

/** What only people do. */
const SAYS =
  /^(?:said|says|stated|states|told|denied|denies|admitted|disclosed|reported|explained|asked|replied|recalled|insisted|yelled|texted|called|cried)$/;

function candidate(words: readonly NameWord[], run: Run, rule: string): Candidate {
  return {
    from: run.from,
    to: run.to,
    start: words[run.from]?.start ?? 0,
    end: words[run.to]?.end ?? 0,
    score: ASKED,
    rules: [rule],
    full: false,
  };
}
