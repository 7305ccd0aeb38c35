import { join, resolve } from 'node:path';
import { type MatterOf, matterFor, requestsOf } from '../decide/requests.ts';
import { UsageError } from '../errors.ts';
import type { Matter } from '../model/matter.ts';
import { isFile, isFolder, listFiles, readGivenText } from '../store/files.ts';
import { parseMatter } from '../store/load-matter.ts';
import { vocabularyOf } from '../store/load-pack.ts';
import { openWorkspace, type Workspace } from '../store/workspace.ts';
import { lineOfKey } from '../store/yaml-file.ts';
import { quoted } from './quoted.ts';
import { type Law, loadLaw } from './rules.ts';

/** A matter folder as it stands: contract.md 2. */
export interface MatterFolder {
  readonly folder: string;
  /** As the request at hand sees it. */
  readonly matter: Matter;
  /** Id of the request at hand; absent = the first. */
  readonly forId?: string;
  /** Every request of the matter, the first one first. */
  readonly requests: readonly MatterOf[];
  readonly law: Law;
  readonly workspace: Workspace;
  /** Files below `files/`, relative, in natural order. */
  readonly files: readonly string[];
  readonly passwords: readonly string[];
}

/**
 * Opens a matter folder and the law it names. A UsageError names what is missing and the command that
 * makes it, or every wrong key of matter.yaml with its line, words the pack does not know included. `forId` names
 * one of `requests_besides`.
 */
export async function openMatterFolder(path: string, forId?: string): Promise<MatterFolder> {
  const folder = resolve(path);
  // As the person wrote the path: it stands in messages.
  const yaml = join(path, 'matter.yaml');
  const received = join(folder, 'files');
  if (!isFolder(folder))
    throw new UsageError(`There is no folder ${path}: make one with "withhold init ${quoted(path)}".`);
  if (!isFile(yaml))
    throw new UsageError(`${path} holds no matter.yaml: make one with "withhold init ${quoted(path)}".`);
  if (!isFolder(received))
    throw new UsageError(`${path} holds no folder files/: make it and put the case file into it.`);
  const text = readGivenText(yaml);
  const law = await loadLaw(parseMatter(text, yaml).pack, `${yaml}, line ${lineOfKey(text, ['pack'])}`);
  const all = parseMatter(text, yaml, vocabularyOf(law.pack, law.bases));
  const requests = requestsOf(all);
  const known = requests.flatMap(({ id }) => id ?? []);
  if (forId !== undefined && !known.includes(forId))
    throw new UsageError(
      `--for ${forId}: ${known.length === 0 ? `${yaml} has no requests_besides` : `no entry of requests_besides in ${yaml} has this id; there are: ${known.join(', ')}`}.`,
    );
  const matter = matterFor(all, forId);
  return {
    folder,
    matter,
    ...(forId === undefined ? {} : { forId }),
    requests,
    law,
    workspace: openWorkspace(folder, matter.workspace === 'encrypted'),
    files: listFiles(received, true),
    passwords: matter.passwords === undefined ? [] : readPasswords(join(path, matter.passwords), yaml),
  };
}

/** Passwords to try on encrypted files, one a line; `named` is the matter.yaml that names the file. */
export function readPasswords(path: string, named?: string): readonly string[] {
  if (named !== undefined && !isFile(path)) {
    const line = lineOfKey(readGivenText(named), ['passwords']);
    throw new UsageError(
      `${named}, line ${line}: key passwords: there is no file ${path}; make it or take the key out.`,
    );
  }
  return readGivenText(path)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
