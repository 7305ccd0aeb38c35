import { findTerms } from '../detect/find-terms.ts';
import type { Decided } from '../model/disposition.ts';
import { type Box, sharedArea } from '../model/geometry.ts';
import type { Mark } from '../model/mark.ts';
import { boxesOfSpan, type PageText, pageKey } from '../model/page.ts';

const NUMBER = /(?:^|[\s,(])(\d{1,5}[A-Za-z]?) $/;

/**
 * Streets without a number that are boxed somewhere as where somebody lives, and stand behind a house number in an
 * address that stays open: a neighbor of a party lives in the party's own street, which is no secret then.
 */
export function openStreets(decided: Decided, marks: readonly Mark[], pages: readonly PageText[]): readonly string[] {
  const byKey = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const streets = new Set(
    marks.flatMap(({ area, label }) => {
      if (label !== 'ADDRESS' || area.kind !== 'span') return [];
      const text = (byKey.get(pageKey(area.page))?.text ?? '').slice(area.start, area.end);
      return /\d/.test(text) ? [] : [text.replace(/\s+/g, ' ')];
    }),
  );
  const shown = decided.dispositions.filter((d) => d.treatment === 'produce' || d.treatment === 'redact');
  const boxes = Map.groupBy(
    shown.flatMap((d) => d.redactions),
    (one) => pageKey(one.page),
  );
  const open = new Set(shown.map((d) => d.document));
  const seen = new Set(marks.filter((m) => open.has(m.document)).flatMap(({ area }) => pageOf(area)));
  return [...streets].filter((street) =>
    [...seen].some((key) => {
      const page = byKey.get(key);
      const there = (boxes.get(key) ?? []).flatMap((one) => one.boxes);
      return page !== undefined && standsOpen(page, street, there);
    }),
  );
}

const pageOf = (area: Mark['area']): readonly string[] => (area.kind === 'span' ? [pageKey(area.page)] : []);

function standsOpen(page: PageText, street: string, boxed: readonly Box[]): boolean {
  return findTerms(page.text, [street]).some(({ start, end }) => {
    const number = NUMBER.exec(page.text.slice(Math.max(0, start - 8), start))?.[1];
    if (number === undefined) return false;
    const own = boxesOfSpan(page, start - 1 - number.length, end);
    return own.length > 0 && own.every((box) => boxed.every((other) => sharedArea(box, other) === 0));
  });
}
