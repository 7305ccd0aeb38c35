import { type PDFContext, type PDFDict, PDFName } from 'pdf-lib';
import { glyphBox } from '../model/page.ts';
import type { PageOutcome, PagePlan, PaintedBox, RedactedPdf } from '../model/redacting.ts';
import { openPdf, type PdfFile } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { openRenderer, type Renderer } from '../pdf/render.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';
import { isUnder, layoutBoxes } from './box-layout.ts';
import { CleanCopier } from './clean-copy.ts';
import { FontBook } from './font-book.ts';
import { imageEditor } from './image-editor.ts';
import { addNavigation } from './navigation.ts';
import { pageInPlace, whyRebuild } from './page-in-place.ts';
import { rasterPage } from './raster-page.ts';
import { cutPage } from './surgeon.ts';
import { CannotCut } from './surgeon-types.ts';

/** What of a document may go along with its pages. */
export interface RedactOptions {
  /**
   * production (default): pages only. file: links between kept pages, and the outline where no title
   * and no target holds one of `terms`.
   */
  readonly scope: 'file' | 'production';
  /** What was removed, to be looked for in link targets and titles; any case. */
  readonly terms: readonly string[];
}

/** A page that was decided on: edited in place where `rebuild` is absent. */
interface Prepared {
  readonly plan: PagePlan;
  readonly model: PageModel;
  readonly node: PDFDict;
  readonly boxes: readonly PaintedBox[];
  readonly removed: number;
  readonly images: number;
  rebuild: string | undefined;
}

/**
 * A new PDF of exactly the planned pages of normalised `source` bytes, in that order, without what
 * the boxes cover and without anything else of the source: one revision, the same input gives the
 * same bytes. Pages are edited in place where that is safe and rebuilt from redacted pixels where
 * not. Throws SourceError where the source cannot be read, LeakError where what cannot be parsed
 * would go out, RangeError on a page planned twice or absent.
 */
export async function redactPdf(
  source: Uint8Array,
  plans: readonly PagePlan[],
  options: RedactOptions = { scope: 'production', terms: [] },
): Promise<RedactedPdf> {
  if (new Set(plans.map((plan) => plan.page)).size !== plans.length) throw new RangeError('a page is planned twice');
  const file = await openPdf(source);
  try {
    const prepared: Prepared[] = [];
    for (const plan of plans) prepared.push(await preparePage(file, plan));
    const renderer = new LazyRenderer(source);
    try {
      return await compose(file, prepared, renderer, options);
    } finally {
      renderer.close();
    }
  } finally {
    await file.close();
  }
}

/** Cuts a page where that is possible and finds out whether it has to be rebuilt. */
async function preparePage(file: PdfFile, plan: PagePlan): Promise<Prepared> {
  const model = await file.page(plan.page);
  const node = file.doc.getPage(plan.page - 1).node;
  const boxes = layoutBoxes(plan.text, plan.burn);
  const found = { plan, model: withoutContent(model, plan), node, boxes, removed: 0, images: 0 };
  const rebuild = whyRebuild(file.doc, node, model, plan);
  if (rebuild !== undefined || boxes.length === 0) return { ...found, rebuild };
  try {
    const areas = boxes.map((item) => item.box);
    const cut = await cutPage(file.doc, model, areas, imageEditor(file.doc.context));
    const images = cut.imagesDropped + cut.imagesEdited;
    return { ...found, removed: cut.removed.length, images, rebuild };
  } catch (error) {
    if (!(error instanceof CannotCut)) throw error;
    return { ...found, rebuild: error.message };
  }
}

/** What later steps need of a page; the rest is large, and all pages are held at once. */
function withoutContent(model: PageModel, plan: PagePlan): PageModel {
  const glyphs = plan.text.readBy === 'ocr' ? model.glyphs : [];
  return { ...model, glyphs, paths: [], patterns: [], units: [] };
}

/** PDFium is started only where a page is rebuilt. */
class LazyRenderer {
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

/** Copies or rebuilds every page and writes the file. */
async function compose(
  file: PdfFile,
  prepared: readonly Prepared[],
  lazy: LazyRenderer,
  options: RedactOptions,
): Promise<RedactedPdf> {
  const { context } = file.doc;
  const { copier, fonts, copies } = copyPages(context, prepared);
  const pages: PDFDict[] = [];
  for (const page of prepared) {
    const copy = copies.get(page);
    if (copy !== undefined) pages.push(copy);
    else pages.push(rasterPage(context, fonts, page.plan, page.boxes, (await lazy.open()).render));
  }
  fonts.finish();
  copier.usage.finish();
  const catalog = pageTree(context, pages);
  if (options.scope === 'file') addNavigation(file.doc, catalog, prepared, pages, options.terms);
  return { bytes: writeFreshPdf(context, catalog), pages: prepared.map(outcomeOf) };
}

interface Copied {
  readonly copier: CleanCopier;
  readonly fonts: FontBook;
  readonly copies: ReadonlyMap<Prepared, PDFDict>;
}

/**
 * Copies the pages that are edited in place. Where one cannot be copied it is marked for rebuilding
 * and all start again, so that fonts keep no letter that only the failed page used.
 */
function copyPages(context: PDFContext, prepared: readonly Prepared[]): Copied {
  for (;;) {
    const copier = new CleanCopier(context);
    const fonts = new FontBook(context);
    const copies = new Map<Prepared, PDFDict>();
    const failed = prepared.find((page) => {
      if (page.rebuild !== undefined) return false;
      try {
        copies.set(page, pageInPlace(copier, fonts, page.node, page.model, page.plan, page.boxes));
        return false;
      } catch (error) {
        page.rebuild = reasonOf(error);
        return true;
      }
    });
    if (failed === undefined) return { copier, fonts, copies };
  }
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

function outcomeOf({ plan, boxes, removed, images, rebuild, model }: Prepared): PageOutcome {
  const { page } = plan;
  if (rebuild !== undefined) {
    const glyphsRemoved = lettersUnder(plan);
    return { page, mode: 'rebuild', why: rebuild, glyphsRemoved, imagesChanged: model.images.length, painted: boxes };
  }
  if (boxes.length === 0) return { page, mode: 'untouched', glyphsRemoved: 0, imagesChanged: 0 };
  // A scan has no glyphs of its own: the letters that its reading lost are counted.
  const glyphsRemoved = plan.text.readBy === 'ocr' ? lettersUnder(plan) : removed;
  return { page, mode: 'surgery', glyphsRemoved, imagesChanged: images, painted: boxes };
}

function lettersUnder({ text, burn }: PagePlan): number {
  const asked = burn.map((item) => item.box);
  const under = (length: number, box: (i: number) => { x: number; y: number; w: number; h: number }): number =>
    Array.from({ length }, (_, i) => box(i)).filter((glyph) => isUnder(glyph, asked)).length;
  return text.words.reduce((sum, word) => sum + under(word.text.length, (i) => glyphBox(word, i)), 0);
}
