import { joinBytes } from '../pdf/write-pdf.ts';

/** Tags that turn samples into colours (ICC.1:2022, 9.2); all others describe, or are somebody's own. */
const COLOUR =
  /^(?:A2B[0-3]|B2A[0-3]|D2B[0-3]|B2D[0-3]|[rgb]XYZ|[rgbk]TRC|wtpt|bkpt|chad|gamt|chrm|lumi|cicp|pre[0-2])$/;

/** Tags that every profile must have; here they say nothing. */
const WORDS: ReadonlySet<string> = new Set(['desc', 'cprt']);

/** Header fields that name who made the profile, when and for what device, and the digest of it all (7.2). */
const TELLING: readonly (readonly [number, number])[] = [
  [4, 8],
  [24, 36],
  [48, 64],
  [80, 128],
];

const STANDARD = 'sRGB IEC61966-2.1';

const HEADER = 128;
const ENTRY = 12;
const MOST_TAGS = 256;

/**
 * A colour profile with nothing in it but numbers: descriptions, copyright, names of devices (a screen's profile may
 * bear its owner's name), private tags and gaps between tags are gone. Of the same length where it is a profile;
 * empty where it is none, so that readers go by the number of components (ISO 32000-1, 8.6.5.5).
 */
export function withoutWords(profile: Uint8Array): Uint8Array {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  if (profile.length < HEADER + 4 || ascii(profile, 36) !== 'acsp') return new Uint8Array();
  const count = view.getUint32(HEADER);
  const table = HEADER + 4 + count * ENTRY;
  if (count > MOST_TAGS || table > profile.length) return new Uint8Array();
  const out = new Uint8Array(profile.length);
  const to = new DataView(out.buffer);
  out.set(profile.subarray(0, HEADER));
  for (const [from, end] of TELLING) out.fill(0, from, end);
  to.setUint32(0, profile.length);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const entry = profile.subarray(HEADER + 4 + i * ENTRY, HEADER + 4 + (i + 1) * ENTRY);
    const tag = ascii(entry, 0);
    const start = view.getUint32(HEADER + 8 + i * ENTRY);
    const size = view.getUint32(HEADER + 12 + i * ENTRY);
    if (start < table || size < 8 || start + size > profile.length) return new Uint8Array();
    if (COLOUR.test(tag)) out.set(numbers(profile.subarray(start, start + size)), start);
    else if (WORDS.has(tag)) out.set(silent(profile.subarray(start, start + size)), start);
    else continue;
    out.set(entry, HEADER + 4 + kept * ENTRY);
    kept++;
  }
  to.setUint32(HEADER, kept);
  return out;
}

/**
 * A description or copyright of the same type that says nothing; all zero means no text in `desc` and `text`. The one
 * name by which viewers know the standard screen stays: without it some would paint it by other, rounded sums.
 */
function silent(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length);
  out.set(data.subarray(0, 4));
  const type = ascii(data, 0);
  if (type === 'mluc' && data.length >= 16) new DataView(out.buffer).setUint32(12, ENTRY);
  if (type !== 'desc' || data.length < 13) return out;
  const end = 12 + STANDARD.length;
  if (latin(data.subarray(12, end + 1)) === `${STANDARD}\0`) out.set(data.subarray(8, end), 8);
  else out[11] = 1;
  return out;
}

/** The data of a colour tag without what follows its last number. */
function numbers(data: Uint8Array): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const used = usedBytes(ascii(data, 0), view);
  return joinBytes([data.subarray(0, 4), new Uint8Array(4), data.subarray(8, Math.min(data.length, used))]);
}

/** Bytes that a type of tag uses (10); all of it where that would take reading it whole. */
function usedBytes(type: string, view: DataView): number {
  if (type === 'XYZ ') return 20;
  if (type === 'sf32') return Math.min(view.byteLength, 44);
  if (type === 'curv' && view.byteLength >= 12) return 12 + 2 * view.getUint32(8);
  if (type === 'para' && view.byteLength >= 12) return 12 + 4 * ([1, 3, 4, 5, 7][view.getUint16(8)] ?? 7);
  return view.byteLength;
}

function ascii(bytes: Uint8Array, at: number): string {
  return latin(bytes.subarray(at, at + 4));
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
