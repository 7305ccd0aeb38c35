import type { ReadNote } from './page.ts';

/** A received file as the pipeline works on it: always a PDF from here on. */
export interface Source {
  /** Path relative to `files/`; a file found inside another is `parent.pdf#attachment-2`. */
  readonly file: string;
  /** SHA-256 of the bytes received, hex. Internal: never in anything that goes out. */
  readonly sha256: string;
  readonly format: 'pdf' | 'png' | 'jpeg' | 'tiff';
  readonly pages: number;
  /** The file this one was found in, and its place among the attachments from 1. */
  readonly parent?: { readonly file: string; readonly order: number; readonly of: number };
  /** Repairs and oddities met on the way in. */
  readonly notes: readonly ReadNote[];
}

export type UnreadableCode =
  | 'encrypted'
  | 'damaged'
  | 'empty'
  | 'not-the-format'
  | 'unknown-format'
  | 'email-or-office'
  | 'too-large'
  | 'no-access'
  | 'timed-out';

/** A file nobody could read: it stands in the report with the next step, and exit is 3. */
export interface UnreadableSource {
  readonly file: string;
  readonly code: UnreadableCode;
  /** What is wrong, in a sentence. */
  readonly problem: string;
  /** What the custodian does next, in a sentence. */
  readonly nextStep: string;
}

/** A file that was read for the matter before and is not there any more: a person says that it does not belong. */
export interface AbsentSource {
  /** Path relative to `files/` where it lay. */
  readonly file: string;
  readonly sha256: string;
  /** True: a file of that name lies there, with other bytes. */
  readonly replaced: boolean;
}
