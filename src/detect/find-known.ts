import { distance } from 'fastest-levenshtein';
import { credentialKey, type Lexicon } from './lexicon.ts';
import { type Known, lookUp, type NamePart, type Roster } from './roster.ts';
import { linked, type NameWord, plainLetters } from './words.ts';

/** A mention of a person: words [from, to] of a page. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly tier: 'auto' | 'review';
  readonly score: number;
  readonly rule: string;
  readonly why: string;
  /** Who may be meant, most likely first; [] = nobody of the matter. */
  readonly known: readonly Known[];
  /** First and last name, or more: no bare name. */
  readonly full: boolean;
}

type Entry = { readonly known: Known; readonly part: NamePart };

/** Mentions of the people of the matter: full and turned names, parts, initials, nicknames, misread spellings. */
export function findKnown(words: readonly NameWord[], text: string, roster: Roster, lexicon: Lexicon): Mention[] {
  const cache = new Map<string, string | undefined>();
  const entries = words.map((word) => entriesOf(word, roster, lexicon, cache));
  const mentions: Mention[] = [];
  for (let i = 0; i < words.length; ) {
    const best = longest(words, entries, roster, i);
    if (best === undefined) {
      i++;
      continue;
    }
    const mention = accept(words, entries, lexicon, best);
    if (mention !== undefined) mentions.push(mention);
    i = mention === undefined ? i + 1 : best.to + 1;
  }
  return [...mentions, ...signs(words, text, roster, lexicon)];
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly known: readonly Known[];
  readonly parts: readonly NamePart[];
}

function entriesOf(
  word: NameWord,
  roster: Roster,
  lexicon: Lexicon,
  cache: Map<string, string | undefined>,
): readonly Entry[] {
  if (word.shape === 'lower')
    return /^l\p{Ll}{3,}/u.test(word.text) ? (roster.parts.get(`i${plainLetters(word.text).slice(1)}`) ?? []) : [];
  if (word.shape === 'initial') return [];
  const exact = roster.parts.get(plainLetters(word.text));
  if (exact !== undefined) return exact;
  if (lexicon.isListed(word.lower) && word.shape !== 'other') return [];
  const key = lookUp(roster, word.text, cache) ?? gluedPart(word, roster, lexicon);
  return key === undefined ? [] : (roster.parts.get(key) ?? []);
}

/** The longest run from word `i` whose words are parts or initials of one person. */
function longest(
  words: readonly NameWord[],
  entries: readonly (readonly Entry[])[],
  roster: Roster,
  i: number,
): Run | undefined {
  const runs: Run[] = [];
  const starters = entries[i]?.length ? new Set(entries[i]?.map((e) => e.known)) : initialOwners(words[i], roster);
  for (const known of starters) {
    const run = follow(words, entries, known, i);
    if (run !== undefined) runs.push(run);
  }
  const to = Math.max(...runs.map((r) => r.to));
  const parts = Math.max(...runs.filter((r) => r.to === to).map((r) => r.parts.length));
  const best = runs.filter((r) => r.to === to && r.parts.length === parts);
  const first = best[0];
  return first === undefined ? undefined : { ...first, known: best.flatMap((r) => r.known) };
}

function initialOwners(word: NameWord | undefined, roster: Roster): ReadonlySet<Known> {
  if (word === undefined || word.shape !== 'initial') return new Set();
  return new Set(roster.people.filter((k) => k.initials.has(plainLetters(word.text))));
}

function follow(
  words: readonly NameWord[],
  entries: readonly (readonly Entry[])[],
  known: Known,
  i: number,
): Run | undefined {
  const parts: NamePart[] = [];
  let to = i;
  for (let j = i; j < words.length && j < i + 5; j++) {
    const word = words[j];
    if (word === undefined) break;
    const comma =
      j > i &&
      parts.length > 0 &&
      !parts.includes('first') &&
      !parts.includes('nick') &&
      /^[,.] {0,2}\n?$/.test(word.gap);
    if (j > i && !linked(word.gap) && !comma) break;
    const entry = entries[j]?.find((e) => e.known === known) ?? misreadLast(word, known, parts);
    if (comma && entry?.part !== 'first' && entry?.part !== 'nick') break;
    if (entry === undefined) {
      if (word.shape !== 'initial' || (parts.length === 0 && !known.initials.has(plainLetters(word.text)))) break;
      if (parts.length > 0 && !known.initials.has(plainLetters(word.text)) && !/^\.? ?$/.test(words[j + 1]?.gap ?? ''))
        break;
      if (parts.length > 0 && !continuesAfter(entries, known, j) && !closesTurned(words, parts, i)) break;
      to = j;
      continue;
    }
    if (parts.length > 0 && parts.at(-1) === entry.part && entry.part !== 'middle') break;
    parts.push(entry.part);
    to = j;
    if (words[j]?.possessive) break;
  }
  return parts.length === 0 ? undefined : { from: i, to, known: [known], parts };
}

/** The part of a name that a scanner ran together with the word behind it: "Meimoved". */
function gluedPart(word: NameWord, roster: Roster, lexicon: Lexicon): string | undefined {
  const plain = plainLetters(word.text);
  if (plain.length < 6) return undefined;
  return [...roster.parts.keys()].find((key) => {
    const rest = plain.slice(key.length);
    return key.length > 2 && rest.length > 2 && plain.startsWith(key) && lexicon.isCommon(rest);
  });
}

/** A short surname with a letter misread right behind the first name: too short to be looked for alone. */
function misreadLast(word: NameWord, known: Known, parts: readonly NamePart[]): Entry | undefined {
  const last = plainLetters(known.person.name.split(/\s+/).at(-1) ?? '');
  const behind = parts.at(-1) === 'first' && (word.shape === 'cap' || word.shape === 'upper');
  return behind && last.length > 2 && distance(last, plainLetters(word.text)) === 1
    ? { known, part: 'last' }
    : undefined;
}

const continuesAfter = (entries: readonly (readonly Entry[])[], known: Known, j: number): boolean =>
  entries[j + 1]?.some((e) => e.known === known) ?? false;

/** "Last, First M": the initial ends the name. */
function closesTurned(words: readonly NameWord[], parts: readonly NamePart[], i: number): boolean {
  return parts.length > 1 && words.slice(i + 1, i + 4).some((w) => /^[,.] /.test(w.gap));
}

/** Whether a run is a mention: a lone word that is also a common word needs the sentence to bear it out. */
function accept(
  words: readonly NameWord[],
  entries: readonly (readonly Entry[])[],
  lexicon: Lexicon,
  run: Run,
): Mention | undefined {
  const first = words[run.from];
  const last = words[run.to];
  if (first === undefined || last === undefined) return undefined;
  const full = run.to > run.from;
  const base = { from: run.from, to: run.to, start: first.start, end: last.end, known: run.known, full };
  if (full)
    return {
      ...base,
      tier: 'auto',
      score: 0.98,
      rule: 'people/roster-full',
      why: 'A name of the people of the matter.',
    };
  const kind = lexicon.classOf(first.lower);
  const doubtful =
    kind === 'ambiguous' || kind === 'common' || kind === 'organization' || kind === 'place' || kind === 'title';
  if (!doubtful)
    return {
      ...base,
      tier: 'auto',
      score: 0.95,
      rule: 'people/roster-part',
      why: 'Part of a name of the people of the matter.',
    };
  const before = words[run.from - 1];
  const after = words[run.to + 1];
  const titled = before !== undefined && linked(first.gap) && lexicon.titles.has(plainLetters(before.text));
  const spoken = after !== undefined && after.gap === ' ' && after.shape === 'lower' && lexicon.speech.has(after.lower);
  const inside =
    !first.opens &&
    first.shape === 'cap' &&
    (!capital(before) || (before?.opens === true && lexicon.isCommon(before.lower))) &&
    !(linked(after?.gap ?? '') && capital(after));
  const beside = linked(first.gap) && (entries[run.from - 1]?.length ?? 0) > 0;
  if (after?.gap === ' ' && /^\d/.test(after.text)) return undefined;
  const labelled = /^ ?: {0,2}$/.test(first.gap) && first.shape === 'cap';
  const named = kind === 'ambiguous' && !lexicon.isCommon(first.lower);
  if (titled || spoken || inside || labelled || named || first.possessive || beside) {
    return {
      ...base,
      tier: 'auto',
      score: 0.85,
      rule: 'people/roster-word',
      why: 'A name of the people of the matter that is a word too; the sentence uses it as a name.',
    };
  }
  if (kind === 'ambiguous' && first.shape !== 'upper') {
    return {
      ...base,
      tier: 'review',
      score: 0.4,
      rule: 'people/roster-word',
      why: 'A word that is also a name of the people of the matter.',
    };
  }
  return undefined;
}

const capital = (word: NameWord | undefined): boolean =>
  word !== undefined && (word.shape === 'cap' || word.shape === 'upper');

/** Initials with stops that stand for a person: "R.S.", "R. S." */
function signs(words: readonly NameWord[], text: string, roster: Roster, lexicon: Lexicon): Mention[] {
  const found: Mention[] = [];
  for (let i = 0; i < words.length; i++) {
    for (const length of [3, 2]) {
      const letters = words.slice(i, i + length);
      if (letters.length < length || !letters.every((w) => w.shape === 'initial')) continue;
      if (!letters.slice(1).every((w) => w.gap === '.' || w.gap === '. ')) continue;
      const sign = letters.map((w) => plainLetters(w.text)).join('');
      const isCredential = lexicon.credentials.has(credentialKey(sign)) && followsName(words, i, lexicon);
      const known = isCredential ? [] : roster.people.filter((k) => k.signs.includes(sign));
      const start = letters[0]?.start ?? 0;
      const last = letters.at(-1)?.end ?? 0;
      if (known.length === 0) continue;
      const end = text[last] === '.' ? last + 1 : last;
      found.push({
        from: i,
        to: i + length - 1,
        start,
        end,
        tier: 'auto',
        score: 0.9,
        rule: 'people/initials',
        why: 'Initials of a person of the matter.',
        known,
        full: false,
      });
      break;
    }
  }
  return found;
}

/** Do letters stand behind a name, as credentials do? */
function followsName(words: readonly NameWord[], at: number, lexicon: Lexicon): boolean {
  const [word, before] = [words[at], words[at - 1]];
  if (!capital(before) || before === undefined) return false;
  return word?.gap === ', ' || (word?.gap === ' ' && !lexicon.isCommon(before.lower));
}
