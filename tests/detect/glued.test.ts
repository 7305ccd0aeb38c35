import { describe, expect, test } from 'vitest';
import { findHits } from '../../src/detect/find-hits.ts';
import { findOpenTerms } from '../../src/detect/find-open-terms.ts';
import { findTerms } from '../../src/detect/find-terms.ts';
import { seamsOf } from '../../src/detect/glued.ts';
import type { Person } from '../../src/model/matter.ts';
import type { PageText } from '../../src/model/page.ts';
import { readAs } from '../support/read-pages.ts';
import { caseOf } from './rules.ts';

/** A page as if read; `|` in a word marks where the file begins another piece of text, `~` where nothing tells it apart, `…` an end that is cut off. */
function pageOf(text: string): PageText {
  const page = readAs('a.pdf', 1, text.replaceAll(/[|~]/g, ''));
  const marked = text.split(/\s+/).filter((word) => word !== '');
  const words = page.words.map((word, i) => {
    const [seams, joints]: [number[], number[]] = [[], []];
    let at = 0;
    for (const sign of marked[i] ?? '') {
      if (sign === '|') seams.push(at);
      else if (sign === '~') joints.push(at);
      else at += 1;
    }
    return {
      ...word,
      ...(seams.length === 0 ? {} : { seams }),
      ...(joints.length === 0 ? {} : { joints }),
      ...(word.text.endsWith('\u2026') ? { open: true as const } : {}),
    };
  });
  return { ...page, words };
}

describe('terms in words that hold more', () => {
  const found = (text: string, term: string): readonly string[] => {
    const page = pageOf(text);
    const options = { joined: true, seams: seamsOf(page) };
    return findTerms(page.text, [term], options).map(({ start, end }) => page.text.slice(start, end));
  };

  test.each([
    ['saw Jane Doe|mother there', 'Jane Doe', 'Jane Doe'],
    ['saw mother|Jane Doe there', 'Jane Doe', 'Jane Doe'],
    ['saw Jane DoeMother there', 'Jane Doe', 'Jane Doe'],
    ['saw WhitfieldMother there', 'Whitfield', 'Whitfield'],
    ['saw motherWhitfield there', 'Whitfield', 'Whitfield'],
    ['born 03/12/2011Jordan', 'Jordan', 'Jordan'],
    ['saw Jordan2011 there', 'Jordan', 'Jordan'],
    ['saw Ann|Mother there', 'Ann', 'Ann'],
    ['saw Jane Doe~mother there', 'Jane Doe', 'Jane Doe'],
    ['saw Whitfield~mother there', 'Whitfield', 'Whitfield'],
    ['saw WHITFIELD|MOTHER there', 'Whitfield', 'WHITFIELD'],
  ])('%j holds %j', (text, term, expected) => {
    expect(found(text, term)).toEqual([expected]);
  });

  test.each([
    ['Marketing', 'Markus'],
    ['Marketing', 'Mark'],
    ['Mark~eting', 'Mark'],
    ['Jane Doe~s', 'Jane Doe'],
    ['the Annual meeting', 'Ann'],
    ['MaryAnn came', 'Ann'],
    ['AnneMarie came', 'Anne'],
    ['Mr. MacDonald came', 'Donald'],
    ['DeShawn came', 'Shawn'],
    ['LaToya came', 'Toya'],
    ['room B2Jo', 'Jo'],
    ['Joanne|Smith', 'Ann'],
    ['the Bo|rdelons', 'Bo'],
    ['the Sand|ra', 'Sand'],
    ['number 12345', '234'],
  ])('%j does not hold %j', (text, term) => {
    expect(found(text, term)).toEqual([]);
  });

  test('without seams known, as in searches of plain strings, words stay whole', () => {
    expect(findTerms('saw WhitfieldMother', ['Whitfield'], { joined: true })).toEqual([]);
  });
});

describe('terms whose end is cut off', () => {
  const found = (text: string, ...terms: string[]): readonly string[] => {
    const page = pageOf(text);
    return findOpenTerms(page, terms).map(({ start, end }) => page.text.slice(start, end));
  };

  test.each([
    ['saw Jane D\u2026 there', 'Jane Doe', 'Jane D'],
    ['saw Jane Ann Whitf\u2026', 'Jane Ann Whitfield', 'Jane Ann Whitf'],
    ['saw Whitfi\u2026', 'Whitfield', 'Whitfi'],
  ])('%j shows part of %j', (text, term, expected) => {
    expect(found(text, term)).toEqual([expected]);
  });

  test.each([
    ['saw Jane D there', 'Jane Doe'],
    ['saw Janet D\u2026 there', 'Jane Doe'],
    ['saw Wh\u2026', 'Whitfield'],
    ['saw Jane\u2026', 'Jane Doe'],
    ['saw White\u2026', 'Whitfield'],
    ['saw Doe\u2026', 'Jane Doe'],
  ])('%j shows no part of %j', (text, term) => {
    expect(found(text, term)).toEqual([]);
  });
});

describe('people', () => {
  const people: readonly Person[] = [
    { name: 'Margaret Quillfeather', aliases: [], role: 'relative', relation: 'third_party' },
    { name: 'MaryAnn DeShawn', aliases: [], role: 'neighbor', relation: 'third_party' },
  ];
  const names = (text: string): readonly string[] => {
    const page = pageOf(text);
    const input = caseOf(page.text, people);
    const ref = input.pages[0]?.ref ?? page.ref;
    const hits = findHits({ ...input, pages: [{ ...page, ref }] }).pages.flatMap((one) => one.hits);
    return hits.filter(({ label }) => label === 'PERSON').map(({ start, end }) => page.text.slice(start, end));
  };

  test.each([
    ['saw Margaret Quillfeather|mother there', 'Margaret Quillfeather'],
    ['saw Margaret QuillfeatherMother there', 'Margaret Quillfeather'],
    ['on 03/12/2011Margaret Quillfeather came', 'Margaret Quillfeather'],
    ['saw QUILLFEATHER|MOTHER there', 'QUILLFEATHER'],
    ['saw Quillfea|ther there', 'Quillfeather'],
    ['saw MaryAnn there', 'MaryAnn'],
    ['saw MaryAnn DeShawn there', 'MaryAnn DeShawn'],
    ['saw Margaret Qu\u2026', 'Margaret Qu'],
    ['saw Quil\u2026', 'Quil'],
    ['I met Otis Vexleyan. Later Vexley\u2026', 'Vexley'],
  ])('%j holds %j', (text, name) => {
    expect(names(text)).toContain(name);
  });

  test.each(['the Market\u2026', 'the quil\u2026', 'form QT2011'])('%j holds nobody', (text) => {
    expect(names(text)).toEqual([]);
  });
});
