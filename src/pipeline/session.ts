import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Recall } from '../model/ledger.ts';
import { tidyPartials } from '../store/files.ts';
import { readRecalls, readVolumes, type VolumeRecord } from '../store/volumes.ts';
import { withLock } from '../store/workspace.ts';
import { volumesFor } from './earlier.ts';
import { inputKey } from './input-key.ts';
import { type Judged, judge } from './judge.ts';
import { chooseModel } from './local-model.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';
import { type Prepared, prepareMatter } from './prepare.ts';
import type { Progress } from './progress.ts';
import { loadRules } from './rules.ts';

/** Everything a command that makes a volume works with. */
export interface Session {
  /** The matter folder as the person wrote it. */
  readonly dir: string;
  /** Its `production.volume` is the volume at hand. */
  readonly folder: MatterFolder;
  readonly prepared: Prepared;
  /** The volume at hand, and what is remembered of it. */
  readonly name: string;
  readonly record: VolumeRecord;
  readonly records: Readonly<Record<string, VolumeRecord>>;
  readonly recalls: readonly Recall[];
}

/** Opens a matter for a command that writes, alone: prepared, with the volume that is at hand. */
export async function inSession<T>(
  dir: string,
  progress: Progress,
  work: (session: Session) => Promise<T>,
  how: { readonly model?: string; readonly forId?: string } = {},
): Promise<T> {
  const { model, forId } = how;
  const folder = await openMatterFolder(dir, forId);
  return withLock(folder.workspace, async () => {
    tidyPartials(join(folder.folder, 'productions'));
    const rules = loadRules(folder.folder);
    if (model !== undefined) await chooseModel(folder, rules, model);
    const prepared = await prepareMatter(folder, rules, progress);
    const records = readVolumes(folder.workspace);
    const recalls = readRecalls(folder.workspace);
    return work(sessionOf({ dir, folder, prepared, records, recalls }, volumeAtHand(folder, records)));
  });
}

/** The session on another volume of the same matter. */
export function sessionOf(session: Omit<Session, 'name' | 'record'>, name: string): Session {
  const { folder, records } = session;
  const { production } = folder.matter;
  const kept = records[name];
  refuseForeign(folder, name, kept);
  // The date of matter.yaml is that of its own volume: a recall has its own day.
  const wanted = name === production.volume && kept?.recall !== true ? production.date : undefined;
  const record = kept ?? { date: wanted ?? today(), sealed: false, ...forOf(folder) };
  const date = record.sealed ? record.date : (wanted ?? record.date);
  const matter = { ...folder.matter, production: { ...production, volume: name } };
  return { ...session, folder: { ...folder, matter }, name, record: { ...record, date } };
}

/** Whose a volume is, as its record holds it. */
export function forOf({ forId }: MatterFolder): { for?: string } {
  return forId === undefined ? {} : { for: forId };
}

/** What a command needs besides the folder to speak of the same request. */
export function forOption({ forId }: MatterFolder): string {
  return forId === undefined ? '' : ` --for ${forId}`;
}

/** A volume that answers another request is never written over. */
function refuseForeign(folder: MatterFolder, name: string, kept: VolumeRecord | undefined): void {
  if (kept === undefined || kept.for === folder.forId) return;
  const whose = kept.for === undefined ? 'the first request' : `the request ${kept.for}`;
  const where = folder.forId === undefined ? '' : `in the entry ${folder.forId} of requests_besides, `;
  throw new UsageError(`${name} was made for ${whose}: name another volume in matter.yaml, ${where}production.volume.`);
}

/** Names of volumes that the other requests of matter.yaml go by. */
export function namesOfOthers({ requests, forId }: MatterFolder): readonly string[] {
  return requests.flatMap(({ id, matter }) => (id === forId ? [] : [matter.production.volume]));
}

/** The volume of matter.yaml; where that one is sealed, the recall that waits for its release. */
export function volumeAtHand(folder: MatterFolder, records: Readonly<Record<string, VolumeRecord>>): string {
  const named = folder.matter.production.volume;
  if (records[named]?.sealed !== true) return named;
  return openRecall(folder, records) ?? named;
}

/** The recall of this request that waits for its release. */
export function openRecall(
  { forId }: MatterFolder,
  records: Readonly<Record<string, VolumeRecord>>,
): string | undefined {
  const own = volumesFor(records, forId);
  return Object.keys(own).find((name) => own[name]?.recall === true && !own[name].sealed);
}

/** Today, ISO: the one clock, read when a volume is first made. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Decides the matter of a session on the day of its volume. */
export function judgeIn(session: Session, acceptProposals: boolean): Judged {
  return judge(session.folder, session.prepared, { acceptProposals, actingOn: session.record.date });
}

/** What the volume at hand is made of, as one digest. */
export function keyOf(session: Session): string {
  return inputKey(session.folder, session.prepared, judgeIn(session, true), true);
}
