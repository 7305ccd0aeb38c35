import type { DetectInput } from '../model/detecting.ts';
import { type PageRef, pageKey } from '../model/page.ts';
import type { PageContext } from './claims.ts';
import { linesOf } from './fields.ts';
import { isoDate } from './validators.ts';

/** Of a record with dated entries, the date of the entry an offset stands in; undefined elsewhere. Entries run over pages. */
export function entryDates(
  input: DetectInput,
  contexts: readonly PageContext[],
): (ref: PageRef, offset: number) => string | undefined {
  const byPage = new Map(contexts.map((c) => [pageKey(c.work.page.ref), c]));
  const starts = new Map<string, { at: number; date: string }[]>();
  const inherited = new Map<string, string>();
  for (const document of input.documents) {
    let count = 0;
    let current: string | undefined;
    const own: { key: string; list: { at: number; date: string }[] }[] = [];
    const before: [string, string][] = [];
    for (const ref of document.pages) {
      const key = pageKey(ref);
      const context = byPage.get(key);
      if (context === undefined) continue;
      if (current !== undefined) before.push([key, current]);
      const list = entriesOn(context);
      count += list.length;
      current = list.at(-1)?.date ?? current;
      own.push({ key, list });
    }
    if (count < 2) continue;
    for (const { key, list } of own) starts.set(key, list);
    for (const [key, date] of before) inherited.set(key, date);
  }
  return (ref, offset) => {
    const key = pageKey(ref);
    return starts.get(key)?.findLast((s) => s.at <= offset)?.date ?? inherited.get(key);
  };
}

/** Lines that open with a date: heads of entries. */
function entriesOn({ work, hits }: PageContext): { at: number; date: string }[] {
  const dates = hits.filter((h) => h.label === 'DATE');
  return linesOf(work.page.text).flatMap((line) => {
    const head = dates.find((d) => d.start === line.start);
    const date = head === undefined ? undefined : isoDate(work.views.digits.slice(head.start, head.end));
    return date === undefined ? [] : [{ at: line.start, date }];
  });
}
