import { SourceError } from '../errors.ts';
import type { Bitmap } from './bitmap.ts';
import { asSourceError, heapOf, openPdfium, type PdfiumDocument } from './pdfium.ts';
import { openPdfjs } from './pdfjs.ts';

/** Draws pages of one open PDF; `close` once when done. */
export interface Renderer {
  readonly pageCount: number;
  /** A page from 1 as displayed, annotations and field values drawn, on white. */
  render(page: number, dpi: number): Bitmap;
  /**
   * The same in shades of grey, one byte a pixel: half the work where colour tells nothing. The pixels are put
   * into `into` where that has room for them.
   */
  renderGrey(page: number, dpi: number, into?: Uint8Array): Bitmap;
  close(): void;
}

/** More pixels than this are refused: 320 MB of RGBA. */
const MAX_PIXELS = 80_000_000;

/** Format, bytes a pixel and flags of fpdfview.h: with annotations (FPDF_ANNOT), RGBA instead of BGRA (FPDF_REVERSE_BYTE_ORDER). */
const COLOUR = { format: 4, bytes: 4, flags: 0x01 | 0x10 };
const GREY = { format: 1, bytes: 1, flags: 0x01 };
const WHITE = 0xffffffff;

/** Opens a PDF that needs no password for drawing. Throws SourceError. */
export async function openRenderer(bytes: Uint8Array): Promise<Renderer> {
  const units = await userUnits(bytes);
  const doc = await openPdfium(bytes, []);
  return {
    pageCount: doc.pdfium.FPDF_GetPageCount(doc.handle),
    render: (page, dpi) => drawPage(doc, page, dpi, units.get(page) ?? 1, COLOUR),
    renderGrey: (page, dpi, into) => drawPage(doc, page, dpi, units.get(page) ?? 1, GREY, into),
    close: doc.close,
  };
}

/** One page (from 1) of a PDF at `dpi` dots an inch. Throws SourceError `too-large` or `damaged`. */
export async function renderPage(bytes: Uint8Array, page: number, dpi: number): Promise<Bitmap> {
  const renderer = await openRenderer(bytes);
  try {
    return renderer.render(page, dpi);
  } finally {
    renderer.close();
  }
}

/** UserUnit of the pages that have one: PDFium ignores it, so pdfjs is asked where the bytes may hold one. */
async function userUnits(bytes: Uint8Array): Promise<ReadonlyMap<number, number>> {
  const units = new Map<number, number>();
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!raw.includes('/UserUnit') && !raw.includes('/ObjStm')) return units;
  const doc = await openPdfjs(bytes);
  try {
    for (let page = 1; page <= doc.numPages; page++) {
      const { userUnit } = await doc.getPage(page);
      if (userUnit !== 1) units.set(page, userUnit);
    }
  } finally {
    await doc.loadingTask.destroy();
  }
  return units;
}

function drawPage(
  doc: PdfiumDocument,
  number: number,
  dpi: number,
  userUnit: number,
  kind: typeof COLOUR,
  into?: Uint8Array,
): Bitmap {
  const { pdfium, handle } = doc;
  try {
    const page = pdfium.FPDF_LoadPage(handle, number - 1);
    if (page === 0) throw new SourceError('damaged', `page ${number} of the PDF cannot be drawn`);
    try {
      const scale = (dpi / 72) * userUnit;
      const width = Math.max(1, Math.round(pdfium.FPDF_GetPageWidthF(page) * scale));
      const height = Math.max(1, Math.round(pdfium.FPDF_GetPageHeightF(page) * scale));
      if (width * height > MAX_PIXELS) {
        throw new SourceError('too-large', `page ${number} at ${dpi} dpi would have ${width} x ${height} pixels`);
      }
      return { width, height, data: drawPixels(doc, page, width, height, kind, into), dpi };
    } finally {
      pdfium.FPDF_ClosePage(page);
    }
  } catch (error) {
    throw asSourceError(error);
  }
}

function drawPixels(
  { pdfium }: PdfiumDocument,
  page: number,
  width: number,
  height: number,
  { format, bytes, flags }: typeof COLOUR,
  into: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const { wasmExports } = pdfium.pdfium;
  // PDFium takes rows that begin at a multiple of four bytes.
  const stride = (width * bytes + 3) & ~3;
  const size = stride * height;
  const memory = wasmExports.malloc(size);
  if (memory === 0) throw new SourceError('too-large', 'there is not enough memory to draw the page');
  try {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, format, memory, stride);
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
    pdfium.FPDFBitmap_Destroy(bitmap);
    const heap = heapOf(pdfium);
    const room = width * bytes * height;
    const data = into.length < room ? new Uint8Array(room) : into.subarray(0, room);
    if (stride === width * bytes) {
      data.set(heap.subarray(memory, memory + size));
      return data;
    }
    for (let y = 0; y < height; y++) {
      const from = memory + y * stride;
      data.set(heap.subarray(from, from + width * bytes), y * width * bytes);
    }
    return data;
  } finally {
    wasmExports.free(memory);
  }
}
