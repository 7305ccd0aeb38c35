import { joinBytes } from './write-pdf.ts';

/** A segment of JBIG2 data (ITU-T T.88, 7.2). */
interface Segment {
  readonly type: number;
  readonly page: number;
  readonly start: number;
  readonly data: Uint8Array;
  readonly end: number;
}

const [PAGE, END_OF_PAGE, END_OF_STRIPE, END_OF_FILE, PROFILES, COMMENT] = [48, 49, 50, 51, 52, 62];
/** Dictionaries of symbols and of patterns, and code tables: nothing of them is placed on the page. */
const DICTIONARIES: ReadonlySet<number> = new Set([0, 16, 53]);
/** Text, halftone and generic regions that are placed at once. */
const REGIONS: ReadonlySet<number> = new Set([6, 7, 22, 23, 38, 39, 42, 43]);
const UNKNOWN = 0xffffffff;
const OR = 0;

/**
 * JBIG2 data as a PDF holds them, without comments, ends and what follows them. Throws RangeError where they are
 * damaged or may hold more than a picture of this size shows: a larger page, a region beyond its edge, one that later
 * ones replace or that is never placed, a second page.
 */
export function jbig2Shown(bytes: Uint8Array, size: { readonly width: number; readonly height: number }): Uint8Array {
  const segments = segmentsOf(bytes);
  const page = segments.find(({ type }) => type === PAGE);
  if (page === undefined) throw new RangeError('JBIG2 data without a page');
  const said = word(page.data, 4);
  if (word(page.data, 0) > size.width || (said !== UNKNOWN && said > size.height))
    throw new RangeError('a JBIG2 page larger than its picture');
  let regions = 0;
  const kept = segments.filter((segment) => {
    const { type, data } = segment;
    if (segment.page > 1 || (type === PAGE && segment !== page)) throw new RangeError('JBIG2 data of several pages');
    if (REGIONS.has(type)) checkRegion(data, size, regions++ === 0);
    else if (type === END_OF_STRIPE) {
      if (word(data, 0) >= size.height) throw new RangeError('a JBIG2 stripe beyond the picture');
    } else if (!DICTIONARIES.has(type) && type !== PAGE) {
      if (![END_OF_PAGE, END_OF_FILE, PROFILES, COMMENT].includes(type))
        throw new RangeError('a part of JBIG2 data that is not placed');
      return false;
    }
    return true;
  });
  return joinBytes(kept.map(({ start, end }) => bytes.subarray(start, end)));
}

/** Throws RangeError where data shared by JBIG2 pictures (JBIG2Globals) hold anything but dictionaries. */
export function checkJbig2Globals(bytes: Uint8Array): void {
  if (segmentsOf(bytes).some(({ type }) => !DICTIONARIES.has(type) && type !== END_OF_FILE))
    throw new RangeError('shared JBIG2 data that are no dictionary');
}

function checkRegion(
  data: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  first: boolean,
): void {
  const [wide, high, x, y] = [0, 4, 8, 12].map((at) => word(data, at)) as [number, number, number, number];
  if (x + wide > width || y + high > height) throw new RangeError('a JBIG2 region beyond the picture');
  // Ink put to ink hides nothing; any other way of placing may cover what lies there.
  if (!first && ((data[16] ?? 0) & 7) !== OR) throw new RangeError('a JBIG2 region laid over others');
}

/** The segments in their order; what follows the last whole one is left out. Throws RangeError on damage. */
function segmentsOf(bytes: Uint8Array): readonly Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at + 11 <= bytes.length; ) {
    const start = at;
    const number = word(bytes, at);
    const flags = bytes[at + 4] ?? 0;
    at += 5;
    let referred = (bytes[at] ?? 0) >> 5;
    if (referred < 5) at += 1;
    else {
      referred = word(bytes, at) & 0x1fffffff;
      at += 4 + ((referred + 8) >> 3);
    }
    const short = number <= 256 ? 1 : 2;
    at += referred * (number <= 65536 ? short : 4);
    const page = (flags & 0x40) === 0 ? (bytes[at] ?? 0) : word(bytes, at);
    at += (flags & 0x40) === 0 ? 1 : 4;
    const length = word(bytes, at);
    at += 4;
    if (length === UNKNOWN || at + length > bytes.length) throw new RangeError('a JBIG2 segment of unknown length');
    const type = flags & 0x3f;
    segments.push({ type, page, start, data: bytes.subarray(at, at + length), end: at + length });
    at += length;
    if (type === END_OF_FILE) break;
  }
  return segments;
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}
