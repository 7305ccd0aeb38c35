/** An outside program that gives a second opinion on what a PDF holds. */
export interface OutsideReader {
  /** As findings name it: pdftotext, mutool, qpdf. */
  readonly name: string;
  readonly version: string;
  /** text: what a reader may copy. syntax: the objects of the file, one by one, streams as they are packed. */
  readonly kind: 'text' | 'syntax';
  /** What it makes of a PDF; undefined where it fails or takes too long. */
  readonly read: (bytes: Uint8Array) => Promise<string | undefined>;
}

/** Lends a program a file with these bytes for as long as `use` runs. */
export type LendFile = <T>(bytes: Uint8Array, use: (path: string) => Promise<T>) => Promise<T>;
