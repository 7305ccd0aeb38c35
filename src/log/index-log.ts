import type { Party } from '../model/document.ts';
import type { Table } from './csv.ts';
import type { LoggedDocument, LogInput } from './facts.ts';
import { dateText, findPerson, roleOf, roleText } from './names.ts';

export const INDEX_COLUMNS = [
  'BEGBATES',
  'ENDBATES',
  'DOC_DATE',
  'DOC_TYPE',
  'AUTHOR_ROLE',
  'PAGES',
  'TREATMENT',
] as const;

export type IndexColumn = (typeof INDEX_COLUMNS)[number];

const TREATMENTS = {
  produce: 'Produced',
  redact: 'Redacted',
  withhold: 'Withheld in full',
} as const;

/** A treatment in the words of index.csv and sources.csv. */
export function treatmentText(treatment: LoggedDocument['treatment']): string {
  return TREATMENTS[treatment];
}

/** index.csv: every acknowledged document, roles for names (contract 3.1). */
export function indexLog(input: LogInput): Table<IndexColumn> {
  const rows = input.documents.map((logged) => {
    const author = logged.document.author ?? logged.document.from;
    const told = author !== undefined && roleOf(input.texts, author).served && !tellsReporter(input, logged, author);
    return {
      BEGBATES: logged.range.begin,
      ENDBATES: logged.range.end,
      DOC_DATE: dateText(logged.document.date),
      DOC_TYPE: logged.document.typeText,
      AUTHOR_ROLE: told ? roleText(input.texts, author) : '',
      PAGES: String(logged.pages.length),
      TREATMENT: treatmentText(logged.treatment),
    };
  });
  return { columns: INDEX_COLUMNS, rows };
}

/** In a paper with boxes for a reporter the role of an author whom nobody lists ("school") may tell who that is. */
function tellsReporter(input: LogInput, logged: LoggedDocument, author: Party): boolean {
  const person = findPerson(input.matter, author.name);
  if (author.attorney || (person !== undefined && person.relation !== 'reporter')) return false;
  return logged.disposition.redactions.some((one) => one.basis === 'reporter_identity');
}
