import type { Box } from '../model/geometry.ts';
import type { PaintedGlyph, PaintedPage } from './painted.ts';

/** A glyph of a font, and whether its picture has been seen to be the letters that the file says it is. */
export interface Sign {
  /** Place in the order in which signs were first seen. */
  readonly id: number;
  /** pdfjs' own name for its font. */
  readonly font: string;
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

/** Where a word stands that holds a glyph nobody has seen to be what it is said to be. */
export interface UnsureWord {
  readonly box: Box;
  /** Letter size in points. */
  readonly size: number;
  /** Its line runs from left to right, or the other way. */
  readonly level: boolean;
}

/** Where a word stands that says what the file says it does. */
export interface SureWord {
  readonly box: Box;
  readonly text: string;
}

/** All words of a page in little room: five numbers and a flag each, and the signs of all of them in a row. */
interface PageWords {
  readonly places: Float32Array;
  readonly ends: Uint32Array;
  readonly signs: Uint32Array;
}

const NUMBERS = 6;

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
  private readonly all: Sign[] = [];
  private readonly pages = new Map<number, PageWords>();

  /** Takes note of all glyphs of a page. */
  add(page: PaintedPage): void {
    const [places, ends, ids]: number[][] = [[], [], []];
    const note = (word: readonly PaintedGlyph[]): void => {
      const found = this.word(page.number, word);
      if (found === undefined) return;
      const { box, size, signs } = found;
      places?.push(box.x, box.y, box.w, box.h, size, word.every(isLevel) ? 1 : 0);
      for (const { id } of signs) ids?.push(id);
      ends?.push(ids?.length ?? 0);
    };
    let word: PaintedGlyph[] = [];
    for (const glyph of page.glyphs) {
      const last = word.at(-1);
      if (last !== undefined && !follows(last, glyph)) {
        note(word);
        word = [];
      }
      word.push(glyph);
    }
    note(word);
    this.pages.set(page.number, {
      places: Float32Array.from(places ?? []),
      ends: Uint32Array.from(ends ?? []),
      signs: Uint32Array.from(ids ?? []),
    });
  }

  /** The words of a page that are not wholly made of letters seen to be what they are said to be. */
  unsure(page: number): readonly UnsureWord[] {
    return [...this.words(page)].flatMap(({ signs, ...word }) => (signs.every(isConfirmed) ? [] : [word]));
  }

  /** The other words of a page, with what they say. */
  sure(page: number): readonly SureWord[] {
    return [...this.words(page)].flatMap(({ signs, box }) =>
      signs.every(isConfirmed) ? [{ box, text: signs.map(({ text }) => text).join('') }] : [],
    );
  }

  private *words(page: number): Generator<UnsureWord & { readonly signs: readonly Sign[] }> {
    const { places, ends, signs } = this.pages.get(page) ?? EMPTY;
    for (let i = 0, from = 0; i < ends.length; from = ends[i++] ?? 0) {
      const [x = 0, y = 0, w = 0, h = 0, size = 0, level] = places.subarray(NUMBERS * i, NUMBERS * (i + 1));
      const here = [...signs.subarray(from, ends[i])].flatMap((id) => this.all[id] ?? []);
      yield { box: { x, y, w, h }, size, level: level === 1, signs: here };
    }
  }

  private word(page: number, glyphs: readonly PaintedGlyph[]): WordSample | undefined {
    const [first] = glyphs;
    if (first === undefined) return undefined;
    const signs = glyphs.map((glyph) => this.sign(glyph));
    // A bullet or a dash that stands alone is no letter of a word, whatever it looks like.
    if (signs.length === 1 && signs[0]?.letters === '') return undefined;
    const word = { page, box: boxAround(glyphs), size: first.size, signs };
    if (signs.length > LONGEST || !signs.some((sign) => sign.samples < SAMPLES) || !glyphs.every(isSeen)) return word;
    for (const sign of signs) sign.samples += 1;
    this.samples.push(word);
    return word;
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
      sign = { id: this.all.length, font: fontId, text, letters: foldLetters(text), confirmed: false, samples: 0 };
      signs.push(sign);
      this.all.push(sign);
    }
    return sign;
  }
}

const EMPTY: PageWords = { places: new Float32Array(), ends: new Uint32Array(), signs: new Uint32Array() };

function isConfirmed({ confirmed }: Sign): boolean {
  return confirmed;
}

/** Does the band in which small letters lie run across the glyph? It is 0.84 of what the glyph takes of its line. */
function isLevel({ box, band }: PaintedGlyph): boolean {
  return band.w >= 0.8 * box.w;
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
