import { Worker } from 'node:worker_threads';
import { SourceError } from '../errors.ts';
import type { ThreadJob, ThreadWord } from './read-thread.ts';

/** How long a file may take before the thread that works on it is ended; milliseconds. */
export interface Patience {
  /** Without a sign of life: a parser that goes in circles. */
  readonly silence: number;
  /** For one page, or for a file to be taken in. */
  readonly step: number;
}

export const PATIENCE: Patience = { silence: 120_000, step: 900_000 };

/** Threads that open files from strangers: what hangs or crashes there ends there, and nowhere else. */
export interface ReadThreads {
  /** Does a job; `onPage` hears of each page as it is read. Throws SourceError, `timed-out` where it was ended. */
  run(job: ThreadJob, onPage?: (page: unknown) => void): Promise<unknown>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  /** Name of the file it has open. */
  open?: string;
}

/** At most `width` threads, started when work arrives and ended by `close`. */
export function openReadThreads(width: number, patience: Patience = PATIENCE): ReadThreads {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let running = 0;

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

  const run: ReadThreads['run'] = async (job, onPage) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    const thread = take(job.file);
    let healthy = false;
    try {
      const value = await converse(thread, job, patience, onPage);
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
      await Promise.all([...all].map(end));
    },
  };
}

function startThread(): Thread {
  // Compiled or not, the thread's module lies beside this one.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./read-thread.${ending}`, import.meta.url), { execArgv: [], stderr: true });
  // A thread that nobody waits for must not hold the process.
  worker.unref();
  return { worker };
}

function converse(
  thread: Thread,
  job: ThreadJob,
  patience: Patience,
  onPage: ((page: unknown) => void) | undefined,
): Promise<unknown> {
  const { worker } = thread;
  return new Promise((resolve, reject) => {
    const late = (): void => finish(() => reject(new SourceError('timed-out', 'reading it took too long')));
    const crashed = (): void => finish(() => reject(new SourceError('damaged', 'the file made the reader stop')));
    let silence = setTimeout(late, patience.silence);
    let step = setTimeout(late, patience.step);
    const finish = (settle: () => void): void => {
      clearTimeout(silence);
      clearTimeout(step);
      worker.off('message', hear).off('error', crashed).off('exit', crashed);
      settle();
    };
    const hear = (word: ThreadWord): void => {
      clearTimeout(silence);
      silence = setTimeout(late, patience.silence);
      if (word.kind === 'done') finish(() => resolve(word.value));
      else if (word.kind === 'failed') finish(() => reject(new SourceError(word.code, word.message)));
      else if (word.kind === 'page') {
        clearTimeout(step);
        step = setTimeout(late, patience.step);
        onPage?.(word.value);
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
