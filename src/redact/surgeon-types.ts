import type { PDFDict, PDFRawStream, PDFRef } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import type { Content } from '../pdf/lexer.ts';
import type { ImageUse } from '../pdf/page-model.ts';

/** Why a page cannot be cut in place; the caller rebuilds it from redacted pixels. */
export type CannotCutCode =
  | 'untrusted'
  | 'pattern'
  | 'type3'
  | 'soft-mask'
  | 'clip-text'
  | 'outlines'
  | 'image'
  | 'nesting'
  | 'content';

/** Thrown by the surgeon and by image editors. */
export class CannotCut extends Error {
  readonly code: CannotCutCode;

  constructor(code: CannotCutCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotCut';
    this.code = code;
  }
}

/**
 * Decides what replaces an image that boxes meet but do not wholly cover. `stream` is the image
 * (an inline image comes as a stream of its own with full key names and resolved colour space, not
 * registered in the document); `use.matrix` maps its unit square to the displayed points of `boxes`.
 * What lies wholly in `unseen` goes too, and nothing that shows beside it.
 * Returns the reference of a new, registered image XObject, or 'drop'; throws CannotCut.
 */
export type EditImage = (
  use: ImageUse,
  stream: PDFRawStream,
  boxes: readonly Box[],
  unseen?: readonly Box[],
) => Promise<PDFRef | 'drop'>;

/** What the surgeon makes of a page. */
export interface CutOutcome {
  readonly content: Content;
  readonly resources: PDFDict;
  /** Indices in PageModel.glyphs, ascending. */
  readonly removed: readonly number[];
  readonly imagesDropped: number;
  readonly imagesEdited: number;
  readonly pathsRemoved: number;
}
