import { inlineImageEnd } from './inline-image.ts';
import { hexDigit } from './filters.ts';
import { OPERATORS } from './operators.ts';

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

/** A token that is no operand. */
class Keyword {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const KEYWORDS = new Map<string, Keyword>();
const PUNCTUATION = new Map([...'[]{})>'].map((char) => [char.charCodeAt(0), new Keyword(char)]));
const OPEN_DICT = new Keyword('<<');
const CLOSE_DICT = new Keyword('>>');
const OPEN_ARRAY = PUNCTUATION.get(0x5b);
const CLOSE_ARRAY = PUNCTUATION.get(0x5d);

/** 1 white space, 2 delimiter, 0 regular (ISO 32000-1 7.2.2). */
const KIND = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) KIND[code] = 1;
for (const char of '()<>[]{}/%') KIND[char.charCodeAt(0)] = 2;

/** Reads a decoded content stream into operators, with the operand rules of pdfjs, whose reading is compared. */
export function parseContent(bytes: Uint8Array): Content {
  return new ContentReader(bytes).read();
}

class ContentReader {
  private readonly bytes: Uint8Array;
  private at = 0;
  private readonly ops: Op[] = [];
  private readonly faults = new Set<string>();
  private readonly surplus: Operand[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  read(): Content {
    let args: Operand[] = [];
    let start = -1;
    for (;;) {
      this.skipSpace();
      if (this.at >= this.bytes.length) break;
      if (start < 0) start = this.at;
      const token = this.token();
      if (!(token instanceof Keyword) || token === OPEN_ARRAY || token === OPEN_DICT) {
        const value = this.value(token, 0);
        if (value !== null) args.push(value);
        if (args.length > 33) {
          this.faults.add('an operator has too many operands');
          break;
        }
      } else if (this.operator(token.text, args, start)) {
        args = [];
        start = -1;
      }
    }
    return { ops: this.ops, faults: [...this.faults] };
  }

  /** Adds an operator; false where it is unknown, whose operands then fall to the next one. */
  private operator(name: string, args: Operand[], start: number): boolean {
    const count = OPERATORS.get(name);
    if (count === undefined) {
      if (/^[A-Za-z'"*]+$/.test(name) && args.length > 0) this.faults.add('an unknown operator has operands');
      return false;
    }
    if (name === 'BI') {
      this.inlineImage(start);
      return true;
    }
    if (count < 0) {
      this.ops.push({ name, args, start, end: this.at });
      return true;
    }
    while (args.length > count) this.surplus.push(args.shift() ?? null);
    if (args.length < count) {
      this.faults.add('an operator has too few operands');
      while (args.length < count && this.surplus.length > 0) args.unshift(this.surplus.pop() ?? null);
      if (args.length < count) return true;
    }
    this.ops.push({ name, args, start, end: this.at });
    return true;
  }

  private inlineImage(start: number): void {
    const dict = new Map<string, Operand>();
    for (;;) {
      this.skipSpace();
      if (this.at >= this.bytes.length) return;
      const key = this.token();
      if (key instanceof Keyword) {
        if (key.text === 'ID') break;
        this.faults.add('an inline image has a broken dictionary');
        return;
      }
      this.skipSpace();
      const value = this.value(this.token(), 0);
      if (typeof key === 'string') dict.set(key, value);
    }
    // One white space stands between ID and the data.
    if (KIND[this.bytes[this.at] ?? 32] === 1) this.at++;
    const end = inlineImageEnd(this.bytes, this.at, dict);
    if (end === undefined) {
      this.faults.add('an inline image has no end');
      this.at = this.bytes.length;
      return;
    }
    const image = { dict, data: this.bytes.subarray(this.at, end.data) };
    this.at = end.after;
    this.ops.push({ name: 'BI', args: [], start, end: this.at, image });
  }

  private value(token: Operand | Keyword, depth: number): Operand {
    if (!(token instanceof Keyword)) return token;
    if (depth > MAX_NESTING) {
      this.faults.add('an operand is nested too deep');
      return null;
    }
    if (token === OPEN_ARRAY) return this.array(depth);
    if (token === OPEN_DICT) return this.dict(depth);
    this.faults.add('an operand is malformed');
    return null;
  }

  private array(depth: number): Operand {
    const items: Operand[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at >= this.bytes.length) return items;
      const token = this.token();
      if (token === CLOSE_ARRAY) return items;
      items.push(this.value(token, depth + 1));
    }
  }

  private dict(depth: number): Operand {
    const entries = new Map<string, Operand>();
    for (;;) {
      this.skipSpace();
      if (this.at >= this.bytes.length) return entries;
      const key = this.token();
      if (key === CLOSE_DICT) return entries;
      this.skipSpace();
      if (this.at >= this.bytes.length) return entries;
      if (typeof key !== 'string') {
        this.faults.add('an operand is malformed');
        continue;
      }
      entries.set(key, this.value(this.token(), depth + 1));
    }
  }

  private skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined) return;
      if (byte === 0x25) {
        while (this.at < bytes.length && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++;
      } else if (KIND[byte] !== 1) return;
      else this.at++;
    }
  }

  private token(): Operand | Keyword {
    const byte = this.bytes[this.at] ?? 0;
    if ((byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b) return this.number();
    if (byte === 0x28) return this.literal();
    if (byte === 0x2f) return this.name();
    if (byte === 0x3c) return this.angle();
    if (byte === 0x3e && this.bytes[this.at + 1] === 0x3e) {
      this.at += 2;
      return CLOSE_DICT;
    }
    const punctuation = PUNCTUATION.get(byte);
    if (punctuation === undefined) return this.word();
    this.at++;
    return punctuation;
  }

  private angle(): Operand | Keyword {
    this.at++;
    if (this.bytes[this.at] === 0x3c) {
      this.at++;
      return OPEN_DICT;
    }
    const out: number[] = [];
    let high = -1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || byte === 0x3e) break;
      const digit = hexDigit(byte);
      if (digit < 0) continue;
      if (high < 0) high = digit;
      else {
        out.push(high * 16 + digit);
        high = -1;
      }
    }
    if (high >= 0) out.push(high * 16);
    return Uint8Array.from(out);
  }

  private number(): Operand {
    const { bytes } = this;
    let sign = 1;
    if (bytes[this.at] === 0x2d) {
      sign = -1;
      this.at++;
      if (bytes[this.at] === 0x2d) this.at++;
    } else if (bytes[this.at] === 0x2b) this.at++;
    let value = 0;
    let scale = 0;
    let digits = 0;
    for (;;) {
      const byte = bytes[this.at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + byte - 0x30;
        digits++;
        scale *= 10;
      } else if (byte === 0x2e && scale === 0) scale = 1;
      else if (byte === 0x2d && digits > 0) this.faults.add('a number is malformed');
      else break;
      this.at++;
    }
    if (digits === 0) this.faults.add('a number is malformed');
    return (sign * value) / (scale === 0 ? 1 : scale);
  }

  private name(): string {
    const { bytes } = this;
    let text = '';
    this.at++;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined || KIND[byte] !== 0) return text;
      this.at++;
      const high = byte === 0x23 ? hexDigit(bytes[this.at] ?? 0) : -1;
      const low = high >= 0 ? hexDigit(bytes[this.at + 1] ?? 0) : -1;
      if (low >= 0) {
        text += String.fromCharCode(high * 16 + low);
        this.at += 2;
      } else text += String.fromCharCode(byte);
    }
  }

  private literal(): Uint8Array {
    const { bytes } = this;
    const start = ++this.at;
    let depth = 1;
    let plain = true;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === 0x5c) {
        plain = false;
        at++;
      } else if (byte === 0x0d) plain = false;
      else if (byte === 0x28) depth++;
      else if (byte === 0x29 && --depth === 0) {
        this.at = at + 1;
        return plain ? bytes.subarray(start, at) : unescape(bytes.subarray(start, at));
      }
    }
    this.at = bytes.length;
    this.faults.add('a string has no end');
    return unescape(bytes.subarray(start));
  }

  private word(): Operand | Keyword {
    const { bytes } = this;
    let text = String.fromCharCode(bytes[this.at++] ?? 0);
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined || KIND[byte] !== 0) break;
      const longer = text + String.fromCharCode(byte);
      // Operators written without a space between them: `QBT`.
      if (OPERATORS.has(text) && !isOperatorStart(longer)) break;
      text = longer;
      this.at++;
      if (text.length > 128) break;
    }
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    let keyword = KEYWORDS.get(text);
    if (keyword === undefined) {
      keyword = new Keyword(text);
      if (OPERATORS.has(text)) KEYWORDS.set(text, keyword);
    }
    return keyword;
  }
}

const PREFIXES = new Set(['BM', 'BD', 'true', 'fa', 'fal', 'fals', 'false', 'nu', 'nul', 'null', 'ID', 'EI']);

function isOperatorStart(text: string): boolean {
  return OPERATORS.has(text) || PREFIXES.has(text);
}

const ESCAPES = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

/** A literal string's bytes with its escapes resolved (ISO 32000-1 7.3.4.2). */
function unescape(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length);
  let to = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte === 0x0d) {
      out[to++] = 10;
      if (raw[at + 1] === 10) at++;
    } else if (byte !== 0x5c) out[to++] = byte;
    else {
      const next = raw[++at];
      if (next === undefined) break;
      if (next >= 0x30 && next <= 0x37) {
        let value = 0;
        let digits = 0;
        for (; digits < 3; digits++) {
          const digit = (raw[at + digits] ?? 0) - 0x30;
          if (digit < 0 || digit > 7) break;
          value = value * 8 + digit;
        }
        at += digits - 1;
        out[to++] = value & 0xff;
      } else if (next === 0x0d) {
        if (raw[at + 1] === 10) at++;
      } else if (next !== 10) out[to++] = ESCAPES.get(next) ?? next;
    }
  }
  return out.subarray(0, to);
}
