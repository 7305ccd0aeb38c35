import { joinBytes } from './write-pdf.ts';

/** Facts of a JPEG file that a PDF needs, and the file without anything else. */
export interface JpegFacts {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 colour, 4 CMYK or YCCK. */
  readonly components: number;
  /** EXIF orientation, 1 to 8; 1 where absent. */
  readonly orientation: number;
  /** From the JFIF header or EXIF; absent where neither says. */
  readonly dpi?: number;
  /** An Adobe marker is present: CMYK samples are stored inverted. */
  readonly adobe: boolean;
  /** The same picture without EXIF, comments, thumbnails, profiles and whatever follows the end. */
  readonly bytes: Uint8Array;
}

interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

const SOS = 0xda;
const EOI = 0xd9;

/** Marker segments up to the end of the picture; a start-of-scan's reaches over its coded data. Throws RangeError on damage. */
export function jpegSegments(bytes: Uint8Array): readonly Segment[] {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new RangeError('not a JPEG file');
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new RangeError('JPEG file ends before its picture');
    if (marker === EOI) return [...segments, { marker, start: at, end: at + 2 }];
    let end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (end > bytes.length || end < at + 4) throw new RangeError('JPEG segment reaches past the end of the file');
    if (marker === SOS) end = endOfScan(bytes, end);
    segments.push({ marker, start: at, end });
    at = end;
  }
}

function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new RangeError('JPEG file ends inside its picture');
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Reads the header of a JPEG file and strips all that is not picture (leak class 32). Throws RangeError where it is damaged. */
export function readJpeg(bytes: Uint8Array): JpegFacts {
  const segments = jpegSegments(bytes);
  const frame = segments.find((s) => isFrame(s.marker));
  if (frame === undefined) throw new RangeError('JPEG file without a picture');
  const height = uint16(bytes, frame.start + 5);
  const width = uint16(bytes, frame.start + 7);
  if (width === 0 || height === 0) throw new RangeError('JPEG file without a size');
  const exif = segments.find((s) => s.marker === 0xe1 && ascii(bytes, s.start + 4, 4) === 'Exif');
  const tags = exif === undefined ? undefined : exifTags(bytes.subarray(exif.start + 10, exif.end));
  const dpi = jfifDpi(bytes, segments) ?? tags?.dpi;
  const kept = segments.filter(isPicturePart).map((s) => bytes.subarray(s.start, s.end));
  return {
    width,
    height,
    components: bytes[frame.start + 9] ?? 0,
    orientation: tags?.orientation ?? 1,
    ...(dpi === undefined ? {} : { dpi }),
    adobe: segments.some((s) => isAdobe(bytes, s)),
    bytes: joinBytes([
      bytes.subarray(0, 2),
      ...segments.filter((s) => isAdobe(bytes, s)).map((s) => bytes.subarray(s.start, s.end)),
      ...kept,
    ]),
  };
}

/** Frame, tables, restart interval, scans and the end; no APPn, no comment. */
function isPicturePart(segment: Segment): boolean {
  const { marker } = segment;
  return marker >= 0xc0 && marker < 0xe0;
}

function isAdobe(bytes: Uint8Array, segment: Segment): boolean {
  return (
    segment.marker === 0xee && ascii(bytes, segment.start + 4, 5) === 'Adobe' && segment.end - segment.start === 16
  );
}

function jfifDpi(bytes: Uint8Array, segments: readonly Segment[]): number | undefined {
  const jfif = segments.find((s) => s.marker === 0xe0 && ascii(bytes, s.start + 4, 4) === 'JFIF');
  if (jfif === undefined) return undefined;
  const unit = bytes[jfif.start + 11];
  const density = uint16(bytes, jfif.start + 12);
  if (density === 0 || (unit !== 1 && unit !== 2)) return undefined;
  return unit === 1 ? density : Math.round(density * 2.54);
}

function exifTags(tiff: Uint8Array): { orientation: number; dpi?: number } {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = ascii(tiff, 0, 2) === 'II';
  const fits = (at: number, length: number): boolean => at >= 0 && at + length <= tiff.length;
  const found = { orientation: 1, resolution: 0, unit: 2 };
  if (!fits(4, 4)) return { orientation: 1 };
  const start = view.getUint32(4, little);
  const count = fits(start, 2) ? view.getUint16(start, little) : 0;
  for (let i = 0; i < count && fits(start + 2 + i * 12, 12); i++) {
    const at = start + 2 + i * 12;
    const tag = view.getUint16(at, little);
    if (tag === 0x0112) found.orientation = view.getUint16(at + 8, little);
    if (tag === 0x0128) found.unit = view.getUint16(at + 8, little);
    const value = view.getUint32(at + 8, little);
    if (tag === 0x011a && fits(value, 8)) {
      found.resolution = view.getUint32(value, little) / Math.max(1, view.getUint32(value + 4, little));
    }
  }
  const orientation = found.orientation >= 1 && found.orientation <= 8 ? found.orientation : 1;
  if (found.resolution <= 0) return { orientation };
  return { orientation, dpi: Math.round(found.unit === 3 ? found.resolution * 2.54 : found.resolution) };
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
