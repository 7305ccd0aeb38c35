import type { Decided, Disposition, Redaction } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { BasisFacts } from '../model/texts.ts';
import type { Table } from './csv.ts';
import { dateText } from './names.ts';

/** The internal log: true bases, evidence, rules, versions, who and why. It never leaves. */
export const INTERNAL_COLUMNS = [
  'BATES',
  'SOURCE_FILE',
  'SOURCE_PAGE',
  'DOC_DATE',
  'DOC_TYPE',
  'SUBJECT',
  'TREATMENT',
  'BASIS',
  'INTERNAL_KIND',
  'BOX_CODE',
  'CITATION',
  'RELATION',
  'EVIDENCE',
  'RULES',
  'WHY',
  'RULE_PATH',
  'GATES',
  'UNDECIDED',
  'PACK',
  'DECIDED_BY',
  'REVIEWED_BY',
  'RUN_BY',
  'DATE',
] as const;

export type InternalColumn = (typeof INTERNAL_COLUMNS)[number];
type InternalRow = Readonly<Record<InternalColumn, string>>;

export interface InternalLogInput {
  /** Its facts and consultations are recorded with evidence, never inferred. */
  readonly matter: Matter;
  readonly documents: readonly CaseDocument[];
  readonly decided: Decided;
  readonly marks: readonly Mark[];
  readonly bases: readonly BasisFacts[];
  /** Bates (or control) number of a page key `file#p3`; '' where it has none. */
  readonly numberOf: (page: { readonly file: string; readonly page: number }) => string;
  /** `demo-us 1.0.0`. */
  readonly pack: string;
  readonly runBy: string;
  readonly date: string;
}

/** internal-log.csv: a row a document, then a row a redaction of it; at the end what people recorded. */
export function internalLog(input: InternalLogInput): Table<InternalColumn> {
  const dispositions = new Map(input.decided.dispositions.map((one) => [one.document, one]));
  const marks = new Map(input.marks.map((mark) => [mark.id, mark]));
  const rows = input.documents.flatMap((document) => {
    const disposition = dispositions.get(document.id);
    if (disposition === undefined) return [];
    const redactions = disposition.redactions.map((one) => redactionRow(input, document, disposition, one, marks));
    return [documentRow(input, document, disposition), ...redactions];
  });
  return { columns: INTERNAL_COLUMNS, rows: [...rows, ...recordedRows(input)] };
}

/** Exceptions, waivers, notices and consultations of matter.yaml: who recorded them, when, on what evidence. */
function recordedRows(input: InternalLogInput): readonly InternalRow[] {
  const empty = Object.fromEntries(INTERNAL_COLUMNS.map((column) => [column, ''])) as InternalRow;
  const facts = input.matter.facts.map((fact) => ({
    ...empty,
    SOURCE_FILE: fact.document ?? '',
    SUBJECT: 'recorded fact',
    WHY: fact.fact,
    EVIDENCE: fact.evidence,
    DECIDED_BY: fact.by,
    DATE: fact.on,
  }));
  const consultations = (input.matter.consultations ?? []).map((one) => ({
    ...empty,
    SOURCE_FILE: one.document ?? '',
    SUBJECT: `consultation with ${one.role}`,
    WHY: [one.about, ...(one.outcome === undefined ? [] : [one.outcome])].join(': '),
    EVIDENCE: one.evidence ?? '',
    DECIDED_BY: one.with,
    RUN_BY: one.by,
    DATE: one.on,
  }));
  return [...facts, ...consultations];
}

function common(
  input: InternalLogInput,
  document: CaseDocument,
): Pick<InternalRow, 'DOC_DATE' | 'DOC_TYPE' | 'PACK' | 'RUN_BY' | 'DATE'> {
  return {
    DOC_DATE: dateText(document.date),
    DOC_TYPE: document.typeText,
    PACK: input.pack,
    RUN_BY: input.runBy,
    DATE: input.date,
  };
}

function documentRow(input: InternalLogInput, document: CaseDocument, disposition: Disposition): InternalRow {
  const first = document.pages[0];
  const last = document.pages.at(-1);
  const numbers = [first, last].map((page) => (page === undefined ? '' : input.numberOf(page)));
  const bases = disposition.bases
    .map((id) => input.bases.find((basis) => basis.id === id))
    .filter((b) => b !== undefined);
  return {
    ...common(input, document),
    BATES: numbers[0] === '' ? '' : numbers.join('-'),
    SOURCE_FILE: first?.file ?? '',
    SOURCE_PAGE: `${first?.page ?? ''}-${last?.page ?? ''}`,
    SUBJECT: 'document',
    TREATMENT: disposition.treatment,
    BASIS: disposition.bases.join('; '),
    INTERNAL_KIND: [...new Set(bases.map((basis) => basis.kind))].join('; '),
    BOX_CODE: [...new Set(bases.map((basis) => basis.box_code))].join('/'),
    CITATION: bases.map((basis) => basis.citation).join(' | '),
    RELATION: '',
    EVIDENCE: document.reasons.join(' | '),
    RULES: '',
    WHY: disposition.path.at(-1)?.text ?? '',
    RULE_PATH: disposition.path.map((step) => `${step.rule}: ${step.text}`).join(' | '),
    GATES: disposition.gates.map((gate) => `${gate.kind} ${gate.basis}: ${gate.why}`).join(' | '),
    UNDECIDED: disposition.undecided ? 'yes' : 'no',
    DECIDED_BY: disposition.decidedBy,
    REVIEWED_BY: disposition.reviewedBy ?? 'none',
  };
}

function redactionRow(
  input: InternalLogInput,
  document: CaseDocument,
  disposition: Disposition,
  redaction: Redaction,
  marks: ReadonlyMap<string, Mark>,
): InternalRow {
  const of = redaction.marks.map((id) => marks.get(id)).filter((mark) => mark !== undefined);
  return {
    ...common(input, document),
    BATES: input.numberOf(redaction.page),
    SOURCE_FILE: redaction.page.file,
    SOURCE_PAGE: String(redaction.page.page),
    SUBJECT: 'passage',
    TREATMENT: 'redact',
    BASIS: redaction.basis,
    INTERNAL_KIND: redaction.kind,
    BOX_CODE: redaction.boxCode,
    CITATION: input.bases.find((basis) => basis.id === redaction.basis)?.citation ?? '',
    RELATION: redaction.relation,
    EVIDENCE: of.map((mark) => mark.why).join(' | '),
    RULES: [...new Set(of.flatMap((mark) => mark.rules))].join('; '),
    WHY: redaction.why,
    RULE_PATH: '',
    GATES: '',
    UNDECIDED: disposition.undecided ? 'yes' : 'no',
    DECIDED_BY: redaction.decidedBy,
    REVIEWED_BY: redaction.reviewedBy ?? 'none',
  };
}
