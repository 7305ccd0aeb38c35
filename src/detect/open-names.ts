import type { Mention } from './find-known.ts';
import type { Lexicon } from './lexicon.ts';
import type { Candidate } from './name-score.ts';
import type { Known, Roster } from './roster.ts';
import { linked, type NameWord, plainLetters } from './words.ts';

/** Letters of a lone beginning from which a name is asked about, and from which it is marked. */
const LEAST = { asked: 3, marked: 4 };

/**
 * The mentions, and those of names that end where a cell or dots cut them off and the file does not say how they go
 * on: what may be the beginning of a name of the matter counts as that name.
 */
export function withOpen(
  mentions: readonly Mention[],
  words: readonly NameWord[],
  roster: Roster,
  lexicon: Lexicon,
): readonly Mention[] {
  const more = words.flatMap((word, i): Mention[] => {
    if (word.open !== true || mentions.some(({ from, to }) => from <= i && i <= to)) return [];
    const known = begunBy(word, roster);
    if (known.length === 0) return [];
    const before = mentions.find(({ to }) => to === i - 1);
    const own = linked(word.gap) ? (before?.known.filter((one) => known.includes(one)) ?? []) : [];
    if (before !== undefined && own.length > 0) return [begun(words, before.from, i, own, 'auto')];
    if (word.shape === 'lower' || word.text.length < LEAST.asked || lexicon.isListed(word.lower)) return [];
    return [begun(words, i, i, known, word.text.length < LEAST.marked ? 'review' : 'auto')];
  });
  return more.length === 0 ? mentions : [...mentions, ...more].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Whose names begin like the word. */
function begunBy(word: NameWord, { parts }: Roster): readonly Known[] {
  const plain = plainLetters(word.text);
  const known = [...parts].flatMap(([part, entries]) =>
    part !== plain && part.startsWith(plain) ? entries.map((entry) => entry.known) : [],
  );
  return [...new Set(known)];
}

function begun(
  words: readonly NameWord[],
  from: number,
  to: number,
  known: readonly Known[],
  tier: Mention['tier'],
): Mention {
  return {
    from,
    to,
    start: words[from]?.start ?? 0,
    end: words[to]?.end ?? 0,
    tier,
    score: tier === 'auto' ? 0.85 : 0.4,
    rule: 'people/cut-off',
    why: 'The beginning of a name of the people of the matter, where the page cuts off the rest.',
    known,
    full: to > from,
  };
}

/** Beginnings, cut off by the page, of names that strangers bear elsewhere in the matter. */
export function openStrangers(
  words: readonly NameWord[],
  taken: readonly { readonly from: number; readonly to: number }[],
  seen: ReadonlySet<string>,
): readonly Candidate[] {
  return words.flatMap((word, i): Candidate[] => {
    const isNew = word.open === true && !taken.some(({ from, to }) => from <= i && i <= to);
    if (!isNew || word.shape === 'lower' || word.text.length < LEAST.marked) return [];
    const plain = plainLetters(word.text);
    if (![...seen].some((name) => name.startsWith(plain))) return [];
    const { start, end } = word;
    return [{ from: i, to: i, start, end, score: 0.5, rules: ['people/seen-whole'], full: false }];
  });
}
