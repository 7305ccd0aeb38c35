import { join, relative } from 'node:path';
import { SourceError } from '../errors.ts';
import { toCsv } from '../log/csv.ts';
import type { Item } from '../model/decision.ts';
import { photographsOn } from '../model/page.ts';
import { readGivenText, refuseOut, removeAll, writeGiven, writeWhole } from '../store/files.ts';
import { appendJournal } from '../store/journal.ts';
import { isEncrypted } from '../store/vault.ts';
import { readVolumes } from '../store/volumes.ts';
import { withLock } from '../store/workspace.ts';
import { DECISION_COLUMNS, decisionRows, decisionsOfCsv, newDecisions } from './decisions.ts';
import type { ItemPicture } from './draw-items.ts';
import { type Judged, journalPath, judge } from './judge.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';
import { type Prepared, prepareMatter } from './prepare.ts';
import type { Progress } from './progress.ts';
import { loadRules } from './rules.ts';
import { openThreads, SHORT_PATIENCE } from './threads.ts';

/** Writes every item as CSV, and a picture of each place that has a box; nothing of a page stands in the CSV. */
export async function exportDecisions(
  dir: string,
  out: string,
  progress: Progress,
  forId?: string,
): Promise<{
  readonly items: number;
  readonly csv: string;
  readonly pictures: string;
  /** Files of whose items there is no picture. */
  readonly undrawn?: readonly string[];
}> {
  refuseOut(out);
  const work = async (folder: MatterFolder, prepared: Prepared, judged: Judged) => {
    const rows = decisionRows(judged.items, judged.journal);
    const undrawn = await drawAll(folder, prepared, judged.items, progress);
    writeGiven(out, await toCsv({ columns: DECISION_COLUMNS, rows }));
    const pictures = relative(process.cwd(), folder.workspace.path('review'));
    return { items: rows.length, csv: out, pictures, ...(undrawn.length === 0 ? {} : { undrawn }) };
  };
  return inMatter(dir, progress, work, forId);
}

export interface ImportFrom {
  readonly csv: string;
  readonly by: string;
  readonly role?: 'counsel' | 'custodian' | 'supervisor';
  /** Id of the request of `requests_besides` they are made for; absent = the first. */
  readonly forId?: string;
}

/** Records the decisions of a CSV; all of it or, where any row is wrong, nothing (UsageError). */
export async function importDecisions(
  dir: string,
  from: ImportFrom,
  progress: Progress,
): Promise<{ readonly recorded: number; readonly unchanged: number }> {
  const csv = readGivenText(from.csv);
  const work = async (folder: MatterFolder, _: Prepared, judged: Judged) => {
    const decisions = await decisionsOfCsv({
      csv,
      fileName: from.csv,
      items: judged.items,
      bases: judged.input.bases.map((base) => base.id),
      by: from.by,
      ...(from.role === undefined ? {} : { role: from.role }),
      ...(from.forId === undefined ? {} : { forId: from.forId }),
      at: new Date().toISOString(),
    });
    const added = newDecisions(decisions, judged.journal);
    if (added.length > 0) appendJournal(journalPath(folder), added);
    // A person has to open the pictures, so they lie in the clear; not longer than they serve.
    if (isEncrypted(folder.workspace.folder)) removeAll(folder.workspace.path('review'));
    return { recorded: added.length, unchanged: decisions.length - added.length };
  };
  return inMatter(dir, progress, work, from.forId);
}

/** Runs `work` on a prepared matter as decided by people so far, while no other process may. */
export async function inMatter<T>(
  dir: string,
  progress: Progress,
  work: (folder: MatterFolder, prepared: Prepared, judged: Judged) => Promise<T>,
  forId?: string,
): Promise<T> {
  const folder = await openMatterFolder(dir, forId);
  return withLock(folder.workspace, async () => {
    const prepared = await prepareMatter(folder, loadRules(folder.folder), progress);
    const { production } = folder.matter;
    const kept = readVolumes(folder.workspace)[production.volume];
    const actingOn = production.date ?? kept?.date ?? new Date().toISOString().slice(0, 10);
    return work(folder, prepared, judge(folder, prepared, { acceptProposals: false, actingOn }));
  });
}

/**
 * Draws `.withhold/review/<ITEM>.png`: the place with its box; a whole page where the item has none. Returns the files
 * that could not be drawn: a picture that holds up a thread holds up nothing else.
 */
async function drawAll(
  folder: MatterFolder,
  prepared: Prepared,
  items: readonly Item[],
  progress: Progress,
): Promise<readonly string[]> {
  const review = folder.workspace.path('review');
  removeAll(review);
  let done = 0;
  const undrawn: string[] = [];
  const threads = openThreads(1, SHORT_PATIENCE);
  const write = async ({ id, png }: ItemPicture): Promise<void> => writeWhole(join(review, `${id}.png`), png);
  try {
    for (const [file, own] of Map.groupBy(items, (item) => item.file)) {
      const key = prepared.sources.find((source) => source.file === file)?.pdfKey;
      const bytes = key === undefined ? undefined : folder.workspace.findBytes('pdf', key);
      if (bytes === undefined) continue;
      const pages = [...Map.groupBy(own, (item) => item.page ?? 1)].map(([page, here]) => ({
        page,
        veils: photographsOn(prepared.pages, { file, page }),
        items: here.map(({ id, box }) => ({ id, ...(box === undefined ? {} : { box }) })),
      }));
      try {
        const writing: Promise<void>[] = [];
        await threads.run({ kind: 'items', file, bytes, pages }, (picture) => {
          writing.push(write(picture as ItemPicture));
          progress('pictures', ++done, items.length, file);
        });
        await Promise.all(writing);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        undrawn.push(file);
      }
    }
  } finally {
    await threads.close();
  }
  return undrawn;
}
