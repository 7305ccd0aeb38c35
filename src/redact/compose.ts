import { type PDFContext, type PDFDict, PDFName } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { glyphBox } from '../model/page.ts';
import {
  type GapCount,
  type PageOutcome,
  type PagePlan,
  type PaintedBox,
  partsOf,
  type RedactedPdf,
  type RespacedWords,
} from '../model/redacting.ts';
import type { PdfFile } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { openRenderer, type Renderer } from '../pdf/render.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';
import { isUnder } from './box-layout.ts';
import { CleanCopier } from './clean-copy.ts';
import { FontBook } from './font-book.ts';
import { addNavigation } from './navigation.ts';
import { spokenLabel } from './overlay.ts';
import { pageInPlace } from './page-in-place.ts';
import { rasterPage } from './raster-page.ts';
import type { RelaidLine } from './relay.ts';
import { type BoxTag, readStructure, type Structure, type TaggedPage, writeStructure } from './structure.ts';
import { CannotCut } from './surgeon-types.ts';

/** A page that was decided on: edited in place where `rebuild` is absent. */
export interface Prepared {
  readonly plan: PagePlan;
  readonly model: PageModel;
  readonly node: PDFDict;
  readonly removed: number;
  readonly images: number;
  /** Boxes as painted, with what was done about their width. */
  laid: Laid;
  /** The same for the page when it is rebuilt. */
  readonly rebuilt: () => Laid;
  /** Where letters were cut that the page did not show. */
  readonly unseen: readonly Box[];
  /** On a tagged page, by painted box: the MCID of what it took, where that had one. */
  readonly taken: readonly (number | undefined)[];
  rebuild: string | undefined;
}

export interface Laid {
  readonly boxes: readonly PaintedBox[];
  readonly gaps: readonly GapCount[];
  readonly lines: readonly RelaidLine[];
  /** What the page says of them, where there are any. */
  readonly words?: RespacedWords;
}

/** PDFium is started only where a page is rebuilt. */
export class LazyRenderer {
  private readonly source: Uint8Array;
  private opened: Renderer | undefined;

  constructor(source: Uint8Array) {
    this.source = source;
  }

  async open(): Promise<Renderer> {
    this.opened ??= await openRenderer(this.source);
    return this.opened;
  }

  close(): void {
    this.opened?.close();
  }
}

/** Copies or rebuilds every page and writes the file; marks those that cannot be copied for rebuilding. */
export async function compose(
  file: PdfFile,
  prepared: readonly Prepared[],
  lazy: LazyRenderer,
  options: { readonly scope: 'file' | 'production'; readonly terms: readonly string[] },
): Promise<RedactedPdf> {
  const { context } = file.doc;
  const structure = readStructure(file.doc);
  const copied = copyPages(context, prepared, structure);
  const { copier, fonts, copies } = copied;
  const pages: PDFDict[] = [];
  for (const page of prepared) {
    const made = copies.get(page);
    if (made !== undefined) pages.push(made.copy);
    else pages.push(rasterPage(context, fonts, page.plan, page.laid.boxes, (await lazy.open()).render));
  }
  fonts.finish();
  copier.usage.finish();
  const catalog = pageTree(context, pages);
  if (options.scope === 'file') addNavigation(file.doc, catalog, prepared, pages, options.terms);
  if (structure !== undefined && copied.isTagged)
    writeStructure(context, catalog, structure, taggedPages(prepared, pages, copied));
  const why = structure === undefined || copied.isTagged ? undefined : whyUntagged(prepared);
  const tags =
    structure === undefined ? {} : { tags: { kept: copied.isTagged, ...(why === undefined ? {} : { why }) } };
  return { bytes: writeFreshPdf(context, catalog), pages: prepared.map(outcomeOf), ...tags };
}

interface Copied {
  readonly copier: CleanCopier;
  readonly fonts: FontBook;
  readonly copies: ReadonlyMap<Prepared, { readonly copy: PDFDict; readonly kept: ReadonlyMap<number, number> }>;
  readonly isTagged: boolean;
}

/**
 * Copies the pages that are edited in place. Where one cannot be copied it is marked for rebuilding
 * and all start again, so that fonts keep no letter that only the failed page used.
 */
function copyPages(context: PDFContext, prepared: readonly Prepared[], structure: Structure | undefined): Copied {
  for (;;) {
    const copier = new CleanCopier(context);
    const fonts = new FontBook(context);
    const isTagged = structure !== undefined && whyUntagged(prepared) === undefined;
    const copies = new Map<Prepared, { readonly copy: PDFDict; readonly kept: ReadonlyMap<number, number> }>();
    const failed = prepared.find((page) => {
      if (page.rebuild !== undefined) return false;
      try {
        copies.set(page, pageInPlace(copier, fonts, page.node, page.model, page.plan, page.laid, isTagged));
        return false;
      } catch (error) {
        page.rebuild = reasonOf(error);
        // Lines stand on the picture where they stood on the page.
        page.laid = page.rebuilt();
        return true;
      }
    });
    if (failed === undefined) return { copier, fonts, copies, isTagged };
  }
}

/** Why a tagged file cannot stay so: a reader that goes by tags would not find the words of such pages. */
function whyUntagged(prepared: readonly Prepared[]): string | undefined {
  if (prepared.some((page) => page.rebuild !== undefined)) return 'a page was rebuilt from its pixels';
  const isPicture = prepared.some(({ plan }) => plan.text.readBy === 'ocr' && plan.text.words.length > 0);
  return isPicture ? 'the text of a page was read from its picture' : undefined;
}

function taggedPages(prepared: readonly Prepared[], pages: readonly PDFDict[], copied: Copied): readonly TaggedPage[] {
  return prepared.flatMap((page, i) => {
    const copy = pages[i];
    const kept = copied.copies.get(page)?.kept;
    if (copy === undefined || kept === undefined) return [];
    const boxes = page.laid.boxes.map((box, n): BoxTag => {
      const at = page.taken[n];
      return { mcid: kept.size + n, label: spokenLabel(box), ...(at === undefined ? {} : { at }) };
    });
    return [{ node: page.node, copy, kept, boxes }];
  });
}

/** The reason why a page cannot be copied; errors that are no such reason go on. */
function reasonOf(error: unknown): string {
  if (error instanceof CannotCut) return error.message;
  if (error instanceof Error && error.name === 'DecodeError') return 'a stream of the page cannot be decoded';
  throw error;
}

function pageTree(context: PDFContext, pages: readonly PDFDict[]): PDFDict {
  const tree = context.obj({ Type: 'Pages' });
  const parent = context.register(tree);
  const kids = pages.map((page) => {
    page.set(PDFName.of('Parent'), parent);
    return context.register(page);
  });
  tree.set(PDFName.of('Kids'), context.obj(kids));
  tree.set(PDFName.of('Count'), context.obj(kids.length));
  return context.obj({ Type: 'Catalog', Pages: parent });
}

function outcomeOf({ plan, laid, removed, images, rebuild, model }: Prepared): PageOutcome {
  const { page } = plan;
  const { boxes: painted, gaps, lines } = laid;
  const remarks = model.annotations.filter((one) => one.remark === true).length;
  const counted = { ...(gaps.length === 0 ? {} : { gaps }), ...(remarks === 0 ? {} : { remarks }) };
  if (rebuild !== undefined) {
    const glyphsRemoved = lettersUnder(plan, painted);
    const imagesChanged = model.images.length;
    return { page, mode: 'rebuild', why: rebuild, glyphsRemoved, imagesChanged, painted, ...counted };
  }
  if (painted.length === 0 && removed === 0 && images === 0)
    return { page, mode: 'untouched', glyphsRemoved: 0, imagesChanged: 0, ...counted };
  // A scan has no glyphs of its own: the letters that its reading lost are counted.
  const glyphsRemoved = plan.text.readBy === 'ocr' ? lettersUnder(plan, painted) : removed;
  const respaced = lines.length === 0 ? {} : { respaced: true };
  return { page, mode: 'surgery', glyphsRemoved, imagesChanged: images, ...respaced, painted, ...counted };
}

function lettersUnder({ text }: PagePlan, painted: readonly PaintedBox[]): number {
  const boxes = painted.flatMap(partsOf);
  const under = (length: number, box: (i: number) => { x: number; y: number; w: number; h: number }): number =>
    Array.from({ length }, (_, i) => box(i)).filter((glyph) => isUnder(glyph, boxes)).length;
  return text.words.reduce((sum, word) => sum + under(word.text.length, (i) => glyphBox(word, i)), 0);
}
