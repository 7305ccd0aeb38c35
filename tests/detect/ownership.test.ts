import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import type { Person } from '../../src/model/matter.ts';
import { caseOf } from './rules.ts';

const PEOPLE: readonly Person[] = [
  { name: 'Lena Ostrander', aliases: [], role: 'parent', relation: 'record_subject' },
  { name: 'Kit Ostrander', aliases: [], role: 'child', relation: 'record_subject' },
  { name: 'Mona Brisket', aliases: [], role: 'caseworker', relation: 'staff' },
];

/** What is boxed when a machine accepts: every ground with its text; ages and clues left out. */
function boxed(text: string): string[] {
  return detect(caseOf(text, PEOPLE)).flatMap((m) =>
    m.area.kind === 'span' && m.label !== 'PASSAGE' && m.label !== 'AGE' && m.tier !== 'hint'
      ? [`${m.basis} ${text.slice(m.area.start, m.area.end)}`]
      : [],
  );
}

describe('whose a number or address is', () => {
  it.each([
    [
      'a foster sheet',
      'Child: Kit Ostrander\nFoster parent: Delphine Arkwright\nCell: 440-555-0177\nAddress: 44 Tannery Loop',
      ['440-555-0177', '44 Tannery Loop'],
    ],
    ['labels over their values', 'Resource parent\nDelphine Arkwright\nCell phone\n440-555-0177', ['440-555-0177']],
    [
      'an emergency contact',
      'Client: Lena Ostrander\nPhone: 440-555-0100\nIn case of emergency notify: Jo Pruitt\nRelationship: friend\nTel: 440-555-0155',
      ['440-555-0155'],
    ],
    [
      'a heading, then a name',
      'Client: Lena Ostrander\nAlternate contact\nName: Lionel Batts\nPhone: 440-555-0156',
      ['440-555-0156'],
    ],
    ['a mother who is no party', "Jo's mother, Petra Brandt (440-555-0171), was called.", ['440-555-0171']],
    ['a namesake of a party', 'Mother, Ms. Petra Ostrander, 440-555-0122, is looking for Lena.', ['440-555-0122']],
    ['a sister in the sentence', 'Ms. Ostrander asked that her sister be called at 440-555-0191.', ['440-555-0191']],
    [
      'a note behind the number',
      'Lena Ostrander left 440-555-0142 (her neighbor) as a message number.',
      ['440-555-0142'],
    ],
    ['a name on no list in the name field', 'Name: Zelda Quarm\nPhone: 440-555-0103', ['440-555-0103']],
    [
      'a row of a table',
      'Name               Relationship   Phone\nLena Ostrander     Mother         440-555-0100\nAmos Oduya         Paramour       440-555-0161',
      ['440-555-0161'],
    ],
    [
      'columns for people',
      '                Mother            Foster father\nName            Lena Ostrander    Odell Arkwright\nPhone           440-555-0100      440-555-0178',
      ['440-555-0178'],
    ],
  ])('%s', (_, text, closed) => {
    const seen = boxed(text);
    for (const value of closed) expect(seen).toContain(`third_party ${value}`);
    expect(seen.some((s) => s.includes('440-555-0100'))).toBe(false);
  });

  it.each([
    ['a sentence', 'Lena Ostrander can be reached at 440-555-0100.'],
    ['a form', 'Mother: Lena Ostrander\nPhone: 440-555-0100\nWorker: Mona Brisket'],
  ])('leaves the subject her own: %s', (_, text) => {
    expect(boxed(text)).toEqual([]);
  });
});

describe('tables of police and courts', () => {
  const table = [
    'SUSPECT            DOB         SEX   PHONE',
    'VARGAS, HECTOR L   03/14/1985  M     440-555-0144',
    'WITNESS',
    'QZAROFF, ZLATKO    07/01/1979  M     440-555-0145',
    'VICTIM',
    'OSTRANDER, LENA    02/03/1991  F     440-555-0100',
  ].join('\n');

  it('takes a turned name whole, and dates under a heading of births', () => {
    const seen = boxed(table);
    expect(seen).toEqual(
      expect.arrayContaining([
        'third_party VARGAS, HECTOR L',
        'third_party QZAROFF, ZLATKO',
        'identifier 03/14/1985',
        'identifier 07/01/1979',
        'identifier 02/03/1991',
        'third_party 440-555-0144',
        'third_party 440-555-0145',
      ]),
    );
    expect(seen.some((s) => s.includes('OSTRANDER') || s.includes('440-555-0100'))).toBe(false);
  });

  it('gives children of other families their own ground, wherever they are named again', () => {
    const text = 'Other children in the home: Quincy Oduya (5).\n\nQuincy Oduya, DOB 05/06/2018, attends school.';
    const seen = boxed(text);
    expect(seen.filter((s) => s.startsWith('third_party'))).toEqual([]);
    expect(seen).toEqual(
      expect.arrayContaining(['minor_identity Quincy Oduya', 'minor_identity 05/06/2018', 'identifier 05/06/2018']),
    );
  });
});

describe('what tells who reported', () => {
  const forms = [
    'Reporter Name       Denise Holloway\nReporter Occupation School bus driver\nHow known to family Drives the route\nPhone               440-555-0119',
    'Reporter information\nName\nDenise Holloway\nOccupation\nSchool bus driver\nHow do you know the family?\nDrives the route\nPhone\n440-555-0119',
    'REPORTER INFORMATION\nName: Denise Holloway\nOccupation: School bus driver\nHow known: Drives the route\nPhone: 440-555-0119',
  ];

  it.each(forms)('form %#', (form) => {
    const seen = boxed(`${form}\n\nNarrative\n\nDenise called twice. D.H. asked not to be named.`);
    for (const value of ['Denise Holloway', 'School bus driver', 'Drives the route', '440-555-0119', 'Denise', 'D.H.'])
      expect(seen).toContain(`reporter_identity ${value}`);
    expect(seen.filter((s) => s.startsWith('third_party'))).toEqual([]);
  });

  it('takes no other namesake for her', () => {
    expect(boxed('Reporter: Denise Holloway\n\nThe landlord, Denis Hollow, was out.')).toContain(
      'third_party Denis Hollow',
    );
  });
});

describe('names that are asked about', () => {
  it.each([
    ['a word that acts', 'On Monday he fell. Field stated that he ran.', 'Field'],
    ['a word inside a sentence', 'She drew a picture of Grant with big hands.', 'Grant'],
    ['a run of words', 'They asked Will Running Wolf about it.', 'Will Running Wolf'],
    [
      'a fax in capitals',
      'THE WORKER MET WITH ZOLTAN PRZYBYLSKI AT THE SCHOOL AND THE CHILD WAS SEEN THERE ON MONDAY',
      'ZOLTAN PRZYBYLSKI',
    ],
    ['a message in small letters', 'hey can you tell maria okonkwo that he came by again last night', 'maria okonkwo'],
  ])('%s', (_, text, name) => {
    const seen = boxed(text);
    expect(seen.some((s) => s.includes(name))).toBe(true);
  });

  it.each([
    'The Court gave its Order on Tuesday.',
    'The Family Team Meeting was held at the Agency.',
    'We hope that the field will be dry.',
  ])('asks nothing of %j', (text) => {
    expect(boxed(text)).toEqual([]);
  });
});

describe('other words for people and places', () => {
  it('asks about words that fit the work of the reporter', () => {
    const form = 'Reporter: Denise Holloway\nOccupation: School bus driver';
    const seen = boxed(`${form}\n\nNarrative\n\nThe bus lady told the mother. The bus was late.`);
    expect(seen).toContain('reporter_identity bus lady');
    expect(seen.filter((s) => s.endsWith(' bus'))).toEqual([]);
  });

  it('reads the tie of the reporter in small letters without a colon, and knows the work again', () => {
    const form = 'Reporter name Wendell Okafor\nRelationship to child school bus aide, Route 14';
    const seen = boxed(`${form}\n\nMemo\n\nThe bus aide does not want to testify. The home address is not known.`);
    expect(seen).toContain('reporter_identity school bus aide, Route 14');
    expect(seen).toContain('reporter_identity bus aide');
    expect(seen.some((s) => s.includes('is not known'))).toBe(false);
  });

  it('takes a description on the list of people as it stands, and none of its words alone', () => {
    const people: readonly Person[] = [
      ...PEOPLE,
      { name: 'Denise Holloway', aliases: ['the bus lady'], role: 'reporter', relation: 'reporter' },
    ];
    const text = 'It was the bus lady who called. The lady next door was out.';
    const marks = detect(caseOf(text, people)).flatMap((m) =>
      m.area.kind === 'span' && m.label === 'PERSON' ? [text.slice(m.area.start, m.area.end)] : [],
    );
    expect(marks).toEqual(['the bus lady']);
  });

  it.each([
    ['Tidewater Renewal Clinic', 'She goes to Tidewater every morning for her dose.', true],
    ['Recovery Center of Hollow', 'Her recovery from the fall was slow and she goes there every morning.', false],
  ])('knows %s by its first word if that is its own', (name, text, known) => {
    const organizations = [{ name, kind: 'part2_program' as const, aliases: [] }];
    const marks = detect(caseOf(text, PEOPLE, { organizations }));
    expect(
      marks.some((m) => m.basis === 'part2_sud' && m.rules.includes('substance-use/program') && m.tier !== 'hint'),
    ).toBe(known);
  });
});
