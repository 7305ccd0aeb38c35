import type { Box } from './geometry.ts';
import type { PageText } from './page.ts';

/** A box to be burnt into a page: everything under it leaves the file. */
export interface BurnBox {
  readonly box: Box;
  /** Drawn in the box, white on black, 6 pt or more: `AC`, `LAW`, `MIN/ID`. */
  readonly code: string;
  /** Read out by a screen reader: "Redacted: attorney-client privilege". */
  readonly label: string;
  /** True: it hides who someone is, so its width must not say how long a name left (engine 6). */
  readonly hidesIdentity?: boolean;
  /** True: what it hides may be no name at all, so that its gap is closed only where no other word is lost by it. */
  readonly sparing?: boolean;
}

/** A box as it was painted: grown to whole glyphs and lines, neighbours joined, or moved with its line. */
export interface PaintedBox extends BurnBox {
  /** Indices in PagePlan.burn of the boxes asked for that it stands for. */
  readonly of?: readonly number[];
  /** Where what it hides stood on the page as read; absent: under the box itself. */
  readonly covers?: readonly Box[];
  /** On a line that leans: the rectangles, side by side, that are painted; `box` is the smallest around them. */
  readonly parts?: readonly Box[];
}

/** The rectangles of a box as painted. */
export function partsOf({ box, parts }: PaintedBox): readonly Box[] {
  return parts ?? [box];
}

/** A line set in the margin of a page that goes out: Bates number, legend, draft mark. */
export interface Stamp {
  readonly text: string;
  readonly place: 'bottom-right' | 'bottom-left' | 'top-center';
}

/** What is to be made of one page of a source. */
export interface PagePlan {
  /** Page of the (normalised) source, from 1. */
  readonly page: number;
  readonly burn: readonly BurnBox[];
  readonly stamps: readonly Stamp[];
  /** As read: its `treat` says whether surgery is allowed, its words make the text layer of scans and rebuilt pages. */
  readonly text: PageText;
}

/** What was made of it. */
export interface PageOutcome {
  readonly page: number;
  /** untouched: only stamps were added. surgery: content edited in place. rebuild: made of redacted pixels. */
  readonly mode: 'untouched' | 'surgery' | 'rebuild';
  readonly why?: string;
  readonly glyphsRemoved: number;
  readonly imagesChanged: number;
  /** Remarks attached to the page that do not go out with it. */
  readonly remarks?: number;
  /** Lines were re-laid, so that a gap does not tell the width of what left it (engine 6). */
  readonly respaced?: boolean;
  /** The boxes as they were painted. */
  readonly painted?: readonly PaintedBox[];
  /** For each box over a name or the like: how many names still fit (engine 6). */
  readonly gaps?: readonly GapCount[];
}

/** Names that may be tried on a gap. */
export interface NameLists {
  /** Given and family names; every given name goes with every family name. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** People who may be meant, each with all ways to write the name. */
  readonly roster: readonly (readonly string[])[];
}

/** What a page says of lines that were set anew: a mark at the line, a note at the foot. */
export interface RespacedWords {
  readonly respaced_mark: string;
  readonly respaced_note: string;
}

/** What is done about telling gaps where no pack and no texts say otherwise; data of `patterns/redact.yaml`. */
export interface RedactDefaults extends RespacedWords {
  /** Names of a dictionary of 10,000 that must still fit a gap. */
  readonly relay_threshold: number;
  /** People of the roster that must, or all of them where they are fewer. */
  readonly relay_roster_least: number;
}

/** How many names fit a gap; counts only, since a gap's width is itself a leak. */
export interface GapCount {
  /** Index in PageOutcome.painted. */
  readonly box: number;
  /** Names of the dictionary, and people of the roster, that fit what was taken out by its exact width. */
  readonly exact: number;
  readonly rosterExact: number;
  /** The same for the box as painted. */
  readonly left: number;
  readonly rosterLeft: number;
}

export interface RedactedPdf {
  readonly bytes: Uint8Array;
  readonly pages: readonly PageOutcome[];
  /** Of a tagged source: whether the file still is; if not, why. Absent where the source has no tags. */
  readonly tags?: { readonly kept: boolean; readonly why?: string };
}
