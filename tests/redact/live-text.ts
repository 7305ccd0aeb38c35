import { unionBox } from '../../src/model/geometry.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import type { BurnBox, NameLists } from '../../src/model/redacting.ts';
import type { Glyph, PageModel } from '../../src/pdf/page-model.ts';
import { handMade, opened } from '../pdf/samples.ts';
import { burnPhrase } from './pages.ts';

/** Words of a page with live text, from its glyphs: lines by baseline, words by blanks. */
export function wordsOf(model: PageModel): PageText {
  const rows = new Map<number, Glyph[]>();
  for (const glyph of model.glyphs) {
    const key = Math.round(glyph.oy);
    rows.set(key, [...(rows.get(key) ?? []), glyph]);
  }
  const words: Word[] = [];
  let text = '';
  const lines = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row.sort((a, b) => a.ox - b.ox));
  for (const [line, row] of lines.entries()) {
    let open: Glyph[] = [];
    if (line > 0) text += '\n';
    const close = (): void => {
      if (open.length === 0) return;
      if (text !== '' && !text.endsWith('\n')) text += ' ';
      const letters = open.map((glyph) => glyph.text).join('');
      const glyphs = open.flatMap(({ box }) => [box.x, box.y, box.w, box.h]);
      const box = unionBox(open.map((glyph) => glyph.box));
      words.push({ text: letters, start: text.length, box, glyphs, confidence: 1, line });
      text += letters;
      open = [];
    };
    for (const glyph of row) {
      const last = open.at(-1);
      if (glyph.text.trim() === '') close();
      else {
        if (last !== undefined && glyph.ox - last.ox - last.advance > 0.18 * glyph.size) close();
        open.push(glyph);
      }
    }
    close();
  }
  const { number, width, height } = model;
  return {
    ref: { file: 'test.pdf', page: number },
    width,
    height,
    text,
    words,
    readBy: 'text-layer',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
}

/** A letter page of raw content, normalised, with its reading; F1 is Helvetica, F2 Times. */
export async function letter(content: string): Promise<{ bytes: Uint8Array; model: PageModel; text: PageText }> {
  const { bytes, file } = await opened(await handMade(content, undefined, [612, 792]));
  const model = await file.page(1);
  await file.close();
  return { bytes, model, text: wordsOf(model) };
}

/** Boxes over a phrase that hide an identity. */
export function hide(text: PageText, phrase: string, code = 'MIN'): BurnBox[] {
  return burnPhrase(text, phrase, code, 'name').map((box) => ({ ...box, hidesIdentity: true }));
}

const FIRST = 'Aaron Abigail Benjamin Carmen Delia Ezekiel Fiona Gregory Hannah Ignatius Jo Katherine'.split(' ');
const LAST = 'Abbott Baker Castellanos Dunn Eriksson Fay Goldberg Hernandez Iyer Johnson Kim Li'.split(' ');

/** A dictionary of 144 names and a roster of three. */
export const names: NameLists = {
  first: FIRST,
  last: LAST,
  roster: [['Margaret Whitfield', 'Whitfield'], ['Jo Li'], ['Ignatius Castellanos']],
};
