import { describe, expect, test } from 'vitest';
import { alignDocuments, carryToCopies } from '../../src/detect/carry-copies.ts';
import { findCopies } from '../../src/detect/copies.ts';
import { markId } from '../../src/detect/mark-id.ts';
import type { CaseDocument } from '../../src/model/document.ts';
import type { Area, Mark } from '../../src/model/mark.ts';
import type { PageText } from '../../src/model/page.ts';
import { random } from '../support/random.ts';
import { readAs } from '../support/read-pages.ts';

const NOTE = [
  'Larch County Family Services',
  'Contact note of March 4, 2024, written by Ivo Tally, caseworker',
  'The worker drove to the house on Quarry Lane and was let in by the mother.',
  'She had cleaned the kitchen and put the broken window on the list for the landlord.',
  'Both children were at school; their teacher, Petra Lindqvist, had called at 555-0142 the day before.',
  'The mother agreed to keep the appointments at the clinic on Tuesdays and Thursdays.',
  'The neighbor Rosalind Achterberg offered to fetch the younger child when the bus is late.',
  'Next visit in two weeks, unannounced. The heating must work by then.',
  'The worker asked whether anybody else sleeps in the house and was told that nobody does.',
  'A bag with the clothes of a grown man stood in the hall, which the mother could not explain.',
];
const TEXT = NOTE.join('\n');

const docOf = (pages: readonly PageText[]): CaseDocument => {
  const first = pages[0]!;
  return {
    id: `${first.ref.file}#p1-${pages.length}`,
    pages: pages.map(({ ref }) => ref),
    type: 'case_note',
    typeText: 'Case note',
    date: { from: '2024-03-04', to: '2024-03-04' },
    correspondence: false,
    to: [],
    cc: [],
    bcc: [],
    reasons: [],
  };
};

/** What OCR makes of a text: letters taken for others, lost, words parted and joined; a tenth of it less sure. */
function misread(text: string, rate: number, seed: number): string {
  const next = random(seed);
  const swaps: Record<string, string> = {
    e: 'c',
    o: '0',
    l: '1',
    m: 'rn',
    i: 'l',
    a: 'o',
    t: 'f',
    n: 'u',
    h: 'b',
    s: '5',
  };
  return [...text]
    .map((letter) => {
      if (/\s/.test(letter)) return letter === ' ' && next() < rate / 3 ? '' : letter;
      if (next() >= rate) return letter;
      return next() < 0.2 ? '' : (swaps[letter] ?? letter);
    })
    .join('');
}

function groupsOf(...papers: readonly (readonly PageText[])[]) {
  const documents = papers.map(docOf);
  return findCopies(documents, papers.flat());
}

describe('copies', () => {
  test.each([
    ['letter for letter', [readAs('b', 1, TEXT)]],
    ['in capitals and set otherwise', [readAs('b', 1, TEXT.toUpperCase().replaceAll('\n', ' '))]],
    ['a scan', [readAs('b', 1, misread(TEXT, 0.01, 1), 0.95)]],
    ['a bad scan', [readAs('b', 1, misread(TEXT, 0.05, 2), 0.82)]],
    ['a fax of a fax', [readAs('b', 1, misread(TEXT, 0.1, 3), 0.8)]],
    [
      'with the line of a fax machine and a stamp',
      [
        readAs(
          'b',
          1,
          `MAR-07-2024 09:12 FROM LARCH CNTY TO 5550199 P.01/01\n${misread(TEXT, 0.02, 4)}\nRECEIVED MAR 08 2024`,
          0.94,
        ),
      ],
    ],
    ['cut at head and foot', [readAs('b', 1, misread(NOTE.slice(1, -1).join('\n'), 0.02, 5), 0.94)]],
    [
      'over other pages',
      [
        readAs('b', 1, misread(NOTE.slice(0, 4).join('\n'), 0.02, 6), 0.94),
        readAs('b', 2, misread(NOTE.slice(4).join('\n'), 0.02, 7), 0.94),
      ],
    ],
  ])('are found: %s', (_, copy) => {
    const groups = groupsOf([readAs('a', 1, TEXT)], copy);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ documents: ['a#p1-1', `b#p1-${copy.length}`], pairs: [{ extent: 'whole' }] });
  });

  test('are found where one stands inside another paper, in pages of another order', () => {
    const other = (n: number) =>
      readAs('b', n, Array.from({ length: 60 }, (_, i) => `word${n}x${i} other${i}y${n}`).join(' '), 0.95);
    const long = [
      other(1),
      readAs('b', 2, misread(NOTE.slice(5).join('\n'), 0.02, 1), 0.95),
      readAs('b', 3, misread(NOTE.slice(0, 5).join('\n'), 0.02, 2), 0.95),
      other(4),
    ];
    expect(
      groupsOf([readAs('a', 1, NOTE.slice(0, 5).join('\n')), readAs('a', 2, NOTE.slice(5).join('\n'))], long),
    ).toMatchObject([{ pairs: [{ a: 'a#p1-2', b: 'b#p1-4', extent: 'part' }] }]);
  });

  test('are found where one paper shows a page twice', () => {
    const pages = [
      readAs('a', 1, TEXT),
      readAs('a', 2, TEXT.replace(/[a-e]/g, 'q')),
      readAs('a', 3, misread(TEXT, 0.02, 9), 0.95),
    ];
    expect(groupsOf(pages)).toMatchObject([
      { documents: ['a#p1-3'], pairs: [{ links: [{ a: { page: 1 }, b: { page: 3 } }] }] },
    ]);
  });

  test('are found however many there are', () => {
    const papers = Array.from({ length: 60 }, (_, i) => [readAs(`p${i}`, 1, TEXT)]);
    expect(groupsOf(...papers)[0]?.documents).toHaveLength(60);
  });

  const FORM = (month: string, year: string, days: readonly string[]) =>
    `Monthly attendance report\nSchool district of Larch County\nReport for the month of ${month} ${year}\nThe school reports to the agency the days on which the pupil was present, absent or late.\nPupil number 4411, grade four, homeroom of the north wing\n${days.map((day) => `${day} was marked by the homeroom teacher`).join('\n')}\nSigned by the registrar of the school and sent to the caseworker of record at the agency`;
  const LETTER = (name: string, street: string, date: string, hours: string) =>
    `Larch County Family Services\n${date}\nDear ${name},\nwe have received your application for the support of relatives who take children into their homes and thank you for it.\nOur worker will come to ${street} to look at the rooms. Please have at hand the papers that the enclosed list names.\nThe first course for caregivers takes ${hours} and is held in the evening. Child care is offered.\nShould you be unable to come, please call the number above as soon as you can, so that another family may take your place.\nSincerely, the licensing unit of Larch County Family Services`;
  test.each<[string, string, string]>([
    [
      'two months of one form',
      FORM('March', '2024', ['03/04 present', '03/05 absent', '03/06 late', '03/07 present']),
      FORM('April', '2024', ['04/01 present', '04/02 present', '04/03 present', '04/04 absent']),
    ],
    [
      'two letters of one template',
      LETTER('Mrs. Quillfeather', '12 Poplar Street', 'May 2, 2024', '12 hours'),
      LETTER('Mr. Vandersloot', '480 Harbor Road', 'June 11, 2024', '16 hours'),
    ],
    [
      'short messages with one long footer',
      `Can you send me the file of the Quarry family before noon? Thank you.\n${TEXT.slice(0, 300)}`,
      `The hearing was moved to Friday, room 4. Please tell the supervisor.\n${TEXT.slice(0, 300)}`,
    ],
  ])('are none, also when read from pixels: %s', (_, one, other) => {
    expect(groupsOf([readAs('a', 1, one)], [readAs('b', 1, other)])).toEqual([]);
    expect(groupsOf([readAs('a', 1, one)], [readAs('b', 1, misread(other, 0.01, 3), 0.95)])).toEqual([]);
    expect(
      groupsOf([readAs('a', 1, misread(one, 0.02, 5), 0.93)], [readAs('b', 1, misread(other, 0.02, 6), 0.93)]),
    ).toEqual([]);
  });
});

const markOn = (document: CaseDocument, area: Area, basis = 'third_party'): Mark => ({
  id: markId(document.id, area, basis),
  document: document.id,
  area,
  basis,
  label: 'PERSON',
  relation: 'third_party',
  tier: 'auto',
  score: 1,
  rules: ['people/test'],
  why: 'A name.',
});

const spanOf = (page: PageText, words: string): Area => {
  const start = page.text.indexOf(words);
  return { kind: 'span', page: page.ref, start, end: start + words.length };
};

const textsOf = (marks: readonly Mark[], page: PageText): readonly string[] =>
  marks.flatMap(({ area }) =>
    area.kind === 'span' && area.page.file === page.ref.file ? [page.text.slice(area.start, area.end)] : [],
  );

describe('marks', () => {
  const clean = readAs('a', 1, TEXT);
  const worn = readAs(
    'b',
    1,
    TEXT.replace('Rosalind Achterberg', 'R0salmd Achtcrbcrg').replace('neighbor', 'neighb or'),
    0.9,
  );
  const papers = [docOf([clean]), docOf([worn])];
  const copies = findCopies(papers, [clean, worn]);

  test('are carried to the same passage of a copy, misread or not, and only once', () => {
    const name = markOn(papers[0]!, spanOf(clean, 'Rosalind Achterberg'));
    const carried = carryToCopies([name], copies, papers, [clean, worn]);
    expect(textsOf(carried, worn)).toEqual(['R0salmd Achtcrbcrg']);
    expect(carried[1]).toMatchObject({ document: 'b#p1-1', tier: 'auto', rules: ['copies/carried', 'people/test'] });
    expect(carryToCopies(carried, copies, papers, [clean, worn])).toEqual(carried);
  });

  test('are carried back from the copy, and widened where only part of the passage was marked', () => {
    const part = markOn(papers[1]!, spanOf(worn, 'R0salmd'));
    const phone = markOn(papers[1]!, spanOf(worn, '555-0142'), 'identifier');
    const name = markOn(papers[0]!, spanOf(clean, 'Rosalind Achterberg'));
    const carried = carryToCopies([part, phone, name], copies, papers, [clean, worn]);
    expect(textsOf(carried, clean)).toEqual(['Rosalind Achterberg', '555-0142']);
    expect(textsOf(carried, worn)).toEqual(['R0salmd', '555-0142', 'R0salmd Achtcrbcrg']);
  });

  test('of a whole document hold for its copies, and for the passage where it stands in another paper', () => {
    const long = [
      readAs(
        'c',
        1,
        `Summary of the file\n\n${misread(TEXT, 0.02, 8)}\n\n${'Other matters follow here. '.repeat(40)}`,
        0.95,
      ),
    ];
    const all = [papers[0]!, papers[1]!, docOf(long)];
    const pages = [clean, worn, ...long];
    const groups = findCopies(all, pages);
    const privileged = markOn(papers[0]!, { kind: 'document' }, 'attorney_client');
    const carried = carryToCopies([privileged], groups, all, pages);
    expect(carried.filter(({ area }) => area.kind === 'document').map(({ document }) => document)).toEqual([
      'a#p1-1',
      'b#p1-1',
    ]);
    const [passage = ''] = textsOf(carried, long[0]!);
    expect(passage.split('\n')).toHaveLength(10);
    expect(passage.endsWith('Other')).toBe(false);
  });

  test('a copy that was read badly takes its date and type from the better one', () => {
    const blurred: CaseDocument = { ...papers[1]!, date: {}, type: 'other', typeText: 'Document' };
    const [, aligned] = alignDocuments([papers[0]!, blurred], copies, [clean, worn]);
    expect(aligned).toMatchObject({ id: 'b#p1-1', type: 'case_note', date: { from: '2024-03-04' } });
  });
});
