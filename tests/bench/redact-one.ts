import { readFileSync, writeFileSync } from 'node:fs';
import { WithholdError } from '../../src/errors.ts';
import { ingestFile } from '../../src/ingest/ingest-file.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { spaced } from '../../src/verify/glyph-text.ts';
import { findHidden } from '../../src/verify/hidden-glyphs.ts';
import { type Picture, viewWithPdfium } from '../../src/verify/pdfium-view.ts';
import { viewWithPdfjs } from '../../src/verify/pdfjs-view.ts';
import type { Task } from './corpora-files.ts';
import { lostWords } from './lost-words.ts';
import { holds, type Reading, readWithAll, wordsOf } from './readers.ts';

/** What came of one file; written as JSON to the path given second. */
export interface Outcome {
  readonly pages: number;
  readonly surgery: number;
  readonly untouched: number;
  readonly rebuilt: readonly { readonly page: number; readonly why: string }[];
  readonly refused?: string;
  readonly removed: number;
  readonly notFound: number;
  /** Reader and number of the term that it still finds. */
  readonly survivors: readonly string[];
  /** Words of pages edited in place that stood in the copy worked on and stand in the output no more. */
  readonly lost: readonly string[];
  /** Words of rebuilt pages that pdftotext read before and does not read after: hidden text, or OCR at fault. */
  readonly lostRebuilt: number;
  /** Names of 10,000 that fit each gap over a name, by its exact width and as it was painted. */
  readonly gaps: readonly { readonly exact: number; readonly left: number }[];
  readonly seconds: number;
  /** Seconds of processor time, all threads: what a busy machine changes little. */
  readonly processor: number;
  readonly megabytes: number;
}

const [given, answer] = process.argv.slice(2);
if (given !== undefined && answer !== undefined) {
  const task: Task = JSON.parse(given);
  const outcome = await run(task);
  writeFileSync(answer, JSON.stringify(outcome));
  // A worker that still holds a page must not keep the bench waiting.
  process.exit(0);
}

async function run(task: Task): Promise<Outcome> {
  const start = process.hrtime.bigint();
  const spent = (): Pick<Outcome, 'seconds' | 'processor' | 'megabytes'> => ({
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    processor: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  });
  const nothing = {
    pages: 0,
    surgery: 0,
    untouched: 0,
    rebuilt: [],
    removed: 0,
    notFound: 0,
    survivors: [],
    lost: [],
    lostRebuilt: 0,
    gaps: [],
  };
  const passwords = task.password === undefined ? [] : [task.password];
  try {
    const bytes = await pdfOf(task.file);
    const boxes = task.boxes ? await middleBoxes(bytes, passwords) : [];
    const { terms, applyMarks, relay } = task;
    const made = await redactFile({ file: task.name, bytes, terms, boxes, applyMarks, passwords, relay });
    const cost = spent();
    const { pages } = made;
    const source = await normalisePdf(bytes, passwords);
    return {
      ...cost,
      pages: pages.length,
      surgery: pages.filter(({ mode }) => mode === 'surgery').length,
      untouched: pages.filter(({ mode }) => mode === 'untouched').length,
      rebuilt: pages.flatMap(({ page, mode, why }) => (mode === 'rebuild' ? [{ page, why: why ?? '' }] : [])),
      removed: made.removed,
      notFound: made.notFound.length,
      gaps: pages.flatMap((page) => (page.gaps ?? []).map(({ exact, left }) => ({ exact, left }))),
      ...(await judge(
        task,
        source.bytes,
        made.bytes,
        new Set(pages.filter((p) => p.mode === 'rebuild').map((p) => p.page)),
      )),
    };
  } catch (error) {
    const refused =
      error instanceof WithholdError ? `exit ${error.exitCode}: ${error.message}` : `CRASH ${String(error)}`;
    return { ...nothing, refused, ...spent() };
  }
}

async function pdfOf(file: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(readFileSync(file));
  if (file.endsWith('.pdf')) return bytes;
  const { sources } = await ingestFile({ file, bytes, passwords: [] });
  return sources[0]?.pdf ?? bytes;
}

/** A box over the middle of every page. */
async function middleBoxes(bytes: Uint8Array, passwords: readonly string[]) {
  const { bytes: copy } = await normalisePdf(bytes, passwords);
  const file = await openPdf(copy);
  const boxes = [];
  for (let page = 1; page <= file.pageCount; page++) {
    const { width, height } = await file.page(page);
    boxes.push({ page, box: { x: width / 4, y: height / 3, w: width / 2, h: height / 4 } });
  }
  await file.close();
  return boxes;
}

async function judge(task: Task, source: Uint8Array, made: Uint8Array, rebuilt: ReadonlySet<number>) {
  const [before, after] = [await readWithAll(source), await readWithAll(made)];
  const survivors = after.flatMap(({ reader, pages }) => {
    const words = wordsOf(pages.join('\n'));
    return task.terms.flatMap((term, i) => (holds(words, term) ? [`${reader} finds term ${i + 1}`] : []));
  });
  const unseen = await hiddenWords(source);
  const lost = keptAndGone(task.keep, after, unseen);
  let lostRebuilt = 0;
  const [old, now] = [before, after].map((list) => list.find(({ reader }) => reader === 'pdftotext')?.pages ?? []);
  // pdftotext reads mirrored lines from their ends.
  const mirrored = (term: string): string => [...term].reverse().join('');
  const terms = task.terms.flatMap((term) => [wordsOf(term), wordsOf(mirrored(term))]);
  for (const [index, page] of (old ?? []).entries()) {
    const hidden = unseen[index] ?? new Set();
    const missing = lostWords(wordsOf(page), wordsOf(now?.[index] ?? ''), { terms, hidden });
    if (rebuilt.has(index + 1)) lostRebuilt += missing.length;
    else if (!task.boxes && !task.applyMarks) lost.push(...missing);
  }
  return { survivors, lost, lostRebuilt };
}

/** Words that were to be kept, can be seen, and that no reader finds any more. */
function keptAndGone(keep: readonly string[], after: readonly Reading[], unseen: readonly ReadonlySet<string>[]) {
  const texts = after
    .filter(({ reader }) => reader !== 'raw')
    .map(({ pages }) => pages.join('\n').replace(/\s+/g, ' ').toLowerCase());
  return keep.filter((word) => {
    const isHidden = wordsOf(word).every((one) => unseen.some((words) => words.has(one)));
    return !isHidden && !texts.some((text) => text.includes(word.toLowerCase()));
  });
}

/** By page: words that nobody can see, and labels of attached files, which are left out on purpose. */
async function hiddenWords(source: Uint8Array): Promise<readonly ReadonlySet<string>[]> {
  const view = await viewWithPdfium(source);
  const pages: ReadonlySet<string>[] = [];
  try {
    await viewWithPdfjs(source, async ({ painted }) => {
      let picture: Picture | undefined;
      const { runs } = findHidden(painted, () => {
        picture ??= view.draw(painted.number, 100);
        return picture;
      });
      const labels = painted.glyphs.filter(({ annotation }) => annotation === 'FileAttachment');
      pages.push(new Set(wordsOf([...runs.map(({ text }) => text), spaced(labels)].join('\n'))));
    });
  } finally {
    view.close();
  }
  return pages;
}
