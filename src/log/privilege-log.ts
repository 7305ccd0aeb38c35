import type { Redaction } from '../model/disposition.ts';
import type { ServedRow } from '../model/records.ts';
import type { BasisFacts } from '../model/texts.ts';
import type { Table } from './csv.ts';
import { type Claim, describeClaim, litigationText } from './describe.ts';
import { getBasis, isServedPrivilege, type LoggedDocument, type LogInput, orderBases, privilegesOf } from './facts.ts';
import { dateText, partyText, recipientsText } from './names.ts';

/** The 25 columns of contract 3.1, in its order. */
export const PRIVILEGE_COLUMNS = [
  'LOG_NO',
  'FAMILY_ID',
  'PARENT_ATTACH',
  'BEGBATES',
  'ENDBATES',
  'DOC_DATE',
  'DOC_TYPE',
  'AUTHOR',
  'FROM',
  'TO',
  'CC',
  'TITLE_SUBJECT',
  'PRIVILEGE',
  'LAW',
  'DESCRIPTION',
  'TREATMENT',
  'PAGES',
  'PAGES_AFFECTED',
  'HOLDER',
  'ASSERTED_BY',
  'LITIGATION',
  'CUSTODIAN',
  'CONF_DESIGNATION',
  'STATUS',
  'STATUS_DATE',
] as const;

export type PrivilegeColumn = (typeof PRIVILEGE_COLUMNS)[number];
export type PrivilegeRow = Readonly<Record<PrivilegeColumn, string>>;

/** A row of the privilege log with what it stands for. */
export interface PrivilegeEntry {
  /** The claim's name from volume to volume: the document, or the document and whose privilege it is. */
  readonly key: string;
  /** As served: `PRIV-0001`, or the number of the category it stands in. */
  readonly logNo: string;
  readonly claim: Claim;
  readonly row: PrivilegeRow;
}

/**
 * Entries in Bates order: withheld documents, and one a holder for the privileged passages of others. A claim that was
 * served before keeps its number; new ones go on after the highest that was ever given.
 */
export function privilegeEntries(input: LogInput): readonly PrivilegeEntry[] {
  const claims = input.documents.flatMap((document) =>
    claimsOf(input, document).map((claim, i) => keyed(input, claim, i)),
  );
  const known = servedBefore(input);
  let last = Math.max(0, ...[...known.values()].map(({ row }) => numberOf(row['LOG_NO'] ?? '')));
  const numbered = claims.map(({ claim, key }) => {
    const logNo = known.get(key)?.row['LOG_NO'] ?? logNumber(++last);
    return { claim, key, logNo };
  });
  const logNos = new Map(keptRows(input).map((row) => [row.key, row.row.LOG_NO]));
  for (const { claim, logNo } of numbered) {
    const id = claim.document.document.id;
    if (!logNos.has(id)) logNos.set(id, logNo);
  }
  return numbered.map(({ claim, key, logNo }) => ({
    key,
    logNo,
    claim,
    row: rowOf(input, claim, { key, logNo, logNos, ...earlier(known.get(key)) }),
  }));
}

/** The first claim of a document is called by it, so that a document which is opened in part keeps its number. */
function keyed(input: LogInput, claim: Claim, index: number): { readonly claim: Claim; readonly key: string } {
  const holder = distinct(claim.bases, (basis) => input.texts.bases[basis.id]?.holder);
  const { id } = claim.document.document;
  return { claim, key: index === 0 ? id : `${id}|${holder}` };
}

function servedBefore(input: LogInput): ReadonlyMap<string, ServedRow> {
  return new Map((input.served ?? []).map((one) => [one.key, one]));
}

function earlier(of: ServedRow | undefined): { readonly before?: ServedRow } {
  return of === undefined ? {} : { before: of };
}

const logNumber = (n: number): string => `PRIV-${String(n).padStart(4, '0')}`;
const numberOf = (logNo: string): number => Number(/^PRIV-(\d+)$/.exec(logNo)?.[1] ?? 0);

/**
 * Rows served before whose claim is dropped: they stay in the log as withdrawn. Only of documents that this volume
 * acknowledges: of others nothing is said.
 */
export function withdrawnRows(
  input: LogInput,
  entries: readonly PrivilegeEntry[],
): readonly { readonly key: string; readonly row: PrivilegeRow }[] {
  const standing = new Set(entries.map(({ key }) => key));
  const acknowledged = new Set(input.documents.map(({ document }) => document.id));
  return [...servedBefore(input).values()].flatMap(({ key, row }) => {
    if (standing.has(key) || !acknowledged.has(key.split('|')[0] ?? '')) return [];
    const old = rowOfCells(row);
    const gone = old.STATUS === 'withdrawn' ? old : { ...old, STATUS: 'withdrawn', STATUS_DATE: input.date };
    return [{ key, row: { ...gone, ...recordedStatus(input, old.LOG_NO) } }];
  });
}

/** Rows of documents that a sealed volume gave and that stand unchanged: the log covers all volumes. */
export function keptRows(input: LogInput): readonly { readonly key: string; readonly row: PrivilegeRow }[] {
  const kept = new Set(input.earlier?.kept.map((one) => one.document));
  return [...servedBefore(input).values()]
    .filter(({ key }) => kept.has(key.split('|')[0] ?? ''))
    .map(({ key, row }) => {
      const old = rowOfCells(row);
      const edited = input.descriptions?.get(key);
      const said = edited === undefined ? old : { ...old, DESCRIPTION: edited };
      return { key, row: { ...said, ...recordedStatus(input, old.LOG_NO) } };
    });
}

function rowOfCells(row: ServedRow['row']): PrivilegeRow {
  return Object.fromEntries(PRIVILEGE_COLUMNS.map((column) => [column, row[column] ?? ''])) as PrivilegeRow;
}

/** The latest status that a person recorded for a row by the volume's date. */
function recordedStatus(input: LogInput, logNo: string): Partial<Pick<PrivilegeRow, 'STATUS' | 'STATUS_DATE'>> {
  const last = (input.matter.log_changes ?? [])
    .filter((change) => change.log_no === logNo && change.on <= input.date)
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
  return last === undefined ? {} : { STATUS: last.status, STATUS_DATE: last.on };
}

/** Status of a claim that stands: as served before, `downgraded` where less is withheld than was. */
function statusOf(
  input: LogInput,
  claim: Claim,
  logNo: string,
  treatment: string,
  before: ServedRow | undefined,
): Pick<PrivilegeRow, 'STATUS' | 'STATUS_DATE'> {
  const row = before?.row;
  const first = { STATUS: 'asserted', STATUS_DATE: input.date };
  const downgraded = row?.['TREATMENT'] === 'Withheld in full' && treatment !== 'Withheld in full';
  const standing =
    row === undefined || row['STATUS'] === 'withdrawn'
      ? first
      : { STATUS: row['STATUS'] ?? first.STATUS, STATUS_DATE: row['STATUS_DATE'] ?? first.STATUS_DATE };
  const on = { STATUS_DATE: input.date };
  const recalled = input.earlier?.recalled.has(claim.document.document.id) === true;
  const changed = downgraded ? { STATUS: 'downgraded', ...on } : standing;
  return { ...(recalled ? { STATUS: 'clawed back', ...on } : changed), ...recordedStatus(input, logNo) };
}

/** The served privilege log. */
export function privilegeLog(rows: readonly PrivilegeRow[]): Table<PrivilegeColumn> {
  return { columns: PRIVILEGE_COLUMNS, rows };
}

function claimsOf(input: LogInput, document: LoggedDocument): readonly Claim[] {
  const topic = document.document.topic ?? input.texts.log.topic;
  const date = dateText(document.document.date);
  const whole = document.treatment === 'withhold' ? privilegesOf(input, document) : [];
  if (whole.length > 0) return [{ document, bases: whole, passages: 0, topic, date }];
  const passages = document.disposition.redactions.filter((redaction) =>
    isServedPrivilege(getBasis(input.bases, redaction.basis)),
  );
  const holders = Map.groupBy(passages, (redaction) => input.texts.bases[redaction.basis]?.holder ?? '');
  return [...holders.values()].map((of) => ({
    document,
    bases: orderBases(
      input,
      of.map((redaction) => redaction.basis),
    ),
    passages: of.length,
    topic: of.find((redaction) => redaction.topic !== undefined)?.topic ?? topic,
    date: entryDates(of) ?? date,
  }));
}

/** Dates of the entries that passages stand in, for a redaction inside a dated record. */
function entryDates(redactions: readonly Redaction[]): string | undefined {
  const dates = redactions.flatMap((redaction) => (redaction.entryDate === undefined ? [] : [redaction.entryDate]));
  return dates.length === 0 ? undefined : [...new Set(dates)].sort().join('; ');
}

interface RowPlace {
  readonly key: string;
  readonly logNo: string;
  readonly logNos: ReadonlyMap<string, string>;
  readonly before?: ServedRow;
}

function rowOf(input: LogInput, claim: Claim, { key, logNo, logNos, before }: RowPlace): PrivilegeRow {
  const { matter, texts } = input;
  const { document, treatment, range, pages } = claim.document;
  const author = document.author ?? document.from;
  const affected = claim.passages === 0 ? pages.length : pagesWith(claim);
  const cc = [recipientsText(texts, document.cc), recipientsText(texts, document.bcc, ' (bcc)')];
  const treated = treatment === 'withhold' ? 'Withheld in full' : 'Redacted';
  const waits = claim.bases.some((basis) => basis.id === 'work_product');
  return {
    LOG_NO: logNo,
    ...familyOf(claim.document, logNo, logNos),
    BEGBATES: range.begin,
    ENDBATES: range.end,
    DOC_DATE: claim.date,
    DOC_TYPE: document.typeText,
    AUTHOR: author === undefined ? texts.log.author_not_stated : partyText(texts, author),
    FROM:
      /^e-?mail\b/i.test(document.typeText) && author !== undefined ? partyText(texts, document.from ?? author) : '',
    TO: recipientsText(texts, document.to),
    CC: cc.filter((part) => part !== '').join('; '),
    TITLE_SUBJECT: texts.log.title_subject,
    PRIVILEGE: claim.bases.map((basis) => texts.bases[basis.id]?.privilege ?? basis.label).join('; '),
    LAW: joinLaws(claim.bases.map((basis) => texts.bases[basis.id]?.law ?? basis.citation)),
    DESCRIPTION: input.descriptions?.get(key) ?? describeClaim(input, claim),
    TREATMENT: treated,
    PAGES: String(pages.length),
    PAGES_AFFECTED: String(affected),
    HOLDER: distinct(claim.bases, (basis) => texts.bases[basis.id]?.holder),
    ASSERTED_BY: distinct(claim.bases, (basis) => texts.bases[basis.id]?.asserted_by),
    LITIGATION: waits ? litigationText(input, claim.date) : '',
    CUSTODIAN: matter.custodian.name,
    CONF_DESIGNATION: input.designation,
    ...statusOf(input, claim, logNo, treated, before),
  };
}

/** Pages that bear a passage of the claim. */
function pagesWith(claim: Claim): number {
  const ids = new Set(claim.bases.map((basis) => basis.id));
  const hit = claim.document.disposition.redactions.filter((redaction) => ids.has(redaction.basis));
  return new Set(hit.map((redaction) => redaction.page.page)).size;
}

/** Family by log number; a parent that is not in the log is not named, its attachments are still counted. */
function familyOf(
  logged: LoggedDocument,
  logNo: string,
  logNos: ReadonlyMap<string, string>,
): Pick<PrivilegeRow, 'FAMILY_ID' | 'PARENT_ATTACH'> {
  const { family } = logged;
  if (family !== undefined) {
    const place = `Attachment ${family.order} of ${family.of}`;
    return {
      FAMILY_ID: logNos.get(family.parent) ?? logNo,
      PARENT_ATTACH: place,
    };
  }
  return {
    FAMILY_ID: logNo,
    PARENT_ATTACH: logged.hasAttachment ? 'Parent' : 'Standalone',
  };
}

/** `demo AC` and `demo WP` as `demo AC/WP`; rules that share no word stay whole, joined by `; `. */
export function joinLaws(laws: readonly string[]): string {
  const distinctLaws = [...new Set(laws)];
  const split = distinctLaws.map((law) => law.split(' '));
  const head = split[0]?.slice(0, -1).join(' ') ?? '';
  const same = head !== '' && split.every((words) => words.slice(0, -1).join(' ') === head);
  if (distinctLaws.length < 2 || !same) return distinctLaws.join('; ');
  return `${head} ${split.map((words) => words.at(-1) ?? '').join('/')}`;
}

function distinct(bases: readonly BasisFacts[], of: (basis: BasisFacts) => string | undefined): string {
  return [...new Set(bases.map((basis) => of(basis) ?? ''))].filter((text) => text !== '').join('; ');
}
