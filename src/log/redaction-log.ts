import type { BasisFacts } from '../model/texts.ts';
import type { Table } from './csv.ts';
import { fillText } from './describe.ts';
import {
  getBasis,
  isServedPrivilege,
  type LoggedDocument,
  type LoggedPage,
  type LogInput,
  orderBases,
  orderCodes,
  type PrintedBox,
  privilegesOf,
  relationText,
} from './facts.ts';
import type { PrivilegeEntry } from './privilege-log.ts';
import { byColumn, redactionNumbers } from './rolling.ts';

export const REDACTION_COLUMNS = [
  'RED_NO',
  'BEGBATES',
  'PAGE_BATES',
  'BOX_ID',
  'BOX_CODE',
  'BASIS_LABEL',
  'CITATION',
  'KIND',
  'SUBJECT_RELATION',
  'DESCRIPTION',
  'AREA',
  'TREATMENT',
  'AUTHORITY_THAT_WOULD_RELEASE',
  'STATUS',
] as const;

export type RedactionColumn = (typeof REDACTION_COLUMNS)[number];
export type RedactionRow = Readonly<Record<RedactionColumn, string>>;

/** Share of a page, in percent, from which a boxed page counts as a page taken out whole. */
const WHOLE_PAGE = 90;

/** A row with the document it stands for. */
export interface RedactionEntry {
  readonly document: LoggedDocument;
  readonly row: RedactionRow;
}

/**
 * Rows in page order: one a boxed page, a privilege code apart, and one for each document withheld
 * on another ground. Every row on a ground printed as LAW has the same label and citation (domain 3.5).
 */
export function redactionEntries(input: LogInput, privileges: readonly PrivilegeEntry[]): readonly RedactionEntry[] {
  const rows = input.documents.flatMap((document) => {
    const made =
      document.treatment === 'withhold' ? documentRows(input, document) : pageRows(input, document, privileges);
    return made.map((row) => ({ document, row }));
  });
  const numberOf = redactionNumbers(input.earlier);
  return rows.map(({ document, row }, i) => {
    const nth = i - rows.findIndex((one) => one.document === document);
    return { document, row: { ...row, RED_NO: numberOf(document.document.id, nth) } };
  });
}

/** The served redaction log: the boxes that now stand, those of earlier volumes too. */
export function redactionLog(entries: readonly RedactionEntry[], input: LogInput): Table<RedactionColumn> {
  const kept = (input.earlier?.kept.flatMap((one) => one.redactions) ?? []).map(
    (row) => Object.fromEntries(REDACTION_COLUMNS.map((column) => [column, row[column] ?? ''])) as RedactionRow,
  );
  return { columns: REDACTION_COLUMNS, rows: byColumn([...kept, ...entries.map((entry) => entry.row)], 'RED_NO') };
}

function pageRows(
  input: LogInput,
  document: LoggedDocument,
  privileges: readonly PrivilegeEntry[],
): readonly RedactionRow[] {
  return document.pages.flatMap((page) => {
    const groups = codeGroups(input, page);
    return groups.map((codes) => pageRow(input, document, page, codes, privileges));
  });
}

/** The codes of a page, one group a row: each privilege code alone, all others together. */
function codeGroups(input: LogInput, page: LoggedPage): readonly (readonly string[])[] {
  const codes = orderCodes(
    input.texts,
    page.boxes.flatMap((box) => box.codes),
  );
  const isPrivilege = (code: string): boolean =>
    input.bases.some((basis) => basis.box_code === code && isServedPrivilege(basis));
  const others = codes.filter((code) => !isPrivilege(code));
  return [...codes.filter(isPrivilege).map((code) => [code]), ...(others.length === 0 ? [] : [others])];
}

function pageRow(
  input: LogInput,
  document: LoggedDocument,
  page: LoggedPage,
  codes: readonly string[],
  privileges: readonly PrivilegeEntry[],
): RedactionRow {
  const at = page.boxes.flatMap((box, i) => (box.codes.some((code) => codes.includes(code)) ? [{ box, i }] : []));
  const boxes = at.map(({ box }) => box);
  const redactions = boxes.flatMap((box) => box.redactions).filter((one) => codes.includes(one.boxCode));
  const percent = areaPercent(page, boxes);
  const bases = orderBases(
    input,
    redactions.map((one) => one.basis),
  );
  const entry = privileges.find(
    (known) => known.claim.document === document && bases.some((basis) => known.claim.bases.includes(basis)),
  );
  const relations = redactions
    .filter((one) => one.boxCode !== 'LAW' && !isServedPrivilege(getBasis(input.bases, one.basis)))
    .map((one) => relationText(input.texts, one.relation));
  return {
    ...rowOfBases(input, codes, bases),
    BEGBATES: document.range.begin,
    PAGE_BATES: page.number,
    BOX_ID: at.map(({ i }) => String(i + 1)).join(';'),
    SUBJECT_RELATION: [...new Set(relations)].sort().join('; '),
    DESCRIPTION: passageText(input, codes, bases, entry?.logNo),
    AREA: `${percent.toFixed(1)}%`,
    TREATMENT: percent >= WHOLE_PAGE ? 'page' : page.treatment,
  };
}

/** Area of the printed boxes as a share of the page, in percent. */
function areaPercent(page: LoggedPage, boxes: readonly PrintedBox[]): number {
  const area = boxes.reduce((sum, { box }) => sum + box.w * box.h, 0);
  return Math.min(100, (100 * area) / (page.width * page.height));
}

/** A document withheld on a ground that is no privilege; privileged ones stand in the privilege log. */
function documentRows(input: LogInput, document: LoggedDocument): readonly RedactionRow[] {
  if (privilegesOf(input, document).length > 0) return [];
  const bases = orderBases(input, document.disposition.bases);
  const codes = orderCodes(
    input.texts,
    bases.map((basis) => basis.box_code),
  ).slice(0, 1);
  const waits = document.disposition.undecided || document.disposition.gates.some((gate) => gate.kind === 'counsel');
  const held = input.underOrder && waits;
  return [
    {
      ...rowOfBases(
        input,
        codes.length === 0 ? ['LAW'] : codes,
        bases.filter((basis) => codes.includes(basis.box_code)),
      ),
      BEGBATES: document.range.begin,
      PAGE_BATES: `${document.range.begin}-${document.range.end}`,
      BOX_ID: '',
      SUBJECT_RELATION: '',
      DESCRIPTION: held ? input.texts.log.document_held : input.texts.log.document_withheld,
      AREA: '100.0%',
      TREATMENT: 'document',
    },
  ];
}

function rowOfBases(
  input: LogInput,
  codes: readonly string[],
  bases: readonly BasisFacts[],
): Pick<
  RedactionRow,
  'RED_NO' | 'BOX_CODE' | 'BASIS_LABEL' | 'CITATION' | 'KIND' | 'AUTHORITY_THAT_WOULD_RELEASE' | 'STATUS'
> {
  const { texts } = input;
  const perCode = codes.flatMap((code) => {
    if (code === 'LAW')
      return [
        {
          label: texts.log.law_label,
          citation: texts.log.law_citation,
          kind: 'confidentiality',
        },
      ];
    return bases
      .filter((basis) => basis.box_code === code)
      .map((basis) => ({
        label: texts.bases[basis.id]?.label ?? basis.label,
        // A privilege is named by the forum's rule, as in the privilege log.
        citation: texts.bases[basis.id]?.citation ?? texts.bases[basis.id]?.law ?? basis.citation,
        kind: basis.kind,
      }));
  });
  const joined = (parts: readonly string[]): string => [...new Set(parts)].join('; ');
  return {
    RED_NO: '',
    BOX_CODE: codes.join('/'),
    BASIS_LABEL: joined(perCode.map((one) => one.label)),
    CITATION: joined(perCode.map((one) => one.citation)),
    KIND: joined(perCode.map((one) => one.kind)),
    AUTHORITY_THAT_WOULD_RELEASE: texts.log.release_authority,
    STATUS: 'asserted',
  };
}

function passageText(
  input: LogInput,
  codes: readonly string[],
  bases: readonly BasisFacts[],
  logNo: string | undefined,
): string {
  const { texts } = input;
  const words = codes.flatMap((code) => {
    if (code === 'LAW') return [texts.log.passage_withheld];
    const found = bases.filter((basis) => basis.box_code === code);
    return found.map((basis) => texts.bases[basis.id]?.passage ?? texts.log.passage_withheld);
  });
  const passage = [...new Set(words)].join('; ');
  return logNo === undefined ? passage : fillText(texts.log.see, { passage, log_no: logNo });
}
