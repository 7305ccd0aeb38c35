import type { Sighting } from './classes.ts';
import type { RawPdf } from './raw-pdf.ts';
import { tells } from './telling.ts';

/** Metadata inside embedded JPEG pictures: a place or a person in it is a leak, anything else a risk. */
export function jpegSightings(raw: RawPdf, strict: boolean): readonly Sighting[] {
  const found: Sighting[] = [];
  for (const { codec, stream } of raw.objects) {
    if (stream === undefined || (codec !== 'DCTDecode' && codec !== 'DCT')) continue;
    const parts = headerParts(stream);
    if (parts.length === 0) continue;
    const tells = parts.some((part) => namesPlaceOrPerson(part));
    found.push({
      name: 'embedded-image-metadata',
      level: tells || strict ? 'leak' : 'risk',
      seenBy: ['raw'],
      what: tells ? 'a picture tells a place or a person in its header' : 'a picture has a header of its own',
    });
  }
  return found;
}

/** Bodies of APP1 to APP13 and comments; APP0 (JFIF), APP2 colour profiles and APP14 (Adobe) are needed to paint. */
export function headerParts(jpeg: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 2; at + 4 < jpeg.length && jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xda) break;
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    const body = jpeg.subarray(at + 4, at + 2 + length);
    const isProfile = marker === 0xe2 && Buffer.from(body.subarray(0, 11)).toString('latin1') === 'ICC_PROFILE';
    if ((marker === 0xfe || (marker > 0xe0 && marker < 0xee && !isProfile)) && body.length > 0) parts.push(body);
    at += 2 + Math.max(2, length);
  }
  return parts;
}

/** EXIF with a position, an artist or an owner, or words that name somebody; XMP and IPTC with a place or a maker. */
function namesPlaceOrPerson(part: Uint8Array): boolean {
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
  if (text.startsWith('Exif\0\0')) return exifTells(Buffer.from(part.subarray(6)));
  if (text.startsWith('Photoshop 3.0')) return /\x1c\x02[\x50\x5a\x5c\x69\x76\x78\x7a]\0[\x02-\xff][A-Za-z]/.test(text);
  if (/exif:GPS|photoshop:City|Iptc4xmpCore:Location|<dc:creator>[\s\S]{0,80}<rdf:li[^>]*>[^<]*[A-Za-z]/.test(text))
    return true;
  return !text.includes('<x:xmpmeta') && !BY_PROGRAMS.test(text) && tells(text, new Set());
}

/** How programs sign pictures that they have written. */
const BY_PROGRAMS = /\b(?:creat|written|generat|software|photoshop|technologies|compress|quality|copyright|version)/i;

/** Tags that hold a person; words; and the other directories, TIFF 6.0 and EXIF 2.32. */
const PEOPLE = new Set([0x013b, 0xa430]);
const WORDS = new Set([0x010e, 0x8298, 0x9286, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f]);
const [GPS, EXIF] = [0x8825, 0x8769];

function exifTells(tiff: Buffer): boolean {
  if (tiff.length < 14) return false;
  const little = tiff[0] === 0x49;
  const read = (at: number, size: 2 | 4): number => {
    if (at + size > tiff.length) return 0;
    return little ? tiff.readUIntLE(at, size) : tiff.readUIntBE(at, size);
  };
  const textAt = (entry: number): string => {
    const long = read(entry + 4, 4);
    const at = long <= 4 ? entry + 8 : read(entry + 8, 4);
    return tiff.toString('latin1', at, Math.min(tiff.length, at + Math.min(long, 2000))).replaceAll('\0', '');
  };
  const directory = (at: number, deep: number): boolean =>
    Array.from({ length: Math.min(64, read(at, 2)) }, (_, i) => at + 2 + 12 * i).some((entry) => {
      const tag = read(entry, 2);
      if (tag === GPS) return read(read(entry + 8, 4), 2) > 1;
      if (tag === EXIF && deep === 0) return directory(read(entry + 8, 4), 1);
      if (PEOPLE.has(tag)) return /[A-Za-z]{2}/.test(textAt(entry));
      return WORDS.has(tag) && !BY_PROGRAMS.test(textAt(entry)) && tells(textAt(entry), new Set());
    });
  return directory(read(4, 4), 0);
}
