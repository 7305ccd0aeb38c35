import type { Disposition, Redaction } from './disposition.ts';
import type { CaseDocument } from './document.ts';
import type { PageRef } from './page.ts';

/** A document that goes to chambers, with what is proposed for it and what does not go even there. */
export interface InCameraDocument {
  readonly document: CaseDocument;
  readonly disposition: Disposition;
  /** Without another family's pages. */
  readonly pages: readonly PageRef[];
  /** Bases on which the whole of it is withheld; [] where it goes out with boxes. */
  readonly whole: readonly string[];
  /** Drawn, and legible beneath. */
  readonly proposed: readonly Redaction[];
  /** Taken out for good. */
  readonly removed: readonly Redaction[];
  /** Ids of the authorities that ask for it; `request`, or `table` where a cell says to tender it. */
  readonly askedBy: readonly string[];
}

/** What is brought to chambers under seal, and what is not and why. */
export interface InCameraSet {
  readonly documents: readonly InCameraDocument[];
  /** Of what is withheld or redacted; internal. */
  readonly leftOut: readonly { readonly document: CaseDocument; readonly why: string }[];
  /** Nothing asks for such a set. */
  readonly uncalled: boolean;
}

/** Words of the set, as counsel edits them. `{name}` is filled from the matter. */
export interface InCameraTexts {
  /** On every page of it. */
  readonly banner: string;
  /** What stands before the control number of a page that has no Bates number. */
  readonly control_prefix: string;
  /** On each page of a document that is withheld as a whole: {codes}. */
  readonly withheld_mark: string;
  /** WHAT of the sealed log. */
  readonly document: string;
  readonly passage: string;
  readonly removed: string;
  /** Stands for the ground of what is removed: chambers may not be told it either. */
  readonly removed_ground: string;
  readonly letter: {
    readonly file: string;
    readonly title: string;
    readonly addressee: string;
    readonly salutation: string;
    readonly body: readonly string[];
    readonly copies: string;
  };
}
