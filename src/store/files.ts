import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { naturalOrder } from '../model/natural-order.ts';

/** SHA-256 as hex over parts; each part is preceded by its length, so that no two lists collide. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** SHA-256 of bytes as hex, as `sha256sum` prints it. */
export function sha256Plain(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes a file whole or not at all: beside its place, flushed, then renamed. Makes folders as needed. */
export function writeWhole(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  const handle = openSync(partial, 'w');
  try {
    const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    for (let done = 0; done < data.length; ) done += writeSync(handle, data, done);
    fsyncSync(handle);
  } catch (error) {
    removeAll(partial);
    // A full disk is told by the call that writes, which does not know the name.
    throw error instanceof Error && !('path' in error) ? Object.assign(error, { path }) : error;
  } finally {
    closeSync(handle);
  }
  renameSync(partial, path);
}

/** Refuses a place a person named for a result, before any work is done for it. */
export function refuseOut(path: string): void {
  if (isFolder(path)) throw new UsageError(`Cannot write ${path}: it is a folder; name a file.`);
  const folder = dirname(resolve(path));
  if (!isFolder(folder)) throw new UsageError(`Cannot write ${path}: there is no folder ${dirname(path)}.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: you may not write to ${dirname(path)}.`, { cause });
  }
}

/** Writes whole a file the person named; a UsageError that names it where it cannot be written. */
export function writeGiven(path: string, bytes: string | Uint8Array): void {
  refuseOut(path);
  try {
    writeWhole(path, bytes);
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: is there room on the disk?`, { cause });
  }
}

/** The bytes of a file the person named; a UsageError that names it where it cannot be read. */
export function readGiven(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`Cannot read ${path}: is the path right, and may you read it?`, { cause });
  }
}

/** The bytes of a received file, or in a clause why they cannot be had. */
export function readReceivedBytes(path: string): Uint8Array | string {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return WHY_NOT[code] ?? 'the disk did not give it';
  }
}

const WHY_NOT: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOENT: 'it is a link that leads nowhere, or went away while the matter was read',
  EISDIR: 'it is a link to a folder, and what lies there was not read',
  ELOOP: 'it is a link that leads nowhere',
};

/** Text of a UTF-8 file the person named, without a byte-order mark. */
export function readGivenText(path: string): string {
  return Buffer.from(readGiven(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Are these two paths one file, links and other spellings included? */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one, { throwIfNoEntry: false }), statSync(other, { throwIfNoEntry: false })];
  if (a === undefined || b === undefined) return resolve(one) === resolve(other);
  return a.dev === b.dev && a.ino === b.ino;
}

const SYSTEM_FILES = new Set(['Thumbs.db', 'desktop.ini', 'ehthumbs.db']);

/**
 * Every file below a folder, relative paths with `/`, in natural order; hidden and system files left out. Links that
 * lead to a folder or nowhere are left out too, unless `links`: then they stand by their own name.
 */
export function listFiles(folder: string, links = false): readonly string[] {
  if (!isFolder(folder)) return [];
  const found: string[] = [];
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || SYSTEM_FILES.has(entry.name)) continue;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const target = entry.isSymbolicLink() ? statSync(join(folder, path), { throwIfNoEntry: false }) : entry;
      if (target?.isFile()) found.push(path);
      else if (target?.isDirectory() && !entry.isSymbolicLink()) walk(path);
      else if (links && entry.isSymbolicLink()) found.push(path);
    }
  };
  walk('');
  return found.sort(naturalOrder);
}

/** Every file below a path, hidden ones too, with its size; the file itself where the path is one, [] where there is none. */
export function listAll(path: string): readonly { readonly path: string; readonly bytes: number }[] {
  if (isFile(path)) return [{ path, bytes: statSync(path).size }];
  if (!isFolder(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, bytes: statSync(file).size }));
}

/** Ending of a folder that is being replaced. */
const OLD = '.old.partial';

/** Puts a folder in place of another in one step that cannot leave both or neither. */
export function replaceFolder(built: string, place: string): void {
  const old = `${place}${OLD}`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, old);
  renameSync(built, place);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Clears what a run that was killed left half-written in a folder: what was being built goes, what was
 * being replaced comes back where nothing stands in its place yet.
 */
export function tidyPartials(folder: string): void {
  if (!isFolder(folder)) return;
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.partial'))) {
    const place = join(folder, name.slice(0, -OLD.length));
    if (name.endsWith(OLD) && !existsSync(place)) renameSync(join(folder, name), place);
    else removeAll(join(folder, name));
  }
}

/** Makes a folder and those above it; silent where it is there. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
}

/** The folder of rules that comes with withhold. */
export const patternsFolder: string = fileURLToPath(new URL('../../patterns/', import.meta.url));

/** Text of a file that comes with withhold, by its path below `patterns/`. */
export function shippedText(path: string): string {
  return readFileSync(join(patternsFolder, path), 'utf8');
}

/** Deletes a file or folder and all below it; silent where there is none. */
export function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
