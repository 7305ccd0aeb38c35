import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFRef,
} from 'pdf-lib';
import { type Box, sharedArea } from '../model/geometry.ts';
import { partsOf } from '../model/redacting.ts';
import { boxOfPoints, type Matrix, quadOf } from '../pdf/matrix.ts';
import { asArray, asDict, asName, asNumbers, asText, lookUp, refsByObject, resolve } from '../pdf/objects.ts';
import type { Prepared } from './prepared.ts';

/** A page that went out, with what stood in its place. */
export interface PageThatWent {
  readonly node: PDFDict;
  /** Where no link may stand, displayed points. */
  readonly gone: readonly Box[];
  readonly toDisplay: Matrix;
  /** As displayed, in points. */
  readonly height: number;
  /** The page's space is then displayed points, y upwards. */
  readonly isRebuilt: boolean;
}

/** More bookmarks than this are left out. */
const MOST_BOOKMARKS = 20_000;

/**
 * Carries links between kept pages over, and the outline where none of `terms` occurs in it, less the
 * bookmarks with words that no page shows any more: they may name what a box hides. Only rectangles,
 * targets and titles are copied: no actions, names, addresses or contents.
 */
export function addNavigation(
  doc: PDFDocument,
  catalog: PDFDict,
  kept: readonly PageThatWent[],
  copies: readonly PDFDict[],
  terms: readonly string[],
  shown: ReadonlySet<string> = new Set(),
): void {
  const targets = new Targets(doc, kept, copies);
  kept.forEach((page, i) => {
    const links = linksOf(doc.context, page, targets);
    if (links.length > 0) copies[i]?.set(PDFName.of('Annots'), doc.context.obj(links));
  });
  const outline = outlineOf(doc, targets, terms, shown);
  if (outline !== undefined) catalog.set(PDFName.of('Outlines'), outline);
}

/** Finds where a destination of the source leads in the copy. */
class Targets {
  private readonly doc: PDFDocument;
  private readonly kept: readonly PageThatWent[];
  private readonly refs: readonly (PDFRef | undefined)[];

  constructor(doc: PDFDocument, kept: readonly PageThatWent[], copies: readonly PDFDict[]) {
    this.doc = doc;
    this.kept = kept;
    const refs = refsByObject(doc.context);
    this.refs = copies.map((copy) => refs.get(copy));
  }

  /** The destination of a link or bookmark as a new array; undefined where it leaves the kept pages. */
  of(owner: PDFDict): PDFArray | undefined {
    const { context } = this.doc;
    const action = asDict(context, lookUp(owner, 'A'));
    const isGoTo = action !== undefined && asName(context, lookUp(action, 'S')) === 'GoTo';
    const target = lookUp(owner, 'Dest') ?? (isGoTo ? lookUp(action, 'D') : undefined);
    const explicit = this.explicit(target, 0);
    const [page, fit, ...rest] = explicit?.asArray() ?? [];
    const node = asDict(context, page);
    const index = this.kept.findIndex((item) => item.node === node);
    const ref = this.refs[index];
    const source = this.kept[index];
    if (ref === undefined || source === undefined) return undefined;
    // A rebuilt page has other units: its top is good enough.
    const plain = !source.isRebuilt && fit instanceof PDFName && rest.every(isPlace);
    return context.obj(plain ? [ref, fit, ...rest] : [ref, PDFName.of('Fit')]);
  }

  private explicit(target: PDFObject | undefined, depth: number): PDFArray | undefined {
    if (target instanceof PDFArray || depth > 4) return target instanceof PDFArray ? target : undefined;
    const { context } = this.doc;
    if (target instanceof PDFDict) return this.explicit(lookUp(target, 'D'), depth + 1);
    const name = target instanceof PDFName ? target.decodeText() : asText(context, target);
    return name === undefined ? undefined : this.explicit(this.named(name), depth + 1);
  }

  private named(name: string): PDFObject | undefined {
    const { context, catalog } = this.doc;
    const old = asDict(context, lookUp(catalog, 'Dests'));
    const names = asDict(context, lookUp(catalog, 'Names'));
    const tree = names === undefined ? undefined : asDict(context, lookUp(names, 'Dests'));
    return (
      (old === undefined ? undefined : lookUp(old, name)) ?? (tree === undefined ? undefined : inTree(tree, name, 0))
    );
  }
}

function isPlace(item: PDFObject): boolean {
  return item instanceof PDFNumber || item === PDFNull;
}

/** Looks a name up in a name tree (ISO 32000-1, 7.9.6), trusting no Limits. */
function inTree(node: PDFDict, name: string, depth: number): PDFObject | undefined {
  const { context } = node;
  const names = asArray(context, lookUp(node, 'Names'))?.asArray() ?? [];
  for (let i = 0; i + 1 < names.length; i += 2) {
    if (asText(context, names[i]) === name) return resolve(context, names[i + 1]);
  }
  if (depth > 12) return undefined;
  for (const kid of asArray(context, lookUp(node, 'Kids'))?.asArray() ?? []) {
    const child = asDict(context, kid);
    const found = child === undefined ? undefined : inTree(child, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function linksOf(context: PDFContext, page: PageThatWent, targets: Targets): readonly PDFDict[] {
  const links: PDFDict[] = [];
  for (const item of asArray(context, lookUp(page.node, 'Annots'))?.asArray() ?? []) {
    const dict = asDict(context, item);
    if (dict === undefined || asName(context, lookUp(dict, 'Subtype')) !== 'Link') continue;
    const [a, b, c, d] = asNumbers(context, lookUp(dict, 'Rect')) ?? [];
    const target = targets.of(dict);
    if (target === undefined || a === undefined || b === undefined || c === undefined || d === undefined) continue;
    const shown = boxOfPoints(quadOf(page.toDisplay, a, b, c, d));
    if (page.gone.some((box) => sharedArea(box, shown) > 0)) continue;
    const rect = page.isRebuilt ? upright(shown, page.height) : [a, b, c, d];
    links.push(context.obj({ Type: 'Annot', Subtype: 'Link', Rect: rect, Border: [0, 0, 0], Dest: target }));
  }
  return links;
}

function upright(box: Box, height: number): number[] {
  return [box.x, height - box.y - box.h, box.x + box.w, height - box.y];
}

interface Bookmark {
  readonly title: string;
  readonly target: PDFArray | undefined;
  readonly kids: readonly Bookmark[];
}

/** Words of three signs or more that stand on a page, less those that a box meets. */
export function shownWords({ plan, laid }: Pick<Prepared, 'plan' | 'laid'>): readonly string[] {
  const gone = laid.boxes.flatMap((box) => [...partsOf(box), ...(box.covers ?? [])]);
  const words = plan.text.words.filter((word) => !gone.some((box) => sharedArea(box, word.box) > 0));
  return words.flatMap((word) => wordsIn(word.text));
}

/** Has the document bookmarks? */
export function hasOutline(doc: PDFDocument): boolean {
  return asDict(doc.context, lookUp(doc.catalog, 'Outlines')) !== undefined;
}

function wordsIn(text: string): readonly string[] {
  const plain = folded(text.normalize('NFKD').replace(/\p{M}|\u00ad/gu, ''));
  return plain.match(/[\p{L}\p{N}]{3,200}/gu) ?? [];
}

function withoutNewWords(bookmarks: readonly Bookmark[], shown: ReadonlySet<string>): readonly Bookmark[] {
  return bookmarks.flatMap((bookmark) => {
    const kids = withoutNewWords(bookmark.kids, shown);
    return wordsIn(bookmark.title).every((word) => shown.has(word)) ? [{ ...bookmark, kids }] : kids;
  });
}

/** The outline as new objects; undefined where there is none, it is too large, or a title holds a term. */
function outlineOf(
  doc: PDFDocument,
  targets: Targets,
  terms: readonly string[],
  shown: ReadonlySet<string>,
): PDFRef | undefined {
  const root = asDict(doc.context, lookUp(doc.catalog, 'Outlines'));
  if (root === undefined) return undefined;
  const seen = new Set<PDFDict>();
  const bookmarks = bookmarksUnder(root, targets, seen);
  const flat = bookmarks.flatMap(titlesOf).map(folded);
  const hit = terms.map(folded).some((term) => term !== '' && flat.some((title) => title.includes(term)));
  if (hit || flat.length === 0 || seen.size > MOST_BOOKMARKS) return undefined;
  const harmless = withoutNewWords(bookmarks, shown);
  return harmless.length === 0 ? undefined : writeBookmarks(doc.context, harmless, undefined, { Type: 'Outlines' });
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function titlesOf(bookmark: Bookmark): readonly string[] {
  return [bookmark.title, ...bookmark.kids.flatMap(titlesOf)];
}

function bookmarksUnder(parent: PDFDict, targets: Targets, seen: Set<PDFDict>): readonly Bookmark[] {
  const { context } = parent;
  const found: Bookmark[] = [];
  let item = asDict(context, lookUp(parent, 'First'));
  while (item !== undefined && !seen.has(item) && seen.size <= MOST_BOOKMARKS) {
    seen.add(item);
    const title = asText(context, lookUp(item, 'Title')) ?? '';
    found.push({ title, target: targets.of(item), kids: bookmarksUnder(item, targets, seen) });
    item = asDict(context, lookUp(item, 'Next'));
  }
  return found;
}

function writeBookmarks(
  context: PDFContext,
  items: readonly Bookmark[],
  parent: PDFRef | undefined,
  entries: Readonly<Record<string, string>>,
): PDFRef {
  const dict = context.obj({ ...entries });
  const ref = context.register(dict);
  if (parent !== undefined) dict.set(PDFName.of('Parent'), parent);
  const refs = items.map((item) => {
    const kid = writeBookmarks(context, item.kids, ref, {});
    const own = context.lookup(kid, PDFDict);
    own.set(PDFName.of('Title'), PDFHexString.fromText(item.title));
    if (item.target !== undefined) own.set(PDFName.of('Dest'), item.target);
    return kid;
  });
  const [first] = refs;
  const last = refs.at(-1);
  if (first === undefined || last === undefined) return ref;
  dict.set(PDFName.of('First'), first);
  dict.set(PDFName.of('Last'), last);
  dict.set(PDFName.of('Count'), PDFNumber.of(parent === undefined ? refs.length : -refs.length));
  refs.forEach((kid, i) => {
    const own = context.lookup(kid, PDFDict);
    const before = refs[i - 1];
    const after = refs[i + 1];
    if (before !== undefined) own.set(PDFName.of('Prev'), before);
    if (after !== undefined) own.set(PDFName.of('Next'), after);
  });
  return ref;
}
