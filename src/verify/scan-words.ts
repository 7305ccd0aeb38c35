import type { Box } from '../model/geometry.ts';
import { boxAround, spaced } from './glyph-text.ts';
import { holdsMiddle, type PaintedGlyph, type PaintedPage } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { isFlat, lookAt } from './sample.ts';

/** A glyph that is not seen, and why. */
interface Hidden {
  readonly glyph: PaintedGlyph;
  readonly why: string;
}

const LETTER = /[\p{L}\p{N}]/u;

/** The reading of a scan, cut where some of its words, and not those beside them, stand on nothing that could be read. */
export function apart<T extends Hidden>(
  run: readonly T[],
  page: PaintedPage,
  draw: () => Picture,
): readonly (readonly T[])[] {
  if (run[0]?.why !== 'invisible' || !isOverImage(page, boxAround(run.map(({ glyph }) => glyph.band)))) return [run];
  const groups: { readonly ground: Ground; readonly glyphs: T[] }[] = [];
  for (const word of wordsIn(run)) {
    const ground = groundOf(word, page, draw);
    const last = groups.at(-1);
    if (last?.ground === ground) last.glyphs.push(...word);
    else groups.push({ ground, glyphs: [...word] });
  }
  return groups.map(({ glyphs }) => glyphs);
}

function wordsIn<T extends Hidden>(run: readonly T[]): readonly (readonly T[])[] {
  const words: T[][] = [];
  let before: PaintedGlyph | undefined;
  for (const one of run) {
    const { glyph } = one;
    const joined = before === undefined ? '' : before.text + glyph.text;
    if (before === undefined || before.text.trim() === '' || spaced([before, glyph]) !== joined) words.push([one]);
    else words.at(-1)?.push(one);
    before = glyph;
  }
  return words;
}

type Ground = 'black' | 'blank' | 'ink';

/** What the scan shows where a word is said to stand; short words are too easily beside their ink. */
function groundOf(word: readonly Hidden[], page: PaintedPage, draw: () => Picture): Ground {
  if (word.filter(({ glyph }) => LETTER.test(glyph.text)).length < 3) return 'ink';
  const look = lookAt(draw(), page.width, inner(boxAround(word.map(({ glyph }) => glyph.band))));
  if (!isFlat(look)) return 'ink';
  return look.lightest < 110 ? 'black' : 'blank';
}

/** The middle of a word: an OCR layer stands a letter's breadth off its picture. */
export function inner({ x, y, w, h }: Box): Box {
  return w >= h ? { x: x + 0.15 * w, y, w: 0.7 * w, h } : { x, y: y + 0.15 * h, w, h: 0.7 * h };
}

/** Whether a picture lies there. */
export function isOverImage(page: PaintedPage, band: Box): boolean {
  return page.images.some((image) => !image.layerOff && holdsMiddle(image.box, band));
}
