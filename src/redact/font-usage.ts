import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import type { Op, Operand } from '../pdf/lexer.ts';
import { asArray, asDict, asName, asNumber, asStream, lookUp, nameText } from '../pdf/objects.ts';
import { SHOW } from '../pdf/operators.ts';
import { blankGlyphs } from './blank-glyphs.ts';
import { blankProgram, type ProgramNeeds, programNeeds, uniteNeeds } from './font-programs.ts';
import { simpleGlyphs } from './font-truetype.ts';
import { trimToUnicode } from './to-unicode-trim.ts';

/** Codes that a font shows, and how many bytes one has. */
interface ShownFont {
  readonly codes: Set<number>;
  readonly step: 1 | 2;
}

/** Which codes of which font the copied content shows, so that fonts keep no trace of removed text (leak class 20). */
export class FontUsage {
  private readonly context: PDFContext;
  private readonly codes = new Map<PDFDict, Set<number>>();
  /** The same for the page that is being copied: it may not go out after all. */
  private pending = new Map<PDFDict, Set<number>>();
  private readonly copies = new Map<PDFDict, PDFDict>();
  private readonly procedures = new Map<PDFDict, ReadonlyMap<string, PDFDict>>();
  /** Text was shown in a font that the stream does not name itself: nothing can be trimmed safely. */
  private uncertain = false;
  private pendingUncertain = false;

  constructor(context: PDFContext) {
    this.context = context;
  }

  /** What was counted goes out. */
  commit(): void {
    for (const [font, codes] of this.pending) unite(this.codes, font, codes);
    this.uncertain ||= this.pendingUncertain;
    this.discard();
  }

  /** What was counted does not go out. */
  discard(): void {
    this.pending = new Map();
    this.pendingUncertain = false;
  }

  /** Takes note of the codes that operators show; `named` gives the font dictionary of a resource name. */
  count(ops: readonly Op[], named: (name: string) => PDFDict | undefined): void {
    const stack: (ShownFont | undefined)[] = [];
    let font: ShownFont | undefined;
    for (const op of ops) {
      if (op.name === 'q') stack.push(font);
      else if (op.name === 'Q') font = stack.pop();
      else if (op.name === 'Tf' && typeof op.args[0] === 'string') font = this.shownFont(named(op.args[0]));
      else if (SHOW.has(op.name)) this.shown(font, op.args.at(-1));
    }
  }

  private shownFont(font: PDFDict | undefined): ShownFont | undefined {
    if (font === undefined) return undefined;
    const known = this.pending.get(font) ?? new Set<number>();
    this.pending.set(font, known);
    return { codes: known, step: isComposite(font) ? 2 : 1 };
  }

  private shown(font: ShownFont | undefined, operand: Operand | undefined): void {
    if (Array.isArray(operand)) for (const item of operand) this.shown(font, item);
    if (!(operand instanceof Uint8Array) || operand.length === 0) return;
    if (font === undefined) {
      this.pendingUncertain = true;
      return;
    }
    const { codes, step } = font;
    for (let i = 0; i < operand.length; i += step) {
      codes.add(step === 2 ? ((operand[i] ?? 0) << 8) | (operand[i + 1] ?? 0) : (operand[i] ?? 0));
    }
  }

  /** Remembers which copy stands for a font. */
  copied(source: PDFDict, copy: PDFDict): void {
    this.copies.set(source, copy);
  }

  /** Remembers the resources that each glyph procedure of a copied Type 3 font names. */
  glyphResources(procedures: PDFDict, resources: ReadonlyMap<string, PDFDict>): void {
    this.procedures.set(procedures, resources);
  }

  /** Takes out of the copies what only unused codes need: ToUnicode, widths, names, glyph procedures, outlines. */
  finish(): void {
    if (!this.uncertain) this.trim();
    for (const copy of this.copies.values()) this.giveGlyphResources(copy);
  }

  /** A Type 3 font gets the resources of the glyphs it keeps. */
  private giveGlyphResources(font: PDFDict): void {
    const procedures = asDict(this.context, font.get(PDFName.of('CharProcs')));
    const known = procedures === undefined ? undefined : this.procedures.get(procedures);
    if (procedures === undefined || known === undefined) return;
    const resources = PDFDict.withContext(this.context);
    for (const key of procedures.keys()) {
      for (const [kind, entries] of known.get(nameText(key))?.entries() ?? []) {
        if (!(entries instanceof PDFDict)) continue;
        const all = resources.lookupMaybe(kind, PDFDict) ?? PDFDict.withContext(this.context);
        for (const [name, value] of entries.entries()) all.set(name, value);
        resources.set(kind, all);
      }
    }
    font.set(PDFName.of('Resources'), resources);
  }

  private trim(): void {
    const outlines = new Map<PDFRawStream, Set<number>>();
    const programs = new Map<PDFRawStream, ProgramNeeds>();
    const whole = new Set<PDFRawStream>();
    const mapped = new Set<PDFRawStream>();
    const descendants = new Map<PDFDict, Set<number>>();
    const wholeDescendants = new Set<PDFDict>();
    for (const [source, copy] of this.copies) {
      if (isDescendant(source)) continue;
      const used = this.codes.get(source) ?? new Set<number>();
      const composite = isComposite(source);
      const descendant = composite ? descendantOf(copy) : undefined;
      const file = fontFile(descendant ?? copy);
      const trimmable = !composite || hasIdentityCodes(source);
      const glyphs = composite ? trimmable && glyphIds(copy, used) : simpleGlyphs(copy, file, used);
      if (file !== undefined && !glyphs) {
        const needs = trimmable ? programNeeds(copy, descendant, file, used) : undefined;
        const others = programs.get(file);
        const all = needs === undefined || others === undefined ? needs : uniteNeeds(needs, others);
        if (all === undefined) whole.add(file);
        else programs.set(file, all);
      }
      if (file !== undefined && glyphs) unite(outlines, file, glyphs);
      if (file !== undefined && !composite) mapped.add(file);
      // Fonts may share a descendant: it keeps what any of them uses.
      if (descendant !== undefined && trimmable) unite(descendants, descendant, used);
      if (descendant !== undefined && !trimmable) wholeDescendants.add(descendant);
      if (trimmable) trimMap(this.context, copy, used, composite ? 2 : 1);
      if (trimmable && !composite) trimSimple(copy, used);
    }
    for (const [descendant, used] of descendants) {
      if (!wholeDescendants.has(descendant)) trimCidWidths(descendant, used);
    }
    for (const [file, glyphs] of outlines) if (!whole.has(file)) this.blank(file, glyphs, mapped.has(file));
    for (const [file, needs] of programs) {
      const blanked = whole.has(file) ? undefined : blankProgram(file, needs);
      if (blanked !== undefined) this.replace(file, blanked);
    }
  }

  private blank(file: PDFRawStream, glyphs: ReadonlySet<number>, keepMap: boolean): void {
    const blanked = blankGlyphs(file.contents, glyphs, keepMap);
    if (blanked === undefined) return;
    file.dict.set(PDFName.of('Length1'), this.context.obj(blanked.length));
    this.replace(file, PDFRawStream.of(file.dict, blanked));
  }

  /** A stream's bytes cannot be changed in place, so the object is replaced under its reference. */
  private replace(file: PDFRawStream, made: PDFRawStream): void {
    const ref = this.context.getObjectRef(file);
    if (ref !== undefined) this.context.assign(ref, made);
  }
}

function unite<K>(sets: Map<K, Set<number>>, key: K, more: ReadonlySet<number>): void {
  const set = sets.get(key) ?? new Set<number>();
  for (const code of more) set.add(code);
  sets.set(key, set);
}

function isComposite(font: PDFDict): boolean {
  return asName(font.context, font.get(PDFName.of('Subtype'))) === 'Type0';
}

function isDescendant(font: PDFDict): boolean {
  return asName(font.context, font.get(PDFName.of('Subtype')))?.startsWith('CIDFont') === true;
}

/** Codes of two bytes that are the CIDs themselves. */
function hasIdentityCodes(font: PDFDict): boolean {
  const encoding = asName(font.context, font.get(PDFName.of('Encoding')));
  return encoding === 'Identity-H' || encoding === 'Identity-V';
}

function descendantOf(font: PDFDict): PDFDict | undefined {
  return asDict(font.context, asArray(font.context, font.get(PDFName.of('DescendantFonts')))?.asArray()[0]);
}

function fontFile(font: PDFDict | undefined): PDFRawStream | undefined {
  const descriptor = font === undefined ? undefined : asDict(font.context, font.get(PDFName.of('FontDescriptor')));
  if (descriptor === undefined) return undefined;
  for (const key of ['FontFile2', 'FontFile3', 'FontFile']) {
    const file = asStream(descriptor.context, descriptor.get(PDFName.of(key)));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Glyphs of a TrueType CID font that codes need; undefined for other kinds. */
function glyphIds(font: PDFDict, used: ReadonlySet<number>): ReadonlySet<number> | undefined {
  const descendant = descendantOf(font);
  if (descendant === undefined) return undefined;
  const { context } = descendant;
  if (asName(context, descendant.get(PDFName.of('Subtype'))) !== 'CIDFontType2') return undefined;
  const map = asStream(context, descendant.get(PDFName.of('CIDToGIDMap')));
  if (map === undefined) return used;
  const bytes = map.contents;
  return new Set([...used].map((cid) => ((bytes[cid * 2] ?? 0) << 8) | (bytes[cid * 2 + 1] ?? 0)));
}

function trimMap(context: PDFContext, font: PDFDict, used: ReadonlySet<number>, bytes: 1 | 2): void {
  const map = asStream(context, font.get(PDFName.of('ToUnicode')));
  if (map === undefined) return;
  const trimmed = PDFRawStream.of(PDFDict.withContext(context), trimToUnicode(map.contents, used, bytes));
  font.set(PDFName.of('ToUnicode'), context.register(trimmed));
}

function trimSimple(font: PDFDict, used: ReadonlySet<number>): void {
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
function trimCidWidths(descendant: PDFDict, used: ReadonlySet<number>): void {
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
