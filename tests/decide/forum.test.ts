import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countDays, holidayIn, isClosed } from '../../src/decide/calendar.ts';
import { deadlinesOf, objectionDue } from '../../src/decide/clock.ts';
import { cellText, ruleOn } from '../../src/decide/columns.ts';
import { decide } from '../../src/decide/decide.ts';
import { explainPack, explainText } from '../../src/decide/explain-text.ts';
import { lawOf, type Subject } from '../../src/decide/law.ts';
import { acceptanceBlockers } from '../../src/decide/release.ts';
import { ageOn, signerProblem } from '../../src/decide/representatives.ts';
import type { DayCount } from '../../src/model/forum.ts';
import type { Authority, Fact, Matter, Person } from '../../src/model/matter.ts';
import { parsePack } from '../../src/store/load-pack.ts';
import { bases, pack as demo, doc, inputOf, matterWith, order, span, whole } from './support.ts';

const read = (id: string) =>
  parsePack(readFileSync(new URL(`../../patterns/packs/${id}.yaml`, import.meta.url), 'utf8'), id, bases);
const [ny, ca, federal] = [read('us-ny'), read('us-ca'), read('us-federal')];
const BY = 'Lex Dummond';
const fact = (id: string, more: Partial<Fact> = {}): Fact => ({
  fact: id,
  evidence: 'x',
  by: BY,
  on: '2025-01-01',
  ...more,
});
const base = matterWith();

describe('the calendar of a court', () => {
  const calendar = federal.calendars['federal']!;
  test.each([
    ['2025-01-01', true],
    ['2025-01-20', true], // third Monday of January
    ['2025-02-17', true],
    ['2025-05-26', true], // last Monday of May
    ['2025-06-19', true],
    ['2026-07-03', true], // the 4th is a Saturday
    ['2027-07-05', true], // the 4th is a Sunday
    ['2021-12-31', true], // New Year's Day of 2022 is a Saturday
    ['2025-11-27', true],
    ['2025-11-28', false],
    ['2025-06-14', true], // Saturday
    ['2025-06-16', false],
  ])('%s closed: %s', (day, closed) => {
    expect(isClosed(day, calendar)).toBe(closed);
    expect(isClosed(day, undefined)).toBe(false);
  });
  test('the day after an n-th weekday, and a month without a fifth one', () => {
    expect(holidayIn({ name: 'x', month: 11, weekday: 'mon', nth: 1, plus: 1 }, 2025)).toBe('2025-11-04');
    expect(holidayIn({ name: 'x', month: 2, weekday: 'mon', nth: 5, plus: 0 }, 2025)).toBeUndefined();
    expect(holidayIn({ name: 'x', on: '02-29' }, 2025)).toBeUndefined();
    expect(holidayIn({ name: 'x', month: 2, weekday: 'thu', nth: -1, plus: 0 }, 2024)).toBe('2024-02-29');
  });
  const count = (days: number, more: Partial<DayCount> = {}): DayCount => ({
    days,
    unit: 'days',
    roll: 'none',
    ...more,
  });
  test.each([
    ['over the end of a month', '2025-01-20', count(14), 'after', '2025-02-03'],
    ['over 29 February', '2024-02-20', count(14), 'after', '2024-03-05'],
    ['over 28 February', '2025-02-20', count(14), 'after', '2025-03-06'],
    ['over the end of a year', '2024-12-25', count(14), 'after', '2025-01-08'],
    ['backwards over a leap day', '2024-03-05', count(10), 'before', '2024-02-24'],
    ['rolls off a Sunday and a holiday', '2025-02-02', count(14, { roll: 'next_court_day' }), 'after', '2025-02-18'],
    ['rolls back', '2025-02-02', count(14, { roll: 'previous_court_day' }), 'after', '2025-02-14'],
    ['court days over a holiday weekend', '2025-02-13', count(2, { unit: 'court_days' }), 'after', '2025-02-18'],
    ['court days backwards', '2025-02-18', count(2, { unit: 'court_days' }), 'before', '2025-02-13'],
    ['no day at all', '2025-02-13', count(0), 'after', '2025-02-13'],
  ] as const)('%s', (_name, from, how, direction, expected) => {
    expect(countDays(from, how, direction, calendar)).toBe(expected);
  });
});

describe('clocks of the forums', () => {
  const of = (forum: string, served: string, back: string): Matter =>
    matterWith({ forum, request: { ...base.request, served_on: served, return_date: back } });
  test.each([
    [federal, 'federal', '2024-02-20', '2024-04-01', '2024-03-05'],
    [federal, 'federal', '2024-02-20', '2024-03-01', '2024-03-01'],
    [ny, 'state:NY', '2024-02-12', '2024-04-01', '2024-03-03'],
    [ny, 'state:NY', '2025-02-12', '2025-02-20', '2025-02-20'],
    [ca, 'state:CA', '2025-02-12', '2025-03-20', '2025-03-20'],
  ] as const)('%#: objection due', (pack, forum, served, back, due) => {
    expect(objectionDue(of(forum, served, back), pack)?.date).toBe(due);
  });
  test('other days of a forum', () => {
    expect(deadlinesOf(of('state:NY', '2025-06-10', '2025-07-01'), ny).map((d) => d.date)).toEqual(['2025-06-30']);
    expect(deadlinesOf(of('state:CA', '2025-03-16', '2025-04-10'), ca).map((d) => d.date)).toEqual([
      '2025-03-31',
      '2025-04-01',
    ]);
    const { return_date: _, ...open } = base.request;
    expect(deadlinesOf(matterWith({ forum: 'state:CA', request: open }), ca)).toHaveLength(1);
    expect(deadlinesOf(base, demo)).toEqual([]);
  });
});

describe('who may issue what', () => {
  const ask = (pack: typeof ny, forum: string, change: Partial<Matter>) =>
    lawOf({ matter: matterWith({ pack: pack.id, forum, facts: [], authorities: [], ...change }), pack, bases });
  const signed = (role: 'attorney' | 'judge') => ({ ...base.request, signatory: { name: 'X', role } });

  test('New York: an attorney’s subpoena to a department opens nothing and compels nothing', () => {
    const law = ask(ny, 'state:NY', { request: signed('attorney') });
    expect(law.standing).toMatchObject({ mandate: false, process: { mandate: false } });
    expect(law.standing.process.column).toBeUndefined();
    expect(law.standing.process.steps[0]).toMatchObject({ citation: expect.stringContaining('CPLR 2307') });
    expect(cellText(ruleOn(law, { basis: 'third_party' }).cell)).toBe('W,C');
    const { signatory: _, ...unsigned } = signed('attorney');
    expect(ask(ny, 'state:NY', { request: unsigned }).standing.mandate).toBe(false);
  });
  test.each([
    ['a judge signed', { request: signed('judge') }],
    [
      'counsel recorded that it is no department',
      { request: signed('attorney'), facts: [fact('not_a_government_body')] },
    ],
  ])('New York: it stands where %s', (_name, change) => {
    const law = ask(ny, 'state:NY', change);
    expect(law.standing).toMatchObject({ mandate: true, process: { column: 'S0', steps: [] } });
  });
  test('a void subpoena does not stand beside a Part 2 order', () => {
    const checks = Object.fromEntries(ny.findings['part2_2_64']!.checks.map((c) => [c.id, true]));
    const part2: Authority = {
      ...order,
      covers: ['part2_sud'],
      findings: ['part2_2_64'],
      excludes: [],
      checks: { ...order.checks, ...checks },
    };
    const cell = (role: 'attorney' | 'judge') =>
      ruleOn(ask(ny, 'state:NY', { request: signed(role), authorities: [part2] }), { basis: 'part2_sud' }).cell.letter;
    expect([cell('attorney'), cell('judge')]).toEqual(['W', 'P']);
  });
  test('California: without notice to the consumer counsel decides on every document', () => {
    const d = doc('a.pdf', 1);
    const notice: Authority = {
      id: 'N',
      type: 'consumer_notice',
      received_on: '2025-06-10',
      covers: [],
      findings: [],
      excludes: [],
      recipients: [],
      checks: { notice_on_consumer: true, notice_given_on: '2025-06-02', proof_of_service: true, no_motion: true },
    };
    const gates = (authorities: Authority[]) => {
      const matter = matterWith({
        pack: 'us-ca',
        forum: 'state:CA',
        facts: [],
        authorities,
        agency: { ...base.agency, file: 'other' },
      });
      return decide({ ...inputOf(matter, [d], []), pack: ca }).dispositions[0]!;
    };
    expect(gates([])).toMatchObject({ treatment: 'withhold', gates: [{ kind: 'counsel' }] });
    expect(gates([notice])).toMatchObject({ treatment: 'produce', gates: [] });
    for (const checks of [
      { ...notice.checks, notice_given_on: '2025-06-06' }, // four days ahead of service
      { ...notice.checks, notice_given_on: true },
      { ...notice.checks, proof_of_service: false },
      { ...notice.checks, no_motion: false },
    ])
      expect(gates([{ ...notice, checks }]).treatment).toBe('withhold');
  });
  test('an exception of one forum counts in no other', () => {
    const d = doc('a.pdf', 1);
    const facts = [fact('article_10_proceeding', { document: d.id })];
    const cell = (forum: string, basis: string) =>
      ruleOn(ask(ny, forum, { request: signed('judge'), facts }), { basis, document: d }).cell.letter;
    expect(cell('state:NY', 'psychotherapist')).toBe('P');
    expect(cell('federal', 'psychotherapist')).toBe('W');
    for (const basis of ['attorney_client', 'part2_sud', 'vsp_victim_info', 'dv_advocate'])
      expect(cell('state:NY', basis), basis).toBe('W');
  });
});

describe('roles that carry a privilege', () => {
  const by = (role: string, credential?: string) =>
    doc('n.pdf', 1, '2024-03-05', {
      author: { name: 'X', role, roleText: role, attorney: false, ...(credential === undefined ? {} : { credential }) },
    });
  const cell = (pack: typeof ny, basis: string, subject: Partial<Subject>, facts: Fact[] = []) =>
    cellText(
      ruleOn(lawOf({ matter: matterWith({ pack: pack.id, forum: 'federal', authorities: [], facts }), pack, bases }), {
        basis,
        ...subject,
      }).cell,
    );
  test.each([
    ['a psychologist', by('psychologist'), 'W'],
    ['a licence that the pack names', by('other', 'PsyD'), 'W'],
    ['a caseworker', by('caseworker'), 'W,C'],
    ['nobody known', doc('n.pdf', 1), 'W'],
  ])('psychotherapist privilege, written by %s', (_name, document, expected) => {
    expect(cell(federal, 'psychotherapist', { document })).toBe(expected);
  });
  test('New York: a licensed social worker’s privilege is not the psychologist’s', () => {
    expect(cell(ny, 'psychotherapist', { document: by('clinical_social_worker') })).toBe('W,C');
    expect(cell(ny, 'mh_professional_state', { document: by('other', 'LMSW') })).toBe('W');
  });
  test('California: an advocate’s training is recorded, or counsel is asked', () => {
    const document = by('dv_advocate');
    expect(cell(ca, 'dv_advocate', { document })).toBe('W,C');
    expect(cell(ca, 'dv_advocate', { document }, [fact('training_recorded', { document: document.id })])).toBe('W');
    expect(cell(federal, 'dv_advocate', { document })).toBe('W');
  });
});

describe('who may sign for a minor', () => {
  const people: Person[] = [
    { name: BY, aliases: [], role: 'attorney', represents: 'agency' },
    { name: 'Mother', aliases: ['Mum'], role: 'parent', relation: 'record_subject', born: '1990-05-05' },
    { name: 'Father', aliases: [], role: 'parent', relation: 'requester_party' },
    { name: 'Ended', aliases: [], role: 'parent', rights_terminated: true },
    { name: 'Abuser', aliases: [], role: 'parent', alleged_abuser: true },
    { name: 'Aunt', aliases: [], role: 'relative' },
    { name: 'Child', aliases: [], role: 'child', born: '2012-02-29' },
    { name: 'Teen', aliases: [], role: 'child', born: '2010-06-11', consented_alone: ['substance_use'] },
    { name: 'Free', aliases: [], role: 'child', born: '2009-01-01', emancipated: true },
    { name: 'Undated', aliases: [], role: 'child' },
    { name: 'Grown', aliases: [], role: 'child', born: '2007-06-10' },
  ];
  const problem = (
    by: string | undefined,
    of: string | undefined,
    category = 'phi_hipaa',
    facts: string[] = [],
    on = '2025-06-10',
  ) =>
    signerProblem(
      { ...order, ...(by === undefined ? {} : { signed_by: by }), ...(of === undefined ? {} : { on_behalf_of: of }) },
      { matter: matterWith({ people }), pack: ca, basis: bases.find((b) => b.id === category), category, on, facts },
    );
  test.each([
    ['nobody recorded', undefined, 'Child', 'phi_hipaa', true],
    ['a grown person for herself', 'Mum', 'Mother', 'psychotherapist', true],
    ['a mother for a child', 'Mother', 'Child', 'phi_hipaa', true],
    ['a mother for a child of unknown age', 'Mother', 'Undated', 'phi_hipaa', true],
    ['a child for herself', 'Child', 'Child', 'phi_hipaa', false],
    ['one who turns 18 that day', 'Grown', 'Grown', 'phi_hipaa', true],
    ['a parent for one who is grown', 'Mother', 'Grown', 'phi_hipaa', false],
    ['an emancipated minor', 'Free', 'Free', 'phi_hipaa', true],
    ['a minor for a service consented to alone', 'Teen', 'Teen', 'part2_sud', true],
    ['the same minor for anything else', 'Teen', 'Teen', 'phi_hipaa', false],
    ['a parent for that service', 'Mother', 'Teen', 'part2_sud', false],
    ['a parent for anything else of that minor', 'Mother', 'Teen', 'phi_hipaa', true],
    ['a parent whose rights were ended', 'Ended', 'Child', 'phi_hipaa', false],
    ['the alleged abuser', 'Abuser', 'Child', 'phi_hipaa', false],
    ['a party, for the child’s privilege', 'Father', 'Child', 'psychotherapist', false],
    ['a party, for what is no privilege', 'Father', 'Child', 'phi_hipaa', true],
    ['an aunt', 'Aunt', 'Child', 'phi_hipaa', false],
    ['somebody not in the list', 'Stranger', 'Child', 'phi_hipaa', false],
  ] as const)('%s', (_name, by, of, category, valid) => {
    expect(problem(by, of, category) === undefined).toBe(valid);
  });
  test('counsel may record that the authority to sign was proved', () => {
    expect(problem('Aunt', 'Child', 'psychotherapist', ['representative_proven'])).toBeUndefined();
    expect(problem('Mother', 'Grown', 'phi_hipaa', ['representative_proven'])).toBeUndefined();
    expect(problem('Ended', 'Child', 'phi_hipaa', ['representative_proven'])).toBeDefined();
  });
  test('without a day of signing a minor’s own consent does not count', () => {
    expect(
      signerProblem(
        { ...order, signed_by: 'Teen', on_behalf_of: 'Teen' },
        { matter: matterWith({ people }), pack: ca, basis: undefined, category: 'part2_sud', on: undefined, facts: [] },
      ),
    ).toBeDefined();
  });
  test('ages in full years', () => {
    expect([
      ageOn('2012-02-29', '2030-02-28'),
      ageOn('2012-02-29', '2030-03-01'),
      ageOn('2012-02-29', '2011-01-01'),
    ]).toEqual([17, 18, undefined]);
  });
  test('a consent by the wrong hand opens nothing, and says why', () => {
    const consent: Authority = {
      ...order,
      id: 'C1',
      type: 'authorization_508',
      covers: ['tanf_iv_safeguard'],
      findings: [],
      checks: Object.fromEntries(ca.authorities['authorization_508']!.checks.map((c) => [c.id, true])),
      on_behalf_of: 'Child',
    };
    const ruling = (signed_by: string) =>
      ruleOn(
        lawOf({
          matter: matterWith({ people, authorities: [{ ...consent, signed_by }], facts: [] }),
          pack: demo,
          bases,
        }),
        { basis: 'tanf_iv_safeguard' },
      );
    expect(ruling('Mother').cell.letter).toBe('P');
    expect(ruling('Ended').cell.letter).toBe('W');
    expect(
      ruling('Ended')
        .steps.map((s) => s.text)
        .join(),
    ).toContain('C1 does not count here');
  });
});

describe('a run is advisory', () => {
  const { pack_approved: _, ...unapproved } = matterWith();
  test.each([
    ['no named person approved the pack', unapproved, demo, '2025-08-20', 'counsel records it in matter.yaml'],
    [
      'another version was approved',
      matterWith({ pack_approved: { by: BY, on: '2025-06-11', version: '0.9.0' } }),
      demo,
      '2025-08-20',
      'version 0.9.0',
    ],
    ['the pack is not yet in force', matterWith(), demo, '2024-04-15', 'in force from 2024-04-16'],
    [
      'the pack is no longer in force',
      matterWith(),
      { ...demo, effective_to: '2025-08-19' },
      '2025-08-20',
      'until 2025-08-19',
    ],
  ])('where %s: all that is protected is withheld, and nothing goes out', (_name, matter, pack, actingOn, why) => {
    const law = lawOf({ matter, pack, bases, actingOn });
    expect(law.advisoryWhy).toContain(why);
    for (const one of bases) expect(cellText(ruleOn(law, { basis: one.id }).cell), one.id).toBe('W,C');
    const d = doc('a.pdf', 1);
    const decided = decide({ ...inputOf(matter, [d], [whole(d, 'education_record')], { actingOn }), pack });
    expect(decided).toMatchObject({ advisory: true, dispositions: [{ treatment: 'withhold' }] });
    expect(
      acceptanceBlockers(matter, pack, decided)
        .map((b) => b.why)
        .join(),
    ).toContain(why);
  });
  test('a pack that was approved in this version, on its first and on its last day, is in force', () => {
    const matter = matterWith({ pack_approved: { by: BY, on: '2025-06-11', version: demo.version } });
    for (const [pack, day] of [
      [demo, demo.effective_from],
      [{ ...demo, effective_to: '2025-08-20' }, '2025-08-20'],
    ] as const)
      expect(lawOf({ matter, pack, bases, actingOn: day }).advisory).toBe(false);
  });
});

test('a passage boxed as not responsive asks counsel, unless the pack lets it be', () => {
  const d = doc('a.pdf', 1);
  const mark = span(d, 1, 1, 'third_party', { relation: 'third_party', aspect: 'contact' });
  const said = {
    seq: 1,
    item: mark.id,
    verdict: 'not_responsive',
    by: 'Wanda Recordbook',
    role: 'custodian',
    at: '2025-08-20',
    reason: '',
  } as const;
  const gates = (pack: typeof demo) =>
    decide({ ...inputOf(matterWith(), [d], [mark], { decisions: [said as never] }), pack }).dispositions[0]!;
  expect(gates(demo)).toMatchObject({
    treatment: 'redact',
    redactions: [{ boxCode: 'NR' }],
    gates: [{ kind: 'counsel', asked: true }],
  });
  expect(gates({ ...demo, scope_redactions: true })).toMatchObject({ treatment: 'redact', gates: [] });
});

describe('explain', () => {
  test('reads as counsel asks: pack, request, authorities, row, outcome', () => {
    for (const one of bases)
      for (const pack of [demo, ny, ca, federal]) {
        const forum = Object.keys(pack.forums).at(-1)!;
        const { lines, outcome, rule } = explainText({
          matter: matterWith({ pack: pack.id, forum }),
          pack,
          bases,
          category: one.id,
        });
        expect(lines[0]).toContain(one.id);
        expect(lines.find((l) => l.startsWith('Outcome:'))).toContain(`(${outcome}, rule ${rule})`);
        expect(lines.join('\n')).not.toMatch(/undefined|\[object/);
      }
  });
  test('names the failed check, the process that is not met and what is to be verified', () => {
    const { recipients_limited: _, ...checks } = order.checks;
    const matter = matterWith({ pack: 'us-ny', forum: 'state:NY', authorities: [{ ...order, checks }], facts: [] });
    const text = explainText({ matter, pack: ny, bases, category: 'cps_record' }).lines.join('\n');
    expect(text).toContain('failed cps_necessity: recipients_limited');
    expect(text).toContain('NOT MET: it must be signed by judge');
    expect(text).toContain('Counsel must verify');
    expect(text).toContain('SSL 422(4)(A)');
  });
  test('of a pack lists what counsel must verify', () => {
    expect(explainPack(ca).join('\n')).toMatch(/Counsel must verify \d+ rules:[\s\S]*WIC 827/);
  });
});
