import { distance } from 'fastest-levenshtein';
import { SHINGLE, shinglesOf, type WordStream } from './copy-words.ts';

/** Words of one stream and the words of another that stand for them, as indices. */
export interface Alignment {
  /** Pairs in order of the first stream. */
  readonly pairs: readonly (readonly [number, number])[];
  /**
   * How far the two say different things: words that both were surely read and differ, names and
   * numbers counting more. What OCR misreads or a copier cuts off counts nothing.
   */
  readonly conflict: number;
}

/** A stretch of a stream, end exclusive. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Runs of matched shingles whose distance differs by more than this many words are not one passage. */
const MOST_SHIFT = 120;

/** A gap longer than this on either side is not searched word by word. */
const MOST_GAP = 60;

/**
 * What the edges may say differently, by weight, and as a share of the words: the line of a fax machine may stand
 * where a line was cut off.
 */
const EDGE = { most: 20, share: 0.08 };

/**
 * Aligns the words `within` of `a` with those of `b` outside `except`: by shingles that occur once in both,
 * then word by word in the gaps, where misread and split words are matched too.
 */
export function align(a: WordStream, b: WordStream, within: Stretch, except?: Stretch): Alignment {
  const anchors = anchorsOf(a, b, within, except);
  const pairs: (readonly [number, number])[] = [];
  let conflict = 0;
  for (const run of runsOf(anchors, within.to - within.from)) {
    const first = run[0];
    const last = run.at(-1);
    if (first === undefined || last === undefined) continue;
    const head = {
      a: { from: within.from, to: first[0] },
      b: { from: Math.max(0, first[1] - MOST_GAP), to: first[1] },
    };
    const own = headGap(a, b, head);
    pairs.push(...own.pairs);
    let edges = own.conflict;
    for (const [i, here] of run.entries()) {
      pairs.push(here);
      const next = run[i + 1];
      if (next === undefined) continue;
      const gap = gapOf(a, b, { from: here[0] + 1, to: next[0] }, { from: here[1] + 1, to: next[1] });
      pairs.push(...gap.pairs);
      conflict += gap.conflict;
    }
    const tail = tailGap(a, b, { from: last[0] + 1, to: within.to }, last[1] + 1);
    pairs.push(...tail.pairs);
    edges += tail.conflict;
    conflict += Math.max(0, edges - Math.min(EDGE.most, EDGE.share * (within.to - within.from)));
  }
  return { pairs: inOrder(pairs), conflict };
}

/** Each word once, in order; where two runs claim a word the first keeps it. */
function inOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const kept = new Map<number, readonly [number, number]>();
  for (const pair of pairs) if (!kept.has(pair[0])) kept.set(pair[0], pair);
  return [...kept.values()].sort((p, q) => p[0] - q[0]);
}

/** Words of shingles that occur once within the stretch and once in `b`, longest rising chain only. */
function anchorsOf(a: WordStream, b: WordStream, within: Stretch, except?: Stretch): [number, number][] {
  const there = onceOf(b, { from: 0, to: b.keys.length }, except);
  const pairs = new Map<number, number>();
  for (const [shingle, at] of onceOf(a, within)) {
    const to = there.get(shingle);
    if (to === undefined || to < 0 || at < 0) continue;
    for (let k = 0; k < SHINGLE; k++) {
      if (a.keys[at + k] !== b.keys[to + k]) break;
      if (!pairs.has(at + k)) pairs.set(at + k, to + k);
    }
  }
  return rising([...pairs].sort((p, q) => p[0] - q[0]));
}

function onceOf({ keys }: WordStream, within: Stretch, except?: Stretch): ReadonlyMap<number, number> {
  const once = new Map<number, number>();
  const own = keys.slice(within.from, within.to);
  for (const [i, shingle] of shinglesOf(own).entries()) {
    const at = within.from + i;
    if (except !== undefined && at + SHINGLE > except.from && at < except.to) continue;
    once.set(shingle, once.has(shingle) ? -1 : at);
  }
  return once;
}

/** The longest chain that rises in both (patience sorting, Fredman 1975). */
function rising(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [i, [, value]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = i;
  }
  const chain: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) chain.push(pair);
  }
  return chain.reverse();
}

/** The chain cut where one side jumps; scraps that match by chance are dropped. */
function runsOf(chain: readonly [number, number][], words: number): readonly (readonly [number, number][])[] {
  const runs: [number, number][][] = [];
  for (const pair of chain) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run === undefined || last === undefined || Math.abs(pair[1] - last[1] - (pair[0] - last[0])) > MOST_SHIFT)
      runs.push([pair]);
    else run.push(pair);
  }
  return runs.filter((run) => run.length >= Math.min(8, Math.max(SHINGLE, words / 3)));
}

function headGap(a: WordStream, b: WordStream, gap: { readonly a: Stretch; readonly b: Stretch }): Alignment {
  const near = { from: Math.max(gap.a.from, gap.a.to - MOST_GAP), to: gap.a.to };
  return edgeOf(a, b, near, gap.b);
}

function tailGap(a: WordStream, b: WordStream, rest: Stretch, from: number): Alignment {
  const near = { from: rest.from, to: Math.min(rest.to, rest.from + MOST_GAP) };
  return edgeOf(a, b, near, { from, to: Math.min(b.keys.length, from + MOST_GAP) });
}

/** Before the first and behind the last matched word a few alike are chance, unless most are. */
function edgeOf(a: WordStream, b: WordStream, left: Stretch, right: Stretch): Alignment {
  const found = gapOf(a, b, left, right);
  const most = found.pairs.length >= 0.5 * Math.min(left.to - left.from, right.to - right.from);
  return most ? found : { pairs: [], conflict: differing(a, left, b, right) };
}

/** Matches what stands between two matched words; what is left over on both sides is said differently. */
function gapOf(a: WordStream, b: WordStream, left: Stretch, right: Stretch): Alignment {
  const [n, m] = [left.to - left.from, right.to - right.from];
  if (n <= 0 || m <= 0) return { pairs: [], conflict: 0 };
  if (n > MOST_GAP || m > MOST_GAP) return { pairs: [], conflict: differing(a, left, b, right) };
  const pairs = closest(a, b, left, right);
  let conflict = 0;
  let [i, j] = [left.from, right.from];
  for (const [x, y] of [...pairs, [left.to, right.to] as const]) {
    const split = joined(a, { from: i, to: x }, b, { from: j, to: y });
    if (!split) conflict += differing(a, { from: i, to: x }, b, { from: j, to: y });
    [i, j] = [x + 1, y + 1];
  }
  return { pairs, conflict };
}

/** The longest common subsequence of two gaps where alike counts as equal. */
function closest(a: WordStream, b: WordStream, left: Stretch, right: Stretch): readonly (readonly [number, number])[] {
  const [n, m] = [left.to - left.from, right.to - right.from];
  const width = m + 1;
  const best = new Float32Array((n + 1) * width);
  const like = (i: number, j: number): number => likeness(a, left.from + i, b, right.from + j);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const both = like(i, j);
      best[i * width + j] = Math.max(
        best[(i + 1) * width + j] ?? 0,
        best[i * width + j + 1] ?? 0,
        both > 0 ? (best[(i + 1) * width + j + 1] ?? 0) + both : 0,
      );
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < n && j < m; ) {
    const here = best[i * width + j] ?? 0;
    const both = like(i, j);
    if (both > 0 && Math.abs((best[(i + 1) * width + j + 1] ?? 0) + both - here) < 1e-4) {
      pairs.push([left.from + i++, right.from + j++]);
    } else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Below this, OCR is no longer sure of a word. */
const SURE = 0.85;

/** 1 for the same word, less for one that may be a misreading of the other, 0 for another word. */
function likeness(a: WordStream, i: number, b: WordStream, j: number): number {
  const [p, q] = [a.keys[i] ?? '', b.keys[j] ?? ''];
  if (p === q) return 1;
  const long = Math.max(p.length, q.length);
  if (long < 4) return 0;
  const apart = distance(p, q) / long;
  const numbers = a.kind[i] === 'number' && b.kind[j] === 'number';
  const sure = Math.min(a.confidence[i] ?? 0, b.confidence[j] ?? 0) >= SURE;
  if (numbers && (sure || apart > 0.26)) return 0;
  return apart <= 0.34 ? 1 - apart : 0;
}

/** Do the words of both stretches give the same letters, parted otherwise? */
function joined(a: WordStream, left: Stretch, b: WordStream, right: Stretch): boolean {
  if (left.from >= left.to || right.from >= right.to) return true;
  const [p, q] = [a.keys.slice(left.from, left.to).join(''), b.keys.slice(right.from, right.to).join('')];
  return distance(p, q) <= 0.25 * Math.max(p.length, q.length);
}

const WEIGHT = { number: 3, name: 2, plain: 1 } as const;

/** What two stretches say differently: the surely read words that stand against one another, by weight. */
function differing(a: WordStream, left: Stretch, b: WordStream, right: Stretch): number {
  const [p, q] = [weights(a, left), weights(b, right)];
  const count = Math.min(p.length, q.length);
  const sum = (all: readonly number[]): number => all.slice(0, count).reduce((total, one) => total + one, 0);
  return Math.min(sum(p), sum(q));
}

function weights(stream: WordStream, { from, to }: Stretch): readonly number[] {
  const found: number[] = [];
  for (let i = from; i < to; i++) {
    if ((stream.confidence[i] ?? 0) < SURE || (stream.keys[i] ?? '').length < 2) continue;
    found.push(WEIGHT[stream.kind[i] ?? 'plain']);
  }
  return found.sort((x, y) => y - x);
}
