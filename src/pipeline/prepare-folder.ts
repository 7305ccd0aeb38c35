import type { UnreadableSource } from '../model/source.ts';
import { type Unread, unreadOf } from '../model/unread.ts';
import { withLock } from '../store/workspace.ts';
import { chooseModel } from './local-model.ts';
import { openMatterFolder } from './matter-folder.ts';
import { prepareMatter } from './prepare.ts';
import type { Progress } from './progress.ts';
import { loadRules } from './rules.ts';

/** What `prepare --json` prints. */
export interface PrepareAnswer {
  readonly counts: {
    readonly sources: number;
    readonly pages: number;
    readonly documents: number;
    readonly marks: number;
  };
  readonly documents: readonly {
    readonly id: string;
    readonly type: string;
    readonly pages: number;
    readonly why: readonly string[];
  }[];
  /** What the reader reports page by page: turned, hidden text, not read. Never text of a page. */
  readonly notes: readonly {
    readonly file: string;
    readonly page: number;
    readonly code: string;
    readonly message: string;
  }[];
  readonly zones: number;
  /** The area of those zones, in all and page by page. */
  readonly unread: Unread;
  readonly unreadable: readonly UnreadableSource[];
  /** What an earlier run read, and is gone from `files/` or lies there with other bytes. */
  readonly absent: readonly { readonly file: string; readonly replaced: boolean }[];
}

/** Runs ingest to detect over a matter folder, with the model of a folder of one's own where `model` names one. */
export async function prepareFolder(dir: string, progress: Progress, model?: string): Promise<PrepareAnswer> {
  const folder = await openMatterFolder(dir);
  return withLock(folder.workspace, async () => {
    const rules = loadRules(folder.folder);
    if (model !== undefined) await chooseModel(folder, rules, model);
    const prepared = await prepareMatter(folder, rules, progress);
    const { sources, pages, documents, marks, unreadable } = prepared;
    return {
      counts: { sources: sources.length, pages: pages.length, documents: documents.length, marks: marks.length },
      documents: documents.map(({ id, typeText, pages: of, reasons }) => ({
        id,
        type: typeText,
        pages: of.length,
        why: reasons,
      })),
      notes: pages.flatMap(({ ref, notes }) => notes.map(({ code, message }) => ({ ...ref, code, message }))),
      zones: pages.reduce((sum, page) => sum + page.zones.length, 0),
      unread: unreadOf(pages),
      unreadable,
      absent: prepared.absent.map(({ file, replaced }) => ({ file, replaced })),
    };
  });
}
