import { describe, expect, test } from 'vitest';
import { cellText, ruleOn } from '../../src/decide/columns.ts';
import { lawOf, type Subject } from '../../src/decide/law.ts';
import type { Authority, Matter, RequestType } from '../../src/model/matter.ts';
import type { Column } from '../../src/model/pack.ts';
import { assurance, bases, doc, matterWith, order, pack } from './support.ts';

const COLUMNS: readonly Column[] = ['S0', 'S1', 'GJ', 'AD', 'CO', 'KEY', 'AU'];

/** Row by row as the domain reference has it; '' = the row has no such cell. */
const TABLE: [string, string, Partial<Subject>, string[]][] = [
  ['1', 'phi_hipaa', {}, ['W,N', 'P', 'P,C', 'C', 'P', '', 'P']],
  ['2', 'psychotherapist', {}, ['W', 'W,C', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['2', 'mh_professional_state', {}, ['W', 'W,C', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['3', 'psychotherapist', { aspect: 'attendance' }, ['W,N', 'P,C', 'P,C', 'C', 'P', '', 'P']],
  ['3', 'mh_professional_state', { aspect: 'attendance' }, ['W,N', 'P,C', 'P,C', 'C', 'P', '', 'P']],
  ['4', 'psychotherapy_notes', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['5', 'part2_sud', {}, ['W', 'W', 'W', 'W,C', 'W !', 'P', 'P']],
  ['6', 'part2_sud', { aspect: 'communication' }, ['W', 'W', 'W', 'W', 'W !', 'P', 'P']],
  ['7', 'part2_counseling_notes', {}, ['W', 'W', 'W', 'W', 'W !', 'P,C', 'P']],
  ['8', 'cps_record', {}, ['W,N', 'W', 'C', 'C', 'C > IC', 'P', 'C']],
  ['9', 'reporter_identity', {}, ['R', 'R', 'R,C', 'R,C', 'R', 'P', 'R,C']],
  ['10', 'aps_record', {}, ['W,N', 'W', 'C', 'C', 'IC', 'P', 'C']],
  ['11', 'ltc_ombudsman', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'W,C']],
  ['12', 'education_record', {}, ['P,N', 'P,N', 'P', 'P,N', 'P,N', 'P', 'P']],
  ['13', 'education_record_cw', {}, ['W,C', 'W,C', 'C', 'C', 'C', 'P', 'P']],
  ['14', 'vsp_victim_info', {}, ['W', 'W', 'W,C', 'W,C', 'C,N', 'P,C', 'P']],
  ['15', 'dv_advocate', {}, ['W', 'W', 'W,C', 'W,C', 'C > IC', 'P', 'P']],
  ['15', 'sa_counselor', {}, ['W', 'W', 'W,C', 'W,C', 'C > IC', 'P', 'P']],
  ['16', 'protected_location', {}, ['R', 'R', 'R,C', 'R,C', 'R,C', 'P', 'P']],
  ['17', 'hiv_info', {}, ['W', 'W', 'W', 'W,C', 'W !', 'P', 'P']],
  ['18a', 'juvenile_court', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'C']],
  ['18b', 'sealed_adoption', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'C']],
  ['19', 'tanf_iv_safeguard', {}, ['W,C', 'W,C', 'C', 'W,C', 'C > P', '', 'P']],
  ['20', 'snap_info', {}, ['W,C', 'W,C', 'C', 'W,C', 'C', '', 'P']],
  ['21', 'medicaid_info', {}, ['W', 'W,C', 'C', 'W,C', 'C > P', '', 'P']],
  ['22', 'fed_match_data', {}, ['W', 'W', 'W,C', 'W,C', 'C', '', 'C']],
  ['23', 'federal_tax_info', {}, ['W', 'W', 'W', 'W', 'W,C', '', 'W !']],
  ['24', 'attorney_client', {}, ['W', 'W', 'W', 'W', 'C', 'P', 'P']],
  ['24', 'common_interest', {}, ['W', 'W', 'W', 'W', 'C', 'P', 'P']],
  ['25', 'work_product', {}, ['W', 'W', 'W', 'W', 'C', 'P,C', 'P']],
  ['26', 'deliberative_process', {}, ['W,C', 'W,C', 'C', 'C', 'IC', 'P', 'P']],
  ['27', 'physician_patient_state', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['27', 'spousal_communications', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['27', 'clergy_penitent', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['27', 'mediation', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['27', 'peer_fatality_review', {}, ['W', 'W', 'W,C', 'W,C', 'C', 'P', 'P']],
  ['28', 'informer_le', {}, ['R', 'R', 'C', 'C', 'R,C', 'P', 'P']],
  ['29', 'third_party', { relation: 'third_party', aspect: 'contact' }, ['R', 'R', 'R', 'R', 'R', 'P', 'R,C']],
  [
    '29',
    'third_party',
    { relation: 'third_party', aspect: 'name', role: 'relative' },
    ['R', 'R', 'R', 'R', 'P', 'P', 'R,C'],
  ],
  [
    '29',
    'third_party',
    { relation: 'third_party', aspect: 'health', role: 'relative' },
    ['R', 'R', 'R', 'R', 'R', 'P', 'R,C'],
  ],
  [
    '29',
    'third_party',
    { relation: 'third_party', aspect: 'name', role: 'police' },
    ['R', 'R', 'R', 'R', 'P', 'P', 'R,C'],
  ],
  [
    '29',
    'third_party',
    { relation: 'third_party', aspect: 'name', role: 'neighbor' },
    ['R', 'R', 'R', 'R', 'R', 'P', 'R,C'],
  ],
  [
    '29',
    'third_party',
    { relation: 'third_party', aspect: 'name', role: 'dv_advocate' },
    ['R', 'R', 'R', 'R', 'R', 'P', 'R,C'],
  ],
  ['29b', 'third_party', { relation: 'other_client' }, ['NR', 'NR', 'W,C', 'W,C', 'NR', '', 'NR,C']],
  ['30', 'minor_identity', { relation: 'minor', aspect: 'name' }, ['R', 'R', 'C', 'C', 'R', 'P', 'C']],
  ['30', 'third_party', { role: 'foster_parent', aspect: 'name' }, ['R', 'R', 'C', 'C', 'R', 'P', 'C']],
  ['31', 'identifier', { relation: 'third_party' }, ['R', 'R', 'C', 'C', 'R', 'P', 'R']],
  ['31', 'identifier', { relation: 'record_subject' }, ['R', 'R', 'C', 'C', 'R', 'P', 'P']],
  ['32', 'staff_personal', { relation: 'staff', aspect: 'address' }, ['R', 'R', 'R', 'R', 'R', 'P', 'R,C']],
  ['33', 'court_sealed_order', {}, ['W', 'W', 'C', 'C', 'C', 'P', 'W !']],
  ['34', 'nonresponsive', {}, ['NR', 'NR', 'C', 'C', 'NR', '', 'NR']],
  ['34', 'scope_beyond_order', {}, ['NR', 'NR', 'C', 'C', 'W', '', 'NR']],
];

/** Everything a key may ask for, so that the KEY column opens. */
const ALL_FINDINGS = Object.keys(pack.findings);
const ALL_CHECKS = Object.fromEntries(
  Object.values(pack.findings)
    .flatMap((f) => f.checks)
    .map((c) => [c.id, true]),
);
const KEY_FACTS = ['victim_notice_attempted', 'safety_steps_taken', 'parent_party_in_dependency'];

function consent(type: string, basis: string): Authority {
  const rule = pack.authorities[type]!;
  return {
    id: 'A9',
    type,
    covers: [basis],
    excludes: [],
    findings: [],
    recipients: [],
    checks: Object.fromEntries(rule.checks.map((c) => [c.id, true])),
    ...(rule.confirmed ? { confirmed_by: { name: 'Lex Dummond', on: '2025-01-01' } } : {}),
  };
}

function matterFor(column: Column, basis: string, au: readonly string[]): Matter {
  const types: Record<Column, RequestType> = {
    S0: 'subpoena_attorney',
    S1: 'subpoena_clerk',
    GJ: 'subpoena_grand_jury',
    AD: 'subpoena_admin',
    CO: 'court_order',
    KEY: 'subpoena_attorney',
    AU: 'court_order',
  };
  const general: Authority = { ...order, covers: [basis], findings: [], excludes: [] };
  const authorities: Record<Column, Authority[]> = {
    S0: [],
    S1: [assurance],
    GJ: [],
    AD: [],
    CO: [general],
    KEY: [{ ...general, findings: ALL_FINDINGS, checks: { ...general.checks, ...ALL_CHECKS } }],
    AU: au.slice(0, 1).map((type) => consent(type, basis)),
  };
  const base = matterWith();
  return matterWith({
    agency: { ...base.agency, profile: { ...base.agency.profile, hipaa: 'covered' } },
    request: { ...base.request, type: types[column] },
    authorities: authorities[column],
    facts:
      column === 'KEY' ? KEY_FACTS.map((fact) => ({ fact, evidence: 'x', by: 'Lex Dummond', on: '2025-01-01' })) : [],
  });
}

describe('every row and column of the decision table', () => {
  test.each(TABLE)('row %s %s %o', (row, basis, about, cells) => {
    const found = pack.table.find((r) => r.row === row && r.bases.includes(basis));
    expect(found).toBeDefined();
    for (const [i, column] of COLUMNS.entries()) {
      const law = lawOf({ matter: matterFor(column, basis, found!.au), pack, bases });
      const ruling = ruleOn(law, { basis, ...about });
      if (cells[i] === '') expect(ruling.row?.cells[column], `${row} ${column}`).toBeUndefined();
      else expect(cellText(ruling.cell), `${row} ${basis} ${column}: ${ruling.rule}`).toBe(cells[i]);
    }
  });

  test('every row of the pack is in the table above', () => {
    for (const row of pack.table)
      for (const basis of row.bases)
        expect(
          TABLE.some(([r, b]) => r === row.row && b === basis),
          `${row.row} ${basis}`,
        ).toBe(true);
  });

  test('a category without a row, or a request that opens no column: withhold and ask counsel', () => {
    for (const basis of ['criminal_history', 'uc_wage', 'mh_record_state', 'no_such_base'])
      expect(cellText(ruleOn(lawOf({ matter: matterWith(), pack, bases }), { basis }).cell)).toBe('W,C');
    for (const type of [
      'search_warrant',
      'order_qpo',
      'order_in_camera',
      'public_records',
      'access_request',
    ] as const) {
      const matter = matterWith({ request: { ...matterWith().request, type }, authorities: [], facts: [] });
      expect(cellText(ruleOn(lawOf({ matter, pack, bases }), { basis: 'third_party' }).cell), type).toBe('W,C');
    }
  });

  test('conditions of single cells', () => {
    const rule = (
      basis: string,
      type: RequestType,
      facts: string[],
      about: Partial<Subject> = {},
      change: Partial<Matter> = {},
    ) => {
      const base = matterWith();
      const matter = matterWith({
        request: { ...base.request, type },
        authorities: [],
        facts: facts.map((fact) => ({ fact, evidence: 'x', by: 'Lex Dummond', on: '2025-01-01' })),
        ...change,
      });
      return cellText(ruleOn(lawOf({ matter, pack, bases }), { basis, ...about }).cell);
    };
    expect(rule('tanf_iv_safeguard', 'subpoena_admin', ['program_connected'])).toBe('P');
    expect(rule('snap_info', 'subpoena_admin', ['program_connected'])).toBe('W,C');
    expect(rule('snap_info', 'subpoena_admin', ['snap_listed_recipient'])).toBe('P');
    expect(rule('cps_record', 'subpoena_admin', ['child_protection_entity'])).toBe('P');
    expect(rule('phi_hipaa', 'subpoena_attorney', [])).toBe('P'); // the agency of the example is no covered entity
    const abuser = {
      ...matterWith().request,
      type: 'subpoena_attorney' as const,
      requester: { name: 'X', alleged_abuser: true },
    };
    const authorities = [consent('holder_waiver', 'protected_location')];
    expect(rule('protected_location', 'subpoena_attorney', [], {}, { authorities, request: abuser })).toBe('R');
    expect(rule('protected_location', 'subpoena_attorney', [], {}, { authorities })).toBe('P');
  });

  test('may_be_produced_under names nothing the table does not open', () => {
    for (const base of bases)
      for (const name of base.may_be_produced_under) {
        const meaning = pack.release_names[name];
        expect(meaning, name).toBeDefined();
        if (meaning === undefined || meaning.column === null) continue;
        const rows = pack.table.filter((r) => r.bases.includes(base.id));
        const opens = rows.some((r) => r.cells[meaning.column!]?.some((c) => c.cell.letter !== 'W' || c.cell.counsel));
        expect(opens, `${base.id}: ${name} in column ${meaning.column}`).toBe(true);
      }
  });
});

describe('a record opened by an order opens rows 29 to 32 of its pages, and only those', () => {
  const law = lawOf({ matter: matterWith(), pack, bases });
  const document = doc('02.pdf', 8);
  test.each([
    ['third_party', 'P'],
    ['reporter_identity', 'W'],
    ['attorney_client', 'W'],
  ])('%s', (basis, expected) => {
    const subject: Subject = {
      basis,
      relation: 'third_party',
      role: 'relative',
      aspect: 'name',
      document,
      recordOpen: true,
    };
    expect(ruleOn(law, subject).cell.letter).toBe(expected);
  });
});
