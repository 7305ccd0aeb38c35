import { describe, expect, test } from 'vitest';
import type { LoggedDocument } from '../../src/log/facts.ts';
import { type LintInput, lintLog } from '../../src/log/lint.ts';
import { makeLogs } from '../../src/log/make-logs.ts';
import type { PrivilegeEntry, PrivilegeRow } from '../../src/log/privilege-log.ts';
import { counsel, logInput, supervisor } from './example.ts';

const log = logInput();
const logs = makeLogs(log);
const good: LintInput = {
  log,
  entries: logs.privileges,
  players: logs.players.rows.map((row) => row['NAME'] ?? ''),
  leaks: [],
  decided: { fileMayBeDisclosed: true, advisory: false, authorities: [], dispositions: [] },
  numbers: { given: 44, produced: 28, withheld: 16 },
  duplicates: [],
};

const entry = (i: number): PrivilegeEntry => {
  const found = logs.privileges[i];
  if (found === undefined) throw new RangeError('no entry');
  return found;
};
const withRow = (i: number, row: Partial<PrivilegeRow>): LintInput => ({
  ...good,
  entries: [{ ...entry(i), row: { ...entry(i).row, ...row } }],
});
const withDocument = (i: number, change: (document: LoggedDocument) => LoggedDocument): LintInput => {
  const { claim } = entry(i);
  return { ...good, entries: [{ ...entry(i), claim: { ...claim, document: change(claim.document) } }] };
};
const privilege = (id: string) => log.bases.filter((basis) => basis.id === id);
const phi = privilege('phi_hipaa');

const broken: readonly (readonly [string, string, LintInput])[] = [
  ['L01', 'boilerplate', withRow(1, { DESCRIPTION: 'Privileged communication.' })],
  ['L01', 'too short', withRow(1, { DESCRIPTION: 'E-mail to agency counsel Dummond*' })],
  [
    'L02',
    'four rows alike',
    {
      ...good,
      entries: [0, 1, 2, 3].map((i) => ({
        ...entry(i),
        row: { ...entry(i).row, DESCRIPTION: entry(2).row.DESCRIPTION },
      })),
    },
  ],
  ['L03', 'a person who is not a player', { ...good, players: ['Exemplar, Cass'] }],
  [
    'L04',
    'no attorney',
    withRow(1, {
      TO: 'Pervisor, Sue (supervisor)',
      DESCRIPTION: 'E-mail from caseworker to supervisor reflecting legal advice regarding a court filing',
    }),
  ],
  [
    'L05',
    'a paralegal with the star',
    withDocument(1, (one) => ({ ...one, document: { ...one.document, to: [{ ...counsel, role: 'paralegal' }] } })),
  ],
  [
    'L05',
    'opposing counsel in copy',
    withDocument(1, (one) => ({
      ...one,
      document: { ...one.document, cc: [{ ...counsel, represents: 'requester' }] },
    })),
  ],
  [
    'L05',
    'advice sent to many',
    withDocument(1, (one) => ({
      ...one,
      document: { ...one.document, cc: Array.from({ length: 10 }, () => supervisor) },
    })),
  ],
  ['L06', 'no date', withRow(1, { DOC_DATE: 'N/A' })],
  ['L06', 'no recipient of an e-mail', withRow(1, { TO: '' })],
  ['L07', 'an attachment that is not logged', { ...good, entries: [entry(1)] }],
  ['L08', 'work product without a proceeding', withRow(2, { LITIGATION: '' })],
  ['L08', 'work product before it was anticipated', withRow(2, { DOC_DATE: '2024-03-01' })],
  [
    'L09',
    'a statute as a privilege',
    { ...good, entries: [{ ...entry(3), claim: { ...entry(3).claim, bases: phi } }] },
  ],
  [
    'L10',
    'a whole file in a row',
    withDocument(3, (one) => ({
      ...one,
      pages: Array.from({ length: 101 }, () => one.pages[0]).filter((page) => page !== undefined),
    })),
  ],
  ['L11', 'a leak', { ...good, leaks: [{ file: 'players.csv', place: 'row 1, NAME', kind: 'names' }] }],
  ['L12', 'pages that do not add up', { ...good, numbers: { given: 44, produced: 28, withheld: 15 } }],
  [
    'L13',
    'facts withheld with the advice',
    withDocument(1, (one) => ({
      ...one,
      disposition: { ...one.disposition, redactions: log.documents[1]?.disposition.redactions ?? [] },
    })),
  ],
  [
    'L14',
    'a late log',
    { ...good, decided: { ...good.decided, objectionDue: { date: '2025-06-24', rule: '45(d)(2)(B)' } } },
  ],
  ['L15', 'copies that differ', { ...good, duplicates: [['04-email.pdf#p1-2', '14-paper.pdf#p1-1']] }],
  ['L16', "a patient's privilege claimed by the agency", withRow(3, { ASSERTED_BY: 'Agency' })],
];

/** What looks like the defect and is none. */
const fine: readonly (readonly [string, string, LintInput])[] = [
  [
    'L01',
    'a short description that says what it is',
    withRow(1, { DESCRIPTION: 'E-mail from caseworker to agency counsel Dummond* requesting advice about filing' }),
  ],
  [
    'L02',
    'three rows alike',
    {
      ...good,
      entries: [1, 2, 3].map((i) => ({
        ...entry(i),
        row: { ...entry(i).row, DESCRIPTION: entry(2).row.DESCRIPTION },
      })),
    },
  ],
  [
    'L03',
    'a person whom no log may name',
    withDocument(3, (one) => ({
      ...one,
      document: {
        ...one.document,
        to: [{ name: 'Nell Bystander', role: 'neighbor', roleText: '', attorney: false }],
      },
    })),
  ],
  ['L04', 'an attorney in the description alone', withRow(1, { TO: 'Pervisor, Sue (supervisor)' })],
  [
    'L05',
    'a paralegal without the star',
    withDocument(1, (one) => ({
      ...one,
      document: { ...one.document, cc: [{ ...counsel, role: 'paralegal', attorney: false }] },
    })),
  ],
  ['L06', 'a note without a recipient', withRow(3, { TO: '' })],
  ['L06', 'an undated paper that says so', withRow(1, { DOC_DATE: 'undated (c. 2024-03)' })],
  [
    'L07',
    'an attachment that is produced',
    {
      ...good,
      entries: [entry(1)],
      log: {
        ...log,
        documents: log.documents.map((one) => (one.family === undefined ? one : { ...one, treatment: 'produce' })),
      },
    },
  ],
  ['L08', 'work product of the first day of anticipation', withRow(2, { DOC_DATE: '2024-03-05' })],
  ['L09', 'two privileges', { ...good, entries: [entry(2)] }],
  [
    'L10',
    'a long document',
    withDocument(3, (one) => ({
      ...one,
      pages: Array.from({ length: 100 }, () => one.pages[0]).filter((page) => page !== undefined),
    })),
  ],
  ['L11', 'a log without leaks', good],
  ['L12', 'a volume without withheld pages', { ...good, numbers: { given: 28, produced: 28, withheld: 0 } }],
  ['L13', 'a paper redacted in part', { ...good, entries: [entry(0)] }],
  [
    'L14',
    'a log of the day objections are due',
    { ...good, decided: { ...good.decided, objectionDue: { date: log.date, rule: '45(d)(2)(B)' } } },
  ],
  ['L15', 'copies treated alike', { ...good, duplicates: [['04-email.pdf#p1-2', '04-email.pdf#attachment-1#p1-3']] }],
  ['L16', "a patient's privilege claimed on her behalf", withRow(3, { ASSERTED_BY: "Agency on patient's behalf" })],
];

describe('the lint rules of domain 3.4', () => {
  test.each(fine)('%s lets pass: %s', (rule, _name, input) => {
    expect(lintLog(input).map((finding) => finding.rule)).not.toContain(rule);
  });

  test('each of the sixteen has its look-alike', () => {
    expect([...new Set(fine.map(([rule]) => rule))]).toHaveLength(16);
  });

  test.each(broken)('%s: %s', (rule, _name, input) => {
    expect(lintLog(input).map((finding) => finding.rule)).toContain(rule);
  });

  test('each of the sixteen is here', () => {
    expect([...new Set(broken.map(([rule]) => rule))]).toEqual(
      Array.from({ length: 16 }, (_, i) => `L${String(i + 1).padStart(2, '0')}`),
    );
  });

  test('a good log breaks none', () => expect(lintLog(good)).toEqual([]));
});
