import { joinBytes } from './write-pdf.ts';

/** Boxes of a JP2 file that a picture needs (ISO/IEC 15444-1, annex I): signature, type, code stream; its header. */
const NEEDED: ReadonlySet<string> = new Set(['jP  ', 'ftyp', 'rreq', 'jp2c']);
const NEEDED_OF_HEADER: ReadonlySet<string> = new Set(['ihdr', 'bpcc', 'pclr', 'cmap', 'cdef']);

interface Box {
  readonly type: string;
  readonly start: number;
  /** Where its contents begin. */
  readonly body: number;
  readonly end: number;
}

/**
 * A JPEG 2000 file without its XML, UUID and property boxes, its colour profile as `clean` gives it, of the same
 * length or empty; a bare code stream stays as it is. Throws RangeError on damage.
 */
export function withoutJp2Metadata(bytes: Uint8Array, clean: (profile: Uint8Array) => Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 12) return bytes;
  const kept = boxesOf(bytes).flatMap((box) => {
    if (box.type === 'jp2h') return [headerOf(bytes.subarray(box.body, box.end), clean)];
    return NEEDED.has(box.type) ? [bytes.subarray(box.start, box.end)] : [];
  });
  return joinBytes(kept);
}

function headerOf(bytes: Uint8Array, clean: (profile: Uint8Array) => Uint8Array): Uint8Array {
  const parts = boxesOf(bytes).flatMap((box) => {
    if (box.type === 'colr') return [colourOf(bytes.subarray(box.start, box.end), box.body - box.start, clean)];
    return NEEDED_OF_HEADER.has(box.type) ? [bytes.subarray(box.start, box.end)] : [];
  });
  const body = joinBytes(parts);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 8 + body.length);
  head.set(
    [...'jp2h'].map((char) => char.charCodeAt(0)),
    4,
  );
  return joinBytes([head, body]);
}

/** Methods 2 and 3 carry a profile behind three bytes (I.5.3.3). */
function colourOf(box: Uint8Array, body: number, clean: (profile: Uint8Array) => Uint8Array): Uint8Array {
  const method = box[body];
  if (method !== 2 && method !== 3) return box.subarray(0, Math.min(box.length, body + 7));
  const profile = clean(box.subarray(body + 3));
  if (profile.length !== box.length - body - 3) throw new RangeError('JPEG 2000 file with a damaged profile');
  return joinBytes([box.subarray(0, body + 3), profile]);
}

function boxesOf(bytes: Uint8Array): readonly Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    // 0: to the end of the file; 1: the length follows in eight bytes.
    const long = length === 1 ? Number(view.getBigUint64(at + 8)) : length;
    const size = length === 0 ? bytes.length - at : long;
    if (size < 8) throw new RangeError('JPEG 2000 box without a length');
    boxes.push({ type, start: at, body: at + (length === 1 ? 16 : 8), end: Math.min(bytes.length, at + size) });
    at += size;
  }
  return boxes;
}

/** What the size marker of a JPEG 2000 code stream says. */
export interface Jp2Size {
  readonly width: number;
  readonly height: number;
  /** Where the code stream begins. */
  readonly at: number;
  /** Tiles that the picture is cut into. */
  readonly tiles: number;
  /** Samples of a pixel, alpha among them. */
  readonly channels: number;
}

/** Size of the picture in a JPEG 2000 file or bare code stream; undefined where its size marker is not found. */
export function jp2Size(bytes: Uint8Array): Jp2Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // SOC and SIZ stand together at the start of the code stream (ISO/IEC 15444-1, annex A).
  for (let at = 0; at + 42 <= bytes.length; at++) {
    if (view.getUint32(at) !== 0xff4fff51) continue;
    const words = Array.from({ length: 8 }, (_, i) => view.getUint32(at + 8 + 4 * i));
    const [right = 0, bottom = 0, left = 0, top = 0, wide = 1, high = 1, tileLeft = 0, tileTop = 0] = words;
    const tiles = Math.ceil((right - tileLeft) / wide) * Math.ceil((bottom - tileTop) / high);
    return { width: right - left, height: bottom - top, at, tiles, channels: view.getUint16(at + 40) };
  }
  return undefined;
}

const [SOT, EOC] = [0xff90, 0xffd9];

/**
 * Where a code stream ends; undefined where it cannot be followed, or holds parts of tiles that the picture has not,
 * as one does whose height was made smaller.
 */
export function endOfJp2(bytes: Uint8Array, { at: start, tiles }: Jp2Size): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start + 2; at + 2 <= bytes.length; ) {
    const marker = view.getUint16(at);
    if (marker === EOC) return at + 2;
    if (at + 12 > bytes.length || marker < 0xff00) return undefined;
    if (marker !== SOT) {
      at += 2 + view.getUint16(at + 2);
      continue;
    }
    const length = view.getUint32(at + 6);
    if (view.getUint16(at + 4) >= tiles || (length !== 0 && length < 14)) return undefined;
    // 0: up to the end of the picture.
    at = length === 0 ? bytes.length - 2 : at + length;
  }
  // Many writers leave the mark of the end away.
  return bytes.length;
}
