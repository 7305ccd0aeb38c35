import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import { type Sighting, toFindings } from './classes.ts';
import type { PdfjsView, TextRun } from './pdfjs-view.ts';
import { wordsOf } from './secrets.ts';

/** What was read of one PDF of a folder. */
export interface FolderPdf {
  readonly path: string;
  readonly view: PdfjsView;
  readonly boxes: readonly { readonly page: number; readonly box: Box }[];
}

interface FolderFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What only a folder shows: copies that disagree, names of files, logs and texts that tell more than the pages. */
export function folderFindings(files: readonly FolderFile[], pdfs: readonly FolderPdf[]): readonly Finding[] {
  const strict = isProduction(files);
  return [
    ...sentenceFindings(pdfs),
    ...files.flatMap((file) => (strict ? toFindings(file.path, fileSightings(file, pdfs)) : [])),
    ...(strict ? recipientFindings(pdfs) : []),
  ];
}

/** Whether a folder is laid out as a production: it has a load file or logs. */
export function isProduction(files: readonly { readonly path: string }[]): boolean {
  return files.some(({ path }) => /^(?:DATA\/[^/]+\.(?:dat|opt)|LOGS\/[^/]+\.csv)$/i.test(path));
}

interface SeenPage {
  readonly path: string;
  readonly page: number;
  readonly words: readonly string[];
  /** Boxes by the number of the word that follows them. */
  readonly gaps: readonly { readonly at: number; readonly box: Box }[];
}

/** A box whose neighbours on both sides stand elsewhere with words between them: there the hidden words are open. */
function sentenceFindings(pdfs: readonly FolderPdf[]): readonly Finding[] {
  const pages = pdfs.flatMap(readPages);
  const texts = pages.map(({ words }) => ` ${words.join(' ')} `);
  const sets = pages.map(({ words }) => new Set(words));
  return pages.flatMap((page, index) =>
    page.gaps.flatMap(({ at, box }): readonly Finding[] => {
      const left = page.words.slice(Math.max(0, at - 3), at);
      const right = page.words.slice(at, at + 3);
      if (left.length < 3 || right.length < 3) return [];
      const found = pages.flatMap((open, i): readonly Sighting[] => {
        if (i === index || !standsBetween(texts[i] ?? '', left, right)) return [];
        const judged = judge(sets[index] ?? new Set(), open, sets[i] ?? new Set());
        return [{ ...judged, page: page.page, box, seenBy: ['pdfjs'] }];
      });
      return toFindings(page.path, found);
    }),
  );
}

function judge(
  words: ReadonlySet<string>,
  open: SeenPage,
  others: ReadonlySet<string>,
): Pick<Sighting, 'name' | 'level' | 'what'> {
  if (/\bpublic record\b|\bpublicly filed\b|\bpress release\b/.test(open.words.join(' ')))
    return { name: 'known-public', level: 'risk', what: 'a public paper of the same folder shows what is boxed here' };
  const kept = [...words].filter((word) => others.has(word)).length / Math.max(1, words.size);
  if (kept >= 0.95 && words.size >= 12 && words.size >= 0.6 * others.size)
    return { name: 'copies-disagree', level: 'leak', what: 'another copy of this page shows what is boxed here' };
  return {
    name: 'same-string-elsewhere',
    level: 'risk',
    what: 'the sentence around this box stands open in another document',
  };
}

const MOST_BETWEEN = 160;

function standsBetween(text: string, left: readonly string[], right: readonly string[]): boolean {
  const before = ` ${left.join(' ')} `;
  const after = ` ${right.join(' ')} `;
  for (let at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
    const from = at + before.length;
    const to = text.indexOf(after, from - 1);
    if (to >= from && to - from < MOST_BETWEEN) return true;
  }
  return false;
}

function readPages({ path, view, boxes }: FolderPdf): readonly SeenPage[] {
  return view.pages.map(({ number, runs }) => {
    const own = boxes.filter(({ page }) => page === number).map(({ box }) => box);
    const items: (TextRun & { readonly cover?: boolean })[] = [
      ...runs.filter((run) => !own.some((box) => covers(box, run.box))),
      ...own.map((box) => ({ text: '', box, cover: true })),
    ];
    items.sort((a, b) => lineOf(a.box) - lineOf(b.box) || a.box.x - b.box.x);
    const words: string[] = [];
    const gaps: { at: number; box: Box }[] = [];
    for (const { text, box, cover } of items) {
      if (cover === true) gaps.push({ at: words.length, box });
      else words.push(...wordsOf(text));
    }
    return { path, page: number, words, gaps };
  });
}

/** Lines are told apart by the middle, in steps of eight points. */
function lineOf(box: Box): number {
  return Math.round((box.y + box.h / 2) / 8);
}

function covers(box: Box, run: Box): boolean {
  const x = run.x + run.w / 2;
  const y = run.y + run.h / 2;
  return x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h;
}

const KNOWN =
  /^(?:DATA\/[^/]+\.(?:dat|opt|lfp|csv|dii)|(?:PDF|IMAGES|NATIVES?|TEXT)\/(?:[^/]+\/)*[^/]+|LOGS\/[^/]+\.(?:csv|xlsx|pdf)|LETTERS\/[^/]+\.(?:pdf|txt)|MANIFEST\.sha256|README(?:\.txt|\.md)?)$/i;
const BATES = /^[A-Z0-9&]{1,12}(?:[-_. ][A-Z0-9]{1,12}){0,4}[-_. ]?\d{3,}(?:[-_]\d+)?\.\w{2,5}$/;

function fileSightings(file: FolderFile, pdfs: readonly FolderPdf[]): readonly Sighting[] {
  const name = file.path.split('/').at(-1) ?? '';
  const found: Sighting[] = [];
  const saw = (kind: Sighting['name'], what: string): void => {
    found.push({ name: kind, level: 'leak', seenBy: ['raw'], what });
  };
  if (!KNOWN.test(file.path)) saw('twin-output', 'a production does not hold files of this kind');
  if (
    /^(?:PDF|IMAGES|NATIVES?|TEXT)\//i.test(file.path) &&
    !BATES.test(name) &&
    /[a-z]{3}/.test(name.replace(/\.\w+$/, ''))
  )
    saw('file-name', 'the name of the file is words and not a number');
  if (/^LOGS\/.*\.csv$/i.test(file.path) && hasTextColumn(Buffer.from(file.bytes).toString('utf8')))
    saw('log-text', 'the log has a column for the text that was removed');
  const twin = pdfs.find(
    ({ path }) => path.replace(/^.*\//, '').replace(/\.pdf$/i, '') === name.replace(/\.txt$/i, ''),
  );
  if (
    /^TEXT\/.*\.txt$/i.test(file.path) &&
    twin !== undefined &&
    tellsMore(Buffer.from(file.bytes).toString('utf8'), twin)
  )
    saw('twin-output', 'the text beside a PDF holds words that its pages do not show');
  return found;
}

const TEXT_COLUMNS =
  /^"?(?:text|content|redacted[_ ]?text|original(?:[_ ]?text)?|matched?[_ ]?(?:text|term)?|value|snippet|phrase)"?$/i;

function hasTextColumn(csv: string): boolean {
  const [header = '', ...rows] = csv.split(/\r?\n/);
  return rows.some((row) => row.trim() !== '') && header.split(',').some((cell) => TEXT_COLUMNS.test(cell.trim()));
}

/** Words whose letters stand nowhere on the pages; line breaks and blanks do not count. */
function tellsMore(text: string, { view }: FolderPdf): boolean {
  const shown = wordsOf(view.pages.map((page) => page.text).join('\n')).join('');
  return shown.length > 20 && wordsOf(text).some((word) => /^\p{L}{4,}$/u.test(word) && !shown.includes(word));
}

const CLOSED = /\bin camera\b|\bcourt only\b|\bcounsel only\b|\battorneys eyes only\b/;

/** Letters that name numbers of another production, and pages that are not for whom the letter goes to. */
function recipientFindings(pdfs: readonly FolderPdf[]): readonly Finding[] {
  const names = pdfs.filter(({ path }) => /^PDF\//i.test(path)).map(({ path }) => path.split('/').at(-1) ?? '');
  const prefixes = new Set(names.flatMap((name) => /^([A-Z][A-Z0-9&._-]*?)\d{4,}\.pdf$/i.exec(name)?.[1] ?? []));
  const letters = pdfs.filter(({ path }) => /^LETTERS\//i.test(path));
  const risk = (path: string, page: number | undefined, what: string): readonly Finding[] =>
    toFindings(path, [
      { name: 'wrong-recipient', level: 'risk', ...(page === undefined ? {} : { page }), seenBy: ['pdfjs'], what },
    ]);
  return [
    ...letters.flatMap(({ path, view }) => {
      const cited = view.pages.flatMap(({ text }) =>
        [...text.matchAll(/\b([A-Z][A-Z0-9&._-]*[-_])\d{6,}\b/g)].map((match) => match[1] ?? ''),
      );
      const foreign = prefixes.size > 0 && cited.some((prefix) => !prefixes.has(prefix));
      return foreign ? risk(path, undefined, 'a letter names numbers of another production') : [];
    }),
    ...(letters.length === 0 ? [] : pdfs).flatMap(({ path, view }) =>
      /^PDF\//i.test(path)
        ? view.pages
            .filter(({ text }) => CLOSED.test(wordsOf(text).join(' ')))
            .flatMap(({ number }) => risk(path, number, 'a page says that it is for the court or counsel only'))
        : [],
    ),
  ];
}
