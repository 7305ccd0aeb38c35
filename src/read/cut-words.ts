import type { Word } from '../model/page.ts';
import type { PlacedWord } from './segment.ts';

/** A word as the page's text has it: with the letters that are cut off, of which it shows none. */
export type WholeWord = Omit<PlacedWord, 'before' | 'after'> & Pick<Word, 'shown'>;

/** A word that a cell cuts off in full, and the words after or before it that nobody sees. */
export function inFull(word: PlacedWord): readonly WholeWord[] {
  const { before = '', after = '', ...shown } = word;
  if (before === '' && after === '') return [shown];
  const full = `${before}${shown.text}${after}`;
  const [from, to] = [before.length, before.length + shown.text.length];
  const [head, tail] = [shown.glyphs.slice(0, 4), shown.glyphs.slice(-4)];
  return [...full.matchAll(/\S+/g)].map(({ 0: text, index }): WholeWord => {
    const [first, last] = [Math.max(index, from), Math.min(index + text.length, to)];
    const glyphs: number[] = [];
    for (let i = index; i < index + text.length; i++) {
      if (i < from) glyphs.push(...head);
      else if (i >= to) glyphs.push(...tail);
      else glyphs.push(...shown.glyphs.slice(4 * (i - from), 4 * (i - from + 1)));
    }
    const isSeen = first < last;
    const { seams, joints, open, ...rest } = shown;
    const moved = (places: readonly number[]): readonly number[] => places.map((at) => at + from - index);
    return {
      ...rest,
      text,
      glyphs,
      shown: isSeen ? [first - index, last - index] : [0, 0],
      ...(isSeen ? {} : { box: boxOf(glyphs), upright: boxOf(glyphs) }),
      ...(isSeen && seams !== undefined ? { seams: moved(seams) } : {}),
      ...(isSeen && joints !== undefined ? { joints: moved(joints) } : {}),
      ...(isSeen && open !== undefined ? { open } : {}),
    };
  });
}

function boxOf([x = 0, y = 0, w = 0, h = 0]: readonly number[]): PlacedWord['box'] {
  return { x, y, w, h };
}

/** Dots that stand for the rest of a word: one sign, or two or three stops. */
const DOTS = /(?<=[\p{L}\p{N}])(?:\u2026|\.{2,3})$/u;

/** What the page's text says of a word beyond its letters and places. */
export function factsOf({
  text,
  shown,
  open,
  seams,
  joints,
}: WholeWord): Pick<Word, 'shown' | 'open' | 'seams' | 'joints'> {
  const isOpen = open === true || DOTS.test(text);
  return {
    ...(shown === undefined ? {} : { shown }),
    ...(isOpen ? { open: true } : {}),
    ...(seams === undefined ? {} : { seams }),
    ...(joints === undefined ? {} : { joints }),
  };
}
