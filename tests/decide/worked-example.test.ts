import { describe, expect, test } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Mark } from '../../src/model/mark.ts';
import { doc, inputOf, matterWith, span, stage1, whole } from './support.ts';

const d = [
  doc('01.pdf', 3, '2024-03-04'),
  doc('02.pdf', 8, '2024-03-05', { date: { from: '2024-03-05', to: '2024-04-12' } }),
  doc('03.pdf', 2, '2024-03-06'),
  doc('04.pdf', 2, '2024-03-07', { type: 'email' }),
  doc('05.pdf', 3, '2024-03-07'),
  doc('06.pdf', 6, '2024-03-20'),
  doc('07.pdf', 4, '2024-04-09', { date: { from: '2024-04-09', to: '2024-06-04' } }),
  doc('08.pdf', 2, '2024-06-10'),
  doc('09.pdf', 3, '2024-05-02'),
  doc('10.pdf', 1, '2024-04-28'),
  doc('11.pdf', 2, '2024-03-08'),
  doc('12.pdf', 5, '2024-02-01', { date: { from: '2024-02-01', to: '2024-05-31' } }),
  doc('13.pdf', 7, '2024-06-01'),
  doc('14.pdf', 1, '2024-04-02'),
];
const D = (n: number) => d[n - 1]!;
const third = { relation: 'third_party' } as const;

const marks: Mark[] = [
  span(D(1), 1, 1, 'reporter_identity', { relation: 'reporter', aspect: 'name' }),
  span(D(1), 1, 2, 'reporter_identity', { relation: 'reporter', aspect: 'contact' }),
  span(D(1), 2, 1, 'reporter_identity', { relation: 'reporter', aspect: 'clue', tier: 'review' }),
  span(D(1), 3, 1, 'reporter_identity', { relation: 'reporter', aspect: 'contact' }),
  span(D(2), 3, 1, 'third_party', { ...third, role: 'neighbor', aspect: 'name' }),
  span(D(2), 3, 2, 'third_party', { ...third, role: 'neighbor', aspect: 'contact' }),
  span(D(2), 3, 3, 'third_party', { ...third, role: 'neighbor', aspect: 'address' }),
  span(D(2), 4, 1, 'minor_identity', { relation: 'minor', aspect: 'name' }),
  span(D(2), 4, 2, 'identifier', { relation: 'minor', aspect: 'birth_date' }),
  span(D(2), 6, 1, 'attorney_client'),
  span(D(2), 7, 1, 'identifier', { relation: 'record_subject', aspect: 'identifier' }),
  // names that must stay open
  span(D(2), 1, 1, 'third_party', { relation: 'record_subject', role: 'parent', aspect: 'name' }),
  span(D(2), 1, 2, 'minor_identity', { relation: 'record_subject', role: 'child', aspect: 'name' }),
  span(D(2), 1, 3, 'third_party', { relation: 'staff', role: 'caseworker', aspect: 'name' }),
  span(D(2), 1, 4, 'third_party', { ...third, role: 'judge', aspect: 'name' }),
  span(D(2), 1, 5, 'third_party', { relation: 'unknown', label: 'PERSON', tier: 'review', explained: true }),
  span(D(2), 1, 6, 'third_party', { relation: 'unknown', label: 'PERSON', tier: 'hint' }),
  span(D(3), 1, 1, 'third_party', { ...third, role: 'relative', aspect: 'name' }),
  span(D(3), 1, 2, 'third_party', { ...third, role: 'relative', aspect: 'address' }),
  span(D(3), 2, 1, 'protected_location', { relation: 'record_subject', aspect: 'location' }),
  span(D(3), 2, 1, 'third_party', { relation: 'record_subject', aspect: 'address' }),
  whole(D(4), 'attorney_client'),
  whole(D(5), 'attorney_client'),
  whole(D(5), 'work_product'),
  span(D(6), 1, 1, 'identifier', { relation: 'record_subject', aspect: 'identifier' }),
  span(D(6), 4, 1, 'third_party', { ...third, role: 'relative', aspect: 'name' }),
  span(D(6), 4, 2, 'third_party', { ...third, role: 'relative', aspect: 'health' }),
  whole(D(7), 'psychotherapist'),
  whole(D(7), 'psychotherapy_notes'),
  whole(D(8), 'psychotherapist'),
  whole(D(9), 'part2_sud'),
  span(D(10), 1, 1, 'identifier', { relation: 'record_subject', aspect: 'identifier' }),
  whole(D(10), 'phi_hipaa'),
  whole(D(11), 'dv_advocate'),
  whole(D(11), 'vsp_victim_info'),
  whole(D(11), 'protected_location'),
  whole(D(12), 'education_record_cw'),
  whole(D(13), 'juvenile_court'),
  span(D(13), 1, 1, 'identifier', { relation: 'record_subject', aspect: 'identifier' }),
  span(D(13), 1, 2, 'third_party', { ...third, role: 'attorney', aspect: 'name' }),
  span(D(13), 4, 1, 'part2_sud', { tier: 'review', aspect: 'summary' }),
  span(D(13), 6, 1, 'third_party', { ...third, role: 'foster_parent', aspect: 'name' }),
];

describe('the worked example, stage 2', () => {
  const decided = decide(inputOf(matterWith(), d, marks));

  test('treatment of every document', () => {
    expect(decided.dispositions.map((x) => x.treatment)).toEqual([
      'redact',
      'redact',
      'redact',
      'withhold',
      'withhold',
      'redact',
      'withhold',
      'withhold',
      'unacknowledged',
      'redact',
      'unacknowledged',
      'withhold',
      'redact',
      'produce',
    ]);
    expect(decided.dispositions.every((x) => !x.undecided)).toBe(true);
    expect(decided.fileMayBeDisclosed).toBe(true);
    expect(decided.advisory).toBe(false);
  });

  test('49 = 28 + 16 + 5 and boxes on exactly the 15 pages, with their codes', () => {
    const count = (...t: string[]) =>
      d.filter((_, i) => t.includes(decided.dispositions[i]!.treatment)).reduce((n, x) => n + x.pages.length, 0);
    expect([count('produce', 'redact'), count('withhold'), count('unacknowledged')]).toEqual([28, 16, 5]);
    const codes = new Map<string, string[]>();
    for (const r of decided.dispositions.flatMap((x) => x.redactions)) {
      const key = `${r.page.file.slice(0, 2)}.${r.page.page}`;
      codes.set(key, [...new Set([...(codes.get(key) ?? []), r.boxCode])]);
    }
    expect(Object.fromEntries(codes)).toEqual({
      '01.1': ['RPT'],
      '01.2': ['RPT'],
      '01.3': ['RPT'],
      '02.3': ['3P'],
      '02.4': ['MIN', 'ID'],
      '02.6': ['AC'],
      '02.7': ['ID'],
      '03.1': ['3P'],
      '03.2': ['LAW'],
      '06.1': ['ID'],
      '06.4': ['3P'],
      '10.1': ['ID'],
      '13.1': ['ID'],
      '13.4': ['LAW'],
      '13.6': ['3P'],
    });
  });

  test('relatives keep their names, the neighbor does not', () => {
    const cut = (n: number) => decided.dispositions[n - 1]!.redactions.flatMap((r) => r.marks);
    expect(cut(2)).toContain('02.pdf#p1-8/third_party/3.1');
    expect(cut(3)).toEqual([
      '03.pdf#p1-2/third_party/1.2',
      '03.pdf#p1-2/protected_location/2.1',
      '03.pdf#p1-2/third_party/2.1',
    ]);
    expect(cut(6)).not.toContain('06.pdf#p1-6/third_party/4.1');
  });

  test('grounds of the withheld documents, and where counsel is asked', () => {
    const of = (n: number) => decided.dispositions[n - 1]!;
    expect(of(4).bases).toEqual(['attorney_client']);
    expect(of(5).bases).toEqual(['attorney_client', 'work_product']);
    expect(of(7).bases).toEqual(['psychotherapist', 'psychotherapy_notes']);
    expect(of(8).bases).toEqual(['psychotherapist']);
    expect(of(12).bases).toEqual(['education_record_cw']);
    for (const n of [8, 12]) expect(of(n).gates).toMatchObject([{ kind: 'counsel', asked: true }]);
    expect(of(4).gates).toEqual([]);
  });

  test('the objection is due on 2025-06-24', () => {
    expect(decided.objectionDue?.date).toBe('2025-06-24');
  });
});

describe('the worked example, stage 1', () => {
  const decided = decide(inputOf(matterWith(stage1), d, marks));
  test('the file as a whole is closed: 0 + 44 + 5', () => {
    expect(decided.fileMayBeDisclosed).toBe(false);
    const count = (t: string) =>
      d.filter((_, i) => decided.dispositions[i]!.treatment === t).reduce((n, x) => n + x.pages.length, 0);
    expect([count('produce'), count('redact'), count('withhold'), count('unacknowledged')]).toEqual([0, 0, 44, 5]);
    expect(decided.authorities).toEqual([{ id: 'A1', type: 'hipaa_notice_assurance', valid: true, failed: [] }]);
  });
  test('service recorded at that time does not open one paper of a closed file', () => {
    const served = decide(inputOf(matterWith({ ...stage1, facts: matterWith().facts }), d, marks));
    expect(served.fileMayBeDisclosed).toBe(false);
    expect(served.dispositions[12]!.treatment).toBe('withhold');
  });
});

test('without an approved pack everything protected waits for counsel', () => {
  const { pack_approved: _, ...bare } = matterWith();
  const decided = decide(inputOf(bare, d, marks));
  expect(decided.advisory).toBe(true);
  expect(decided.fileMayBeDisclosed).toBe(false);
  expect(new Set(decided.dispositions.map((x) => x.treatment))).toEqual(new Set(['withhold', 'unacknowledged']));
});
