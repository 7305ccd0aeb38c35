import { inlineImageEnd } from './inline-image.ts';
import { OPERATORS } from './operators.ts';
import { CLOSE_ARRAY, CLOSE_DICT, Keyword, OPEN_ARRAY, OPEN_DICT, Scanner } from './tokens.ts';

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

/** The operators of a content stream, and what of it is no good content. */
export interface Content {
  readonly ops: readonly Op[];
  /** Empty where readers cannot disagree on what the stream says. */
  readonly faults: readonly string[];
}

const MAX_NESTING = 64;

/** Reads a decoded content stream into operators, with the operand rules of pdfjs, whose reading is compared. */
export function parseContent(bytes: Uint8Array): Content {
  return new ContentReader(bytes).read();
}

class ContentReader {
  private readonly scanner: Scanner;
  private readonly ops: Op[] = [];
  private readonly surplus: Operand[] = [];

  constructor(bytes: Uint8Array) {
    this.scanner = new Scanner(bytes);
  }

  read(): Content {
    let args: Operand[] = [];
    let start = -1;
    for (;;) {
      this.scanner.skipSpace();
      if (this.scanner.done) break;
      if (start < 0) start = this.scanner.at;
      const token = this.scanner.token();
      if (!(token instanceof Keyword) || token === OPEN_ARRAY || token === OPEN_DICT) {
        const value = this.value(token, 0);
        if (value !== null) args.push(value);
        if (args.length > 33) {
          this.scanner.faults.add('an operator has too many operands');
          break;
        }
      } else if (this.operator(token.text, args, start)) {
        args = [];
        start = -1;
      }
    }
    return { ops: this.ops, faults: [...this.scanner.faults] };
  }

  /** Adds an operator; false where it is unknown, whose operands then fall to the next one. */
  private operator(name: string, args: Operand[], start: number): boolean {
    const count = OPERATORS.get(name);
    if (count === undefined) return false;
    if (name === 'BI') {
      this.inlineImage(start);
      return true;
    }
    if (count < 0) {
      this.ops.push({ name, args, start, end: this.scanner.at });
      return true;
    }
    while (args.length > count) this.surplus.push(args.shift() ?? null);
    if (args.length < count) {
      this.scanner.faults.add('an operator has too few operands');
      while (args.length < count && this.surplus.length > 0) args.unshift(this.surplus.pop() ?? null);
      if (args.length < count) return true;
    }
    this.ops.push({ name, args, start, end: this.scanner.at });
    return true;
  }

  private inlineImage(start: number): void {
    const dict = new Map<string, Operand>();
    for (;;) {
      this.scanner.skipSpace();
      if (this.scanner.done) return;
      const key = this.scanner.token();
      if (key instanceof Keyword) {
        if (key.text === 'ID') break;
        this.scanner.faults.add('an inline image has a broken dictionary');
        return;
      }
      this.scanner.skipSpace();
      const value = this.value(this.scanner.token(), 0);
      if (typeof key === 'string') dict.set(key, value);
    }
    // One white space stands between ID and the data.
    this.scanner.skipOneSpace();
    const end = inlineImageEnd(this.scanner.bytes, this.scanner.at, dict);
    if (end === undefined) {
      this.scanner.faults.add('an inline image has no end');
      this.scanner.at = this.scanner.bytes.length;
      return;
    }
    const image = { dict, data: this.scanner.bytes.subarray(this.scanner.at, end.data) };
    this.scanner.at = end.after;
    this.ops.push({ name: 'BI', args: [], start, end: this.scanner.at, image });
  }

  private value(token: Operand | Keyword, depth: number): Operand {
    if (!(token instanceof Keyword)) return token;
    if (depth > MAX_NESTING) {
      this.scanner.faults.add('an operand is nested too deep');
      return null;
    }
    if (token === OPEN_ARRAY) return this.array(depth);
    if (token === OPEN_DICT) return this.dict(depth);
    this.scanner.faults.add('an operand is malformed');
    return null;
  }

  private array(depth: number): Operand {
    const items: Operand[] = [];
    for (;;) {
      this.scanner.skipSpace();
      if (this.scanner.done) return items;
      const token = this.scanner.token();
      if (token === CLOSE_ARRAY) return items;
      items.push(this.value(token, depth + 1));
    }
  }

  private dict(depth: number): Operand {
    const entries = new Map<string, Operand>();
    for (;;) {
      this.scanner.skipSpace();
      if (this.scanner.done) return entries;
      const key = this.scanner.token();
      if (key === CLOSE_DICT) return entries;
      this.scanner.skipSpace();
      if (this.scanner.done) return entries;
      if (typeof key !== 'string') {
        this.scanner.faults.add('an operand is malformed');
        continue;
      }
      entries.set(key, this.value(this.scanner.token(), depth + 1));
    }
  }
}
