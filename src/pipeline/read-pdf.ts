import type { OcrEngine } from '../model/ocr.ts';
import type { PageText } from '../model/page.ts';
import { openPdf } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { openRenderer } from '../pdf/render.ts';
import { readPage } from '../read/read-page.ts';
import { inParallel, type Progress } from './progress.ts';

/** A normalised PDF to read. */
export interface ReadRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** auto: pages whose text layer is absent or doubtful; always: every page; never: none, they stay unread. */
  readonly pixels: 'auto' | 'always' | 'never';
  readonly ocr: OcrEngine;
  /** Pages read at once. */
  readonly width: number;
  /** Results already there, by page from 1. */
  readonly kept?: (page: number) => PageText | undefined;
  readonly keep?: (page: PageText) => void;
}

/** Reads no pixels: pages that need them come back as unread. */
const blind: OcrEngine = {
  name: 'none',
  recognise: () => Promise.reject(new Error('OCR is switched off')),
};

/** Reads every page in order. A page that cannot be read comes back as such, never as an error. */
export async function readPdf(request: ReadRequest, progress: Progress): Promise<readonly PageText[]> {
  await using pdf = closing(await openPdf(request.bytes));
  await using renderer = closing(await openRenderer(request.bytes));
  const numbers = Array.from({ length: pdf.value.pageCount }, (_, index) => index + 1);
  let done = 0;
  // Awaited here: the files close when this function ends.
  return await inParallel(numbers, request.width, async (page) => {
    const kept = request.kept?.(page);
    const read = kept ?? (await readOne(page));
    if (kept === undefined) request.keep?.(read);
    progress('read', ++done, numbers.length, request.file);
    return read;
  });

  async function readOne(page: number): Promise<PageText> {
    const model = await modelOf(page);
    const render = (dpi: number): ReturnType<typeof renderer.value.render> => renderer.value.render(page, dpi);
    const size = model ?? sizeOf(render);
    return readPage({
      ref: { file: request.file, page },
      width: size.width,
      height: size.height,
      ...(model === undefined || request.pixels === 'always' ? {} : { model }),
      render,
      ocr: request.pixels === 'never' ? blind : request.ocr,
    });
  }

  async function modelOf(page: number): Promise<PageModel | undefined> {
    try {
      return await pdf.value.page(page);
    } catch {
      // The cause may quote the page; without a model the page is read from its pixels.
      return undefined;
    }
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
