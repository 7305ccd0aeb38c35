import type { Table } from '../log/csv.ts';
import type { LoggedDocument } from '../log/facts.ts';
import { findTerms, foldTerms, type LeakFinding, type LeakTerms, lintTable, lintText } from '../log/leak-lint.ts';
import type { Finding } from '../model/finding.ts';
import { nameWords } from '../model/fold-text.ts';
import type { Matter } from '../model/matter.ts';
import { asPrinted, pageKey } from '../model/page.ts';
import { hiddenText } from './page-text.ts';
import type { VolumeInput } from './volume-input.ts';

const SEALED_ROLES = new Set(['reporter', 'sud_counselor', 'dv_advocate', 'sa_counselor']);
const SEALED_RELATIONS = new Set(['reporter', 'minor', 'other_client']);
const SEALED_ORGANIZATIONS = new Set(['part2_program', 'victim_services']);

/** What the terms are drawn from. */
export type LeakInput = Pick<VolumeInput, 'matter' | 'pages' | 'documents' | 'texts' | 'bases' | 'open'>;

/** A paper with what was decided of it. */
export interface SettledPaper {
  readonly logged: Pick<LoggedDocument, 'document' | 'disposition' | 'treatment'>;
}

/** Everything that must not be read in the volume's logs, letters and names. */
export function leakTerms(input: LeakInput, documents: readonly SettledPaper[]): LeakTerms {
  const { matter } = input;
  const pages = new Map(input.pages.map((page) => [pageKey(page.ref), page]));
  const redacted = documents.flatMap(({ logged }) =>
    logged.disposition.redactions.map((one) => {
      const page = pages.get(pageKey(one.page));
      return page === undefined ? '' : hiddenText(one.basis === 'unreviewed_zone' ? asPrinted(page) : page, one.boxes);
    }),
  );
  const people = matter.people.filter(
    (person) => SEALED_ROLES.has(person.role) || SEALED_RELATIONS.has(person.relation ?? ''),
  );
  const organizations = matter.organizations.filter((one) => SEALED_ORGANIZATIONS.has(one.kind));
  const shown = authorsShown(documents, input.bases);
  const names = [...people, ...organizations]
    .filter((one) => !shown.has(one.name))
    .flatMap((one) => [one.name, ...one.aliases]);
  const isPlain = plainWords(input);
  const isOpen = (text: string): boolean => input.open.includes(text) || isPlain(text) || isPublic(matter, text);
  return {
    redacted: [...new Set(redacted)].filter((text) => text !== '' && !isOpen(text)).sort(),
    names: [...new Set(names)].filter((text) => !isPublic(matter, text)).sort(),
    safety: matter.safety,
    existence: input.texts.existence_words.filter((text) => !isPublic(matter, text)),
    files: [...new Set(input.documents.flatMap((one) => one.pages.map((page) => page.file)))].sort(),
  };
}

/**
 * Who wrote a paper of an existence-sensitive kind that an authority opened: a counsellor whose letter is produced is
 * no secret in it. A paper that is produced because its kind was not seen opens nobody's name.
 */
function authorsShown(documents: readonly SettledPaper[], bases: VolumeInput['bases']): ReadonlySet<string> {
  const sensitive = new Set(bases.filter((one) => one.existence_sensitive).map((one) => one.id));
  const shown = documents.filter(
    ({ logged }) => logged.treatment !== 'withhold' && logged.disposition.bases.some((basis) => sensitive.has(basis)),
  );
  const names = shown.flatMap(({ logged }) => [logged.document.author?.name, logged.document.author?.organization]);
  return new Set(names.filter((name) => name !== undefined));
}

/** Folded strings shorter than this tell nothing by themselves: an age of two digits, initials. */
const SHORTEST = 3;
const ONE_WORD = /^\p{Lu}?\p{Ll}+$/u;

/**
 * Boxed strings that are no secret wherever else they stand: an age or initials, and one word that the file also
 * writes in small letters and nobody of the matter is called by ("Day" boxed in the name of a day care).
 */
function plainWords(input: LeakInput): (text: string) => boolean {
  const { people, organizations } = input.matter;
  // "school" boxed beside a reporter is no name, though the matter lists a school; a shelter's every word is.
  const own = organizations.filter((one) => SEALED_ORGANIZATIONS.has(one.kind) || nameWords(one.name).length < 2);
  const called = new Set([...people, ...own].flatMap((one) => [one.name, ...one.aliases].flatMap(nameWords)));
  const small = new Set(
    input.pages.flatMap((page) => page.text.match(/(?<![\p{L}\p{N}@.-])\p{Ll}{3,}(?![\p{L}\p{N}@-])/gu) ?? []),
  );
  return (text) => {
    if (text.replace(/[^\p{L}\p{N}]/gu, '').length < SHORTEST) return true;
    const word = text.toLowerCase();
    return ONE_WORD.test(text) && small.has(word) && !called.has(word);
  };
}

/** Does the process itself, which the requester wrote or was served with, hold the words? They are no secret then. */
function isPublic(matter: Matter, text: string): boolean {
  const { agency, custodian, request } = matter;
  const known = [
    agency.name,
    agency.address,
    custodian.name,
    request.caption,
    request.court,
    request.docket,
    request.requester.name,
    request.requester.represented_by,
    request.signatory?.name,
  ];
  const term = foldTerms({ redacted: [text], names: [], safety: [], existence: [], files: [] });
  return known.some((words) => words !== undefined && findTerms(words, term).size > 0);
}

/** What goes out as words: tables, running texts, and the paths of files. */
export interface ServedWords {
  readonly tables: readonly { readonly path: string; readonly table: Table }[];
  readonly texts: readonly { readonly path: string; readonly text: string; readonly except: readonly string[] }[];
  readonly paths: readonly string[];
}

/** Leaks in the words of a volume as findings (leaks.md 30 and 31). */
export function findLeaks(
  served: ServedWords,
  terms: LeakTerms,
): { readonly leaks: readonly LeakFinding[]; readonly findings: readonly Finding[] } {
  const folded = foldTerms(terms);
  const inText = [
    ...served.tables.flatMap(({ path, table }) => lintTable(path, table, folded)),
    ...served.texts.flatMap(({ path, text, except }) => lintText(path, text, folded, except)),
  ];
  const inNames = served.paths.flatMap((path) => lintText(path, path.replace(/\.\w+$/, ''), folded));
  const finding = (leak: LeakFinding, leakClass: 30 | 31): Finding => ({
    file: leak.file,
    class: leakClass,
    name: leakClass === 30 ? 'file-name' : 'log-text',
    level: 'leak',
    page: null,
    box: null,
    seenBy: ['log-linter'],
    what: `${leak.place === '' ? 'It' : `${leak.place}`} holds what may not be told (${leak.kind}).`,
  });
  return {
    leaks: inText,
    findings: [...inText.map((leak) => finding(leak, 31)), ...inNames.map((leak) => finding(leak, 30))],
  };
}
