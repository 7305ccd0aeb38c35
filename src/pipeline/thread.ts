import { parentPort } from 'node:worker_threads';
import { faultPlace, SourceError, WithholdError } from '../errors.ts';
import type { PagePlan } from '../model/redacting.ts';
import type { RedactOptions } from '../redact/redact-pdf.ts';
import type { PdfToVerify } from '../verify/verify-pdf.ts';
import type { PageOfItems } from './draw-items.ts';
import type { Progress } from './progress.ts';
import type { PdfReader } from './read-pdf.ts';
import type { RedactRequest } from './redact-file.ts';
import type { VerifyRequest } from './verify-files.ts';

/** What a thread is asked to do; `file` is its name, for messages. */
export type ThreadJob = { readonly file: string } & (
  | { readonly kind: 'ingest'; readonly bytes: Uint8Array; readonly passwords: readonly string[] }
  | {
      readonly kind: 'read';
      /** Absent where the thread still has this file open from the job before. */
      readonly bytes?: Uint8Array;
      readonly pages: readonly number[];
    }
  | { readonly kind: 'redact'; readonly request: RedactRequest }
  | { readonly kind: 'verify'; readonly request: VerifyRequest }
  /** Redact the planned pages of a source. */
  | {
      readonly kind: 'cut';
      readonly bytes: Uint8Array;
      readonly plans: readonly PagePlan[];
      readonly options: RedactOptions;
    }
  /** Attack one PDF of a volume. */
  | { readonly kind: 'attack'; readonly input: PdfToVerify }
  /** Draw every page as the picture of a production. */
  | { readonly kind: 'pictures'; readonly bytes: Uint8Array }
  /** Draw the places of items, each handed over as a page is. */
  | { readonly kind: 'items'; readonly bytes: Uint8Array; readonly pages: readonly PageOfItems[] }
  /** Draw a page small, as a data URL. */
  | { readonly kind: 'draw'; readonly bytes: Uint8Array; readonly page: number }
);

/** What a thread says: it lives, a step is done, the job is done or cannot be done. */
export type ThreadWord =
  | { readonly kind: 'alive' }
  | { readonly kind: 'page'; readonly value: unknown }
  | {
      readonly kind: 'step';
      readonly stage: string;
      readonly done: number;
      readonly total: number;
      readonly item?: string;
    }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly exitCode: number; readonly message: string };

const HEARTBEAT = 500;

type Say = (word: ThreadWord) => void;

/** Serves the jobs of threads.ts, one at a time. What a job needs is loaded when the first of its kind comes. */
function serve(port: NonNullable<typeof parentPort>): void {
  const say: Say = (word) => port.postMessage(word);
  const reading = new Reading();
  setInterval(() => say({ kind: 'alive' }), HEARTBEAT).unref();
  port.on('message', (job: ThreadJob) => {
    work(job, reading, say).then(
      (value) => say({ kind: 'done', value }),
      (error: unknown) => say(failureOf(error, job)),
    );
  });
}

async function work(job: ThreadJob, reading: Reading, say: Say): Promise<unknown> {
  const progress: Progress = (stage, done, total, item) =>
    say({ kind: 'step', stage, done, total, ...(item === undefined ? {} : { item }) });
  switch (job.kind) {
    case 'ingest': {
      const { ingestFile } = await import('../ingest/ingest-file.ts');
      return ingestFile(job);
    }
    case 'read':
      return reading.read(job, (value) => say({ kind: 'page', value }));
    case 'redact': {
      const { redactFile } = await import('./redact-file.ts');
      return redactFile(job.request, progress);
    }
    case 'verify': {
      const { verifyOne } = await import('./verify-files.ts');
      return verifyOne(job.request, progress);
    }
    case 'cut': {
      const { redactPdf } = await import('../redact/redact-pdf.ts');
      return redactPdf(job.bytes, job.plans, job.options);
    }
    case 'attack': {
      const { attackPdf } = await import('../verify/verify-pdf.ts');
      const ocr = await reading.engine();
      return attackPdf({ ...job.input, ocr, advance: (page, pages) => progress('verify', page, pages, job.file) });
    }
    case 'items': {
      const { drawItems } = await import('./draw-items.ts');
      return drawItems(job.bytes, job.pages, (value) => say({ kind: 'page', value }));
    }
    case 'pictures': {
      const { drawPages } = await import('./draw-pages.ts');
      return drawPages(job.bytes);
    }
    default: {
      const { drawSmall } = await import('./thumbnails.ts');
      return drawSmall(job.bytes, job.page);
    }
  }
}

/** The file that this thread has open for reading, and its OCR engine. */
class Reading {
  #open: PdfReader | undefined;
  #ocr: Promise<import('../model/ocr.ts').OcrEngine> | undefined;

  engine(): Promise<import('../model/ocr.ts').OcrEngine> {
    this.#ocr ??= import('../tools/tesseract.ts').then(({ openTesseract }) => openTesseract({ workers: 1 }));
    return this.#ocr;
  }

  async read(job: ThreadJob & { kind: 'read' }, give: (page: unknown) => void): Promise<void> {
    if (job.bytes !== undefined) {
      await this.#open?.close();
      this.#open = undefined;
      const { openReader } = await import('./read-pdf.ts');
      const { openBarcodeReader } = await import('../tools/barcodes.ts');
      const { loadBarcodeProgram } = await import('../store/load-barcodes.ts');
      const ocr = await this.engine();
      const barcodes = openBarcodeReader(loadBarcodeProgram);
      this.#open = await openReader({ file: job.file, bytes: job.bytes, pixels: 'auto', ocr, barcodes });
    }
    if (this.#open === undefined) throw new SourceError('damaged', 'the file could not be opened');
    for (const page of job.pages) give(await this.#open.read(page));
  }
}

/** Only our own errors are known to quote no page; of others the kind and the place are told. */
function failureOf(error: unknown, job: ThreadJob): ThreadWord {
  if (error instanceof WithholdError) {
    const { code, exitCode, message } = error;
    return { kind: 'failed', code, exitCode, message };
  }
  const doing = job.kind === 'ingest' || job.kind === 'read' ? 'read' : 'worked on safely';
  const message = `the file could not be ${doing} (${faultPlace(error)})`;
  return { kind: 'failed', code: 'damaged', exitCode: 3, message };
}

if (parentPort !== null) serve(parentPort);
