import { describe, expect, test } from 'vitest';
import { birthsUnder } from '../../src/detect/birth-columns.ts';
import { wrappedNumbers } from '../../src/detect/wrapped-numbers.ts';
import type { Hit } from '../../src/model/detecting.ts';
import type { PageText } from '../../src/model/page.ts';

/** A page whose lines lie where they are put: text, left, top. Blocks are read in the order given. */
function placed(lines: readonly (readonly [string, number, number])[]): PageText {
  let text = '';
  const words: PageText['words'][number][] = [];
  for (const [line, [content, left, top]] of lines.entries()) {
    if (text !== '') text += '\n\n';
    let x = left;
    for (const [i, word] of content.split(' ').entries()) {
      if (i > 0) text += ' ';
      const w = word.length * 6;
      words.push({ text: word, start: text.length, box: { x, y: top, w, h: 12 }, glyphs: [], confidence: 1, line });
      text += word;
      x += w + 3;
    }
  }
  return {
    ref: { file: 'a.pdf', page: 1 },
    width: 612,
    height: 792,
    turn: 0,
    text,
    words,
    zones: [],
    notes: [],
    readBy: 'text',
  } as unknown as PageText;
}

const dateHit = (page: PageText, value: string): Hit => {
  const start = page.text.indexOf(value);
  return {
    start,
    end: start + value.length,
    label: 'DATE',
    basis: 'identifier',
    aspect: 'identifier',
    tier: 'hint',
    score: 0.6,
    rules: [],
    why: '',
    key: value,
  } as Hit;
};

describe('numbers that a narrow cell broke', () => {
  const halves = (page: PageText): readonly string[] =>
    wrappedNumbers(page, []).map((h) => `${h.key} ${page.text.slice(h.start, h.end)}`);

  test.each([
    ['a phone', '720-555-', '0188', ['PHONE:7205550188 720-555-', 'PHONE:7205550188 0188']],
    ['a phone after words', 'Gave phone 719-', '555-0199.', ['PHONE:7195550199 719-', 'PHONE:7195550199 555-0199']],
    ['an area code in brackets', '(303) 555-', '0111', ['PHONE:3035550111 (303) 555-', 'PHONE:3035550111 0111']],
    ['a Social Security number', '521-88-', '4307', ['SSN:521884307 521-88-', 'SSN:521884307 4307']],
    ['no number', 'Route 14-', '0188', []],
    ['a date', '02/14/', '1958', []],
  ])('%s', (_, upper, under, expected) => {
    const page = placed([
      [upper, 400, 100],
      ['Complainant', 60, 106],
      ['907 Coldwater Ln', 250, 106],
      [under, 400, 114],
    ]);
    expect(halves(page)).toEqual(expected);
  });

  test('halves that lie apart are no number', () => {
    expect(
      halves(
        placed([
          ['720-555-', 400, 100],
          ['0188', 460, 114],
        ]),
      ),
    ).toEqual([]);
    expect(
      halves(
        placed([
          ['720-555-', 400, 100],
          ['0188', 400, 160],
        ]),
      ),
    ).toEqual([]);
  });
});

describe('birth dates under their heading', () => {
  test('of a row that was read as one line with the cell beside it, and no date beside the column or far below', () => {
    const page = placed([
      ['Name', 100, 80],
      ['DOB', 260, 80],
      ['Seen', 400, 80],
      ['02/14/1958 907 Coldwater Ln', 240, 100],
      ['03/10/2024', 400, 100],
      ['11/02/1987', 240, 116],
      ['04/01/2024', 240, 300],
    ]);
    const hits = ['02/14/1958', '03/10/2024', '11/02/1987', '04/01/2024'].map((v) => dateHit(page, v));
    expect(birthsUnder(page, hits).map((h) => page.text.slice(h.start, h.end))).toEqual(['02/14/1958', '11/02/1987']);
  });
});
