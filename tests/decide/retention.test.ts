import { describe, expect, test } from 'vitest';
import { addYears, retentionOf } from '../../src/decide/retention.ts';
import type { Matter, Person } from '../../src/model/matter.ts';
import type { RetentionSchedule } from '../../src/model/records.ts';
import { matter } from '../log/example.ts';

const schedule: RetentionSchedule = {
  majority: 18,
  rules: [
    { id: 'hipaa', text: 't', citation: 'c', from: 'produced', years: 6, hipaa: ['covered'] },
    { id: 'agency', text: 't', citation: 'c', from: 'closed', years: 7 },
    { id: 'minors', text: 't', citation: 'c', from: 'majority', years: 7 },
  ],
};
const counsel: Person = { name: 'Lex Dummond', aliases: [], role: 'attorney', represents: 'agency' };
const child = (born?: string): Person => ({
  name: 'Rory Samplewood',
  aliases: [],
  role: 'child',
  ...(born === undefined ? {} : { born }),
});
const closed: Partial<Matter> = { retention: { closed_on: '2026-03-01', expunge: [] }, people: [counsel] };
const of = (change: Partial<Matter>) => retentionOf({ ...matter, ...closed, ...change }, schedule, ['2025-08-20']);

describe('the retention date', () => {
  test('is the longest of the rules that apply', () => {
    expect(of({})).toMatchObject({ due: '2033-03-01', held: false, why: [] });
    expect(of({ people: [counsel, child('2015-01-20')] }).due).toBe('2040-01-20');
    expect(of({ people: [counsel, child('2015-01-20')] }).rules.map(({ id }) => id)).toEqual(['agency', 'minors']);
    const profile = { ...matter.agency.profile, hipaa: 'covered' as const };
    expect(of({ agency: { ...matter.agency, profile } }).rules).toContainEqual(
      expect.objectContaining({ id: 'hipaa', date: '2031-08-20' }),
    );
  });

  test('is not known while a day is missing, and says which', () => {
    expect(of({ people: [counsel, child()] })).toMatchObject({
      due: null,
      why: [expect.stringContaining('birth date')],
    });
    const { retention: _retention, ...open } = { ...matter, ...closed };
    expect(retentionOf(open, schedule, []).why).toEqual([expect.stringContaining('closed_on')]);
    expect(retentionOf(matter, undefined, []).why).toEqual([expect.stringContaining('no retention schedule')]);
  });

  test('counts a record subject as a child only while she was one when the request came', () => {
    const subject = (born: string): Person => ({
      name: 'Testina Samplewood',
      aliases: [],
      role: 'other',
      relation: 'record_subject',
      born,
    });
    expect(of({ people: [counsel, subject('2010-05-05')] }).due).toBe('2035-05-05');
    expect(of({ people: [counsel, subject('1991-02-03')] }).due).toBe('2033-03-01');
  });

  test('waits for a hold until the agency’s own counsel has released it', () => {
    const hold = { by: 'Lex Dummond', on: '2025-06-10', reason: 'the subpoena' };
    expect(of({ hold: [hold] })).toMatchObject({ due: null, held: true });
    const released = (by: string, on: string) => of({ hold: [{ ...hold, released_by: by, released_on: on }] }).held;
    expect(released('Lex Dummond', '2026-01-01')).toBe(false);
    expect(released('Wanda Recordbook', '2026-01-01')).toBe(true);
    expect(released('Lex Dummond', '2025-01-01')).toBe(true);
    const expunge = [{ on: '2027-01-01', rule: 'statute', by: 'Lex Dummond' }];
    expect(of({ hold: [hold], retention: { closed_on: '2026-03-01', expunge } }).expunge).toEqual([
      { on: '2027-01-01', rule: 'statute', counsel: true },
    ]);
  });

  test.each([
    ['2024-02-29', 1, '2025-03-01'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2015-12-31', 18, '2033-12-31'],
  ])('%s and %i years is %s', (from, years, to) => {
    expect(addYears(from, years)).toBe(to);
  });
});
