import { expect, test } from 'vitest';
import type { Person } from '../../src/model/matter.ts';
import type { FilingRules } from '../../src/model/pack.ts';
import { putToPeople } from '../../src/pipeline/prepare.ts';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { forFiling } from '../../src/produce/filing.ts';
import { doc, span } from '../decide/support.ts';
import { stageOne } from './example-volume.ts';

const rules: FilingRules = {
  ssn_keep_last: 4,
  birth_date: 'year',
  minor_style: 'initials',
  minor_under: 18,
  rule: 'FRCP 5.2(a)',
};
const people: Person[] = [
  { name: 'Rory Samplewood', aliases: ['Rory'], initials: 'R.S.', role: 'child', born: '2015-01-20' },
  { name: 'Ann-Lee Doe', aliases: [], role: 'child' },
  { name: 'Testina Samplewood', aliases: [], role: 'parent', born: '1991-02-03' },
];
const filed = (text: string, change: Partial<FilingRules> = {}, today = '2025-06-10') =>
  forFiling(text, { ...rules, ...change }, people, today);

test.each([
  ['In re Rory Samplewood', {}, 'In re R.S.'],
  ['In re RORY  SAMPLEWOOD and Ann-Lee Doe', {}, 'In re R.S. and A.L.D.'],
  ['In re Rory', { minor_style: 'role' }, 'In re the minor'],
  ['Roryson v. Testina Samplewood', {}, 'Roryson v. Testina Samplewood'],
  ['No. 078-05-1120', {}, 'No. XXX-XX-1120'],
  ['No. 078-05-1120', { ssn_keep_last: 0 }, 'No. [number withheld]'],
  ['docket 12-345-6789', {}, 'docket 12-345-6789'],
  ['born January 20, 2015, 01/20/2015, 2015-01-20, 1/20/2015', {}, 'born 2015, 2015, 2015, 2015'],
  ['born February 3, 1991', { birth_date: 'none' }, 'born [date withheld]'],
  ['served February 3, 2025', {}, 'served February 3, 2025'],
] as const)('%s', (text, change, expected) => {
  expect(filed(text, change)).toBe(expected);
});

test('who has come of age is named', () => {
  expect(filed('Rory Samplewood', {}, '2033-01-20')).toBe('Rory Samplewood');
  expect(filed('Rory Samplewood', {}, '2033-01-19')).toBe('R.S.');
});

test('the letter to the court is filed, a letter to counsel is not', async () => {
  const one = stageOne();
  const child = { name: 'Rory Samplewood', aliases: [], initials: 'R.S.', role: 'child', relation: 'minor' } as const;
  const matter = {
    ...one.matter,
    people: [...one.matter.people.filter((p) => p.name !== child.name), child],
    request: { ...one.matter.request, caption: 'In re Rory Samplewood' },
  };
  const bytes = async (filing?: FilingRules) => {
    const built = await buildVolume({
      ...one,
      matter,
      pack: { ...one.pack, ...(filing === undefined ? {} : { filing }) },
    });
    return new Map(built.outgoing.map((file) => [file.path, Buffer.from(file.bytes).toString('base64')]));
  };
  const [plain, changed] = [await bytes(), await bytes(rules)];
  expect([...plain.keys()].filter((path) => plain.get(path) !== changed.get(path))).toEqual([
    'LETTERS/call-to-the-courts-attention.pdf',
    'MANIFEST.sha256',
  ]);
});

test('a mark under the pack’s score is put to a person, never left out', () => {
  const d = doc('a.pdf', 1);
  const marks = [0.4, 0.8].map((score, i) => ({ ...span(d, 1, i, 'identifier'), score }));
  expect(putToPeople(marks, 0.5).map((m) => m.tier)).toEqual(['review', 'auto']);
  expect(putToPeople(marks, 0)).toEqual(marks);
  expect(putToPeople([{ ...marks[0]!, explained: true as const }], 0.5)[0]).not.toHaveProperty('explained');
});
