import { describe, expect, test } from 'vitest';
import { type DisclosureFacts, disclosureOf, disclosuresLog } from '../../src/log/disclosures.ts';
import type { Matter } from '../../src/model/matter.ts';
import { matter } from './example.ts';

const covered: Matter = {
  ...matter,
  agency: { ...matter.agency, profile: { ...matter.agency.profile, hipaa: 'covered' } },
};
const facts = (change: Partial<DisclosureFacts> = {}): DisclosureFacts => ({
  matter: covered,
  date: '2025-08-20',
  volume: 'VOL001',
  bates: 'CHC-FS-000001 to CHC-FS-000028',
  released: true,
  decidedBy: 'Lex Dummond',
  authorities: [{ id: 'A2', type: 'court_order' }],
  ...change,
});
const rows = (change: Partial<DisclosureFacts> = {}) => disclosuresLog(disclosureOf(facts(change))).rows;

describe('the accounting of disclosures', () => {
  test('has a row for what a covered holder released, with the address where it is known', () => {
    expect(rows()).toMatchObject([{ RECIPIENT: 'Otto Placeholder', RECIPIENT_ADDRESS: '', AUTHORITY_ID: 'A2' }]);
    const people = [
      ...matter.people,
      { name: 'Otto Placeholder', aliases: [], role: 'attorney' as const, address: '2 Bar Street' },
    ];
    expect(rows({ matter: { ...covered, people } })).toMatchObject([{ RECIPIENT_ADDRESS: '2 Bar Street' }]);
  });

  test.each([
    ['a draft', { released: false }],
    ['a volume of letters alone', { bates: '' }],
    ['an agency that HIPAA does not bind', { matter }],
    ['an authorization alone', { authorities: [{ id: 'A9', type: 'authorization_508' }] }],
    [
      'access by the individual',
      { matter: { ...covered, request: { ...covered.request, type: 'access_request' as const } } },
    ],
  ])('has none for %s', (_name, change) => {
    expect(rows(change)).toEqual([]);
  });

  test('has one where an order stands beside an authorization', () => {
    const authorities = [
      { id: 'A2', type: 'court_order' },
      { id: 'A9', type: 'authorization_508' },
    ];
    expect(rows({ authorities })).toHaveLength(1);
  });

  test('keeps what 164.528 leaves out on record, with the reason', () => {
    expect(disclosureOf(facts({ matter }))).toMatchObject({
      accounted: false,
      why: expect.stringContaining('164.528'),
    });
    expect(disclosureOf(facts({ released: false }))).toBeUndefined();
  });
});
