import { type PDFContext, PDFDict, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import type { Op, Operand } from '../pdf/lexer.ts';
import { asDict, asName, asStream, nameText } from '../pdf/objects.ts';
import { SHOW } from '../pdf/operators.ts';
import { blankGlyphs, withoutNames } from './blank-glyphs.ts';
import { hideFontNames, hideGlyphNames } from './font-names.ts';
import { FontOrders, type Renumbering, renumbered, renumberFont } from './font-orders.ts';
import { blankProgram, type ProgramNeeds, programNeeds, uniteNeeds } from './font-programs.ts';
import { descendantOf, trimCidWidths, trimMap, trimMixedMap, trimSimple } from './font-trim.ts';
import { simpleGlyphs } from './font-truetype.ts';
import { CannotCut } from './surgeon-types.ts';
import { anyCodes } from './to-unicode-trim.ts';

/** The font dictionaries that content names, by themselves or in graphics states. */
export interface NamedFonts {
  byName(name: string): PDFDict | undefined;
  byState(name: string): PDFDict | undefined;
}

/** Codes that a font shows, and how many bytes one has; 0 where they differ in length. */
interface ShownFont {
  readonly codes: Set<number>;
  readonly step: 0 | 1 | 2;
  readonly order: Renumbering | undefined;
}

/** Which codes of which font the copied content shows, so that fonts keep no trace of removed text (leak class 20). */
export class FontUsage {
  private readonly context: PDFContext;
  private readonly codes = new Map<PDFDict, Set<number>>();
  /** The same for the page that is being copied: it may not go out after all. */
  private pending = new Map<PDFDict, Set<number>>();
  private readonly copies = new Map<PDFDict, PDFDict>();
  /** Where the programs of the copies stand. */
  private readonly programs = new Map<PDFRawStream, PDFRef>();
  private readonly procedures = new Map<PDFDict, ReadonlyMap<string, PDFDict>>();
  /** Text was shown in a font that the stream does not name itself: nothing can be trimmed safely. */
  private uncertain = false;
  private pendingUncertain = false;
  private readonly orders: FontOrders;

  /** `salt`: what the new order of letters is drawn from. */
  constructor(context: PDFContext, salt: () => string) {
    this.context = context;
    this.orders = new FontOrders(context, salt);
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

  /** Fonts keep the order of their letters: in what nobody gets. */
  keepOrders(): void {
    this.orders.turnOff();
  }

  /** Takes note of the codes that operators show; returns the operators with the codes that the copies will have. */
  count(ops: readonly Op[], named: NamedFonts): readonly Op[] {
    const stack: (ShownFont | undefined)[] = [];
    let font: ShownFont | undefined;
    return ops.map((op) => {
      const [first] = op.args;
      if (op.name === 'q') stack.push(font);
      else if (op.name === 'Q') font = stack.pop();
      else if (op.name === 'Tf' && typeof first === 'string') font = this.shownFont(named.byName(first));
      else if (op.name === 'gs' && typeof first === 'string') font = this.shownFont(named.byState(first)) ?? font;
      else if (SHOW.has(op.name)) {
        this.shown(font, op.args.at(-1));
        const order = font?.order;
        if (order !== undefined) return withStrings(op, (text) => renumbered(text, order));
      }
      return op;
    });
  }

  private shownFont(font: PDFDict | undefined): ShownFont | undefined {
    if (font === undefined) return undefined;
    const known = this.pending.get(font) ?? new Set<number>();
    this.pending.set(font, known);
    return { codes: known, step: stepOf(font), order: this.orders.of(font) };
  }

  private shown(font: ShownFont | undefined, operand: Operand | undefined): void {
    if (Array.isArray(operand)) for (const item of operand) this.shown(font, item);
    if (!(operand instanceof Uint8Array) || operand.length === 0) return;
    if (font === undefined) {
      this.pendingUncertain = true;
      if (!this.orders.turnOff())
        throw new CannotCut('content', 'text is shown in a font that its content does not name');
      return;
    }
    const { codes, step } = font;
    if (step === 0) for (const code of anyCodes(operand)) codes.add(code);
    else
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

  /**
   * Takes out of the copies what only unused codes need: ToUnicode, widths, names, glyph procedures, outlines; and
   * out of their names the words of `terms`.
   */
  finish(terms: readonly string[]): void {
    hideFontNames(this.copies.values(), terms);
    if (this.uncertain)
      this.dropNames([...this.copies.values()].flatMap((copy) => this.program(descendantOf(copy) ?? copy) ?? []));
    else this.trim();
    for (const [source, copy] of this.copies) {
      const order = this.orders.of(source);
      if (order !== undefined) renumberFont(copy, order);
    }
    for (const copy of this.copies.values()) this.giveGlyphResources(copy);
    hideGlyphNames(this.copies.values(), terms);
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
      const file = this.program(descendant ?? copy);
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
      if (!trimmable) trimMixedMap(this.context, copy, used);
      else trimMap(this.context, copy, used, composite ? 2 : 1);
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
    this.dropNames(whole);
  }

  private program(font: PDFDict): PDFRawStream | undefined {
    const descriptor = asDict(this.context, font.get(PDFName.of('FontDescriptor')));
    for (const key of ['FontFile2', 'FontFile3', 'FontFile']) {
      const ref = descriptor?.get(PDFName.of(key));
      const file = asStream(this.context, ref);
      if (file === undefined) continue;
      if (ref instanceof PDFRef) this.programs.set(file, ref);
      return file;
    }
    return undefined;
  }

  /** Programs that keep every glyph lose what names people in them. */
  private dropNames(files: Iterable<PDFRawStream>): void {
    for (const file of new Set(files)) this.write(file, withoutNames(file.contents));
  }

  private blank(file: PDFRawStream, glyphs: ReadonlySet<number>, keepMap: boolean): void {
    this.write(file, blankGlyphs(file.contents, glyphs, keepMap));
  }

  private write(file: PDFRawStream, program: Uint8Array | undefined): void {
    if (program === undefined) return;
    file.dict.set(PDFName.of('Length1'), this.context.obj(program.length));
    this.replace(file, PDFRawStream.of(file.dict, program));
  }

  /** A stream's bytes cannot be changed in place, so the object is replaced under its reference. */
  private replace(file: PDFRawStream, made: PDFRawStream): void {
    const ref = this.programs.get(file);
    if (ref !== undefined) this.context.assign(ref, made);
  }
}

function unite<K>(sets: Map<K, Set<number>>, key: K, more: ReadonlySet<number>): void {
  const set = sets.get(key) ?? new Set<number>();
  for (const code of more) set.add(code);
  sets.set(key, set);
}

function withStrings(op: Op, change: (text: Uint8Array) => Uint8Array): Op {
  const changed = (operand: Operand): Operand => (operand instanceof Uint8Array ? change(operand) : operand);
  return { ...op, args: op.args.map((operand) => (Array.isArray(operand) ? operand.map(changed) : changed(operand))) };
}

function stepOf(font: PDFDict): ShownFont['step'] {
  if (!isComposite(font)) return 1;
  return hasIdentityCodes(font) ? 2 : 0;
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
