import type { Bitmap1 } from './ccitt.ts';
import { BLACK_RUNS, type RunCodes, WHITE_RUNS } from './ccitt-codes.ts';

/** Fax data that break the rules, or run in the uncompressed mode nobody writes: readers differ on what they show. */
export class FaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FaxError';
  }
}

/** How fax data are coded (ISO 32000-1, table 11). */
export interface FaxParms {
  /** Below 0 group 4, 0 group 3 in one dimension, above 0 in both. */
  readonly k: number;
  readonly columns: number;
  readonly byteAlign: boolean;
}

/** What fax data hold beside the rows that are wanted. */
export interface FaxRows {
  /** The wanted rows, or as many as there are; 1 = a black run. */
  readonly picture: Bitmap1;
  /** Bytes up to the end of these rows and the mark of the end that follows them. */
  readonly end: number;
  /** Something that is no mark of the end stands after the wanted rows. */
  readonly more: boolean;
}

/** Code length << 12 | run, by the next 13 bits; 0 = no such code. */
function runTable({ terminating, makeUp }: RunCodes): Uint16Array {
  const table = new Uint16Array(1 << 13);
  const put = (word: { readonly value: number; readonly bits: number }, run: number): void => {
    const from = word.value << (13 - word.bits);
    table.fill((word.bits << 12) | run, from, from + (1 << (13 - word.bits)));
  };
  terminating.forEach(put);
  makeUp.forEach((word, i) => {
    put(word, 64 * (i + 1));
  });
  return table;
}

const RUNS = [runTable(WHITE_RUNS), runTable(BLACK_RUNS)] as const;

class FaxBits {
  private readonly bytes: Uint8Array;
  /** Bits read so far. */
  at = 0;
  readonly size: number;
  /** The data begin with an end of line, so each row does. */
  readonly marked: boolean;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.size = bytes.length * 8;
    this.marked = this.takeEndOfLine();
    this.at = 0;
  }

  /** The next `count` bits, at most 16; zeros beyond the end. */
  peek(count: number): number {
    const from = this.at >> 3;
    const b = this.bytes;
    const three = ((b[from] ?? 0) << 16) | ((b[from + 1] ?? 0) << 8) | (b[from + 2] ?? 0);
    return (three >> (24 - (this.at & 7) - count)) & ((1 << count) - 1);
  }

  run(colour: number): number {
    const table = RUNS[colour & 1] ?? RUNS[0];
    for (let total = 0; ; ) {
      const entry = table[this.peek(13)] ?? 0;
      if (entry === 0 || this.at >= this.size) throw new FaxError('a run without a code');
      this.at += entry >> 12;
      const length = entry & 0xfff;
      total += length;
      if (length < 64) return total;
    }
  }

  /** Skips zeros and the 1 after them where at least eleven stand before it (EOL, T.4 4.1.2). */
  takeEndOfLine(): boolean {
    if (this.peek(11) !== 0) return false;
    let at = this.at + 11;
    while (at < this.size && (this.bytes[at >> 3] ?? 0) === 0 && (at & 7) === 0) at += 8;
    while (at < this.size && (((this.bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 0)
      at += (at & 7) === 0 && this.bytes[at >> 3] === 0 ? 8 : 1;
    if (at >= this.size) return false;
    this.at = at + 1;
    return true;
  }

  align(): void {
    this.at = (this.at + 7) & ~7;
  }

  /** Nothing but zeros is left. */
  isSpent(): boolean {
    if (this.at >= this.size) return true;
    if (this.peek(8 - (this.at & 7)) !== 0) return false;
    return this.bytes.subarray((this.at >> 3) + 1).every((byte) => byte === 0);
  }
}

/**
 * Decodes up to `height` rows of fax data (ITU-T T.4 and T.6) and tells where they end and whether more follows.
 * Fewer rows are no fault; FaxError is thrown for codes that are none.
 */
export function decodeFax(bytes: Uint8Array, parms: FaxParms, height: number): FaxRows {
  const bits = new FaxBits(bytes);
  const stride = (parms.columns + 7) >> 3;
  const out = new Uint8Array(stride * height);
  let above: Int32Array = Int32Array.of(parms.columns, parms.columns);
  let y = 0;
  for (; y < height; y++) {
    const kind = startOfRow(bits, parms);
    const row = kind === 'end' ? undefined : rowOf(bits, kind, parms.columns, above);
    if (row === undefined) break;
    paint(row, out, y * stride);
    above = row;
  }
  const closed = y < height || bits.isSpent() || startOfRow(bits, parms) === 'end';
  if (y < height || closed) takeEnds(bits);
  const picture = { width: parms.columns, height: y, bits: out.subarray(0, stride * y) };
  return { picture, end: Math.min(bytes.length, (bits.at + 7) >> 3), more: !closed };
}

/** A row; undefined where the data end inside it. */
function rowOf(bits: FaxBits, kind: 'flat' | '2d', columns: number, above: Int32Array): Int32Array | undefined {
  try {
    return kind === 'flat' ? flatRow(bits, columns) : row2d(bits, columns, above);
  } catch (error) {
    if (error instanceof FaxError && bits.size - bits.at < 16) return undefined;
    throw error;
  }
}

/** How the next row is coded; 'end' at a mark of the end or where the data end. */
function startOfRow(bits: FaxBits, { k, byteAlign }: FaxParms): 'flat' | '2d' | 'end' {
  if (bits.isSpent()) return 'end';
  const from = bits.at;
  if (k < 0) {
    if (byteAlign) bits.align();
    if (!bits.takeEndOfLine()) return '2d';
    bits.at = from;
    return 'end';
  }
  // Zeros that fill a byte up, and those a run begins with, may look like an end of line where there are none.
  if (byteAlign && !bits.marked) bits.align();
  bits.takeEndOfLine();
  const tag = k > 0 ? bits.peek(1) : 1;
  if (k > 0) bits.at += 1;
  const after = bits.at;
  // Two ends of line without a row between are the end of the picture (RTC).
  if (bits.at > from + 11 && bits.takeEndOfLine()) {
    bits.at = from;
    return 'end';
  }
  bits.at = after;
  if (bits.isSpent()) return 'end';
  return tag === 1 ? 'flat' : '2d';
}

/** Goes over the marks of the end, with the tags that stand between them in group 3. */
function takeEnds(bits: FaxBits): void {
  bits.takeEndOfLine();
  for (let i = 0; i < 7; i++) {
    const from = bits.at;
    if (bits.peek(1) === 1) bits.at += 1;
    if (bits.takeEndOfLine()) continue;
    bits.at = from;
    return;
  }
}

/** Columns where the colour changes, white first, then the width twice. */
function flatRow(bits: FaxBits, columns: number): Int32Array {
  const row: number[] = [];
  for (let at = 0, colour = 0; at < columns; colour ^= 1) {
    at += bits.run(colour);
    if (at > columns) throw new FaxError('a row longer than the picture is wide');
    if (at < columns) row.push(at);
  }
  return Int32Array.of(...row, columns, columns);
}

function row2d(bits: FaxBits, columns: number, above: Int32Array): Int32Array {
  const row: number[] = [];
  let a0 = -1;
  let colour = 0;
  let b = 0;
  const turn = (to: number): void => {
    if (to > columns || to < Math.max(a0, 0)) throw new FaxError('a row that runs backwards or over the edge');
    row.push(to);
    a0 = to;
    colour ^= 1;
  };
  while (a0 < columns) {
    while (b > 0 && (above[b - 1] ?? columns) > a0) b--;
    while ((above[b] ?? columns) < columns && ((above[b] ?? columns) <= a0 || (b & 1) !== colour)) b++;
    const b1 = above[b] ?? columns;
    const code = modeAt(bits);
    if (code === 'pass') a0 = above[b + 1] ?? columns;
    else if (code === 'runs') {
      const first = Math.max(a0, 0) + bits.run(colour);
      const second = first + bits.run(colour ^ 1);
      turn(first);
      turn(second);
    } else turn(b1 + code);
  }
  row.push(columns, columns);
  return Int32Array.from(row);
}

/** Vertical mode codes by their leading zeros: distance from b1 (T.6, table 1). */
function modeAt(bits: FaxBits): 'pass' | 'runs' | number {
  const next = bits.peek(7);
  const take = <T>(count: number, value: T): T => {
    bits.at += count;
    return value;
  };
  if (bits.at >= bits.size) throw new FaxError('the data end inside a row');
  if (next >= 64) return take(1, 0);
  if (next >= 32) return take(3, next >= 48 ? 1 : -1);
  if (next >= 16) return take(3, 'runs');
  if (next >= 8) return take(4, 'pass');
  if (next >= 4) return take(6, next >= 6 ? 2 : -2);
  if (next >= 2) return take(7, next === 3 ? 3 : -3);
  throw new FaxError('a mode without a code');
}

function paint(row: Int32Array, out: Uint8Array, start: number): void {
  for (let i = 0; i + 1 < row.length; i += 2) {
    const to = row[i + 1] ?? 0;
    for (let x = row[i] ?? 0; x < to; ) {
      if ((x & 7) === 0 && x + 8 <= to) {
        out[start + (x >> 3)] = 0xff;
        x += 8;
        continue;
      }
      out[start + (x >> 3)] = (out[start + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
      x++;
    }
  }
}
