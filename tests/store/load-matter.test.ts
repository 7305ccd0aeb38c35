import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../src/errors.ts';
import { type MatterVocabulary, parseMatter } from '../../src/store/load-matter.ts';
import { matterSchema } from '../../src/store/matter-schema.ts';

const SMALL = `matter: M-1
pack: demo-us
forum: demo
agency: { name: A, role: nonparty, profile: { hipaa: none, part2: none, victim_services: none } }
custodian: { name: C }
request:
  type: subpoena_attorney
  requester: { name: Bram Fakerton }
  subjects: [Testina Samplewood]
  items: [ { id: "1", text: Complete file } ]
production: { prefix: CHC-FS- }
`;

function messageOf(text: string, vocabulary?: MatterVocabulary): string {
  try {
    parseMatter(text, 'matter.yaml', vocabulary);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
}

test('the defaults of the optional keys are applied', () => {
  const matter = parseMatter(SMALL, 'matter.yaml');
  expect(matter.authorities).toEqual([]);
  expect(matter.request.items[0]?.document_types).toEqual([]);
  expect(matter.production).toEqual({ prefix: 'CHC-FS-', start: 1, digits: 6, volume: 'VOL001', profile: 'pdf' });
  expect(matter.policy).toEqual({});
  expect('passwords' in matter).toBe(false);
});

describe('errors name the key, the line and the fix', () => {
  const with_ = (from: string, to: string) => SMALL.replace(from, to);
  const table: [string, string, string[]][] = [
    ['unknown key', with_('forum:', 'form:'), ['line 3: key form:', 'did you mean "forum"?', 'key forum: is missing']],
    [
      'unknown key in a group',
      with_('part2: none', 'part2: none, prat2: none'),
      ['line 4', 'agency.profile.prat2', '"part2"'],
    ],
    [
      'unknown key in a list',
      with_('text: Complete', 'txt: x, text: Complete'),
      ['line 10', 'request.items[0].txt', '"text"'],
    ],
    ['bad choice', with_('subpoena_attorney', 'subpoena_atorney'), ['line 7', 'did you mean "subpoena_attorney"?']],
    [
      'no such day',
      with_('  requester', '  served_on: 2025-02-30\n  requester'),
      ['line 8', 'request.served_on', 'real date'],
    ],
    ['a number for text', with_('matter: M-1', 'matter: 42'), ['line 1', 'put the value in quotes']],
    ['nobody', with_('[Testina Samplewood]', '[]'), ['line 9', 'list whose records are asked for']],
    ['no value', with_('forum: demo', 'forum:'), ['line 3', 'has no value']],
    ['a key twice', `${SMALL}forum: demo\n`, ['line 12', 'unique']],
    ['no YAML', 'matter: [', ['matter.yaml, line 1']],
    ['empty file', '', ['line 1', 'whole file']],
    [
      'served before issued',
      with_('  requester', '  issued_on: 2025-06-09\n  served_on: 2025-06-08\n  requester'),
      ['line 9', 'served_on'],
    ],
    [
      'range backwards',
      with_('  requester', '  date_range: { from: 2025-02-01, to: 2025-01-01 }\n  requester'),
      ['line 8', 'swap'],
    ],
    ['name in the prefix', with_('CHC-FS-', 'SAMPLEWOOD-'), ['line 11', 'printed on every page']],
    ['lower-case prefix', with_('CHC-FS-', 'chc-'), ['line 11', 'capital letters']],
    [
      'yes for true',
      `${SMALL}authorities: [ { id: A1, type: court_order, checks: { current: yes } } ]\n`,
      ['line 12', 'true, false, unknown'],
    ],
    [
      'id twice',
      `${SMALL}authorities: [ { id: A1, type: x }, { id: A1, type: y } ]\n`,
      ['line 12', '"A1" stands twice'],
    ],
  ];
  test.each(table)('%s', (_name, text, parts) => {
    const message = messageOf(text);
    for (const part of parts) expect(message).toContain(part);
  });

  test('all problems are reported at once, in the order of lines', () => {
    const message = messageOf(with_('forum: demo', 'forms: demo').replace('role: nonparty', 'role: guest'));
    expect(message.split('\n').length).toBe(3);
    const lines = [...message.matchAll(/line (\d+):/g)].map((m) => Number(m[1]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  test('words the pack does not know are named', () => {
    const known: MatterVocabulary = {
      authorities: { court_order: ['judge_signed', 'current'] },
      bases: ['cps_record', 'privilege'],
      findings: ['cps_necessity'],
      facts: ['served_on_all_parties'],
      services: [],
      forums: ['demo'],
    };
    const text = `${SMALL}authorities:
  - { id: A1, type: court_ordr }
  - { id: A2, type: court_order, covers: [cps_recrd], excludes: [privlege], findings: [necessity], checks: { judge_singed: true } }
facts: [ { fact: served_on_partys, evidence: e, by: b, on: 2025-01-01 } ]
`;
    const message = messageOf(text, known);
    for (const part of [
      '"court_order"',
      '"cps_record"',
      '"privilege"',
      '"cps_necessity"',
      '"judge_signed"',
      '"served_on_all_parties"',
    ])
      expect(message).toContain(part);
    expect(message).toContain('line 13');
    expect(messageOf(SMALL.replace('forum: demo', 'forum: demmo'), known)).toContain('line 3');
  });
});

const contract = new URL('../../../shared/contract.md', import.meta.url);
test.skipIf(!existsSync(contract))(
  "the contract's own example is read (skipped where the contract is not at hand)",
  () => {
    const block = readFileSync(contract, 'utf8').split('### 2.1')[1]?.split('`people[].role`')[0] ?? '';
    const yaml = block
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .map((line) => line.slice(4))
      .join('\n');
    const matter = parseMatter(yaml, 'matter.yaml');
    expect(matter.authorities.map((a) => a.id)).toEqual(['A1', 'A2']);
    expect(matter.authorities[1]?.excludes).toEqual(['reporter_identity', 'privilege', 'other_federal']);
    expect(matter.request.date_range).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    expect(matter.people[1]?.initials).toBe('R.S.');
    expect(matter.safety).toEqual(['Haven of Nowhere']);
  },
);

test('the template that init writes is read, and shows every key there is', () => {
  const template = readFileSync(new URL('../../patterns/matter-template.yaml', import.meta.url), 'utf8');
  expect(parseMatter(template, 'matter.yaml').pack).toBe('demo-us');
  const keys = (schema: unknown): string[] => {
    if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([k, s]) => [k, ...keys(s)]);
    if (schema instanceof z.ZodArray) return keys(schema.element);
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault)
      return keys(schema.unwrap());
    return [];
  };
  const missing = [...new Set(keys(matterSchema))].filter(
    (key) => !new RegExp(`\\b${key}: `).test(template.replaceAll('\n', ' \n')),
  );
  expect(missing).toEqual([]);
});

describe('the keys of records and logs', () => {
  const read = (added: string) => parseMatter(`${SMALL}${added}`, 'matter.yaml');
  const agreement = 'log_agreement: { evidence: stipulation, by: Lex Dummond, on: 2025-06-20 }';

  test('hold is one hold or a list of them', () => {
    const hold = '{ by: Lex Dummond, on: 2025-06-10, reason: the subpoena }';
    expect(read(`hold: ${hold}\n`).hold).toHaveLength(1);
    expect(read(`hold: [${hold}, ${hold}]\n`).hold).toHaveLength(2);
    expect(read(`policy: { log_form: hybrid, ${agreement}, xlsx: true }\n`).policy.log_form).toBe('hybrid');
  });

  test.each([
    ['a release without a day', 'hold: { by: A, on: 2025-06-10, reason: r, released_by: B }', 'released_on'],
    ['categories without agreement', 'policy: { log_form: categorical }', 'log_agreement'],
    ['a form there is none of', 'policy: { log_form: categoric }', 'did you mean "categorical"?'],
    [
      'a number that is none of the log',
      'log_changes: [{ log_no: RED-1, status: withdrawn, on: 2025-06-10, reason: r, by: B }]',
      'PRIV-0003',
    ],
    [
      'a status there is none of',
      'log_changes: [{ log_no: PRIV-0001, status: gone, on: 2025-06-10, reason: r, by: B }]',
      'line 12',
    ],
    ['a consultation with nobody', 'consultations: [{ role: counsel, on: 2025-06-10, about: x, by: B }]', 'with'],
    ['a workspace of no kind', 'workspace: secret', 'plain'],
  ])('%s is refused, with the fix', (_name, added, part) => {
    const message = messageOf(`${SMALL}${added}\n`);
    expect(message).toContain('line 12');
    expect(message).toContain(part);
  });
});
