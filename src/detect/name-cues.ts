import type { PersonCue } from '../model/detecting.ts';
import { credentialKey, type Lexicon } from './lexicon.ts';
import { contextTokens } from './text-view.ts';
import { type NameWord, plainLetters } from './words.ts';

/** Words [from, to] of a page that may be a name. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** A word of organisations follows in the same run. */
  readonly organization: boolean;
  readonly whole: readonly [number, number];
}

/** A word that starts with a capital, or an initial. */
export const isCapital = (word: NameWord | undefined): boolean =>
  word !== undefined && (word.shape === 'cap' || word.shape === 'upper' || word.shape === 'initial');

/** What stands before a run. */
export interface Before {
  readonly title: boolean;
  readonly label?: PersonCue;
  readonly role?: PersonCue;
}

/** Title, label with colon, or role word that stands before word `at`. */
export function cueBefore(words: readonly NameWord[], text: string, lexicon: Lexicon, at: number): Before {
  const word = words[at];
  const previous = words[at - 1];
  if (word === undefined || previous === undefined) return { title: false };
  const title =
    /^\.?[ \n]$/.test(word.gap) && lexicon.titles.has(plainLetters(previous.text)) && previous.shape !== 'lower';
  if (/^ ?[:#]\s{0,3}$/.test(word.gap)) {
    const label = phraseEnding(words, at - 1, lexicon.labels);
    return label === undefined ? { title } : { title, label };
  }
  if (/^(?:,? |\n| \()$/.test(word.gap)) {
    const role = phraseEnding(words, at - 1, lexicon.roles);
    if (role !== undefined) return { title, role };
  }
  const line = text.slice(0, word.start);
  if (/\n\s*$/.test(line) && previous !== undefined) {
    const label = phraseEnding(words, at - 1, lexicon.labels);
    const alone = words[at - 1]?.gap.includes('\n') || words[at - 2]?.gap.includes('\n');
    if (label !== undefined && alone) return { title, label };
  }
  return { title };
}

/** The longest phrase of the map that ends at word `at`. */
export function phraseEnding(
  words: readonly NameWord[],
  at: number,
  map: ReadonlyMap<string, PersonCue>,
): PersonCue | undefined {
  for (let length = 4; length >= 1; length--) {
    if (at - length + 1 < 0) continue;
    const phrase = words
      .slice(at - length + 1, at + 1)
      .flatMap((w) => contextTokens(w.possessive ? `${w.text}'s` : w.text))
      .join(' ');
    const cue = map.get(phrase) ?? map.get(phrase.replace(/s$/, ''));
    if (cue !== undefined) return cue;
  }
  return undefined;
}

/** ", LCSW" or " M.D." behind a name. */
export function credentialAfter(words: readonly NameWord[], lexicon: Lexicon, to: number): boolean {
  const next = words[to + 1];
  if (next === undefined || !/^,? $/.test(next.gap)) return false;
  const joined = [0, 1, 2].map((n) =>
    words
      .slice(to + 1, to + 2 + n)
      .map((w) => w.text)
      .join(''),
  );
  return (
    joined.some(
      (j, n) =>
        words.slice(to + 2, to + 2 + n).every((w) => w.gap === '.' || w.gap === '') &&
        lexicon.credentials.has(credentialKey(j)) &&
        /^[A-Z]/.test(j) &&
        j !== j.toLowerCase() &&
        !/^[A-Z][a-z]{2,}$/.test(j),
    ) || /^esq/i.test(next.text)
  );
}

/** The role that stands after a name: ", the school nurse," or ", Principal;". */
export function roleAfter(words: readonly NameWord[], lexicon: Lexicon, to: number): PersonCue | undefined {
  const next = words[to + 1];
  if (next === undefined || !/^(?:, | \()$/.test(next.gap)) return undefined;
  for (let length = 1; length <= 4; length++) {
    const part = words.slice(to + 1, to + 1 + length).map((w) => w.lower);
    const plain =
      part[0] === 'the' || part[0] === 'a' || part[0] === 'an' || part[0] === 'his' || part[0] === 'her'
        ? part.slice(1)
        : part;
    const phrase = plain.flatMap(contextTokens).join(' ');
    const cue = lexicon.roles.get(phrase) ?? lexicon.labels.get(phrase);
    if (cue !== undefined) return cue;
  }
  return undefined;
}

/** "Last, First" beside a run: the comma joins two name words. */
export function turnedName(words: readonly NameWord[], lexicon: Lexicon, span: Span): boolean {
  const after = words[span.to + 1];
  const before = words[span.from - 1];
  const first = words[span.from];
  const follows =
    after !== undefined &&
    after.gap === ', ' &&
    isCapital(after) &&
    /^(?:first|both|ambiguous)$/.test(lexicon.classOf(after.lower));
  const led =
    before !== undefined &&
    first !== undefined &&
    first.gap === ', ' &&
    isCapital(before) &&
    /^(?:last|both|ambiguous|unknown)$/.test(lexicon.classOf(before.lower));
  return follows || (led && /^(?:first|both)$/.test(lexicon.classOf(first?.lower ?? '')));
}
