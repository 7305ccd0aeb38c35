import { BLACK_RUNS, type CodeWord, type RunCodes, WHITE_RUNS } from './ccitt-codes.ts';

/** A 1-bit picture: rows packed to whole bytes, first pixel in the highest bit, 1 = black. */
export interface Bitmap1 {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

class BitWriter {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;
  private held = 0;
  private heldBits = 0;

  put(value: number, bits: number): void {
    this.held = (this.held << bits) | value;
    this.heldBits += bits;
    while (this.heldBits >= 8) {
      this.heldBits -= 8;
      this.push((this.held >>> this.heldBits) & 0xff);
    }
    this.held &= (1 << this.heldBits) - 1;
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const wider = new Uint8Array(this.length * 2);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes[this.length++] = byte;
  }

  finish(): Uint8Array {
    if (this.heldBits > 0) this.put(0, 8 - this.heldBits);
    return this.bytes.slice(0, this.length);
  }
}

/** Writes into `into` the columns where row `y` changes colour (white first), then `width` twice; returns how many are real. */
function changesOfRow(picture: Bitmap1, y: number, into: Int32Array): number {
  const stride = (picture.width + 7) >> 3;
  const from = y * stride;
  let count = 0;
  let colour = 0;
  for (let i = 0; i < stride; i++) {
    const byte = picture.bits[from + i] ?? 0;
    if (byte === (colour === 1 ? 0xff : 0)) continue;
    const last = Math.min(8, picture.width - i * 8);
    for (let bit = 0; bit < last; bit++) {
      if (((byte >> (7 - bit)) & 1) === colour) continue;
      into[count++] = i * 8 + bit;
      colour ^= 1;
    }
  }
  into[count] = picture.width;
  into[count + 1] = picture.width;
  return count;
}

function putRun(out: BitWriter, codes: RunCodes, length: number): void {
  let rest = length;
  while (rest >= 64) {
    const step = Math.min(rest >> 6, 40);
    putWord(out, codes.makeUp[step - 1]);
    rest -= step * 64;
  }
  putWord(out, codes.terminating[rest]);
}

function putWord(out: BitWriter, word: CodeWord | undefined): void {
  if (word === undefined) throw new RangeError('run length outside the code tables');
  out.put(word.value, word.bits);
}

/** Vertical mode codes for a1 - b1 = -3 to 3 (T.6 table 1). */
const VERTICAL: readonly CodeWord[] = [
  { value: 0b0000010, bits: 7 },
  { value: 0b000010, bits: 6 },
  { value: 0b010, bits: 3 },
  { value: 0b1, bits: 1 },
  { value: 0b011, bits: 3 },
  { value: 0b000011, bits: 6 },
  { value: 0b0000011, bits: 7 },
];

/** One row coded against the row above it (T.6, 2.2). */
function encodeRow(out: BitWriter, row: Int32Array, above: Int32Array, aboveCount: number, width: number): void {
  let a0 = -1;
  let colour = 0;
  let at = 0;
  let b = 0;
  while (a0 < width) {
    while (b > 0 && (above[b - 1] ?? width) > a0) b--;
    while (b < aboveCount && ((above[b] ?? width) <= a0 || (b & 1) !== colour)) b++;
    const b1 = b < aboveCount ? (above[b] ?? width) : width;
    const b2 = b + 1 < aboveCount ? (above[b + 1] ?? width) : width;
    const a1 = row[at] ?? width;
    if (b2 < a1) {
      out.put(0b0001, 4);
      a0 = b2;
      continue;
    }
    const vertical = VERTICAL[a1 - b1 + 3];
    if (vertical !== undefined) {
      out.put(vertical.value, vertical.bits);
      a0 = a1;
      colour ^= 1;
      if (a1 < width) at++;
      continue;
    }
    const a2 = a1 < width ? (row[at + 1] ?? width) : width;
    out.put(0b001, 3);
    putRun(out, colour === 0 ? WHITE_RUNS : BLACK_RUNS, a1 - Math.max(a0, 0));
    putRun(out, colour === 0 ? BLACK_RUNS : WHITE_RUNS, a2 - a1);
    a0 = a2;
    at += a2 < width ? 2 : 1;
  }
}

/**
 * CCITT group 4 data of a 1-bit picture (ITU-T T.6), for CCITTFaxDecode with K -1,
 * BlackIs1 false and EndOfBlock true, or for TIFF compression 4.
 */
export function encodeG4(picture: Bitmap1): Uint8Array {
  const out = new BitWriter();
  let above = new Int32Array(picture.width + 3);
  let row = new Int32Array(picture.width + 3);
  above[0] = picture.width;
  above[1] = picture.width;
  let aboveCount = 0;
  for (let y = 0; y < picture.height; y++) {
    const count = changesOfRow(picture, y, row);
    encodeRow(out, row, above, aboveCount, picture.width);
    [above, row] = [row, above];
    aboveCount = count;
  }
  out.put(1, 12);
  out.put(1, 12);
  return out.finish();
}
