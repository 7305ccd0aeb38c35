import type { LoggedDocument } from '../log/facts.ts';

/** Field separator DC4, qualifier thorn, in-field newline: code points, written as UTF-8 with BOM (domain 4). */
const SEPARATOR = '\u0014';
const QUALIFIER = '\u00FE';
const NEWLINE = '\u00AE';

/** Fields of a Concordance load file, in the order of domain 4. */
export const DAT_FIELDS = [
  'BEGBATES',
  'ENDBATES',
  'BEGATTACH',
  'ENDATTACH',
  'PGCOUNT',
  'CUSTODIAN',
  'ALLCUSTODIANS',
  'DOCTYPE',
  'AUTHOR',
  'FROM',
  'TO',
  'CC',
  'BCC',
  'SUBJECT',
  'DOCDATE',
  'DATESENT',
  'TIMESENT',
  'TIMEZONE',
  'DATECREATED',
  'DATELASTMOD',
  'FILENAME',
  'FILEEXT',
  'FILESIZE',
  'SHA256HASH',
  'CONFIDENTIALITY',
  'REDACTED',
  'REDACTREASON',
  'PRIVLOGID',
  'PRODVOL',
  'NATIVELINK',
  'TEXTLINK',
] as const;

export type DatField = (typeof DAT_FIELDS)[number];
export type DatRow = Readonly<Record<DatField, string>>;

/** The load file's text, without its byte-order mark: header, then a line a document, CRLF. */
export function formatDat(rows: readonly DatRow[]): string {
  const lines = [DAT_FIELDS, ...rows.map((row) => DAT_FIELDS.map((field) => row[field]))];
  return lines.map((cells) => `${cells.map(qualified).join(SEPARATOR)}\r\n`).join('');
}

/** A cell between qualifiers; the format's own signs inside it are taken out, line ends become ®. */
function qualified(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[\u0014\u00FE\u00AE]/g, ' ')
    .replace(/\r\n|\r|\n/g, NEWLINE);
  return `${QUALIFIER}${clean}${QUALIFIER}`;
}

/** What of a document of the volume stands in its row; names only where the privilege log names them. */
export interface DatFacts {
  readonly logged: LoggedDocument;
  readonly begAttach: string;
  readonly endAttach: string;
  readonly custodian: string;
  readonly date: string;
  readonly people: { readonly author: string; readonly from: string; readonly to: string; readonly cc: string };
  readonly subject: string;
  /** Size and SHA-256 of the produced PDF, never of a source. */
  readonly size: number;
  readonly sha256: string;
  readonly designation: string;
  readonly logId: string;
  readonly volume: string;
}

/** The row of a document: only values that may be served. */
export function datRow(facts: DatFacts): DatRow {
  const { logged } = facts;
  const { begin, end } = logged.range;
  const codes = [...new Set(logged.pages.flatMap((page) => page.boxes.flatMap((box) => box.codes)))].sort();
  const correspondence = logged.document.correspondence && /^\d{4}-\d{2}-\d{2}$/.test(facts.date);
  return {
    BEGBATES: begin,
    ENDBATES: end,
    BEGATTACH: facts.begAttach,
    ENDATTACH: facts.endAttach,
    PGCOUNT: String(logged.pages.length),
    CUSTODIAN: facts.custodian,
    ALLCUSTODIANS: facts.custodian,
    DOCTYPE: logged.document.typeText,
    AUTHOR: facts.people.author,
    FROM: facts.people.from,
    TO: facts.people.to,
    CC: facts.people.cc,
    BCC: '',
    SUBJECT: facts.subject,
    DOCDATE: facts.date,
    DATESENT: correspondence ? facts.date : '',
    TIMESENT: '',
    TIMEZONE: '',
    DATECREATED: '',
    DATELASTMOD: '',
    FILENAME: `${begin}.pdf`,
    FILEEXT: 'pdf',
    FILESIZE: String(facts.size),
    SHA256HASH: facts.sha256,
    CONFIDENTIALITY: facts.designation,
    REDACTED: codes.length > 0 ? 'Y' : 'N',
    REDACTREASON: codes.join(';'),
    PRIVLOGID: facts.logId,
    PRODVOL: facts.volume,
    NATIVELINK: '',
    TEXTLINK: `TEXT\\${begin}.txt`,
  };
}
