import type { Redaction } from './disposition.ts';
import type { Box } from './geometry.ts';
import { type PageRef, pageKey } from './page.ts';

/** An area that is hidden, and on which ground: an id of `patterns/bases.json`. */
export interface HiddenArea extends Box {
  readonly basis: string;
  /** Boxed only because the same string is boxed elsewhere in that volume. */
  readonly spread?: true;
}

/** The areas that redactions hide on a page, each with its ground. */
export function hiddenOn(redactions: readonly Redaction[], page: PageRef): readonly HiddenArea[] {
  return redactions
    .filter((one) => pageKey(one.page) === pageKey(page))
    .flatMap(({ boxes, basis, decidedBy }) =>
      boxes.map(({ x, y, w, h }) => ({
        ...{ x, y, w, h, basis },
        ...(decidedBy.startsWith('spread/') ? { spread: true as const } : {}),
      })),
    );
}

/** How a production treats a page. */
export interface PageShown {
  /** boxed: something on it is hidden. */
  readonly state: 'shown' | 'boxed' | 'withheld';
  /** What is hidden on a boxed page; absent = not known. */
  readonly hidden?: readonly HiddenArea[];
  /** Why a page is withheld; absent = not known. */
  readonly grounds?: readonly string[];
}

/** A production to anyone, by page (`file#p3`). */
export interface EarlierProduction {
  readonly to: string;
  /** ISO. */
  readonly on: string;
  /** Volume, where it was made here. */
  readonly volume?: string;
  readonly pages: ReadonlyMap<string, PageShown>;
}

/** A page that one production shows otherwise than another. */
export interface PriorFlag {
  /** `file#p3`. */
  readonly page: string;
  readonly to: string;
  readonly on: string;
  /** Null: made outside withhold. */
  readonly volume: string | null;
  readonly before: PageShown['state'];
  readonly now: PageShown['state'];
  /** closed: something that was shown is hidden now; opened: something that was hidden is shown now. */
  readonly change: 'closed' | 'opened';
  /** Codes of the boxes that came or went; of a withheld page those of its grounds. */
  readonly codes: readonly string[];
  /** A privilege stands on one side and the page is open on the other. */
  readonly waiver: boolean;
}

/** A flag as a sentence, without text of the page. */
export function priorText(flag: PriorFlag): string {
  const { page, to, on, volume, now, codes, waiver } = flag;
  const where = `${volume === null ? '' : `${volume}, `}${on}`;
  const under = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  const hidden = (state: PageShown['state']): string => (state === 'withheld' ? 'withheld' : 'boxed');
  const told =
    flag.change === 'closed'
      ? `shown to ${to} (${where}), ${hidden(now)} now${under}`
      : `${hidden(flag.before)} for ${to} (${where})${under}, open now`;
  return `${page}: ${told}${waiver ? ': what one has and another is refused may waive the privilege, ask counsel' : ''}`;
}
