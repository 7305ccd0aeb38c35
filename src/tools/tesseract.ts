import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker as Thread } from 'node:worker_threads';
import Tesseract from 'tesseract.js';
import { WithholdError } from '../errors.ts';
import type { GreyImage, OcrEngine, OcrLayout, OcrWord } from '../model/ocr.ts';

/** An OcrEngine that holds threads: `close` ends them, after which it refuses to read. */
export interface TesseractPool extends OcrEngine {
  close(): Promise<void>;
}

export interface TesseractOptions {
  /** Threads at most; by default one a core. They are started when work arrives. */
  readonly workers?: number;
  /** A page that takes longer is given up, in milliseconds. */
  readonly timeLimit?: number;
  /** Pictures read before a thread is replaced: a WebAssembly heap only grows. */
  readonly recycleAfter?: number;
}

interface Reader {
  readonly worker: Tesseract.Worker;
  readonly thread: Thread;
  /** Settles, with an error, only when the thread dies. */
  readonly death: Promise<never>;
  pages: number;
}

/** tesseract's own names for the layouts: automatic without orientation, uniform block, sparse. */
const PAGE_SEGMENTATION: Readonly<Record<OcrLayout, string>> = { page: '3', block: '6', sparse: '11' };

/** 40 million pixels: a legal page at 600 dpi. Beyond it the WebAssembly heap gives out. */
const MOST_PIXELS = 40_000_000;

/**
 * Tesseract (tesseract.js, LSTM, English) on a pool of threads. Language data and core come from
 * installed packages: nothing is fetched and nothing is written. Idle threads do not hold the process.
 */
export function openTesseract(options: TesseractOptions = {}): TesseractPool {
  const size = Math.max(1, options.workers ?? availableParallelism());
  const timeLimit = options.timeLimit ?? 120_000;
  const recycleAfter = options.recycleAfter ?? 40;
  const idle: Reader[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let closed = false;

  const turn = async (): Promise<void> => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  };
  const done = (): void => {
    running -= 1;
    waiting.shift()?.();
  };

  const recognise: OcrEngine['recognise'] = async (image, { layout }) => {
    if (image.width * image.height > MOST_PIXELS) {
      throw engineError(`a picture of ${image.width} x ${image.height} pixels is more than the OCR engine can hold`);
    }
    await turn();
    let reader: Reader | undefined;
    let healthy = false;
    try {
      if (closed) throw engineError('the OCR engine was closed');
      reader = idle.pop() ?? (await startReader());
      const words = await readImage(reader, image, layout, timeLimit);
      healthy = true;
      return words;
    } finally {
      if (reader !== undefined) {
        reader.pages += 1;
        if (healthy && !closed && reader.pages < recycleAfter) idle.push(reader);
        else await reader.worker.terminate();
      }
      done();
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await Promise.all(idle.splice(0).map((reader) => reader.worker.terminate()));
  };

  return { name: 'tesseract.js 7.0.0 eng 4.0.0_best_int', recognise, close };
}

async function startReader(): Promise<Reader> {
  const worker = await Tesseract.createWorker('eng', Tesseract.OEM.LSTM_ONLY, {
    workerPath: threadPath(),
    langPath: languageFolder(),
    gzip: true,
    cacheMethod: 'none',
    logger: () => undefined,
    // Without a handler tesseract.js throws outside of any promise.
    errorHandler: () => undefined,
  });
  // The typings leave out the thread that node hands back.
  const thread = (worker as unknown as { worker: Thread }).worker;
  const death = new Promise<never>((_, reject) => {
    thread.once('error', (cause) => reject(engineError('the OCR engine broke off', cause)));
  });
  death.catch(() => undefined);
  thread.unref();
  return { worker, thread, death, pages: 0 };
}

/** The thread's script beside this one: TypeScript where the sources run, JavaScript where they were built. */
function threadPath(): string {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./ocr-thread.${ending}`, import.meta.url));
}

async function readImage(reader: Reader, image: GreyImage, layout: OcrLayout, timeLimit: number): Promise<OcrWord[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const text = `reading a page took more than ${Math.round(timeLimit / 1000)} seconds`;
    timer = setTimeout(() => reject(engineError(text)), timeLimit);
  });
  reader.thread.ref();
  try {
    const settings = {
      tessedit_pageseg_mode: PAGE_SEGMENTATION[layout],
      user_defined_dpi: String(Math.round(image.dpi)),
    };
    const job = reader.worker.recognize(Buffer.from(greymap(image)), settings as Partial<Tesseract.RecognizeOptions>, {
      text: false,
      blocks: true,
    });
    const { data } = await Promise.race([job, reader.death, late]);
    return wordsOf(data.blocks ?? []);
  } catch (cause) {
    if (cause instanceof WithholdError) throw cause;
    throw engineError('the OCR engine could not read a page', cause);
  } finally {
    clearTimeout(timer);
    reader.thread.unref();
  }
}

/** The picture as a binary portable greymap, the cheapest format the engine reads. */
function greymap(image: GreyImage): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${image.width} ${image.height}\n255\n`);
  const bytes = new Uint8Array(header.length + image.data.length);
  bytes.set(header);
  bytes.set(image.data, header.length);
  return bytes;
}

function wordsOf(blocks: readonly Tesseract.Block[]): OcrWord[] {
  const words: OcrWord[] = [];
  let paragraph = -1;
  let line = -1;
  for (const [block, { paragraphs }] of blocks.entries()) {
    for (const { lines } of paragraphs) {
      paragraph += 1;
      for (const { words: found } of lines) {
        line += 1;
        for (const word of found) {
          words.push({
            text: word.text,
            box: word.bbox,
            confidence: Math.min(1, Math.max(0, word.confidence / 100)),
            symbols: word.symbols.map((symbol) => ({ text: symbol.text, box: symbol.bbox })),
            line,
            paragraph,
            block,
          });
        }
      }
    }
  }
  return words;
}

function languageFolder(): string {
  const here = createRequire(import.meta.url);
  return join(dirname(here.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
}

function engineError(message: string, cause?: unknown): WithholdError {
  return new WithholdError('ocr-engine', 1, message, cause === undefined ? undefined : { cause });
}
