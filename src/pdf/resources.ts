import { PDFDict, type PDFDocument, type PDFRawStream, PDFRef } from 'pdf-lib';
import { type FontFacts, readFont } from './fonts.ts';
import { Layers } from './layers.ts';
import { type Content, parseContent } from './lexer.ts';
import { asDict, asName, asStream, decodeStream, lookUp, type Maybe, nameFor, resolve } from './objects.ts';
import { SHOW } from './operators.ts';

/** Something found under a name of a resource dictionary, with its reference where it is indirect. */
export interface Found<T> {
  readonly value: T;
  readonly ref: PDFRef | undefined;
}

const MAX_DEPTH = 12;

/** Resources of one document, each read once however many pages use it. */
export class ResourceReader {
  private readonly doc: PDFDocument;
  private readonly fonts = new WeakMap<PDFDict, FontFacts>();
  private readonly contents = new WeakMap<PDFRawStream, Content>();
  private readonly drawing = new WeakMap<PDFRawStream, boolean>();
  private readonly layers: Layers;

  constructor(doc: PDFDocument) {
    this.doc = doc;
    this.layers = new Layers(doc);
  }

  /** The entry `name` of a category (`Font`, `XObject` ...) of a resource dictionary. */
  find(resources: PDFDict | undefined, category: string, name: string): Found<Maybe> {
    const table = resources === undefined ? undefined : asDict(this.doc.context, lookUp(resources, category));
    const entry = table?.get(nameFor(name));
    return { value: resolve(this.doc.context, entry), ref: entry instanceof PDFRef ? entry : undefined };
  }

  font(resources: PDFDict | undefined, name: string): FontFacts | undefined {
    const { value, ref } = this.find(resources, 'Font', name);
    return value instanceof PDFDict ? this.fontOf(value, ref) : undefined;
  }

  fontOf(dict: PDFDict, ref: PDFRef | undefined): FontFacts {
    let font = this.fonts.get(dict);
    if (font === undefined) {
      font = readFont(dict, ref);
      this.fonts.set(dict, font);
    }
    return font;
  }

  /** The operators of a form or pattern stream; throws DecodeError. */
  content(stream: PDFRawStream): Content {
    let content = this.contents.get(stream);
    if (content === undefined) {
      content = parseContent(decodeStream(stream));
      this.contents.set(stream, content);
    }
    return content;
  }

  /** Does what the stream paints, or what it calls, hold text or images? Doubt is yes. */
  drawsContent(stream: PDFRawStream, inherited: PDFDict | undefined, depth = 0): boolean {
    const known = this.drawing.get(stream);
    if (known !== undefined) return known;
    const answer = depth > MAX_DEPTH || this.looksForContent(stream, inherited, depth);
    this.drawing.set(stream, answer);
    return answer;
  }

  private looksForContent(stream: PDFRawStream, inherited: PDFDict | undefined, depth: number): boolean {
    const resources = asDict(this.doc.context, lookUp(stream.dict, 'Resources')) ?? inherited;
    try {
      return this.content(stream).ops.some((op) => {
        if (SHOW.has(op.name) || op.name === 'BI') return true;
        if (op.name !== 'Do' || typeof op.args[0] !== 'string') return false;
        const form = asStream(this.doc.context, this.find(resources, 'XObject', op.args[0]).value);
        if (form === undefined) return false;
        const isForm = asName(this.doc.context, lookUp(form.dict, 'Subtype')) === 'Form';
        return !isForm || this.drawsContent(form, resources, depth + 1);
      });
    } catch {
      return true;
    }
  }

  /** Is what the optional content entry (group or membership) stands for switched off, for sure? */
  isHidden(entry: Maybe): boolean {
    return this.layers.state(entry) === 'hidden';
  }
}
