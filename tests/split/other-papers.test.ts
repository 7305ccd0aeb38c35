import { describe, expect, test } from 'vitest';
import type { PageText } from '../../src/model/page.ts';
import { rowsOf } from '../../src/model/page-rows.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { makeMatter } from './matter.ts';
import { makePage, makePages } from './pages.ts';

const rules = loadPassages(new URL('../../patterns/', import.meta.url).pathname);
const matter = makeMatter();
const split = (...texts: string[]) => splitSource({ pages: makePages('m.pdf', texts), rules, matter });

const COUNSEL_LETTER =
  'OFFICE OF COUNTY COUNSEL\n\nMay 9, 2023\n\nIvo Tally\nLarch County Family Services\n\nDear Mr. Tally:\n\nYou asked me what the statute allows.\n\nVery truly yours,\n\nUna Brief\nAssistant County Counsel';
const POLICE = (dob: string) =>
  `Larch Police Department - Incident Report\n\nIncident no. | 24-0033 | Date | 05/25/2023 2130 hrs\n\nRole | Name | DOB\nSuspect | POE, JO | ${dob}\n\nNo arrest was made.`;

describe('who writes to whom in a letter', () => {
  test('the one who signs is the author, the one addressed is the recipient', () => {
    const [letter] = split(COUNSEL_LETTER);
    expect(letter?.author).toMatchObject({ name: 'Una Brief', represents: 'agency' });
    expect(letter?.to.map((p) => p.name)).toEqual(['Ivo Tally']);
  });

  test('opposing counsel in the address is seen; a letterhead that names its writer is no recipient', () => {
    const [rival] = split(COUNSEL_LETTER.replace('Ivo Tally\nLarch County Family Services', 'Sol Rival\n4 Elm Way'));
    expect(rival?.to.map((p) => p.name)).toEqual(['Sol Rival']);
    const [own] = split('Una Brief\nAssistant County Counsel\n\nDear Mr. Tally:\n\nWe met.\n\nSincerely,\n\nUna Brief');
    expect(own?.to.map((p) => p.name)).not.toContain('Una Brief');
  });

  test('a mail that forwards opposing counsel to own counsel goes to own counsel alone', () => {
    const [mail] = split(
      'From: Ivo Tally\nTo: Una Brief\nSent: Tuesday, May 2, 2023\nSubject: FW: Offer\n\nWhat should I answer?\n\nFrom: Sol Rival\nTo: Ivo Tally\nSent: Monday, May 1, 2023\nSubject: Offer\n\nWe offer Saturdays.',
    );
    expect(mail?.to.map((p) => p.name)).toEqual(['Una Brief']);
  });

  test('a writer named in a sentence of the head', () => {
    const [paper] = split(
      'Timeline for counsel\n\nPrepared by Ivo Tally at the request of Una Brief, for the petition',
    );
    expect(paper?.author?.name).toBe('Ivo Tally');
  });
});

describe('dates of papers with tables and birth dates', () => {
  test.each([
    ['a label between other cells', POLICE('07/14/1988'), '2023-05-25'],
    ['no date but that of a birth', 'Intake sheet\n\nName | DOB | Role\nPOE, JO | 07/14/1988 | mother', undefined],
    [
      'a label in the middle of a row',
      'Case Plan\n\nLarch County - Date of plan: 05/02/2023 - Worker: Ivo Tally',
      '2023-05-02',
    ],
    [
      'a label over its cell',
      'Incident Report\n\nDate | Taken by | Ref. no.\n05/02/2023 4:41 pm | H. Poe | LB-24',
      '2023-05-02',
    ],
    ['a birth date in the last rows', 'Note\n\nThe form is on file.\n\nDOB 11-02-1992', undefined],
  ])('%s', (_, text, from) => {
    expect(split(text)[0]?.date.from).toBe(from);
  });

  test('an entry that speaks of a birth date still counts as an entry', () => {
    const [log] = split('Contact Log\n\n05/02/2023 Home visit.\n\n05/09/2023 Phone. DOB 11-02-1992 noted.');
    expect(log?.date).toEqual({ from: '2023-05-02', to: '2023-05-09' });
  });
});

describe('pages of another family', () => {
  const OTHER =
    'Contact Log\n\nCase LB-23-07745 · Family: Hargreave\n\n03/02/2023 Home visit. The son is back in school.';
  const OWN = 'Contact Note\n\nDate: 03/09/2023\n\nMara Quarry asked for diapers.';

  test('never share a document with the own family, on either side', () => {
    const documents = split('Contact Log\n\nMara Quarry was at home.', OTHER, 'The talk went on for a while.', OWN);
    expect(documents.map((d) => [d.pages.map((p) => p.page), d.otherCase === true])).toEqual([
      [[1], false],
      [[2, 3], true],
      [[4], false],
    ]);
  });
});

describe('rows of a scan that lies askew', () => {
  test('hold the words of a line together, a dash and the cell beside it too', () => {
    const straight = makePage('m.pdf', 1, 'Contact Log - Quarry and family of Larch\nWorker | Ivo Tally, BSW');
    const askew = (page: PageText): PageText => ({
      ...page,
      words: page.words.map((w) => ({
        ...w,
        box: { ...w.box, y: w.box.y + w.box.x * 0.026 + (w.text === '-' ? 4 : 0), h: w.text === '-' ? 1 : w.box.h },
      })),
    });
    expect(rowsOf(askew(straight)).map((r) => r.text)).toEqual(rowsOf(straight).map((r) => r.text));
    expect(rowsOf(askew(straight))[1]?.cells).toEqual(['Worker', 'Ivo Tally, BSW']);
  });
});

describe('a paper printed from a browser', () => {
  const dated = (...pages: string[]) => split(...pages)[0]?.date;
  test.each([
    [
      'a letter that bears its own day',
      '11/22/26, 2:33 PM | Letter\n\nMay 9, 2023\n\nDear Mr. Tally:\n\nWe met.\n\nSincerely,\n\nUna Brief\n\n~file:///home/i/a.html | 1/1',
      { from: '2023-05-09', to: '2023-05-09' },
    ],
    [
      'notes with entries',
      'Case notes\n\n5/1/2023 Visit\nAll well.\n\n5/9/2023 Call\nNo answer.\n\n~https://cms.example/n?id=4 | 11/22/2026, 14:33',
      { from: '2023-05-01', to: '2023-05-09' },
    ],
    ['a paper without a day', '11/22/26, 2:33 PM | Letter\n\nWe met at home.\n\n~about:blank | 1/1', {}],
    [
      'an entry that bears day and time, with no address at the edge',
      '5/1/2023, 2:33 PM\n\nWe met at home.\n\nSincerely,\n\nUna Brief',
      { from: '2023-05-01', to: '2023-05-01' },
    ],
  ])('%s', (_, text, expected) => expect(dated(text)).toEqual(expected));
});
