import type { CaseDocument } from '../model/document.ts';
import { type PageRef, type PageText, pageKey } from '../model/page.ts';

/** The words of a document, over its page breaks; parallel arrays, one entry a word. */
export interface WordStream {
  readonly document: string;
  readonly pages: readonly PageRef[];
  /** The word as it is compared: folded, and without the differences that OCR makes. */
  readonly keys: readonly string[];
  /** Index in `pages`. */
  readonly page: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** 0 to 1: how surely the word was read. */
  readonly confidence: readonly number[];
  /** What a wrong word would mean here: `number`, `name` (a capital) or `plain`. */
  readonly kind: readonly WordKind[];
  /** Share of the page's print that is handwriting nobody read. */
  readonly handwritten: number;
}

export type WordKind = 'number' | 'name' | 'plain';

/** Letters and digits that OCR takes for one another; what differs in nothing else is the same word. */
const CONFUSED: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/0/g, 'o'],
  [/[1l|]/g, 'i'],
  [/5/g, 's'],
];

/** The words of a document in reading order; `pages` holds every page of the matter by key. */
export function streamOf(document: CaseDocument, pages: ReadonlyMap<string, PageText>): WordStream {
  const stream = {
    keys: [] as string[],
    page: [] as number[],
    start: [] as number[],
    end: [] as number[],
    confidence: [] as number[],
    kind: [] as WordKind[],
  };
  let [print, hand] = [0, 0];
  for (const [index, ref] of document.pages.entries()) {
    const page = pages.get(pageKey(ref));
    if (page === undefined) continue;
    for (const word of page.words) {
      print += word.box.w * word.box.h;
      for (const { 0: text, index: at } of word.text.matchAll(/[\p{L}\p{N}]+/gu)) {
        stream.keys.push(keyOf(text));
        stream.page.push(index);
        stream.start.push(word.start + at);
        stream.end.push(word.start + at + text.length);
        stream.confidence.push(word.confidence);
        stream.kind.push(kindOf(text));
      }
    }
    for (const zone of page.zones) if (zone.kind === 'handwriting') hand += zone.box.w * zone.box.h;
  }
  return { document: document.id, pages: document.pages, ...stream, handwritten: hand / Math.max(1, print) };
}

function keyOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return CONFUSED.reduce((key, [from, to]) => key.replace(from, to), plain);
}

function kindOf(text: string): WordKind {
  if (/\p{N}/u.test(text)) return 'number';
  return /^\p{Lu}\p{L}{2}/u.test(text) ? 'name' : 'plain';
}

/** Words in a row that make a shingle. */
export const SHINGLE = 3;

/** Hash of each run of three words (FNV-1a over their letters), one a starting place. */
export function shinglesOf(keys: readonly string[]): Uint32Array {
  const words = Uint32Array.from(keys, hash);
  const out = new Uint32Array(Math.max(0, keys.length - SHINGLE + 1));
  for (let i = 0; i < out.length; i++) {
    let mixed = 0;
    for (let k = 0; k < SHINGLE; k++) mixed = Math.imul(mixed, 0x9e3779b1) ^ (words[i + k] ?? 0);
    out[i] = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0;
  }
  return out;
}

function hash(word: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) value = Math.imul(value ^ word.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Shingles in more documents than this are the words of forms and say nothing. */
const COMMON = 24;

/** Shared shingles below which two documents are not compared, as a number and as a share of the shorter one's. */
const LEAST_SHARED = 6;
const LEAST_SHARE = 0.12;

/** The same within one document: running heads repeat too, and are shorter than this. */
const LEAST_REPEATED = 20;

/**
 * Pairs of indices (a <= b) of streams worth aligning: they share shingles that few others have. An index
 * paired with itself repeats itself on another page. Time grows with the words, not with the pairs.
 */
export function candidates(streams: readonly WordStream[]): readonly (readonly [number, number])[] {
  const sets = streams.map(({ keys, page }) => ownShingles(keys, page));
  const places = postings(sets.map(({ once }) => once));
  const votes = new Map<number, number>();
  const own = new Uint32Array(streams.length);
  for (let from = 0; from < places.length; ) {
    const shingle = Math.floor((places[from] ?? 0) / MOST_STREAMS);
    let to = from + 1;
    while (to < places.length && Math.floor((places[to] ?? 0) / MOST_STREAMS) === shingle) to += 1;
    if (to - from <= COMMON) vote(places.subarray(from, to), streams.length, votes, own);
    from = to;
  }
  const shared = [...votes].flatMap(([pair, count]): readonly (readonly [number, number])[] => {
    const [a, b] = [Math.floor(pair / streams.length), pair % streams.length];
    return count >= Math.max(LEAST_SHARED, LEAST_SHARE * Math.min(own[a] ?? 0, own[b] ?? 0)) ? [[a, b]] : [];
  });
  const repeated = sets.flatMap(({ repeats }, i) => (repeats >= LEAST_REPEATED ? [[i, i] as const] : []));
  return [...shared, ...repeated].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
}

/** The shingles of a stream, each once, and how many of them stand on two pages. */
function ownShingles(
  keys: readonly string[],
  page: readonly number[],
): { readonly once: readonly number[]; readonly repeats: number } {
  const first = new Map<number, number>();
  const repeated = new Set<number>();
  for (const [i, shingle] of shinglesOf(keys).entries()) {
    const at = page[i] ?? 0;
    const before = first.get(shingle);
    if (before === undefined) first.set(shingle, at);
    else if (before !== at) repeated.add(shingle);
  }
  return { once: [...first.keys()], repeats: repeated.size };
}

/** A shingle of 32 bits and the number of its stream of 20 in one number that sorts. */
const MOST_STREAMS = 2 ** 20;

function postings(sets: readonly (readonly number[])[]): Float64Array {
  const all = new Float64Array(sets.reduce((sum, set) => sum + set.length, 0));
  let at = 0;
  for (const [stream, set] of sets.entries()) for (const shingle of set) all[at++] = shingle * MOST_STREAMS + stream;
  return all.sort();
}

function vote(places: Float64Array, count: number, votes: Map<number, number>, own: Uint32Array): void {
  const holders = Array.from(places, (place) => place % MOST_STREAMS);
  for (const [i, a] of holders.entries()) {
    own[a] = (own[a] ?? 0) + 1;
    for (const b of holders.slice(i + 1)) votes.set(a * count + b, (votes.get(a * count + b) ?? 0) + 1);
  }
}
