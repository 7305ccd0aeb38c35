import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from 'pdf-lib';
import {
  DecodeError,
  decodeAscii85,
  decodeAsciiHex,
  decodeLzw,
  decodeRunLength,
  inflate,
  undoPredictor,
} from './filters.ts';

/** A PDF object or what stands for one that is absent. */
export type Maybe = PDFObject | undefined;

const texts = new WeakMap<PDFName, string>();

/** A name without its slash, `#` escapes resolved, one UTF-16 unit a byte. */
export function nameText(name: PDFName): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = name.decodeText();
    texts.set(name, text);
  }
  return text;
}

/** The PDFName of a name given as `nameText` gives it. */
export function nameFor(text: string): PDFName {
  return PDFName.of(text.replaceAll('#', '#23'));
}

/** Loads normalised bytes as pdf-lib objects, changing nothing. */
export async function loadDocument(bytes: Uint8Array): Promise<PDFDocument> {
  const doc = await PDFDocument.load(bytes, {
    // PDFium decrypts, but keeps old cross-reference streams as objects; pdf-lib believes their Encrypt.
    ignoreEncryption: true,
    updateMetadata: false,
    throwOnInvalidObject: false,
    warnOnInvalidObjects: false,
    parseSpeed: Number.POSITIVE_INFINITY,
    preserveXFA: true,
  });
  delete doc.context.trailerInfo.Encrypt;
  return doc;
}

/** The object itself, references followed; undefined where it is absent or null. */
export function resolve(context: PDFContext, object: Maybe): Maybe {
  let value = object;
  for (let hops = 0; value instanceof PDFRef; hops++) {
    if (hops > 32) return undefined;
    value = context.lookup(value);
  }
  return value;
}

/** The references of all objects that have one now: pdf-lib's own search goes through all of them every time. */
export function refsByObject(context: PDFContext): ReadonlyMap<PDFObject, PDFRef> {
  return new Map(context.enumerateIndirectObjects().map(([ref, object]) => [object, ref]));
}

/** The dictionary, or that of the stream; undefined where it is neither. */
export function asDict(context: PDFContext, object: Maybe): PDFDict | undefined {
  const value = resolve(context, object);
  if (value instanceof PDFDict) return value;
  return value instanceof PDFStream ? value.dict : undefined;
}

export function asArray(context: PDFContext, object: Maybe): PDFArray | undefined {
  const value = resolve(context, object);
  return value instanceof PDFArray ? value : undefined;
}

export function asStream(context: PDFContext, object: Maybe): PDFRawStream | undefined {
  const value = resolve(context, object);
  return value instanceof PDFRawStream ? value : undefined;
}

export function asNumber(context: PDFContext, object: Maybe): number | undefined {
  const value = resolve(context, object);
  return value instanceof PDFNumber ? value.asNumber() : undefined;
}

export function asName(context: PDFContext, object: Maybe): string | undefined {
  const value = resolve(context, object);
  return value instanceof PDFName ? nameText(value) : undefined;
}

export function asBoolean(context: PDFContext, object: Maybe): boolean | undefined {
  const value = resolve(context, object);
  return value instanceof PDFBool ? value.asBoolean() : undefined;
}

/** A text string as Unicode (ISO 32000-1 7.9.2.2). */
export function asText(context: PDFContext, object: Maybe): string | undefined {
  const value = resolve(context, object);
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : undefined;
}

/** The value of `key` in `dict`, references followed. */
export function lookUp(dict: PDFDict, key: string): Maybe {
  return resolve(dict.context, dict.get(PDFName.of(key)));
}

/** The numbers of an array; undefined where it is no array or holds anything else. */
export function asNumbers(context: PDFContext, object: Maybe): readonly number[] | undefined {
  const array = asArray(context, object);
  if (array === undefined) return undefined;
  const numbers: number[] = [];
  for (const item of array.asArray()) {
    const number = asNumber(context, item);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

/** Names of the filters of a stream, abbreviations of inline images written out. */
export function filtersOf(dict: PDFDict): readonly string[] {
  const filter = lookUp(dict, 'Filter') ?? lookUp(dict, 'F');
  const items = filter instanceof PDFArray ? filter.asArray() : [filter];
  const names = items.map((item) => asName(dict.context, item)).filter((name) => name !== undefined);
  return names.map((name) => FULL_FILTER_NAMES.get(name) ?? name);
}

/** Inline image abbreviations of filters (ISO 32000-1 table 94). */
export const FULL_FILTER_NAMES: ReadonlyMap<string, string> = new Map([
  ['AHx', 'ASCIIHexDecode'],
  ['A85', 'ASCII85Decode'],
  ['LZW', 'LZWDecode'],
  ['Fl', 'FlateDecode'],
  ['RL', 'RunLengthDecode'],
  ['CCF', 'CCITTFaxDecode'],
  ['DCT', 'DCTDecode'],
]);

/** The content of a stream, all filters undone. Throws DecodeError on image codecs and unknown filters. */
export function decodeStream(stream: PDFRawStream): Uint8Array {
  const filters = filtersOf(stream.dict);
  let data = stream.getContents();
  for (const [index, filter] of filters.entries()) data = decodeOne(data, filter, parmsAt(stream.dict, index));
  return data;
}

function parmsAt(dict: PDFDict, index: number): PDFDict | undefined {
  const parms = lookUp(dict, 'DecodeParms') ?? lookUp(dict, 'DP');
  if (parms instanceof PDFArray) return asDict(dict.context, parms.asArray()[index]);
  return index === 0 ? asDict(dict.context, parms) : undefined;
}

function decodeOne(data: Uint8Array, filter: string, parms: PDFDict | undefined): Uint8Array {
  switch (filter) {
    case 'FlateDecode':
      return predicted(inflate(data), parms);
    case 'LZWDecode':
      return predicted(decodeLzw(data, parmOf(parms, 'EarlyChange', 1)), parms);
    case 'ASCIIHexDecode':
      return decodeAsciiHex(data);
    case 'ASCII85Decode':
      return decodeAscii85(data);
    case 'RunLengthDecode':
      return decodeRunLength(data);
    case 'Crypt':
      return data;
    default:
      throw new DecodeError(`a stream uses ${filter}`);
  }
}

function predicted(data: Uint8Array, parms: PDFDict | undefined): Uint8Array {
  const predictor = parmOf(parms, 'Predictor', 1);
  if (predictor === 1) return data;
  const colors = parmOf(parms, 'Colors', 1);
  const bits = parmOf(parms, 'BitsPerComponent', 8);
  return undoPredictor(data, { predictor, colors, bits, columns: parmOf(parms, 'Columns', 1) });
}

function parmOf(parms: PDFDict | undefined, key: string, fallback: number): number {
  return (parms === undefined ? undefined : asNumber(parms.context, parms.get(PDFName.of(key)))) ?? fallback;
}
