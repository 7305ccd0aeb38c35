import { describe, expect, test } from 'vitest';
import { factsFor, standingOf } from '../../src/decide/authorities.ts';
import { objectionDue } from '../../src/decide/clock.ts';
import { reaches } from '../../src/decide/reach.ts';
import { addDays, firstDay, isIsoDate, lastDay } from '../../src/model/dates.ts';
import type { Authority } from '../../src/model/matter.ts';
import { assurance, bases, doc, matterWith, order, pack } from './support.ts';

const check = (authority: Authority, actingOn = '2025-08-20') =>
  standingOf(matterWith({ authorities: [authority] }), pack, bases, actingOn).findings[0]!;
const without = (authority: Authority, name: string): Authority => {
  const { [name]: _, ...checks } = authority.checks;
  return { ...authority, checks };
};

describe('an authority counts only where every check holds', () => {
  const full = Object.entries(pack.authorities).map(([type, rule]): [string, Authority] => [
    type,
    {
      id: 'A1',
      type,
      received_on: '2025-06-10',
      covers: ['cps_record'],
      excludes: [],
      findings: [],
      recipients: ['counsel'],
      checks: {
        ...Object.fromEntries(
          rule.checks.flatMap((c) => (c.is === 'any' ? c.of.slice(0, 1) : [c.id])).map((id) => [id, true]),
        ),
        ...(type === 'hipaa_notice_assurance' ? assurance.checks : {}),
      },
      ...(rule.confirmed ? { confirmed_by: { name: 'Lex Dummond', on: '2025-08-13' } } : {}),
    },
  ]);

  test.each(full)('%s: whole, then each check missing, false and unknown', (type, authority) => {
    expect(check(authority)).toMatchObject({ valid: true, failed: [] });
    for (const rule of pack.authorities[type]!.checks) {
      if (rule.is === 'field') continue;
      const names = rule.is === 'any' ? rule.of : [rule.id];
      const bare = names.reduce(without, authority);
      for (const broken of [
        bare,
        { ...bare, checks: { ...bare.checks, [names[0]!]: false } },
        { ...bare, checks: { ...bare.checks, [names[0]!]: 'unknown' } },
      ]) {
        const finding = check(broken);
        expect(finding.valid, rule.id).toBe(false);
        expect(finding.failed.map((f) => f.check)).toContain(rule.id);
      }
    }
  });

  test.each([
    ['the window ends before the notice', { objection_window_ends: '2025-05-19' }],
    ['the window ends on the day of the notice', { objection_window_ends: '2025-05-20' }],
    ['the window ends on the day of service', { objection_window_ends: '2025-06-10' }],
    ['the window has not run', { objection_window_ends: '2025-08-20' }],
    ['a boolean for a date', { objection_window_ends: true }],
    ['no such day', { objection_window_ends: '2025-06-31' }],
    ['notice given later than now', { notice_given_on: '2025-09-01', objection_window_ends: '2025-09-15' }],
  ])('HIPAA notice: %s', (_name, checks) => {
    expect(check({ ...assurance, checks: { ...assurance.checks, ...checks } }).valid).toBe(false);
  });

  test('a resolved objection is as good as none', () => {
    expect(
      check({
        ...without(assurance, 'no_objection'),
        checks: { ...without(assurance, 'no_objection').checks, objection_resolved: true },
      }).valid,
    ).toBe(true);
  });

  test('without a day of acting a window must have run when the paper came', () => {
    const { date: _, ...production } = matterWith().production;
    const late = { ...assurance, checks: { ...assurance.checks, objection_window_ends: '2025-06-12' } };
    const standing = standingOf(matterWith({ authorities: [late], production }), pack, bases);
    expect(standing.findings[0]?.valid).toBe(false);
  });

  test('orders: confirmed by the agency’s own counsel, recipients, known words', () => {
    expect(check(order).valid).toBe(true);
    const { confirmed_by: _, ...unconfirmed } = order;
    expect(check(unconfirmed).failed.map((f) => f.check)).toEqual(['confirmed_by']);
    expect(check({ ...order, confirmed_by: { name: 'Otto Placeholder', on: '2025-08-13' } }).valid).toBe(false);
    expect(check({ ...order, recipients: [] }).valid).toBe(false);
    expect(check({ ...order, covers: [] }).valid).toBe(false);
    expect(check({ ...order, excludes: ['reporter_identit'] }).valid).toBe(false);
    expect(check({ ...order, findings: ['necessity'] }).valid).toBe(false);
    expect(check({ ...order, type: 'court_ordr' }).valid).toBe(false);
  });

  test('a finding whose own checks fail does not count, the order does', () => {
    const loose = without(order, 'recipients_limited');
    const standing = standingOf(matterWith({ authorities: [loose] }), pack, bases);
    expect(standing.valid[0]?.findings).toEqual(['in_camera']);
    expect(standing.findings[0]).toMatchObject({
      valid: true,
      failed: [{ check: 'cps_necessity: recipients_limited' }],
    });
    const bare: Authority = {
      ...order,
      covers: ['reporter_identity'],
      findings: ['reporter_knowingly_false'],
      checks: { ...order.checks, reporter_review_done: true },
    };
    expect(standingOf(matterWith({ authorities: [bare] }), pack, bases).valid[0]?.findings).toEqual([]);
  });
});

describe('facts count by id, and by who may record them', () => {
  const d13 = doc('13.pdf', 7);
  const fact = matterWith().facts[0]!;
  const names = (change: object, document = d13) => {
    const matter = matterWith({ facts: [{ ...fact, ...change }] });
    return factsFor(matter, pack, standingOf(matter, pack, bases), document).map((f) => f.fact);
  };
  test.each([
    ['its id', {}, true],
    ['its file', { document: '13.pdf' }, true],
    ['pages that hold it', { document: '13.pdf#p1-9' }, true],
    ['pages that hold a part of it', { document: '13.pdf#p1-6' }, false],
    ['another file', { document: '12.pdf#p1-7' }, false],
    ['a file whose name only begins alike', { document: '13.pdf.old#p1-7' }, false],
    ['somebody who is not counsel', { by: 'Wanda Recordbook' }, false],
    ['an unknown fact', { fact: 'served_on_partys' }, false],
  ])('%s', (_name, change, counts) => {
    expect(names(change)).toEqual(counts ? ['served_on_all_parties'] : []);
  });
  test('a fact that is about one paper opens nothing where it names none', () => {
    const { document: _, ...open } = fact;
    const matter = matterWith({ facts: [open] });
    expect(factsFor(matter, pack, standingOf(matter, pack, bases), d13)).toEqual([]);
  });
});

describe('the objection clock', () => {
  const due = (served_on?: string, return_date?: string, forum = 'demo') => {
    const { served_on: _s, return_date: _r, ...request } = matterWith().request;
    return objectionDue(
      matterWith({
        forum,
        request: { ...request, ...(served_on ? { served_on } : {}), ...(return_date ? { return_date } : {}) },
      }),
      pack,
    )?.date;
  };
  test.each([
    ['2025-06-10', '2025-06-27', '2025-06-24'],
    ['2025-06-10', '2025-06-20', '2025-06-20'],
    ['2025-01-20', '2025-03-01', '2025-02-03'],
    ['2024-02-20', '2024-04-01', '2024-03-05'],
    ['2025-02-20', '2025-04-01', '2025-03-06'],
    ['2024-12-25', '2025-02-01', '2025-01-08'],
    ['2025-03-05', undefined, '2025-03-19'],
    [undefined, '2025-03-05', '2025-03-05'],
    [undefined, undefined, undefined],
  ])('served %s, return %s: %s', (served, back, expected) => {
    expect(due(served, back)).toBe(expected);
  });
  test('a forum without a rule has no clock', () => {
    expect(due('2025-06-10', '2025-06-27', 'state:XX')).toBeUndefined();
  });
  test('days that exist', () => {
    expect(['2024-02-29', '2025-02-29', '2025-13-01', '2025-6-1', 'soon'].map(isIsoDate)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(() => addDays('2025-02-29', 1)).toThrow(RangeError);
    expect(['2024', '2024-02', '2024-02-03'].map(firstDay)).toEqual(['2024-01-01', '2024-02-01', '2024-02-03']);
    expect(['2024', '2024-02', '2025-12', '2024-02-03'].map(lastDay)).toEqual([
      '2024-12-31',
      '2024-02-29',
      '2025-12-31',
      '2024-02-03',
    ]);
  });
});

test.each<[string, Partial<Authority>, string, boolean]>([
  ['its last day', { expires_on: '2025-08-20' }, '2025-08-20', true],
  ['the day after it ran out', { expires_on: '2025-08-19' }, '2025-08-20', false],
  ['the day before it was revoked', { revoked_on: '2025-08-21' }, '2025-08-20', true],
  ['the day it was revoked', { revoked_on: '2025-08-20' }, '2025-08-20', false],
])('an authority on %s', (_, over, day, valid) => {
  expect(check({ ...order, ...over }, day).valid).toBe(valid);
});

test.each<[string, readonly string[] | undefined, boolean, boolean]>([
  ['no list of papers', undefined, true, true],
  ['the file', ['a.pdf'], true, true],
  ['all its pages', ['a.pdf#p1-3'], true, true],
  ['one of its pages', ['a.pdf#p2'], false, true],
  ['another page', ['a.pdf#p3'], false, false],
  ['another file', ['b.pdf'], false, false],
  ['a file of a like name', ['a.pdf.pdf', 'a'], false, false],
])('a partial consent that names %s opens no more', (_, documents, whole, page) => {
  const authority: Authority = { ...order, ...(documents === undefined ? {} : { documents }) };
  const pages = [1, 2, 3].map((n) => ({ file: 'a.pdf', page: n }));
  const document = { ...doc('a.pdf', 3), pages };
  expect(reaches(authority, { basis: 'cps_record', document })).toBe(whole);
  expect(reaches(authority, { basis: 'cps_record', document, page: { file: 'a.pdf', page: 2 } })).toBe(page);
});
