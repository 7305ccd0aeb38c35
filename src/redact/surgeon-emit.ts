import { deflateSync } from 'node:zlib';
import { type PDFDict, type PDFDocument, PDFName, PDFNumber, PDFRawStream, PDFRef } from 'pdf-lib';
import type { Op, Operand } from '../pdf/lexer.ts';
import { asDict, asName, asNumber, lookUp } from '../pdf/objects.ts';
import { CONSTRUCT, PAINT, SHOW } from '../pdf/operators.ts';
import type { PageModel, ShowUse } from '../pdf/page-model.ts';
import { writeContent } from '../pdf/writer.ts';
import { cleanInline } from './surgeon-inline.ts';
import { cleanOp } from './surgeon-operands.ts';
import { type Explicit, LineStart, made, type Places, placedShow, Spacing } from './surgeon-place.ts';
import { formEntries, NewResources, refTag } from './surgeon-resources.ts';
import { rewriteShow } from './surgeon-show.ts';

/** What is to be done to the units of a page, by `place(unit, op)`. */
export interface Plan {
  readonly doc: PDFDocument;
  readonly page: PageModel;
  readonly removed: ReadonlySet<number>;
  /** Images that go ('drop') or are replaced. */
  readonly images: ReadonlyMap<number, PDFRef | 'drop'>;
  /** Paths that go: from their first operator to their last. */
  readonly paths: ReadonlyMap<number, { readonly last: number; readonly clip: boolean }>;
  /** Glyphs set elsewhere on their line. */
  readonly places: Places;
  /** By unit, the text objects of which a glyph is removed or set elsewhere. */
  readonly explicit: ReadonlyMap<number, Explicit>;
  /** Units executed by a Do, by the place of the Do. */
  readonly children: ReadonlyMap<number, number>;
  /** Units with something of the above in them or in what they call. */
  readonly changed: ReadonlySet<number>;
  /** Forms already written anew unchanged, by the tag of the original. */
  readonly clean: Map<string, PDFRef>;
}

/** One number for an operator of a unit. */
export function place(unit: number, op: number): number {
  return unit * 2 ** 24 + op;
}

/** The new content and resources of a unit whose old resources are `source`. */
export function emitUnit(
  plan: Plan,
  unit: number,
  source: PDFDict | undefined,
): { ops: readonly Op[]; resources: PDFDict } {
  const emitter = new Emitter(plan, unit, source);
  return { ops: emitter.emit(), resources: emitter.resources.toDict(plan.doc.context) };
}

/** A Flate stream of content with the given dictionary entries, packed in haste: it is written anew with its page. */
function contentStream(ops: readonly Op[], dict: PDFDict): PDFRawStream {
  dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
  return PDFRawStream.of(dict, deflateSync(writeContent(ops), { level: 1 }));
}

class Emitter {
  readonly resources: NewResources;
  private readonly plan: Plan;
  private readonly unit: number;
  private readonly source: PDFDict | undefined;
  private readonly out: Op[] = [];
  private readonly start = new LineStart();
  private readonly spacing: Spacing;
  private saved = 0;
  private inText = false;
  private spans = 0;

  constructor(plan: Plan, unit: number, source: PDFDict | undefined) {
    this.plan = plan;
    this.unit = unit;
    this.source = source;
    this.resources = new NewResources(source);
    this.spacing = new Spacing(unit > 0);
  }

  emit(): readonly Op[] {
    const ops = this.plan.page.units[this.unit]?.ops ?? [];
    let gone: { last: number; clip: boolean } | undefined;
    for (let index = 0; index < ops.length; index++) {
      const op = ops[index];
      if (op === undefined) continue;
      gone = this.plan.paths.get(place(this.unit, index)) ?? gone;
      if (gone === undefined || !this.skipPath(op, gone)) this.one(op, index);
      if (gone !== undefined && index >= gone.last) gone = undefined;
    }
    while (this.spans-- > 0) this.push('EMC');
    if (this.inText) this.push('ET');
    while (this.saved-- > 0) this.push('Q');
    return this.out;
  }

  /** Leaves out a path, or makes it a clip alone; true where the operator is dealt with. */
  private skipPath(op: Op, gone: { readonly clip: boolean }): boolean {
    if (PAINT.has(op.name)) {
      if (gone.clip) this.push('n');
      return true;
    }
    return !gone.clip && (CONSTRUCT.has(op.name) || op.name === 'W' || op.name === 'W*');
  }

  private one(op: Op, index: number): void {
    const { name } = op;
    const explicit = this.plan.explicit.get(this.unit);
    if (explicit !== undefined) {
      this.start.follow(op);
      if (this.spacing.follow(op)) return;
      if (explicit.positions.has(index)) {
        this.dropPosition(op);
        return;
      }
      if (name === 'Do' || (SHOW.has(name) && !explicit.shows.has(index)))
        this.out.push(...this.spacing.set(this.inherited(index)));
    }
    const use = explicit?.shows.get(index);
    if (use !== undefined) this.placed(op, use);
    else if (SHOW.has(name)) this.plain(op);
    else if (name === 'Do') this.call(op, index);
    else if (name === 'BI') this.inline(op, index);
    else if (name === 'BDC' || name === 'BMC') this.openSpan(op);
    else if (name === 'EMC') {
      if (this.spans > 0) {
        this.spans--;
        this.push('EMC');
      }
    } else if (this.balanced(name)) this.plain(op);
  }

  /** In a form, what a text operator was shown with: the caller may have set it. */
  private inherited(index: number): ShowUse | undefined {
    if (this.unit === 0) return undefined;
    return this.plan.page.shows.find((use) => use.unit === this.unit && use.op === index);
  }

  /** Counts q, Q, BT and ET; false where one has no partner. */
  private balanced(name: string): boolean {
    if (name === 'q') this.saved++;
    if (name === 'Q') {
      if (this.saved === 0) return false;
      this.saved--;
    }
    if (name === 'BT' && this.inText) this.push('ET');
    if (name === 'ET' && !this.inText) return false;
    if (name === 'BT' || name === 'ET') this.inText = name === 'BT';
    return true;
  }

  private plain(op: Op): void {
    const clean = cleanOp(op);
    if (clean === undefined) return;
    const named = this.renamed(clean);
    if (named !== undefined) this.out.push(named);
  }

  /** The operator with the new names of its resources; undefined where it names one that is not there. */
  private renamed(op: Op): Op | undefined {
    const category = CATEGORY.get(op.name);
    if (category === undefined) return op;
    const last = op.name === 'Tf' ? op.args[0] : op.args.at(-1);
    if (typeof last !== 'string' || (category === 'ColorSpace' && DEVICE_SPACES.has(last))) return op;
    const name = this.resources.keep(category, last);
    if (name === undefined) return undefined;
    return { ...op, args: op.args.map((arg) => (arg === last ? name : arg)) };
  }

  /** Of an operator that only says where text goes, the leading may be needed later. */
  private dropPosition(op: Op): void {
    const [, y] = op.args;
    if (op.name === 'TD' && typeof y === 'number') this.push('TL', [-y]);
  }

  /** Shows text at a place that depends on nothing before it. */
  private placed(op: Op, use: ShowUse): void {
    const clean = cleanOp(op);
    if (clean === undefined) return;
    const { page, places, removed } = this.plan;
    const isRemoved = (index: number): boolean => removed.has(index);
    const indices = Array.from({ length: use.count }, (_, i) => use.first + i);
    if (indices.some((index) => places.has(index))) {
      const shows = placedShow(page, use, clean, places, isRemoved);
      if (shows.length > 0) this.out.push(...this.spacing.set({ charSpace: 0, wordSpace: 0 }), ...shows);
      return;
    }
    const bare = op.name === "'" || op.name === '"' ? { ...clean, name: 'Tj', args: clean.args.slice(-1) } : clean;
    const glyphs = page.glyphs.slice(use.first, use.first + use.count);
    const shows = indices.some(isRemoved) ? rewriteShow(bare, glyphs, (i) => isRemoved(use.first + i)) : [bare];
    if (shows.length > 0) this.out.push(...this.spacing.set(use), made('Tm', this.start.matrixOf(use)), ...shows);
  }

  private call(op: Op, index: number): void {
    const [name] = op.args;
    if (typeof name !== 'string') return;
    const key = place(this.unit, index);
    const edit = this.plan.images.get(key);
    if (edit === 'drop') return;
    if (edit !== undefined) {
      this.push('Do', [this.resources.add('XObject', edit)]);
      return;
    }
    const child = this.plan.children.get(key);
    const kept = child === undefined ? this.keepImage(name) : this.form(name, child);
    if (kept !== undefined) this.push('Do', [kept]);
  }

  private keepImage(name: string): string | undefined {
    const { context } = this.plan.doc;
    const dict = asDict(context, this.resources.entry('XObject', name));
    const isImage = dict !== undefined && asName(context, lookUp(dict, 'Subtype')) === 'Image';
    return isImage ? this.resources.keep('XObject', name) : undefined;
  }

  /** Writes a form anew: a copy of its own for this call where something in it changes. */
  private form(name: string, child: number): string | undefined {
    const { doc, changed, clean } = this.plan;
    const entry = this.resources.entry('XObject', name);
    const stream = entry instanceof PDFRef ? doc.context.lookup(entry) : entry;
    if (!(stream instanceof PDFRawStream)) return undefined;
    const own = asDict(doc.context, lookUp(stream.dict, 'Resources'));
    const tag = own === undefined || changed.has(child) ? undefined : refTag(entry);
    const known = tag === undefined ? undefined : clean.get(tag);
    if (known !== undefined) return this.resources.add('XObject', known);
    const { ops, resources } = emitUnit(this.plan, child, own ?? this.source);
    const dict = doc.context.obj({});
    for (const [key, value] of formEntries(stream.dict)) dict.set(key, value);
    dict.set(PDFName.of('Resources'), resources);
    const ref = doc.context.register(contentStream(ops, dict));
    if (tag !== undefined) clean.set(tag, ref);
    return this.resources.add('XObject', ref);
  }

  private inline(op: Op, index: number): void {
    if (op.image === undefined) return;
    const edit = this.plan.images.get(place(this.unit, index));
    if (edit === 'drop') return;
    if (edit !== undefined) this.push('Do', [this.resources.add('XObject', edit)]);
    else this.out.push({ ...op, image: cleanInline(op.image, this.resources) });
  }

  /**
   * Marked content keeps its tag, its MCID and its layer. ActualText, Alt and E go everywhere on a page
   * that is cut: a span need not hold a removed glyph to repeat one.
   */
  private openSpan(op: Op): void {
    this.spans++;
    const [tag, properties] = op.args;
    const shown = typeof tag === 'string' && /^[A-Za-z][A-Za-z0-9]{0,15}$/.test(tag) ? tag : 'Span';
    if (op.name === 'BMC' || properties === undefined) {
      this.push('BMC', [shown]);
      return;
    }
    const layer =
      tag === 'OC' && typeof properties === 'string' ? this.resources.keep('Properties', properties) : undefined;
    const mcid = layer === undefined ? this.mcidOf(properties) : undefined;
    if (layer !== undefined) this.push('BDC', [shown, layer]);
    else if (mcid !== undefined) this.push('BDC', [shown, new Map([['MCID', mcid]])]);
    else this.push('BMC', [shown]);
  }

  private mcidOf(properties: Operand): number | undefined {
    if (properties instanceof Map) {
      const mcid: unknown = properties.get('MCID');
      return typeof mcid === 'number' ? mcid : undefined;
    }
    if (typeof properties !== 'string') return undefined;
    const { context } = this.plan.doc;
    const dict = asDict(context, this.resources.entry('Properties', properties));
    const mcid = dict === undefined ? undefined : lookUp(dict, 'MCID');
    return mcid instanceof PDFNumber ? asNumber(context, mcid) : undefined;
  }

  private push(name: string, args: readonly Operand[] = []): void {
    this.out.push(made(name, args));
  }
}

const CATEGORY: ReadonlyMap<string, string> = new Map([
  ['Tf', 'Font'],
  ['gs', 'ExtGState'],
  ['cs', 'ColorSpace'],
  ['CS', 'ColorSpace'],
  ['sh', 'Shading'],
  ['scn', 'Pattern'],
  ['SCN', 'Pattern'],
]);

const DEVICE_SPACES = new Set(['DeviceGray', 'DeviceRGB', 'DeviceCMYK', 'Pattern']);
