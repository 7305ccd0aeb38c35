import { findDates } from '../model/date-text.ts';
import type { DocumentDate } from '../model/document.ts';
import { foldText } from '../model/fold-text.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';
import { isLabelled } from './document-people.ts';
import type { TypeFound } from './document-type.ts';
import type { PageFacts } from './page-facts.ts';

const BIRTH = /\b(?:birth|born|dob|d\.o\.b)/i;
const ENTRY =
  /^(?:entry|contact|session|visit|date)?[ :#-]{0,3}(?=(?:19|20)\d\d-|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|[a-z]{3,9}\.? \d{1,2},? (?:19|20)\d\d)/i;

/** Date of a document: labelled in its head, the span of its entries, a date alone in its head, or undated. */
export function findDocumentDate(pages: readonly PageFacts[], type: TypeFound, rules: DocumentTypeRules): DocumentDate {
  const readable = pages.filter((p) => p.readable);
  const first = readable[0];
  if (first === undefined) return {};
  const ranged = type.rule?.dated === 'entries';
  const period = periodOf(readable, rules);
  const entries = entriesOf(readable);
  if (ranged && period !== undefined) return period;
  if (ranged && entries !== undefined) return entries;
  return labelledDate(first, rules) ?? headDate(first) ?? signedDate(readable) ?? period ?? entries ?? circa(readable);
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
      return found?.day === true && found.start < 14 && !BIRTH.test(text) ? [found.iso] : [];
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

/** A date that stands alone, or nearly so, in the upper rows: a letter's. */
function headDate(first: PageFacts): DocumentDate | undefined {
  for (const row of first.rows.slice(0, 18)) {
    const text = foldText(row.text);
    const found = findDates(text)[0];
    if (found?.day === true && !BIRTH.test(text) && text.length - (found.end - found.start) < 30)
      return { from: found.iso, to: found.iso };
  }
  return undefined;
}

function signedDate(pages: readonly PageFacts[]): DocumentDate | undefined {
  const rows = pages.at(-1)?.rows.slice(-12) ?? [];
  for (const row of rows.toReversed()) {
    const text = foldText(row.text);
    const found = findDates(text)[0];
    if (found?.day === true && text.length < 60) return { from: found.iso, to: found.iso };
  }
  return undefined;
}

/** Undated: the latest month its text speaks of bounds it. */
function circa(pages: readonly PageFacts[]): DocumentDate {
  const months = pages.flatMap((p) => (BIRTH.test(p.text) ? [] : datesOf(p.text))).map((d) => d.slice(0, 7));
  const latest = months.sort().at(-1);
  return latest === undefined ? {} : { circa: latest };
}
