import type { PeopleRules, PersonCue } from '../model/detecting.ts';
import type { PersonRole } from '../model/matter.ts';
import { contextTokens } from './text-view.ts';
import { plainLetters } from './words.ts';

/** How a capital word may be read. */
export type WordClass =
  | 'first'
  | 'last'
  | 'both'
  | 'ambiguous'
  | 'common'
  | 'organization'
  | 'place'
  | 'title'
  | 'unknown';

/** The people rules made ready for look-up. */
export interface Lexicon {
  readonly titles: ReadonlySet<string>;
  readonly credentials: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, PersonCue>;
  readonly roles: ReadonlyMap<string, PersonCue>;
  readonly speech: ReadonlySet<string>;
  readonly nicknames: ReadonlyMap<string, readonly string[]>;
  readonly owned: ReadonlySet<string>;
  readonly nameLabels: ReadonlySet<string>;
  /** What a column of numbers holds, by its heading. */
  readonly numberLabels: ReadonlyMap<string, string>;
  /** Role by title or credential, both as their keys. */
  readonly workTitles: ReadonlyMap<string, PersonRole>;
  readonly personWords: readonly string[];
  readonly beforeNumbers: readonly string[];
  readonly headings: readonly (readonly string[])[];
  /** Words of the person a paper is about, whoever she is. */
  readonly holders: readonly (readonly string[])[];
  readonly courtesy: ReadonlySet<string>;
  readonly joined: ReadonlySet<string>;
  readonly suffixes: ReadonlySet<string>;
  readonly abbreviations: ReadonlySet<string>;
  readonly pronouns: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  readonly saints: ReadonlySet<string>;
  readonly private: ReadonlySet<string>;
  readonly health: readonly (readonly string[])[];
  readonly relatives: readonly (readonly string[])[];
  readonly locations: readonly (readonly string[])[];
  readonly violence: readonly (readonly string[])[];
  readonly tagger?: ReadonlyMap<string, number>;
  classOf(lower: string): WordClass;
  /** A common word of the lists, whether or not it is a name too. */
  isCommon(lower: string): boolean;
  /** A word that names of organisations are made of. */
  isOrganization(lower: string): boolean;
  /** A word that papers write with a capital: days, months, forms, peoples. */
  isForm(lower: string): boolean;
  /** The word stands in one of the lists itself, not only by its ending. */
  isListed(lower: string): boolean;
}

const ready = new WeakMap<PeopleRules, Lexicon>();

/** Compiles the rules once for each set of rules. */
export function lexiconOf(rules: PeopleRules): Lexicon {
  const known = ready.get(rules);
  if (known !== undefined) return known;
  const made = build(rules);
  ready.set(rules, made);
  return made;
}

function build(rules: PeopleRules): Lexicon {
  const first = new Set(rules.firstNames.map(plainLetters));
  const last = new Set(rules.lastNames.map(plainLetters));
  const wordNames = new Set(rules.wordNames.map(plainLetters));
  const common = new Set(rules.commonWords.map(plainLetters));
  const organizations = new Set(rules.organizationWords.map(plainLetters));
  const places = new Set(rules.placeWords.map(plainLetters));
  const forms = new Set(rules.formWords.map((w) => w.toLowerCase()));
  const titles = new Set(rules.titles.map(plainLetters));
  const credentials = new Set(rules.credentials.map(credentialKey));
  for (const word of [...titles, ...rules.roles.flatMap((r) => r.words), ...rules.labels.flatMap((l) => l.words)]) {
    for (const part of contextTokens(word)) if (!first.has(part) && !last.has(part)) common.add(part);
  }
  for (const word of rules.healthWords.flatMap(contextTokens)) common.add(word);
  const listed = new Set([...first, ...last, ...common, ...wordNames, ...organizations, ...places, ...titles]);
  const classes = new Map<string, WordClass>();
  const classOf = (lower: string): WordClass => {
    const known = classes.get(lower);
    if (known !== undefined) return known;
    const made = classify(plainLetters(lower), { first, last, wordNames, common, organizations, places, titles });
    classes.set(lower, made);
    return made;
  };
  return {
    titles,
    credentials,
    labels: cueMap(rules.labels),
    roles: cueMap(rules.roles),
    speech: new Set(rules.speechVerbs),
    nicknames: nicknameMap(rules.nicknames),
    owned: new Set(rules.ownedLabels.map((l) => contextTokens(l).join(' '))),
    numberLabels: new Map(
      rules.numberLabels.flatMap((n) => n.words.map((w) => [contextTokens(w).join(' '), n.label] as const)),
    ),
    nameLabels: new Set(rules.nameLabels.map((l) => contextTokens(l).join(' '))),
    workTitles: new Map(rules.workTitles.flatMap((t) => t.words.map((w) => [credentialKey(w), t.role] as const))),
    personWords: rules.personWords,
    beforeNumbers: rules.beforeNumbers,
    headings: rules.headingWords.map(contextTokens),
    holders: rules.holderWords.map(contextTokens),
    courtesy: new Set(rules.courtesyTitles.map(plainLetters)),
    joined: new Set(rules.joinedTitles.map(plainLetters)),
    suffixes: new Set(rules.nameSuffixes),
    abbreviations: new Set(rules.abbreviations.map(credentialKey)),
    pronouns: new Set(rules.pronouns),
    particles: new Set(rules.nameParticles),
    saints: new Set(rules.saintWords),
    private: new Set(rules.privateWords),
    health: rules.healthWords.map(contextTokens),
    relatives: rules.relativeWords.map(contextTokens),
    locations: rules.locationCues.map(contextTokens),
    violence: rules.violenceSignals.map(contextTokens),
    ...(rules.tagger === undefined ? {} : { tagger: new Map(Object.entries(rules.tagger)) }),
    classOf,
    isCommon: (lower) => common.has(plainLetters(lower)),
    isForm: (lower) => forms.has(lower) || forms.has(lower.replace(/s$/, '')),
    isOrganization: (lower) => organizations.has(plainLetters(lower)),
    isListed: (lower) => listed.has(plainLetters(lower)),
  };
}

type Sets = Readonly<
  Record<'first' | 'last' | 'wordNames' | 'common' | 'organizations' | 'places' | 'titles', ReadonlySet<string>>
>;

function classify(word: string, sets: Sets): WordClass {
  const isFirst = sets.first.has(word);
  const isLast = sets.last.has(word);
  const isWord =
    sets.common.has(word) || sets.wordNames.has(word) || sets.places.has(word) || sets.organizations.has(word);
  if ((isFirst || isLast || sets.wordNames.has(word)) && isWord) return 'ambiguous';
  if (isFirst && isLast) return 'both';
  if (isFirst) return 'first';
  if (isLast) return 'last';
  if (sets.titles.has(word)) return 'title';
  if (sets.organizations.has(word)) return 'organization';
  if (sets.common.has(word)) return 'common';
  if (sets.places.has(word)) return 'place';
  const halves = word.split('-');
  if (halves.length > 1) return halfClass(halves.map((half) => classify(half, sets)));
  if (/s$/.test(word) && word.length > 4) {
    const single = word.slice(0, -1);
    if (sets.last.has(single)) return 'last';
    if (sets.common.has(single)) return 'common';
  }
  if (/(?:ing|ed|ly|ness|ment|tion|sion|ity|ous|able|ible|ical|istic|ology|itis|emia)$/.test(word) && word.length > 6)
    return 'common';
  return 'unknown';
}

function halfClass(halves: readonly WordClass[]): WordClass {
  if (halves.some((h) => h === 'common' || h === 'organization')) return 'common';
  if (halves.every((h) => h === 'first' || h === 'both')) return 'first';
  if (halves.some((h) => h === 'last' || h === 'both')) return 'last';
  return 'unknown';
}

/** A credential without stops and hyphens, in capitals: "Ph.D." is "PHD". */
export function credentialKey(word: string): string {
  return word.replace(/[^A-Za-z]/g, '').toUpperCase();
}

function cueMap(cues: readonly PersonCue[]): ReadonlyMap<string, PersonCue> {
  const map = new Map<string, PersonCue>();
  for (const cue of cues) for (const word of cue.words) map.set(contextTokens(word).join(' '), cue);
  return map;
}

function nicknameMap(rows: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const row of rows) {
    const name = (row[0] ?? '').toLowerCase();
    map.set(name, [...(map.get(name) ?? []), ...row.slice(1).map((n) => n.toLowerCase())]);
  }
  return map;
}
