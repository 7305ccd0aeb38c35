import type { BarcodeReader } from '../model/barcode.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { PageText } from '../model/page.ts';
import { openPdf, type PdfFile } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { openRenderer } from '../pdf/render.ts';
import { readPage } from '../read/read-page.ts';
import { inParallel, type Progress } from './progress.ts';

/** A normalised PDF to read. */
export interface OpenRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** auto: pages whose text layer is absent or doubtful; always: every page; never: none, they stay unread. */
  readonly pixels: 'auto' | 'always' | 'never';
  readonly ocr: OcrEngine;
  readonly barcodes?: BarcodeReader;
  /** The same bytes, open already; they stay open. */
  readonly pdf?: PdfFile;
}

export interface ReadRequest extends OpenRequest {
  /** Pages read at once. */
  readonly width: number;
}

/** A normalised PDF that is being read; `close` once. */
export interface PdfReader {
  readonly pageCount: number;
  /** A page from 1. One that cannot be read comes back as such, never as an error. */
  read(page: number): Promise<PageText>;
  close(): Promise<void>;
}

/** Reads no pixels: pages that need them come back as unread. */
const blind: OcrEngine = {
  name: 'none',
  recognise: () => Promise.reject(new Error('OCR is switched off')),
};

/** Reads every page in order. A page that cannot be read comes back as such, never as an error. */
export async function readPdf(request: ReadRequest, progress: Progress): Promise<readonly PageText[]> {
  await using reader = closing(await openReader(request));
  const numbers = Array.from({ length: reader.value.pageCount }, (_, index) => index + 1);
  let done = 0;
  // Awaited here: the file closes when this function ends.
  return await inParallel(numbers, request.width, async (page) => {
    const read = await reader.value.read(page);
    progress('read', ++done, numbers.length, request.file);
    return read;
  });
}

/** Opens a normalised PDF for reading. Throws SourceError. */
export async function openReader(request: OpenRequest): Promise<PdfReader> {
  const pdf = request.pdf ?? (await openPdf(request.bytes));
  const close = async (): Promise<void> => (request.pdf === undefined ? pdf.close() : undefined);
  const renderer = await openRenderer(request.bytes).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  // Pictures of pages are large and short-lived: each page that is read at the same time has one piece of memory.
  const sheets: Uint8Array[] = [];
  return {
    pageCount: pdf.pageCount,
    read: async (page) => {
      const model = await modelOf(pdf, page);
      let sheet = sheets.pop();
      const render = (dpi: number): ReturnType<typeof renderer.render> => renderer.render(page, dpi);
      const size = model ?? sizeOf(render);
      const read = await readPage({
        ref: { file: request.file, page },
        width: size.width,
        height: size.height,
        ...(model === undefined || request.pixels === 'always' ? {} : { model }),
        render,
        renderGrey: (dpi) => {
          const picture = renderer.renderGrey(page, dpi, sheet);
          sheet = picture.data;
          return picture;
        },
        ocr: request.pixels === 'never' ? blind : request.ocr,
        ...(request.barcodes === undefined ? {} : { barcodes: request.barcodes }),
      });
      if (sheet !== undefined) sheets.push(sheet);
      return read;
    },
    close: async () => {
      renderer.close();
      request.barcodes?.close();
      await close();
    },
  };
}

async function modelOf(pdf: PdfFile, page: number): Promise<PageModel | undefined> {
  try {
    return await pdf.page(page);
  } catch {
    // The cause may quote the page; without a model the page is read from its pixels.
    return undefined;
  }
}

/** Letter size where even drawing fails: the page then comes back as unread. */
const LETTER = { width: 612, height: 792 };

function sizeOf(render: (dpi: number) => { readonly width: number; readonly height: number }): typeof LETTER {
  try {
    const { width, height } = render(72);
    return { width, height };
  } catch {
    return LETTER;
  }
}

function closing<T extends { close(): void | Promise<void> }>(value: T): AsyncDisposable & { readonly value: T } {
  return {
    value,
    async [Symbol.asyncDispose]() {
      await value.close();
    },
  };
}
