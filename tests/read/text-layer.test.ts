import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Glyph } from '../../src/pdf/page-model.ts';
import { assemble } from '../../src/read/segment.ts';
import { plainLetters, readGlyphs } from '../../src/read/text-layer.ts';
import { setText } from './glyphs.ts';

function textOf(...glyphs: readonly (readonly Glyph[])[]): string {
  return assemble(readGlyphs(glyphs.flat()).blocks).text;
}

it('letters whose bytes old Ghostscript wrote the wrong way round are read as they were meant', () => {
  expect(plainLetters('\u6600\u6900')).toBe('fi');
  expect(plainLetters('\u6600\u6600\u6c00')).toBe('ffl');
  expect(plainLetters('\u6600')).toBe('\u6600');
  expect(plainLetters('\u6601\u6901')).toBe('\u6601\u6901');
});

describe('words', () => {
  it.each([
    ['part where cells meet', 'Whitfield', 'mother', [0, 60], 'Whitfield mother'],
    ['part where a rule between cells belongs to both', 'Whitfield', 'mother', [-0.5, 60], 'Whitfield mother'],
    ['are not parted by a clip within another', 'Whit', 'field', [-40, 90], 'Whitfield'],
    [
      'of a cell are whole where the one before is cut off at a blank',
      'Margaret ',
      'nothing',
      [0, 60],
      'Margaret nothing',
    ],
  ])('%s', (_, one, other, [from, wide], text) => {
    const left = setText(one, 10, 20);
    const end = Math.max(...left.filter((glyph) => glyph.text.trim() !== '').map(({ box }) => box.x + box.w));
    const right = setText(other, end, 20);
    const [cell, next] = [
      { x: 5, y: 5, w: end - 5, h: 20 },
      { x: end + (from ?? 0), y: 5, w: wide ?? 0, h: 20 },
    ];
    const drawnOf = (glyph: Glyph) => ({ clip: left.includes(glyph) ? cell : next });
    expect(assemble(readGlyphs([...left, ...right], drawnOf).blocks).text).toBe(text);
  });

  it.each([
    ['blanks part words', [setText('one two', 10, 20)], 'one two'],
    ['so do gaps without a blank', [setText('one', 10, 20), setText('two', 28, 20)], 'one two'],
    [
      'narrow blanks part the words of tight lines',
      [setText('Peter', 10, 20), setText('Jefferson', 36.5, 20)],
      'Peter Jefferson',
    ],
    [
      'dots that lead to a number change nothing',
      [
        setText('Peter', 10, 20),
        setText('Doe', 36.8, 20),
        ...[...'......'].map((dot, i) => setText(dot, 60 + 9 * i, 20)),
      ],
      'Peter Doe ......',
    ],
    ['a kern does not', [setText('W', 10, 20), setText('ave', 14, 20)], 'Wave'],
    ['letters set apart stay one word', [...'NOTICE'].map((l, i) => setText(l, 10 + i * 8, 20)), 'NOTICE'],
    ['a hyphen at the end of a line is kept', [setText('case-', 10, 20), setText('worker', 10, 32)], 'case-\nworker'],
    ['a letter drawn twice is one', [setText('bold', 10, 20), setText('bold', 10.4, 20)], 'bold'],
    ['so is its shadow', [setText('bold', 10, 20), setText('bold', 11, 20.6)], 'bold'],
    [
      'twins of squeezed type are two letters',
      [...'Allison'].map((letter, i) => setText(letter, 10 + i * 1.2, 20, { advance: 1.2 })),
      'Allison',
    ],
    ['order of drawing does not matter', [setText('later', 60, 20), setText('first', 30, 20)], 'first later'],
    ['a superscript stays on its line', [setText('note', 10, 20), setText('2', 30.5, 18, { size: 6 })], 'note2'],
  ])('%s', (_, glyphs, expected) => {
    expect(textOf(...glyphs)).toBe(expected);
  });

  it('gives the letters of a ligature its box', () => {
    const glyphs = [...setText('o', 10, 20), ...setText('\ufb03', 15, 20), ...setText('ce', 20, 20)];
    const { words } = assemble(readGlyphs(glyphs).blocks);
    expect(words[0]?.text).toBe('office');
    const { x, y, w, h } = glyphs[1]!.box;
    for (const i of [1, 2, 3]) expect(words[0]?.glyphs.slice(i * 4, i * 4 + 4)).toEqual([x, y, w, h]);
  });

  it('leaves fractions and signs as they are', () => {
    expect(plainLetters('\u00bd \u2026 \uff21 \u00a0')).toBe('\u00bd \u2026 A \u00a0');
  });
});

describe('lines that lean', () => {
  const line = 'The report about Jane Doe was filed in May and read in June by all of the family here';

  it.each([2, 7.4, 17, 17.5, 33, 92.2, 178, 343])('by %d degrees are read whole', (angle) => {
    const [along, down] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    // Letters of one line differ in the last digits of their angle.
    const glyphs = [0, 1].flatMap((row) =>
      setText(line, 300 - 13 * row * down, 300 + 13 * row * along, { angle }).map((glyph, i) => ({
        ...glyph,
        angle: angle + (i % 2) * 1e-6,
      })),
    );
    expect(textOf(glyphs)).toBe(`${line}\n${line}`);
  });

  it('stand apart from level ones', () => {
    expect(textOf(setText('level line of text', 10, 20), setText('a stamp', 10, 90, { angle: 342 }))).toBe(
      'level line of text\n\na stamp',
    );
  });
});

describe('blocks', () => {
  const line = (text: string, row: number, x = 50) => setText(text, x, 100 + row * 12);

  it('parts paragraphs at a gap and at an indent', () => {
    expect(textOf(line('first line of it', 0), line('second line', 1), line('next part', 3))).toBe(
      'first line of it\nsecond line\n\nnext part',
    );
    const indented = textOf(
      line('a full line of text', 0),
      line('that ends here', 1),
      line('begins anew, a long one', 2, 65),
      line('and goes on as before', 3),
    );
    expect(indented).toBe('a full line of text\nthat ends here\n\nbegins anew, a long one\nand goes on as before');
  });

  it('reads columns of prose one after the other', () => {
    const rows = [0, 1, 2, 3, 4, 5];
    const left = rows.flatMap((row) => line('the left column says this', row));
    const right = rows.flatMap((row) => line('but the right one says that', row, 220));
    const text = textOf(line('A title that stands across both of the columns here', -2), left, right);
    expect(text.indexOf('but the')).toBeGreaterThan(text.lastIndexOf('the left'));
    expect(text.startsWith('A title')).toBe(true);
  });

  it('reads a form row by row, a wrapped cell together', () => {
    const text = textOf(
      line('Child', 0),
      line('R. Samplewood, the', 0, 200),
      line('2024', 0, 400),
      line('older of two', 1, 200),
      line('Mother', 3),
      line('T. Samplewood', 3, 200),
      line('2025', 3, 400),
    );
    expect(text.split('\n\n')).toEqual([
      'Child',
      'R. Samplewood, the\nolder of two',
      '2024',
      'Mother',
      'T. Samplewood',
      '2025',
    ]);
  });

  it.each([
    [0, 0],
    [90, 270],
    [180, 180],
    [270, 90],
  ])('text that runs at %i degrees asks for a turn of %i', (angle, turn) => {
    const glyphs = [...setText('upright', 300, 300, { angle }), ...setText('margin', 100, 100, { angle: 45 })];
    const read = readGlyphs(glyphs);
    expect(read.turn).toBe(turn);
    expect(assemble(read.blocks).text).toBe('upright\n\nmargin');
  });
});

it('words stand in the text where they say, with one box a letter', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9.,-]{1,12}$/);
  const placed = fc.record({ text: word, x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 20, max: 780 }) });
  fc.assert(
    fc.property(fc.array(placed, { maxLength: 25 }), (runs) => {
      const { text, words } = assemble(readGlyphs(runs.flatMap((run) => setText(run.text, run.x, run.y))).blocks);
      let end = 0;
      for (const found of words) {
        expect(text.slice(found.start, found.start + found.text.length)).toBe(found.text);
        expect(text.slice(end, found.start)).toMatch(end === 0 ? /^$/ : /^( |\n|\n\n)$/);
        expect(found.glyphs).toHaveLength(found.text.length * 4);
        end = found.start + found.text.length;
      }
      expect(end).toBe(text.length);
    }),
  );
});

describe('lines', () => {
  const tight = [
    setText('first line of it', 10, 100),
    setText('second line of it', 10, 109),
    setText('third line of it', 10, 118),
  ];

  it.each([
    ['a blank of any size', setText(' ', 200, 99, { size: 90 })],
    ['an initial of any height', setText('O', 200, 99, { size: 90 })],
  ])('are not run together by %s', (_, high) => {
    const text = textOf(high, ...tight);
    for (const line of ['first line of it', 'second line of it', 'third line of it']) expect(text).toContain(line);
  });

  it('take in the marks of notes, ordinals and formulas that stand far off their baseline', () => {
    const set = (text: string, x: number, up = 0, size = 10): Glyph[] => setText(text, x, 100 - up, { size });
    const read = (...glyphs: Glyph[][]): string =>
      readGlyphs([...glyphs.flat(), ...setText('and the next line of it all', 72, 112)])
        .blocks.flat()
        .map(({ words }) => words.map(({ text }) => text).join(' '))
        .join('\n')
        .replace('and the next line of it all', '')
        .trim();
    expect(read(set('Jane', 72), set('1', 92, 4.5, 6), set('Doe', 98), set('came here', 118))).toBe(
      'Jane 1 Doe came here',
    );
    expect(read(set('on the 4', 72), set('th', 112, 4.5, 6), set('of July', 122))).toBe('on the 4th of July');
    expect(read(set('H', 72), set('2', 77, -4, 6), set('O is water', 80))).toBe('H2O is water');
    expect(read(set('3', 72, 4.5, 6), set('She is well', 75))).toBe('3 She is well');
  });

  it('keep their raised and lowered figures', () => {
    expect(textOf(setText('water is H', 10, 100), setText('2', 60, 102, { size: 6 }), setText('O', 63, 100))).toContain(
      'H2O',
    );
  });
});
