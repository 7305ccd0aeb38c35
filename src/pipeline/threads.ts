import { Worker } from 'node:worker_threads';
import { LeakError, SourceError, UsageError, WithholdError } from '../errors.ts';
import { type Progress, silent } from './progress.ts';
import type { ThreadJob, ThreadWord } from './thread.ts';

/** How long a file may take before the thread that works on it is ended; milliseconds. */
export interface Patience {
  /** Without a sign of life: a parser that goes in circles. */
  readonly silence: number;
  /** For one page, or for a file to be taken in. */
  readonly step: number;
}

export const PATIENCE: Patience = { silence: 120_000, step: 900_000 };

/** Redacting and checking read nothing by OCR that takes minutes: who is silent for most of one has lost its way. */
export const SHORT_PATIENCE: Patience = { silence: 50_000, step: 240_000 };

/** Megabytes: what a thread may hold in objects, and by how much the process may grow while one job runs alone. */
const MOST_OBJECTS = 1536;
const MOST_GROWTH = 1536;

/** Threads that open files from strangers: what hangs or crashes there ends there, and nowhere else. */
export interface Threads {
  /**
   * Does a job; `onPage` hears of each page as it is read, `progress` of steps. Throws what the job threw;
   * SourceError `timed-out` or `too-large` where it was ended.
   */
  run(job: ThreadJob, onPage?: (page: unknown) => void, progress?: Progress): Promise<unknown>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  /** Name of the file it has open. */
  open?: string;
}

/** At most `width` threads, started when work arrives and ended by `close`. */
export function openThreads(width: number, patience: Patience = PATIENCE): Threads {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let closed = false;

  const end = async (thread: Thread): Promise<void> => {
    all.delete(thread);
    await thread.worker.terminate();
  };
  /** The thread that has the file open, where it is free: opening a long file takes time. */
  const take = (file: string): Thread => {
    const at = idle.findIndex(({ open }) => open === file);
    const [free] = idle.splice(Math.max(at, 0), 1);
    const thread = free ?? startThread();
    all.add(thread);
    return thread;
  };

  const run: Threads['run'] = async (job, onPage, progress = silent) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    if (closed) throw new ClosedError();
    running += 1;
    const thread = take(job.file);
    let healthy = false;
    try {
      const value = await converse(thread, job, {
        patience,
        alone: width === 1,
        progress,
        onPage,
        isClosed: () => closed,
      });
      healthy = true;
      return value;
    } finally {
      if (healthy) idle.push(thread);
      else await end(thread);
      running -= 1;
      waiting.shift()?.();
    }
  };
  return {
    run,
    close: async () => {
      closed = true;
      await Promise.all([...all].map(end));
    },
  };
}

/** Does one job in a thread of its own. */
export async function inThread<T>(job: ThreadJob, progress: Progress): Promise<T> {
  const threads = openThreads(1, SHORT_PATIENCE);
  try {
    return (await threads.run(job, undefined, progress)) as T;
  } finally {
    await threads.close();
  }
}

function startThread(): Thread {
  // Compiled or not, the thread's module lies beside this one.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./thread.${ending}`, import.meta.url), {
    execArgv: [],
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_OBJECTS },
  });
  // A thread that nobody waits for must not hold the process.
  worker.unref();
  return { worker };
}

interface Talk {
  readonly patience: Patience;
  /** Nothing else runs: what the process grows by is this job's. */
  readonly alone: boolean;
  readonly progress: Progress;
  readonly onPage: ((page: unknown) => void) | undefined;
  /** Does the thread end because the run does? That says nothing of the file. */
  readonly isClosed: () => boolean;
}

/** A job that was cut off because another one failed: no fault of its file, and nothing to remember. */
class ClosedError extends Error {
  override readonly name = 'ClosedError';
}

const LOOK = 250;

function converse(thread: Thread, job: ThreadJob, talk: Talk): Promise<unknown> {
  const { worker } = thread;
  const { patience, progress } = talk;
  return new Promise((resolve, reject) => {
    const late = (): void => finish(() => reject(new SourceError('timed-out', 'reading it took too long')));
    const large = (): void => finish(() => reject(new SourceError('too-large', 'reading it takes too much memory')));
    const crashed = (error?: unknown): void => {
      if (talk.isClosed()) finish(() => reject(new ClosedError()));
      else if (isOutOfMemory(error)) large();
      else finish(() => reject(new SourceError('damaged', 'the file made the reader stop')));
    };
    let silence = setTimeout(late, patience.silence);
    let step = setTimeout(late, patience.step);
    const most = process.memoryUsage.rss() + MOST_GROWTH * 2 ** 20;
    const look = setInterval(() => {
      if (talk.alone && process.memoryUsage.rss() > most) large();
    }, LOOK);
    const finish = (settle: () => void): void => {
      clearTimeout(silence);
      clearTimeout(step);
      clearInterval(look);
      worker.off('message', hear).off('error', crashed).off('exit', crashed);
      settle();
    };
    const hear = (word: ThreadWord): void => {
      clearTimeout(silence);
      silence = setTimeout(late, patience.silence);
      if (word.kind === 'done') finish(() => resolve(word.value));
      else if (word.kind === 'failed') finish(() => reject(errorOf(word)));
      else if (word.kind !== 'alive') {
        clearTimeout(step);
        step = setTimeout(late, patience.step);
        if (word.kind === 'page') talk.onPage?.(word.value);
        else progress(word.stage, word.done, word.total, word.item);
      }
    };
    worker.on('message', hear).on('error', crashed).on('exit', crashed);
    if (job.kind === 'read' && thread.open === job.file) {
      const { bytes: _bytes, ...rest } = job;
      worker.postMessage(rest);
    } else worker.postMessage(job);
    if (job.kind === 'read') thread.open = job.file;
  });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** The error that the thread met, as it would have been thrown here. */
function errorOf({ code, exitCode, message }: ThreadWord & { kind: 'failed' }): WithholdError {
  if (exitCode === 3) return new SourceError(code, message);
  if (exitCode === 2) return new UsageError(message);
  if (exitCode === 8) return new LeakError(message);
  return new WithholdError(code, exitCode, message);
}
