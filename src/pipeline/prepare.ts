import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { detect } from '../detect/detect.ts';
import { ingestFile } from '../ingest/ingest-file.ts';
import type { DetectRules } from '../model/detecting.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { PageText } from '../model/page.ts';
import type { Source, UnreadableSource } from '../model/source.ts';
import { linkFamilies } from '../split/families.ts';
import { splitSource } from '../split/split-source.ts';
import { readGiven, sha256 } from '../store/files.ts';
import type { Workspace } from '../store/workspace.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Progress } from './progress.ts';
import { readPdf } from './read-pdf.ts';
import { withOcr } from './with-ocr.ts';

/** Raised when a stage's result changes for the same input, so that kept results are made anew. */
const STAGE = { ingest: 'ingest-1', read: 'read-1' };

/** A matter that has been read, split and searched: all that the decisions are about. */
export interface Prepared {
  readonly sources: readonly PreparedSource[];
  readonly unreadable: readonly UnreadableSource[];
  readonly pages: readonly PageText[];
  readonly documents: readonly CaseDocument[];
  readonly marks: readonly Mark[];
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
 * what they depend on: killed anywhere and run again, only what is missing is made.
 */
export async function prepareMatter(folder: MatterFolder, rules: DetectRules, progress: Progress): Promise<Prepared> {
  const ingested = await ingestAll(folder, progress);
  const sources = ingested.flatMap((file) => file.sources);
  const pages = await readAll(folder.workspace, sources, progress);
  const documents = splitAll(folder, sources, pages, rules);
  progress('detect', 0, 1);
  const marks = detect({ matter: folder.matter, documents, pages, rules });
  progress('detect', 1, 1);
  return {
    sources,
    unreadable: ingested.flatMap((file) => file.unreadable),
    pages,
    documents,
    marks,
  };
}

/** Is every file of the matter read, so that nothing long remains? */
export function isPrepared(folder: MatterFolder): boolean {
  return (
    folder.files.length > 0 &&
    folder.files.every((file) => {
      const ingested = folder.workspace.find<Ingested>(
        'ingest',
        ingestKey(folder, file, readGiven(filePath(folder, file))),
      );
      return ingested?.sources.every((source) => isRead(folder.workspace, source)) ?? false;
    })
  );
}

function isRead(workspace: Workspace, source: PreparedSource): boolean {
  return Array.from({ length: source.pages }, (_, index) => index + 1).every(
    (page) => workspace.find('page', pageReadKey(source, page)) !== undefined,
  );
}

const filePath = (folder: MatterFolder, file: string): string => join(folder.folder, 'files', file);

const ingestKey = (folder: MatterFolder, file: string, bytes: Uint8Array): string =>
  sha256(STAGE.ingest, file, bytes, ...folder.passwords);

const pageReadKey = (source: PreparedSource, page: number): string =>
  sha256(STAGE.read, source.pdfKey, source.file, String(page));

async function ingestAll(folder: MatterFolder, progress: Progress): Promise<readonly Ingested[]> {
  const total = folder.files.length;
  const done: Ingested[] = [];
  for (const [index, file] of folder.files.entries()) {
    progress('ingest', index, total, file);
    done.push(await ingestOne(folder, file));
  }
  progress('ingest', total, total);
  return done;
}

async function ingestOne(folder: MatterFolder, file: string): Promise<Ingested> {
  const { workspace, passwords } = folder;
  const bytes = readGiven(filePath(folder, file));
  const key = ingestKey(folder, file, bytes);
  const kept = workspace.find<Ingested>('ingest', key);
  if (kept?.sources.every((source) => workspace.findBytes('pdf', source.pdfKey))) return kept;
  const { sources, unreadable } = await ingestFile({ file, bytes, passwords });
  const placed = sources.map(({ source, pdf }) => {
    const pdfKey = sha256('pdf', pdf);
    workspace.keepBytes('pdf', pdfKey, pdf);
    return { ...source, pdfKey };
  });
  const ingested = { sources: placed, unreadable };
  workspace.keep('ingest', key, ingested);
  return ingested;
}

/** Reads every page; those the workspace holds are not read again. */
async function readAll(
  workspace: Workspace,
  sources: readonly PreparedSource[],
  progress: Progress,
): Promise<readonly PageText[]> {
  const total = sources.reduce((sum, source) => sum + source.pages, 0);
  const pages: PageText[] = [];
  return withOcr(async (ocr) => {
    for (const source of sources) {
      const before = pages.length;
      const advance: Progress = (stage, done, _, item) => progress(stage, before + done, total, item);
      pages.push(...(await readSource(workspace, source, ocr, advance)));
    }
    return pages;
  });
}

async function readSource(
  workspace: Workspace,
  source: PreparedSource,
  ocr: OcrEngine,
  progress: Progress,
): Promise<readonly PageText[]> {
  const numbers = Array.from({ length: source.pages }, (_, index) => index + 1);
  const kept = numbers.map((page) => workspace.find<PageText>('page', pageReadKey(source, page)));
  if (kept.every((page) => page !== undefined)) {
    progress('read', source.pages, source.pages, source.file);
    return kept;
  }
  const bytes = workspace.findBytes('pdf', source.pdfKey) ?? new Uint8Array();
  const request = {
    file: source.file,
    bytes,
    pixels: 'auto' as const,
    ocr,
    width: availableParallelism(),
    kept: (page: number) => kept[page - 1],
    keep: (page: PageText) => workspace.keep('page', pageReadKey(source, page.ref.page), page),
  };
  return readPdf(request, progress);
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
