import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { Layers } from '../pdf/layers.ts';
import { type Content, type Op, parseContent } from '../pdf/lexer.ts';
import { asDict, asName, decodeStream, lookUp, nameFor, nameText, resolve } from '../pdf/objects.ts';
import { writeContent } from '../pdf/writer.ts';
import { DataCopier } from './clean-data.ts';
import { DEEPEST, fontsNamed, streamOf } from './clean-parts.ts';
import * as shapes from './clean-shapes.ts';
import { cmapWithoutWords } from './cmap-words.ts';
import { balanced, RESOURCE_KINDS, type ResourceKind, usedNames } from './content-names.ts';
import { FontUsage } from './font-usage.ts';
import { withoutHiddenLayers } from './hidden-layers.ts';
import { withMarks, withoutMarks } from './marked-content.ts';
import { withoutMetadata } from './packed-image.ts';
import { shownInline } from './surgeon-inline.ts';
import { CannotCut } from './surgeon-types.ts';

const NONE: ReadonlyMap<number, number> = new Map();

/** Content written anew, and the resources it names. */
export interface CleanContent {
  readonly bytes: Uint8Array;
  readonly resources: PDFDict;
  /** Old MCID to new, where marked content stays. */
  readonly kept: ReadonlyMap<number, number>;
}

/**
 * Copies what pages need, and nothing else, into new objects of the same context: content streams are
 * written anew operator by operator, resources that no operator names stay behind, and dictionaries
 * keep the keys of `clean-shapes` only. Objects shared by pages are copied once. Throws CannotCut on
 * what cannot be read for sure; the page is then to be rebuilt.
 */
export class CleanCopier {
  readonly usage: FontUsage;
  private readonly context: PDFContext;
  private readonly layers: Layers;
  private readonly data: DataCopier;
  private readonly copies = new Map<PDFObject, PDFRef>();
  /** What was copied since the last page that went well. */
  private fresh: PDFObject[] = [];

  /** `salt`: see FontUsage. */
  constructor(doc: PDFDocument, salt: () => string) {
    this.context = doc.context;
    this.layers = new Layers(doc);
    this.data = new DataCopier(doc.context, (source, make) => this.once(source, make));
    this.usage = new FontUsage(doc.context, salt);
  }

  /** The page that was copied goes out. */
  commit(): void {
    this.fresh = [];
    this.usage.commit();
  }

  /** The page that was copied does not go out: nothing that only it needed may. */
  discard(): void {
    for (const source of this.fresh) this.copies.delete(source);
    this.fresh = [];
    this.usage.discard();
  }

  /** Content with its resources; marked content, numbered anew, stays in that of a tagged page only. */
  content({ ops, faults }: Content, resources: PDFDict | undefined, depth = 0, tagged = false): CleanContent {
    if (depth > DEEPEST) throw new CannotCut('nesting', 'content is nested too deep');
    const [fault] = faults;
    if (fault !== undefined) throw new CannotCut('content', `content cannot be read for sure: ${fault}`);
    const shown = withoutHiddenLayers(ops.filter(isUnderstood), resources, this.layers);
    const marked = tagged ? withMarks(shown, resources) : { ops: withoutMarks(shown), kept: NONE };
    const kept = this.usage.count(balanced(this.shownInlines(marked.ops, resources)), fontsNamed(resources));
    const used = usedNames(kept);
    const clean = PDFDict.withContext(this.context);
    for (const kind of RESOURCE_KINDS) {
      const from = resources === undefined ? undefined : asDict(this.context, lookUp(resources, kind));
      const names = [...(used.get(kind) ?? [])].filter((name) => from?.has(nameFor(name)) === true).sort();
      if (from === undefined || names.length === 0) continue;
      const to = PDFDict.withContext(this.context);
      for (const name of names) {
        const value = from.get(nameFor(name));
        if (value !== undefined) to.set(nameFor(name), this.resource(kind, value, resources, depth + 1));
      }
      clean.set(PDFName.of(kind), to);
    }
    return { bytes: writeContent(kept), resources: clean, kept: marked.kept };
  }

  private shownInlines(ops: readonly Op[], resources: PDFDict | undefined): readonly Op[] {
    if (!ops.some(({ image }) => image !== undefined)) return ops;
    const entry = (kind: string, name: string): PDFObject | undefined =>
      asDict(this.context, resources === undefined ? undefined : lookUp(resources, kind))?.get(nameFor(name));
    return ops.map((op) =>
      op.image === undefined ? op : { ...op, image: shownInline(this.context, op.image, { entry }) },
    );
  }

  /** The transparency group of a page or form, with the keys of GROUP only. */
  group(owner: PDFDict): PDFDict | undefined {
    const group = asDict(this.context, lookUp(owner, 'Group'));
    return group === undefined ? undefined : this.byShape(group, shapes.GROUP, 0);
  }

  private resource(kind: ResourceKind, value: PDFObject, parent: PDFDict | undefined, depth: number): PDFObject {
    const target = resolve(this.context, value);
    if (target === undefined) return this.context.obj(null);
    switch (kind) {
      case 'Font':
        return this.once(target, () => this.font(target, depth));
      case 'XObject':
        return this.xobject(target, parent, depth);
      case 'ExtGState':
        return this.once(target, () => this.byShape(target, shapes.GRAPHICS_STATE, depth));
      case 'Pattern':
        return this.once(target, () => this.pattern(target, parent, depth));
      default:
        return this.data.plain(value, depth);
    }
  }

  /** One copy of an object however often it is named. */
  private once(source: PDFObject, make: () => PDFObject): PDFRef {
    const known = this.copies.get(source);
    if (known !== undefined) return known;
    const ref = this.context.nextRef();
    this.copies.set(source, ref);
    this.fresh.push(source);
    this.context.assign(ref, make());
    return ref;
  }

  private xobject(target: PDFObject, parent: PDFDict | undefined, depth: number): PDFRef {
    const stream = streamOf(target);
    const subtype = asName(this.context, stream.dict.get(PDFName.of('Subtype')));
    if (subtype === 'Image') return this.image(stream, depth);
    if (subtype !== 'Form') throw new CannotCut('content', 'an XObject is neither image nor form');
    // A form without resources takes those of whoever draws it, so its copies may differ.
    if (!stream.dict.has(PDFName.of('Resources'))) return this.context.register(this.form(stream, parent, depth));
    return this.once(stream, () => this.form(stream, parent, depth));
  }

  private image(stream: PDFRawStream, depth: number): PDFRef {
    return this.once(stream, () => {
      return withoutMetadata(stream, this.byShape(stream, shapes.IMAGE, depth));
    });
  }

  private form(stream: PDFRawStream, parent: PDFDict | undefined, depth: number): PDFRawStream {
    const dict = this.byShape(stream, shapes.FORM, depth);
    const group = this.group(stream.dict);
    if (group !== undefined) dict.set(PDFName.of('Group'), group);
    return this.withContent(dict, stream, parent, depth);
  }

  private withContent(dict: PDFDict, stream: PDFRawStream, parent: PDFDict | undefined, depth: number): PDFRawStream {
    const own = asDict(this.context, lookUp(stream.dict, 'Resources'));
    const clean = this.content(parseContent(decodeStream(stream)), own ?? parent, depth);
    dict.set(PDFName.of('Resources'), clean.resources);
    return PDFRawStream.of(dict, clean.bytes);
  }

  private pattern(target: PDFObject, parent: PDFDict | undefined, depth: number): PDFObject {
    if (!(target instanceof PDFStream)) return this.byShape(target, shapes.SHADING_PATTERN, depth);
    const stream = streamOf(target);
    return this.withContent(this.byShape(stream, shapes.TILING, depth), stream, parent, depth);
  }

  private font(target: PDFObject, depth: number): PDFDict {
    const source = asDict(this.context, target);
    if (source === undefined) throw new CannotCut('content', 'a font is no dictionary');
    const copy = this.byShape(source, shapes.FONT, depth);
    this.usage.copied(source, copy);
    return copy;
  }

  /** Copies the keys that a shape allows. */
  private byShape(source: PDFObject, shape: shapes.Shape, depth: number): PDFDict {
    if (depth > DEEPEST) throw new CannotCut('nesting', 'objects are nested too deep');
    const from = asDict(this.context, source);
    if (from === undefined) throw new CannotCut('content', 'an object is no dictionary');
    const to = PDFDict.withContext(this.context);
    for (const [key, value] of from.entries()) {
      const kind = shape[nameText(key)];
      const target = resolve(this.context, value);
      if (kind === undefined || target === undefined) continue;
      const copy =
        kind === 'plain'
          ? this.data.entry(nameText(key), value, depth + 1)
          : this.byKind(kind, value, target, from, depth + 1);
      if (copy !== undefined) to.set(key, copy);
    }
    return to;
  }

  private byKind(kind: shapes.Kind, value: PDFObject, target: PDFObject, owner: PDFDict, depth: number): PDFObject {
    if (kind === 'names') return names(this.context, target);
    if (kind === 'fonts' || kind === 'state-font') return this.fontArray(target, depth);
    if (target instanceof PDFName) return target;
    switch (kind) {
      case 'font':
        return this.once(target, () => this.font(target, depth));
      case 'descriptor':
        return this.once(target, () => this.byShape(target, shapes.DESCRIPTOR, depth));
      case 'graphics-state':
        return this.once(target, () => this.byShape(target, shapes.GRAPHICS_STATE, depth));
      case 'image':
        return this.image(streamOf(target), depth);
      case 'mask':
        return target instanceof PDFStream ? this.image(streamOf(target), depth) : this.data.plain(value, depth);
      case 'soft-mask':
        return this.softMask(target, depth);
      case 'char-procs':
        return this.charProcs(target, owner, depth);
      case 'encoding':
        return target instanceof PDFStream
          ? this.stream(streamOf(target), shapes.ENCODING, depth, cmapWithoutWords)
          : this.byShape(target, shapes.ENCODING, depth);
      default:
        return this.stream(streamOf(target), shapes.FILE, depth);
    }
  }

  /** A stream whose filters are undone where they are plain, so that the writer packs it anew. */
  private stream(
    stream: PDFRawStream,
    shape: shapes.Shape,
    depth: number,
    clean = (bytes: Uint8Array): Uint8Array => bytes,
  ): PDFRef {
    return this.once(stream, () => {
      const dict = this.byShape(stream, shape, depth);
      for (const key of ['Filter', 'DecodeParms']) dict.delete(PDFName.of(key));
      return PDFRawStream.of(dict, clean(decodeStream(stream)));
    });
  }

  private fontArray(target: PDFObject, depth: number): PDFObject {
    if (!(target instanceof PDFArray)) throw new CannotCut('content', 'a font list is no array');
    const [first, ...rest] = target.asArray();
    const font = resolve(this.context, first);
    if (font === undefined) throw new CannotCut('content', 'a font list is empty');
    return this.context.obj([this.once(font, () => this.font(font, depth)), ...rest]);
  }

  private softMask(target: PDFObject, depth: number): PDFDict {
    const from = asDict(this.context, target);
    const group = from === undefined ? undefined : lookUp(from, 'G');
    if (from === undefined || group === undefined) throw new CannotCut('soft-mask', 'a soft mask has no group');
    const to = this.context.obj({ S: from.get(PDFName.of('S')) ?? PDFName.of('Alpha') });
    for (const key of ['BC', 'TR']) {
      const value = from.get(PDFName.of(key));
      const copy = value === undefined ? undefined : this.data.entry(key, value, depth);
      if (copy !== undefined) to.set(PDFName.of(key), copy);
    }
    to.set(PDFName.of('G'), this.xobject(group, undefined, depth));
    return to;
  }

  /** Glyph procedures of a Type 3 font, which share the resources of the font. */
  private charProcs(target: PDFObject, owner: PDFDict, depth: number): PDFDict {
    const from = asDict(this.context, target);
    const resources = asDict(this.context, lookUp(owner, 'Resources'));
    const to = PDFDict.withContext(this.context);
    const used = new Map<string, PDFDict>();
    this.usage.glyphResources(to, used);
    for (const [name, value] of from?.entries() ?? []) {
      const stream = streamOf(resolve(this.context, value));
      const clean = this.content(parseContent(decodeStream(stream)), resources, depth + 1);
      used.set(nameText(name), clean.resources);
      to.set(name, this.context.register(PDFRawStream.of(PDFDict.withContext(this.context), clean.bytes)));
    }
    return to;
  }
}

/** Readers pass over an intent that they do not know (ISO 32000-1, 8.6.5.8), and its name may be anybody's. */
function isUnderstood({ name, args }: Op): boolean {
  return name !== 'ri' || (typeof args[0] === 'string' && shapes.NAMES.has(args[0]));
}

/** A name, or the numbers and names of a list; anything else has no place there. */
function names(context: PDFContext, target: PDFObject): PDFObject {
  const items = target instanceof PDFArray ? target.asArray().map((item) => resolve(context, item)) : [target];
  if (!items.every((item) => item instanceof PDFName || item instanceof PDFNumber))
    throw new CannotCut('content', 'a font is named by what is no name');
  return target instanceof PDFArray ? context.obj(items as PDFObject[]) : target;
}
