import type { LeakClass, Sighting } from './classes.ts';
import { headerParts } from './jpeg-metadata.ts';
import { reachable } from './orphans.ts';
import { classesOfHead, classOfStream } from './place-classes.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import { readingsOf } from './readings.ts';
import type { SecretIndex } from './secrets.ts';
import { decodeUtf16 } from './utf16.ts';

/**
 * What a search of the bytes finds after every stream was decoded: strings of every object, of object streams, of
 * streams that are text (XMP, scripts, attachments), of the headers of pictures, and what stands between objects.
 * Each is of the class of its place; what nothing reaches any more is an orphan besides.
 */
export function rawSightings(raw: RawPdf, secrets: SecretIndex): readonly Sighting[] {
  if (secrets.count === 0) return [];
  const search = new Search(raw, secrets);
  for (const object of raw.objects) {
    search.head(object.number, object, object.head);
    for (const inner of object.inside ?? []) search.head(inner.number, inner, inner.head);
    for (const slack of object.slack ?? [])
      if (search.holds(latin(slack)))
        search.add('carved-object', 'text that must be gone stands behind the end of data');
    search.stream(object);
  }
  if (search.holds(betweenObjects(raw)))
    search.add('earlier-revision-or-orphan', 'text that must be gone stands between the objects');
  return search.found;
}

class Search {
  readonly found: Sighting[] = [];
  private readonly raw: RawPdf;
  private readonly secrets: SecretIndex;
  private readonly last = new Map<number, object>();
  /** Objects that trailers name as /Info. */
  private readonly aboutTheFile: ReadonlySet<number>;
  private reached: ReadonlySet<number> | undefined;

  constructor(raw: RawPdf, secrets: SecretIndex) {
    this.raw = raw;
    this.secrets = secrets;
    this.aboutTheFile = new Set(
      [...raw.text.matchAll(/\/Info\s+(\d+)\s+\d+\s+R\b/g)].map(([, number]) => Number(number)),
    );
    for (const object of raw.objects) {
      this.last.set(object.number, object);
      for (const inner of object.inside ?? []) this.last.set(inner.number, inner);
    }
  }

  holds(text: string): boolean {
    return readingsOf(text).some((reading) => this.secrets.find(reading).length > 0);
  }

  add(name: LeakClass, what: string): void {
    this.found.push({ name, level: 'leak', seenBy: ['raw'], what });
  }

  head(number: number, object: object, head: string): void {
    if (!this.holds(stringsOf(head).join('\n'))) return;
    const classes = classesOfHead(head, (text) => this.holds(text));
    const otherwise = this.aboutTheFile.has(number) ? 'metadata' : 'carved-object';
    for (const name of classes.size === 0 ? [undefined] : classes)
      this.add(name ?? otherwise, 'text that must be gone stands in an object of the file');
    this.orphan(number, object);
  }

  stream(object: RawObject): void {
    const name = this.streamClass(object);
    if (name === undefined) return;
    this.add(name, 'text that must be gone stands in a stream of the file');
    this.orphan(object.number, object);
  }

  /** The class of a stream with a secret in it; undefined where it has none. */
  private streamClass({ stream, codec, inside, head }: RawObject): LeakClass | undefined {
    if (stream === undefined || inside !== undefined) return undefined;
    if (codec === 'DCTDecode' || codec === 'DCT')
      return headerParts(stream).some((part) => this.holds(latin(part)) || this.holds(decodeUtf16(part)))
        ? 'embedded-image-metadata'
        : undefined;
    if (codec !== undefined || isFontProgram(head)) return undefined;
    const text = latin(stream);
    if (/\/Subtype\s*\/Image\b/.test(head)) return this.holds(printed(text)) ? 'carved-object' : undefined;
    if (!this.holds(stringsOf(text).join('\n')) && !this.holdsAsText(stream, text)) return undefined;
    return (
      classOfStream(head, text) ?? (this.isScript(object(this.raw, stream)) ? 'script-or-action' : 'carved-object')
    );
  }

  /** Streams that are not page content may be plain text in any encoding: XMP, scripts, attachments, XFA. */
  private holdsAsText(stream: Uint8Array, text: string): boolean {
    if (/(?:^|\s)(?:BT|Tj|TJ|Do|re|cm)(?:\s|$)/.test(text)) return false;
    const utf8 = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength).toString('utf8');
    return [text, utf8, decodeUtf16(stream), decodeUtf16(stream, true)].some((reading) => this.holds(reading));
  }

  private isScript(number: number): boolean {
    const called = new RegExp(`/JS\\s+${number}\\s+\\d+\\s+R\\b`);
    return this.raw.objects.some(
      ({ head, inside }) => called.test(head) || (inside ?? []).some((inner) => called.test(inner.head)),
    );
  }

  /** Superseded by a later object of its number, or out of reach from the catalog. */
  private orphan(number: number, object: object): void {
    this.reached ??= reachable(this.raw);
    const isJudged = this.reached.size > 1 && !/\/Encrypt\b/.test(this.raw.text);
    if (this.last.get(number) === object && (!isJudged || this.reached.has(number))) return;
    this.add('earlier-revision-or-orphan', 'text that must be gone stands in an object that is no longer used');
  }
}

function object(raw: RawPdf, stream: Uint8Array): number {
  return raw.objects.find((one) => one.stream === stream)?.number ?? -1;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Runs of letters and signs among bytes that are pixels. */
function printed(text: string): string {
  return text.length > 2 ** 22
    ? ''
    : (text.match(/[ -~\u00a1-\u00ff]{6,}/g) ?? []).filter((run) => /[A-Za-z]{3}/.test(run)).join('\n');
}

function isFontProgram(head: string): boolean {
  return /\/Length1\b|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)\b/.test(head);
}

/** What stands before, between and behind the objects of a file, ISO 32000-1 7.5. */
export function betweenObjects(raw: RawPdf): string {
  const gaps: string[] = [];
  let from = 0;
  for (const object of raw.objects) {
    gaps.push(raw.text.slice(from, object.offset));
    const close = raw.text.indexOf('endobj', object.end);
    from = close < 0 ? object.end : close + 6;
  }
  gaps.push(raw.text.slice(from));
  return gaps.join('\n');
}
