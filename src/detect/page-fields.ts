import { type Field, fieldsOf } from './fields.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import { tableFields } from './table-fields.ts';

/** All fields of a page in reading order: those under the headings of its tables, those of its lines, those of its other cells. */
export function pageFields(work: PageWork, lexicon: Lexicon): Field[] {
  const { under, beside } = tableFields(work, lexicon);
  const lines = fieldsOf(work, lexicon).filter((f) => !under.some((t) => t.start < f.end && f.start < t.end));
  const cells = beside.filter((b) => !lines.some((f) => f.labelStart === b.labelStart || f.start === b.start));
  const cut = lines.map((f) => {
    const next = cells.find((c) => f.start < c.labelStart && c.labelStart < f.end);
    return next === undefined ? f : { ...f, end: lastLetter(work.page.text, f.start, next.labelStart) };
  });
  const owned = cells.map((c) => {
    const line = lines.find((f) => f.start < c.labelStart && c.labelStart < f.end);
    return c.owner === undefined && line?.owner !== undefined ? { ...c, owner: line.owner } : c;
  });
  return [...under, ...cut, ...owned].sort((a, b) => a.start - b.start || a.end - b.end);
}

function lastLetter(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
