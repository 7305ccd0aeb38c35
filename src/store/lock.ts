import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import { hasEnded, ownFacts, type ProcessFacts } from './process-facts.ts';

/** Keys that a later version adds do not make a lock nobody's. */
const holderSchema: z.ZodType<ProcessFacts> = z.object({
  pid: z.int(),
  host: z.string(),
  machine: z.string().exactOptional(),
  boot: z.string().exactOptional(),
  numbering: z.string().exactOptional(),
  began: z.string().exactOptional(),
  up: z.number(),
});

/** Locks that this process holds: its number alone could be that of one that died before. */
const held = new Set<string>();

/** How long a lock may stand unwritten, which it does between two calls of the system. */
const TRIES = 40;
const PAUSE_MS = 50;

/** Takes a lock for this process, over from one that certainly ended; exit 5 names who holds it. */
export function takeLock(path: string): void {
  const lock = resolve(path);
  const own = ownFacts();
  if (held.has(lock)) throw inUse(lock, own, own);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (create(lock, JSON.stringify(own))) {
      held.add(lock);
      return;
    }
    const found = readLock(lock);
    if (found === undefined) continue;
    const holder = holderOf(found, own);
    if (holder === undefined && attempt < TRIES - 1) pause();
    else if (holder === undefined || isGone(holder, own)) takeAway(lock, found);
    else throw inUse(lock, holder, own);
  }
  throw new WorkspaceError(`Cannot take ${lock}: delete it if no withhold runs on this matter.`);
}

/** Gives back a lock of this process; one that somebody else took in its place stays. */
export function freeLock(path: string): void {
  const lock = resolve(path);
  if (!held.delete(lock)) return;
  const own = ownFacts();
  const holder = holderOf(readLock(lock) ?? '', own);
  if (holder?.pid === own.pid && holder.host === own.host) rmSync(lock, { force: true });
}

/** False where one stands already, or where it was taken from us before it was written. */
function create(lock: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(lock, 'wx');
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw new WorkspaceError(`Cannot write ${lock}: may you write to this folder, and is there room on the disk?`, {
      cause: error,
    });
  }
  try {
    writeSync(handle, text);
    return fstatSync(handle).ino === statSync(lock, { throwIfNoEntry: false })?.ino;
  } catch (cause) {
    rmSync(lock, { force: true });
    throw new WorkspaceError(`Cannot write ${lock}: is there room on the disk?`, { cause });
  } finally {
    closeSync(handle);
  }
}

/** Where nothing tells when a process began, a lock under our own number that we do not hold is a dead one's. */
function isGone(holder: ProcessFacts, own: ProcessFacts): boolean {
  const isUntold = holder.began === undefined || own.began === undefined;
  const isHere = holder.host === own.host && holder.machine === own.machine && holder.numbering === own.numbering;
  return hasEnded(holder, own) || (isHere && isUntold && holder.pid === own.pid);
}

function inUse(lock: string, holder: ProcessFacts, own: ProcessFacts): WorkspaceError {
  const where = holder.host === own.host ? '' : ` on the machine ${holder.host}`;
  return new WorkspaceError(
    `The matter is in use by process ${holder.pid}${where}: wait until it has ended, then run the command again. If no withhold runs on this matter, delete ${lock}.`,
  );
}

/** Who holds a lock; a bare number is a process of this machine. Undefined where it is not written yet. */
function holderOf(found: string, own: ProcessFacts): ProcessFacts | undefined {
  if (/^[0-9]+$/.test(found)) {
    const { began: _, ...here } = own;
    return { ...here, pid: Number(found) };
  }
  const parsed = holderSchema.safeParse(parse(found));
  return parsed.success ? parsed.data : undefined;
}

/**
 * Two runs may find one dead lock: it is moved aside under a name of our own, and what turns out to
 * have been another's by then goes back.
 */
function takeAway(lock: string, found: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readLock(aside) === found) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

function readLock(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
