import { expect, test } from 'vitest';
import { agendaOf, responseBlockers } from '../../src/decide/agenda.ts';
import type { ResponseRecord } from '../../src/model/response.ts';
import { parseMatter } from '../../src/store/load-matter.ts';

const MATTER = `
matter: M-1
pack: demo-us
forum: demo
agency: { name: Any County, role: nonparty, profile: { hipaa: none, part2: none, victim_services: none } }
custodian: { name: Wanda Keeper }
request:
  type: subpoena_attorney
  served_on: 2025-01-31
  return_date: 2025-02-28
  requester: { name: Bo Asker }
  subjects: [Ann Subject]
  items: [{ id: "1", text: all }]
production: { prefix: AC- }
`;

const matterWith = (response: string) => parseMatter(`${MATTER}${response}`, 'matter.yaml');
const clock = { date: '2025-02-14', rule: 'rule 45' };

test('a matter without a record shows the clocks of the request alone', () => {
  expect(agendaOf(matterWith(''), clock, '2025-02-10')).toEqual([
    { on: '2025-02-14', what: 'objection (rule 45): in 4 days', state: 'due' },
    { on: '2025-02-28', what: 'return date of the request: in 18 days', state: 'due' },
  ]);
});

test.each<[string, string, string | undefined, string]>([
  ['a day passed', 'deadlines: [{ what: log, due: 2025-02-09 }]', '2025-02-09', 'late'],
  ['the day itself', 'deadlines: [{ what: log, due: 2025-02-10 }]', '2025-02-10', 'due'],
  [
    'an extension counts',
    'deadlines: [{ what: log, due: 2025-02-01, extended_to: 2025-02-20, extended_by: stipulation }]',
    '2025-02-20',
    'due',
  ],
  ['what is done is done', 'deadlines: [{ what: log, due: 2025-02-01, met_on: 2025-01-30 }]', '2025-02-01', 'done'],
  ['a fee nobody asked for', 'fees: [{ what: log, amount: "$5" }]', undefined, 'open'],
  [
    'a fee paid',
    'fees: [{ what: log, amount: "$5", asked_on: 2025-02-01, paid_on: 2025-02-03 }]',
    '2025-02-01',
    'done',
  ],
  ['an open objection', 'objections: [{ by: log, on: 2025-02-03 }]', '2025-02-03', 'open'],
  [
    'a notice whose time runs',
    'notices: [{ to: log, method: phone, safe: true, sent_on: 2025-02-01, window_ends: 2025-02-10 }]',
    '2025-02-10',
    'due',
  ],
  [
    'a notice whose time has run',
    'notices: [{ to: log, method: phone, safe: true, sent_on: 2025-02-01, window_ends: 2025-02-09 }]',
    '2025-02-09',
    'done',
  ],
  ['a notice not sent', 'notices: [{ to: log, method: phone, safe: false }]', undefined, 'open'],
  [
    'an order to give back',
    'protective_orders: [{ id: log, entered_on: 2025-01-01, return_or_destroy_by: 2026-01-01 }]',
    '2026-01-01',
    'due',
  ],
  ['a defect of service', 'service: { method: post, defects: [log] }', undefined, 'open'],
])('%s', (_, line, on, state) => {
  const found = agendaOf(matterWith(`response:\n  ${line}`), clock, '2025-02-10').filter(({ what }) =>
    what.includes('log'),
  );
  expect(found.map((entry) => [entry.on, entry.state])).toEqual([[on, state]]);
});

test('an objection deadline of the record stands in place of the forum’s clock', () => {
  const matter = matterWith('response:\n  deadlines: [{ what: Objection, due: 2025-02-12 }]');
  expect(agendaOf(matter, clock, '2025-02-10').filter(({ what }) => /objection/i.test(what))).toHaveLength(1);
});

test.each<[string, Partial<ResponseRecord>, number]>([
  ['nothing recorded', {}, 0],
  ['an open objection', { objections: [{ by: 'Ann', on: '2025-02-01' }] }, 1],
  [
    'one that was resolved',
    { objections: [{ by: 'Ann', on: '2025-02-01', resolved_on: '2025-02-02', resolution: 'withdrawn' }] },
    0,
  ],
  ['a notice not sent', { notices: [{ to: 'Ann', method: 'phone', safe: true }] }, 1],
  [
    'time to object without an end',
    { notices: [{ to: 'Ann', method: 'phone', safe: true, sent_on: '2025-02-01' }] },
    1,
  ],
  [
    'its last day',
    { notices: [{ to: 'Ann', method: 'phone', safe: true, sent_on: '2025-02-01', window_ends: '2025-02-10' }] },
    1,
  ],
  [
    'the day after',
    { notices: [{ to: 'Ann', method: 'phone', safe: true, sent_on: '2025-02-01', window_ends: '2025-02-09' }] },
    0,
  ],
])('%s holds a volume back %#', (_, record, blockers) => {
  const matter = matterWith('response: {}');
  expect(matter.response).toBeDefined();
  const response = { ...(matter.response as ResponseRecord), ...record };
  expect(responseBlockers({ ...matter, response }, '2025-02-10')).toHaveLength(blockers);
});

test.each([
  ['notices: [{ to: Ann, method: mail, safe: false, sent_on: 2025-02-01 }]', /nobody found safe/],
  ['deadlines: [{ what: log, due: 2025-02-10, extended_to: 2025-02-20 }]', /needs extended_by/],
  ['deadlines: [{ what: log, due: 2025-02-10, extended_to: 2025-02-01, extended_by: order }]', /not later than due/],
  ['objections: [{ by: Ann, on: 2025-02-01, resolved_on: 2025-02-03 }]', /needs resolution/],
  ['delivery: { to: chambers }', /only under seal/],
])('%s is refused', (line, message) => {
  expect(() => matterWith(`response:\n  ${line}`)).toThrow(message);
});
