import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** The most bytes one stream may decode to. */
export const MAX_DECODED: number = 256 * 1024 * 1024;

/** A stream that cannot be decoded here: unknown filter, damaged beyond use, or too large. */
export class DecodeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DecodeError';
  }
}

/** Inflates zlib data; of damaged data what comes before the damage. Throws DecodeError over MAX_DECODED. */
export function inflate(data: Uint8Array): Uint8Array {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_DECODED };
  try {
    return inflateSync(data, options);
  } catch (error) {
    if (isTooLarge(error)) throw new DecodeError('a stream is too large', { cause: error });
  }
  return inflateDamaged(data.subarray(2), options);
}

function inflateDamaged(raw: Uint8Array, options: { finishFlush: number; maxOutputLength: number }): Uint8Array {
  const attempt = (length: number): Uint8Array | undefined => {
    try {
      return inflateRawSync(raw.subarray(0, length), options);
    } catch {
      return undefined;
    }
  };
  // The longest prefix that inflates without an error holds all that can be saved.
  let good = 0;
  let bad = raw.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (attempt(middle) === undefined) bad = middle;
    else good = middle;
  }
  return attempt(good) ?? new Uint8Array();
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** A byte sink that grows and refuses to pass MAX_DECODED. */
class Sink {
  private bytes = new Uint8Array(4096);
  private length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = byte;
  }

  append(part: Uint8Array): void {
    if (this.length + part.length > this.bytes.length) this.grow(part.length);
    this.bytes.set(part, this.length);
    this.length += part.length;
  }

  result(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private grow(by: number): void {
    if (this.length + by > MAX_DECODED) throw new DecodeError('a stream is too large');
    const next = new Uint8Array(Math.max(this.bytes.length * 2, this.length + by));
    next.set(this.bytes.subarray(0, this.length));
    this.bytes = next;
  }
}

/** LZW as in ISO 32000-1 7.4.4; `earlyChange` 1 is the default of PDF. */
export function decodeLzw(data: Uint8Array, earlyChange: number): Uint8Array {
  const sink = new Sink();
  let table: Uint8Array[] = [];
  const reset = (): void => {
    table = Array.from({ length: 258 }, (_, i) => (i < 256 ? Uint8Array.of(i) : new Uint8Array()));
  };
  reset();
  let bits = 0;
  let count = 0;
  let width = 9;
  let last: Uint8Array | undefined;
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xffffff;
    count += 8;
    if (count < width) continue;
    count -= width;
    const code = (bits >> count) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      reset();
      width = 9;
      last = undefined;
      continue;
    }
    const entry = table[code] ?? (last === undefined ? undefined : joined(last, last[0] ?? 0));
    if (entry === undefined) break;
    sink.append(entry);
    if (last !== undefined && table.length < 4096) table.push(joined(last, entry[0] ?? 0));
    last = entry;
    const size = table.length + earlyChange;
    width = Math.min(12, Math.max(9, 32 - Math.clz32(size)));
  }
  return sink.result();
}

function joined(head: Uint8Array, tail: number): Uint8Array {
  const out = new Uint8Array(head.length + 1);
  out.set(head);
  out[head.length] = tail;
  return out;
}

/** ASCIIHexDecode (ISO 32000-1 7.4.2). */
export function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const sink = new Sink();
  let high = -1;
  for (const byte of data) {
    if (byte === 0x3e) break;
    const digit = hexDigit(byte);
    if (digit < 0) continue;
    if (high < 0) high = digit;
    else {
      sink.push(high * 16 + digit);
      high = -1;
    }
  }
  if (high >= 0) sink.push(high * 16);
  return sink.result();
}

/** The value of a hexadecimal digit, -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** ASCII85Decode (ISO 32000-1 7.4.3). */
export function decodeAscii85(data: Uint8Array): Uint8Array {
  const sink = new Sink();
  let value = 0;
  let count = 0;
  const flush = (bytes: number): void => {
    for (let i = 0; i < bytes; i++) sink.push(Math.floor(value / 256 ** (3 - i)) & 0xff);
    value = 0;
    count = 0;
  };
  for (const byte of data) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && count === 0) {
      flush(4);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) continue;
    value = value * 85 + (byte - 0x21);
    if (++count === 5) flush(4);
  }
  if (count > 1) {
    const missing = 5 - count;
    for (let i = 0; i < missing; i++) value = value * 85 + 84;
    flush(4 - missing);
  }
  return sink.result();
}

/** RunLengthDecode (ISO 32000-1 7.4.5). */
export function decodeRunLength(data: Uint8Array): Uint8Array {
  const sink = new Sink();
  for (let at = 0; at < data.length; ) {
    const length = data[at++] ?? 128;
    if (length === 128) break;
    if (length < 128) {
      sink.append(data.subarray(at, at + length + 1));
      at += length + 1;
    } else {
      sink.append(new Uint8Array(257 - length).fill(data[at++] ?? 0));
    }
  }
  return sink.result();
}

/** What DecodeParms says of a predictor (ISO 32000-1 table 8). */
export interface PredictorParms {
  readonly predictor: number;
  readonly colors: number;
  readonly bits: number;
  readonly columns: number;
}

/** Undoes a TIFF (2) or PNG (10 to 15) predictor; other numbers leave the data as it is. */
export function undoPredictor(data: Uint8Array, parms: PredictorParms): Uint8Array {
  const pixel = Math.max(1, (parms.colors * parms.bits + 7) >> 3);
  const row = (parms.columns * parms.colors * parms.bits + 7) >> 3;
  if (parms.predictor >= 10) return undoPng(data, row, pixel);
  if (parms.predictor === 2 && parms.bits === 8) return undoTiff8(data, row, parms.colors);
  if (parms.predictor === 2) throw new DecodeError('a TIFF predictor of other than 8 bits');
  return data;
}

function undoTiff8(data: Uint8Array, row: number, colors: number): Uint8Array {
  const out = data.slice();
  for (let start = 0; start < out.length; start += row) {
    const end = Math.min(start + row, out.length);
    for (let i = start + colors; i < end; i++) out[i] = (out[i] ?? 0) + (out[i - colors] ?? 0);
  }
  return out;
}

function undoPng(data: Uint8Array, row: number, pixel: number): Uint8Array {
  const rows = Math.ceil(data.length / (row + 1));
  const out = new Uint8Array(Math.max(0, data.length - rows));
  for (let y = 0; y < rows; y++) {
    const from = y * (row + 1);
    const to = y * row;
    const length = Math.min(row, data.length - from - 1);
    undoPngRow(data, from + 1, data[from] ?? 0, out, to, length, pixel, y === 0 ? -1 : to - row);
  }
  return out;
}

function undoPngRow(
  data: Uint8Array,
  from: number,
  kind: number,
  out: Uint8Array,
  to: number,
  length: number,
  pixel: number,
  above: number,
): void {
  for (let x = 0; x < length; x++) {
    const left = x >= pixel ? (out[to + x - pixel] ?? 0) : 0;
    const up = above >= 0 ? (out[above + x] ?? 0) : 0;
    const corner = above >= 0 && x >= pixel ? (out[above + x - pixel] ?? 0) : 0;
    out[to + x] = (data[from + x] ?? 0) + pngGuess(kind, left, up, corner);
  }
}

function pngGuess(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const p = left + up - corner;
  const a = Math.abs(p - left);
  const b = Math.abs(p - up);
  const c = Math.abs(p - corner);
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
