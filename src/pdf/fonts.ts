import { PDFArray, PDFDict, PDFName, type PDFRef } from 'pdf-lib';
import { DecodeError } from './filters.ts';
import { parseContent } from './lexer.ts';
import { identity, type Matrix } from './matrix.ts';
import {
  asArray,
  asDict,
  asName,
  asNumber,
  asNumbers,
  asStream,
  decodeStream,
  lookUp,
  type Maybe,
  nameFor,
  nameText,
} from './objects.ts';
import { SHOW } from './operators.ts';
import { readCodeLength, readCodes } from './to-unicode.ts';

/** What the interpreter has to know of a font; widths and heights in thousandths of the em unless said. */
export interface FontFacts {
  readonly ref?: string;
  readonly baseFont: string;
  readonly subtype: string;
  readonly composite: boolean;
  readonly vertical: boolean;
  /** Bytes a code takes where that never varies. */
  readonly codeLength?: number;
  /** Own width of a code; undefined where only the program or a predefined CMap tells it. */
  readonly width: (code: number) => number | undefined;
  /** No Widths and not one of the 14 standard fonts: every reader uses other metrics. */
  readonly guessedWidths: boolean;
  readonly ascent: number;
  readonly descent: number;
  /** Glyph space to text space: thousandths, or the FontMatrix of a Type 3 font. */
  readonly matrix: Matrix;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Does the font itself say what letter the code is? */
  readonly tells: (code: number) => boolean;
  /** Type 3 only: does the procedure of this code show text or call XObjects? */
  readonly nests: (code: number) => boolean;
}

const STANDARD_14 = /^(Helvetica|Arial|Courier|CourierNew|Times|TimesNewRoman|Symbol|ZapfDingbats)/;
const THOUSANDTH: Matrix = [0.001, 0, 0, 0.001, 0, 0];
const CJK = new Set(['Japan1', 'GB1', 'CNS1', 'Korea1', 'KR']);

/** The facts of a font dictionary, as lenient as readers are. */
export function readFont(dict: PDFDict, ref: PDFRef | undefined): FontFacts {
  const { context } = dict;
  const subtype = asName(context, lookUp(dict, 'Subtype')) ?? '';
  const baseFont = (asName(context, lookUp(dict, 'BaseFont')) ?? '').replace(/^[A-Z]{6}\+/, '');
  const descendant = asDict(context, asArray(context, lookUp(dict, 'DescendantFonts'))?.get(0));
  const composite = subtype === 'Type0';
  const descriptor = asDict(context, lookUp(descendant ?? dict, 'FontDescriptor'));
  const encoding = composite ? readCMap(lookUp(dict, 'Encoding')) : { vertical: false, identity: false };
  const flags = descriptor === undefined ? 0 : (asNumber(context, lookUp(descriptor, 'Flags')) ?? 0);
  const widths = composite ? cidWidths(descendant, encoding.identity) : simpleWidths(dict, descriptor);
  const standard = STANDARD_14.test(baseFont.replace(/[ ,-]/g, ''));
  return {
    ...(ref === undefined ? {} : { ref: ref.toString() }),
    baseFont,
    subtype,
    composite,
    ...encoding,
    width: widths ?? (() => undefined),
    guessedWidths: widths === undefined && !composite && !standard,
    ...heights(dict, descriptor, subtype),
    matrix: subtype === 'Type3' ? type3Matrix(dict) : THOUSANDTH,
    bold: (flags & 0x40000) !== 0 || /bold|black|heavy|demi/i.test(baseFont),
    italic: (flags & 0x40) !== 0 || /italic|oblique/i.test(baseFont),
    monospace: (flags & 1) !== 0 || /courier|mono|typewriter/i.test(baseFont),
    tells: composite ? cidTells(dict, descendant, encoding.identity) : simpleTells(dict, descriptor, subtype, flags),
    nests: subtype === 'Type3' ? type3Nests(dict) : () => false,
  };
}

function readCMap(encoding: Maybe): { vertical: boolean; identity: boolean; codeLength?: number } {
  if (encoding instanceof PDFName) {
    const name = nameText(encoding);
    const isIdentity = name === 'Identity-H' || name === 'Identity-V';
    return { vertical: name.endsWith('V'), identity: isIdentity, ...(isIdentity ? { codeLength: 2 } : {}) };
  }
  const stream = encoding === undefined ? undefined : asStreamOf(encoding);
  if (stream === undefined) return { vertical: false, identity: false };
  const vertical = asNumber(stream.dict.context, lookUp(stream.dict, 'WMode')) === 1;
  const length = readCodeLength(decodeOrEmpty(stream));
  return { vertical, identity: false, ...(length === undefined ? {} : { codeLength: length }) };
}

function asStreamOf(object: Maybe): ReturnType<typeof asStream> {
  return object !== undefined && 'dict' in object && object.dict instanceof PDFDict
    ? asStream(object.dict.context, object)
    : undefined;
}

function decodeOrEmpty(stream: NonNullable<ReturnType<typeof asStream>>): Uint8Array {
  try {
    return decodeStream(stream);
  } catch (error) {
    if (error instanceof DecodeError) return new Uint8Array();
    throw error;
  }
}

function simpleWidths(
  dict: PDFDict,
  descriptor: PDFDict | undefined,
): ((code: number) => number | undefined) | undefined {
  const { context } = dict;
  const list = asArray(context, lookUp(dict, 'Widths'));
  if (list === undefined) return undefined;
  const widths = list.asArray().map((item) => asNumber(context, item));
  const first = asNumber(context, lookUp(dict, 'FirstChar')) ?? 0;
  const missing = descriptor === undefined ? undefined : asNumber(context, lookUp(descriptor, 'MissingWidth'));
  return (code) => widths[code - first] ?? missing ?? 0;
}

/** W and DW of a CIDFont (ISO 32000-1 9.7.4.3), where codes are CIDs. */
function cidWidths(font: PDFDict | undefined, isIdentity: boolean): ((code: number) => number | undefined) | undefined {
  if (font === undefined || !isIdentity) return undefined;
  const { context } = font;
  const fallback = asNumber(context, lookUp(font, 'DW')) ?? 1000;
  const widths = new Map<number, number>();
  const items = asArray(context, lookUp(font, 'W'))?.asArray() ?? [];
  for (let i = 0; i + 1 < items.length; ) {
    const from = asNumber(context, items[i]) ?? 0;
    const list = asNumbers(context, items[i + 1]);
    if (list !== undefined) {
      for (const [offset, width] of list.entries()) widths.set(from + offset, width);
      i += 2;
    } else {
      const to = Math.min(asNumber(context, items[i + 1]) ?? -1, 0xffff);
      const width = asNumber(context, items[i + 2]) ?? fallback;
      for (let code = from; code <= to; code++) widths.set(code, width);
      i += 3;
    }
  }
  return (code) => widths.get(code) ?? fallback;
}

/**
 * Heights for boxes: descriptor, else bounding box, kept within what the ink of letters needs: boxes of
 * lines set without leading must not reach a fifth into each other, or cutting one would cut the next.
 */
function heights(dict: PDFDict, descriptor: PDFDict | undefined, subtype: string): { ascent: number; descent: number } {
  const { context } = dict;
  if (subtype === 'Type3') return type3Heights(dict);
  const number = (key: string): number =>
    (descriptor === undefined ? undefined : asNumber(context, lookUp(descriptor, key))) ?? 0;
  const box = descriptor === undefined ? undefined : asNumbers(context, lookUp(descriptor, 'FontBBox'));
  const ascent = number('Ascent') > 300 ? number('Ascent') : (box?.[3] ?? 0);
  const descent = number('Descent') === 0 ? (box?.[1] ?? 0) : -Math.abs(number('Descent'));
  return {
    ascent: ascent > 300 ? Math.min(ascent, 950) : 900,
    descent: descent < 0 ? Math.max(Math.min(descent, -150), -240) : -220,
  };
}

function type3Matrix(dict: PDFDict): Matrix {
  const numbers = asNumbers(dict.context, lookUp(dict, 'FontMatrix'));
  const [a, b, c, d, e, f] = numbers ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined) return THOUSANDTH;
  return [a, b, c, d, e ?? 0, f ?? 0];
}

/** Of a Type 3 font in glyph space; an empty FontBBox falls back to 1 and -0.3 em. */
function type3Heights(dict: PDFDict): { ascent: number; descent: number } {
  const box = asNumbers(dict.context, lookUp(dict, 'FontBBox')) ?? [];
  const scale = Math.abs(type3Matrix(dict)[3]) || 0.001;
  const top = (box[3] ?? 0) * scale;
  const bottom = (box[1] ?? 0) * scale;
  const fits = top > 0.2 && top < 2 && bottom <= 0 && bottom > -1;
  return fits ? { ascent: box[3] ?? 0, descent: box[1] ?? 0 } : { ascent: 1 / scale, descent: -0.3 / scale };
}

function toUnicodeOf(dict: PDFDict): ReadonlySet<number> | undefined {
  const stream = asStream(dict.context, lookUp(dict, 'ToUnicode'));
  return stream === undefined ? undefined : readCodes(decodeOrEmpty(stream));
}

function cidTells(dict: PDFDict, font: PDFDict | undefined, isIdentity: boolean): (code: number) => boolean {
  const codes = toUnicodeOf(dict);
  const info = font === undefined ? undefined : asDict(dict.context, lookUp(font, 'CIDSystemInfo'));
  const ordering = info === undefined ? undefined : lookUp(info, 'Ordering');
  const text = ordering !== undefined && 'decodeText' in ordering ? String(ordering).replace(/[()]/g, '') : '';
  const known = CJK.has(text) || (!isIdentity && lookUp(dict, 'Encoding') instanceof PDFName);
  return (code) => known || codes?.has(code) === true;
}

function simpleTells(
  dict: PDFDict,
  descriptor: PDFDict | undefined,
  subtype: string,
  flags: number,
): (code: number) => boolean {
  const codes = toUnicodeOf(dict);
  const { context } = dict;
  const encoding = lookUp(dict, 'Encoding');
  const table = asDict(context, encoding);
  const names = differences(table);
  const base = encoding instanceof PDFName || table === undefined ? encoding : lookUp(table, 'BaseEncoding');
  const file =
    descriptor === undefined ? undefined : (lookUp(descriptor, 'FontFile2') ?? lookUp(descriptor, 'FontFile3'));
  const symbolicTrueType = subtype === 'TrueType' && (flags & 4) !== 0 && base === undefined && file !== undefined;
  const rest = subtype !== 'Type3' && !symbolicTrueType;
  return (code) => {
    if (codes?.has(code) === true) return true;
    const name = names.get(code);
    return name === undefined ? rest : isLetterName(name);
  };
}

function differences(table: PDFDict | undefined): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const list = table === undefined ? undefined : lookUp(table, 'Differences');
  if (table === undefined || !(list instanceof PDFArray)) return names;
  let code = 0;
  for (const item of list.asArray()) {
    const number = asNumber(table.context, item);
    if (number !== undefined) code = number;
    else names.set(code++, asName(table.context, item) ?? '');
  }
  return names;
}

/** Names of the Adobe glyph list, by their shape: made-up names are a letter and a number. */
function isLetterName(name: string): boolean {
  return /^(uni[0-9A-F]{4,}|u[0-9A-F]{4,6}|afii\d{5}|[A-Za-z]+(\.[a-z]+\d*)?(_[A-Za-z]+)*)$/.test(name);
}

function type3Nests(dict: PDFDict): (code: number) => boolean {
  const { context } = dict;
  const names = differences(asDict(context, lookUp(dict, 'Encoding')));
  const procs = asDict(context, lookUp(dict, 'CharProcs'));
  const resources = asDict(context, lookUp(dict, 'Resources'));
  const objects = resources === undefined ? undefined : asDict(context, lookUp(resources, 'XObject'));
  const isImage = (name: unknown): boolean => {
    const object = typeof name === 'string' ? asDict(context, objects?.get(nameFor(name))) : undefined;
    return object !== undefined && asName(context, lookUp(object, 'Subtype')) === 'Image';
  };
  const known = new Map<number, boolean>();
  const look = (code: number): boolean => {
    const name = names.get(code);
    const stream = procs === undefined || name === undefined ? undefined : asStream(context, lookUp(procs, name));
    if (stream === undefined) return false;
    return parseContent(decodeOrEmpty(stream)).ops.some(
      (op) => SHOW.has(op.name) || (op.name === 'Do' && !isImage(op.args[0])),
    );
  };
  return (code) => {
    let answer = known.get(code);
    if (answer === undefined) {
      answer = look(code);
      known.set(code, answer);
    }
    return answer;
  };
}

/** A font that stands for one that cannot be found. */
export const NO_FONT: FontFacts = {
  baseFont: '',
  subtype: '',
  composite: false,
  vertical: false,
  width: () => undefined,
  guessedWidths: true,
  ascent: 900,
  descent: -220,
  matrix: identity,
  bold: false,
  italic: false,
  monospace: false,
  tells: () => false,
  nests: () => false,
};
