import type { PageText, Word } from '../model/page.ts';

/**
 * The same page with its words in a third of the memory, for pages that wait until the last of their document is
 * cut. They are spread out again when they are asked for; those of the page asked last are kept at hand.
 */
export function leanText(page: PageText): PageText {
  // Words by their places only where the text is made of them.
  if (page.words.some((word) => page.text.slice(word.start, word.start + word.text.length) !== word.text)) return page;
  const { words, ...rest } = page;
  return withWords(rest, pack(words));
}

/** By itself, so that what is kept for later holds on to nothing but its own arguments. */
function withWords(rest: Omit<PageText, 'words'>, packed: Packed): PageText {
  return Object.defineProperty(rest, 'words', { enumerable: true, get: () => unpack(rest.text, packed) }) as PageText;
}

interface Packed {
  /** By word: start, length, line, and how many numbers its letters have. */
  readonly places: Int32Array;
  /** By word: confidence, box; then the boxes of its letters. */
  readonly numbers: Float64Array;
}

function pack(words: readonly Word[]): Packed {
  const places = new Int32Array(4 * words.length);
  const numbers = new Float64Array(words.reduce((sum, word) => sum + 5 + word.glyphs.length, 0));
  let at = 0;
  for (const [i, { text, start, line, confidence, box, glyphs }] of words.entries()) {
    places.set([start, text.length, line, glyphs.length], 4 * i);
    numbers.set([confidence, box.x, box.y, box.w, box.h], at);
    numbers.set(glyphs, at + 5);
    at += 5 + glyphs.length;
  }
  return { places, numbers };
}

let latest: { readonly packed: Packed; readonly words: readonly Word[] } | undefined;

function unpack(text: string, packed: Packed): readonly Word[] {
  if (latest?.packed === packed) return latest.words;
  const { places, numbers } = packed;
  const words: Word[] = [];
  let at = 0;
  for (let i = 0; i < places.length; i += 4) {
    const [start = 0, length = 0, line = 0, count = 0] = places.subarray(i, i + 4);
    const [confidence = 0, x = 0, y = 0, w = 0, h = 0] = numbers.subarray(at, at + 5);
    const glyphs = Array.from(numbers.subarray(at + 5, at + 5 + count));
    at += 5 + count;
    words.push({ text: text.slice(start, start + length), start, box: { x, y, w, h }, glyphs, confidence, line });
  }
  latest = { packed, words };
  return words;
}
