import { describe, expect, it } from 'vitest';
import { findAcrossLines, findAcrossPages } from '../../src/detect/find-across-lines.ts';
import type { PageText, Word } from '../../src/model/page.ts';

/** A page of lines in reading order, each at a place; one letter is 5 points wide. */
function pageOf(lines: readonly (readonly [string, number, number])[]): PageText {
  const words: Word[] = [];
  let text = '';
  for (const [index, [line, x, y]] of lines.entries()) {
    if (text !== '') text += '\n\n';
    for (const match of line.matchAll(/\S+/g)) {
      const box = { x: x + 5 * match.index, y, w: 5 * match[0].length, h: 10 };
      words.push({ text: match[0], start: text.length + match.index, box, glyphs: [], confidence: 1, line: index });
    }
    text += line;
  }
  const ref = { file: 'a.pdf', page: 1 };
  const rest = { readBy: 'text-layer', turn: 0, treat: 'surgery', zones: [], notes: [] } as const;
  return { ref, width: 612, height: 792, text, words, ...rest };
}

function found(page: PageText, term: string): readonly string[] {
  return findAcrossLines(page, [term]).map(({ start, end }) => page.text.slice(start, end));
}

describe('findAcrossLines', () => {
  it.each([
    ['a hyphenated word', 'asked Mrs. Whit-', 'field to come', 'Whitfield', ['Whit-', 'field']],
    ['a name of two words', 'asked Margaret', 'Whitfield to come', 'Margaret Whitfield', ['Margaret', 'Whitfield']],
  ])('finds %s around the words of a figure', (_, upper, lower, term, parts) => {
    const page = pageOf([
      [upper, 72, 100],
      ['Figure 2', 400, 104],
      [lower, 72, 112],
    ]);
    expect(found(page, term)).toEqual(parts);
  });

  it('finds what goes on behind the label of an icon that stands in the margin of the next line', () => {
    const page = pageOf([
      ['asked Mrs. Whit-', 112, 100],
      ['CAUTION field to come', 72, 112],
    ]);
    const words = page.words.map((word) =>
      word.text === 'CAUTION' ? { ...word, box: { ...word.box, y: 116, h: 5 } } : word,
    );
    expect(found({ ...page, words }, 'Whitfield')).toEqual(['Whit-', 'field']);
    expect(found(page, 'Whitfield')).toEqual([]);
  });

  it('leaves lines that do not follow each other on the page', () => {
    const far = pageOf([
      ['asked Mrs. Whit-', 72, 100],
      ['Figure 2', 400, 104],
      ['field to come', 72, 160],
    ]);
    const beside = pageOf([
      ['asked Mrs. Whit-', 72, 100],
      ['Figure 2', 72, 300],
      ['field to come', 400, 112],
    ]);
    expect([...found(far, 'Whitfield'), ...found(beside, 'Whitfield')]).toEqual([]);
  });
});

describe('columns that were read as one', () => {
  const LEFT = [
    'It was then that Mrs. Margaret',
    'Whitfield came to the house at',
    'noon, and she saw that the boy',
    'had gone, and with him Tobias',
    'Okonkwo and the girl, who Lina',
  ];
  const RIGHT = [
    'Sample had seen on that day at',
    'the park, as it was told by Al',
    'Quill and his wife to the one ',
    'who took it down, and by Karla',
    'Marten, who was there with it.',
  ];
  const page = (width: number): PageText =>
    pageOf(LEFT.map((left, i) => [`${left.padEnd(width)}  ${RIGHT[i] ?? ''}`, 72, 100 + 12 * i]));

  it('hold terms that run on in one of them, or from its foot to the head of the next', () => {
    expect(found(page(30), 'Margaret Whitfield')).toEqual(['Margaret', 'Whitfield']);
    expect(found(page(30), 'Tobias Okonkwo')).toEqual(['Tobias', 'Okonkwo']);
    expect(found(page(30), 'Al Quill')).toEqual(['Al', 'Quill']);
    expect(found(page(30), 'Karla Marten')).toEqual(['Karla', 'Marten']);
    expect(found(page(30), 'Lina Sample')).toEqual(['Lina', 'Sample']);
  });

  it('are none where nothing begins at one place', () => {
    expect(found(page(0), 'Tobias Okonkwo')).toEqual([]);
    expect(found(page(30), 'noon had')).toEqual([]);
  });
});

describe('findAcrossPages', () => {
  const upper = pageOf([
    ['It was written by Margaret', 72, 700],
    ['Page 1 of 2', 280, 760],
  ]);
  const ends = (lower: PageText): readonly (readonly string[])[] => {
    const { ends, begins } = findAcrossPages(upper, lower, ['Margaret Whitfield']);
    return [
      ends.map(({ start, end }) => upper.text.slice(start, end)),
      begins.map(({ start, end }) => lower.text.slice(start, end)),
    ];
  };

  it('finds a name that runs on past the page number and the running head', () => {
    const lower = pageOf([
      ['Case record', 72, 40],
      ['Whitfield in March.', 72, 80],
    ]);
    expect(ends(lower)).toEqual([['Margaret'], ['Whitfield']]);
  });

  it('leaves names that begin otherwise, or stand farther down', () => {
    expect(ends(pageOf([['Whitfields in March.', 72, 80]]))).toEqual([[], []]);
    const rows = ['one', 'two', 'three', 'Whitfield'].map((text, i) => [text, 72, 40 + 14 * i] as const);
    expect(ends(pageOf(rows))).toEqual([[], []]);
  });
});
