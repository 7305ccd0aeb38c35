import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import { LeakError } from '../errors.ts';

const HEADER = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';

/** Streams shorter than this gain nothing from compression. */
const WORTH_DEFLATING = 80;

/**
 * Bytes of a new PDF of one revision that holds only what `root` reaches: objects numbered
 * in walk order, classic cross-reference table, no Info, an ID made of the content (ISO
 * 32000-1, 7.5). The same graph gives the same bytes. Throws LeakError where a reachable
 * object cannot be parsed, since nobody can say what it holds.
 */
export function writeFreshPdf(context: PDFContext, root: PDFDict): Uint8Array {
  const writer = new FreshWriter(context);
  return writer.write(root);
}

/** A stream of the bytes as they are written in the end: packed where that is worth it. */
export function packedStream(context: PDFContext, bytes: Uint8Array): PDFRawStream {
  const dict = PDFDict.withContext(context);
  if (bytes.length < WORTH_DEFLATING) return PDFRawStream.of(dict, bytes);
  dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
  return PDFRawStream.of(dict, deflateSync(bytes));
}

class FreshWriter {
  private readonly context: PDFContext;
  private readonly numbers = new Map<PDFObject, number>();
  private readonly queue: PDFObject[] = [];
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  constructor(context: PDFContext) {
    this.context = context;
  }

  write(root: PDFDict): Uint8Array {
    this.put(HEADER);
    this.numberOf(root);
    const offsets: number[] = [];
    for (let object = this.queue[0], i = 0; object !== undefined; object = this.queue[++i]) {
      offsets.push(this.length);
      this.put(`${i + 1} 0 obj\n`);
      this.body(object);
      this.put('\nendobj\n');
    }
    const id = this.contentId();
    const start = this.length;
    this.put(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`);
    this.put(offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join(''));
    this.put(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R /ID [<${id}> <${id}>] >>\n`);
    this.put(`startxref\n${start}\n%%EOF\n`);
    return joinBytes(this.chunks);
  }

  private contentId(): string {
    const hash = createHash('sha256');
    for (const chunk of this.chunks) hash.update(chunk);
    return hash.digest('hex').slice(0, 32).toUpperCase();
  }

  /** Every object is numbered when it is first named: that is the walk order. */
  private numberOf(object: PDFObject): number {
    const known = this.numbers.get(object);
    if (known !== undefined) return known;
    this.queue.push(object);
    this.numbers.set(object, this.queue.length);
    return this.queue.length;
  }

  private body(object: PDFObject): void {
    if (object instanceof PDFStream) this.stream(object);
    else this.put(this.text(object));
  }

  private stream(stream: PDFStream): void {
    const filtered = stream.dict.has(PDFName.of('Filter'));
    const raw = stream instanceof PDFRawStream ? stream.contents : stream.getContents();
    const deflate = !filtered && raw.length >= WORTH_DEFLATING;
    const bytes = deflate ? deflateSync(raw) : raw;
    const entries = [...stream.dict.entries()].filter(([key]) => key !== PDFName.of('Length'));
    const extra = `${deflate ? ' /Filter /FlateDecode' : ''} /Length ${bytes.length}`;
    this.put(`<<${entries.map(([key, value]) => this.entry(key, value)).join('')}${extra} >>\nstream\n`);
    this.putBytes(bytes);
    this.put('\nendstream');
  }

  private entry(key: PDFName, value: PDFObject): string {
    return ` ${leafText(key)} ${this.text(value)}`;
  }

  private text(object: PDFObject): string {
    if (object instanceof PDFInvalidObject) throw new LeakError('The PDF holds an object that cannot be parsed.');
    if (object instanceof PDFRef) return this.reference(object);
    if (object instanceof PDFDict) {
      return `<<${[...object.entries()].map(([key, value]) => this.entry(key, value)).join('')} >>`;
    }
    if (object instanceof PDFArray)
      return `[${object
        .asArray()
        .map((item) => this.text(item))
        .join(' ')}]`;
    // A stream can only stand alone; a graph built in memory may name it directly.
    if (object instanceof PDFStream) return `${this.numberOf(object)} 0 R`;
    return leafText(object);
  }

  private reference(ref: PDFRef): string {
    const target = this.context.lookup(ref);
    return target === undefined ? 'null' : `${this.numberOf(target)} 0 R`;
  }

  private put(text: string): void {
    this.putBytes(Buffer.from(text, 'latin1'));
  }

  private putBytes(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.length += bytes.length;
  }
}

function leafText(object: PDFObject): string {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return Buffer.from(bytes).toString('latin1');
}

/** The parts one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
