import type { InlineImage, Op, Operand } from './lexer.ts';

/** A content stream in canonical form: one operator a line, no comments, strings in hex. */
export function writeContent(ops: readonly Op[]): Uint8Array {
  const out = new Sink();
  for (const { name, args, image } of ops) {
    if (image === undefined) {
      for (const arg of args) {
        putOperand(out, arg);
        out.byte(SPACE);
      }
      out.text(name);
      out.byte(NEWLINE);
    } else putInlineImage(out, image);
  }
  return out.bytes();
}

/** More than this is not kept for the next. */
const LARGEST = 1 << 20;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const HEX = Buffer.from('0123456789abcdef', 'latin1');

/** Bytes in the making, in memory that all of them use one after the other. */
class Sink {
  private static shared: Buffer = Buffer.allocUnsafe(1 << 16);
  private buffer = Sink.shared;
  private at = 0;

  byte(value: number): void {
    if (this.at === this.buffer.length) this.grow(1);
    this.buffer[this.at++] = value;
  }

  /** Latin-1 text. */
  text(text: string): void {
    const { length } = text;
    if (this.at + length > this.buffer.length) this.grow(length);
    // A call out of JavaScript costs more than a few letters.
    if (length > 24) this.buffer.write(text, this.at, 'latin1');
    else for (let i = 0; i < length; i++) this.buffer[this.at + i] = text.charCodeAt(i);
    this.at += length;
  }

  append(bytes: Uint8Array): void {
    if (this.at + bytes.length > this.buffer.length) this.grow(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  hex(bytes: Uint8Array): void {
    if (this.at + 2 * bytes.length > this.buffer.length) this.grow(2 * bytes.length);
    for (const value of bytes) {
      this.buffer[this.at++] = HEX[value >> 4] ?? 0;
      this.buffer[this.at++] = HEX[value & 15] ?? 0;
    }
  }

  /** What was written, in memory of its own. */
  bytes(): Uint8Array {
    if (this.buffer.length <= LARGEST) Sink.shared = this.buffer;
    return Buffer.from(this.buffer.subarray(0, this.at));
  }

  private grow(by: number): void {
    const next = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.at + by));
    this.buffer.copy(next, 0, 0, this.at);
    this.buffer = next;
  }
}

function putOperand(out: Sink, value: Operand): void {
  if (typeof value === 'number') out.text(formatNumber(value));
  else if (typeof value === 'string') out.text(formatName(value));
  else if (value === null || typeof value === 'boolean') out.text(String(value));
  else if (value instanceof Uint8Array) {
    out.byte(0x3c);
    out.hex(value);
    out.byte(0x3e);
  } else if (isArray(value)) {
    out.byte(0x5b);
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.byte(SPACE);
      putOperand(out, value[i] ?? null);
    }
    out.byte(0x5d);
  } else {
    out.text('<<');
    for (const [i, [key, item]] of [...value].entries()) {
      if (i > 0) out.byte(SPACE);
      out.text(formatName(key));
      out.byte(SPACE);
      putOperand(out, item);
    }
    out.text('>>');
  }
}

/** A number without an exponent, as exact as a reader can use. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '0';
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value === 0 ? 0 : value) : value.toFixed(0);
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}

function formatName(name: string): string {
  if (/^[A-Za-z0-9]*$/.test(name)) return `/${name}`;
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

function isArray(value: Operand): value is readonly Operand[] {
  return Array.isArray(value);
}

function putInlineImage(out: Sink, image: InlineImage): void {
  out.text('BI\n');
  for (const [i, [key, value]] of [...image.dict].entries()) {
    if (i > 0) out.byte(NEWLINE);
    out.text(formatName(key));
    out.byte(SPACE);
    putOperand(out, value);
  }
  out.text('\nID ');
  out.append(image.data);
  out.text('\nEI\n');
}
