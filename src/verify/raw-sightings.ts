import type { Sighting } from './classes.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import type { SecretIndex } from './secrets.ts';
import { decodeUtf16 } from './utf16.ts';

/**
 * What a search of the bytes finds after every stream was decoded: strings of every object,
 * of object streams, of streams that are text (XMP, scripts, attachments), and what stands
 * between objects.
 */
export function rawSightings(raw: RawPdf, secrets: SecretIndex): readonly Sighting[] {
  const found: Sighting[] = [];
  const add = (what: string): void => {
    found.push({ name: 'carved-object', level: 'leak', seenBy: ['raw'], what });
  };
  for (const object of raw.objects) {
    if (holds(secrets, object.head)) add('text that must be gone stands in an object of the file');
    for (const inner of object.inside ?? []) {
      if (holds(secrets, inner.head)) add('text that must be gone stands in a compressed object of the file');
    }
    if (object.slack !== undefined && secrets.find(Buffer.from(object.slack).toString('latin1')).length > 0)
      add('text that must be gone stands behind the end of a stream’s data');
    if (streamHolds(object, secrets)) add('text that must be gone stands in a stream of the file');
  }
  if (secrets.find(betweenObjects(raw)).length > 0) {
    found.push({
      name: 'earlier-revision-or-orphan',
      level: 'leak',
      seenBy: ['raw'],
      what: 'text that must be gone stands between the objects',
    });
  }
  return found;
}

function holds(secrets: SecretIndex, syntax: string): boolean {
  return secrets.find(stringsOf(syntax).join('\n')).length > 0;
}

function streamHolds(object: RawObject, secrets: SecretIndex): boolean {
  if (object.stream === undefined || object.codec !== undefined || object.inside !== undefined) return false;
  const bytes = Buffer.from(object.stream.buffer, object.stream.byteOffset, object.stream.byteLength);
  if (isFontProgram(object.head) || isPixels(object.head)) return false;
  const latin = bytes.toString('latin1');
  if (holds(secrets, latin)) return true;
  // Streams that are not page content may be plain text in any encoding: XMP, scripts, attachments, XFA.
  if (/(?:^|\s)(?:BT|Tj|TJ|Do|re|cm)(?:\s|$)/.test(latin)) return false;
  return [latin, bytes.toString('utf8'), decodeUtf16(bytes), decodeUtf16(bytes, true)].some(
    (text) => secrets.find(text).length > 0,
  );
}

function isFontProgram(head: string): boolean {
  return /\/Length1\b|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)\b/.test(head);
}

function isPixels(head: string): boolean {
  return /\/Subtype\s*\/Image\b/.test(head);
}

function betweenObjects(raw: RawPdf): string {
  const gaps: string[] = [];
  let from = 0;
  for (const object of raw.objects) {
    gaps.push(raw.text.slice(from, object.offset));
    const end = raw.text.indexOf('endobj', object.offset);
    from = end < 0 ? raw.text.length : end + 6;
  }
  gaps.push(raw.text.slice(from));
  return gaps.join('\n');
}
