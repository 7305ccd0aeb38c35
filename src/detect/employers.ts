import type { Matter } from '../model/matter.ts';
import type { Run } from '../model/paragraphs.ts';
import type { Field } from './fields.ts';
import { findTerms } from './find-terms.ts';
import type { Lexicon } from './lexicon.ts';
import { contextTokens } from './text-view.ts';

/** Where whoever reported works, as papers write it. */
export interface Employers {
  /** Marked wherever they are met. */
  readonly anywhere: readonly string[];
  /** Organisations that the matter lists, such as the child's own school: marked on a line that names the reporter. */
  readonly beside: readonly string[];
}

/** A name of an organisation: words with capitals, small ones only inside. */
const CAPITALS =
  /\p{Lu}[\p{L}\p{N}'’.&-]*(?:,? (?:(?:of|the|and|for|de|la|at|&) ){0,2}\p{Lu}[\p{L}\p{N}'’.&-]*){0,7}/gu;

/** The names of organisations in the values of a reporter's fields, in a letterhead, in a row. */
export function organizationsIn(value: string, lexicon: Lexicon): readonly string[] {
  return value
    .split(/[,;|\n]| - /)
    .flatMap((part) => part.match(CAPITALS) ?? [])
    .filter((name) => {
      const words = contextTokens(name);
      const own = words.filter((w) => w.length > 2 && !lexicon.isOrganization(w) && !lexicon.isCommon(w));
      return words.length > 1 && own.length > 0 && words.some((w) => lexicon.isOrganization(w));
    });
}

/** Names of employers with their shorter forms, and the letters that a bracket behind one introduces. */
export function employersOf(
  names: readonly string[],
  texts: readonly string[],
  matter: Matter,
  lexicon: Lexicon,
): Employers {
  const known = matter.organizations.flatMap((o) => [o.name, ...o.aliases]).map(key);
  const closed = [matter.agency.name, matter.request.court ?? '', ...matter.organizations.map((o) => o.name)].map(key);
  const anywhere = new Set<string>();
  const beside = new Set<string>();
  for (const name of names) {
    const listed = known.some((k) => k === key(name) || k.startsWith(`${key(name)} `) || key(name).startsWith(`${k} `));
    const short = shortForms(name, lexicon).filter(
      (f) => listed || !closed.some((c) => ` ${c} `.includes(` ${key(f)} `)),
    );
    const all = [name, ...short];
    const letters = all.flatMap((form) => texts.flatMap((text) => lettersFor(form, text)));
    for (const form of [...all, ...letters]) (listed ? beside : anywhere).add(form);
  }
  const agency = key(matter.agency.name);
  const open = (form: string): boolean => key(form) !== agency && form.length > 1;
  return { anywhere: [...anywhere].filter(open).sort(), beside: [...beside].filter(open).sort() };
}

const key = (name: string): string => contextTokens(name).join(' ');

/** "Lowell Elementary" of "Lowell Elementary School": the first words, two or more, with one that is its own. */
function shortForms(name: string, lexicon: Lexicon): readonly string[] {
  const words = name.split(/\s+/);
  const forms: string[] = [];
  for (let length = words.length - 1; length >= 2; length--) {
    const last = words[length - 1] ?? '';
    const form = words.slice(0, length).join(' ').replace(/[,.]$/, '');
    if (!/^\p{Lu}/u.test(last)) continue;
    const tokens = contextTokens(form);
    if (tokens.some((w) => w.length > 2 && !lexicon.isOrganization(w) && !lexicon.isCommon(w))) forms.push(form);
  }
  return forms;
}

/** "LES" of "Lowell Elementary School (LES)". */
function lettersFor(name: string, text: string): readonly string[] {
  return findTerms(text, [name]).flatMap(({ end }) => {
    const found = /^ ?\((?:the )?["“]?(\p{Lu}{2,8})["”]?\)/u.exec(text.slice(end, end + 20).replace(/\n/g, ' '));
    return found?.[1] === undefined ? [] : [found[1]];
  });
}

/** Where employers stand on a page: `names` are the runs in which the reporter is named there. */
export function employerPlaces(
  text: string,
  employers: Employers,
  names: readonly Run[],
  fuzzy: boolean,
): readonly Run[] {
  const lines = (at: number): Run => {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const end = text.indexOf('\n', at);
    return { start, end: end < 0 ? text.length : end };
  };
  const near = names.map((n) => lines(n.start));
  const found = find(text, employers.anywhere, fuzzy);
  const besides = find(text, employers.beside, fuzzy).filter((p) =>
    near.some((l) => l.start <= p.start && p.end <= l.end),
  );
  return [...found, ...besides];
}

function find(text: string, terms: readonly string[], fuzzy: boolean): readonly Run[] {
  const letters = terms.filter((t) => /^\p{Lu}{2,8}$/u.test(t));
  const names = terms.filter((t) => !letters.includes(t));
  // Letters count as they are written only: "LES" is no French word.
  const exact = findTerms(text, letters).filter((p) => text.slice(p.start, p.end) === letters[p.term]);
  return [...exact, ...findTerms(text, names, { fuzzy })];
}

const DATE = /^(?:\p{L}{3,9}\.? \d{1,2},? \d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})$/u;

/** The other cells of the rows of a table in which a name stands as a cell: relation, employer, number. */
export function cellsBeside(text: string, fields: readonly Field[], names: readonly Run[]): readonly Run[] {
  return fields.filter((f) => {
    if (f.row === undefined || f.names) return false;
    const name = names.find((n) => f.row?.some((c) => c.start <= n.start && n.end <= c.end && c.end - c.start < 48));
    if (name === undefined || (f.start <= name.start && name.end <= f.end)) return false;
    const value = text.slice(f.start, f.end);
    return f.end - f.start < 80 && /\p{L}{2}|\d{4}/u.test(value) && !DATE.test(value);
  });
}
