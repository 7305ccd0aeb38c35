import type { DetectInput } from '../model/detecting.ts';
import type { PageText } from '../model/page.ts';
import { findKnown, type Mention } from './find-known.ts';
import { findUnknown } from './find-unknown.ts';
import { seamsOf } from './glued.ts';
import { withOtherNames } from './joined-names.ts';
import { type Lexicon, lexiconOf } from './lexicon.ts';
import { looseNames } from './loose-names.ts';
import type { Candidate, Surroundings } from './name-score.ts';
import { openStrangers, withOpen } from './open-names.ts';
import { type Roster, rosterOf } from './roster.ts';
import { type TextViews, viewsOf } from './text-view.ts';
import { levelled } from './word-case.ts';
import { type NameWord, plainLetters, type WordFacts, wordsOf } from './words.ts';

/** A page made ready for the detectors, with the people seen on it. */
export interface PageWork {
  readonly page: PageText;
  readonly views: TextViews;
  readonly words: readonly NameWord[];
  readonly mentions: readonly Mention[];
  readonly strangers: readonly Candidate[];
}

/** What the detectors share: the pages, the roster, the lexicon. */
export interface People {
  readonly lexicon: Lexicon;
  readonly roster: Roster;
  readonly pages: readonly PageWork[];
}

/** From this score on a stranger's name is marked without asking. */
export const AUTO_NAME = 0.5;

/** Finds people on all pages: those of the matter first, then strangers, then strangers' names wherever they recur. */
export function findPeople(input: DetectInput): People {
  const lexicon = lexiconOf(input.rules.people);
  const roster = rosterOf(input.matter, lexicon);
  const explained = explainedWords(input);
  const read = input.pages.map((page) => {
    const views = viewsOf(page.text, lexicon.beforeNumbers);
    return { page, views, words: levelled(wordsOf(views.letters, page.text, factsOf(page, roster)), lexicon) };
  });
  const lower = lowerWords(read);
  const none: ReadonlySet<string> = new Set();
  const first = read.map((r) => ({
    ...r,
    mentions: withOpen(findKnown(r.words, r.page.text, roster, lexicon), r.words, roster, lexicon),
  }));
  const around: Surroundings = { lower, seen: none, explained };
  const seen = new Set<string>();
  for (const { words, mentions, page } of first) {
    for (const c of strangersOf(words, mentions, page.text, lexicon, around)) {
      if (c.score < AUTO_NAME) continue;
      for (const word of words.slice(c.from, c.to + 1))
        if (worthSeeking(word, c, lexicon)) seen.add(plainLetters(word.text));
    }
  }
  const pages = first.map((p) => {
    const found = strangersOf(p.words, p.mentions, p.page.text, lexicon, { ...around, seen });
    const strangers = [...found, ...openStrangers(p.words, [...p.mentions, ...found], seen)];
    const taken = new Uint8Array(p.words.length);
    for (const m of [...p.mentions, ...strangers]) taken.fill(1, m.from, m.to + 1);
    return { ...p, strangers: [...strangers, ...looseNames(p.words, taken, lexicon, around)] };
  });
  return { lexicon, roster, pages };
}

/** What the page says of its words: the roster's names are one word each, however they are written. */
function factsOf(page: PageText, { parts }: Roster): WordFacts {
  const open = page.words.flatMap(({ start, text, open }) =>
    open === true ? [start + text.search(/[.\u2026]*$/)] : [],
  );
  const isName = (word: string): boolean => parts.has(plainLetters(word));
  const pieces = page.readBy === 'text-layer' ? { pieces: { seams: seamsOf(page), isName } } : {};
  return { ...pieces, open: new Set(open), isOne: isName };
}

/** A part of a whole name, or a lone name that a cue vouched for, is looked for elsewhere. */
function worthSeeking(word: NameWord, candidate: Candidate, lexicon: Lexicon): boolean {
  if (word.shape !== 'cap' && word.shape !== 'upper') return false;
  if (candidate.full) return word.text.length > 1;
  return candidate.score >= 0.6 && lexicon.classOf(word.lower) !== 'common' && word.text.length > 2;
}

/** Strangers that no person of the matter explains. A roster surname behind a foreign first name is a stranger. */
function strangersOf(
  words: readonly NameWord[],
  mentions: readonly Mention[],
  text: string,
  lexicon: Lexicon,
  around: Surroundings,
): readonly Candidate[] {
  const covered = new Uint8Array(words.length);
  for (const m of mentions) for (let i = m.from; i <= m.to; i++) covered[i] = 1;
  const strangers = findUnknown(words, text, lexicon, around).flatMap((c) => {
    const free = words.slice(c.from, c.to + 1).filter((w, i) => covered[c.from + i] !== 1 && w.shape !== 'initial');
    const letters = words.slice(c.from, c.to + 1).every((w) => w.shape === 'initial');
    if (letters) return words.slice(c.from, c.to + 1).some((_, i) => covered[c.from + i] === 1) ? [] : [c];
    if (free.length === 0) return [];
    const taken = c.to - c.from + 1 - free.length;
    if (taken === 0) return [c];
    const named = free.some((w) => {
      const kind = lexicon.classOf(w.lower);
      return /^(?:first|both|last|unknown)$/.test(kind) || (kind === 'ambiguous' && !w.gap.includes('\n'));
    });
    return named ? [c] : [];
  });
  return withOtherNames(strangers, words, text, lexicon, (at) => covered[at] === 1);
}

/** Words that stand in lower case somewhere, parts of e-mail addresses left out. */
function lowerWords(
  pages: readonly { readonly page: PageText; readonly words: readonly NameWord[] }[],
): ReadonlySet<string> {
  const low = new Set<string>();
  for (const { page, words } of pages) {
    for (const word of words) {
      if (
        word.shape === 'lower' &&
        /^[\s("'“‘]?$/.test(page.text[word.start - 1] ?? '') &&
        !/^(?:@|[.]\w)/.test(page.text.slice(word.end, word.end + 2))
      )
        low.add(word.lower);
    }
  }
  return low;
}

/** Words of the matter's own organisations, courts and addresses: they need no one to settle them. */
function explainedWords({ matter }: DetectInput): ReadonlySet<string> {
  const texts = [
    matter.agency.name,
    matter.agency.address ?? '',
    matter.request.court ?? '',
    matter.production.prefix,
    ...matter.organizations.flatMap((o) => [o.name, ...o.aliases]),
    ...matter.people.map((p) => p.organization ?? ''),
    ...matter.proceedings.map((p) => p.kind),
    ...matter.request.items.map((item) => item.text),
  ];
  const people = new Set(matter.people.flatMap((p) => [p.name, ...p.aliases].join(' ').split(/\s+/)).map(plainLetters));
  return new Set(
    texts
      .flatMap((t) => t.match(/[\p{L}'-]{2,}/gu) ?? [])
      .map(plainLetters)
      .filter((w) => !people.has(w)),
  );
}
