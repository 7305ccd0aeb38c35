import type { OcrEngine } from '../model/ocr.ts';
import type { PageText } from '../model/page.ts';
import { openPdf } from '../pdf/open.ts';
import { openRenderer } from '../pdf/render.ts';
import { readPage, unreadPage } from '../read/read-page.ts';
import { openTesseract, type TesseractPool } from '../tools/tesseract.ts';
import { inParallel, type Progress } from './progress.ts';

/** A normalised PDF to read. `ocr` never: pages without text stay unread; always: every page from its pixels. */
export interface ReadRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly ocr: 'auto' | 'always' | 'never';
  /** Pages read at once. */
  readonly width: number;
  /** Results already there, by page from 1. */
  readonly kept?: (page: number) => PageText | undefined;
  readonly keep?: (page: PageText) => void;
  /** Starts, or gives, the engine; by default one that lives as long as the call. */
  readonly engine?: () => OcrEngine;
}

/** Reads every page in order. A page that cannot be read comes back as such, never as an error. */
export async function readPdf(request: ReadRequest, progress: Progress): Promise<readonly PageText[]> {
  await using own = lazyEngine(request.width);
  const engine = request.engine ?? own.use;
  await using pdf = closing(await openPdf(request.bytes));
  await using renderer = closing(await openRenderer(request.bytes));
  const numbers = Array.from({ length: pdf.value.pageCount }, (_, index) => index + 1);
  let done = 0;
  return inParallel(numbers, request.width, async (page) => {
    const kept = request.kept?.(page);
    const read = kept ?? (await readOne(page));
    if (kept === undefined) request.keep?.(read);
    progress('read', ++done, numbers.length, request.file);
    return read;
  });

  async function readOne(page: number): Promise<PageText> {
    const ref = { file: request.file, page };
    try {
      const model = await pdf.value.page(page);
      return await readPage({
        ref,
        model,
        render: (dpi) => renderer.value.render(page, dpi),
        ocr: engine(),
        use: request.ocr,
      });
    } catch {
      // The cause may quote the page; that it was not read is all that may be told.
      return unreadPage(ref, await pdf.value.size(page));
    }
  }
}

/** Starts the OCR engine at the first page that needs it and ends it with the scope. */
export function lazyEngine(width: number): AsyncDisposable & { readonly use: () => TesseractPool } {
  let engine: TesseractPool | undefined;
  return {
    use: () => {
      engine ??= openTesseract({ workers: width });
      return engine;
    },
    async [Symbol.asyncDispose]() {
      await engine?.close();
    },
  };
}

function closing<T extends { close(): void | Promise<void> }>(value: T): AsyncDisposable & { readonly value: T } {
  return {
    value,
    async [Symbol.asyncDispose]() {
      await value.close();
    },
  };
}
