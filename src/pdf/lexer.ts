/**
 * An operand as a plain value: number, boolean and null as themselves, a name as a string (without
 * its slash, escapes resolved, one UTF-16 unit a byte), a string as bytes, arrays, dictionaries.
 */
export type Operand = number | boolean | null | string | Uint8Array | readonly Operand[] | ReadonlyMap<string, Operand>;

/** Dictionary and data of an inline image, keys as written. */
export interface InlineImage {
  readonly dict: ReadonlyMap<string, Operand>;
  readonly data: Uint8Array;
}

/** An operator with its operands; bytes [start, end) of the decoded content. */
export interface Op {
  readonly name: string;
  readonly args: readonly Operand[];
  readonly start: number;
  readonly end: number;
  /** Only operator `BI`: the whole of BI .. ID .. EI. */
  readonly image?: InlineImage;
}
