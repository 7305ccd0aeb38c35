import { createHash } from 'node:crypto';
import { type PDFContext, type PDFDict, PDFName, PDFRef } from 'pdf-lib';
import { glyphBox } from '../model/page.ts';
import { type PageOutcome, type PagePlan, type PaintedBox, partsOf, type RedactedPdf } from '../model/redacting.ts';
import type { PdfFile } from '../pdf/open.ts';
import { openRenderer, type Renderer } from '../pdf/render.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';
import { isUnder } from './box-layout.ts';
import { CleanCopier } from './clean-copy.ts';
import { FontBook } from './font-book.ts';
import { addNavigation, hasOutline, type PageThatWent, shownWords } from './navigation.ts';
import { spokenLabel } from './overlay.ts';
import { pageInPlace } from './page-in-place.ts';
import type { Prepared } from './prepared.ts';
import { rasterPage } from './raster-page.ts';
import { LOOK_DPI, looksSame, rimsOf } from './same-look.ts';
import { type BoxTag, readStructure, type Structure, type TaggedPage, writeStructure } from './structure.ts';
import { CannotCut } from './surgeon-types.ts';
import { dropMarks } from './untag.ts';

/** What of a document goes along with its pages. */
export interface ComposeOptions {
  readonly scope: 'file' | 'production';
  readonly terms: readonly string[];
}

/** The source, for what is needed of it rarely: PDFium is started only where a page is rebuilt. */
export class LazyRenderer {
  private readonly source: Uint8Array;
  private opened: Renderer | undefined;
  private digest: string | undefined;

  constructor(source: Uint8Array) {
    this.source = source;
  }

  async open(): Promise<Renderer> {
    this.opened ??= await openRenderer(this.source);
    return this.opened;
  }

  /** What nobody can tell who has not the source. */
  salt(): string {
    this.digest ??= createHash('sha256').update(this.source).digest('hex');
    return this.digest;
  }

  close(): void {
    this.opened?.close();
  }
}

/** What is kept of a page that is made: little, so that a long file takes no more memory than a short one. */
interface Made {
  readonly copy: PDFDict;
  readonly outcome: PageOutcome;
  readonly went: PageThatWent;
  /** Where the page holds marked content: its numbers, old to new, and the boxes as elements. */
  readonly marks?: { readonly kept: ReadonlyMap<number, number>; readonly boxes: readonly BoxTag[] };
}

/**
 * The document that goes out, in the making: pages are copied or rebuilt one after the other, and marked for
 * rebuilding where they cannot be copied. `finish` once.
 */
export class Composer {
  private readonly file: PdfFile;
  private readonly lazy: LazyRenderer;
  private readonly options: ComposeOptions;
  private readonly copier: CleanCopier;
  private readonly fonts: FontBook;
  private readonly structure: Structure | undefined;
  private readonly made: Made[] = [];
  private readonly shown: Set<string> | undefined;
  private whyUntagged: string | undefined;

  constructor(
    file: PdfFile,
    lazy: LazyRenderer,
    options: ComposeOptions,
    structure: Structure | undefined = readStructure(file.doc),
  ) {
    this.file = file;
    this.lazy = lazy;
    this.options = options;
    this.copier = new CleanCopier(file.doc, () => lazy.salt());
    this.fonts = new FontBook(file.doc.context);
    this.structure = structure;
    this.shown = options.scope === 'file' && hasOutline(file.doc) ? new Set() : undefined;
  }

  /** Adds a page after those that are there. */
  async add(page: Prepared): Promise<void> {
    if (page.rebuild === undefined && page.unseen.length > 0 && !(await this.looksSame(page)))
      refuse(page, 'the page would not look the same without its hidden letters');
    // This page itself may be why the file loses its tags: it was made while it had them.
    const isMarked = this.isTagged;
    const { copy, kept } = this.inPlace(page) ?? { copy: await this.rebuilt(page), kept: undefined };
    // A reader that goes by tags would not find the words of such pages.
    if (page.rebuild !== undefined) this.whyUntagged ??= 'a page was rebuilt from its pixels';
    const { text } = page.plan;
    if (text.readBy === 'ocr' && text.words.length > 0)
      this.whyUntagged ??= 'the text of a page was read from its picture';
    if (this.shown !== undefined) for (const word of shownWords(page)) this.shown.add(word);
    const marks = kept === undefined || !isMarked ? {} : { marks: { kept, boxes: boxTags(page, kept.size) } };
    this.made.push({ copy, outcome: outcomeOf(page), went: wentOf(page), ...marks });
  }

  /** The file of the pages added. */
  finish(): RedactedPdf {
    const { file, options, structure, made } = this;
    const { context } = file.doc;
    this.fonts.finish();
    this.copier.usage.finish(options.terms);
    const pages = made.map(({ copy }) => copy);
    const catalog = pageTree(context, pages);
    const went = made.map((page) => page.went);
    if (options.scope === 'file') addNavigation(file.doc, catalog, went, pages, options.terms, this.shown);
    if (structure !== undefined && this.isTagged) writeStructure(context, catalog, structure, taggedPages(made));
    if (structure !== undefined && !this.isTagged) for (const { copy, marks } of made) if (marks) dropMarks(copy);
    const why = this.whyUntagged === undefined ? {} : { why: this.whyUntagged };
    const tags = structure === undefined ? {} : { tags: { kept: this.isTagged, ...why } };
    return { bytes: writeFreshPdf(context, catalog), pages: made.map(({ outcome }) => outcome), ...tags };
  }

  private get isTagged(): boolean {
    return this.structure !== undefined && this.whyUntagged === undefined;
  }

  /** The page edited in place; undefined, and marked for rebuilding, where it cannot be copied. */
  private inPlace(page: Prepared): ReturnType<typeof pageInPlace> | undefined {
    if (page.rebuild !== undefined) return undefined;
    try {
      const made = pageInPlace(this.copier, this.fonts, page, this.isTagged);
      this.copier.commit();
      return made;
    } catch (error) {
      // Fonts must keep no letter that only this page used.
      this.copier.discard();
      refuse(page, reasonOf(error));
      return undefined;
    }
  }

  private async rebuilt(page: Prepared): Promise<PDFDict> {
    const { render } = await this.lazy.open();
    return rasterPage(this.file.doc.context, this.fonts, page.plan, page.laid.boxes, render);
  }

  /** Does a page look as before without the letters that the reader held to be hidden? What can be seen must stay. */
  private async looksSame(page: Prepared): Promise<boolean> {
    const bytes = this.alone(page);
    // Why it cannot be copied is marked on the page.
    if (bytes === undefined) return true;
    const after = await openRenderer(bytes);
    try {
      const before = await this.lazy.open();
      const pictures = [before.render(page.plan.page, LOOK_DPI), after.render(1, LOOK_DPI)] as const;
      const painted = page.laid.boxes.flatMap(partsOf);
      return looksSame(...pictures, page.unseen, painted, rimsOf(painted, page.model.images));
    } finally {
      after.close();
    }
  }

  /** A file of one page, of which nothing stays in memory; undefined where the page cannot be copied. */
  private alone(page: Prepared): Uint8Array | undefined {
    const { context } = this.file.doc;
    const last = context.largestObjectNumber;
    const trial = new Composer(this.file, this.lazy, { scope: 'production', terms: [] }, this.structure);
    trial.copier.usage.keepOrders();
    const copy = trial.inPlace(page)?.copy;
    try {
      if (copy === undefined) return undefined;
      trial.fonts.finish();
      trial.copier.usage.finish([]);
      return writeFreshPdf(context, pageTree(context, [copy]));
    } finally {
      while (context.largestObjectNumber > last) context.delete(PDFRef.of(context.largestObjectNumber--));
    }
  }
}

/** Marks a page for rebuilding; lines stand on the picture where they stood on the page. */
function refuse(page: Prepared, why: string): void {
  page.rebuild = why;
  page.laid = page.rebuilt();
}

function wentOf({ node, model, laid, rebuild }: Prepared): PageThatWent {
  // A link over a word of a line that was set anew would tell where the word stood.
  const gone = [
    ...laid.boxes.flatMap((box) => [...partsOf(box), ...(box.covers ?? [])]),
    ...laid.lines.map(({ box }) => box),
  ];
  return { node, gone, toDisplay: model.toDisplay, height: model.height, isRebuilt: rebuild !== undefined };
}

function boxTags({ laid, taken }: Prepared, first: number): readonly BoxTag[] {
  return laid.boxes.map((box, n) => {
    const at = taken[n];
    return { mcid: first + n, label: spokenLabel(box), ...(at === undefined ? {} : { at }) };
  });
}

function taggedPages(made: readonly Made[]): readonly TaggedPage[] {
  return made.flatMap(({ copy, went, marks }) => (marks === undefined ? [] : [{ node: went.node, copy, ...marks }]));
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
