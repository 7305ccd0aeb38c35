import { distance } from 'fastest-levenshtein';
import { type Box, sharedArea } from '../model/geometry.ts';
import { lettersIn, type PlacedWord, type Segment, segmentOf } from './segment.ts';
import { LOST } from './text-layer.ts';

/** How the words of a text layer and those read from the pixels agree, place by place. */
export interface Agreement {
  /** Share of the layer's letters (in words of three and more) that the pixels confirm, 0 to 1. */
  readonly layer: number;
  /** Share of the confidently read letters of the pixels that the layer has at the same place. */
  readonly pixels: number;
}

/** Words alike enough that two readers saw the same letters. */
const ALIKE = 0.6;

/** From this confidence on a word of the pixels counts against the layer. */
const SURE = 0.7;

/**
 * Compares two readings of a page by place; both shares are 1 where there is nothing to compare. Words of `granted` are
 * beyond doubt: they need no second reading, and count as confirmed.
 */
export function compareByPlace(
  layer: readonly PlacedWord[],
  pixels: readonly PlacedWord[],
  granted: readonly PlacedWord[] = [],
): Agreement {
  const known = granted.reduce((sum, { text }) => sum + weight(text), 0);
  const sure = pixels.filter((word) => word.confidence >= SURE);
  return { layer: confirmed(layer, pixels, known), pixels: confirmed(sure, [...layer, ...granted], known) };
}

function confirmed(words: readonly PlacedWord[], others: readonly PlacedWord[], known: number): number {
  let [all, found] = [known, known];
  for (const word of words) {
    const letters = weight(word.text);
    if (letters === 0) continue;
    all += letters;
    if (similarity(word.text, textAt(word.box, others)) >= ALIKE) found += letters;
  }
  return all === 0 ? 1 : found / all;
}

/** Letters of a word that counts: shorter ones agree by chance. */
function weight(text: string): number {
  const letters = lettersIn(text);
  return letters < 3 ? 0 : letters;
}

/** Words of `others` that share much of a place, joined. */
function textAt(box: Box, others: readonly PlacedWord[]): string {
  return wordsAt(box, others)
    .map((word) => word.text)
    .join('');
}

function wordsAt(box: Box, others: readonly PlacedWord[]): readonly PlacedWord[] {
  return others.filter((other) => {
    const shared = sharedArea(box, other.box);
    return shared > 0.3 * Math.min(box.w * box.h, other.box.w * other.box.h);
  });
}

/** 1 for the same letters, 0 for none in common; case, signs and the usual confusions of OCR aside. */
function similarity(a: string, b: string): number {
  const [x, y] = [folded(a), folded(b)];
  if (x === '' || y === '') return 0;
  if (y.includes(x) || x.includes(y))
    return Math.min(1, Math.min(x.length, y.length) / Math.max(1, Math.min(6, x.length)));
  return 1 - distance(x, y) / Math.max(x.length, y.length);
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[0]/g, 'o')
    .replace(/[1il|]/g, 'l')
    .replace(/[5$]/g, 's')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The layer's blocks with letters that its fonts do not tell taken from the pixels; signs nobody knows become bullets.
 * Words of `unsure` that the pixels do not confirm say what those do.
 */
export function fillLost(
  blocks: readonly (readonly Segment[])[],
  pixels: readonly PlacedWord[],
  unsure: ReadonlySet<PlacedWord> = new Set(),
): readonly (readonly Segment[])[] {
  return blocks.map((block) =>
    block.map((segment) =>
      segmentOf(
        segment.words.map((word) => (unsure.has(word) ? correctWord(word, pixels) : fillWord(word, pixels))),
        segment.size,
      ),
    ),
  );
}

function correctWord(word: PlacedWord, pixels: readonly PlacedWord[]): PlacedWord {
  const others = wordsAt(word.box, pixels).toSorted((a, b) => a.box.x - b.box.x);
  const seen = others.map((other) => other.text).join('');
  const confidence = Math.min(1, ...others.map((other) => other.confidence));
  if (lettersIn(seen) === 0 || confidence < SURE || similarity(word.text, seen) >= ALIKE) return fillWord(word, pixels);
  return respelt(word, seen, everywhere(word.box, seen), confidence);
}

function fillWord(word: PlacedWord, pixels: readonly PlacedWord[]): PlacedWord {
  if (!word.text.includes(LOST)) return word;
  const others = wordsAt(word.box, pixels).toSorted((a, b) => a.box.x - b.box.x);
  const seen = others.map((other) => other.text).join('');
  if (seen === '') return { ...word, text: word.text.replaceAll(LOST, '\u2022') };
  const confidence = Math.min(...others.map((other) => other.confidence));
  const parts = [...word.text];
  const pattern = parts
    .map((part) => (part === LOST ? '(.{1,3}?)' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
    .join('');
  const found = new RegExp(`^${pattern}$`, 'u').exec(seen);
  if (found === null) return respelt(word, seen, everywhere(word.box, seen), confidence);
  const letters: { text: string; box: readonly number[] }[] = [];
  let [unit, group] = [0, 0];
  for (const part of parts) {
    const box = word.glyphs.slice(unit * 4, unit * 4 + 4);
    if (part === LOST) group += 1;
    letters.push({ text: part === LOST ? (found[group] ?? '') : part, box });
    unit += part.length;
  }
  const glyphs = letters.flatMap(({ text, box }) => Array.from({ length: text.length }, () => box).flat());
  return respelt(word, letters.map(({ text }) => text).join(''), glyphs, confidence);
}

/** The word with other letters: its seams stood between the old ones. */
function respelt(word: PlacedWord, text: string, glyphs: readonly number[], confidence: number): PlacedWord {
  const { seams: _, joints: __, ...rest } = word;
  return { ...rest, text, glyphs, confidence };
}

/** Every letter of a word whose letters cannot be told apart has the whole word's box. */
function everywhere({ x, y, w, h }: Box, text: string): readonly number[] {
  return Array.from({ length: text.length }, () => [x, y, w, h]).flat();
}
