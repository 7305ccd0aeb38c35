import { readFileSync } from 'node:fs';
import type { LoggedDocument, LoggedPage, LogInput } from '../../src/log/facts.ts';
import type { Disposition, Redaction } from '../../src/model/disposition.ts';
import type { CaseDocument, DocumentDate, Party } from '../../src/model/document.ts';
import type { Matter } from '../../src/model/matter.ts';
import type { BasisFacts, Texts } from '../../src/model/texts.ts';
import { parseTexts } from '../../src/store/load-texts.ts';

/** Made-up case of the log tests: the shape of the worked example, made by hand. */
const patterns = new URL('../../patterns/', import.meta.url);
export const texts: Texts = parseTexts(readFileSync(new URL('texts/demo-us.yaml', patterns), 'utf8'), 'demo-us.yaml');
export const bases: readonly BasisFacts[] = JSON.parse(readFileSync(new URL('bases.json', patterns), 'utf8'));

export const designation = 'CONFIDENTIAL - SUBJECT TO PROTECTIVE ORDER';

export const matter: Matter = {
  matter: 'CHC-2025-0042',
  pack: 'demo-us',
  forum: 'demo',
  agency: {
    name: 'Cedar Hollow County Family Services',
    address: '1 Court Street, Cedar Hollow',
    role: 'nonparty',
    profile: { hipaa: 'none', part2: 'lawful_holder', victim_services: 'subgrantee' },
  },
  custodian: { name: 'Wanda Recordbook', title: 'Records Custodian' },
  request: {
    type: 'subpoena_attorney',
    court: 'Cedar Hollow Family Court',
    docket: 'DEMO-FAM-0042',
    caption: 'Fakerton v. Samplewood',
    signatory: { name: 'Otto Placeholder', role: 'attorney' },
    issued_on: '2025-06-09',
    served_on: '2025-06-10',
    return_date: '2025-06-27',
    requester: { name: 'Bram Fakerton', role: 'parent', represented_by: 'Otto Placeholder' },
    subjects: ['Rory Samplewood', 'Testina Samplewood'],
    date_range: { from: '2024-01-01', to: '2024-12-31' },
    items: [{ id: '1', text: "Complete file re R.S. and mother's treatment", document_types: [] }],
  },
  authorities: [
    {
      id: 'A2',
      type: 'court_order',
      received_on: '2025-08-12',
      covers: ['cps_record'],
      findings: ['cps_necessity'],
      excludes: [],
      recipients: ['counsel'],
      designation,
      checks: {},
    },
  ],
  facts: [],
  people: [
    { name: 'Testina Samplewood', aliases: ['Tina Samplewood'], role: 'parent', relation: 'record_subject' },
    { name: 'Rory Samplewood', aliases: [], role: 'child', relation: 'record_subject' },
    { name: 'Bram Fakerton', aliases: [], role: 'parent', relation: 'requester_party' },
    { name: 'Lex Dummond', aliases: [], role: 'attorney', represents: 'agency' },
    { name: 'Cass Exemplar', aliases: [], role: 'caseworker', relation: 'staff', credential: 'BSW' },
    { name: 'Sue Pervisor', aliases: [], role: 'supervisor', relation: 'staff' },
    { name: 'Quill Notareal', aliases: [], role: 'psychologist', credential: 'PsyD' },
  ],
  organizations: [],
  proceedings: [{ kind: 'Dependency petition', filed_on: '2024-03-15', anticipated_from: '2024-03-05' }],
  safety: ['Haven of Nowhere'],
  production: { prefix: 'CHC-FS-', start: 1, digits: 6, volume: 'VOL001', date: '2025-08-20', profile: 'pdf' },
  policy: {},
};

const staff = { attorney: false, organization: 'Cedar Hollow County Family Services' };
export const caseworker: Party = {
  name: 'Cass Exemplar',
  credential: 'BSW',
  role: 'caseworker',
  roleText: 'caseworker',
  ...staff,
};
export const supervisor: Party = { name: 'Sue Pervisor', role: 'supervisor', roleText: 'supervisor', ...staff };
export const intake: Party = { name: 'Ida Mockford', role: 'other', roleText: 'intake', ...staff };
export const counsel: Party = {
  name: 'Lex Dummond',
  role: 'attorney',
  roleText: 'agency counsel',
  attorney: true,
  represents: 'agency',
};
export const psychologist: Party = {
  name: 'Quill Notareal',
  credential: 'PsyD',
  role: 'psychologist',
  roleText: 'licensed psychologist',
  attorney: false,
};
const evaluator: Party = {
  name: 'Pia Fictor',
  credential: 'LCSW',
  role: 'clinical_social_worker',
  roleText: 'licensed clinical social worker',
  attorney: false,
};

/** A short form of a document of the example. */
export interface Paper {
  readonly no: number;
  readonly pages: number;
  readonly typeText: string;
  readonly date: DocumentDate;
  readonly treatment: Disposition['treatment'];
  readonly bases?: readonly string[];
  readonly counselGate?: boolean;
  readonly correspondence?: boolean;
  readonly author?: Party;
  readonly to?: readonly Party[];
  readonly cc?: readonly Party[];
  readonly family?: CaseDocument['family'];
  readonly topic?: string;
  /** page of the document, basis, box code, relation, count of boxes. */
  readonly boxes?: readonly (readonly [number, string, string, Redaction['relation'], number])[];
  readonly entryDate?: string;
}

const day = (from: string, to = from): DocumentDate => ({ from, to });
const email = '04-email.pdf#p1-2';

/** The 14 documents of domain 7; 9 and 11 may not be acknowledged. */
export const papers: readonly Paper[] = [
  {
    no: 1,
    pages: 3,
    typeText: 'Hotline report',
    date: day('2024-03-04'),
    treatment: 'redact',
    author: intake,
    boxes: [
      [1, 'reporter_identity', 'RPT', 'reporter', 3],
      [2, 'reporter_identity', 'RPT', 'reporter', 1],
      [3, 'reporter_identity', 'RPT', 'reporter', 1],
    ],
  },
  {
    no: 2,
    pages: 8,
    typeText: 'Case narrative',
    date: day('2024-03-05', '2024-04-12'),
    treatment: 'redact',
    author: caseworker,
    topic: 'a court filing',
    entryDate: '2024-03-18',
    boxes: [
      [3, 'third_party', '3P', 'third_party', 3],
      [4, 'minor_identity', 'MIN', 'minor', 1],
      [4, 'identifier', 'ID', 'minor', 1],
      [6, 'attorney_client', 'AC', 'unknown', 4],
      [7, 'identifier', 'ID', 'record_subject', 1],
    ],
  },
  {
    no: 3,
    pages: 2,
    typeText: 'Safety plan',
    date: day('2024-03-06'),
    treatment: 'redact',
    author: caseworker,
    boxes: [
      [1, 'third_party', '3P', 'third_party', 1],
      [2, 'protected_location', 'LAW', 'record_subject', 1],
    ],
  },
  {
    no: 4,
    pages: 2,
    typeText: 'E-mail',
    date: day('2024-03-07'),
    treatment: 'withhold',
    bases: ['attorney_client'],
    correspondence: true,
    author: caseworker,
    to: [counsel],
    cc: [supervisor],
    topic: 'procedural options in a child-protection matter',
  },
  {
    no: 5,
    pages: 3,
    typeText: 'Chronology',
    date: day('2024-03-07'),
    treatment: 'withhold',
    bases: ['work_product', 'attorney_client'],
    author: caseworker,
    to: [counsel],
    family: { parent: email, order: 1, of: 1 },
  },
  {
    no: 6,
    pages: 6,
    typeText: 'Psychosocial evaluation',
    date: day('2024-03-20'),
    treatment: 'redact',
    author: evaluator,
    boxes: [
      [1, 'identifier', 'ID', 'record_subject', 1],
      [4, 'third_party', '3P', 'third_party', 1],
    ],
  },
  {
    no: 7,
    pages: 4,
    typeText: 'Clinical notes',
    date: day('2024-04-09', '2024-06-04'),
    treatment: 'withhold',
    bases: ['psychotherapist', 'psychotherapy_notes', 'cps_record'],
    author: psychologist,
  },
  {
    no: 8,
    pages: 2,
    typeText: 'Clinical summary',
    date: day('2024-06-10'),
    treatment: 'withhold',
    bases: ['psychotherapist', 'cps_record'],
    counselGate: true,
    author: psychologist,
    to: [{ name: '', role: 'caseworker', roleText: 'agency caseworker (limited release)', attorney: false }],
  },
  { no: 9, pages: 3, typeText: 'Letter', date: day('2024-05-02'), treatment: 'unacknowledged', bases: ['part2_sud'] },
  {
    no: 10,
    pages: 1,
    typeText: 'Laboratory report',
    date: day('2024-04-28'),
    treatment: 'redact',
    boxes: [[1, 'identifier', 'ID', 'record_subject', 1]],
  },
  {
    no: 11,
    pages: 2,
    typeText: 'Note',
    date: day('2024-03-08'),
    treatment: 'unacknowledged',
    bases: ['dv_advocate', 'vsp_victim_info'],
  },
  {
    no: 12,
    pages: 5,
    typeText: 'School record',
    date: day('2024-02', '2024-05'),
    treatment: 'withhold',
    bases: ['education_record_cw', 'cps_record'],
    counselGate: true,
  },
  {
    no: 13,
    pages: 7,
    typeText: 'Court report',
    date: day('2024-06-01'),
    treatment: 'redact',
    author: caseworker,
    boxes: [
      [1, 'identifier', 'ID', 'record_subject', 1],
      [4, 'part2_sud', 'LAW', 'record_subject', 2],
      [6, 'third_party', '3P', 'third_party', 1],
    ],
  },
  { no: 14, pages: 1, typeText: 'Supervision note', date: day('2024-04-02'), treatment: 'produce', author: supervisor },
];

/** Name of a paper's file: as in a matter folder, in natural order. */
export function fileOf(paper: Paper): string {
  return paper.no === 5
    ? '04-email.pdf#attachment-1'
    : `${String(paper.no).padStart(2, '0')}-${paper.no === 4 ? 'email' : 'paper'}.pdf`;
}

export function documentOf(paper: Paper): CaseDocument {
  const file = fileOf(paper);
  return {
    id: `${file}#p1-${paper.pages}`,
    pages: Array.from({ length: paper.pages }, (_, i) => ({ file, page: i + 1 })),
    type: paper.typeText.toLowerCase().replaceAll(' ', '-'),
    typeText: paper.typeText,
    date: paper.date,
    correspondence: paper.correspondence ?? false,
    ...(paper.author === undefined ? {} : { author: paper.author }),
    ...(paper.correspondence && paper.author !== undefined ? { from: paper.author } : {}),
    to: paper.to ?? [],
    cc: paper.cc ?? [],
    bcc: [],
    ...(paper.family === undefined ? {} : { family: paper.family }),
    ...(paper.topic === undefined ? {} : { topic: paper.topic }),
    reasons: ['a title on the first page'],
  };
}

export function dispositionOf(paper: Paper): Disposition {
  const document = documentOf(paper);
  const redactions = (paper.boxes ?? []).map(([page, basis, boxCode, relation, count], i): Redaction => {
    const record = bases.find((one) => one.id === basis);
    if (record === undefined) throw new RangeError(basis);
    return {
      marks: [`m${paper.no}-${i}`],
      page: { file: fileOf(paper), page },
      boxes: Array.from({ length: count }, (_, line) => ({
        x: 100 + 40 * i,
        y: 100 + 200 * (i % 3) + 20 * line,
        w: 90,
        h: 12,
      })),
      basis,
      boxCode,
      relation,
      kind: record.kind,
      hidesIdentity: false,
      ...(basis === 'attorney_client' && paper.entryDate !== undefined ? { entryDate: paper.entryDate } : {}),
      decidedBy: 'row 31',
      why: 'an identifier',
    };
  });
  return {
    document: document.id,
    treatment: paper.treatment,
    undecided: false,
    bases: paper.bases ?? ['cps_record'],
    gates: paper.counselGate
      ? [{ id: `g${paper.no}`, kind: 'counsel', basis: paper.bases?.[0] ?? 'cps_record', why: 'counsel decides' }]
      : [],
    redactions,
    answers: document.pages.map(() => ['1']),
    path: [{ rule: 'row 8', text: 'opened by the order' }],
    decidedBy: 'rule 8',
  };
}

/** The example as the logs get it: numbered by hand. */
export function logInput(of: readonly Paper[] = papers, overrides: Partial<LogInput> = {}): LogInput {
  let next = 1;
  const number = (): string => `CHC-FS-${String(next++).padStart(6, '0')}`;
  const shown = of.filter((paper) => paper.treatment !== 'unacknowledged' && paper.treatment !== 'not_responsive');
  const documents = shown.map((paper): LoggedDocument => {
    const disposition = dispositionOf(paper);
    const pages = Array.from({ length: paper.pages }, (_, i): LoggedPage => {
      const boxes = disposition.redactions
        .filter((one) => one.page.page === i + 1)
        .flatMap((one) => one.boxes.map((box) => ({ box, codes: [one.boxCode], redactions: [one] })));
      return { number: number(), width: 612, height: 792, boxes, treatment: 'text' };
    });
    return {
      document: documentOf(paper),
      disposition,
      treatment: paper.treatment as LoggedDocument['treatment'],
      range: { begin: pages[0]?.number ?? '', end: pages.at(-1)?.number ?? '' },
      pages,
      ...(paper.family === undefined ? {} : { family: paper.family }),
      hasAttachment: shown.some((other) => other.family?.parent === documentOf(paper).id),
    };
  });
  return { matter, texts, bases, documents, date: '2025-08-20', designation, underOrder: true, ...overrides };
}
