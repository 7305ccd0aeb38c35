import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { asArray, asDict, asNumber, asStream, lookUp, nameText } from '../pdf/objects.ts';
import { trimMixed, trimToUnicode } from './to-unicode-trim.ts';

/** The CID font of a composite one. */
export function descendantOf(font: PDFDict): PDFDict | undefined {
  return asDict(font.context, asArray(font.context, font.get(PDFName.of('DescendantFonts')))?.asArray()[0]);
}

/** Keeps of ToUnicode what `used` codes need. */
export function trimMap(context: PDFContext, font: PDFDict, used: ReadonlySet<number>, bytes: 1 | 2): void {
  const map = asStream(context, font.get(PDFName.of('ToUnicode')));
  if (map === undefined) return;
  const trimmed = PDFRawStream.of(PDFDict.withContext(context), trimToUnicode(map.contents, used, bytes));
  font.set(PDFName.of('ToUnicode'), context.register(trimmed));
}

/** The same for codes of several lengths, as `anyCodes` gives them. */
export function trimMixedMap(context: PDFContext, font: PDFDict, used: ReadonlySet<number>): void {
  const map = asStream(context, font.get(PDFName.of('ToUnicode')));
  if (map === undefined) return;
  const trimmed = PDFRawStream.of(PDFDict.withContext(context), trimMixed(map.contents, used));
  font.set(PDFName.of('ToUnicode'), context.register(trimmed));
}

/** Keeps of a simple font the widths, names and glyph procedures that `used` codes need. */
export function trimSimple(font: PDFDict, used: ReadonlySet<number>): void {
  const { context } = font;
  const first = asNumber(context, font.get(PDFName.of('FirstChar'))) ?? 0;
  const widths = asArray(context, font.get(PDFName.of('Widths')))?.asArray();
  if (widths !== undefined) {
    const kept = widths.map((width, i) => (used.has(first + i) ? width : context.obj(0)));
    font.set(PDFName.of('Widths'), context.obj(kept));
  }
  const encoding = lookUp(font, 'Encoding');
  if (!(encoding instanceof PDFDict)) return;
  const names = trimDifferences(encoding, used);
  const procs = asDict(context, font.get(PDFName.of('CharProcs')));
  if (procs === undefined || names === undefined) return;
  for (const key of procs.keys()) if (!names.has(nameText(key))) procs.delete(key);
}

/** Keeps the names of used codes; returns them. */
function trimDifferences(encoding: PDFDict, used: ReadonlySet<number>): ReadonlySet<string> | undefined {
  const { context } = encoding;
  const differences = asArray(context, encoding.get(PDFName.of('Differences')));
  if (differences === undefined) return undefined;
  const kept: PDFObject[] = [];
  const names = new Set<string>();
  let code = 0;
  let next = -1;
  for (const item of differences.asArray()) {
    if (item instanceof PDFNumber) code = item.asNumber();
    if (!(item instanceof PDFName)) continue;
    if (used.has(code)) {
      if (next !== code) kept.push(context.obj(code));
      kept.push(item);
      names.add(nameText(item));
      next = code + 1;
    }
    code++;
  }
  encoding.set(PDFName.of('Differences'), context.obj(kept));
  return names;
}

/** Rewrites W (ISO 32000-1, 9.7.4.3) with the used CIDs only. */
export function trimCidWidths(descendant: PDFDict, used: ReadonlySet<number>): void {
  const items = asArray(descendant.context, descendant.get(PDFName.of('W')));
  if (items === undefined) return;
  const { context } = descendant;
  const widths = new Map<number, PDFObject>();
  const list = items.asArray().map((item) => context.lookup(item));
  for (let i = 0; i < list.length; ) {
    const from = list[i] instanceof PDFNumber ? (list[i] as PDFNumber).asNumber() : -1;
    const second = list[i + 1];
    if (second instanceof PDFArray) {
      for (const [n, width] of second.asArray().entries()) widths.set(from + n, width);
      i += 2;
    } else {
      const to = second instanceof PDFNumber ? second.asNumber() : from;
      const width = list[i + 2];
      for (const cid of used) if (cid >= from && cid <= to && width !== undefined) widths.set(cid, width);
      i += 3;
    }
  }
  const kept = [...used].filter((cid) => widths.has(cid)).sort((a, b) => a - b);
  const out = kept.flatMap((cid) => [context.obj(cid), context.obj([widths.get(cid) ?? context.obj(0)])]);
  descendant.set(PDFName.of('W'), context.obj(out));
}
