import type { Box } from './geometry.ts';

/** Something the verifier saw. Never holds the secret itself. */
export interface Finding {
  /** Path relative to what was verified. */
  readonly file: string;
  /** Leak class 1 to 36 and its name: `overlay`, `hidden-text` ... */
  readonly class: number;
  readonly name: string;
  /** leak: hidden content was read, or a production holds what is not on its allow-list. risk: the channel exists. */
  readonly level: 'leak' | 'risk';
  readonly page: number | null;
  readonly box: Box | null;
  /** The readers that saw it: pdfjs, pdfium, raw, ocr, qpdf, pdftotext, mutool. */
  readonly seenBy: readonly string[];
  /** A sentence that tells where and how, never what. */
  readonly what: string;
}
