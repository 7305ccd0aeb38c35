import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import type { Matter, Person } from '../../src/model/matter.ts';
import { caseOf } from './rules.ts';

const PEOPLE: readonly Person[] = [
  {
    name: 'Lena Ostrander',
    aliases: [],
    role: 'parent',
    relation: 'record_subject',
    born: '1990-05-06',
    address: '9 Larch Street, Tipton',
  },
  { name: 'Kit Ostrander', aliases: [], role: 'child', relation: 'record_subject' },
  { name: 'Dov Pellerin', aliases: [], role: 'parent', relation: 'requester_party' },
  { name: 'Mona Brisket', aliases: [], role: 'caseworker', relation: 'staff' },
  { name: 'Uma Tarrant', aliases: [], role: 'relative', relation: 'third_party' },
  { name: 'Gil Tarrant', aliases: [], role: 'child', relation: 'minor' },
];

interface Seen {
  readonly basis: string;
  readonly text: string;
  readonly relation: string;
  readonly aspect: string | undefined;
}

function marksOf(text: string, more: Partial<Matter> = {}): Seen[] {
  return detect(caseOf(text, PEOPLE, more)).flatMap((m) =>
    m.area.kind === 'span' && m.label !== 'PASSAGE' && m.tier !== 'hint'
      ? [{ basis: m.basis, text: text.slice(m.area.start, m.area.end), relation: m.relation, aspect: m.aspect }]
      : [],
  );
}

describe('whose it is', () => {
  it('leaves parties and staff alone', () => {
    expect(marksOf('Mona Brisket met Lena Ostrander, Kit and Dov Pellerin at the office.')).toEqual([]);
  });

  it('marks what a reporter form tells of the reporter, with or without colons', () => {
    for (const gap of [': ', '\n\n', ' ']) {
      const text = `Person making the report\n\nReporter name${gap}Ilsa Drummle\nReporter telephone${gap}(609) 555-0177\nReporter employer${gap}Plover Bay Bakery\n\nThe child was seen.`;
      const seen = marksOf(text).filter((m) => m.basis === 'reporter_identity');
      expect(seen.map((m) => m.text)).toEqual(['Ilsa Drummle', '(609) 555-0177', 'Plover Bay Bakery']);
    }
  });

  it('gives the rest of a reporter line to the reporter, not to the role it names', () => {
    const seen = marksOf('Reporter: Ilsa Drummle Relationship: neighbor Phone: 480-4471');
    expect(seen.filter((m) => m.basis === 'reporter_identity').map((m) => m.text)).toEqual([
      'Ilsa Drummle',
      'neighbor',
      '480-4471',
    ]);
  });

  it('marks a caller-ID line whole and the number wherever it is repeated', () => {
    const text = 'Caller ID: 609-555-0188 DRUMMLE I\n\nLater 609-555-0188 rang again.';
    const seen = marksOf(text).filter((m) => m.basis === 'reporter_identity');
    expect(seen[0]?.text).toBe('609-555-0188 DRUMMLE I');
  });

  it('gives a number and an address to the person they stand beside', () => {
    const text = 'A neighbor, Ferd Olmec, of 14 Birch Lane, telephone (609) 555-0199, saw Kit Ostrander.';
    expect(marksOf(text)).toEqual([
      { basis: 'third_party', text: 'Ferd Olmec', relation: 'third_party', aspect: 'name' },
      { basis: 'third_party', text: '14 Birch Lane', relation: 'third_party', aspect: 'address' },
      { basis: 'third_party', text: '(609) 555-0199', relation: 'third_party', aspect: 'contact' },
    ]);
  });

  it('gives a minor outside the record two grounds for name and birth date', () => {
    const seen = marksOf('A cousin, Gil Tarrant, born 2019-10-08, was there.');
    expect(seen.map((m) => `${m.basis} ${m.text}`).sort()).toEqual([
      'identifier 2019-10-08',
      'minor_identity 2019-10-08',
      'minor_identity Gil Tarrant',
    ]);
  });

  it('marks the birth date of a person of the matter without a label', () => {
    expect(marksOf('Lena Ostrander, 05/06/1990, resides there.').map((m) => m.basis)).toContain('identifier');
  });

  it('leaves a letterhead number to the organisation', () => {
    expect(
      marksOf('Tipton County Health Department\n100 Main Street, Tipton\n(609) 555-0100\n\nDear Ms. Brisket'),
    ).toEqual([]);
  });
});

describe('health of people outside the record', () => {
  it.each([
    ['The grandmother, Uma Tarrant, has type 2 diabetes and tires easily.', ['type 2 diabetes']],
    ['The aunt lives near. She told me that she has multiple sclerosis, and rests at noon.', ['multiple sclerosis']],
    ['Kit was diagnosed with asthma.', []],
    ['The grandmother said that Kit has asthma.', []],
  ])('%j', (text, spans) => {
    expect(
      marksOf(text)
        .filter((m) => m.aspect === 'health')
        .map((m) => m.text),
    ).toEqual(spans);
  });
});

describe('protected places', () => {
  const violent: Partial<Matter> = { safety: ['Larkspur House'] };

  it('marks safety words and the address of a protected parent', () => {
    const seen = marksOf('She slept at Larkspur House. Mail went to 9 Larch Street.', violent).filter(
      (m) => m.basis === 'protected_location',
    );
    expect(seen.map((m) => m.text)).toEqual(['Larkspur House', '9 Larch Street']);
  });

  it('marks the line that says where a parent lives now', () => {
    const text =
      "Safety plan\n\nMother's current residence: 77 Alder Court, Unit 3, Tipton\n\nThe plan is reviewed weekly.";
    const seen = marksOf(text, violent).filter((m) => m.basis === 'protected_location');
    expect(seen.map((m) => m.text)).toEqual(["Mother's current residence: 77 Alder Court, Unit 3, Tipton"]);

    const wrapped =
      "Safety plan\n\nMother's current\nresidence\n\n77 Alder Court, Unit 3, Tipton\n\nBest way to reach her";
    expect(marksOf(wrapped, violent).map((m) => m.basis)).toContain('protected_location');
  });

  it('leaves where the requester lives to other grounds', () => {
    const seen = marksOf('Dov Pellerin is staying at 5 Elm Road, Tipton.', violent).filter(
      (m) => m.basis === 'protected_location',
    );
    expect(seen).toEqual([]);
  });
});

it('is deterministic and ids are stable', () => {
  const text = 'Neighbor Ferd Olmec, 609-555-0199. SSN 123-45-6789.';
  expect(detect(caseOf(text, PEOPLE))).toEqual(detect(caseOf(text, PEOPLE)));
});

describe('whose a number is', () => {
  const MORE: readonly Person[] = [...PEOPLE, { name: 'Vera Stitch', aliases: [], role: 'clinical_social_worker' }];
  const relations = (text: string): string[] =>
    detect(caseOf(text, MORE)).flatMap((m) => (m.label === 'SSN' || m.label === 'DOB' ? [m.relation] : []));

  it.each([
    ['The form asks for the applicant’s number, which she read to me: SSN 219-09-8888.', 'record_subject'],
    ['Mona Brisket copied the card. Social Security number of the mother: 219-09-8888.', 'record_subject'],
    [
      'Evaluator\n\nVera Stitch, LCSW\n\nPerson evaluated\n\nLena Ostrander\n\nSocial Security number 219-09-8888',
      'record_subject',
    ],
    ['Evaluator: Vera Stitch, LCSW\nName: Lena Ostrander\nSSN: 219-09-8888', 'record_subject'],
    ['Patient: Lena Ostrander\nSeen by: Dr. Ilsa Drummle\nSSN: 219-09-8888', 'record_subject'],
    ['Lena Ostrander came in. She gave Mona Brisket her SSN, 219-09-8888.', 'record_subject'],
    ['Uma Tarrant came along. Her SSN is 219-09-8888.', 'third_party'],
    ['The grandmother gave her Social Security number, 219-09-8888.', 'third_party'],
    ['Gil Tarrant, DOB 03/04/2016, lives there too.', 'minor'],
    ['Mona Brisket noted SSN 219-09-8888 on the cover.', 'unknown'],
  ])('%s', (text, relation) => {
    expect(relations(text)[0]).toBe(relation);
  });
});
