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
import { openPdf, type PdfFile } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { openRenderer, type Renderer } from '../pdf/render.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';
import { isUnder, layoutBoxes } from './box-layout.ts';
import { CleanCopier } from './clean-copy.ts';
import { FontBook } from './font-book.ts';
import { imageEditor } from './image-editor.ts';
import { addNavigation } from './navigation.ts';
import { codeWidth } from './overlay.ts';
import { pageInPlace, whyRebuild } from './page-in-place.ts';
import { rasterPage } from './raster-page.ts';
import { type RelaidLine, relayPage } from './relay.ts';
import type { RelayOptions } from './relay-count.ts';
import { growBoxes } from './relay-scan.ts';
import { LOOK_DPI, looksSame } from './same-look.ts';
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
  /** The source, open already; it stays open, and its pages are changed. */
  readonly file?: PdfFile;
  /** What is done about the width of gaps that hide an identity; absent: nothing, and nothing is counted. */
  readonly relay?: RelayOptions;
}

/** A page that was decided on: edited in place where `rebuild` is absent. */
interface Prepared {
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
  rebuild: string | undefined;
}

interface Laid {
  readonly boxes: readonly PaintedBox[];
  readonly gaps: readonly GapCount[];
  readonly lines: readonly RelaidLine[];
  /** What the page says of them, where there are any. */
  readonly words?: RespacedWords;
}

/**
 * A new PDF of exactly the planned pages of normalised `source` bytes, in that order (plans may come one by one), without what
 * the boxes cover and without anything else of the source: one revision, the same input gives the
 * same bytes. Pages are edited in place where that is safe and rebuilt from redacted pixels where
 * not. Throws SourceError where the source cannot be read, LeakError where what cannot be parsed
 * would go out, RangeError on a page planned twice or absent.
 */
export async function redactPdf(
  source: Uint8Array,
  plans: readonly PagePlan[] | AsyncIterable<PagePlan>,
  options: RedactOptions = { scope: 'production', terms: [] },
): Promise<RedactedPdf> {
  const file = options.file ?? (await openPdf(source));
  const renderer = new LazyRenderer(source);
  try {
    const prepared: Prepared[] = [];
    const planned = new Set<number>();
    for await (const plan of plans) {
      if (planned.has(plan.page)) throw new RangeError('a page is planned twice');
      planned.add(plan.page);
      prepared.push(await preparePage(file, plan, options.relay));
    }
    return await composeSame(file, prepared, renderer, options);
  } finally {
    renderer.close();
    if (options.file === undefined) await file.close();
  }
}

/** Writes the file; pages that would not look the same are rebuilt after all. */
async function composeSame(
  file: PdfFile,
  prepared: readonly Prepared[],
  renderer: LazyRenderer,
  options: RedactOptions,
): Promise<RedactedPdf> {
  const made = await compose(file, prepared, renderer, options);
  const changed = await changedPages(made.bytes, prepared, renderer);
  if (changed.length === 0) return made;
  for (const page of changed) page.rebuild = 'the page would not look the same without its hidden letters';
  return compose(file, prepared, renderer, options);
}

/** Cuts a page where that is possible and finds out whether it has to be rebuilt. */
async function preparePage(file: PdfFile, plan: PagePlan, relay: RelayOptions | undefined): Promise<Prepared> {
  const model = await file.page(plan.page);
  const node = file.doc.getPage(plan.page - 1).node;
  const asked = layoutBoxes(plan.text, plan.burn);
  const counts = relay !== undefined && asked.some((one) => one.hidesIdentity === true);
  const rebuilt = (): Laid => {
    const { boxes, gaps } = counts ? growBoxes(plan.text, asked, relay) : { boxes: asked, gaps: [] };
    return { boxes, gaps, lines: [] };
  };
  const kept = withoutContent(model, plan);
  const found = { plan, model: kept, node, removed: 0, images: 0, rebuilt, unseen: [] };
  const rebuild = whyRebuild(file.doc, node, model, plan);
  const hidden = plan.text.hidden ?? [];
  if (rebuild !== undefined || (asked.length === 0 && hidden.length === 0))
    return { ...found, laid: rebuilt(), rebuild };
  try {
    const live = counts && plan.text.readBy !== 'ocr';
    const relaid = live ? relayPage(model, asked, relay, (code) => codeWidth(file.doc.context, code)) : undefined;
    const words = relaid !== undefined && relaid.lines.length > 0 ? relay?.words : undefined;
    const laid = relaid === undefined ? rebuilt() : { ...relaid, ...(words === undefined ? {} : { words }) };
    const areas = relaid?.areas ?? laid.boxes.flatMap(partsOf);
    const more = { hidden, ...(relaid === undefined ? {} : { places: relaid.places, grounds: relaid.grounds }) };
    const cut = await cutPage(file.doc, model, areas, imageEditor(file.doc.context), more);
    const images = cut.imagesDropped + cut.imagesEdited;
    const unseen = boxesOf(model, hidden);
    return { ...found, laid, removed: cut.removed.length, images, rebuild, unseen };
  } catch (error) {
    if (!(error instanceof CannotCut)) throw error;
    return { ...found, laid: rebuilt(), rebuild: error.message };
  }
}

function boxesOf({ glyphs }: PageModel, indices: readonly number[]): readonly Box[] {
  return indices.flatMap((index) => glyphs[index]?.box ?? []);
}

/** What later steps need of a page; the rest is large, and all pages are held at once. */
function withoutContent(model: PageModel, plan: PagePlan): PageModel {
  const hidden = new Set(plan.text.hidden);
  const glyphs = plan.text.readBy === 'ocr' ? model.glyphs.filter((_, index) => !hidden.has(index)) : [];
  return { ...model, glyphs, shows: [], paths: [], patterns: [], units: [] };
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

/** Pages whose look changed with the letters that the reader held to be hidden: what can be seen must stay. */
async function changedPages(
  made: Uint8Array,
  prepared: readonly Prepared[],
  source: LazyRenderer,
): Promise<readonly Prepared[]> {
  const cut = prepared.filter((page) => page.rebuild === undefined && page.unseen.length > 0);
  if (cut.length === 0) return [];
  const before = await source.open();
  const after = await openRenderer(made);
  try {
    return cut.filter((page) => {
      const pictures = [
        before.render(page.plan.page, LOOK_DPI),
        after.render(prepared.indexOf(page) + 1, LOOK_DPI),
      ] as const;
      return !looksSame(...pictures, page.unseen, page.laid.boxes.flatMap(partsOf));
    });
  } finally {
    after.close();
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
    else pages.push(rasterPage(context, fonts, page.plan, page.laid.boxes, (await lazy.open()).render));
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
        copies.set(page, pageInPlace(copier, fonts, page.node, page.model, page.plan, page.laid));
        return false;
      } catch (error) {
        page.rebuild = reasonOf(error);
        // Lines stand on the picture where they stood on the page.
        page.laid = page.rebuilt();
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

function outcomeOf({ plan, laid, removed, images, rebuild, model }: Prepared): PageOutcome {
  const { page } = plan;
  const { boxes: painted, gaps, lines } = laid;
  const counted = gaps.length === 0 ? {} : { gaps };
  if (rebuild !== undefined) {
    const glyphsRemoved = lettersUnder(plan, painted);
    const imagesChanged = model.images.length;
    return { page, mode: 'rebuild', why: rebuild, glyphsRemoved, imagesChanged, painted, ...counted };
  }
  if (painted.length === 0 && removed === 0) return { page, mode: 'untouched', glyphsRemoved: 0, imagesChanged: 0 };
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
