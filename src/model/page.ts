import type { Box } from './geometry.ts';
import { unionBox } from './geometry.ts';

/** One page of one source: `file` relative to the matter's `files/`, `page` from 1. */
export interface PageRef {
  readonly file: string;
  readonly page: number;
}

/** The name of a page in ids, messages and sort keys: `file#p3`. */
export function pageKey(ref: PageRef): string {
  return `${ref.file}#p${ref.page}`;
}

/** A word of a page. With PageText.text the only type that holds text of the case. */
export interface Word {
  readonly text: string;
  /** Offset of the first UTF-16 unit in PageText.text; the end is start + text.length. */
  readonly start: number;
  readonly box: Box;
  /** One box a UTF-16 unit of `text`, flat: x, y, w, h, x, y, w, h ... in points. */
  readonly glyphs: readonly number[];
  /** 0 to 1; 1 for a text layer that is trusted. */
  readonly confidence: number;
  /** Index of the line on the page, in reading order. */
  readonly line: number;
  /** Said by a barcode that stands at `box`: searched like text, but not printed as letters. */
  readonly code?: true;
  /** Units [from, to) that the page shows, where a cell cuts off the others; those have the boxes of the letters they follow. */
  readonly shown?: readonly [from: number, to: number];
  /** Its end is cut off, by a cell or by dots that stand for it, and the file does not say how it goes on. */
  readonly open?: true;
  /** Units before which the file begins to set another piece of text, right against the one before. */
  readonly seams?: readonly number[];
  /** The same where nothing but the operator changes: most such words are one, set in parts. */
  readonly joints?: readonly number[];
}

export type ZoneKind = 'handwriting' | 'stamp' | 'picture' | 'photograph' | 'low-confidence' | 'barcode' | 'unreadable';

/** An area with ink that nothing could read: an item for a person, never silence. */
export interface Zone {
  readonly box: Box;
  readonly kind: ZoneKind;
  /** A sentence without text of the page. */
  readonly why: string;
}

export type ReadNoteCode =
  | 'hidden-text'
  | 'garbage-text'
  | 'old-ocr-layer'
  | 'turned'
  | 'deskewed'
  | 'repaired'
  | 'engine-disagrees'
  | 'not-read';

/** What the reader has to report of a page; never quotes the page. */
export interface ReadNote {
  readonly code: ReadNoteCode;
  readonly message: string;
  readonly box?: Box;
}

/**
 * A page as read. `text` is the words in reading order: words of a line joined
 * by one blank, lines by "\n", blocks (paragraphs, cells, columns) by "\n\n".
 */
export interface PageText {
  readonly ref: PageRef;
  /** Size as displayed, in points. */
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly words: readonly Word[];
  readonly readBy: 'text-layer' | 'ocr' | 'nothing';
  /** Clockwise quarter turn that brings the page upright: 0 | 90 | 180 | 270. */
  readonly turn: number;
  /**
   * 'surgery': the content may be edited in place. 'rebuild': the text layer or the
   * engine's reading is not to be trusted; what goes out is made of pixels and `words`.
   */
  readonly treat: 'surgery' | 'rebuild';
  /** Glyphs (indices in PageModel.glyphs) that the file has and the page does not show: they are cut out. */
  readonly hidden?: readonly number[];
  readonly zones: readonly Zone[];
  readonly notes: readonly ReadNote[];
}

/** The boxes that cover text offsets [start, end) of a page, one a line (runs of one line merged). */
export function boxesOfSpan(page: PageText, start: number, end: number): readonly Box[] {
  const lines = new Map<number, Box[]>();
  for (const word of page.words) {
    const [first, last] = word.shown ?? [0, word.text.length];
    const from = Math.max(start - word.start, first);
    const to = Math.min(end - word.start, last);
    if (from >= to) continue;
    const line = lines.get(word.line) ?? [];
    for (let i = from; i < to; i++) line.push(glyphBox(word, i));
    lines.set(word.line, line);
  }
  return [...lines.values()].map(unionBox);
}

/** The box of the `index`-th UTF-16 unit of a word. */
export function glyphBox(word: Word, index: number): Box {
  const { glyphs } = word;
  const x = glyphs[index * 4];
  const y = glyphs[index * 4 + 1];
  const w = glyphs[index * 4 + 2];
  const h = glyphs[index * 4 + 3];
  if (x === undefined || y === undefined || w === undefined || h === undefined) return word.box;
  return { x, y, w, h };
}

/** Is all of [start, end) cut off, so that no part of it can be seen on the page? */
export function isCutOff({ words }: PageText, start: number, end: number): boolean {
  let met = false;
  for (const word of words) {
    if (word.start >= end || word.start + word.text.length <= start) continue;
    if (word.shown === undefined) return false;
    met = true;
    if (word.start + word.shown[1] > start && word.start + word.shown[0] < end && word.shown[0] < word.shown[1])
      return false;
  }
  return met;
}

/** The page as printed: without what only its barcodes say, and without letters that are cut off. */
export function asPrinted(page: PageText): PageText {
  return page.words.some(({ code, shown }) => code === true || shown !== undefined)
    ? { ...page, words: page.words.flatMap((word) => (word.code === true ? [] : (printedWord(word) ?? []))) }
    : page;
}

/** What a page shows of a word; undefined where that is nothing. */
export function printedWord(word: Word): Word | undefined {
  const { shown, seams: _, joints: __, ...rest } = word;
  if (shown === undefined) return word;
  const [from, to] = shown;
  if (from >= to) return undefined;
  return {
    ...rest,
    text: word.text.slice(from, to),
    start: word.start + from,
    glyphs: word.glyphs.slice(4 * from, 4 * to),
  };
}

/** Where photographs stand on a page: what may show people is copied into no picture of ours (domain rule 0.8). */
export function photographsOn(pages: readonly PageText[], ref: PageRef): readonly Box[] {
  const page = pages.find((one) => pageKey(one.ref) === pageKey(ref));
  return (page?.zones ?? []).flatMap(({ kind, box }) => (kind === 'photograph' ? [box] : []));
}
