import { describe, expect, test } from 'vitest';
import type { PageText } from '../../src/model/page.ts';
import { leanText } from '../../src/redact/lean-text.ts';

const page: PageText = {
  ref: { file: 'a.pdf', page: 1 },
  width: 612,
  height: 792,
  text: 'Ann\nlives',
  words: [
    { text: 'Ann', start: 0, box: { x: 1.1, y: 2, w: 30, h: 10 }, glyphs: [], confidence: 1, line: 0 },
    {
      text: 'lives',
      start: 4,
      box: { x: 1, y: 20.3, w: 50, h: 10 },
      glyphs: Array.from({ length: 20 }, (_, i) => i / 7),
      confidence: 0.6,
      line: 1,
    },
  ],
  readBy: 'text-layer',
  turn: 0,
  treat: 'surgery',
  zones: [],
  notes: [],
};

describe('leanText', () => {
  test('gives back the page as it was', () => {
    const [one, other] = [leanText(page), leanText({ ...page, text: 'Ann', words: page.words.slice(0, 1) })];
    expect(other.words).toEqual(page.words.slice(0, 1));
    expect(one.words).toEqual(page.words);
    expect({ ...one, treat: 'rebuild' }).toEqual({ ...page, treat: 'rebuild' });
  });

  test('leaves a page alone whose words are not those of its text', () => {
    const odd = { ...page, text: 'Ann leaves' };
    expect(leanText(odd)).toBe(odd);
  });
});
