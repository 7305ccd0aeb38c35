import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protection, ruleOn } from '../../src/decide/columns.ts';
import { decide } from '../../src/decide/decide.ts';
import { lawOf, type Subject } from '../../src/decide/law.ts';
import type { Authority, Matter } from '../../src/model/matter.ts';
import { assurance, bases, doc, inputOf, matterWith, order, pack, span, whole } from './support.ts';

const OPEN = 4;
const released = (matter: Matter, basis: string, about: Partial<Subject> = {}) =>
  protection(ruleOn(lawOf({ matter, pack, bases }), { basis, ...about }).cell) < OPEN;

const subpartE = {
  competent_court: true,
  subpart_e_findings: true,
  notice_and_opportunity: true,
  other_means_ineffective: true,
  public_interest_outweighs: true,
  limits_stated: true,
};
const part2Order: Authority = {
  ...order,
  id: 'A3',
  covers: ['part2_sud'],
  findings: ['part2_2_64'],
  excludes: [],
  checks: { ...order.checks, ...subpartE },
};

test('a HIPAA assurance opens no child-protection file, privilege, Part 2 record or victim service', () => {
  const matter = matterWith({ authorities: [assurance], facts: [] });
  for (const base of bases)
    if (
      base.kind === 'privilege' ||
      base.existence_sensitive ||
      ['cps_record', 'aps_record', 'juvenile_court', 'reporter_identity', 'psychotherapy_notes'].includes(base.id)
    )
      expect(released(matter, base.id), base.id).toBe(false);
});

describe('Part 2 needs order and subpoena', () => {
  const request = matterWith().request;
  const of = (type: Matter['request']['type'], authorities: Authority[]) =>
    matterWith({ request: { ...request, type }, authorities, facts: [] });
  test.each([
    ['subpoena alone', of('subpoena_attorney', []), false],
    ['order alone', of('court_order', [part2Order]), false],
    ['both', of('subpoena_attorney', [part2Order]), true],
    [
      'order, and a subpoena recorded beside it',
      of('court_order', [
        part2Order,
        {
          ...order,
          id: 'A4',
          type: 'subpoena',
          findings: [],
          excludes: [],
          covers: [],
          checks: { served: true, current: true },
        },
      ]),
      true,
    ],
    ['a general order that names Part 2', of('subpoena_attorney', [{ ...part2Order, findings: [] }]), false],
    ['a finding without its checks', of('subpoena_attorney', [{ ...part2Order, checks: order.checks }]), false],
    [
      'an unconfirmed order',
      of('subpoena_attorney', [{ ...part2Order, confirmed_by: { name: 'Nobody', on: '2025-01-01' } }]),
      false,
    ],
    ['search warrant and general order', of('search_warrant', [{ ...part2Order, findings: [] }]), false],
    ['another order excludes it', of('subpoena_attorney', [order, part2Order]), false],
  ])('%s', (_name, matter, expected) => {
    expect(released(matter, 'part2_sud')).toBe(expected);
  });
  test('where two orders differ counsel is asked', () => {
    const ruling = ruleOn(lawOf({ matter: of('subpoena_attorney', [order, part2Order]), pack, bases }), {
      basis: 'part2_sud',
    });
    expect(ruling.cell).toMatchObject({ letter: 'W', counsel: true });
  });
  test('confidential communications need a ground of 2.63 besides', () => {
    const matter = of('subpoena_attorney', [part2Order]);
    expect(released(matter, 'part2_sud', { aspect: 'communication' })).toBe(false);
    const ground = {
      ...part2Order,
      findings: ['part2_2_64', 'part2_2_63'],
      checks: { ...part2Order.checks, ground_2_63: true },
    };
    expect(released(of('subpoena_attorney', [ground]), 'part2_sud', { aspect: 'communication' })).toBe(true);
  });
});

test('silence about the reporter means redact', () => {
  const silent: Authority = { ...order, excludes: [] };
  const d = doc('01.pdf', 1);
  const decided = decide(
    inputOf(
      matterWith({ authorities: [silent] }),
      [d],
      [span(d, 1, 1, 'reporter_identity', { relation: 'reporter', aspect: 'name' })],
    ),
  );
  expect(decided.dispositions[0]).toMatchObject({ treatment: 'redact', redactions: [{ boxCode: 'RPT' }] });
  const named: Authority = { ...silent, covers: ['cps_record', 'reporter_identity'] };
  expect(released(matterWith({ authorities: [named] }), 'reporter_identity')).toBe(false);
});

test('other_federal never excludes a base that the order covers; privilege always does', () => {
  const covering: Authority = {
    ...order,
    covers: ['cps_record', 'education_record_cw', 'attorney_client'],
    findings: [...order.findings, 'names_school_records', 'privilege_overruled'],
  };
  const matter = matterWith({ authorities: [covering] });
  expect(released(matter, 'education_record_cw')).toBe(true);
  expect(released(matter, 'attorney_client')).toBe(false);
});

test('an order that limits subjects or dates opens no more than that', () => {
  const people: Authority = { ...order, subjects: ['Rory Samplewood'] };
  expect(
    ruleOn(lawOf({ matter: matterWith({ authorities: [people] }), pack, bases }), { basis: 'cps_record' }).cell.counsel,
  ).toBe(true);
  const dates: Authority = { ...order, dates: { from: '2024-03-01', to: '2024-03-31' } };
  const matter = matterWith({ authorities: [dates] });
  const released_ = (d: ReturnType<typeof doc>) => released(matter, 'cps_record', { document: d });
  expect([doc('a', 1, '2024-03-05'), doc('a', 1, '2024-04-05'), doc('a', 1, '', { date: {} })].map(released_)).toEqual([
    true,
    false,
    false,
  ]);
});

const ids = bases.map((b) => b.id);
const findings = Object.keys(pack.findings);
const checks = fc.constantFrom<Authority['checks']>(
  {
    ...order.checks,
    ...subpartE,
    ground_2_63: true,
    reporter_review_done: true,
    record_court: true,
    hiv_ground: true,
    hiv_notice: true,
    hiv_sealed: true,
  },
  order.checks,
  { ...order.checks, current: false },
);
const words = fc.uniqueArray(fc.constantFrom(...ids, 'privilege', 'other_federal'), { maxLength: 4 });
const anyAuthority: fc.Arbitrary<Authority> = fc.oneof(
  fc
    .record({
      covers: words,
      excludes: words,
      findings: fc.uniqueArray(fc.constantFrom(...findings), { maxLength: 5 }),
      checks,
    })
    .map((a) => ({ ...order, ...a })),
  fc.constant(assurance),
  fc
    .record({
      type: fc.constantFrom('authorization_508', 'consent_part2', 'consent_vawa', 'holder_waiver', 'agency_waiver'),
      covers: words,
    })
    .map(
      ({ type, covers }): Authority => ({
        id: 'C',
        type,
        covers,
        excludes: [],
        findings: [],
        recipients: [],
        checks: Object.fromEntries(pack.authorities[type]!.checks.map((c) => [c.id, true])),
        confirmed_by: { name: 'Lex Dummond', on: '2025-01-01' },
      }),
    ),
);
const anyMatter = fc
  .record({
    authorities: fc.array(anyAuthority, { maxLength: 3 }),
    type: fc.constantFrom(
      'subpoena_attorney',
      'subpoena_grand_jury',
      'subpoena_admin',
      'court_order',
      'search_warrant' as const,
    ),
    hipaa: fc.constantFrom('none' as const, 'covered' as const),
  })
  .map(({ authorities, type, hipaa }) => {
    const base = matterWith();
    return matterWith({
      authorities: authorities.map((a, i) => ({ ...a, id: `A${i}` })),
      request: { ...base.request, type },
      agency: { ...base.agency, profile: { ...base.agency.profile, hipaa } },
    });
  });

const rank = { P: 0, R: 1, C: 2, IC: 3, W: 4, NR: 5 } as const;
const letter = (matter: Matter, basis: string) =>
  rank[ruleOn(lawOf({ matter, pack, bases }), { basis, relation: 'third_party', recordOpen: false }).cell.letter];

describe('laws', () => {
  test('an added exclusion never makes any category more permissive', () => {
    fc.assert(
      fc.property(anyMatter, fc.constantFrom(...ids), words, fc.nat(), (matter, basis, more, at) => {
        if (matter.authorities.length === 0) return;
        const i = at % matter.authorities.length;
        const authorities = matter.authorities.map((a, k) =>
          k === i ? { ...a, excludes: [...a.excludes, ...more] } : a,
        );
        expect(letter({ ...matter, authorities }, basis)).toBeGreaterThanOrEqual(letter(matter, basis));
      }),
      { numRuns: 300 },
    );
  });

  test('a removed authority makes nothing more permissive but what it had itself shut', () => {
    fc.assert(
      fc.property(anyMatter, fc.constantFrom(...ids), fc.nat(), (matter, basis, at) => {
        if (matter.authorities.length === 0) return;
        const i = at % matter.authorities.length;
        const gone = matter.authorities[i]!;
        const shuts =
          gone.excludes.length > 0 ||
          pack.table.some(
            (r) => r.bases.includes(basis) && [r.cells.CO, r.cells.AU].some((c) => c?.some((x) => x.cell.barred)),
          );
        if (shuts) return;
        const less = { ...matter, authorities: matter.authorities.filter((_, k) => k !== i) };
        // losing the S1 column may give the stricter S0 back, never a freer one
        expect(letter(less, basis)).toBeGreaterThanOrEqual(letter(matter, basis));
      }),
      { numRuns: 400 },
    );
  });

  test('a check that becomes unknown never opens anything', () => {
    fc.assert(
      fc.property(anyMatter, fc.constantFrom(...ids), fc.nat(), fc.nat(), (matter, basis, at, which) => {
        if (matter.authorities.length === 0) return;
        const i = at % matter.authorities.length;
        const one = matter.authorities[i]!;
        const names = Object.keys(one.checks);
        const name = names[which % names.length]!;
        if (
          one.excludes.length > 0 ||
          pack.table.some(
            (r) => r.bases.includes(basis) && [r.cells.CO, r.cells.AU].some((c) => c?.some((x) => x.cell.barred)),
          )
        )
          return;
        const authorities = matter.authorities.map((a, k) =>
          k === i ? { ...a, checks: { ...a.checks, [name]: 'unknown' } } : a,
        );
        expect(letter({ ...matter, authorities }, basis)).toBeGreaterThanOrEqual(letter(matter, basis));
      }),
      { numRuns: 300 },
    );
  });

  test('an added category never makes a document more permissive', () => {
    const order_ = ['produce', 'redact', 'withhold', 'unacknowledged', 'not_responsive'];
    const d = doc('x.pdf', 1);
    const exempt = pack.files.child_protection.except;
    fc.assert(
      fc.property(
        anyMatter,
        fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
        fc.constantFrom(...ids),
        (matter, some, one) => {
          const treat = (list: readonly string[]) =>
            decide(
              inputOf(
                matter,
                [d],
                list.map((b) => whole(d, b)),
              ),
            ).dispositions[0]!.treatment;
          if (exempt.includes(one) && !some.some((b) => exempt.includes(b))) return; // it changes what file the paper is of
          expect(order_.indexOf(treat([...new Set([...some, one])]))).toBeGreaterThanOrEqual(
            order_.indexOf(treat(some)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
