import { describe, expect, it } from 'vitest';
import type { Glyph } from '../../src/pdf/page-model.ts';
import { judgeLayer } from '../../src/read/trust-layer.ts';
import { greyView } from '../../src/read/view.ts';
import { pageOf, setText } from './glyphs.ts';

/** The letters held to be hidden where each of `word` is drawn `shades` darker than the paper. */
function hidden(
  word: string,
  shades: readonly number[],
  more: (letter: string) => Partial<Glyph> = () => ({}),
): string {
  const glyphs = setText(word, 72, 100).map((glyph) => ({ ...glyph, ...more(glyph.text) }));
  const page = pageOf(glyphs);
  const look = { width: 612, height: 792, dpi: 72, data: new Uint8Array(612 * 792).fill(255) };
  for (const [i, { box }] of glyphs.entries()) {
    const y = Math.round(box.y + box.h / 2);
    const x = Math.round(box.x + box.w / 2);
    look.data[y * look.width + x] = 255 - (shades[i] ?? 0);
  }
  return judgeLayer(page, greyView(look, page))
    .hidden.map(({ text }) => text)
    .join('');
}

describe('letters in pale colours', () => {
  it('are seen where the thinnest of a word are hardly so', () => {
    expect(hidden('Pluto', [60, 12, 60, 60, 60])).toBe('');
  });

  it('are hidden where they leave no trace', () => {
    expect(hidden('Pluto', [60, 3, 60, 60, 60])).toBe('l');
    expect(hidden('Pluto', [12, 12, 12, 12, 12])).toBe('Pluto');
  });

  it('are judged by themselves where they have another colour or font, or no ink', () => {
    expect(hidden('Pluto', [60, 12, 60, 60, 60], (t) => ({ color: t === 'l' ? '#eeeeee' : '#333333' }))).toBe('l');
    expect(hidden('Pluto', [60, 12, 60, 60, 60], (t) => ({ font: t === 'l' ? 1 : 0 }))).toBe('l');
    expect(hidden('Pluto', [60, 12, 60, 60, 60], (t) => ({ tr: t === 'l' ? 3 : 0 }))).toBe('l');
  });
});

describe('letters under a bar', () => {
  /** Letters of 10 points at a baseline of 100, under a black bar from `top` to `bottom`. */
  const under = (top: number, bottom: number, word = 'Pluto'): string => {
    const page = pageOf(setText(word, 72, 100));
    const data = new Uint8Array(612 * 792).fill(255);
    for (let y = top; y < bottom; y++) data.fill(0, y * 612 + 60, y * 612 + 120);
    return judgeLayer(page, greyView({ width: 612, height: 792, dpi: 72, data }, page))
      .hidden.map(({ text }) => text)
      .join('');
  };

  it('that is lower than the box of its letters are hidden', () => {
    expect(under(90, 104)).toBe('Pluto');
    expect(under(94, 102)).toBe('Pluto');
  });

  it('are not where paper shows between a rule and them', () => {
    expect(under(101, 102)).toBe('');
  });

  /** The same with a bar of `color` in the file, from `left` to `right`, whose edge pixels are half paper. */
  const beside = (left: number, right: number, color: string, word = 'Pluto'): string => {
    const box = { x: left, y: 92, w: right - left, h: 12 };
    const bar = { box, paint: 99, fill: true, stroke: false, clip: false, plain: true, segments: [], color };
    const page = pageOf(setText(word, 72, 100), { paths: [{ ...bar, unit: 0, firstOp: 0, lastOp: 0 }] });
    const data = new Uint8Array(612 * 792).fill(255);
    const [from, to] = [Math.floor(left), Math.ceil(right)];
    for (let y = 92; y < 104; y++) {
      for (let x = from; x < to; x++) data[y * 612 + x] = Math.round(255 * Math.max(0, left - x, x + 1 - right));
    }
    return judgeLayer(page, greyView({ width: 612, height: 792, dpi: 72, data }, page))
      .hidden.map(({ text }) => text)
      .join('');
  };

  it('that ends with them are hidden to the last', () => {
    expect(beside(72.6, 96.4, '#000000')).toBe('Pluto');
    expect(beside(71.4, 97.4, '#000000')).toBe('Pluto');
    expect(beside(72.6, 76.4, '#222222', 'P')).toBe('');
    expect(beside(72.6, 76.9, '#222222', 'P')).toBe('P');
  });

  it('are not where the dark is their own ink on a pale ground', () => {
    expect(beside(72.6, 76.9, '#ffff99', 'I')).toBe('');
  });
});
