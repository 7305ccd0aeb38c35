import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { popplerText } from './readers.ts';

/** One file to be redacted, and what is to be removed from it. */
export interface Task {
  readonly name: string;
  readonly file: string;
  readonly password?: string;
  readonly terms: readonly string[];
  readonly keep: readonly string[];
  /** No terms: a box over the middle of each page. */
  readonly boxes: boolean;
  readonly applyMarks: boolean;
  /** never: closing telling gaps takes neighbours along on purpose, and every other word has to stay. */
  readonly relay: 'auto' | 'always' | 'never';
  /** poppler opens the file without a word of complaint. */
  readonly opens: boolean;
}

/** Longer files are cut to their first pages. */
const MOST_PAGES = 25;

interface Entry {
  readonly file: string;
  readonly password?: string | null;
  readonly kind?: string;
  readonly pages?: number;
  readonly must_remove?: readonly string[];
  readonly must_keep?: readonly string[];
  readonly gold?: string;
}

/** Folders of the corpora and the list of each. */
const FOLDERS: readonly (readonly [string, string | undefined])[] = [
  ['redaction-tasks', 'tasks.json'],
  ['bad-redactions', 'answers.json'],
  ['pdf-robustness', 'manifest.json'],
  ['text-pdfs', 'manifest.json'],
  ['scans', 'manifest.json'],
  ['bench', undefined],
];

/** Every PDF of the corpora whose name holds `only`. */
export function filesOf(corpora: string, only: string): readonly { readonly name: string; readonly file: string }[] {
  if (!existsSync(corpora)) return [];
  return FOLDERS.flatMap(([folder, list]) =>
    entries(corpora, folder, list).map(({ file }) => ({
      name: `${folder}/${basename(file)}`,
      file: join(corpora, folder, file),
    })),
  ).filter(({ name, file }) => name.includes(only) && file.endsWith('.pdf'));
}

/** All files of the corpora with their tasks, `scratch` holds the cut ones; empty where the corpora are absent. */
export function tasksOf(corpora: string, scratch: string, only: string): readonly Task[] {
  if (!existsSync(corpora)) return [];
  return FOLDERS.flatMap(([folder, list]) =>
    entries(corpora, folder, list)
      .filter(({ file }) => `${folder}/${basename(file)}`.includes(only))
      .map((entry) =>
        folder === 'text-pdfs' || folder === 'bench'
          ? shortened(corpora, folder, entry, scratch)
          : taskOf(corpora, folder, entry),
      ),
  );
}

function entries(corpora: string, folder: string, list: string | undefined): readonly Entry[] {
  if (list === undefined)
    return readdirSync(join(corpora, folder))
      .sort()
      .map((file) => ({ file }));
  const all: readonly Entry[] = JSON.parse(readFileSync(join(corpora, folder, list), 'utf8'));
  return all.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

function taskOf(corpora: string, folder: string, entry: Entry, file = join(corpora, folder, entry.file)): Task {
  const password = entry.password ?? undefined;
  const { text, opens } = popplerText(file, password);
  const gold = entry.gold === undefined ? '' : readFileSync(join(corpora, folder, entry.gold), 'utf8');
  const applyMarks = entry.kind === 'apply-marks';
  const terms = entry.must_remove ?? pickTerms(text.trim() === '' ? gold : text);
  return {
    name: `${folder}/${basename(entry.file)}`,
    file,
    ...(password === undefined ? {} : { password }),
    terms: applyMarks ? [] : terms,
    keep: entry.must_keep ?? [],
    boxes: terms.length === 0,
    applyMarks,
    relay: 'never',
    opens,
  };
}

function shortened(corpora: string, folder: string, entry: Entry, scratch: string): Task {
  const file = join(corpora, folder, entry.file);
  const short = join(scratch, entry.file);
  const run = spawnSync('qpdf', ['--show-npages', file]);
  const pages = Number(run.stdout?.toString() ?? 0);
  const range = pages > MOST_PAGES ? `1-${MOST_PAGES}` : '1-z';
  const cut = spawnSync('qpdf', ['--no-warn', file, '--pages', '.', range, '--', short]);
  return taskOf(corpora, folder, entry, cut.error === undefined && existsSync(short) ? short : file);
}

/** The commonest word of six letters or more, one that stands once and a pair of neighbours: the same text, the same terms. */
function pickTerms(text: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const match of text.matchAll(/(?<![\p{L}\p{N}-])\p{L}{5,}(?![\p{L}\p{N}-])/gu)) {
    const word = match[0].toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].toSorted(([a, many], [b, few]) => few - many || order(a, b));
  const common = words.find(([word]) => word.length >= 6)?.[0];
  const rare = words.filter(([word, count]) => count === 1 && word !== common).map(([word]) => word);
  const pairs = [...text.matchAll(/(?<![\p{L}\p{N}-])\p{L}{3,} \p{L}{3,}(?![\p{L}\p{N}-])/gu)].map((match) => match[0]);
  return [common, rare.toSorted(order)[0], pairs.toSorted(order)[0]].filter((term) => term !== undefined);
}

function order(a: string, b: string): number {
  return key(a) < key(b) ? -1 : 1;
}

function key(word: string): string {
  return createHash('sha256').update(word).digest('hex');
}
