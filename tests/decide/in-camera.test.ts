import { describe, expect, test } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import { inCameraSet } from '../../src/decide/in-camera.ts';
import type { Mark } from '../../src/model/mark.ts';
import type { Authority, Fact, Matter } from '../../src/model/matter.ts';
import { assurance, doc, inputOf, matterWith, order, span, whole } from './support.ts';

const chambers: Authority = {
  id: 'A3',
  type: 'order_in_camera',
  received_on: '2025-07-01',
  covers: ['cps_record'],
  findings: [],
  excludes: [],
  recipients: [],
  checks: { judge_signed: true, binds_agency: true, current: true, scope_stated: true },
  confirmed_by: { name: 'Lex Dummond', on: '2025-07-02' },
};
const fact = (id: string): Fact => ({ fact: id, evidence: 'letter', by: 'Lex Dummond', on: '2025-07-03' });
const noticed = [fact('victim_notice_attempted'), fact('safety_steps_taken')];
const subpartE: Authority = {
  ...order,
  id: 'A4',
  covers: ['part2_sud'],
  findings: ['part2_2_64'],
  excludes: [],
  checks: {
    ...order.checks,
    competent_court: true,
    subpart_e_findings: true,
    notice_and_opportunity: true,
    other_means_ineffective: true,
    public_interest_outweighs: true,
    limits_stated: true,
  },
};

// The case file of domain 7 in short: what is withheld whole, what is boxed, and what may not even be named.
const d = Array.from({ length: 14 }, (_, i) => doc(`${String(i + 1).padStart(2, '0')}.pdf`, 2, '2024-05-01'));
const D = (n: number) => d[n - 1]!;
const marks: Mark[] = [
  span(D(1), 1, 1, 'reporter_identity', { relation: 'reporter', aspect: 'name' }),
  span(D(3), 2, 1, 'protected_location', { relation: 'record_subject', aspect: 'location' }),
  whole(D(4), 'attorney_client'),
  whole(D(7), 'psychotherapist'),
  whole(D(9), 'part2_sud'),
  whole(D(11), 'dv_advocate'),
  whole(D(11), 'vsp_victim_info'),
  whole(D(12), 'education_record_cw'),
  whole(D(13), 'juvenile_court'),
  span(D(13), 2, 1, 'part2_sud', { aspect: 'summary' }),
];

function setFor(change: Partial<Matter>) {
  const input = inputOf(matterWith({ facts: [], ...change }), d, marks);
  const set = inCameraSet(input, decide(input));
  return {
    set,
    files: set.documents.map(({ document }) => Number(document.id.slice(0, 2))),
    left: set.leftOut.map(({ document }) => Number(document.id.slice(0, 2))),
    removed: set.documents.flatMap(({ removed }) => removed.map((one) => one.basis)),
  };
}

describe('a set for chambers', () => {
  test('a bare subpoena calls for none', () => {
    expect(setFor({ authorities: [assurance] }).set).toMatchObject({ uncalled: true, documents: [] });
  });

  test('under a later order: the whole file but for Part 2 and victim services', () => {
    const { set, files, left, removed } = setFor({ authorities: [assurance, chambers] });
    expect(set.uncalled).toBe(false);
    expect(files).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14]);
    expect(left).toEqual([9, 11]);
    expect(removed).toEqual(['protected_location', 'part2_sud']);
    expect(set.documents[0]).toMatchObject({ askedBy: ['A3'], whole: ['cps_record'] });
    expect(set.documents[0]?.proposed.map((one) => one.basis)).toEqual(['reporter_identity']);
    expect(set.documents.find((one) => one.document === D(4))?.whole).toEqual(['attorney_client']);
  });

  test('the order opens nothing to a party', () => {
    const treated = (authorities: readonly Authority[]) =>
      decide(inputOf(matterWith({ facts: [], authorities }), d, marks)).dispositions.map((one) => one.treatment);
    expect(treated([assurance, chambers])).toEqual(treated([assurance]));
  });

  test.each([
    ['a judge has not signed', { checks: { ...chambers.checks, judge_signed: false } }],
    ['counsel has not confirmed it', { confirmed_by: { name: 'Otto Placeholder', on: '2025-07-02' } }],
  ])('%s: it calls for nothing', (_, change) => {
    expect(setFor({ authorities: [{ ...chambers, ...change }] }).set.uncalled).toBe(true);
  });

  test('victim services go once notice was attempted and safety seen to, by an order that does not leave them out', () => {
    expect(setFor({ authorities: [chambers], facts: noticed }).left).toEqual([9]);
    expect(setFor({ authorities: [chambers], facts: noticed.slice(0, 1) }).left).toEqual([9, 11]);
    const { left } = setFor({ authorities: [{ ...chambers, excludes: ['other_federal'] }], facts: noticed });
    expect(left).toEqual([9, 11, 12]);
  });

  test('Part 2 goes only under a finding of subpart E that counts', () => {
    const { left, removed } = setFor({ authorities: [assurance, chambers, subpartE], facts: noticed });
    expect({ left, removed }).toEqual({ left: [], removed: [] });
    const weak = { ...subpartE, checks: order.checks };
    expect(setFor({ authorities: [assurance, chambers, weak] }).left).toContain(9);
  });

  test('an order that covers one category asks for the papers that carry it', () => {
    const { files } = setFor({ authorities: [{ ...chambers, covers: ['psychotherapist'] }] });
    expect(files).toEqual([7]);
  });

  test('a request that is itself such an order calls only where a judge signed it', () => {
    const base = matterWith();
    const asked = (role: 'judge' | 'attorney') =>
      setFor({
        authorities: [],
        request: { ...base.request, type: 'order_in_camera', signatory: { name: 'J', role } },
      }).set.uncalled;
    expect([asked('judge'), asked('attorney')]).toEqual([false, true]);
  });

  test('what an order opens to a party is not brought to chambers', () => {
    const { files, set } = setFor({ authorities: [order] });
    expect(files).not.toContain(2);
    expect(set.documents.find((one) => one.document === D(1))).toMatchObject({ whole: [], proposed: [] });
  });
});
