import { parentPort } from 'node:worker_threads';
import { SourceError } from '../errors.ts';
import { ingestFile } from '../ingest/ingest-file.ts';
import { openTesseract } from '../tools/tesseract.ts';
import { openReader, type PdfReader } from './read-pdf.ts';

/** What a thread is asked to do. */
export type ThreadJob =
  | {
      readonly kind: 'ingest';
      readonly file: string;
      readonly bytes: Uint8Array;
      readonly passwords: readonly string[];
    }
  | {
      readonly kind: 'read';
      readonly file: string;
      /** Absent where the thread still has this file open from the job before. */
      readonly bytes?: Uint8Array;
      readonly pages: readonly number[];
    };

/** What a thread says: it lives, a page is read, the job is done or cannot be done. */
export type ThreadWord =
  | { readonly kind: 'alive' }
  | { readonly kind: 'page'; readonly value: unknown }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const HEARTBEAT = 500;

/** Serves the jobs of read-threads.ts, one at a time, with an OCR engine of its own. */
function serve(port: NonNullable<typeof parentPort>): void {
  const ocr = openTesseract({ workers: 1 });
  const say = (word: ThreadWord): void => port.postMessage(word);
  let open: PdfReader | undefined;
  setInterval(() => say({ kind: 'alive' }), HEARTBEAT).unref();

  const work = async (job: ThreadJob): Promise<unknown> => {
    if (job.kind === 'ingest') return ingestFile(job);
    if (job.bytes !== undefined) {
      await open?.close();
      open = undefined;
      open = await openReader({ file: job.file, bytes: job.bytes, pixels: 'auto', ocr });
    }
    if (open === undefined) throw new SourceError('damaged', 'the file could not be opened');
    for (const page of job.pages) say({ kind: 'page', value: await open.read(page) });
    return undefined;
  };

  port.on('message', (job: ThreadJob) => {
    work(job).then(
      (value) => say({ kind: 'done', value }),
      (error: unknown) => {
        // Only our own errors are known to quote no page.
        const own = error instanceof SourceError;
        const message = own ? error.message : 'the file could not be read';
        say({ kind: 'failed', code: own ? error.code : 'damaged', message });
      },
    );
  });
}

if (parentPort !== null) serve(parentPort);
