import { type PDFDict, type PDFDocument, PDFName, type PDFPage, PDFRef } from 'pdf-lib';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { SourceError } from '../errors.ts';
import type { Box } from '../model/geometry.ts';
import { interpretPage, type Run } from './interpret.ts';
import { Letters } from './letters.ts';
import { type Content, parseContent } from './lexer.ts';
import { boxOfPoints, type Matrix, quadOf } from './matrix.ts';
import {
  asArray,
  asDict,
  asName,
  asNumber,
  asNumbers,
  asStream,
  decodeStream,
  loadDocument,
  lookUp,
  type Maybe,
} from './objects.ts';
import { type OracleShow, readOracle } from './oracle.ts';
import type { AnnotationUse, PageModel } from './page-model.ts';
import { openPdfjs } from './pdfjs.ts';
import { ResourceReader } from './resources.ts';
import { Doubts } from './trust.ts';

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
  const pdfjs = await openPdfjs(bytes).catch((error: unknown) => {
    throw new SourceError('damaged', 'the PDF cannot be read', { cause: error });
  });
  const pages = doc.getPages();
  const reader = new ResourceReader(doc);
  return {
    pageCount: pages.length,
    doc,
    page: async (number) => {
      const page = pages[number - 1];
      if (page === undefined) throw new RangeError(`there is no page ${number}`);
      return readPage(page, number, reader, await showsOf(pdfjs, number));
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

async function showsOf(pdfjs: PDFDocumentProxy, number: number): Promise<readonly OracleShow[] | undefined> {
  try {
    return await readOracle(pdfjs, number);
  } catch {
    return undefined;
  }
}

/** Size, turn and unit of a page with the way from its user space to displayed points. */
export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly rotate: number;
  readonly userUnit: number;
  readonly toDisplay: Matrix;
}

/** How a page is displayed (ISO 32000-1 7.7.3.3): CropBox within MediaBox, Rotate, UserUnit. */
export function frameOf(node: PDFDict): PageFrame {
  const media = boxOf(node, inherited(node, 'MediaBox')) ?? [0, 0, 612, 792];
  const crop = boxOf(node, inherited(node, 'CropBox')) ?? media;
  const [x0, y0, x1, y1] = within(crop, media) ?? media;
  const unit = asNumber(node.context, lookUp(node, 'UserUnit')) ?? 1;
  const u = unit > 0 ? unit : 1;
  const turns = asNumber(node.context, inherited(node, 'Rotate')) ?? 0;
  const rotate = turns % 90 === 0 ? ((turns % 360) + 360) % 360 : 0;
  const w = (x1 - x0) * u;
  const h = (y1 - y0) * u;
  const matrices: Readonly<Record<number, Matrix>> = {
    0: [u, 0, 0, -u, -x0 * u, y1 * u],
    90: [0, u, u, 0, -y0 * u, -x0 * u],
    180: [-u, 0, 0, u, x1 * u, -y0 * u],
    270: [0, -u, -u, 0, y1 * u, x1 * u],
  };
  const toDisplay = matrices[rotate] ?? [u, 0, 0, -u, -x0 * u, y1 * u];
  const upright = rotate % 180 === 0;
  return { width: upright ? w : h, height: upright ? h : w, rotate, userUnit: u, toDisplay };
}

type Corners = readonly [number, number, number, number];

function boxOf(node: PDFDict, object: Maybe): Corners | undefined {
  const [a, b, c, d] = asNumbers(node.context, object) ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const corners: Corners = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return corners[2] > corners[0] && corners[3] > corners[1] ? corners : undefined;
}

function within(a: Corners, b: Corners): Corners | undefined {
  const box: Corners = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

function inherited(node: PDFDict, key: string): Maybe {
  let at: PDFDict | undefined = node;
  for (let depth = 0; at !== undefined && depth < 64; depth++) {
    const value = lookUp(at, key);
    if (value !== undefined) return value;
    at = asDict(node.context, lookUp(at, 'Parent'));
  }
  return undefined;
}

/** The resource dictionary of a page, its own or inherited. */
export function resourcesOf(node: PDFDict): PDFDict | undefined {
  return asDict(node.context, inherited(node, 'Resources'));
}

/** The content streams of a page joined by line ends, parsed. Throws DecodeError. */
export function contentOf(node: PDFDict): Content {
  const contents = lookUp(node, 'Contents');
  const list = asArray(node.context, contents)?.asArray() ?? [contents];
  const parts: Uint8Array[] = [];
  for (const item of list) {
    const stream = asStream(node.context, item);
    if (stream === undefined) continue;
    parts.push(decodeStream(stream), Uint8Array.of(10));
  }
  return parseContent(Buffer.concat(parts));
}

function readPage(
  page: PDFPage,
  number: number,
  reader: ResourceReader,
  shows: readonly OracleShow[] | undefined,
): PageModel {
  const { node } = page;
  const frame = frameOf(node);
  const doubts = new Doubts();
  const run: Run = {
    reader,
    page: { x: 0, y: 0, w: frame.width, h: frame.height },
    shows,
    nextShow: 0,
    doubts,
    letters: new Letters(),
    glyphs: [],
    fonts: [],
    fontIndex: new Map(),
    images: [],
    paths: [],
    patterns: [],
    units: [],
    paint: 0,
    ops: 0,
  };
  if (shows === undefined) doubts.untrusted('one of two readers fails on the page');
  try {
    const { ops, faults } = contentOf(node);
    doubts.faults(faults);
    interpretPage(run, ops, resourcesOf(node), frame.toDisplay);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DecodeError') throw error;
    doubts.untrusted('the content of the page cannot be decoded');
  }
  if (shows !== undefined && run.nextShow !== shows.length) doubts.untrusted('two readers see different text');
  const fonts = run.letters.judge(run.fonts, doubts);
  const { glyphs, images, paths, patterns, units } = run;
  const annotations = annotationsOf(node, frame.toDisplay);
  return { number, ...frame, glyphs, fonts, images, paths, patterns, annotations, units, trust: doubts.verdict() };
}

function annotationsOf(node: PDFDict, toDisplay: Matrix): readonly AnnotationUse[] {
  const uses: AnnotationUse[] = [];
  for (const item of asArray(node.context, lookUp(node, 'Annots'))?.asArray() ?? []) {
    const dict = asDict(node.context, item);
    const corners = dict === undefined ? undefined : boxOf(node, lookUp(dict, 'Rect'));
    if (dict === undefined) continue;
    const box: Box = corners === undefined ? { x: 0, y: 0, w: 0, h: 0 } : boxOfPoints(quadOf(toDisplay, ...corners));
    const subtype = asName(node.context, dict.get(PDFName.of('Subtype'))) ?? '';
    uses.push({ ...(item instanceof PDFRef ? { ref: item.tag } : {}), subtype, box });
  }
  return uses;
}
