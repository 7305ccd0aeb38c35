import type { Box } from '../model/geometry.ts';
import type { PaintedGlyph, PaintedPage } from './painted.ts';

/** A glyph of a font, and whether its picture has been seen to be the letters that the file says it is. */
export interface Sign {
  readonly text: string;
  /** Letters and digits of the text, folded; '' for a sign that is none. */
  readonly letters: string;
  confirmed: boolean;
  /** Words taken to look at it. */
  samples: number;
}

/** A word that is to be looked at, with the glyphs it is made of. */
export interface WordSample {
  readonly page: number;
  readonly box: Box;
  /** Letter size in points. */
  readonly size: number;
  readonly signs: readonly Sign[];
}

/** Words looked at for one sign, at most. */
const SAMPLES = 3;

/** Glyphs of one word stand no farther apart, in letter sizes. */
const APART = 0.15;

/** Longer runs without a blank are no words that an OCR engine reads well. */
const LONGEST = 24;

/** Gathers which glyphs the pages of a document show, and words in which each can be looked at. */
export class ShownLetters {
  readonly samples: WordSample[] = [];
  private readonly fonts = new Map<string, Map<number, Sign[]>>();
  private readonly pages = new Map<number, ReadonlySet<Sign>>();

  /** Takes note of all glyphs of a page. */
  add(page: PaintedPage): void {
    const here = new Set<Sign>();
    let word: PaintedGlyph[] = [];
    for (const glyph of page.glyphs) {
      const last = word.at(-1);
      if (last !== undefined && !follows(last, glyph)) {
        this.word(page.number, word, here);
        word = [];
      }
      word.push(glyph);
    }
    this.word(page.number, word, here);
    this.pages.set(page.number, here);
  }

  /** Are all letters of the page what they are said to be? */
  confirmed(page: number): boolean {
    const signs = this.pages.get(page);
    return signs !== undefined && [...signs].every((sign) => sign.confirmed);
  }

  private word(page: number, glyphs: readonly PaintedGlyph[], here: Set<Sign>): void {
    const [first] = glyphs;
    if (first === undefined) return;
    const signs = glyphs.map((glyph) => this.sign(glyph));
    // A bullet or a dash that stands alone is no letter of a word, whatever it looks like.
    if (signs.length === 1 && signs[0]?.letters === '') return;
    for (const sign of signs) here.add(sign);
    if (signs.length > LONGEST || !signs.some((sign) => sign.samples < SAMPLES) || !glyphs.every(isSeen)) return;
    for (const sign of signs) sign.samples += 1;
    this.samples.push({ page, box: boxAround(glyphs), size: first.size, signs });
  }

  private sign({ fontId, code, text }: PaintedGlyph): Sign {
    let font = this.fonts.get(fontId);
    if (font === undefined) {
      font = new Map();
      this.fonts.set(fontId, font);
    }
    let signs = font.get(code);
    if (signs === undefined) {
      signs = [];
      font.set(code, signs);
    }
    let sign = signs.find((one) => one.text === text);
    if (sign === undefined) {
      sign = { text, letters: foldLetters(text), confirmed: false, samples: 0 };
      signs.push(sign);
    }
    return sign;
  }
}

/** Letters and digits of a text as secrets are searched for: without case, accents and signs. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Does the glyph go on the word that ends in `last`, upright from left to right? */
function follows(last: PaintedGlyph, glyph: PaintedGlyph): boolean {
  const size = Math.max(last.size, glyph.size);
  const apart = glyph.box.x - last.box.x - last.box.w;
  return Math.abs(apart) <= APART * size && Math.abs(glyph.band.y - last.band.y) < 0.2 * size;
}

function isSeen(glyph: PaintedGlyph): boolean {
  return (
    glyph.alpha > 0.5 &&
    glyph.mode !== 3 &&
    glyph.mode !== 7 &&
    !glyph.clipped &&
    !glyph.layerOff &&
    glyph.size >= 5 &&
    glyph.size <= 60
  );
}

function boxAround(glyphs: readonly PaintedGlyph[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box } of glyphs) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.w);
    bottom = Math.max(bottom, box.y + box.h);
  }
  return { x: left, y: top, w: right - left, h: bottom - top };
}
