import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import type { Box } from '../model/geometry.ts';
import { withoutGlobalGetters } from '../model/global-getters.ts';
import { decodeUtf16 } from './utf16.ts';

/** A page drawn by PDFium: RGBA, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly dpi: number;
}

/** A part of a page to be drawn. */
export interface Part {
  readonly box: Box;
  readonly dpi: number;
}

/** A PDF as PDFium reads it; `close` once. */
export interface PdfiumView {
  readonly pageCount: number;
  /** Says how wide a page is displayed, in points, before it is drawn: PDFium knows no UserUnit. */
  fit(page: number, width: number): void;
  /** All text of a page from 1, seen or not. */
  text(page: number): string;
  draw(page: number, dpi: number): Picture;
  /** A page in shades of grey, one byte a pixel: half the work where colour tells nothing. */
  shades(page: number, dpi: number): Picture;
  /** Parts of a page, displayed points, each at its own resolution: the pixels that the whole page would have there. */
  parts(page: number, wanted: readonly Part[]): readonly Picture[];
  /** Parts of a page in shades of grey, each with its corner in the corner of a pixel: what looks alike has the same pixels wherever it stands. */
  details(page: number, wanted: readonly Part[]): readonly Picture[];
  close(): void;
}

/** Bytes of an instance that is kept when nothing is open in it: it grows with what it draws, and never shrinks. */
const MOST_IDLE = 64 * 1024 * 1024;

let loading: Promise<WrappedPdfiumModule> | undefined;
let open = 0;

/**
 * Opens a PDF with the checker's own PDFium; rejects with a plain Error where it cannot. `apart`: in an instance of its
 * own, whose memory goes with it, for what is looked at while something else is open.
 */
export async function viewWithPdfium(
  bytes: Uint8Array,
  { apart = false }: { apart?: boolean } = {},
): Promise<PdfiumView> {
  const starting = apart ? start() : (loading ?? start());
  if (!apart) loading = starting;
  const pdfium = await starting;
  const memory = pdfium.pdfium.wasmExports.malloc(bytes.length);
  if (memory === 0) throw new Error('not enough memory to check this PDF');
  heap(pdfium).set(bytes, memory);
  const doc = pdfium.FPDF_LoadMemDocument(memory, bytes.length, '');
  if (doc === 0) {
    pdfium.pdfium.wasmExports.free(memory);
    throw new Error('PDFium cannot open this PDF');
  }
  if (!apart) open++;
  const units = new Map<number, number>();
  const unitOf = (page: number): number => units.get(page) ?? 1;
  return {
    pageCount: pdfium.FPDF_GetPageCount(doc),
    fit: (page, width) => {
      const unit = withPage(pdfium, doc, page, (handle) => width / pdfium.FPDF_GetPageWidthF(handle));
      if (Number.isFinite(unit) && Math.abs(unit - 1) > 0.01) units.set(page, unit);
    },
    text: (page) => withPage(pdfium, doc, page, (handle) => pageText(pdfium, handle)),
    draw: (page, dpi) => withPage(pdfium, doc, page, (handle) => drawPage(pdfium, handle, dpi, unitOf(page))),
    shades: (page, dpi) => withPage(pdfium, doc, page, (handle) => drawPage(pdfium, handle, dpi, unitOf(page), GREY)),
    parts: (page, wanted) =>
      withPage(pdfium, doc, page, (handle) =>
        wanted.map(({ box, dpi }) => drawPage(pdfium, handle, dpi, unitOf(page), COLOUR, box)),
      ),
    details: (page, wanted) =>
      withPage(pdfium, doc, page, (handle) => wanted.map((part) => drawDetail(pdfium, handle, part, unitOf(page)))),
    close: () => {
      pdfium.FPDF_CloseDocument(doc);
      pdfium.pdfium.wasmExports.free(memory);
      if (!apart) open--;
      if (open === 0 && heap(pdfium).length > MOST_IDLE) loading = undefined;
    },
  };
}

async function start(): Promise<WrappedPdfiumModule> {
  const pdfium = await withoutGlobalGetters(() => init({}));
  pdfium.PDFiumExt_Init();
  return pdfium;
}

function heap(pdfium: WrappedPdfiumModule): Uint8Array {
  return Reflect.get(pdfium.pdfium, 'HEAPU8') as Uint8Array;
}

function withPage<T>(pdfium: WrappedPdfiumModule, doc: number, page: number, work: (handle: number) => T): T {
  const handle = pdfium.FPDF_LoadPage(doc, page - 1);
  if (handle === 0) throw new Error(`PDFium cannot open page ${page}`);
  try {
    return work(handle);
  } finally {
    pdfium.FPDF_ClosePage(handle);
  }
}

function pageText(pdfium: WrappedPdfiumModule, page: number): string {
  const text = pdfium.FPDFText_LoadPage(page);
  if (text === 0) return '';
  try {
    const units = pdfium.FPDFText_CountChars(text);
    if (units <= 0) return '';
    const place = pdfium.pdfium.wasmExports.malloc((units + 1) * 2);
    const written = pdfium.FPDFText_GetText(text, 0, units, place);
    const read = decodeUtf16(heap(pdfium).slice(place, place + Math.max(0, written - 1) * 2));
    pdfium.pdfium.wasmExports.free(place);
    return read;
  } finally {
    pdfium.FPDFText_ClosePage(text);
  }
}

/** Format and bytes of a pixel; FPDF_ANNOT, and FPDF_REVERSE_BYTE_ORDER for RGBA. */
const COLOUR = { format: 4, bytes: 4, flags: 0x01 | 0x10 };
const GREY = { format: 1, bytes: 1, flags: 0x01 };
const MOST_PIXELS = 39_000_000;

function drawPage(
  pdfium: WrappedPdfiumModule,
  page: number,
  dpi: number,
  unit: number,
  { format, bytes, flags } = COLOUR,
  part?: Box,
): Picture {
  const [points, tall] = [pdfium.FPDF_GetPageWidthF(page) * unit, pdfium.FPDF_GetPageHeightF(page) * unit];
  const wanted = dpi / 72;
  const scale = part === undefined ? Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(1, points * tall))) : wanted;
  const whole = { x: 0, y: 0, w: Math.max(1, Math.round(points * scale)), h: Math.max(1, Math.round(tall * scale)) };
  const { x, y, w: width, h: height } = part === undefined ? whole : pixelsOf(part, scale, whole);
  // PDFium takes rows that begin at a multiple of four bytes.
  const stride = (width * bytes + 3) & ~3;
  const size = stride * height;
  const place = pdfium.pdfium.wasmExports.malloc(size);
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, format, place, stride);
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, -x, -y, whole.w, whole.h, 0, flags);
    return {
      width,
      height,
      data: withoutPadding(heap(pdfium).subarray(place, place + size), stride, width * bytes),
      dpi: scale * 72,
    };
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.pdfium.wasmExports.free(place);
  }
}

function drawDetail(pdfium: WrappedPdfiumModule, page: number, { box, dpi }: Part, unit: number): Picture {
  const scale = dpi / 72;
  const width = Math.max(1, Math.round(box.w * scale));
  const height = Math.max(1, Math.round(box.h * scale));
  const stride = (width + 3) & ~3;
  const size = stride * height;
  // The pixels, then a matrix and the rectangle that is drawn: six and four floats.
  const place = pdfium.pdfium.wasmExports.malloc(size + 40);
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, GREY.format, place, stride);
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    const [at, points] = [place + size, scale * unit];
    const numbers = [points, 0, 0, points, -box.x * scale, -box.y * scale, 0, 0, width, height];
    heap(pdfium).set(new Uint8Array(Float32Array.from(numbers).buffer), at);
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, at, at + 24, GREY.flags);
    return {
      width,
      height,
      data: withoutPadding(heap(pdfium).subarray(place, place + size), stride, width),
      dpi,
    };
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.pdfium.wasmExports.free(place);
  }
}

/** The pixels that a part of the page touches, at least one. */
function pixelsOf(part: Box, scale: number, whole: Box): Box {
  const x = Math.min(whole.w - 1, Math.max(0, Math.floor(part.x * scale)));
  const y = Math.min(whole.h - 1, Math.max(0, Math.floor(part.y * scale)));
  const right = Math.min(whole.w, Math.max(x + 1, Math.ceil((part.x + part.w) * scale)));
  const bottom = Math.min(whole.h, Math.max(y + 1, Math.ceil((part.y + part.h) * scale)));
  return { x, y, w: right - x, h: bottom - y };
}

/** A copy of rows without the bytes that fill them up. */
function withoutPadding(rows: Uint8Array, stride: number, width: number): Uint8Array {
  if (stride === width) return rows.slice();
  const out = new Uint8Array((rows.length / stride) * width);
  for (let from = 0, to = 0; from < rows.length; from += stride, to += width) {
    out.set(rows.subarray(from, from + width), to);
  }
  return out;
}
