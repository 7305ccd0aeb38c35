import { type Segment, sharedHeight, sharedWidth } from './text-lines.ts';

/** Edges of the text that a line by itself belongs to. */
export interface Edges {
  readonly left: number;
  readonly right: number;
}

/** Same place, in points. */
const SAME = 1.5;

/** Words in small letters that make a sentence of a line, and words that make a line one of prose. */
const SENTENCE = 3;
const PROSE = 6;

/** Least width of running text, in points and in ems. */
const LEAST = { points: 150, ems: 12 };

/** A bullet or the number of an entry. */
const BULLET = /^(?:[^\p{L}\p{N}]|\(?(?:\d{1,2}|[a-zA-Z])[.)])$/u;

/** How far from its entry a bullet stands at most, in ems. */
const BULLET_GAP = 4;

/** Is this the bullet or number of the entry that the segment begins? */
export function isBulletOf(one: Segment, segment: Segment): boolean {
  const gap = segment.box.x - one.box.x - one.box.w;
  return BULLET.test(one.text) && gap > 0 && gap < BULLET_GAP * segment.size;
}

/**
 * The edges of a sentence that stands as a paragraph of its own: it begins where prose of its page begins, or at a
 * bullet, with nothing else on its line. Undefined for whatever may be a heading, a cell, an address or a signature,
 * and for lines whose start another alignment may have set.
 */
export function loneEdges(segment: Segment, all: readonly Segment[]): Edges | undefined {
  if (!isSentence(segment.text)) return undefined;
  const { box, size } = segment;
  const others = all.filter((one) => one !== segment);
  const beside = others.filter((one) => sharedHeight(one.box, box) > 0.5 * Math.min(size, one.size));
  const bullet = beside.find((one) => isBulletOf(one, segment));
  if (beside.some((one) => one !== bullet)) return undefined;
  const prose = others.filter((one) => one.words >= PROSE && sharedWidth(one.box, box) > 0);
  const margin = prose.filter((one) => Math.abs(one.box.x - box.x) <= SAME && isSentence(`${one.text}.`));
  if (bullet === undefined && margin.length < 2) return undefined;
  // The edge must not depend on the line itself, which what it hides may have made the longest.
  const right = Math.max(0, ...prose.map((one) => one.box.x + one.box.w));
  const width = right - box.x;
  return width < LEAST.points || width < LEAST.ems * size ? undefined : { left: box.x, right };
}

/** Ends like a sentence, and has words in small letters. */
function isSentence(text: string): boolean {
  if (!/[.!?;,:][)\]"'\u2019\u201d]*$/u.test(text)) return false;
  return (text.match(/(?<![\p{L}\p{N}])\p{Ll}[\p{L}'\u2019]*/gu) ?? []).length >= SENTENCE;
}
