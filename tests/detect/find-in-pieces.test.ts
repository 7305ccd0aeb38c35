import { describe, expect, it } from 'vitest';
import { findInPieces } from '../../src/detect/find-in-pieces.ts';
import type { PageText, Word } from '../../src/model/page.ts';

type Placed = readonly [text: string, x: number, y: number, line: number, height?: number];

/** A page of words at places, in reading order; letters of the usual height are 5 points wide. */
function pageOf(placed: readonly Placed[]): PageText {
  const words: Word[] = [];
  let text = '';
  for (const [word, x, y, line, h = 10] of placed) {
    const box = { x, y, w: (word.length * h) / 2, h };
    words.push({ text: word, start: text.length, box, glyphs: [], confidence: 1, line });
    text += `${word} `;
  }
  const ref = { file: 'a.pdf', page: 1 };
  const rest = { readBy: 'text-layer', turn: 0, treat: 'surgery', zones: [], notes: [] } as const;
  return { ref, width: 612, height: 792, text, words, ...rest };
}

function found(placed: readonly Placed[], term: string): readonly string[] {
  const page = pageOf(placed);
  return findInPieces(page, [term], []).map(({ start, end }) => page.text.slice(start, end));
}

const CELL: readonly Placed[] = [
  ['Margare', 40, 40, 0],
  ['t', 40, 52, 1],
  ['Whitfie', 48, 52, 1],
  ['other', 90, 52, 1],
  ['text', 120, 52, 1],
  ['ld', 40, 64, 2],
];

describe('findInPieces', () => {
  it.each<[string, readonly Placed[], string, readonly string[]]>([
    ['words broken to fit a cell, beside another cell', CELL, 'Margaret Whitfield', ['Margare', 't', 'Whitfie', 'ld']],
    ['one of them', CELL, 'Whitfield', ['Whitfie', 'ld']],
    [
      'a word behind its tall initial',
      [
        ['M', 40, 40, 0, 40],
        ['argaret', 60, 41, 1],
        ['Whitfield', 98, 41, 1],
      ],
      'Margaret Whitfield',
      ['M', 'argaret', 'Whitfield'],
    ],
    ['letters one below the other', [...'Smith'].map((l, i): Placed => [l, 40, 40 + 12 * i, i]), 'Smith', [...'Smith']],
    [
      'a possessive',
      [
        ['Whitfi', 40, 40, 0],
        ["eld's", 40, 52, 1],
      ],
      'Whitfield',
      ['Whitfi', "eld's"],
    ],
  ])('finds %s', (_, placed, term, parts) => {
    expect(found(placed, term)).toEqual(parts);
  });

  it.each<[string, readonly Placed[], string]>([
    [
      'whole words in rows of a table',
      [
        ['Ann', 90, 40, 0],
        ['Marlow', 40, 52, 1],
      ],
      'Ann Marlow',
    ],
    [
      'pieces of longer words',
      [
        ['Whitfi', 40, 40, 0],
        ['elds', 40, 52, 1],
      ],
      'Whitfield',
    ],
    [
      'pieces far apart',
      [
        ['Whitfi', 40, 40, 0],
        ['eld', 40, 90, 1],
      ],
      'Whitfield',
    ],
    [
      'pieces that begin to the right',
      [
        ['Whitfi', 40, 40, 0],
        ['eld', 90, 52, 1],
      ],
      'Whitfield',
    ],
    [
      'short terms',
      [
        ['An', 40, 40, 0],
        ['ne', 40, 52, 1],
      ],
      'Anne',
    ],
  ])('leaves %s', (_, placed, term) => {
    expect(found(placed, term)).toEqual([]);
  });

  it('finds a word behind a tall initial that was read with the last line beside it', () => {
    const page = pageOf([
      ['argaret', 60, 41, 0],
      ['Whitfield', 98, 41, 0],
      ['Mat', 40, 40, 1],
    ]);
    const glyphs = [40, 40, 20, 40, 60, 70, 5, 10, 65, 70, 5, 10];
    const words = page.words.map((word) => (word.text === 'Mat' ? { ...word, glyphs } : word));
    const places = findInPieces({ ...page, words }, ['Margaret Whitfield'], []);
    expect(places.map(({ start, end }) => page.text.slice(start, end))).toEqual(['M', 'argaret', 'Whitfield']);
  });

  it('looks at a page full of one letter once', () => {
    const placed = Array.from(
      { length: 900 },
      (_, i): Placed => ['a', 40 + 10 * (i % 30), 40 + 12 * Math.floor(i / 30), i],
    );
    expect(found(placed, `${'a'.repeat(60)}b`)).toEqual([]);
  });

  it('leaves to the search of the text what that found', () => {
    const page = pageOf([
      ['inter', 40, 40, 0],
      ["preter's,", 40, 52, 1],
    ]);
    const whole = { term: 0, start: 0, end: 12 };
    expect(findInPieces(page, ['interpreter'], [])).toHaveLength(2);
    expect(findInPieces(page, ['interpreter'], [whole])).toEqual([]);
    expect(findInPieces(page, ['interpreter'], [{ ...whole, term: 1 }])).toHaveLength(2);
  });
});
