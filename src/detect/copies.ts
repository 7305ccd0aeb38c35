import type { CopyGroup, CopyLink, CopyPair } from '../model/copies.ts';
import type { CaseDocument } from '../model/document.ts';
import { type PageText, pageKey } from '../model/page.ts';
import { align } from './copy-align.ts';
import { candidates, streamOf, type WordStream } from './copy-words.ts';

/** Fewer letters than this in common say too little to call two papers copies. */
const LEAST_LETTERS = 200;

/** Share of the shorter paper that must be found in the other, and of the longer one for both to be one paper. */
const FOUND = 0.7;
const WHOLE = 0.75;

/**
 * Groups of documents that show the same text, whole or one inside the other, and documents that hold a page
 * twice: letter for letter, or as scans and faxes of one another that were read, cut and paged differently. Two
 * months of one form and two letters of one template are none: what they share they share, but names and numbers
 * differ. In the order of the documents.
 */
export function findCopies(documents: readonly CaseDocument[], pages: readonly PageText[]): readonly CopyGroup[] {
  const texts = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const streams = documents.map((document) => streamOf(document, texts)).filter((s) => lettersOf(s) >= LEAST_LETTERS);
  const same = [...Map.groupBy(streams, ({ keys }) => keys.join(' ')).values()];
  const firsts = same.flatMap((group) => group[0] ?? []);
  const pairs = [
    ...same.flatMap(([first, ...others]) => (first === undefined ? [] : others.flatMap((o) => pairOf(first, o) ?? []))),
    ...candidates(firsts).flatMap(([i, j]) => {
      const [a, b] = [firsts[i], firsts[j]];
      return a === undefined || b === undefined ? [] : (pairOf(a, b) ?? []);
    }),
  ];
  return groupsOf(documents, pairs);
}

function lettersOf({ keys }: WordStream): number {
  return keys.reduce((sum, key) => sum + key.length, 0);
}

/** The pair, where the two are copies. */
function pairOf(one: WordStream, other: WordStream): CopyPair | undefined {
  if (one === other) return repeats(one);
  const [a, b] = one.keys.length <= other.keys.length ? [one, other] : [other, one];
  const links: CopyLink[] = [];
  const found = new Set<number>();
  const there = new Set<number>();
  let conflict = 0;
  for (const page of a.pages.keys()) {
    const within = stretchOf(a, page);
    const aligned = align(a, b, within);
    conflict += aligned.conflict;
    for (const [i, j] of aligned.pairs) {
      found.add(i);
      there.add(j);
    }
    links.push(...linksOfPairs(a, b, aligned.pairs));
  }
  const share = found.size / a.keys.length;
  if (share < FOUND || conflict > allowance(a, b, found.size) || filledIn(a, b)) return undefined;
  const extent = there.size >= WHOLE * b.keys.length ? 'whole' : 'part';
  return { a: a.document, b: b.document, extent, links };
}

/** Pages of one document that it shows twice. */
function repeats(stream: WordStream): CopyPair | undefined {
  const links = stream.pages.flatMap((_, page) => {
    const within = stretchOf(stream, page);
    const earlier = { from: 0, to: within.to };
    const words = within.to - within.from;
    const aligned = align(stream, stream, within, earlier);
    const letters = aligned.pairs.reduce((sum, [i]) => sum + (stream.keys[i] ?? '').length, 0);
    const copied =
      letters >= LEAST_LETTERS &&
      aligned.pairs.length >= FOUND * words &&
      aligned.conflict <= allowance(stream, stream, aligned.pairs.length);
    return copied ? linksOfPairs(stream, stream, aligned.pairs) : [];
  });
  if (links.length === 0) return undefined;
  return { a: stream.document, b: stream.document, extent: 'part', links };
}

/** What may differ between copies that were read from pixels: one sure word in forty; of two text layers hardly any. */
function allowance(a: WordStream, b: WordStream, matched: number): number {
  const exact = [a, b].every(({ confidence }) => confidence.every((c) => c === 1));
  return exact ? 2 : Math.max(4, matched / 40);
}

/** Forms that people filled in by hand: the print is the same on every one, and what was written nobody read. */
function filledIn(a: WordStream, b: WordStream): boolean {
  return Math.min(a.handwritten, b.handwritten) > 0.25;
}

function stretchOf({ page }: WordStream, index: number): { readonly from: number; readonly to: number } {
  const from = page.indexOf(index);
  return from < 0 ? { from: 0, to: 0 } : { from, to: page.lastIndexOf(index) + 1 };
}

function linksOfPairs(
  a: WordStream,
  b: WordStream,
  pairs: readonly (readonly [number, number])[],
): readonly CopyLink[] {
  const byPages = Map.groupBy(pairs, ([i, j]) => `${a.page[i]} ${b.page[j]}`);
  return [...byPages.values()].flatMap((own): CopyLink[] => {
    const [i = 0, j = 0] = own[0] ?? [];
    const [from, to] = [a.pages[a.page[i] ?? 0], b.pages[b.page[j] ?? 0]];
    if (from === undefined || to === undefined) return [];
    const runs = own.flatMap(([p, q]) => [a.start[p] ?? 0, a.end[p] ?? 0, b.start[q] ?? 0, b.end[q] ?? 0]);
    return [{ a: from, b: to, runs }];
  });
}

function groupsOf(documents: readonly CaseDocument[], pairs: readonly CopyPair[]): readonly CopyGroup[] {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const order = new Map(documents.map(({ id }, index) => [id, index]));
  const placeOf = (id: string): number => order.get(id) ?? 0;
  for (const { a, b } of pairs) {
    const [p, q] = [rootOf(a), rootOf(b)].sort((x, y) => placeOf(x) - placeOf(y));
    if (p === undefined || q === undefined) continue;
    parent.set(p, p);
    parent.set(q, p);
  }
  return [...Map.groupBy(pairs, ({ a }) => rootOf(a)).values()]
    .map((own): CopyGroup => {
      const members = [...new Set(own.flatMap(({ a, b }) => [a, b]))].sort((x, y) => placeOf(x) - placeOf(y));
      return { documents: members, why: whyOf(members.length, own), pairs: own };
    })
    .sort((x, y) => placeOf(x.documents[0] ?? '') - placeOf(y.documents[0] ?? ''));
}

function whyOf(count: number, pairs: readonly CopyPair[]): string {
  if (count === 1) return 'one paper that shows a page twice: both are treated alike or a person says why not';
  const what = pairs.every(({ extent }) => extent === 'whole')
    ? `${count} papers with the same words`
    : `${count} papers, one of which stands in another`;
  return `${what}: they are treated alike or a person says why not`;
}
