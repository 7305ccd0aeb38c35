import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import type { Person } from '../../src/model/matter.ts';
import { caseOf } from './rules.ts';

const PEOPLE: readonly Person[] = [
  { name: 'Dana Osei', aliases: [], role: 'reporter', relation: 'reporter' },
  { name: 'Robin Pike', aliases: [], role: 'child', relation: 'minor' },
];

/** The names marked in a text, each with the ground it is marked on. */
const marked = (text: string, people: readonly Person[] = []): readonly string[] =>
  detect(caseOf(text, people)).flatMap(({ label, basis, area }) =>
    label === 'PERSON' && area.kind === 'span' ? [`${basis}: ${text.slice(area.start, area.end)}`] : [],
  );

describe('names of several parts', () => {
  test.each([
    ['Then Maggie (Margaret) Whitfield came.', 'Maggie (Margaret) Whitfield'],
    ['Then Margaret "Maggie" Whitfield came.', 'Margaret "Maggie" Whitfield'],
    ['Then Zuleyma (Zoe) Okonkwo left.', 'Zuleyma (Zoe) Okonkwo'],
    ['Household: Marcus Perin, James Perin, Ola Perin', 'James Perin'],
    ['Household: Marcus Perin, James Perin, Ola Perin', 'Ola Perin'],
    ['Garcia Lopez, Maria Elena came.', 'Garcia Lopez, Maria Elena'],
    ['Children: Perin, Marcus; Onda, Ola', 'Perin, Marcus'],
    ['Children: Perin, Marcus; Onda, Ola', 'Onda, Ola'],
    ['SMITH, JOHN A; DOE, JANE', 'SMITH, JOHN A'],
    ['SMITH, JOHN A; DOE, JANE', 'DOE, JANE'],
    ['Present: Otis Trask (grandfather), two workers', 'Otis Trask'],
  ])('%j holds %j', (text, name) => {
    expect(marked(text)).toContain(`third_party: ${name}`);
  });

  test.each([
    ['He (Otis) came.', 'He (Otis)'],
    ['The Agency (Otis) Trask', 'Agency (Otis) Trask'],
    ['I saw John and I left.', 'John and I'],
    ['THE FORM, JOHN', 'FORM, JOHN'],
  ])('%j does not hold %j', (text, name) => {
    expect(marked(text)).not.toContain(`third_party: ${name}`);
  });

  test('of which one is a child of the matter stay apart', () => {
    expect(marked('Then Robin (Otis) Pike came.', PEOPLE)).toContain('minor_identity: Robin');
  });
});

describe('initials and names of a reporter', () => {
  test.each([
    ['The reporter (D.O.) is afraid.', PEOPLE, 'D.O.'],
    ['Then D. O. called again.', PEOPLE, 'D. O.'],
    ['He left. DO called.', PEOPLE, 'DO'],
    ['Taken from Zuleyma Okonkwo, reporter.\n\nZ. O. is afraid.', [], 'Z. O.'],
    ['Reporter: Zuleyma Okonkwo\n\nToday ZO called again.', [], 'ZO'],
    ['Taken from Zuleyma Okonkwo, the reporter.\n\nOkonkwo is afraid.', [], 'Okonkwo'],
    ['The caller, Zuleyma Okonkwo, left.\n\nOkonkwo called again.', [], 'Okonkwo'],
  ])('%j', (text, people, name) => {
    expect(marked(text, people)).toContain(`reporter_identity: ${name}`);
  });

  test.each([
    ['Signed by Jane Smith, D.O. on Monday.', PEOPLE],
    ['Taken from Otis Trask, teacher.\n\nO. T. is afraid.', []],
    ['He left. RP called.', PEOPLE],
    ['He left. DO not call.', PEOPLE],
  ])('but not in %j', (text, people) => {
    expect(marked(text, people).filter((one) => one.startsWith('reporter'))).toEqual([]);
  });
});
