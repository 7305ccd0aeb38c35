import { join } from 'node:path';
import { type Retention, retentionOf } from '../decide/retention.ts';
import { UsageError, WorkspaceError } from '../errors.ts';
import { toCsv } from '../log/csv.ts';
import { DESTRUCTION_METHOD, destructionTable } from '../log/destruction.ts';
import type { Destruction } from '../model/records.ts';
import { isFile, listAll, readGiven, removeAll, sha256Plain, tidyPartials, writeWhole } from '../store/files.ts';
import { appendDestruction, readDestructions } from '../store/records.ts';
import { readVolumes } from '../store/volumes.ts';
import { withLock } from '../store/workspace.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';
import { quoted } from './quoted.ts';

/** What `retention --json` prints. */
export interface RetentionAnswer extends Retention {
  /** The last destruction of working copies; null = they are there. */
  readonly purged: { readonly certificate: string; readonly on: string; readonly by: string } | null;
  /** With `--purge`: the destruction record, as written. */
  readonly destruction?: Destruction & { readonly record: string };
  /** Drafts in productions/: they are not touched. */
  readonly drafts: readonly string[];
}

/** Who destroys working copies, and who sees it. */
export interface Purge {
  readonly by: string;
  readonly witness?: string;
}

/** The retention date of a matter under its pack; with `purge` the working copies are destroyed first. */
export async function retentionFolder(dir: string, purge: Purge | undefined): Promise<RetentionAnswer> {
  const folder = await openMatterFolder(dir);
  if (purge === undefined) return answerOf(folder);
  return withLock(folder.workspace, async () => {
    const made = await destroy(folder, dir, purge);
    return { ...answerOf(folder), destruction: made };
  });
}

/** The last destruction of working copies of a matter, if nothing was made anew since. */
export function lastPurge(folder: MatterFolder): Destruction | undefined {
  const last = readDestructions(folder.workspace).findLast((one) => one.state === 'done');
  return last === undefined || listAll(folder.workspace.path('derived')).length > 0 ? undefined : last;
}

function answerOf(folder: MatterFolder): RetentionAnswer {
  const volumes = Object.entries(readVolumes(folder.workspace));
  const last = lastPurge(folder);
  const sealed = volumes.flatMap(([, volume]) => (volume.sealed ? [volume.date] : []));
  return {
    ...retentionOf(folder.matter, folder.law.pack.retention, sealed),
    purged: last === undefined ? null : { certificate: last.certificate, on: last.at.slice(0, 10), by: last.by },
    drafts: volumes.flatMap(([name, volume]) => (volume.sealed ? [] : [name])),
  };
}

/** What is destroyed, by folder or file of the workspace; all else there is a record that stays. */
const WORKING_COPIES: readonly { readonly item: string; readonly place: string }[] = [
  { item: 'text read out of the file, normalised copies of it, and what was found in it', place: 'derived' },
  { item: 'pictures of places to decide', place: 'review' },
  { item: 'findings of the last verification', place: 'verification.json' },
  { item: 'which files were received, by name and hash', place: 'received.json' },
];

async function destroy(
  folder: MatterFolder,
  dir: string,
  purge: Purge,
): Promise<Destruction & { readonly record: string }> {
  const { workspace } = folder;
  const stands = answerOf(folder);
  if (stands.held)
    throw new UsageError(`Nothing was destroyed: a hold stands (${stands.why[0] ?? ''}). Only counsel may release it.`);
  const volumes = readVolumes(workspace);
  const open = folder.requests
    .map(({ matter }) => matter.production.volume)
    .find((name) => volumes[name]?.sealed !== true);
  if (open !== undefined)
    throw new UsageError(
      `Nothing was destroyed: ${open} is not sealed yet, and the working copies are what it is made of. See: withhold status ${quoted(dir)}`,
    );
  const found = WORKING_COPIES.map(({ item, place }) => ({ item, ...sizeOf(workspace.path(place)) }));
  const before = readDestructions(workspace);
  const begunBefore = before.at(-1)?.state === 'begun' ? before.at(-1) : undefined;
  const items = begunBefore?.items ?? found.filter(({ files }) => files > 0);
  if (items.length === 0) throw new UsageError('There are no working copies: nothing was destroyed.');
  const begun: Destruction = {
    certificate: begunBefore?.certificate ?? nextCertificate(before),
    state: 'begun',
    at: begunBefore?.at ?? new Date().toISOString(),
    by: begunBefore?.by ?? purge.by,
    ...witnessOf(begunBefore ?? purge),
    items,
    method: DESTRUCTION_METHOD,
    holdCheck: 'no hold stands in matter.yaml',
    schedule: stands.rules.map(({ citation }) => citation).join('; '),
    volumes: Object.entries(volumes).flatMap(([name, volume]) =>
      volume.sealed ? [{ name, manifest: manifestHash(folder, name) }] : [],
    ),
  };
  // Said before it is done, and again after: a run that was killed between the two is taken up under the same number.
  if (begunBefore === undefined) appendDestruction(workspace, begun);
  for (const { place } of WORKING_COPIES) removeAll(workspace.path(place));
  tidyPartials(join(folder.folder, 'productions'));
  const done: Destruction = { ...begun, state: 'done' };
  const record = join(dir, 'records', `${done.certificate}.csv`);
  writeWhole(record, await toCsv(destructionTable(done)));
  appendDestruction(workspace, done);
  return { ...done, record };
}

function witnessOf(of: { readonly witness?: string }): { witness?: string } {
  return of.witness === undefined ? {} : { witness: of.witness };
}

function nextCertificate(before: readonly Destruction[]): string {
  const count = new Set(before.map(({ certificate }) => certificate)).size;
  return `DR-${String(count + 1).padStart(4, '0')}`;
}

function sizeOf(path: string): { readonly files: number; readonly bytes: number } {
  const sizes = listAll(path);
  return { files: sizes.length, bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** SHA-256 of the manifest of a sealed volume: a hash of what was produced, and of nothing else. */
function manifestHash(folder: MatterFolder, volume: string): string {
  const path = join(folder.folder, 'productions', volume, 'MANIFEST.sha256');
  if (!isFile(path)) throw new WorkspaceError(`${path} is gone though ${volume} is sealed: restore it from a backup.`);
  return sha256Plain(readGiven(path));
}
