import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { asPrinted, boxesOfSpan, isCutOff, type PageText } from '../../src/model/page.ts';
import type { Glyph, ShowUse } from '../../src/pdf/page-model.ts';
import { drawnOf } from '../../src/read/drawn.ts';
import { assemble } from '../../src/read/segment.ts';
import { readGlyphs } from '../../src/read/text-layer.ts';
import { readAs } from '../support/read-pages.ts';
import { pageOf, setText } from './glyphs.ts';

const PAGE: Box = { x: 0, y: 0, w: 612, h: 792 };

/** One text operator: letters half an em wide, cut to a box. */
type Show = readonly [text: string, x: number, clip: Box, more?: Partial<Glyph>];

/** The page of some operators, read. */
function read(...shows: readonly Show[]): PageText {
  const glyphs: Glyph[] = [];
  const uses = shows.map(([text, x, clip, more], op): ShowUse => {
    const first = glyphs.length;
    for (const glyph of setText(text, x, 20, { op, ...more })) {
      const { box } = glyph;
      const visible = box.x < clip.x + clip.w && box.x + box.w > clip.x && glyph.tr !== 3;
      glyphs.push({ ...glyph, visible, paint: glyphs.length });
    }
    const still = {
      unit: 0,
      tm: [1, 0, 0, 1, 0, 0],
      ctm: [1, 0, 0, 1, 0, 0],
      charSpace: 0,
      wordSpace: 0,
      rise: 0,
    } as const;
    return { ...still, op, first, count: glyphs.length - first, clip };
  });
  const model = pageOf(glyphs, { shows: uses });
  const shown = glyphs.filter(({ visible }) => visible);
  return { ...readAs('a.pdf', 1, ''), ...assemble(readGlyphs(shown, drawnOf(model)).blocks) };
}

const cell = (x: number, w: number): Box => ({ x, y: 0, w, h: 40 });

describe('text of cells', () => {
  test('goes on where the cell cuts it off, and shows no more than it did', () => {
    const page = read(['Jane Doe', 10, cell(8, 32)], ['mother', 40, cell(40, 60)]);
    expect(page.text).toBe('Jane Doe mother');
    expect(asPrinted(page).words.map(({ text, start }) => [text, start])).toEqual([
      ['Jane', 0],
      ['D', 5],
      ['mother', 9],
    ]);
    const [box] = boxesOfSpan(page, 0, 8);
    expect(box).toMatchObject({ x: 10, w: 30 });
    expect([isCutOff(page, 0, 8), isCutOff(page, 6, 8), isCutOff(page, 9, 15)]).toEqual([false, true, false]);
    expect(boxesOfSpan(page, 6, 8)).toEqual([]);
  });

  test('begins where the cell cuts off its head', () => {
    const page = read(['Jane Doe', 10, cell(22, 60)], ['mother', 90, cell(90, 60)]);
    expect(page.text).toMatch(/^Jane Doe/);
    expect(asPrinted(page).words.map(({ text }) => text)).toEqual(['ne', 'Doe', 'mother']);
  });

  test('holds words that nobody sees, but no more than a name has', () => {
    const long = `Jane Doe ${'said so '.repeat(30)}`;
    const page = read([long, 10, cell(8, 20)], ['mother', 90, cell(90, 60)]);
    expect(page.text).toMatch(/^Jane Doe said so/);
    expect(page.text.length).toBeLessThan(110);
    expect(page.words.find(({ text }) => text === 'Doe')?.shown).toEqual([0, 0]);
  });

  test('is open where the cell cuts through its last letter', () => {
    const page = read(['Jane Do', 10, cell(8, 35)], ['Ann', 50, cell(50, 60)]);
    expect(page.words.filter(({ open }) => open === true).map(({ text }) => text)).toEqual(['Do']);
  });

  test('does not go on in letters that are hidden otherwise', () => {
    const page = read(['Jane ', 10, cell(8, 60)], ['Doe', 35, cell(8, 60), { tr: 3 }], ['x', 90, cell(90, 60)]);
    expect(page.text).not.toMatch(/Doe/);
  });

  test('runs off the page as it does off a cell', () => {
    const glyphs = setText('Jane Doe', 590, 20).map((glyph) => ({ ...glyph, visible: glyph.box.x < PAGE.w }));
    const still = {
      unit: 0,
      op: 0,
      tm: [1, 0, 0, 1, 0, 0],
      ctm: [1, 0, 0, 1, 0, 0],
      charSpace: 0,
      wordSpace: 0,
    } as const;
    const model = pageOf(glyphs, { shows: [{ ...still, rise: 0, first: 0, count: 8, clip: PAGE }] });
    const shown = glyphs.filter(({ visible }) => visible);
    expect(assemble(readGlyphs(shown, drawnOf(model)).blocks).text).toBe('Jane Doe');
  });
});

describe('seams', () => {
  const seams = (...shows: readonly Show[]) => read(...shows).words.map(({ text, seams }) => [text, seams ?? []]);

  test.each<[string, Show, Show, readonly number[]]>([
    ['a hair of space', ['Doe', 10, PAGE], ['mother', 25.3, PAGE], [3]],
    ['another font', ['Doe', 10, PAGE], ['mother', 25, PAGE, { font: 1 }], [3]],
    ['a capital', ['Doe', 10, PAGE], ['Mother', 25, PAGE], [3]],
    ['a digit', ['2011', 10, PAGE], ['Doe', 30, PAGE], [4]],
    ['nothing', ['Whit', 10, PAGE], ['field', 30, PAGE], []],
    ['a first letter set by itself', ['M', 10, PAGE], ['ary', 15.3, PAGE], []],
  ])('%s', (_, one, other, expected) => {
    expect(seams(one, other)).toEqual([[`${one[0]}${other[0]}`, expected]]);
  });
});

test('pieces that nothing tells apart have a joint', () => {
  const [word] = read(['Whit', 10, PAGE], ['field', 30, PAGE]).words;
  expect([word?.seams, word?.joints]).toEqual([undefined, [4]]);
});

describe('text that is drawn over another', () => {
  test('is read in its own order, and so is the other', () => {
    const page = read(['Jane Doe came', 10, PAGE], ['called at noon', 16, PAGE]);
    expect(page.text.split(/\s+/).sort()).toEqual(['Doe', 'Jane', 'at', 'called', 'came', 'noon']);
    expect(page.text).toMatch(/Jane Doe came/);
  });
});

describe('text on curves', () => {
  /** Letters along a circle, each turned by `step` degrees more than the one before. */
  function curve(text: string, step: number): readonly Glyph[] {
    let [x, y, angle] = [100, 300, -60];
    return [...text].flatMap((letter, paint) => {
      const [glyph] = setText(letter, x, y, { angle, paint });
      const turn = (angle * Math.PI) / 180;
      [x, y, angle] = [x + 5.5 * Math.cos(turn), y + 5.5 * Math.sin(turn), angle + step];
      return glyph === undefined ? [] : [glyph];
    });
  }
  const textOf = (glyphs: readonly Glyph[]): string => assemble(readGlyphs(glyphs).blocks).text;

  test('is a block of words behind the rest of the page', () => {
    const all = [...curve('OFFICE OF JANE DOE', 6), ...setText('Home visit', 10, 20)];
    expect(textOf(all)).toBe('Home visit\n\nOFFICE\nOF\nJANE\nDOE');
  });

  test.each([
    ['straight', 0],
    ['straight but for what is rounded', 0.05],
  ])('but not where it is %s', (_, step) => {
    const all = [...curve('JANE DOE', step), ...setText('Home visit of the worker', 10, 20)];
    expect(textOf(all)).toMatch(/^Home visit of the worker\n+JANE DOE$/);
  });
});
