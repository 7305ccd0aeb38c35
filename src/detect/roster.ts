import { distance } from 'fastest-levenshtein';
import type { SubjectRelation } from '../model/mark.ts';
import type { Matter, Person } from '../model/matter.ts';
import type { Lexicon } from './lexicon.ts';
import { plainLetters } from './words.ts';

export type NamePart = 'first' | 'middle' | 'last' | 'nick' | 'half';

/** A person of the matter, ready to be looked for. */
export interface Known {
  readonly index: number;
  readonly person: Person;
  readonly relation: SubjectRelation;
  /** Letters an initial may stand for. */
  readonly initials: ReadonlySet<string>;
  /** Written-out initials, dots and blanks folded: "r.s." as "rs". */
  readonly signs: readonly string[];
  /** Aliases that are no names but a description: "the bus lady". */
  readonly phrases: readonly string[];
}

export interface Roster {
  readonly people: readonly Known[];
  /** Who may be meant by a word, by plain lower-case spelling. */
  readonly parts: ReadonlyMap<string, readonly { readonly known: Known; readonly part: NamePart }[]>;
  /** The spellings of `parts` of four letters and more, with their skeletons. */
  readonly bones: readonly (readonly [key: string, bones: string])[];
}

const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv', 'esq', 'md', 'phd', 'psyd', 'lcsw', 'bsw', 'msw']);

/** Everyone the matter names, with every spelling of each part; those of the request count as parties and staff. */
export function rosterOf(matter: Matter, lexicon: Lexicon): Roster {
  const listed = new Set(matter.people.flatMap((p) => [p.name, ...p.aliases]).map(plainLetters));
  const more: Person[] = [];
  const add = (name: string | undefined, role: Person['role'], relation: Person['relation']): void => {
    if (name === undefined || listed.has(plainLetters(name))) return;
    listed.add(plainLetters(name));
    more.push({ name, aliases: [], role, ...(relation === undefined ? {} : { relation }) });
  };
  add(matter.request.requester.name, 'other', 'requester_party');
  add(matter.request.requester.represented_by, 'attorney', 'staff');
  add(matter.request.signatory?.name, 'attorney', 'staff');
  add(matter.custodian.name, 'other', 'staff');
  add(matter.pack_approved?.by, 'attorney', 'staff');
  for (const subject of matter.request.subjects) add(subject, 'other', 'record_subject');
  const people = [...matter.people, ...more].map((person, index) => knownOf(matter, person, index));
  const parts = new Map<string, { known: Known; part: NamePart }[]>();
  for (const known of people) {
    for (const [word, part] of partsOf(known.person, lexicon)) {
      const list = parts.get(word) ?? [];
      if (!list.some((entry) => entry.known === known)) list.push({ known, part });
      parts.set(word, list);
    }
  }
  const bones = [...parts.keys()].filter((key) => key.length > 3).map((key) => [key, skeleton(key)] as const);
  return { people, parts, bones };
}

function knownOf(matter: Matter, person: Person, index: number): Known {
  const phrases = person.aliases.filter(isPhrase);
  const names = [person.name, ...person.aliases.filter((a) => !isPhrase(a))].map(nameWords);
  const initials = new Set(names.flat().map((w) => w[0] ?? ''));
  const relation = relationOf(matter, person);
  // Papers call those by their initials whose names are to be kept from them.
  const isKept = person.role === 'child' || person.relation === 'minor' || relation === 'reporter';
  const own = names.filter((n) => n.length > 1).map((n) => `${n[0]?.[0] ?? ''}${n.at(-1)?.[0] ?? ''}`);
  const given = person.initials === undefined ? [] : [person.initials.toLowerCase().replace(/[^\p{L}]/gu, '')];
  const signs = [...new Set([...given, ...(isKept ? own : [])])].filter((s) => s.length > 1);
  return { index, person, relation, initials, signs, phrases };
}

function relationOf(matter: Matter, person: Person): SubjectRelation {
  if (person.role === 'reporter') return 'reporter';
  if (person.relation !== undefined) return person.relation;
  const same = (name: string): boolean =>
    [person.name, ...person.aliases].some((n) => plainLetters(n) === plainLetters(name));
  if (same(matter.request.requester.name)) return 'requester_party';
  if (matter.request.subjects.some(same)) return 'record_subject';
  if (person.role === 'caseworker' || person.role === 'supervisor') return 'staff';
  if (person.role === 'attorney' && person.represents === 'agency') return 'staff';
  if (person.role === 'child') return 'minor';
  return 'third_party';
}

/** Several words that begin with a small letter or an article. */
const isPhrase = (alias: string): boolean => /\s/.test(alias.trim()) && /^(?:\p{Ll}|(?:The|A|An) )/u.test(alias.trim());

function nameWords(name: string): string[] {
  const turned = name.includes(',') ? name.replace(/^([^,]+),\s*(.+)$/, '$2 $1') : name;
  return plainLetters(turned)
    .replace(/[^\p{L}\s'-]/gu, ' ')
    .split(/\s+/)
    .filter((w) => w !== '' && !SUFFIXES.has(w));
}

function* partsOf(person: Person, lexicon: Lexicon): Iterable<[string, NamePart]> {
  for (const [at, name] of [person.name, ...person.aliases.filter((a) => !isPhrase(a))].entries()) {
    const words = nameWords(name);
    for (const [i, word] of words.entries()) {
      if (word.length < 2) continue;
      const part = partAt(i, words.length, at > 0);
      yield [word, part];
      for (const half of word.split('-')) if (half !== word && half.length > 2) yield [half, 'half'];
      if (part === 'last' && word.length > 2) yield [`${word}s`, 'last'];
    }
    for (const nick of words.length > 1 || at === 0 ? (lexicon.nicknames.get(words[0] ?? '') ?? []) : []) {
      yield [plainLetters(nick), 'nick'];
    }
  }
}

function partAt(index: number, count: number, alias: boolean): NamePart {
  if (count === 1) return alias ? 'nick' : 'last';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'middle';
}

/** Letters as a scanner confuses them: rn and m, cl and d, 0 and O, 1, l and I become one. */
export function skeleton(word: string): string {
  return plainLetters(word)
    .replace(/rn/g, 'm')
    .replace(/cl/g, 'd')
    .replace(/vv/g, 'w')
    .replace(/[1|!il]/g, 'l')
    .replace(/0/g, 'o')
    .replace(/5/g, 's')
    .replace(/8/g, 'b')
    .replace(/[ce]/g, 'c')
    .replace(/[hb]/g, 'b')
    .replace(/[uv]/g, 'u');
}

/** Who may be meant by a word: exact spelling, else look-alike spellings of five letters and more. */
export function lookUp(roster: Roster, word: string, cache: Map<string, string | undefined>): string | undefined {
  const plain = plainLetters(word);
  if (roster.parts.has(plain)) return plain;
  if (cache.has(plain)) return cache.get(plain);
  let found: string | undefined;
  const bones = skeleton(plain);
  for (const [key, own] of roster.bones) {
    if (Math.abs(key.length - plain.length) > 2) continue;
    if (own === bones || (key.length >= 5 && plain.length >= 4 && distance(key, plain) <= 1)) {
      found = key;
      break;
    }
  }
  cache.set(plain, found);
  return found;
}
