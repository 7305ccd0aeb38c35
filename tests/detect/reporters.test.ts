import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import { employersOf, organizationsIn } from '../../src/detect/employers.ts';
import { lexiconOf } from '../../src/detect/lexicon.ts';
import { foldText } from '../../src/model/fold-text.ts';
import type { Matter } from '../../src/model/matter.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { makeMatter, person } from '../split/matter.ts';
import { makePages } from '../split/pages.ts';
import { RULES } from './rules.ts';

const reporter = person('Dell Okoye', 'reporter', { relation: 'reporter', organization: 'Bright Fern Daycare Center' });
const base = makeMatter();
const people = [...base.people, reporter];

/** What is boxed for a reporter in the papers, as texts, one a place. */
function told(files: Readonly<Record<string, string>>, more: Partial<Matter> = {}): readonly string[] {
  const matter = makeMatter({ people, ...more });
  const pages = Object.entries(files).flatMap(([file, text]) => makePages(file, [text]));
  const documents = Object.keys(files).flatMap((file) =>
    splitSource({ pages: pages.filter((p) => p.ref.file === file), rules: RULES, matter }),
  );
  return detect({ matter, documents, pages, rules: RULES }).flatMap(({ area, basis, tier }) => {
    if (area.kind !== 'span' || basis !== 'reporter_identity' || tier === 'hint') return [];
    const page = pages.find((p) => p.ref.file === area.page.file && p.ref.page === area.page.page);
    return [foldText(page?.text.slice(area.start, area.end) ?? '')];
  });
}

const note = (text: string) => `Larch County Family Services\nCase Narrative\n\nCaseworker | Ivo Tally, BSW\n\n${text}`;

describe('where whoever reported works', () => {
  test.each([
    ['the whole name', 'Worker rang Bright Fern Daycare Center.', 'Bright Fern Daycare Center'],
    ['its first words', 'Worker rang Bright Fern about the day.', 'Bright Fern'],
    ['in capitals', 'FROM BRIGHT FERN DAYCARE', 'BRIGHT FERN DAYCARE'],
  ])('%s', (_, text, wanted) => {
    expect(told({ 'n.pdf': note(text) })).toContain(wanted);
  });

  test('letters that a bracket introduces, in every paper, as they are written', () => {
    const files = {
      'a.pdf': note('He goes to Bright Fern Daycare Center (BFD) now.'),
      'b.pdf': note('Left word at BFD. The bfd file is old.'),
    };
    expect(told(files).filter((t) => t === 'BFD')).toHaveLength(2);
    expect(told(files)).not.toContain('bfd');
  });

  test('a school that the matter lists is boxed beside the reporter alone', () => {
    const school = { ...reporter, organization: 'Ash Grove School' };
    const files = { 'n.pdf': note('Pell likes Ash Grove School.\nDell Okoye, Ash Grove, rang.\nAsh Grove is near.') };
    const found = told(files, { people: [...base.people, school] });
    expect(found.some((t) => t.includes('Ash Grove'))).toBe(true);
    expect(found).not.toContain('Ash Grove School');
    expect(found.filter((t) => t === 'Ash Grove')).toHaveLength(1);
  });

  test('no form that the agency or the court bears', () => {
    const matter = makeMatter();
    const { anywhere } = employersOf(['Larch County Head Start Program'], [], matter, lexiconOf(RULES.people));
    expect(anywhere).toContain('Larch County Head Start Program');
    expect(anywhere).not.toContain('Larch County');
  });

  test.each([
    ['School aide, Lowell Elementary School', ['Lowell Elementary School']],
    ["St. Anne's Daycare Center", ["St. Anne's Daycare Center"]],
    ['School nurse', []],
    ['maternal aunt', []],
  ])('an organisation in a field: %s', (value, wanted) => {
    expect(organizationsIn(value, lexiconOf(RULES.people))).toEqual(wanted);
  });
});

test('a row of a table that names the reporter is boxed, other rows are not', () => {
  const table = note(
    'Name | Relation | Phone\nMara Quarry | mother | 555-010-1212\nDell Okoye | day care | 555-010-3434\nBea Over | supervisor | 555-010-9999',
  );
  const pages = told({ 'n.pdf': table });
  expect(pages).toEqual(expect.arrayContaining(['Dell Okoye', '555-010-3434']));
  expect(pages).not.toContain('mother');
});

describe('a paper that the reporter wrote', () => {
  const letter = (close: string) =>
    `FERNDALE LEARNING ACADEMY\n12 Mill Lane, Larch\nTel. 555-010-7000\n\nMay 3, 2023\n\nDear Mr. Tally:\n\nPell came late on Monday. Our school opens at eight.\n\nSincerely,\n\n${close}`;

  test('its letterhead, its signature and what it says of itself', () => {
    const found = told({ 'l.pdf': letter('Dell Okoye\nHead of Lower School\nFerndale Learning Academy') });
    expect(found).toEqual(
      expect.arrayContaining([
        'FERNDALE LEARNING ACADEMY',
        '12 Mill Lane, Larch',
        'Dell Okoye',
        'Head of Lower School',
        'Our school opens at eight',
      ]),
    );
    expect(found).not.toContain('Pell came late on Monday.');
  });

  test('somebody else in the same words is not the reporter', () => {
    expect(told({ 'l.pdf': letter('Lin Judge\nHead of Lower School') })).toEqual([]);
  });
});
