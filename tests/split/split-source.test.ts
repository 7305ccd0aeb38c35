import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkFamilies } from '../../src/split/families.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { makeMatter } from './matter.ts';
import { makePage, makePages } from './pages.ts';

const rules = loadPassages(new URL('../../patterns/', import.meta.url).pathname);
const matter = makeMatter();
const split = (texts: readonly string[], file = 'm.pdf') =>
  splitSource({ pages: makePages(file, texts), rules, matter });
const starts = (texts: readonly string[]) => split(texts).map((d) => d.pages[0]?.page);

const NARRATIVE_1 = `Larch County Family Services\nCase Narrative\n\nFamily | Quarry\nCaseworker | Ivo Tally, BSW\n\n2023-04-03 Home visit\n\nThe mother opened the door and the visit went on for an hour. She said that the heating had been mended and that`;
const NARRATIVE_2 = `Larch County Family Services\nCase Narrative\n\nthe boy sleeps in his own room again. We agreed on a next visit.\n\n2023-04-17 School visit\n\nThe teacher had nothing to add. Ivo Tally, BSW`;
const LETTER = `Ash Grove School\n9 Elm Way\n\nMay 2, 2023\n\nDear Mr. Tally:\n\nThe pupil has missed four days this spring.\n\nSincerely,\n\nHope Chalk, Principal`;
const EMAIL = `From: Ivo Tally <itally@larch.example>\nSent: Tuesday, May 2, 2023 8:15 AM\nTo: Una Brief <ubrief@counsel.example>\nCc: Over, Bea\nSubject: Next steps\nAttachments: timeline.pdf\n\nUna,\n\nI need your legal advice on the next steps.`;
const CHRONOLOGY = `CHRONOLOGY OF EVENTS\n\nPrepared by: Ivo Tally\nPrepared for: Una Brief\nDate: 2023-05-02\n\nPrepared at the direction of counsel in anticipation of litigation.\n\n4/3/2023 | First visit\n4/17/2023 | School visit`;
const LAB = `MEADOW LABS\nDRUG TEST REPORT\n\nSpecimen ID: 4471\nCollector: J. Poe\nCollected: 2023-04-20\nReported: 2023-04-22\n\nCut-off 50 ng/mL. All negative.`;
const ORDER = `FAMILY COURT OF LARCH COUNTY\nIn the Matter of P.Q., a minor\n\nDETENTION ORDER\n\nIT IS HEREBY ORDERED that the child stay with his aunt.\n\nJudge of the Family Court`;

describe('breaks between documents', () => {
  test.each([
    ['a narrative goes on over the page', [NARRATIVE_1, NARRATIVE_2], [1]],
    ['a letter after a narrative', [NARRATIVE_1, NARRATIVE_2, LETTER], [1, 3]],
    ['a laboratory report after a letter', [LETTER, LAB], [1, 2]],
    ['an e-mail after a letter', [LETTER, EMAIL], [1, 2]],
    ['an order after a laboratory report', [LAB, ORDER], [1, 2]],
    [
      'a fax cover starts anew',
      [LETTER, 'FAX COVER SHEET\n\nTO: Records\nFROM: Ash Grove School\nNUMBER OF PAGES: 2'],
      [1, 2],
    ],
    [
      'page numbers that begin again',
      [`${LAB}\n\n~Page 1 of 1`, `${LAB.replace('4471', '5582')}\n\n~Page 1 of 1`],
      [1, 2],
    ],
    [
      'the same form for another specimen',
      [LAB, LAB.replace('4471', '9003').replace('2023-04-20', '2023-06-20').replace('2023-04-22', '2023-06-22')],
      [1, 2],
    ],
    [
      'page numbers that go on hold a titled page',
      [
        'PSYCHOSOCIAL EVALUATION\n\nEvaluator: Lin Judge, LCSW\n\nText of the report.\n\n~Page 1 of 2',
        'Treatment Plan\n\nWeekly visits are proposed.\n\n~Page 2 of 2',
      ],
      [1],
    ],
    [
      'a page marked continued',
      ['CASE PLAN\n\nParent: Mara Quarry\n\nGoals of the plan.', 'SAFETY PLAN (continued)\n\nMore goals.'],
      [1],
    ],
  ])('%s', (_, texts, expected) => {
    expect(starts(texts)).toEqual(expected);
  });

  test('a page that could not be read stays with its neighbour and says so', () => {
    const blank = makePage('m.pdf', 2, '', { readBy: 'nothing' });
    const pages = [makePage('m.pdf', 1, LETTER), blank, makePage('m.pdf', 3, LAB)];
    const documents = splitSource({ pages, rules, matter });
    expect(documents.map((d) => d.pages.map((p) => p.page))).toEqual([[1, 2], [3]]);
    expect(documents[0]?.reasons.join(' ')).toContain('Page 2 could not be read');
  });

  test('an unread first page goes with the next; a file that nobody could read is one document', () => {
    const unread = makePage('m.pdf', 1, '', { readBy: 'nothing' });
    expect(splitSource({ pages: [unread, makePage('m.pdf', 2, LAB)], rules, matter }).map((d) => d.id)).toEqual([
      'm.pdf#p1-2',
    ]);
    const only = splitSource({ pages: [unread], rules, matter });
    expect(only.map((d) => [d.id, d.type, d.date])).toEqual([['m.pdf#p1-1', 'other', {}]]);
  });

  test('every page is in exactly one document, in order', () => {
    const pool = [NARRATIVE_1, NARRATIVE_2, LETTER, EMAIL, CHRONOLOGY, LAB, ORDER, ''];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 8 }), (texts) => {
        const pages = texts.map((t, i) => makePage('m.pdf', i + 1, t, t === '' ? { readBy: 'nothing' } : {}));
        const numbers = splitSource({ pages, rules, matter }).flatMap((d) => d.pages.map((p) => p.page));
        expect(numbers).toEqual(texts.map((_, i) => i + 1));
      }),
      { numRuns: 60 },
    );
  });

  test('reasons hold no text of the pages', () => {
    const said = split([NARRATIVE_1, LETTER, LAB, EMAIL])
      .flatMap((d) => d.reasons)
      .join(' ');
    for (const word of ['Quarry', 'Ash Grove', 'heating', '4471', 'Tally']) expect(said).not.toContain(word);
  });
});

describe('facts of a document', () => {
  test.each([
    [LETTER, 'letter', '2023-05-02'],
    [LAB, 'lab_report', '2023-04-22'],
    [ORDER, 'court_order', undefined],
    [CHRONOLOGY, 'chronology', '2023-05-02'],
    [EMAIL, 'email', '2023-05-02'],
  ])('type and date %#', (text, type, date) => {
    const [document] = split([text]);
    expect([document?.type, document?.date.from]).toEqual([type, date]);
  });

  test('parties of an e-mail: by address, by "Last, First", with who the lawyer acts for', () => {
    const [mail] = split([EMAIL]);
    expect(mail?.author).toMatchObject({ name: 'Ivo Tally', role: 'caseworker', credential: 'BSW', attorney: false });
    expect(mail?.from?.name).toBe('Ivo Tally');
    expect(mail?.to).toMatchObject([
      { name: 'Una Brief', roleText: 'agency counsel', attorney: true, represents: 'agency' },
    ]);
    expect(mail?.cc).toMatchObject([{ name: 'Bea Over', role: 'supervisor' }]);
  });

  test('the head of a mail without colons is read by its cells', () => {
    const [mail] = split([
      'From | Ivo Tally <itally@larch.example>\nSent | Tuesday, May 2, 2023 8:15 AM\nTo | Una Brief\nSubject | Steps\n\nHello Una.',
    ]);
    expect([mail?.type, mail?.to[0]?.name, mail?.date.from]).toEqual(['email', 'Una Brief', '2023-05-02']);
  });

  test("another party's lawyer and a stranger are told from the agency's own", () => {
    const [mail] = split([
      'From: Sol Rival <sol@rival.example>\nTo: Ivo Tally; Kay Stranger <kay@elsewhere.example>\nDate: 3 May 2023\nSubject: Visits\n\nHello.',
    ]);
    expect(mail?.author).toMatchObject({ attorney: true, represents: 'requester', roleText: "requester's counsel" });
    expect(mail?.to).toMatchObject([{ name: 'Ivo Tally' }, { name: 'Kay Stranger', role: 'other' }]);
  });

  test('a recipient without a name keeps the role and how far the release goes', () => {
    const [summary] = split([
      'TREATMENT SUMMARY\n\nDate: 2023-06-30\nFrom: Ada Couch, PsyD\nTo: Agency caseworker, under limited release\n\nThe patient has been in individual therapy since May.',
    ]);
    expect(summary?.type).toBe('treatment_summary');
    expect(summary?.to).toMatchObject([
      { name: '', role: 'caseworker', roleText: 'agency caseworker (limited release)' },
    ]);
  });

  test('dated entries give a range; birth dates do not count', () => {
    const [narrative] = split([NARRATIVE_1, NARRATIVE_2]);
    expect(narrative?.date).toEqual({ from: '2023-04-03', to: '2023-04-17' });
    const [notes] = split([
      'PSYCHOTHERAPY NOTES (kept separately)\n\nPatient | Mara Quarry\nDate of birth | 1990-01-01\nSession | 2023-05-03\nTherapist | Ada Couch, PsyD\n\nProcess note.',
      'PSYCHOTHERAPY NOTES (kept separately)\n\nPatient | Mara Quarry\nSession | 2023-06-07\nTherapist | Ada Couch, PsyD\n\nProcess note.',
    ]);
    expect([notes?.type, notes?.pages.length, notes?.date]).toEqual([
      'therapy_notes',
      2,
      { from: '2023-05-03', to: '2023-06-07' },
    ]);
    expect(notes?.author).toMatchObject({ name: 'Ada Couch', credential: 'PsyD', roleText: 'licensed psychologist' });
  });

  test('the supervisor writes the supervision note, the laboratory signs by its letterhead', () => {
    const [note] = split([
      'SUPERVISION NOTE\n\nDate: 2023-04-05\nCaseworker: Ivo Tally, BSW\nSupervisor: Bea Over\n\nReviewed the open tasks.',
    ]);
    expect(note?.author?.name).toBe('Bea Over');
    expect(split([LAB])[0]?.author).toMatchObject({ name: 'Meadow Labs', roleText: 'laboratory', attorney: false });
  });

  test("another family's paper", () => {
    const other = 'CASE PLAN\n\nCase name: Dorrit, Amy\nParent: Fan Dorrit\n\nGoals and visits of the family.';
    expect(split([other])[0]?.otherCase).toBe(true);
    expect(split([other.replace('Fan Dorrit', 'Mara Quarry')])[0]?.otherCase).toBeUndefined();
    expect(split([LETTER])[0]?.otherCase).toBeUndefined();
  });

  test.each([
    ['CONTACT NOTES - Case 23-1140 Dorrit', true],
    ['CONTACT NOTES - Case 23-1140 Quarry', undefined],
    ['CONTACT NOTES - Case 23-1140 Closing Summary', undefined],
    ['CONTACT NOTES - Case 23-1140', undefined],
  ])("a family's name behind a case number: %s", (head, other) => {
    expect(split([`${head}\n\n04/03/2023 Home visit. Children seen at home.`])[0]?.otherCase).toBe(other);
  });
});

describe('families', () => {
  test('a file inside the file of a mail is its attachment', () => {
    const documents = [
      ...split([LETTER, EMAIL], 'mail.pdf'),
      ...split([CHRONOLOGY], 'mail.pdf#attachment-1'),
      ...split([LAB], 'mail.pdf#attachment-2'),
    ];
    const source = { sha256: '', format: 'pdf', pages: 1, notes: [] } as const;
    const linked = linkFamilies(documents, [
      { ...source, file: 'mail.pdf' },
      { ...source, file: 'mail.pdf#attachment-1', parent: { file: 'mail.pdf', order: 1, of: 2 } },
      { ...source, file: 'mail.pdf#attachment-2', parent: { file: 'mail.pdf', order: 2, of: 2 } },
    ]);
    expect(linked.map((d) => d.family)).toEqual([
      undefined,
      undefined,
      { parent: 'mail.pdf#p2-2', order: 1, of: 2 },
      { parent: 'mail.pdf#p2-2', order: 2, of: 2 },
    ]);
  });

  test('pages that follow a mail which names an attachment', () => {
    const documents = split([EMAIL, CHRONOLOGY, LAB]);
    expect(documents.map((d) => d.family?.parent)).toEqual([undefined, 'm.pdf#p1-1', undefined]);
    expect(linkFamilies(documents, [{ file: 'm.pdf', sha256: '', format: 'pdf', pages: 3, notes: [] }])).toEqual(
      documents,
    );
  });
});
