import type { PDFDict } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import type { GapCount, PagePlan, PaintedBox, RespacedWords } from '../model/redacting.ts';
import type { Content } from '../pdf/lexer.ts';
import type { PageModel } from '../pdf/page-model.ts';
import type { RelaidLine } from './relay.ts';

/** A page that was decided on: edited in place where `rebuild` is absent. */
export interface Prepared {
  readonly plan: PagePlan;
  readonly model: PageModel;
  readonly node: PDFDict;
  /** What stays of a page that was cut; absent: all of it. */
  readonly cut?: { readonly content: Content; readonly resources: PDFDict };
  readonly removed: number;
  readonly images: number;
  /** Boxes as painted, with what was done about their width. */
  laid: Laid;
  /** The same for the page when it is rebuilt. */
  readonly rebuilt: () => Laid;
  /** Where letters were cut that the page did not show. */
  readonly unseen: readonly Box[];
  /** On a tagged page, by painted box: the MCID of what it took, where that had one. */
  readonly taken: readonly (number | undefined)[];
  rebuild: string | undefined;
}

export interface Laid {
  readonly boxes: readonly PaintedBox[];
  readonly gaps: readonly GapCount[];
  readonly lines: readonly RelaidLine[];
  /** What the page says of them, where there are any. */
  readonly words?: RespacedWords;
}
