import type { Sighting } from './classes.ts';
import type { RawPdf } from './raw-pdf.ts';

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

/** EXIF with a GPS directory, an artist or an owner; XMP with a place. */
function namesPlaceOrPerson(part: Uint8Array): boolean {
  const text = Buffer.from(part).toString('latin1');
  if (!text.startsWith('Exif\0\0')) return /exif:GPS|photoshop:City|Iptc4xmpCore:Location/.test(text);
  const tiff = Buffer.from(part.subarray(6));
  if (tiff.length < 14) return false;
  const little = tiff[0] === 0x49;
  const read = (at: number, size: 2 | 4): number => {
    if (at + size > tiff.length) return 0;
    return little ? tiff.readUIntLE(at, size) : tiff.readUIntBE(at, size);
  };
  const two = (at: number): number => read(at, 2);
  const first = read(4, 4);
  // GPS directory, artist, camera owner.
  const PERSONAL = new Set([0x8825, 0x013b, 0xa430]);
  return Array.from({ length: Math.min(64, two(first)) }, (_, i) => two(first + 2 + 12 * i)).some((tag) =>
    PERSONAL.has(tag),
  );
}
