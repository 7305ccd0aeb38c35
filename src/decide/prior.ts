import type { Decided, Disposition } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import { type Box, sharedArea } from '../model/geometry.ts';
import type { PriorProduction } from '../model/matter.ts';
import { naturalOrder } from '../model/natural-order.ts';
import type { Base } from '../model/pack.ts';
import { type PageRef, pageKey } from '../model/page.ts';
import { type EarlierProduction, hiddenOn, type PageShown, type PriorFlag } from '../model/prior.ts';
import { namesPages } from './authorities.ts';

/** Share of an area that others must cover for it to be hidden by them. */
const COVERED = 0.6;

/** How a decided matter treats each page that it acknowledges or holds back, by page; not responsive ones are left out. */
export function pagesShown(decided: Decided, documents: readonly CaseDocument[]): ReadonlyMap<string, PageShown> {
  const dispositions = new Map(decided.dispositions.map((one) => [one.document, one]));
  return new Map(
    documents.flatMap((document) => {
      const disposition = dispositions.get(document.id);
      if (disposition === undefined || disposition.treatment === 'not_responsive') return [];
      return document.pages.map((page) => [pageKey(page), shownOf(decided, disposition, page)] as const);
    }),
  );
}

function shownOf(decided: Decided, disposition: Disposition, page: PageRef): PageShown {
  const leaves = disposition.treatment === 'produce' || disposition.treatment === 'redact';
  if (!decided.fileMayBeDisclosed || !leaves) return { state: 'withheld', grounds: disposition.bases };
  const hidden = hiddenOn(disposition.redactions, page);
  return { state: hidden.length > 0 ? 'boxed' : 'shown', hidden };
}

/** Productions made elsewhere by page, and what they name that is no page of the file. */
export function productionsElsewhere(
  prior: readonly PriorProduction[],
  pages: readonly PageRef[],
): { readonly productions: readonly EarlierProduction[]; readonly unmatched: readonly string[] } {
  const named = (name: string): readonly PageRef[] => pages.filter((page) => namesPages(name, [page]));
  const productions = prior.map(({ to, on, documents, boxed, withheld }): EarlierProduction => {
    const as = (names: readonly string[], shown: PageShown): (readonly [string, PageShown])[] =>
      names.flatMap(named).map((page) => [pageKey(page), shown] as const);
    // A page that stands in two lists was shown as far as either says.
    const all = [
      ...as(withheld, { state: 'withheld' }),
      ...as(boxed, { state: 'boxed' }),
      ...as(documents, { state: 'shown', hidden: [] }),
    ];
    return { to, on, pages: new Map(all) };
  });
  const names = prior.flatMap(({ documents, boxed, withheld }) => [...documents, ...boxed, ...withheld]);
  return { productions, unmatched: [...new Set(names)].filter((name) => named(name).length === 0) };
}

/**
 * Every page that is treated otherwise now than in an earlier production to anyone, waiver risks first: what was shown
 * and is hidden now, and the reverse. Nothing is forbidden by it; people are told.
 */
export function compareWithEarlier(
  now: ReadonlyMap<string, PageShown>,
  earlier: readonly EarlierProduction[],
  bases: readonly Base[],
): readonly PriorFlag[] {
  const known = new Map(bases.map((base) => [base.id, base]));
  const flags = earlier.flatMap(({ to, on, volume, pages }) =>
    [...pages].flatMap(([page, before]) => {
      const here = now.get(page);
      if (here === undefined) return [];
      const common = { page, to, on, volume: volume ?? null, before: before.state, now: here.state };
      const told = (change: PriorFlag['change'], grounds: readonly string[] | undefined): PriorFlag[] =>
        grounds === undefined
          ? []
          : [
              {
                ...common,
                change,
                codes: [...new Set(grounds.flatMap((id) => known.get(id)?.box_code ?? []))].sort(),
                waiver: grounds.some((id) => known.get(id)?.kind === 'privilege'),
              },
            ];
      return [...told('closed', hiddenBeside(here, before)), ...told('opened', hiddenBeside(before, here))];
    }),
  );
  return flags.sort(
    (a, b) =>
      Number(b.waiver) - Number(a.waiver) ||
      naturalOrder(a.page, b.page) ||
      naturalOrder(`${a.on} ${a.volume ?? ''} ${a.to} ${a.change}`, `${b.on} ${b.volume ?? ''} ${b.to} ${b.change}`),
  );
}

/** The grounds of what `one` hides of a page and `other` shows; undefined where it hides nothing more. */
function hiddenBeside(one: PageShown, other: PageShown): readonly string[] | undefined {
  if (other.state === 'withheld') return undefined;
  if (one.state === 'withheld') return one.grounds ?? [];
  if (one.state === 'shown') return undefined;
  if (one.hidden === undefined) return other.state === 'shown' ? [] : undefined;
  // What was boxed on the other page is not known: nothing can be said of single boxes.
  if (other.state === 'boxed' && other.hidden === undefined) return undefined;
  const open = one.hidden.filter((area) => area.spread !== true && !isCovered(area, other.hidden ?? []));
  return open.length === 0 ? undefined : open.map(({ basis }) => basis);
}

function isCovered(area: Box, by: readonly Box[]): boolean {
  return by.reduce((sum, box) => sum + sharedArea(area, box), 0) >= COVERED * area.w * area.h;
}
