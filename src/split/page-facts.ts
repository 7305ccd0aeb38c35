import { meetsAny } from '../model/cues.ts';
import { foldText } from '../model/fold-text.ts';
import type { PageText } from '../model/page.ts';
import type { Field, Row } from '../model/page-rows.ts';
import { fieldsOf, rowsOf, uprightHeight } from '../model/page-rows.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';

/** What a page shows that tells where a document begins and what it is. Lives only while a source is split. */
export interface PageFacts {
  readonly page: PageText;
  readonly readable: boolean;
  /** Read well enough to tell where a document begins: not handwriting, few doubtful words. */
  readonly sure: boolean;
  readonly rows: readonly Row[];
  readonly fields: readonly Field[];
  /** The first rows on one line, folded; fields as `label: value`. */
  readonly head: string;
  /** The rows of the head that look like titles, folded. */
  readonly titles: readonly string[];
  /** Rows that head the dated entries of running notes, folded: two or more, or none. */
  readonly entries: readonly string[];
  /** Those among the first rows that name a paper and not a section of it. */
  readonly names: readonly string[];
  /** How far down the page its text goes, 0 to 1. */
  readonly filled: number;
  readonly text: string;
  readonly number?: { readonly page: number; readonly of?: number };
  /** First and last row without digits, to tell running heads. */
  readonly top: string;
  readonly bottom: string;
  readonly startsLower: boolean;
  readonly endsOpen: boolean;
  readonly salutation: boolean;
  readonly closed: boolean;
  readonly continued: boolean;
  readonly attachment: boolean;
  readonly fax: boolean;
  readonly emailHead: boolean;
  readonly cases: readonly string[];
}

const HEAD_ROWS = 16;
const TITLE_ROWS = 9;
const NAME_ROWS = 5;
const PAGE_NUMBER = /\b(?:page|pg\.?|p\.) ?(\d{1,4}) ?(?:of|\/) ?(\d{1,4})\b/i;
const BARE_NUMBER = /(?:\bpage |^-? ?|- )(\d{1,4}) ?-?$/i;
const OF_NUMBER = /\b(\d{1,4}) of (\d{1,4})$/i;
const MAIL_LABEL = /(?:^| )(from|to|cc|bcc|sent|date|subject) ?:/gi;
const CASE_NUMBER = /[A-Z0-9][A-Z0-9-]{3,24}/i;

/** Reads the facts of one page. */
export function pageFacts(page: PageText, rules: DocumentTypeRules): PageFacts {
  const rows = rowsOf(page);
  const fields = fieldsOf(rows);
  const lines = rows.map((r) => foldText(r.text));
  const body = bodyLines(page, rows, lines);
  const head = headText(lines, fields);
  const number = pageNumber(lines);
  const early = lines.slice(0, HEAD_ROWS);
  return {
    page,
    readable: page.readBy !== 'nothing' && page.words.length > 0,
    sure: isSure(page),
    rows,
    fields,
    head,
    titles: lines.slice(0, TITLE_ROWS).filter(isTitle),
    entries: entryHeadings(lines),
    names: lines.slice(0, NAME_ROWS).filter((line, i) => isName(line, rows[i]?.cells.length ?? 1)),
    filled: filledPart(page, rows),
    text: lines.join(' '),
    ...(number === undefined ? {} : { number }),
    top: runningText(lines[0]),
    bottom: runningText(lines.at(-1)),
    startsLower: /^\p{Ll}/u.test(body[0] ?? ''),
    endsOpen: body.length > 0 && !/[.!?:;)"']$/.test(body.at(-1) ?? ''),
    salutation: early.some((l) => meetsAny(l, rules.marks.salutation)),
    closed: lines.slice(-12).some((l) => meetsAny(l, rules.marks.closing)),
    continued: lines.slice(0, 4).some((l) => l.length < 80 && meetsAny(l, rules.marks.continued)),
    attachment: lines.slice(0, 5).some((l) => meetsAny(l, rules.marks.attachment)),
    fax: early.some((l) => meetsAny(l, rules.marks.fax)),
    emailHead: isMailHead(head),
    cases: caseNumbers(fields, lines, rules),
  };
}

/** Three mail labels, `From` among them, near the top. */
function isMailHead(head: string): boolean {
  const labels = new Set([...head.slice(0, 500).matchAll(MAIL_LABEL)].map((m) => (m[1] ?? '').toLowerCase()));
  return labels.size >= 3 && labels.has('from');
}

const DOUBTFUL = 0.6;

function isSure(page: PageText): boolean {
  if (page.readBy === 'nothing' || page.words.length === 0) return false;
  const doubtful = page.words.filter((w) => w.confidence < DOUBTFUL).length / page.words.length;
  const hand = page.zones.filter((z) => z.kind === 'handwriting').reduce((sum, z) => sum + z.box.w * z.box.h, 0);
  return doubtful < 0.12 && hand < 0.12 * page.width * page.height;
}

const ENTRY = /^(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d)?\d\d)\b/;

function entryHeadings(lines: readonly string[]): readonly string[] {
  const dated = lines.filter((line) => ENTRY.test(line) && line.length < 80);
  return dated.length < 2 ? [] : dated;
}

function headText(lines: readonly string[], fields: readonly Field[]): string {
  return lines
    .slice(0, HEAD_ROWS)
    .map((line, i) => {
      const here = fields.filter((f) => f.row === i && !line.includes(`${f.label}:`) && !line.includes(`${f.label} :`));
      return here.length === 0 ? line : here.map((f) => foldText(`${f.label}: ${f.value}`)).join(' ');
    })
    .join(' ')
    .slice(0, 1600);
}

/** A title is short, does not end like a sentence and does not begin in the middle of one. */
function isTitle(line: string): boolean {
  const words = line.split(' ').length;
  return words <= 12 && /^[^\p{Ll}]/u.test(line) && !/[.,;]$/.test(line);
}

const CAPITALS = /(?:^|[ .])\p{Lu}[\p{Lu}'&-]{3,}(?: |-| - )\p{Lu}[\p{Lu}'&-]{2,}(?![\p{Ll}])/u;

/** The name of a paper is in capitals or title case, stands alone on its row and bears no section number. */
function isName(line: string, cells: number): boolean {
  const words = line
    .replace(/\([^)]{0,40}\)/g, '')
    .trim()
    .split(' ');
  if (CAPITALS.test(line)) return true;
  if (cells > 1 || words.length > 12 || /^(?:\d{1,2}|[A-Z])[.)] /.test(line) || /[.,;:?!]$/.test(line)) return false;
  const long = words.filter((w) => w.length > 3);
  return long.length > 0 && long.every((w) => /^[^\p{Ll}]/u.test(w));
}

function filledPart(page: PageText, rows: readonly Row[]): number {
  const body = rows.filter((r) => r.bottom < uprightHeight(page) * 0.92);
  return (body.at(-1)?.bottom ?? 0) / uprightHeight(page);
}

function runningText(line: string | undefined): string {
  return (line ?? '')
    .replace(/[\d\W_]+/g, ' ')
    .trim()
    .toLowerCase();
}

function pageNumber(lines: readonly string[]): { readonly page: number; readonly of?: number } | undefined {
  const edges = [...lines.slice(-3).reverse(), ...lines.slice(0, 3)];
  for (const line of edges) {
    const full = PAGE_NUMBER.exec(line) ?? OF_NUMBER.exec(line);
    if (full) return { page: Number(full[1]), of: Number(full[2]) };
  }
  const bare = BARE_NUMBER.exec(lines.at(-1) ?? '');
  return bare === null ? undefined : { page: Number(bare[1]) };
}

/** The lines between running head and foot: what is left of the first and last two rows near the edge. */
function bodyLines(page: PageText, rows: readonly Row[], lines: readonly string[]): readonly string[] {
  return lines.filter((line, i) => {
    const row = rows[i];
    if (row === undefined) return false;
    const edge = row.top < uprightHeight(page) * 0.08 || row.bottom > uprightHeight(page) * 0.92;
    return !edge && !PAGE_NUMBER.test(line);
  });
}

function caseNumbers(fields: readonly Field[], lines: readonly string[], rules: DocumentTypeRules): readonly string[] {
  const found = new Set<string>();
  const label = new RegExp(`\\b(?:${rules.marks.caseLabels.join('|')}) ?:? ?#? ?([A-Z0-9][A-Z0-9-]{3,24})`, 'giu');
  for (const line of lines)
    for (const m of line.matchAll(label)) if (/\d/.test(m[1] ?? '')) found.add((m[1] ?? '').toUpperCase());
  for (const field of fields) {
    const value = CASE_NUMBER.exec(field.value)?.[0];
    const named = new RegExp(`^(?:${rules.marks.caseLabels.join('|')})$`, 'iu').test(field.label);
    if (named && value !== undefined && /\d/.test(value)) found.add(value.toUpperCase());
  }
  return [...found].sort();
}
