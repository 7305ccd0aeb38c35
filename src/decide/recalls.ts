import type { Decided, Disposition, Redaction } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import { type Box, unionBox } from '../model/geometry.ts';
import type { Recall } from '../model/ledger.ts';
import type { Base } from '../model/pack.ts';
import { type PageText, pageKey } from '../model/page.ts';

/**
 * The decisions of a matter with what was called back taken out: a document whose pages are all recalled is
 * withheld on the basis that was asserted, of another each recalled page is boxed whole. What was withheld or
 * boxed before stays so. A person called it back, so it stands over what was decided earlier.
 */
export function applyRecalls(
  decided: Decided,
  documents: readonly CaseDocument[],
  pages: readonly PageText[],
  recalls: readonly Recall[],
  bases: readonly Base[],
): Decided {
  if (recalls.length === 0) return decided;
  const texts = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const papers = new Map(documents.map((document) => [document.id, document]));
  const dispositions = decided.dispositions.map((disposition) => {
    const document = papers.get(disposition.document);
    const leaves = disposition.treatment === 'produce' || disposition.treatment === 'redact';
    if (document === undefined || !leaves) return disposition;
    return recalls.reduce((one, recall) => recalled(one, document, texts, recall, bases), disposition);
  });
  return { ...decided, dispositions };
}

function recalled(
  disposition: Disposition,
  document: CaseDocument,
  texts: ReadonlyMap<string, PageText>,
  recall: Recall,
  bases: readonly Base[],
): Disposition {
  const hit = document.pages.filter((page) => recall.pages.includes(pageKey(page)));
  const base = bases.find((one) => one.id === recall.basis);
  if (hit.length === 0 || base === undefined) return disposition;
  const step = { rule: 'recall', text: `called back by ${recall.by} on ${recall.date}: ${base.label}` };
  const common = { ...disposition, path: [...disposition.path, step] };
  const areas = hit.map((ref) => ({ ref, boxes: contentBoxes(texts.get(pageKey(ref))) }));
  if (hit.length === document.pages.length || areas.some(({ boxes }) => boxes.length === 0)) {
    return { ...common, treatment: 'withhold', bases: [recall.basis], redactions: [], decidedBy: recall.by };
  }
  const redactions = areas.map(
    ({ ref, boxes }): Redaction => ({
      marks: [],
      page: ref,
      boxes,
      basis: recall.basis,
      boxCode: base.box_code,
      relation: 'unknown',
      kind: base.kind,
      hidesIdentity: false,
      decidedBy: recall.by,
      why: `called back on ${recall.date}`,
    }),
  );
  const whole = new Set(hit.map(pageKey));
  const others = disposition.redactions.filter((one) => !whole.has(pageKey(one.page)));
  return { ...common, treatment: 'redact', redactions: [...others, ...redactions] };
}

/** Strips at the head and foot of a page that stay free for its number, in points. */
const STRIP = { head: 30, foot: 34 };

/**
 * Boxes over all that a page shows but for the strips its number stands in, and over each line of words in those;
 * [] where a strip may hold what nobody read: a scan, or an unread zone.
 */
export function contentBoxes(page: PageText | undefined): readonly Box[] {
  if (page === undefined || page.treat !== 'surgery') return [];
  const { width, height, words, zones } = page;
  const foot = height - STRIP.foot;
  const inStrip = ({ y, h }: Box): boolean => y < STRIP.head || y + h > foot;
  if (foot <= STRIP.head || zones.some((zone) => inStrip(zone.box))) return [];
  const lines = Map.groupBy(
    words.filter((word) => inStrip(word.box)),
    (word) => word.line,
  );
  const body = { x: 0, y: STRIP.head, w: width, h: foot - STRIP.head };
  return [body, ...[...lines.values()].map((line) => unionBox(line.map((word) => word.box)))];
}
