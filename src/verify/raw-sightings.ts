import type { LeakClass, Sighting } from './classes.ts';
import { headerParts } from './jpeg-metadata.ts';
import { reachable } from './orphans.ts';
import { CMAP_WORDS } from './own-words.ts';
import { classesOfHead, classOfStream } from './place-classes.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';
import { piecesOf } from './raw-strings.ts';
import { bareWords, contentNames, foreignWords, shownStrings } from './raw-words.ts';
import { readingsOf } from './readings.ts';
import { lettersOf, type SecretIndex } from './secrets.ts';
import { decodeUtf16 } from './utf16.ts';

/**
 * What a search of the bytes finds after every stream was decoded: strings of every object, of object streams, of
 * streams that are text (XMP, scripts, attachments), of the headers of pictures, and what stands between objects.
 * Each is of the class of its place; what nothing reaches any more is an orphan besides. `extracted`: the texts of
 * the pages as each reader that knows the fonts gives them.
 */
export function rawSightings(
  raw: RawPdf,
  secrets: SecretIndex,
  extracted: readonly (() => readonly string[])[],
): readonly Sighting[] {
  if (secrets.count === 0) return [];
  const search = new Search(raw, secrets, isExtracted(extracted));
  for (const object of raw.objects) {
    search.head(object.number, object, object.head);
    for (const inner of object.inside ?? []) search.head(inner.number, inner, inner.head);
    for (const slack of object.slack ?? [])
      if (search.holds(latin(slack)))
        search.add('carved-object', 'text that must be gone stands behind the end of data');
    search.stream(object);
  }
  if (search.holds(withoutFrame(betweenObjects(raw))))
    search.add('earlier-revision-or-orphan', 'text that must be gone stands between the objects');
  return search.found;
}

/** Whether strings and names of PDF syntax hold a secret, beyond what the language itself has to say. */
export function syntaxHolds(secrets: SecretIndex, syntax: string): boolean {
  // The second, slower look can only take away from the first.
  return holdsIn(secrets, piecesOf(syntax).join('\n')) && holdsIn(secrets, foreignWords(syntax));
}

function holdsIn(secrets: SecretIndex, text: string): boolean {
  return readingsOf(text).some((reading) => secrets.find(reading).length > 0);
}

class Search {
  readonly found: Sighting[] = [];
  private readonly raw: RawPdf;
  private readonly secrets: SecretIndex;
  private readonly last = new Map<number, object>();
  /** Objects that trailers name as /Info. */
  private readonly aboutTheFile: ReadonlySet<number>;
  private reached: ReadonlySet<number> | undefined;
  private readonly isRead: (letters: string) => boolean;

  constructor(raw: RawPdf, secrets: SecretIndex, isRead: (letters: string) => boolean) {
    this.raw = raw;
    this.secrets = secrets;
    this.isRead = isRead;
    this.aboutTheFile = new Set(
      [...raw.text.matchAll(/\/Info\s+(\d+)\s+\d+\s+R\b/g)].map(([, number]) => Number(number)),
    );
    for (const object of raw.objects) {
      this.last.set(object.number, object);
      for (const inner of object.inside ?? []) this.last.set(inner.number, inner);
    }
  }

  holds(text: string): boolean {
    return holdsIn(this.secrets, text);
  }

  add(name: LeakClass, what: string): void {
    this.found.push({ name, level: 'leak', seenBy: ['raw'], what });
  }

  head(number: number, object: object, head: string): void {
    if (!syntaxHolds(this.secrets, head)) return;
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
    if (/\/Subtype\s*\/Image\b/.test(head))
      return stream.length <= MOST_SAMPLES && this.holds(printed(latin(stream))) ? 'carved-object' : undefined;
    const text = latin(stream);
    if (!this.textHolds(stream, text, head)) return undefined;
    return (
      classOfStream(head, text) ?? (this.isScript(object(this.raw, stream)) ? 'script-or-action' : 'carved-object')
    );
  }

  /**
   * Page content. Producers cut words into pieces wherever they set letters closer, so that a piece's end may look like
   * that of a word, `(Bord) 3 (on) 2 (s)`: what all readers that know the fonts extract with the same letters around it
   * was searched there, with blanks where the page has them.
   */
  private contentHolds(content: string): boolean {
    if (this.holds(bareWords(content))) return true;
    if (!syntaxHolds(this.secrets, content)) return false;
    const hits = this.secrets.find(piecesOf(content).join('\n'));
    return hits.length === 0 || !this.areRead(hits, shownStrings(content)) || this.holds(contentNames(content));
  }

  /** Whether every reader extracts each place, with what stands around it or, where lines meet, on one side alone. */
  private areRead(hits: readonly number[], shown: string): boolean {
    const around = this.secrets.places(shown, REACH, REACH);
    const after = this.secrets.places(shown, 0, 2 * REACH);
    const before = this.secrets.places(shown, 2 * REACH, 0);
    const bare = this.secrets.places(shown, 0, 0);
    return hits.every((hit) => {
      const least = (bare.get(hit)?.[0]?.length ?? 0) + 2 * REACH;
      // At the ends of the content there may be nothing to know a place by.
      const isLong = (letters: string | undefined): letters is string =>
        letters !== undefined && letters.length >= least;
      const places = around.get(hit) ?? [];
      return (
        places.length > 0 &&
        places.every((letters, i) =>
          [letters, ...[after.get(hit)?.[i], before.get(hit)?.[i]].filter(isLong)].some(this.isRead),
        )
      );
    });
  }

  private textHolds(stream: Uint8Array, text: string, head: string): boolean {
    const isFile = /\/Type\s*\/EmbeddedFile\b/.test(head);
    if (!isFile && /(?:^|\s)(?:BT|Tj|TJ|Do|re|cm)(?:\s|$)/.test(text)) return this.contentHolds(text);
    if (!isFile && /\bbegincmap\b/.test(text)) return this.cmapHolds(text);
    if (syntaxHolds(this.secrets, text)) return true;
    // Other streams may be plain text in any encoding: XMP, scripts, attachments, XFA.
    const utf8 = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength).toString('utf8');
    return [text, utf8, decodeUtf16(stream), decodeUtf16(stream, true)].some((reading) => this.holds(reading));
  }

  /**
   * A CMap lists the letters of a font, one a code. A font that numbers them as they come spells the first words of
   * the document; but a term of two or three letters stands in any long list by chance.
   */
  private cmapHolds(cmap: string): boolean {
    const hits = this.secrets.places(foreignWords(cmap, CMAP_WORDS), 0, 0);
    if ([...hits.values()].flat().some((letters) => letters.length > 3)) return true;
    return this.holds(foreignWords(cmap.replace(/<[0-9A-Fa-f\s]{1,6}>/g, ' '), CMAP_WORDS));
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

/** Letters on either side by which a place in page content is known again in the text of a page. */
const REACH = 6;

/** Whether every reader extracts those letters, one after the other, from a page. */
function isExtracted(extracted: readonly (() => readonly string[])[]): (letters: string) => boolean {
  let folded: readonly (readonly string[])[] | undefined;
  return (letters) => {
    folded ??= extracted.map((read) => read().map(lettersOf));
    return folded.length > 0 && folded.every((pages) => pages.some((page) => page.includes(letters)));
  };
}

/** What stands between objects, less what stands there in every file. */
function withoutFrame(between: string): string {
  return between
    .replace(/\btrailer\s*(<<[^()%]*?>>)(?=\s*startxref\b)/g, (_, dict: string) => foreignWords(dict))
    .replace(/^%PDF-\d\.\d|%%EOF$|^\d{10} \d{5} [nf]\s*$|\b(?:xref|startxref|trailer)\b/gm, ' ');
}

function object(raw: RawPdf, stream: Uint8Array): number {
  return raw.objects.find((one) => one.stream === stream)?.number ?? -1;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Bytes of pixels that are searched for letters. */
const MOST_SAMPLES = 2 ** 22;

/** Runs of letters and signs among bytes that are pixels. */
function printed(text: string): string {
  return (text.match(/[ -~\u00a1-\u00ff]{6,}/g) ?? []).filter((run) => /[A-Za-z]{3}/.test(run)).join('\n');
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
