import type { Redaction } from '../model/disposition.ts';
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
  readonly logNo: string;
  readonly claim: Claim;
  readonly row: PrivilegeRow;
}

/** Entries in Bates order: withheld documents, and one a holder for the privileged passages of others. */
export function privilegeEntries(input: LogInput): readonly PrivilegeEntry[] {
  const claims = input.documents.flatMap((document) => claimsOf(input, document));
  const numbered = claims.map((claim, i) => ({
    claim,
    logNo: `PRIV-${String(i + 1).padStart(4, '0')}`,
  }));
  const logNos = new Map<string, string>();
  for (const { claim, logNo } of numbered) {
    const id = claim.document.document.id;
    if (!logNos.has(id)) logNos.set(id, logNo);
  }
  return numbered.map(({ claim, logNo }) => ({
    logNo,
    claim,
    row: rowOf(input, claim, logNo, logNos),
  }));
}

/** The served privilege log. */
export function privilegeLog(entries: readonly PrivilegeEntry[]): Table<PrivilegeColumn> {
  return {
    columns: PRIVILEGE_COLUMNS,
    rows: entries.map((entry) => entry.row),
  };
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

function rowOf(input: LogInput, claim: Claim, logNo: string, logNos: ReadonlyMap<string, string>): PrivilegeRow {
  const { matter, texts } = input;
  const { document, treatment, range, pages } = claim.document;
  const author = document.author ?? document.from;
  const affected = claim.passages === 0 ? pages.length : pagesWith(claim);
  const cc = [recipientsText(texts, document.cc), recipientsText(texts, document.bcc, ' (bcc)')];
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
    DESCRIPTION: describeClaim(input, claim),
    TREATMENT: treatment === 'withhold' ? 'Withheld in full' : 'Redacted',
    PAGES: String(pages.length),
    PAGES_AFFECTED: String(affected),
    HOLDER: distinct(claim.bases, (basis) => texts.bases[basis.id]?.holder),
    ASSERTED_BY: distinct(claim.bases, (basis) => texts.bases[basis.id]?.asserted_by),
    LITIGATION: waits ? litigationText(input, claim.date) : '',
    CUSTODIAN: matter.custodian.name,
    CONF_DESIGNATION: input.designation,
    STATUS: 'asserted',
    STATUS_DATE: input.date,
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
