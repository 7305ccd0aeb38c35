import { type Box, unionBox } from '../model/geometry.ts';
import type { Word } from '../model/page.ts';
import { factsOf, inFull } from './cut-words.ts';
import type { SeamsOfWord } from './seams.ts';

/** A word before its place in the page's text is known. `box` and `glyphs` are in displayed points. */
export interface PlacedWord extends SeamsOfWord {
  readonly text: string;
  readonly box: Box;
  /** One box a UTF-16 unit of `text`: x, y, w, h ... */
  readonly glyphs: readonly number[];
  readonly confidence: number;
  /** Where it stands when the page is read upright: what layout is judged by. */
  readonly upright: Box;
  /** Said by a barcode. */
  readonly code?: true;
  /** What is cut off before and after it, blanks included; `open`: more than the file says. */
  readonly before?: string;
  readonly after?: string;
  readonly open?: true;
}

/** A piece of a line without wide gaps: a cell, a label, or the whole line of a paragraph. */
export interface Segment {
  readonly words: readonly PlacedWord[];
  readonly upright: Box;
  /** Letter size in points. */
  readonly size: number;
}

/** The segment of words that stand side by side, left to right. */
export function segmentOf(words: readonly PlacedWord[], size: number): Segment {
  return { words, upright: unionBox(words.map((word) => word.upright)), size };
}

/** Blocks of lines in reading order as the text of a page and its words, by the rules of PageText. */
export function assemble(blocks: readonly (readonly Segment[])[]): { text: string; words: readonly Word[] } {
  const words: Word[] = [];
  let text = '';
  let line = 0;
  for (const block of blocks) {
    for (const [row, segment] of block.entries()) {
      if (text !== '') text += row === 0 ? '\n\n' : '\n';
      for (const [i, word] of segment.words.flatMap(inFull).entries()) {
        if (i > 0) text += ' ';
        const { text: letters, box, glyphs, confidence, code } = word;
        const said = { ...(code === undefined ? {} : { code }), ...factsOf(word) };
        words.push({ text: letters, start: text.length, box, glyphs, confidence, line, ...said });
        text += letters;
      }
      line += 1;
    }
  }
  return { text, words };
}

/**
 * Cuts the words of one line, left to right, where a gap is wider than two letter sizes,
 * or wide enough to be the gutter between columns that `isGutter` knows.
 */
export function cutAtGaps(
  words: readonly PlacedWord[],
  size: number,
  isGutter: (from: number, to: number) => boolean,
): readonly (readonly PlacedWord[])[] {
  const pieces: PlacedWord[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const word of words) {
    const gap = word.upright.x - end;
    const piece = pieces.at(-1);
    if (piece === undefined || gap > 2 * size || (gap > GUTTER * size && isGutter(end, word.upright.x))) {
      pieces.push([word]);
    } else piece.push(word);
    end = Math.max(end, word.upright.x + word.upright.w);
  }
  return pieces;
}

/** A gap narrower than this many letter sizes is a blank between words, wherever it stands. */
export const GUTTER = 0.8;

/** Letters and digits of a text. */
export function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Has the text a letter or a digit? */
export function hasLetter(text: string): boolean {
  if (isPlainAscii(text)) return /[A-Za-z0-9]/.test(text);
  return /[\p{L}\p{N}]/u.test(text);
}

/** One letter, digit or sign of ASCII, as most glyphs are. */
export function isPlainAscii(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && code >= 0x20 && code <= 0x7e;
}
