import { type PDFDict, type PDFDocument, type PDFPage, PDFRef } from 'pdf-lib';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { SourceError } from '../errors.ts';
import type { Box } from '../model/geometry.ts';
import { hasRemark } from './flatten.ts';
import { interpretPage, type Run } from './interpret.ts';
import { Letters } from './letters.ts';
import { boxOfPoints, type Matrix, quadOf } from './matrix.ts';
import { asArray, asDict, asName, asNumber, asText, loadDocument, lookUp } from './objects.ts';
import { type OraclePage, readOracle } from './oracle.ts';
import { boxOf, contentOf, frameOf, resourcesOf } from './page-frame.ts';
import type { AnnotationUse, PageModel } from './page-model.ts';
import { openPdfjs } from './pdfjs.ts';
import { ResourceReader } from './resources.ts';
import { Doubts } from './trust.ts';

export { contentOf, resourcesOf };

/** A normalised PDF open for reading. */
export interface PdfFile {
  readonly pageCount: number;
  /** The document as objects; who changes it gets new readings of changed pages. */
  readonly doc: PDFDocument;
  /** Page from 1 as interpreted. Throws RangeError where there is none. */
  page(number: number): Promise<PageModel>;
  close(): Promise<void>;
}

/** Opens normalised bytes. Throws SourceError `damaged` where pdf-lib or pdfjs cannot. */
export async function openPdf(bytes: Uint8Array): Promise<PdfFile> {
  const doc = await loadOrRefuse(bytes);
  const pdfjs = await openPdfjs(bytes, undefined, { pictures: false }).catch((error: unknown) => {
    throw new SourceError('damaged', 'the PDF cannot be read', { cause: error });
  });
  const pages = doc.getPages();
  if (pages.length !== pdfjs.numPages) {
    await pdfjs.loadingTask.destroy();
    throw new SourceError('damaged', 'two readers count different numbers of pages in this PDF');
  }
  const reader = new ResourceReader(doc);
  return {
    pageCount: pages.length,
    doc,
    page: async (number) => {
      const page = pages[number - 1];
      if (page === undefined) throw new RangeError(`there is no page ${number}`);
      return readPage(page, number, reader, await oracleOf(pdfjs, number));
    },
    close: () => pdfjs.loadingTask.destroy(),
  };
}

async function loadOrRefuse(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await loadDocument(bytes);
  } catch (error) {
    throw new SourceError('damaged', 'the objects of the PDF cannot be read', { cause: error });
  }
}

async function oracleOf(pdfjs: PDFDocumentProxy, number: number): Promise<OraclePage | undefined> {
  try {
    return await readOracle(pdfjs, number);
  } catch {
    return undefined;
  }
}

function readPage(page: PDFPage, number: number, reader: ResourceReader, oracle: OraclePage | undefined): PageModel {
  const { node } = page;
  const frame = frameOf(node);
  const doubts = new Doubts();
  const run: Run = {
    reader,
    page: { x: 0, y: 0, w: frame.width, h: frame.height },
    shows: oracle?.shows,
    nextShow: 0,
    doubts,
    letters: new Letters(),
    glyphs: [],
    executed: [],
    fonts: [],
    fontIndex: new Map(),
    images: [],
    paths: [],
    patterns: [],
    units: [],
    paint: 0,
    ops: 0,
  };
  if (oracle === undefined) doubts.untrusted('one of two readers fails on the page');
  else if (!isClose(oracle.width, frame.width) || !isClose(oracle.height, frame.height)) {
    doubts.untrusted('two readers see different page sizes');
  }
  try {
    const { ops, faults } = contentOf(node);
    doubts.faults(faults);
    interpretPage(run, ops, resourcesOf(node), frame.toDisplay);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DecodeError') throw error;
    doubts.untrusted('the content of the page cannot be decoded');
  }
  if (oracle !== undefined && run.nextShow !== oracle.shows.length) doubts.untrusted('two readers see different text');
  const fonts = run.letters.judge(run.fonts, doubts);
  const { glyphs, executed: shows, images, paths, patterns, units } = run;
  const annotations = annotationsOf(node, frame.toDisplay, doubts);
  return {
    number,
    ...frame,
    glyphs,
    shows,
    fonts,
    images,
    paths,
    patterns,
    annotations,
    units,
    trust: doubts.verdict(),
  };
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}

function annotationsOf(node: PDFDict, toDisplay: Matrix, doubts: Doubts): readonly AnnotationUse[] {
  const uses: AnnotationUse[] = [];
  for (const item of asArray(node.context, lookUp(node, 'Annots'))?.asArray() ?? []) {
    const dict = asDict(node.context, item);
    const corners = dict === undefined ? undefined : boxOf(node, lookUp(dict, 'Rect'));
    if (dict === undefined) continue;
    const box: Box = corners === undefined ? { x: 0, y: 0, w: 0, h: 0 } : boxOfPoints(quadOf(toDisplay, ...corners));
    const subtype = asName(node.context, lookUp(dict, 'Subtype')) ?? '';
    if (subtype === 'Widget' && hasText(dict)) doubts.unreadable('a filled-in field has no appearance');
    const remark = hasRemark(dict, subtype) ? ({ remark: true } as const) : {};
    uses.push({ ...(item instanceof PDFRef ? { ref: item.tag } : {}), subtype, box, ...remark });
  }
  return uses;
}

/** Is the annotation a field that is shown and has a text for its value? */
function hasText(widget: PDFDict): boolean {
  const { context } = widget;
  const parent = asDict(context, lookUp(widget, 'Parent'));
  const value = lookUp(widget, 'V') ?? (parent === undefined ? undefined : lookUp(parent, 'V'));
  return ((asNumber(context, lookUp(widget, 'F')) ?? 0) & 2) === 0 && (asText(context, value) ?? '') !== '';
}
