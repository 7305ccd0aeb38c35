import { joinBytes } from './write-pdf.ts';

/** Boxes of a JP2 file that a picture needs (ISO/IEC 15444-1, annex I): signature, type, header, code stream. */
const NEEDED: ReadonlySet<string> = new Set(['jP  ', 'ftyp', 'rreq', 'jp2h', 'jp2c']);

/** A JPEG 2000 file without its XML, UUID and property boxes; a bare code stream stays as it is. Throws RangeError on damage. */
export function withoutJp2Metadata(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 12) return bytes;
  const kept: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    // 0: to the end of the file; 1: the length follows in eight bytes.
    const long = length === 1 ? Number(view.getBigUint64(at + 8)) : length;
    const size = length === 0 ? bytes.length - at : long;
    if (size < 8) throw new RangeError('JPEG 2000 box without a length');
    if (NEEDED.has(type)) kept.push(bytes.subarray(at, at + size));
    at += size;
  }
  return joinBytes(kept);
}

/** Width and height of the picture in a JPEG 2000 file or bare code stream; undefined where its size marker is not found. */
export function jp2Size(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // SOC and SIZ stand together at the start of the code stream (ISO/IEC 15444-1, annex A).
  for (let at = 0; at + 24 <= bytes.length; at++) {
    if (view.getUint32(at) !== 0xff4fff51) continue;
    const [right, bottom, left, top] = [8, 12, 16, 20].map((offset) => view.getUint32(at + offset));
    return { width: (right ?? 0) - (left ?? 0), height: (bottom ?? 0) - (top ?? 0) };
  }
  return undefined;
}
