import { readFileSync } from 'node:fs';
import type { DecideInput } from '../../src/decide/decide.ts';
import type { CaseDocument } from '../../src/model/document.ts';
import type { Aspect, Mark, SubjectRelation } from '../../src/model/mark.ts';
import type { Authority, Matter, PersonRole } from '../../src/model/matter.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import { parseBases, parsePack } from '../../src/store/load-pack.ts';

const at = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export const bases = parseBases(at('patterns/bases.json'), 'bases.json');
export const pack = parsePack(at('patterns/packs/demo-us.yaml'), 'demo-us.yaml', bases);

export const assurance: Authority = {
  id: 'A1',
  type: 'hipaa_notice_assurance',
  received_on: '2025-06-10',
  covers: [],
  findings: [],
  excludes: [],
  recipients: [],
  checks: {
    statement: true,
    documents: true,
    notice_given: true,
    notice_describes_case: true,
    notice_given_on: '2025-05-20',
    objection_window_ends: '2025-06-09',
    no_objection: true,
  },
};

export const order: Authority = {
  id: 'A2',
  type: 'court_order',
  received_on: '2025-08-12',
  docket: 'DEMO-FAM-0042',
  covers: ['cps_record'],
  findings: ['in_camera', 'cps_necessity'],
  excludes: ['reporter_identity', 'privilege', 'other_federal'],
  recipients: ['counsel'],
  checks: { judge_signed: true, binds_agency: true, current: true, scope_stated: true, recipients_limited: true },
  confirmed_by: { name: 'Lex Dummond', on: '2025-08-13' },
};

/** The matter of domain.md section 7, stage 2 unless changed. */
export function matterWith(change: Partial<Matter> = {}): Matter {
  return {
    matter: 'CHC-2025-0042',
    pack: 'demo-us',
    pack_approved: { by: 'Lex Dummond', on: '2025-06-11' },
    forum: 'demo',
    agency: {
      name: 'Cedar Hollow County Family Services',
      role: 'nonparty',
      profile: { hipaa: 'none', part2: 'lawful_holder', victim_services: 'subgrantee' },
    },
    custodian: { name: 'Wanda Recordbook' },
    request: {
      type: 'subpoena_attorney',
      issued_on: '2025-06-09',
      served_on: '2025-06-10',
      return_date: '2025-06-27',
      requester: { name: 'Bram Fakerton', subject_of_report: false, alleged_abuser: false },
      subjects: ['Rory Samplewood', 'Testina Samplewood'],
      date_range: { from: '2024-01-01', to: '2024-12-31' },
      items: [{ id: '1', text: 'Complete file', document_types: [] }],
    },
    authorities: [assurance, order],
    facts: [
      {
        document: '13.pdf#p1-7',
        fact: 'served_on_all_parties',
        evidence: 'proof of service',
        by: 'Lex Dummond',
        on: '2025-08-13',
      },
    ],
    people: [{ name: 'Lex Dummond', aliases: [], role: 'attorney', represents: 'agency' }],
    organizations: [],
    proceedings: [],
    safety: [],
    production: { prefix: 'CHC-FS-', start: 1, digits: 6, volume: 'VOL001', date: '2025-08-20', profile: 'pdf' },
    policy: {},
    ...change,
  };
}

export const stage1: Partial<Matter> = {
  authorities: [assurance],
  facts: [],
  production: { prefix: 'CHC-FS-', start: 1, digits: 6, volume: 'VOL001', date: '2025-06-23', profile: 'pdf' },
};

export function doc(file: string, pages: number, from = '2024-03-05', more: Partial<CaseDocument> = {}): CaseDocument {
  return {
    id: `${file}#p1-${pages}`,
    pages: Array.from({ length: pages }, (_, i) => ({ file, page: i + 1 })),
    type: 'narrative',
    typeText: 'Case narrative',
    date: { from },
    correspondence: false,
    to: [],
    cc: [],
    bcc: [],
    reasons: [],
    ...more,
  };
}

/** A page of `words` words of ten letters in one line each, 100 points long. */
export function page(file: string, number: number, words = 10): PageText {
  const list: Word[] = Array.from({ length: words }, (_, i) => ({
    text: 'abcdefghij',
    start: i * 11,
    box: { x: 50, y: 20 * (i + 1), w: 100, h: 10 },
    glyphs: Array.from({ length: 10 }, (_g, k) => [50 + k * 10, 20 * (i + 1), 10, 10]).flat(),
    confidence: 1,
    line: i,
  }));
  return {
    ref: { file, page: number },
    width: 612,
    height: 792,
    text: list.map((w) => w.text).join('\n'),
    words: list,
    readBy: 'text-layer',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
}

export const pagesOf = (documents: readonly CaseDocument[]): PageText[] =>
  documents.flatMap((d) => d.pages.map((p) => page(p.file, p.page)));

interface MarkFacts {
  relation?: SubjectRelation;
  role?: PersonRole;
  aspect?: Aspect;
  label?: string;
  tier?: Mark['tier'];
  stringKey?: string;
  explained?: true;
  id?: string;
}

/** A mark on the whole document. */
export function whole(document: CaseDocument, basis: string, facts: MarkFacts = {}): Mark {
  return made(document, basis, { kind: 'document' }, { label: 'DOCUMENT', ...facts }, 'd');
}

/** A mark on the `word`-th word of a page. */
export function span(document: CaseDocument, number: number, word: number, basis: string, facts: MarkFacts = {}): Mark {
  const first = document.pages[0]!;
  const area = {
    kind: 'span',
    page: { file: first.file, page: number },
    start: word * 11,
    end: word * 11 + 10,
  } as const;
  return made(document, basis, area, { label: 'PASSAGE', ...facts }, `${number}.${word}`);
}

function made(document: CaseDocument, basis: string, area: Mark['area'], facts: MarkFacts, place: string): Mark {
  const { relation = 'unknown', label = 'PASSAGE', tier = 'auto', id, ...rest } = facts;
  return {
    id: id ?? `${document.id}/${basis}/${place}`,
    document: document.id,
    area,
    basis,
    label,
    relation,
    tier,
    score: 1,
    rules: ['test/made'],
    why: 'made by a test',
    ...rest,
  };
}

export function inputOf(
  matter: Matter,
  documents: readonly CaseDocument[],
  marks: readonly Mark[],
  more: Partial<DecideInput> = {},
): DecideInput {
  return {
    matter,
    pack,
    bases,
    documents,
    marks,
    pages: pagesOf(documents),
    decisions: [],
    acceptProposals: true,
    ...more,
  };
}
