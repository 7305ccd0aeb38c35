import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { decodeUtf16 } from './utf16.ts';

/** A page drawn by PDFium: RGBA, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly dpi: number;
}

/** A PDF as PDFium reads it; `close` once. */
export interface PdfiumView {
  readonly pageCount: number;
  /** All text of a page from 1, seen or not. */
  text(page: number): string;
  draw(page: number, dpi: number): Picture;
  close(): void;
}

let loading: Promise<WrappedPdfiumModule> | undefined;

/** Opens a PDF with the checker's own PDFium; rejects with a plain Error where it cannot. */
export async function viewWithPdfium(bytes: Uint8Array): Promise<PdfiumView> {
  loading ??= init({}).then((pdfium) => {
    pdfium.PDFiumExt_Init();
    return pdfium;
  });
  const pdfium = await loading;
  const memory = pdfium.pdfium.wasmExports.malloc(bytes.length);
  if (memory === 0) throw new Error('not enough memory to check this PDF');
  heap(pdfium).set(bytes, memory);
  const doc = pdfium.FPDF_LoadMemDocument(memory, bytes.length, '');
  if (doc === 0) {
    pdfium.pdfium.wasmExports.free(memory);
    throw new Error('PDFium cannot open this PDF');
  }
  return {
    pageCount: pdfium.FPDF_GetPageCount(doc),
    text: (page) => withPage(pdfium, doc, page, (handle) => pageText(pdfium, handle)),
    draw: (page, dpi) => withPage(pdfium, doc, page, (handle) => drawPage(pdfium, handle, dpi)),
    close: () => {
      pdfium.FPDF_CloseDocument(doc);
      pdfium.pdfium.wasmExports.free(memory);
    },
  };
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

/** FPDF_ANNOT | FPDF_REVERSE_BYTE_ORDER. */
const FLAGS = 0x01 | 0x10;
const BGRA = 4;
const MOST_PIXELS = 39_000_000;

function drawPage(pdfium: WrappedPdfiumModule, page: number, dpi: number): Picture {
  const [points, tall] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)];
  const wanted = dpi / 72;
  const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(1, points * tall)));
  const width = Math.max(1, Math.round(points * scale));
  const height = Math.max(1, Math.round(tall * scale));
  const size = width * height * 4;
  const place = pdfium.pdfium.wasmExports.malloc(size);
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, BGRA, place, width * 4);
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
    return {
      width,
      height,
      data: heap(pdfium).slice(place, place + size),
      dpi: scale * 72,
    };
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.pdfium.wasmExports.free(place);
  }
}
