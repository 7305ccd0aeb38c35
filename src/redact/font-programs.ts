import { type PDFContext, PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { asArray, asName, asNumber, lookUp, nameText } from '../pdf/objects.ts';
import { blankCff, type KeptGlyphs, ownEncoding } from './blank-cff.ts';
import { blankType1, type Type1Program, type1Encoding } from './blank-type1.ts';
import { namesOfEncoding } from './glyph-names.ts';

/** What fonts of one program need of it: glyphs by name with their codes, or by CID. */
export type ProgramNeeds = KeptGlyphs;

/**
 * What a font that shows the codes `used` needs of its Type 1 or CFF program; undefined where that cannot be
 * told, or the program is of another kind.
 */
export function programNeeds(
  font: PDFDict,
  descendant: PDFDict | undefined,
  file: PDFRawStream,
  used: ReadonlySet<number>,
): ProgramNeeds | undefined {
  const kind = programKind(descendant ?? font);
  if (kind === undefined) return undefined;
  if (descendant !== undefined) {
    const isCff = asName(font.context, descendant.get(PDFName.of('Subtype'))) === 'CIDFontType0';
    return isCff && kind === 'cff' ? { kind: 'cids', cids: used } : undefined;
  }
  const names = usedNames(font, file, kind, used);
  return names === undefined ? undefined : { kind: 'names', names, codes: used };
}

/** What two fonts of one program need together; undefined where they name glyphs differently. */
export function uniteNeeds(a: ProgramNeeds, b: ProgramNeeds): ProgramNeeds | undefined {
  if (a.kind === 'cids' && b.kind === 'cids') return { kind: 'cids', cids: new Set([...a.cids, ...b.cids]) };
  if (a.kind !== 'names' || b.kind !== 'names') return undefined;
  return { kind: 'names', names: new Set([...a.names, ...b.names]), codes: new Set([...a.codes, ...b.codes]) };
}

/** The program without the glyphs that nothing needs; undefined where it cannot be written anew. */
export function blankProgram(file: PDFRawStream, needs: ProgramNeeds): PDFRawStream | undefined {
  const { context } = file.dict;
  const start = Buffer.from(file.contents.subarray(0, 2)).toString('latin1');
  if (start === '%!') {
    if (needs.kind !== 'names') return undefined;
    const made = blankType1(type1Of(context, file), needs.names, needs.codes);
    if (made === undefined) return undefined;
    for (const [i, length] of made.lengths.entries()) file.dict.set(PDFName.of(`Length${i + 1}`), PDFNumber.of(length));
    return PDFRawStream.of(file.dict, made.bytes);
  }
  const table = cffTable(file.contents);
  const blanked = table === undefined ? undefined : blankCff(file.contents.subarray(table.start, table.end), needs);
  if (table === undefined || blanked === undefined) return undefined;
  const out = new Uint8Array(file.contents);
  out.set(blanked, table.start);
  return PDFRawStream.of(file.dict, out);
}

function programKind(owner: PDFDict): 'type1' | 'cff' | undefined {
  const { context } = owner;
  const descriptor = lookUp(owner, 'FontDescriptor');
  if (!(descriptor instanceof PDFDict)) return undefined;
  if (descriptor.has(PDFName.of('FontFile'))) return 'type1';
  const file = context.lookup(descriptor.get(PDFName.of('FontFile3')));
  return file instanceof PDFRawStream && cffTable(file.contents) !== undefined ? 'cff' : undefined;
}

/** Where the CFF data of a program lie: all of it, or a table of an OpenType font. */
function cffTable(bytes: Uint8Array): { readonly start: number; readonly end: number } | undefined {
  if (bytes[0] === 1 && bytes[1] === 0 && (bytes[2] ?? 0) >= 4) return { start: 0, end: bytes.length };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 12 || buffer.toString('latin1', 0, 4) !== 'OTTO') return undefined;
  for (let i = 0; i < buffer.readUInt16BE(4) && 28 + i * 16 <= buffer.length; i++) {
    const entry = 12 + i * 16;
    if (buffer.toString('latin1', entry, entry + 4) !== 'CFF ') continue;
    const start = buffer.readUInt32BE(entry + 8);
    return { start, end: Math.min(bytes.length, start + buffer.readUInt32BE(entry + 12)) };
  }
  return undefined;
}

function type1Of(context: PDFContext, file: PDFRawStream): Type1Program {
  const length = (n: number): number => asNumber(context, file.dict.get(PDFName.of(`Length${n}`))) ?? 0;
  return { bytes: file.contents, lengths: [length(1), length(2), length(3)] };
}

/** The names of used codes (ISO 32000-1, 9.6.6.2); where the font states no base, by its program and by StandardEncoding. */
function usedNames(
  font: PDFDict,
  file: PDFRawStream,
  kind: 'type1' | 'cff',
  used: ReadonlySet<number>,
): ReadonlySet<string> | undefined {
  const { context } = font;
  const encoding = lookUp(font, 'Encoding');
  const stated = asName(context, encoding instanceof PDFDict ? lookUp(encoding, 'BaseEncoding') : encoding);
  const bases = stated === undefined ? ownBases(context, file, kind) : [namesOfEncoding(stated)];
  const differences = encoding instanceof PDFDict ? differencesOf(encoding) : new Map<number, string>();
  const names = new Set<string>();
  for (const base of bases) {
    if (base === undefined) return undefined;
    for (const code of used) {
      const name = differences.get(code) ?? base.get(code);
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

function ownBases(
  context: PDFContext,
  file: PDFRawStream,
  kind: 'type1' | 'cff',
): readonly (ReadonlyMap<number, string> | undefined)[] {
  const table = kind === 'cff' ? cffTable(file.contents) : undefined;
  const own =
    table === undefined
      ? type1Encoding(type1Of(context, file))
      : ownEncoding(file.contents.subarray(table.start, table.end));
  const standard = namesOfEncoding('StandardEncoding');
  return own === undefined ? [standard] : [own, standard];
}

/** The names that Differences gives to codes. */
export function differencesOf(encoding: PDFDict): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let code = 0;
  for (const item of asArray(encoding.context, encoding.get(PDFName.of('Differences')))?.asArray() ?? []) {
    if (item instanceof PDFNumber) code = item.asNumber();
    else if (item instanceof PDFName) names.set(code++, nameText(item));
  }
  return names;
}
