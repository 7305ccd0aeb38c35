import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFStream,
  PDFString,
} from 'pdf-lib';
import { asName, asNumber, decodeStream, lookUp, nameText, resolve } from '../pdf/objects.ts';
import { DEEPEST, streamOf } from './clean-parts.ts';
import { GENERIC_KEYS, INKS, NAMES } from './clean-shapes.ts';
import { withoutWords } from './colour-profile.ts';
import { calculator, samplesOnly } from './functions.ts';
import { CannotCut } from './surgeon-types.ts';
import { componentsOf } from './surplus.ts';

/** Keys whose value changes what is seen: a name that is not known there cannot be left out. */
const NEEDED: ReadonlySet<string> = new Set(['ColorSpace', 'CS', 'Alternate', 'Subtype', 'Filter']);

/** Character collections (ISO 32000-1, 9.7.3); any other is that of the font itself. */
const COLLECTIONS = /^(?:Adobe|Identity|UCS|Japan1|GB1|CNS1|Korea1|KR|Japan2)$/;

/**
 * Copies technical data: colour spaces, functions, shadings, parameters. Words in them go: ink names are numbered,
 * profiles lose their descriptions, functions their comments, unknown names and strings stay behind (leak class 10).
 */
export class DataCopier {
  private readonly context: PDFContext;
  private readonly once: (source: PDFObject, make: () => PDFObject) => PDFRef;
  private readonly inks = new Map<string, PDFName>();

  /** `once`: one copy of an object however often it is named. */
  constructor(context: PDFContext, once: (source: PDFObject, make: () => PDFObject) => PDFRef) {
    this.context = context;
    this.once = once;
  }

  /** Arrays, names, numbers, and dictionaries and streams of GENERIC_KEYS. Throws CannotCut on what it cannot know. */
  plain(value: PDFObject, depth: number): PDFObject {
    if (depth > DEEPEST) throw new CannotCut('nesting', 'objects are nested too deep');
    const target = resolve(this.context, value);
    if (target === undefined) return this.context.obj(null);
    if (target instanceof PDFInvalidObject) throw new CannotCut('content', 'an object cannot be parsed');
    if (target instanceof PDFStream) return this.once(target, () => this.stream(streamOf(target), depth));
    if (target instanceof PDFDict) return this.generic(target, depth);
    if (target instanceof PDFArray) return this.array(target, depth);
    if (!isKnown(target)) throw new CannotCut('content', 'a name is not known');
    return target;
  }

  /** The value of a key: undefined where it is a word that can be left out. */
  entry(key: string, value: PDFObject, depth: number): PDFObject | undefined {
    const target = resolve(this.context, value);
    if (target === undefined) return undefined;
    if (key === 'Registry' || key === 'Ordering') return collection(key, target);
    if (isKnown(target) || (target instanceof PDFName && NEEDED.has(key))) return this.plain(value, depth);
    return undefined;
  }

  private generic(from: PDFDict, depth: number): PDFDict {
    const to = PDFDict.withContext(this.context);
    for (const [key, value] of from.entries()) {
      const name = nameText(key);
      const kept = GENERIC_KEYS.has(name) ? this.entry(name, value, depth + 1) : undefined;
      if (kept !== undefined) to.set(key, kept);
    }
    return to;
  }

  private array(from: PDFArray, depth: number): PDFArray {
    const [first, second, third, fourth] = from.asArray();
    const family = first instanceof PDFName ? nameText(first) : undefined;
    const of = (...items: readonly (PDFObject | undefined)[]): PDFArray =>
      this.context.obj(items.flatMap((item) => item ?? []) as PDFObject[]);
    const copy = (item: PDFObject | undefined): PDFObject | undefined =>
      item === undefined ? undefined : this.plain(item, depth + 1);
    switch (second === undefined ? undefined : family) {
      case 'Separation':
        return of(first, this.ink(second), copy(third), copy(fourth));
      case 'DeviceN': {
        // What follows says how to mix inks on a press, by their names (8.6.6.5).
        const names = resolve(this.context, second);
        if (!(names instanceof PDFArray)) throw new CannotCut('content', 'inks without names');
        return of(first, of(...names.asArray().map((name) => this.ink(name))), copy(third), copy(fourth));
      }
      case 'ICCBased':
        return of(first, this.profile(second, depth));
      case 'Indexed':
        return of(first, copy(second), third, this.palette(from, fourth));
      default:
        return of(...from.asArray().map((item) => this.plain(item, depth + 1)));
    }
  }

  /** Process colours keep their names; all others are numbered as they come. */
  private ink(name: PDFObject | undefined): PDFName {
    const text = asName(this.context, name);
    if (text === undefined) throw new CannotCut('content', 'an ink without a name');
    if (INKS.has(text)) return PDFName.of(text);
    const known = this.inks.get(text) ?? PDFName.of(`Spot${this.inks.size + 1}`);
    this.inks.set(text, known);
    return known;
  }

  private profile(value: PDFObject | undefined, depth: number): PDFRef {
    const source = streamOf(resolve(this.context, value));
    return this.once(source, () => unpacked(this.generic(source.dict, depth), withoutWords(decodeStream(source))));
  }

  /** The colours that an index can reach, without what follows them. */
  private palette(space: PDFArray, value: PDFObject | undefined): PDFObject {
    const [, base, highest] = space.asArray();
    const components = componentsOf(this.context, base);
    const last = asNumber(this.context, highest);
    const table = resolve(this.context, value);
    if (components === undefined || last === undefined) throw new CannotCut('content', 'a palette cannot be read');
    const size = components * (last + 1);
    if (table instanceof PDFString || table instanceof PDFHexString) {
      return PDFHexString.of(Buffer.from(table.asBytes().subarray(0, size)).toString('hex'));
    }
    const source = streamOf(table);
    const none = PDFDict.withContext(this.context);
    return this.once(source, () => unpacked(none, decodeStream(source).subarray(0, size)));
  }

  private stream(source: PDFRawStream, depth: number): PDFRawStream {
    const type = asNumber(this.context, lookUp(source.dict, 'FunctionType'));
    const bytes = decodeStream(source);
    const dict = this.generic(source.dict, depth);
    if (type === 4) return unpacked(dict, calculator(bytes));
    return unpacked(dict, type === 0 ? samplesOnly(source.dict, bytes) : bytes);
  }
}

/** A stream without filters, which the writer packs anew: what followed the packed data is gone. */
function unpacked(dict: PDFDict, bytes: Uint8Array): PDFRawStream {
  for (const key of ['Filter', 'DecodeParms']) dict.delete(PDFName.of(key));
  return PDFRawStream.of(dict, bytes);
}

function isKnown(value: PDFObject): boolean {
  if (value instanceof PDFString || value instanceof PDFHexString) return false;
  return !(value instanceof PDFName) || NAMES.has(nameText(value));
}

function collection(key: string, value: PDFObject): PDFString {
  const said = value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : '';
  if (COLLECTIONS.test(said)) return PDFString.of(said);
  return PDFString.of(key === 'Registry' ? 'Adobe' : 'Identity');
}
