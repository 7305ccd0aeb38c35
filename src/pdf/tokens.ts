import { hexDigit } from './filters.ts';
import type { Operand } from './lexer.ts';
import { OPERATORS } from './operators.ts';

/** A token that is no operand. */
export class Keyword {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const KEYWORDS = new Map<string, Keyword>();
const PUNCTUATION = new Map([...'[]{})>'].map((char) => [char.charCodeAt(0), new Keyword(char)]));
export const OPEN_DICT: Keyword = new Keyword('<<');
export const CLOSE_DICT: Keyword = new Keyword('>>');
export const OPEN_ARRAY: Keyword | undefined = PUNCTUATION.get(0x5b);
export const CLOSE_ARRAY: Keyword | undefined = PUNCTUATION.get(0x5d);

/** 1 white space, 2 delimiter, 0 regular (ISO 32000-1 7.2.2). */
const KIND = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) KIND[code] = 1;
for (const char of '()<>[]{}/%') KIND[char.charCodeAt(0)] = 2;

/** Value of a hexadecimal digit, -1 for any other byte. */
const HEX_DIGITS = Int8Array.from({ length: 256 }, (_, byte) => hexDigit(byte));

/** Splits content into tokens, bytes read once from the start. */
export class Scanner {
  readonly bytes: Uint8Array;
  /** What of the content is malformed. */
  readonly faults: Set<string> = new Set();
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Steps over the one white space between ID and the data of an inline image. */
  skipOneSpace(): void {
    if (KIND[this.bytes[this.at] ?? 32] === 1) this.at++;
  }

  /** Steps over white space and comments. */
  skipSpace(): void {
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

  /** The next token; an opening bracket comes as itself. */
  token(): Operand | Keyword {
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
    const close = this.bytes.indexOf(0x3e, this.at);
    const end = close < 0 ? this.bytes.length : close;
    const out = new Uint8Array((end - this.at + 1) >> 1);
    let to = 0;
    let high = -1;
    for (; this.at < end; this.at++) {
      const digit = HEX_DIGITS[this.bytes[this.at] ?? 0] ?? -1;
      if (digit < 0) continue;
      if (high < 0) high = digit;
      else {
        out[to++] = high * 16 + digit;
        high = -1;
      }
    }
    if (high >= 0) out[to++] = high * 16;
    this.at = end + 1;
    return to === out.length ? out : out.subarray(0, to);
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
        return plain ? bytes.subarray(start, at) : resolved(bytes.subarray(start, at));
      }
    }
    this.at = bytes.length;
    this.faults.add('a string has no end');
    return resolved(bytes.subarray(start));
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
function resolved(raw: Uint8Array): Uint8Array {
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
