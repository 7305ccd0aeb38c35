import type { Box } from '../model/geometry.ts';
import type { GreyImage, OcrEngine, OcrWord } from '../model/ocr.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';
import { luminance } from './sample.ts';
import { foldLetters, type Sign, type WordSample } from './shown-letters.ts';

/** Every word is drawn with letters of this many pixels, in rows of this height and width. */
const LETTER = 40;
const ROW = 68;
const WIDTH = 1800;
const GAP = 36;

/** A glyph is looked at in three words before it is given up. */
const ROUNDS = 3;

/** Words of one sheet, and sheets of one round, at most. */
const WORDS = 400;
const SHEETS = 10;

/** Words of one font in a round, at most: a font of thousands of signs is none that the engine reads. */
const MOST_OF_FONT = 400;

/** A font of which less than this share was read is given up after the first round. */
const READABLE = 0.1;

/**
 * Draws words of a document side by side, has them read, and confirms the glyphs that look like the letters
 * they are said to be. What is read in one place holds wherever the same glyph of the same font is shown.
 */
export async function confirmLetters(samples: readonly WordSample[], view: PdfiumView, ocr: OcrEngine): Promise<void> {
  const tried = new Set<WordSample>();
  for (let round = 0; round < ROUNDS; round++) {
    const words = pick(samples, tried, round === 0 ? new Set() : unreadable(samples));
    if (words.length === 0) return;
    for (const word of words) tried.add(word);
    for (let from = 0; from < words.length; from += 2 * WORDS) {
      const pair = [words.slice(from, from + WORDS), words.slice(from + WORDS, from + 2 * WORDS)];
      await Promise.all(pair.map((some) => (some.length === 0 ? undefined : confirmSheet(some, view, ocr))));
    }
  }
}

async function confirmSheet(words: readonly WordSample[], view: PdfiumView, ocr: OcrEngine): Promise<void> {
  const sheet = layOut(words, drawAll(words, view));
  const read = readSlots(sheet.slots, await ocr.recognise(sheet.image, { layout: 'block' }));
  for (const [i, word] of words.entries()) confirm(word.signs, [...foldLetters(read[i] ?? '')]);
}

/**
 * Few words that hold every sign which is not confirmed yet: those with many such signs first, of two alike the one
 * that comes first.
 */
function pick(
  samples: readonly WordSample[],
  tried: ReadonlySet<WordSample>,
  without: ReadonlySet<string>,
): readonly WordSample[] {
  const covered = new Set<Sign>();
  const open = (word: WordSample): number =>
    new Set(word.signs.filter((sign) => !sign.confirmed && !covered.has(sign))).size;
  const byGain: WordSample[][] = [];
  const line = (word: WordSample, gain: number): void => {
    byGain[gain] ??= [];
    byGain[gain].push(word);
  };
  for (const word of samples)
    if (!tried.has(word) && !word.signs.some(({ font }) => without.has(font))) line(word, open(word));
  const words: WordSample[] = [];
  const ofFont = new Map<string, number>();
  for (let gain = byGain.length - 1; gain > 0; gain--) {
    // A word that gained less since it was put here waits for its turn among those that gain as little.
    for (const word of byGain[gain] ?? []) {
      const now = open(word);
      if (now < gain) {
        line(word, now);
        continue;
      }
      const font = word.signs[0]?.font ?? '';
      const count = ofFont.get(font) ?? 0;
      if (count >= MOST_OF_FONT || words.length >= WORDS * SHEETS) continue;
      ofFont.set(font, count + 1);
      for (const sign of word.signs) covered.add(sign);
      words.push(word);
    }
  }
  return inOrder(words, samples);
}

/** Words of one page side by side: each page is then drawn for one sheet, or two. */
function inOrder(words: readonly WordSample[], samples: readonly WordSample[]): readonly WordSample[] {
  const picked = new Set(words);
  return samples.filter((word) => picked.has(word));
}

/** Fonts of which hardly a sign was read: letters of another script, symbols, or pictures. */
function unreadable(samples: readonly WordSample[]): ReadonlySet<string> {
  const fonts = Map.groupBy(new Set(samples.flatMap(({ signs }) => signs)), ({ font }) => font);
  return new Set(
    [...fonts].flatMap(([font, signs]) =>
      signs.filter(({ confirmed }) => confirmed).length < READABLE * signs.length ? [font] : [],
    ),
  );
}

function drawAll(words: readonly WordSample[], view: PdfiumView): readonly Picture[] {
  const pages = Map.groupBy(words, (word) => word.page);
  const drawn = new Map<WordSample, Picture>();
  for (const [page, here] of pages) {
    const pictures = view.parts(
      page,
      here.map(({ box, size }) => ({ box: aroundWord(box, size), dpi: (72 * LETTER) / size })),
    );
    for (const [i, word] of here.entries()) {
      const picture = pictures[i];
      if (picture !== undefined) drawn.set(word, picture);
    }
  }
  return words.flatMap((word) => drawn.get(word) ?? []);
}

/** A glyph's box reaches from a fifth of its size under the line to three quarters above; accents and tails stand out. */
function aroundWord({ x, y, w, h }: Box, size: number): Box {
  return { x: x - 0.1 * size, y: y - 0.15 * size, w: w + 0.2 * size, h: h + 0.25 * size };
}

interface Slot {
  readonly row: number;
  readonly x0: number;
  readonly x1: number;
}

function layOut(
  words: readonly WordSample[],
  pictures: readonly Picture[],
): { readonly image: GreyImage; readonly slots: readonly Slot[] } {
  const slots: Slot[] = [];
  let row = 0;
  let x = GAP;
  for (const { width } of pictures) {
    if (x > GAP && x + width + GAP > WIDTH) {
      row += 1;
      x = GAP;
    }
    slots.push({ row, x0: x, x1: Math.min(WIDTH, x + width) });
    x += width + GAP;
  }
  const height = (row + 1) * ROW + GAP;
  const data = new Uint8Array(WIDTH * height).fill(255);
  for (const [i, slot] of slots.entries()) {
    const picture = pictures[i];
    if (picture === undefined || words[i] === undefined) continue;
    const grey = contrasty(picture);
    const top = GAP / 2 + slot.row * ROW;
    for (let y = 0; y < Math.min(picture.height, ROW); y++) {
      const from = y * picture.width;
      data.set(grey.subarray(from, from + slot.x1 - slot.x0), (top + y) * WIDTH + slot.x0);
    }
  }
  return { image: { width: WIDTH, height, data, dpi: 288 }, slots };
}

/** Dark letters on white, whatever the colours of the word. */
function contrasty({ width, height, data }: Picture): Uint8Array {
  const grey = new Uint8Array(width * height);
  let [low, high, sum] = [255, 0, 0];
  for (let i = 0; i < grey.length; i++) {
    const level = luminance(data[4 * i] ?? 0, data[4 * i + 1] ?? 0, data[4 * i + 2] ?? 0);
    grey[i] = level;
    low = Math.min(low, level);
    high = Math.max(high, level);
    sum += level;
  }
  const range = Math.max(1, high - low);
  const isDark = sum / Math.max(1, grey.length) < (low + high) / 2;
  return grey.map((level) => {
    const stretched = ((level - low) * 255) / range;
    return isDark ? 255 - stretched : stretched;
  });
}

/** What was read in each slot. */
function readSlots(slots: readonly Slot[], words: readonly OcrWord[]): readonly string[] {
  const read = slots.map(() => '');
  for (const word of words) {
    const symbols = word.symbols.length > 0 ? word.symbols : [{ text: word.text, box: word.box }];
    for (const { text, box } of symbols) {
      const x = (box.x0 + box.x1) / 2;
      const row = Math.floor(((box.y0 + box.y1) / 2 - GAP / 2) / ROW);
      const at = slots.findIndex((slot) => slot.row === row && x >= slot.x0 - GAP / 2 && x < slot.x1 + GAP / 2);
      if (at >= 0) read[at] += text;
    }
  }
  return read;
}

/** Letters that look alike to an engine, each to one of them. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  ['l1i|j', 'o0q', 's5', 'b8', 'z2', 'g9'].flatMap((set) => [...set].map((letter) => [letter, set[0] ?? letter])),
);

/**
 * Confirms the signs of a word of which all letters stand in what was read, by the cheapest way to turn one
 * into the other; a sign that is no letter is confirmed where no letter was read in its place.
 */
function confirm(signs: readonly Sign[], read: readonly string[]): void {
  const wanted = signs.flatMap((sign) =>
    sign.letters === '' ? [{ sign, letter: '' }] : [...sign.letters].map((letter) => ({ sign, letter })),
  );
  const matched = align(
    wanted.map(({ letter }) => letter),
    read,
  );
  const bad = new Set(wanted.filter((_, i) => matched[i] !== true).map(({ sign }) => sign));
  for (const sign of signs) if (!bad.has(sign)) sign.confirmed = true;
}

/** For each wanted letter: does it stand in `read`? An empty one does where nothing is read in its place. */
function align(wanted: readonly string[], read: readonly string[]): readonly boolean[] {
  const columns = read.length + 1;
  const cost = new Uint16Array((wanted.length + 1) * columns);
  const at = (i: number, j: number): number => cost[i * columns + j] ?? 0;
  const skip = (i: number): number => (wanted[i] === '' ? 0 : 2);
  const pair = (i: number, j: number): number => {
    if (isAlike(wanted[i] ?? '', read[j] ?? '')) return 0;
    return wanted[i] === '' ? 1 : 2;
  };
  for (let i = 0; i <= wanted.length; i++) {
    for (let j = 0; j < columns; j++) {
      const ways = [
        ...(i > 0 ? [at(i - 1, j) + skip(i - 1)] : []),
        ...(j > 0 ? [at(i, j - 1) + 2] : []),
        ...(i > 0 && j > 0 ? [at(i - 1, j - 1) + pair(i - 1, j - 1)] : []),
      ];
      cost[i * columns + j] = ways.length === 0 ? 0 : Math.min(...ways);
    }
  }
  const stands: boolean[] = wanted.map(() => false);
  for (let i = wanted.length, j = read.length; i > 0; ) {
    if (j > 0 && at(i, j) === at(i - 1, j - 1) + pair(i - 1, j - 1)) {
      stands[--i] = pair(i, --j) === 0;
    } else if (at(i, j) === at(i - 1, j) + skip(i - 1)) {
      stands[--i] = wanted[i] === '';
    } else j -= 1;
  }
  return stands;
}

function isAlike(a: string, b: string): boolean {
  return a === b || (a !== '' && (ALIKE.get(a) ?? a) === (ALIKE.get(b) ?? b));
}
