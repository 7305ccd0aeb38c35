import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { SourceError } from '../errors.ts';
import { withoutGlobalGetters } from '../model/global-getters.ts';

/** PDFium with the file it has open; valid only inside the callback that was given it. */
export interface PdfiumDocument {
  readonly pdfium: WrappedPdfiumModule;
  readonly handle: number;
  /** Index in the passwords tried; -1: none was needed. */
  readonly password: number;
}

/** PDFium's error number for a missing or wrong password (fpdfview.h). */
const PASSWORD_ERROR = 4;

/** Bytes of an instance that is kept when nothing is open in it: it grows with what it draws, and never shrinks. */
const MOST_IDLE = 64 * 1024 * 1024;

let loading: Promise<WrappedPdfiumModule> | undefined;
let open = 0;

/** The one PDFium of this process, started on first use. */
export function loadPdfium(): Promise<WrappedPdfiumModule> {
  loading ??= withoutGlobalGetters(() => init({})).then((pdfium) => {
    pdfium.PDFiumExt_Init();
    return pdfium;
  });
  return loading;
}

/**
 * Opens a PDF with PDFium, trying no password and then each of `passwords`. The caller owns the
 * document and calls `close` once. Throws SourceError `encrypted` or `damaged`.
 */
export async function openPdfium(
  bytes: Uint8Array,
  passwords: readonly string[],
): Promise<PdfiumDocument & { close(): void }> {
  const pdfium = await loadPdfium();
  const memory = pdfium.pdfium.wasmExports.malloc(bytes.length);
  if (memory === 0) throw new SourceError('too-large', 'there is not enough memory to open this PDF');
  heapOf(pdfium).set(bytes, memory);
  const release = (): void => pdfium.pdfium.wasmExports.free(memory);
  try {
    const { handle, password } = tryPasswords(pdfium, memory, bytes.length, passwords);
    open++;
    const close = (): void => {
      pdfium.FPDF_CloseDocument(handle);
      release();
      open--;
      if (open === 0 && heapOf(pdfium).length > MOST_IDLE) loading = undefined;
    };
    return { pdfium, handle, password, close };
  } catch (error) {
    release();
    throw asSourceError(error);
  }
}

/** The memory of the wasm instance as it is now; it moves when the heap grows, so never keep it. */
export function heapOf(pdfium: WrappedPdfiumModule): Uint8Array {
  const heap: unknown = Reflect.get(pdfium.pdfium, 'HEAPU8');
  if (heap instanceof Uint8Array) return heap;
  throw new TypeError('PDFium does not show its memory');
}

/** What an exception out of the wasm code means to a person; a crashed instance is replaced. */
export function asSourceError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'RuntimeError') return error;
  loading = undefined;
  return new SourceError('damaged', 'the PDF made the PDF engine stop; it is damaged', { cause: error });
}

function tryPasswords(
  pdfium: WrappedPdfiumModule,
  memory: number,
  length: number,
  passwords: readonly string[],
): { handle: number; password: number } {
  const tries = ['', ...passwords];
  for (const [index, password] of tries.entries()) {
    const handle = pdfium.FPDF_LoadMemDocument(memory, length, password);
    if (handle !== 0) return { handle, password: index - 1 };
    if (pdfium.FPDF_GetLastError() !== PASSWORD_ERROR) {
      throw new SourceError('damaged', 'the PDF is damaged beyond repair');
    }
  }
  const given = passwords.length === 0 ? 'no password was given' : 'none of the passwords given opens it';
  throw new SourceError('encrypted', `the PDF is encrypted and ${given}`);
}
