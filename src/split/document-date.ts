import { meetsAny } from '../model/cues.ts';
import { findDates } from '../model/date-text.ts';
import type { DocumentDate } from '../model/document.ts';
import { foldText } from '../model/fold-text.ts';
import type { Row } from '../model/page-rows.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';
import { isLabelled } from './document-people.ts';
import type { TypeFound } from './document-type.ts';
import type { PageFacts } from './page-facts.ts';

const BIRTH = /\b(?:birth|born|dob|d\.o\.b)/i;
const ENTRY =
  /^(?:entry|contact|session|visit|date)?[ :#-]{0,3}(?=(?:19|20)\d\d-|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|[a-z]{3,9}\.? \d{1,2},? (?:19|20)\d\d)/i;

/** Date of a document: labelled in its head, the span of its entries, a date alone in its head, or undated. */
export function findDocumentDate(pages: readonly PageFacts[], type: TypeFound, rules: DocumentTypeRules): DocumentDate {
  const readable = pages.filter((p) => p.readable).map((p) => withoutPrint(p, rules));
  const first = readable[0];
  if (first === undefined) return {};
  const ranged = type.rule?.dated === 'entries';
  const period = periodOf(readable, rules);
  const entries = entriesOf(readable);
  if (ranged && period !== undefined) return period;
  if (ranged && entries !== undefined) return entries;
  return (
    labelledDate(first, rules) ??
    namedDate(first, rules) ??
    headDate(first) ??
    signedDate(readable) ??
    period ??
    entries ??
    circa(readable)
  );
}

/** How many rows at the top and at the foot of a page a browser may have printed. */
const EDGE_ROWS = 2;

/** A page without the row in which a browser says when it was printed, where it also says from where. */
function withoutPrint(page: PageFacts, { marks }: DocumentTypeRules): PageFacts {
  const edge = new Set([...page.rows.slice(0, EDGE_ROWS), ...page.rows.slice(-EDGE_ROWS)]);
  const says = (expressions: readonly string[]) => (row: Row) =>
    edge.has(row) && meetsAny(foldText(row.text), expressions);
  if (!page.rows.some(says(marks.printAddress)) || !page.rows.some(says(marks.printDate))) return page;
  const printed = new Set(page.rows.filter(says(marks.printDate)));
  const text = [...printed].reduce((rest, row) => rest.replace(foldText(row.text), ' '), page.text);
  return { ...page, text, rows: page.rows.filter((row) => !printed.has(row)) };
}

function span(dates: readonly string[]): DocumentDate | undefined {
  const sorted = [...dates].sort();
  const from = sorted[0];
  const to = sorted.at(-1);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function periodOf(pages: readonly PageFacts[], rules: DocumentTypeRules): DocumentDate | undefined {
  const labels = rules.marks.periodLabels.map((l) => `${l}(?: [a-z ]{1,20})?`);
  const dates = pages.flatMap((p) => p.fields.filter((f) => isLabelled(f, labels)).flatMap((f) => datesOf(f.value)));
  return span(dates);
}

function datesOf(text: string): readonly string[] {
  return findDates(foldText(text)).map((d) => d.iso);
}

/** Dates that begin a row and head an entry. */
function entriesOf(pages: readonly PageFacts[]): DocumentDate | undefined {
  const dates = pages.flatMap((p) =>
    p.rows.flatMap((row) => {
      const text = foldText(row.text);
      const found = ENTRY.test(text) ? findDates(text)[0] : undefined;
      return found?.day === true && found.start < 14 && !BIRTH.test(text.slice(0, found.start)) ? [found.iso] : [];
    }),
  );
  return new Set(dates).size >= 2 ? span(dates) : undefined;
}

function labelledDate(first: PageFacts, rules: DocumentTypeRules): DocumentDate | undefined {
  const fields = first.fields.filter((f) => f.row < 28 && !BIRTH.test(f.label));
  for (const label of rules.marks.dateLabels) {
    for (const field of fields.filter((f) => isLabelled(f, [label]))) {
      const iso = datesOf(field.value)[0];
      if (iso !== undefined) return { from: iso, to: iso };
    }
  }
  return undefined;
}

/** A date whose label stands before it within a row, or over it in a table: "County Home - Date of plan: 3/5/2024". */
function namedDate(first: PageFacts, rules: DocumentTypeRules): DocumentDate | undefined {
  const label = new RegExp(`(?:^|[^\\p{L}] ?)(?:${rules.marks.dateLabels.join('|')}) ?[:#]? ?$`, 'iu');
  for (const [i, row] of first.rows.slice(0, 28).entries()) {
    const text = foldText(row.text);
    const found = findDates(text).find((d) => d.day && label.test(text.slice(0, d.start)));
    const iso = found?.iso ?? underHeading(row.cells, first.rows[i - 1]?.cells ?? [], label);
    if (iso !== undefined) return { from: iso, to: iso };
  }
  return undefined;
}

/** The date in the cell that stands under the label, where two rows of a table have the same cells. */
function underHeading(cells: readonly string[], heads: readonly string[], label: RegExp): string | undefined {
  if (cells.length < 2 || cells.length !== heads.length) return undefined;
  return cells.flatMap((c, i) => (label.test(foldText(heads[i] ?? '')) ? datesOf(c) : [])).find((d) => d.length === 10);
}

/** A date that stands alone, or nearly so, in the upper rows: a letter's. */
function headDate(first: PageFacts): DocumentDate | undefined {
  for (const text of withoutBirths(first).slice(0, 18)) {
    const found = findDates(text)[0];
    if (found?.day === true && text.length - (found.end - found.start) < 30) return { from: found.iso, to: found.iso };
  }
  return undefined;
}

function signedDate(pages: readonly PageFacts[]): DocumentDate | undefined {
  const last = pages.at(-1);
  const rows = last === undefined ? [] : withoutBirths(last).slice(-12);
  for (const text of rows.toReversed()) {
    const found = findDates(text)[0];
    if (found?.day === true && text.length < 60) return { from: found.iso, to: found.iso };
  }
  return undefined;
}

/** A stamp tells when a paper came in or went through a machine, not when it was written. */
const STAMP = /^\W{0,3}(?:rec'?v?d|received|scanned|printed|faxed|copied|imaged)\b(?! by)/i;

/** The rows of a page, folded; stamps and those that speak of a birth, or stand in a table under such a heading, are empty. */
function withoutBirths(page: PageFacts): readonly string[] {
  let column = false;
  return page.rows.map((row) => {
    const text = foldText(row.text);
    if (STAMP.test(text) && text.length < 48) return '';
    if (BIRTH.test(text)) {
      column = row.cells.length > 1 && findDates(text).length === 0;
      return '';
    }
    if (row.cells.length < 2) column = false;
    return column ? '' : text;
  });
}

/** Undated: the latest month its text speaks of bounds it. */
function circa(pages: readonly PageFacts[]): DocumentDate {
  const months = pages.flatMap((p) => (BIRTH.test(p.text) ? [] : datesOf(p.text))).map((d) => d.slice(0, 7));
  const latest = months.sort().at(-1);
  return latest === undefined ? {} : { circa: latest };
}
