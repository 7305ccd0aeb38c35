import { expect, it } from 'vitest';
import type { OcrEngine } from '../../src/model/ocr.ts';
import type { PageModel } from '../../src/pdf/page-model.ts';
import { readPicture } from '../../src/read/ocr-page.ts';
import { readPage } from '../../src/read/read-page.ts';
import { greyView } from '../../src/read/view.ts';
import { pageOf, setText } from './glyphs.ts';

/** A page that is sure of its first line and whose second is set in a font that does not tell its letters. */
function page(second: string): PageModel {
  const first = setText('The report was made in May by the county and sent to the court in good time', 72, 100);
  const base = pageOf([...first, ...setText(second, 72, 300, { font: 1 })]);
  const [font] = base.fonts;
  if (font === undefined) throw new Error('no font');
  const fonts = [font, { ...font, name: 'F2', unicode: 'unreliable' as const }];
  const reasons = ['a font does not say which letters its glyphs are'];
  return { ...base, fonts, trust: { level: 'geometry-only', reasons } };
}

/** Sees one word in all of any picture, and notes how large the pictures are. */
function seeing(text: string): { readonly engine: OcrEngine; readonly shares: number[] } {
  const shares: number[] = [];
  const recognise: OcrEngine['recognise'] = async ({ width, height, dpi }) => {
    shares.push((width * height) / (8.5 * dpi * (11 * dpi)));
    const box = { x0: 0.3 * height, y0: 0.25 * height, x1: width - 0.3 * height, y1: 0.75 * height };
    return [{ text, box, confidence: 0.95, symbols: [], line: 0, paragraph: 0, block: 0 }];
  };
  return { engine: { name: 'test', recognise }, shares };
}

async function read(second: string, seen: string) {
  const model = page(second);
  const { engine, shares } = seeing(seen);
  const render = (dpi: number) => {
    const [width, height] = [Math.round(8.5 * dpi), Math.round(11 * dpi)];
    const data = new Uint8Array(4 * width * height).fill(255);
    for (const { box } of model.glyphs) {
      const [x, y] = [Math.round((box.x * dpi) / 72), Math.round(((box.y + box.h / 2) * dpi) / 72)];
      for (let at = x; at < x + (box.w * dpi) / 144; at++) data.fill(0, 4 * (y * width + at), 4 * (y * width + at) + 3);
    }
    return { width, height, data, dpi };
  };
  const ref = { file: 'a.pdf', page: 1 };
  return { ...(await readPage({ ref, width: 612, height: 792, model, render, ocr: engine })), shares };
}

it.each([
  ['as the font says', 'Whitfield', 'Whitfield', 'Whitfield'],
  ['other than the font says', 'Xyjugjfme', 'Whitfield', 'Whitfield'],
])('letters that a font does not tell are read where they stand: %s', async (_, says, seen, text) => {
  const made = await read(says, seen);
  expect(made).toMatchObject({ readBy: 'text-layer', treat: 'surgery' });
  expect(made.text).toContain(text);
  expect(made.text).toContain('made in May by the county');
  const word = made.words.find((one) => one.text === text);
  expect(Math.abs((word?.box.y ?? 0) - 295)).toBeLessThan(10);
  expect(Math.max(...made.shares)).toBeLessThan(0.05);
});

it('and the whole page is, where they are most of it', async () => {
  const { readBy, treat, shares } = await read('Xyjugjfme '.repeat(9), 'Whitfield');
  expect({ readBy, treat }).toEqual({ readBy: 'ocr', treat: 'rebuild' });
  expect(Math.max(...shares)).toBeGreaterThan(0.9);
});

it('a page whose text tells how it runs is read once, one of pixels as often as it takes', async () => {
  const ink = new Uint8Array(400 * 400).map((_, i) => (Math.floor(i / 400 / 20) % 2 === 0 && i % 7 < 3 ? 0 : 255));
  const picture = greyView({ width: 400, height: 400, data: ink, dpi: 100 }, { width: 288, height: 288 });
  const calls = async (turn?: number): Promise<number> => {
    let count = 0;
    const recognise: OcrEngine['recognise'] = async () => {
      count += 1;
      const box = { x0: 10, y0: 10, x1: 200, y1: 40 };
      return [{ text: 'doubtful', box, confidence: 0.2, symbols: [], line: 0, paragraph: 0, block: 0 }];
    };
    const read = await readPicture(picture, { name: 'test', recognise }, turn);
    expect(read.turn).toBe(turn ?? 0);
    return count;
  };
  expect(await calls(90)).toBe(1);
  expect(await calls(0)).toBe(1);
  expect(await calls()).toBeGreaterThan(2);
});
