import { createHash } from 'node:crypto';
import { type PDFContext, PDFDict, PDFName, type PDFObject, PDFRawStream } from 'pdf-lib';
import { asArray, asDict, asName, asNumber, asStream, decodeStream, lookUp } from '../pdf/objects.ts';
import { plainCidGlyphs, reorderCff } from './cff-order.ts';
import { descendantOf } from './font-trim.ts';
import { type FontLayout, layoutOf, reorderGlyphs } from './glyph-order.ts';
import { mapsOf, writeToUnicode } from './to-unicode-trim.ts';

/** New places for the codes of a font, and for the glyphs of its program. */
export interface Renumbering {
  /** Codes are of two bytes. */
  readonly wide: boolean;
  /** Old to new; codes that are not in it stay. */
  readonly codes: ReadonlyMap<number, number>;
  readonly glyphs: ReadonlyMap<number, number>;
  /** Simple fonts: glyph by new code. */
  readonly byCode?: ReadonlyMap<number, number>;
}

/** Fonts with fewer of their glyphs in use are no subsets numbered as letters came in the text. */
const DENSE = 0.8;

/** PDF adds word spacing at this code of simple fonts (ISO 32000-1, 9.3.3). */
const BLANK = 32;

/**
 * Many programs number the letters of a font as they come in the text, so that codes and outlines spell the first
 * words of a document, the removed ones too: `Jordan Applewhite` stays as J o r d a n A p l e w h i t. Such fonts are
 * numbered anew, in an order that only the source tells.
 */
export class FontOrders {
  private readonly context: PDFContext;
  private readonly salt: () => string;
  private readonly known = new Map<PDFDict, Renumbering | undefined>();
  private uses: ReadonlyMap<PDFObject, number> | undefined;
  private isOff = false;

  constructor(context: PDFContext, salt: () => string) {
    this.context = context;
    this.salt = salt;
  }

  /** How a font of the source is renumbered; undefined where it stays as it is. */
  of(font: PDFDict): Renumbering | undefined {
    if (!this.known.has(font)) this.known.set(font, this.isOff ? undefined : this.renumbering(font));
    return this.known.get(font);
  }

  /** Leaves all fonts as they are from now on; false where it is too late for one. */
  turnOff(): boolean {
    this.isOff = true;
    return ![...this.known.values()].some((one) => one !== undefined);
  }

  private renumbering(font: PDFDict): Renumbering | undefined {
    const kind = asName(this.context, lookUp(font, 'Subtype'));
    if (kind !== 'TrueType' && kind !== 'Type0') return undefined;
    const wide = kind === 'Type0';
    const owner = wide ? descendantOf(font) : font;
    const map = asStream(this.context, lookUp(font, 'ToUnicode'));
    const program = owner === undefined ? undefined : this.programOf(owner, wide);
    if (owner === undefined || program === undefined || map === undefined) return undefined;
    if (wide ? !isIdentity(font, owner) : lookUp(font, 'Encoding') !== undefined) return undefined;
    const layout = programLayout(program);
    const byCode = wide ? identityOf(layout?.glyphs ?? 0) : layout?.byCode;
    const named = mapsOf(decodeStream(map));
    const codes = [...(byCode?.keys() ?? [])].filter((code) => named.has(code) && (wide || code !== BLANK));
    const glyphs = codes.map((code) => byCode?.get(code) ?? 0);
    const isOneToOne = new Set(glyphs).size === glyphs.length;
    if (!isOneToOne || layout === undefined || codes.length < 2 || codes.length < DENSE * (layout.glyphs - 1))
      return undefined;
    return this.shuffled(wide, codes, byCode ?? new Map(), program);
  }

  private shuffled(
    wide: boolean,
    codes: readonly number[],
    byCode: ReadonlyMap<number, number>,
    program: Uint8Array,
  ): Renumbering | undefined {
    const places = [...codes].sort((a, b) => a - b);
    const drawn = new Map(codes.map((code) => [code, this.draw(code)]));
    const order = [...places].sort((a, b) => ((drawn.get(a) ?? '') < (drawn.get(b) ?? '') ? -1 : 1));
    const glyphAt = (code: number | undefined): number => byCode.get(code ?? 0) ?? 0;
    const rooms = places.map(glyphAt).sort((a, b) => a - b);
    const to = new Map(order.map((old, i) => [old, places[i] ?? old]));
    const glyphs = new Map(order.map((old, i) => [glyphAt(old), rooms[i] ?? glyphAt(old)]));
    const now = new Map([...byCode].map(([code, glyph]) => [to.get(code) ?? code, glyphs.get(glyph) ?? glyph]));
    const made: Renumbering = { wide, codes: to, glyphs, ...(wide ? {} : { byCode: now }) };
    return reordered(program, made) === undefined ? undefined : made;
  }

  private draw(code: number): string {
    return createHash('sha256').update(`${this.salt()} ${code}`).digest('hex');
  }

  /** The program of a font that has it to itself. */
  private programOf(owner: PDFDict, wide: boolean): Uint8Array | undefined {
    const descriptor = asDict(this.context, lookUp(owner, 'FontDescriptor'));
    const file = descriptor === undefined ? undefined : programIn(descriptor)?.file;
    if (descriptor === undefined || file === undefined) return undefined;
    this.uses ??= usesOf(this.context);
    const shared = [file, descriptor, ...(wide ? [owner] : [])].some((one) => (this.uses?.get(one) ?? 1) > 1);
    return shared ? undefined : decodeStream(file);
  }
}

/** A string of page content in the new codes. */
export function renumbered(text: Uint8Array, { wide, codes }: Renumbering): Uint8Array {
  const out = new Uint8Array(text);
  for (let i = 0; i + (wide ? 1 : 0) < out.length; i += wide ? 2 : 1) {
    const code = wide ? ((out[i] ?? 0) << 8) | (out[i + 1] ?? 0) : (out[i] ?? 0);
    const now = codes.get(code) ?? code;
    if (wide) out[i] = now >> 8;
    out[wide ? i + 1 : i] = now & 0xff;
  }
  return out;
}

/** Gives the copy of a font its new codes: widths, ToUnicode and program. Throws RangeError where its program is damaged. */
export function renumberFont(font: PDFDict, order: Renumbering): void {
  const { context } = font;
  const owner = order.wide ? descendantOf(font) : font;
  if (owner === undefined) return;
  const map = asStream(context, font.get(PDFName.of('ToUnicode')));
  if (map !== undefined) {
    const named = [...mapsOf(map.contents)].map(([code, to]): [number, string] => [order.codes.get(code) ?? code, to]);
    const text = Buffer.from(writeToUnicode(new Map(named), order.wide ? 2 : 1), 'latin1');
    font.set(PDFName.of('ToUnicode'), context.register(PDFRawStream.of(PDFDict.withContext(context), text)));
  }
  if (order.wide) renumberCidWidths(owner, order);
  else renumberWidths(owner, order);
  const descriptor = asDict(context, owner.get(PDFName.of('FontDescriptor')));
  const embedded = descriptor === undefined ? undefined : programIn(descriptor);
  if (descriptor === undefined || embedded === undefined) return;
  const program = reordered(embedded.file.contents, order);
  if (program === undefined) throw new RangeError('a font that was read before cannot be numbered anew');
  const isTrueType = embedded.key === 'FontFile2';
  const dict = context.obj(isTrueType ? { Length1: program.length } : { Subtype: 'CIDFontType0C' });
  descriptor.set(PDFName.of(embedded.key), context.register(PDFRawStream.of(dict, program)));
}

/** The TrueType or CFF program that a descriptor names. */
function programIn(descriptor: PDFDict): { readonly key: string; readonly file: PDFRawStream } | undefined {
  for (const key of ['FontFile2', 'FontFile3']) {
    const file = asStream(descriptor.context, lookUp(descriptor, key));
    if (file !== undefined) return { key, file };
  }
  return undefined;
}

/** CFF programs begin with their version, which no TrueType font does. */
function isCff(program: Uint8Array): boolean {
  return program[0] === 1 && program[1] === 0;
}

function programLayout(program: Uint8Array): FontLayout | undefined {
  if (!isCff(program)) return layoutOf(program);
  const glyphs = plainCidGlyphs(program);
  return glyphs === undefined ? undefined : { glyphs };
}

function reordered(program: Uint8Array, { glyphs, byCode }: Renumbering): Uint8Array | undefined {
  return isCff(program) ? reorderCff(program, glyphs) : reorderGlyphs(program, glyphs, byCode);
}

function renumberWidths(font: PDFDict, { codes }: Renumbering): void {
  const { context } = font;
  const first = asNumber(context, font.get(PDFName.of('FirstChar'))) ?? 0;
  const widths = asArray(context, font.get(PDFName.of('Widths')))?.asArray();
  if (widths === undefined) return;
  const moved = [...widths];
  for (const [old, now] of codes) {
    const width = widths[old - first];
    if (now >= first && now - first < moved.length) moved[now - first] = width ?? context.obj(0);
  }
  font.set(PDFName.of('Widths'), context.obj(moved));
}

/** W as single entries (ISO 32000-1, 9.7.4.3). */
function renumberCidWidths(descendant: PDFDict, { codes }: Renumbering): void {
  const { context } = descendant;
  const items = asArray(context, descendant.get(PDFName.of('W')))?.asArray();
  if (items === undefined) return;
  const list = items.map((item) => context.lookup(item));
  const widths: [number, PDFObject][] = [];
  for (let i = 0; i < list.length; ) {
    const from = asNumber(context, list[i]) ?? -1;
    const second = list[i + 1];
    const row = asArray(context, second)?.asArray();
    const to = row === undefined ? Math.min(asNumber(context, second) ?? from, 0xffff) : from + row.length - 1;
    for (let cid = from; cid <= to; cid++)
      widths.push([codes.get(cid) ?? cid, (row === undefined ? list[i + 2] : row[cid - from]) ?? context.obj(0)]);
    i += row === undefined ? 3 : 2;
  }
  const sorted = widths.sort(([a], [b]) => a - b);
  descendant.set(
    PDFName.of('W'),
    context.obj(sorted.flatMap(([cid, width]) => [context.obj(cid), context.obj([width])])),
  );
}

/** Codes of two bytes that are the glyphs themselves. */
function isIdentity(font: PDFDict, descendant: PDFDict): boolean {
  const { context } = font;
  const map = lookUp(descendant, 'CIDToGIDMap');
  const isPlain = map === undefined || asName(context, map) === 'Identity';
  // The program of one is TrueType, of the other CFF; where they are mixed up readers differ.
  const kind = asName(context, lookUp(descendant, 'Subtype'));
  const program = asDict(context, lookUp(descendant, 'FontDescriptor'));
  const isKind = program?.has(PDFName.of(kind === 'CIDFontType0' ? 'FontFile3' : 'FontFile2')) === true;
  return (
    isPlain &&
    isKind &&
    (kind === 'CIDFontType0' || kind === 'CIDFontType2') &&
    asName(context, lookUp(font, 'Encoding')) === 'Identity-H'
  );
}

function identityOf(glyphs: number): ReadonlyMap<number, number> {
  return new Map(Array.from({ length: Math.max(0, glyphs - 1) }, (_, i) => [i + 1, i + 1]));
}

/** How many objects of the file name each program, descriptor and descendant font. */
function usesOf(context: PDFContext): ReadonlyMap<PDFObject, number> {
  const uses = new Map<PDFObject, number>();
  const count = (object: PDFObject | undefined): void => {
    if (object !== undefined) uses.set(object, (uses.get(object) ?? 0) + 1);
  };
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    count(lookUp(object, 'FontFile2'));
    count(lookUp(object, 'FontFile3'));
    count(lookUp(object, 'FontDescriptor'));
    for (const one of asArray(context, lookUp(object, 'DescendantFonts'))?.asArray() ?? []) count(context.lookup(one));
  }
  return uses;
}
