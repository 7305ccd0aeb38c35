import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { alignDocuments, carryToCopies } from '../detect/carry-copies.ts';
import { findCopies } from '../detect/copies.ts';
import { detectAll } from '../detect/detect.ts';
import { SourceError } from '../errors.ts';
import type { Ingested as IngestedFile } from '../ingest/ingest-file.ts';
import { isUnreadableCode, unreadable } from '../ingest/unreadable.ts';
import type { CopyGroup } from '../model/copies.ts';
import type { DetectRules } from '../model/detecting.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { PageText } from '../model/page.ts';
import type { AbsentSource, Source, UnreadableSource } from '../model/source.ts';
import { linkFamilies } from '../split/families.ts';
import { splitSource } from '../split/split-source.ts';
import { readReceivedBytes, sha256 } from '../store/files.ts';
import type { Workspace } from '../store/workspace.ts';
import { deadlineOf } from '../tools/deadline.ts';
import { scopeMarks } from './keep-lists.ts';
import { suggestionsFor } from './local-model.ts';
import type { MatterFolder } from './matter-folder.ts';
import { inParallel, type Progress } from './progress.ts';
import { absentSources } from './received.ts';
import { openThreads, PATIENCE, type Patience, type Threads } from './threads.ts';

/** Raised when a stage's result changes for the same input, so that kept results are made anew. */
const STAGE = { ingest: 'ingest-5', read: 'read-19' };

/** Milliseconds that the patterns may take for a page: a thousand times what they need. */
const PAGE_DEADLINE = 5000;

/** A matter that has been read, split and searched: all that the decisions are about. */
export interface Prepared {
  readonly sources: readonly PreparedSource[];
  readonly unreadable: readonly UnreadableSource[];
  readonly pages: readonly PageText[];
  readonly documents: readonly CaseDocument[];
  readonly marks: readonly Mark[];
  /** Papers that show the same text: marks stand on all of them, and decisions hold for all. */
  readonly copies: readonly CopyGroup[];
  /** What was read on an earlier run and is gone from `files/`. */
  readonly absent: readonly AbsentSource[];
}

export interface PreparedSource extends Source {
  /** Key of the normalised PDF in the workspace (stage `pdf`). */
  readonly pdfKey: string;
}

interface Ingested {
  readonly sources: readonly PreparedSource[];
  readonly unreadable: readonly UnreadableSource[];
}

/**
 * ingest -> read -> split -> detect over all files of a matter. Results are kept by the hash of
 * what they depend on: killed anywhere and run again, only what is missing is made. Files are opened in
 * threads: one that hangs or crashes its reader is reported as unreadable, and the others are done.
 */
export async function prepareMatter(
  folder: MatterFolder,
  rules: DetectRules,
  progress: Progress,
  patience: Patience = PATIENCE,
): Promise<Prepared> {
  const threads = openThreads(availableParallelism(), patience);
  try {
    const ingested = await ingestAll(folder, threads, progress);
    const received = ingested.flatMap((file) => file.sources);
    const read = await readAll(folder.workspace, received, threads, progress);
    const failed = new Set(read.unreadable.map(({ file }) => file));
    const sources = received.filter(({ file }) => !failed.has(file));
    const absent = absentSources(folder.workspace, folder.files, received, sources);
    const split = splitAll(folder, sources, read.pages, rules);
    progress('detect', 0, 1);
    const copies = findCopies(split, read.pages);
    const documents = alignDocuments(split, copies, read.pages);
    const guard = deadlineOf(PAGE_DEADLINE);
    const suggestions = await suggestionsFor(folder, rules, read.pages, progress);
    const input = { matter: folder.matter, documents, pages: read.pages, rules, guard };
    const found = detectAll(suggestions === undefined ? input : { ...input, suggestions });
    const marks = carryToCopies(found.marks, copies, documents, read.pages);
    progress('detect', 1, 1);
    return {
      sources,
      unreadable: [...ingested.flatMap((file) => file.unreadable), ...read.unreadable],
      pages: found.pages,
      documents,
      marks: [...putToPeople(marks, folder.law.pack.review_under), ...scopeMarks(folder, documents, found.pages)],
      copies,
      absent,
    };
  } finally {
    await threads.close();
  }
}

/** Marks made without asking, under the pack's score: a person is asked first. They stay boxed until then. */
export function putToPeople(marks: readonly Mark[], under: number): readonly Mark[] {
  return marks.map((mark) => {
    if (mark.tier !== 'auto' || mark.score >= under) return mark;
    const { explained: _, ...rest } = mark;
    return { ...rest, tier: 'review' };
  });
}

/** Is every file of the matter read, so that nothing long remains? */
export function isPrepared(folder: MatterFolder): boolean {
  return (
    folder.files.length > 0 &&
    folder.files.every((file) => {
      const bytes = readReceivedBytes(filePath(folder, file));
      if (typeof bytes === 'string') return true;
      const ingested = folder.workspace.find<Ingested>('ingest', ingestKey(folder, file, bytes));
      return ingested?.sources.every((source) => isRead(folder.workspace, source)) ?? false;
    })
  );
}

function isRead(workspace: Workspace, source: PreparedSource): boolean {
  return (
    workspace.has('unread', unreadKey(source)) ||
    pageNumbers(source).every((page) => workspace.has('page', pageReadKey(source, page)))
  );
}

const filePath = (folder: MatterFolder, file: string): string => join(folder.folder, 'files', file);

const ingestKey = (folder: MatterFolder, file: string, bytes: Uint8Array): string =>
  sha256(STAGE.ingest, file, bytes, ...folder.passwords);

const pageReadKey = (source: PreparedSource, page: number): string =>
  sha256(STAGE.read, source.pdfKey, source.file, String(page));

const unreadKey = (source: PreparedSource): string => sha256(STAGE.read, source.pdfKey, source.file);

const pageNumbers = (source: PreparedSource): readonly number[] =>
  Array.from({ length: source.pages }, (_, index) => index + 1);

async function ingestAll(folder: MatterFolder, threads: Threads, progress: Progress): Promise<readonly Ingested[]> {
  const total = folder.files.length;
  let done = 0;
  return inParallel(folder.files, availableParallelism(), async (file) => {
    const ingested = await ingestOne(folder, file, threads);
    progress('ingest', ++done, total, file);
    return ingested;
  });
}

async function ingestOne(folder: MatterFolder, file: string, threads: Threads): Promise<Ingested> {
  const { workspace, passwords } = folder;
  const bytes = readReceivedBytes(filePath(folder, file));
  if (typeof bytes === 'string') return { sources: [], unreadable: [unreadable(file, 'no-access', bytes)] };
  const key = ingestKey(folder, file, bytes);
  const kept = workspace.find<Ingested>('ingest', key);
  if (kept?.sources.every((source) => workspace.findBytes('pdf', source.pdfKey))) return kept;
  const made = await threads
    .run({ kind: 'ingest', file, bytes, passwords })
    .then((value) => value as IngestedFile)
    .catch((error: unknown): IngestedFile => ({ sources: [], unreadable: [reportOf(file, error)] }));
  const placed = made.sources.map(({ source, pdf }) => {
    const pdfKey = sha256('pdf', pdf);
    workspace.keepBytes('pdf', pdfKey, pdf);
    return { ...source, pdfKey };
  });
  const ingested = { sources: placed, unreadable: made.unreadable };
  workspace.keep('ingest', key, ingested);
  return ingested;
}

/** What the thread that failed on a file says of it. */
function reportOf(file: string, error: unknown): UnreadableSource {
  if (!(error instanceof SourceError) || !isUnreadableCode(error.code)) throw error;
  return unreadable(file, error.code, error.message);
}

interface ReadFiles {
  readonly pages: readonly PageText[];
  readonly unreadable: readonly UnreadableSource[];
}

/** Reads every page; those the workspace holds are not read again. */
async function readAll(
  workspace: Workspace,
  sources: readonly PreparedSource[],
  threads: Threads,
  progress: Progress,
): Promise<ReadFiles> {
  const pages = new Map(
    sources.map((source) => [
      source.file,
      pageNumbers(source).map((page) => workspace.find<PageText>('page', pageReadKey(source, page))),
    ]),
  );
  const failed = new Map<string, UnreadableSource>();
  for (const source of sources) {
    const known = workspace.find<UnreadableSource>('unread', unreadKey(source));
    if (known !== undefined) failed.set(source.file, known);
  }
  const chunks = sources.filter(({ file }) => !failed.has(file)).flatMap((source) => chunksOf(source, pages));
  const total = sources.reduce((sum, source) => sum + source.pages, 0);
  let done = total - chunks.reduce((sum, chunk) => sum + chunk.pages.length, 0);
  progress('read', done, total);
  await inParallel(chunks, availableParallelism(), async ({ source, pages: numbers }) => {
    if (failed.has(source.file)) return;
    const bytes = workspace.findBytes('pdf', source.pdfKey) ?? new Uint8Array();
    const keep = (value: unknown): void => {
      const page = value as PageText;
      workspace.keep('page', pageReadKey(source, page.ref.page), page);
      pages.get(source.file)?.splice(page.ref.page - 1, 1, page);
      progress('read', ++done, total, source.file);
    };
    try {
      await threads.run({ kind: 'read', file: source.file, bytes, pages: numbers }, keep);
    } catch (error) {
      const report = reportOf(source.file, error);
      workspace.keep('unread', unreadKey(source), report);
      failed.set(source.file, report);
    }
  });
  return {
    pages: sources
      .filter(({ file }) => !failed.has(file))
      .flatMap(({ file }) => (pages.get(file) ?? []).filter((page) => page !== undefined)),
    unreadable: sources.flatMap(({ file }) => failed.get(file) ?? []),
  };
}

/** Pages that one thread reads at a stretch: a long file is shared out, a short one opened once. */
const MOST_AT_A_STRETCH = 8;

function chunksOf(
  source: PreparedSource,
  kept: ReadonlyMap<string, readonly (PageText | undefined)[]>,
): readonly { readonly source: PreparedSource; readonly pages: readonly number[] }[] {
  const missing = pageNumbers(source).filter((page) => kept.get(source.file)?.[page - 1] === undefined);
  const chunks = Math.ceil(missing.length / MOST_AT_A_STRETCH);
  return Array.from({ length: chunks }, (_, index) => ({
    source,
    pages: missing.slice(index * MOST_AT_A_STRETCH, (index + 1) * MOST_AT_A_STRETCH),
  }));
}

function splitAll(
  folder: MatterFolder,
  sources: readonly PreparedSource[],
  pages: readonly PageText[],
  rules: DetectRules,
): readonly CaseDocument[] {
  const split = sources.flatMap((source) =>
    splitSource({
      pages: pages.filter((page) => page.ref.file === source.file),
      rules,
      matter: folder.matter,
    }),
  );
  return linkFamilies(split, sources);
}
