import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { packNames, parseMatter } from '../../src/store/load-matter.ts';
import { parseBases, parsePack, vocabularyOf } from '../../src/store/load-pack.ts';
import { parseCell } from '../../src/store/pack-schema.ts';

const patterns = new URL('../../patterns/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, patterns), 'utf8');
const bases = parseBases(read('bases.json'), 'bases.json');
const source = read('packs/us-federal.yaml');

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
}

test('every pack that ships is read whole', async () => {
  const names = await packNames(new URL('packs/', patterns).pathname);
  expect(names).toEqual(
    readdirSync(new URL('packs/', patterns))
      .map((f) => f.replace('.yaml', ''))
      .sort(),
  );
  for (const name of names) expect(parsePack(read(`packs/${name}.yaml`), name, bases).id).toBe(name);
  expect(await packNames('/no/such/folder')).toEqual([]);
});

test.each([
  ['P', { letter: 'P', notice: false, counsel: false, barred: false }],
  ['W,N', { letter: 'W', notice: true, counsel: false, barred: false }],
  ['C,N', { letter: 'C', notice: true, counsel: true, barred: false }],
  ['C > IC', { letter: 'C', notice: false, counsel: true, barred: false, onYes: 'IC' }],
  ['W !', { letter: 'W', notice: false, counsel: false, barred: true }],
])('cell %s', (text, cell) => {
  expect(parseCell(text)).toEqual(cell);
});
test.each(['', 'X', 'P,', 'P, C', 'W!', 'C > C', 'p'])('no cell: %s', (text) => {
  expect(parseCell(text)).toBeUndefined();
});

describe('a pack with a slip in it is refused, with its line', () => {
  const line = (part: string) => source.slice(0, source.indexOf(part)).split('\n').length;
  test.each([
    ['an unknown base', '    bases: [cps_record]', '    bases: [cps_recrd]', '"cps_record"'],
    ['an unknown finding', 'findings: [cps_necessity] }] }', 'findings: [cps_necesity] }] }', '"cps_necessity"'],
    ['a bad cell', 'S0: "W,N", S1: P, GJ', 'S0: "W,X", S1: P, GJ', 'no cell'],
    ['an unknown key', 'default_file: child', 'default_fil: child', '"default_file"'],
    ['no such day', 'effective_from: 2024-04-16', 'effective_from: 2024-04-31', 'real date'],
    ['a base without a place', '  - psychotherapy_notes\n  - clergy', '  - clergy', 'lacks psychotherapy_notes'],
    ['an unknown fact', 'facts: [ombudsman_approved]', 'facts: [ombudsman_aproved]', '"ombudsman_approved"'],
  ])('%s', (_name, from, to, part) => {
    expect(source).toContain(from);
    const message = messageOf(() => parsePack(source.replace(from, to), 'p.yaml', bases));
    expect(message).toContain(part);
    expect(message).toMatch(/^p\.yaml, line \d+: /);
    if (_name === 'no such day') expect(message).toContain(`line ${line(from)}:`);
  });
});

describe('a pack that extends another', () => {
  const head = (more: string, name = 'us-federal'): string =>
    `id: mine\nversion: "2"\nextends: ${name}\ntitle: T\neffective_from: 2025-01-01\neffective_to: null\nsource: S\nreviewed_by: null\nreviewed_on: null\n${more}`;
  const whole = parsePack(source, 'us-federal.yaml', bases);

  test('is its base, key by key, but for what it says itself', () => {
    const pack = parsePack(head('legends: { otherwise: PRIVATE }\n'), 'mine.yaml', bases);
    expect(pack.extends).toEqual([`us-federal ${whole.version}`]);
    expect(pack.legends).toEqual({ ...whole.legends, otherwise: 'PRIVATE' });
    expect(pack.table).toEqual(whole.table);
  });

  test('changes a row by its number and its bases, and puts a new row first', () => {
    const pack = parsePack(
      head(
        'table:\n  - { row: "30", bases: [third_party], citation: here }\n  - { row: "8x", title: T, citation: C, bases: [cps_record], only: { aspect: [summary] }, cells: { S0: W } }\n',
      ),
      'mine.yaml',
      bases,
    );
    expect(pack.table[0]?.row).toBe('8x');
    expect(pack.table).toHaveLength(whole.table.length + 1);
    const rows = pack.table.filter((r) => r.row === '30');
    expect(rows.map((r) => r.citation)).toEqual(['state law', 'here']);
    expect(rows.map((r) => r.cells)).toEqual(whole.table.filter((r) => r.row === '30').map((r) => r.cells));
  });

  test('does not inherit a review', () => {
    expect(messageOf(() => parsePack(head('').replace('reviewed_by: null\n', ''), 'mine.yaml', bases))).toContain(
      'reviewed_by: is missing',
    );
  });

  test.each([
    [
      'an unknown key',
      head('legend: { otherwise: X }\n'),
      'line 10: key legend: "legend" is not known; did you mean "legends"?',
    ],
    [
      'a slip in a row',
      head('table:\n  - row: "30"\n    bases: [third_party]\n    cells: { CO: Q }\n'),
      'line 13: key table',
    ],
    ['a base that is not there', head('', 'us-fedral'), 'there is no us-fedral.yaml'],
  ])('%s is told with the line of its own file', (_name, text, message) => {
    expect(messageOf(() => parsePack(text, 'mine.yaml', bases))).toContain(message);
  });

  test('a ring is refused', () => {
    const ring = (name: string): string => head('', name === 'a' ? 'b' : 'a');
    expect(messageOf(() => parsePack(head('', 'a'), 'mine.yaml', bases, ring))).toContain('in a ring');
  });
});

test('a base that would print its true code is refused', () => {
  const text = read('bases.json').replace('"box_code": "LAW"', '"box_code": "P2"');
  expect(messageOf(() => parseBases(text, 'bases.json'))).toContain('LAW');
});

test('the pack’s words are what a matter may use', () => {
  const known = vocabularyOf(parsePack(read('packs/demo-us.yaml'), 'p', bases), bases);
  const matter = read('matter-template.yaml').replace(
    /\n# authorities:/,
    '\nauthorities: [{ id: A1, type: court_order, covers: [cps_record], excludes: [privilege, other_federal], findings: [cps_necessity], checks: { recipients_limited: true, judge_signed: true } }]\n# authorities:',
  );
  expect(parseMatter(matter, 'm', known).authorities).toHaveLength(1);
  expect(messageOf(() => parseMatter(matter.replace('other_federal]', 'other_fedral]'), 'm', known))).toContain(
    '"other_federal"',
  );
  expect(
    messageOf(() => parseMatter(matter.replace('{ recipients_limited', '{ recipient_limited'), 'm', known)),
  ).toContain('"recipients_limited"');
});
