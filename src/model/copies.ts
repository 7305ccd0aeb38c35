import type { PageRef } from './page.ts';

/** Two pages that show the same passage. */
export interface CopyLink {
  readonly a: PageRef;
  readonly b: PageRef;
  /** Words that stand for one another, flat and in order of `a`: start and end on `a`, start and end on `b`. */
  readonly runs: readonly number[];
}

/** Two documents, or one that repeats itself (`a` = `b`), that show the same text. */
export interface CopyPair {
  readonly a: string;
  readonly b: string;
  /** whole: each shows nearly all of the other. part: the shorter one is found inside the other. */
  readonly extent: 'whole' | 'part';
  readonly links: readonly CopyLink[];
}

/** Papers of one content: what is done to one must be done to all (domain 3.4, L15). */
export interface CopyGroup {
  readonly documents: readonly string[];
  /** A sentence without text of the pages. */
  readonly why: string;
  readonly pairs: readonly CopyPair[];
}

/** The link seen from the other page. */
export function turned({ a, b, runs }: CopyLink): CopyLink {
  const quads = Array.from({ length: runs.length / 4 }, (_, i) => runs.slice(4 * i, 4 * i + 4));
  const back = quads.map(([as = 0, ae = 0, bs = 0, be = 0]) => [bs, be, as, ae]);
  return { a: b, b: a, runs: back.sort((p, q) => (p[0] ?? 0) - (q[0] ?? 0)).flat() };
}

/** Every link of the groups, in both directions. */
export function linksOf(groups: readonly CopyGroup[]): readonly CopyLink[] {
  return groups.flatMap(({ pairs }) => pairs.flatMap(({ links }) => links.flatMap((link) => [link, turned(link)])));
}

/** Words of a copy that a passage may take more than twice as many of as the passage itself. */
const MOST_EXTRA = 6;

/**
 * The place on page `b` of what stands at [start, end) on page `a`: from the word behind the last one matched
 * before it to the word before the first one matched after it, so that misread words are in it. Undefined
 * where the copy lacks the passage, or nothing near it was matched.
 */
export function placeInCopy(link: CopyLink, start: number, end: number): { start: number; end: number } | undefined {
  const { runs } = link;
  let [before, after, first, last, inside] = [-1, -1, -1, -1, 0];
  for (let i = 0; i < runs.length; i += 4) {
    if ((runs[i + 1] ?? 0) <= start) before = i;
    else if ((runs[i] ?? 0) >= end) {
      after = i;
      break;
    } else {
      if (first < 0) first = i;
      last = i;
      inside += 1;
    }
  }
  if (inside === 0 && (before < 0 || after < 0)) return undefined;
  const begins = first >= 0 && (runs[first] ?? 0) <= start;
  const ends = last >= 0 && (runs[last + 1] ?? 0) >= end;
  const from = begins || before < 0 ? (runs[first + 2] ?? -1) : (runs[before + 3] ?? -1);
  const to = ends || after < 0 ? (runs[last + 3] ?? -1) : (runs[after + 2] ?? -1);
  if (from < 0 || to <= from) return undefined;
  const most = 2 * (end - start) + 8 * MOST_EXTRA;
  if (to - from <= most) return { start: from, end: to };
  // Much more stands there than here: only what was matched is surely the same.
  const [own, close] = [runs[first + 2] ?? -1, runs[last + 3] ?? -1];
  return inside > 0 && close > own ? { start: own, end: close } : undefined;
}
