import { meets, meetsAny } from '../model/cues.ts';
import type { CaseDocument } from '../model/document.ts';
import { foldText, nameWords } from '../model/fold-text.ts';
import { type PageText, pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { linesOf } from './fields.ts';
import { type PassageInput, pagesOf } from './passage-input.ts';

/** More of a head than this is no letterhead. */
const HEAD_LINES = 8;
/** More under a signature is no title and address. */
const SIGN_LINES = 6;
const LONG = 90;

/**
 * Whether whoever reported wrote the paper: it names a reporter as author or sender, a reporter signs it, or it says so
 * of its writer and no staff of the agency wrote it. Reports of a call and running notes are written by others.
 */
export function byReporter(document: CaseDocument, input: PassageInput): boolean {
  const { clues } = input.rules.passages;
  if (clues.reportTypes.includes(document.type) || clues.exceptTypes.includes(document.type)) return false;
  if (input.rules.documentTypes.types.find((t) => t.id === document.type)?.dated === 'entries') return false;
  const writers = [document.author, document.from].filter((w) => w !== undefined);
  const pages = pagesOf(input, document);
  if (writers.some((w) => w.role === 'reporter' || namesReporter(w.name, pages, input))) return true;
  if (pages.some((page) => signatureOf(page, input) !== undefined)) return true;
  const staff = input.matter.people.filter((p) => p.relation === 'staff').flatMap((p) => [p.name, ...p.aliases]);
  if (writers.some((w) => staff.includes(w.name))) return false;
  return pages.some((page) => clues.tells.some((cue) => meets(foldText(page.text), cue)));
}

/**
 * What a paper of a reporter shows of that person's work: letterhead, fax line, title and address under the signature.
 * Runs of the page's text, whole lines.
 */
export function reporterParticulars(document: CaseDocument, page: PageText, input: PassageInput): readonly Run[] {
  const first = document.pages[0];
  const head = first !== undefined && pageKey(first) === pageKey(page.ref) ? letterhead(document, page, input) : [];
  const lines = linesOf(page.text);
  const edges = [...lines.slice(0, 2), ...lines.slice(-2)].filter((l) => isFaxLine(textOf(page, l)));
  const signed = signatureOf(page, input) ?? signatureOf(page, input, true);
  const found = [...head, ...edges, ...(signed === undefined ? [] : [...signed.rest, ...underName(page, signed.line)])];
  return found.filter((run, i) => found.findIndex((o) => o.start === run.start) === i);
}

const textOf = (page: PageText, run: Run): string => foldText(page.text.slice(run.start, run.end)).trim();

/** The line a fax machine sets at the edge of a page. */
function isFaxLine(line: string): boolean {
  return /\b(?:fax|p(?:age|g)?\.? ?\d{1,3}(?: ?(?:\/|of) ?\d{1,3})?)\b/i.test(line) && /\d{1,2}:\d\d/.test(line);
}

function letterhead(document: CaseDocument, page: PageText, input: PassageInput): readonly Run[] {
  const { types, marks } = input.rules.documentTypes;
  const title = types.find((t) => t.id === document.type)?.title ?? [];
  const own = foldText(input.matter.agency.name).toLowerCase();
  const labels = [...marks.toLabels, ...marks.dateLabels, ...marks.authorLabels, ...marks.caseLabels, 'from', 're'];
  const label = `^(?:${labels.join('|')}) ?:`;
  const lines = linesOf(page.text).slice(0, HEAD_LINES + 1);
  const to = lines.findIndex((l) => {
    const line = textOf(page, l);
    const opens = meetsAny(line, [...marks.salutation, label]) || isDate(line) || line.toLowerCase().includes(own);
    return (opens && !isFaxLine(line)) || line.length > LONG;
  });
  if (to < 1) return [];
  return lines.slice(0, to).filter((l) => !title.some((cue) => meets(textOf(page, l), cue)));
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const DATE = new RegExp(`^(?:(?:${MONTHS})[a-z]{0,6}\\.? \\d{1,2},? \\d{4}|\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{2,4})$`, 'i');

const isDate = (line: string): boolean => DATE.test(line);

/** The line on which a reporter signs, and what else stands on it; in a paper `known` to be the reporter's no closing is needed. */
function signatureOf(
  page: PageText,
  input: PassageInput,
  known = false,
): { readonly line: Run; readonly rest: readonly Run[] } | undefined {
  const lines = linesOf(page.text).filter((l) => textOf(page, l) !== '');
  const { closing } = input.rules.documentTypes.marks;
  for (const name of (input.reporters?.get(pageKey(page.ref)) ?? []).toReversed()) {
    const at = lines.findIndex((l) => l.start <= name.start && name.start < l.end);
    const line = lines[at];
    if (line === undefined || line.end - line.start > name.end - name.start + 48) continue;
    const above = lines.slice(Math.max(0, at - 4), at + 1);
    const last = known && at > lines.length / 2 && name.start - line.start < 4;
    if (!last && !above.some((l) => meetsAny(textOf(page, l), closing))) continue;
    const rest = { start: name.end, end: line.end };
    return { line, rest: /\p{L}/u.test(page.text.slice(rest.start, rest.end)) ? [rest] : [] };
  }
  return undefined;
}

/** Title, place and numbers under the name that signs. */
function underName(page: PageText, signed: Run): readonly Run[] {
  const lines = linesOf(page.text).filter((l) => l.start > signed.start && textOf(page, l) !== '');
  const stop = lines.findIndex((l) => {
    const line = textOf(page, l);
    return line.length > LONG || /^(?:b?cc|enc|attach|encl|p\.? ?s\b|page \d|dictated)/i.test(line) || isDate(line);
  });
  return lines.slice(0, Math.min(stop < 0 ? SIGN_LINES : stop, SIGN_LINES));
}

/** Whether a name is that of a reporter named on the pages. */
function namesReporter(name: string, pages: readonly PageText[], input: PassageInput): boolean {
  const words = nameWords(name);
  return pages.some((page) =>
    (input.reporters?.get(pageKey(page.ref)) ?? []).some((run) => {
      const own = nameWords(page.text.slice(run.start, run.end));
      return own.length > 0 && own.every((w) => words.includes(w));
    }),
  );
}
