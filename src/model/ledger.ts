import type { HiddenArea } from './prior.ts';

/** Cells of a row of a served log by column. */
export type ServedCells = Readonly<Record<string, string>>;

/** A numbered document as the sealed volumes left it: what its recipient holds of it. */
export interface LedgerDocument {
  /** Id of the document, and its pages as `file#page`. */
  readonly document: string;
  readonly pages: readonly string[];
  /** Number of each page as it stands now: `.R1` once it was replaced. */
  readonly numbers: readonly string[];
  /** How often it was replaced. */
  readonly revision: number;
  readonly treatment: 'produce' | 'redact' | 'withhold';
  /** Which pages bear a box; [] for a withheld document. */
  readonly boxed: readonly boolean[];
  /** What is hidden on each page and why; absent of a withheld document. */
  readonly hidden?: readonly (readonly HiddenArea[])[];
  /** Why it is withheld: ids of bases. */
  readonly grounds?: readonly string[];
  /** Digest of what was to be shown: another one means that the document has to be replaced. */
  readonly plan: string;
  /** Its rows of the redaction log, with their numbers. */
  readonly redactions: readonly ServedCells[];
}

/** Everything one requester was given up to a sealed volume. */
export interface Ledger {
  /** Volume that was sealed last, and its date. */
  readonly volume: string;
  readonly date: string;
  readonly documents: readonly LedgerDocument[];
  readonly players: readonly ServedCells[];
  /** Highest number given, 0 = none. */
  readonly last: number;
}

/** Pages called back after they were produced, and why. */
export interface Recall {
  /** Volume that replaces them. */
  readonly volume: string;
  readonly date: string;
  readonly by: string;
  /** Basis now asserted: an id of `patterns/bases.json`. */
  readonly basis: string;
  /** As the requester holds them. */
  readonly numbers: readonly string[];
  /** The same pages as `file#page`. */
  readonly pages: readonly string[];
  /** When they had been produced. */
  readonly produced: string;
}
