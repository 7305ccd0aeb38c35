import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WorkspaceError } from '../errors.ts';
import { removeAll, sha256 } from './files.ts';
import { freeLock, takeLock } from './lock.ts';
import { openVault, readAtRest, readTextAtRest, settleVault, writeAtRest } from './vault.ts';

/** The folder `.withhold/` of a matter: derived results by content hash. Nobody edits it. */
export interface Workspace {
  readonly folder: string;
  /** Path of a file of the workspace. */
  path(...parts: readonly string[]): string;
  /** The kept result of a stage, or undefined. */
  find<T>(stage: string, key: string): T | undefined;
  has(stage: string, key: string): boolean;
  keep(stage: string, key: string, result: unknown): void;
  /** As find and keep, for bytes. */
  findBytes(stage: string, key: string): Uint8Array | undefined;
  keepBytes(stage: string, key: string, bytes: Uint8Array): void;
}

/** `encrypted`: what is kept lies encrypted (`workspace: encrypted`); a workspace that once was stays so. */
export function openWorkspace(matterFolder: string, encrypted = false): Workspace {
  const folder = join(matterFolder, '.withhold');
  openVault(folder, encrypted);
  const place = (stage: string, key: string, ending: string): string =>
    join(folder, 'derived', stage, key.slice(0, 2), `${key}.${ending}`);
  const find = <T>(stage: string, key: string): T | undefined => {
    const path = place(stage, key, 'json');
    return existsSync(path) ? parseKept<T>(path) : undefined;
  };
  return {
    folder,
    path: (...parts) => join(folder, ...parts),
    find,
    has: (stage, key) => existsSync(place(stage, key, 'json')),
    keep: (stage, key, result) => writeAtRest(place(stage, key, 'json'), sealed(JSON.stringify(result))),
    findBytes: (stage, key) => {
      const path = place(stage, key, 'bin');
      return existsSync(path) ? new Uint8Array(readAtRest(path)) : undefined;
    },
    keepBytes: (stage, key, bytes) => writeAtRest(place(stage, key, 'bin'), bytes),
  };
}

/** A kept result carries its own digest: a file somebody edited or a disk damaged must not be believed. */
function sealed(text: string): string {
  return `${sha256(text)}\n${text}`;
}

function parseKept<T>(path: string): T {
  const kept = readTextAtRest(path);
  const end = kept.indexOf('\n');
  const text = kept.slice(end + 1);
  if (end < 0 || kept.slice(0, end) !== sha256(text)) {
    throw new WorkspaceError(
      `The workspace file ${path} is damaged: delete it and run the command again; it will be made anew.`,
    );
  }
  return JSON.parse(text) as T;
}

/** Runs `work` while no other process may: exit 5 names the process that holds the matter. */
export async function withLock<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
  mkdirSync(workspace.folder, { recursive: true });
  const lock = workspace.path('lock');
  takeLock(lock);
  const free = (): void => freeLock(lock);
  // Ctrl-C ends the process without unwinding.
  process.once('exit', free);
  try {
    removePartials(workspace.folder);
    settleVault(workspace.folder);
    return await work();
  } finally {
    free();
    process.off('exit', free);
  }
}

/** What a run that was killed left half-written nobody reads, and it may hold page text. */
function removePartials(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.partial')) removeAll(join(entry.parentPath, entry.name));
  }
}
