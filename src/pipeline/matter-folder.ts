import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Matter } from '../model/matter.ts';
import { isFile, isFolder, listFiles, readGivenText } from '../store/files.ts';
import { parseMatter } from '../store/load-matter.ts';
import { vocabularyOf } from '../store/load-pack.ts';
import { openWorkspace, type Workspace } from '../store/workspace.ts';
import { type Law, loadLaw } from './rules.ts';

/** A matter folder as it stands: contract.md 2. */
export interface MatterFolder {
  readonly folder: string;
  readonly matter: Matter;
  readonly law: Law;
  readonly workspace: Workspace;
  /** Files below `files/`, relative, in natural order. */
  readonly files: readonly string[];
  readonly passwords: readonly string[];
}

/**
 * Opens a matter folder and the law it names. A UsageError names what is missing and the command that
 * makes it, or every wrong key of matter.yaml with its line, words the pack does not know included.
 */
export async function openMatterFolder(path: string): Promise<MatterFolder> {
  const folder = resolve(path);
  const yaml = join(folder, 'matter.yaml');
  if (!isFolder(folder)) throw new UsageError(`There is no folder ${path}: make one with "withhold init ${path}".`);
  if (!isFile(yaml)) throw new UsageError(`${path} holds no matter.yaml: make one with "withhold init ${path}".`);
  const text = readGivenText(yaml);
  const law = await loadLaw(parseMatter(text, yaml).pack);
  const matter = parseMatter(text, yaml, vocabularyOf(law.pack, law.bases));
  return {
    folder,
    matter,
    law,
    workspace: openWorkspace(folder),
    files: listFiles(join(folder, 'files')),
    passwords: matter.passwords === undefined ? [] : readPasswords(join(folder, matter.passwords)),
  };
}

/** Passwords to try on encrypted files, one a line. */
export function readPasswords(path: string): readonly string[] {
  return readGivenText(path)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
