import {
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFRef,
} from 'pdf-lib';
import { asArray, asBoolean, asDict, asName, asNumber, asText, lookUp, refsByObject, resolve } from '../pdf/objects.ts';

/** A box as an element of the structure: read where what it hides was read. */
export interface BoxTag {
  /** Number of its marked content on the page that goes out. */
  readonly mcid: number;
  /** MCID, on the page as it was, of what it was taken from; absent: it stands at the end. */
  readonly at?: number;
  readonly label: string;
}

/** A page that goes out, with what of its marked content stays. */
export interface TaggedPage {
  /** The page as it was. */
  readonly node: PDFDict;
  readonly copy: PDFDict;
  /** Old MCID to new. */
  readonly kept: ReadonlyMap<number, number>;
  readonly boxes: readonly BoxTag[];
}

/** An element of the structure tree (ISO 32000-1, 14.7.2), with nothing of it that is text. */
interface Element {
  readonly type: string;
  readonly lang: string | undefined;
  readonly table: readonly (readonly [string, string | number])[];
  readonly kids: readonly (Element | Leaf)[];
}

interface Leaf {
  readonly page: PDFDict;
  readonly mcid: number;
}

/** A structure tree as read. */
export interface Structure {
  readonly lang: string | undefined;
  readonly kids: readonly (Element | Leaf)[];
}

/** Larger trees are left out: no person listens to them, and time has a bound. */
const MOST_ELEMENTS = 200_000;
const DEEPEST = 100;

/** Standard structure types (ISO 32000-1, 14.8.4); a type of a producer's own may be a name. */
const TYPES: ReadonlySet<string> = new Set(
  (
    'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody ' +
    'Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure Formula Form'
  ).split(' '),
);

const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})?$/;

/** The structure of a tagged file, read into plain elements; undefined where it has none or it is too large. */
export function readStructure(doc: PDFDocument): Structure | undefined {
  const { context, catalog } = doc;
  const marks = asDict(context, lookUp(catalog, 'MarkInfo'));
  const root = asDict(context, lookUp(catalog, 'StructTreeRoot'));
  if (root === undefined || marks === undefined || asBoolean(context, lookUp(marks, 'Marked')) !== true)
    return undefined;
  const reader = new StructureReader(context, asDict(context, lookUp(root, 'RoleMap')));
  const kids = reader.kids(root, undefined, 0);
  if (reader.isTooLarge) return undefined;
  return { lang: language(asText(context, lookUp(catalog, 'Lang'))), kids };
}

class StructureReader {
  private readonly context: PDFContext;
  private readonly roles: PDFDict | undefined;
  private readonly seen = new Set<PDFDict>();
  isTooLarge = false;

  constructor(context: PDFContext, roles: PDFDict | undefined) {
    this.context = context;
    this.roles = roles;
  }

  kids(owner: PDFDict, page: PDFDict | undefined, depth: number): readonly (Element | Leaf)[] {
    const value = lookUp(owner, 'K');
    const items = asArray(this.context, value)?.asArray() ?? (value === undefined ? [] : [value]);
    return items.flatMap((item) => this.kid(item, page, depth) ?? []);
  }

  private kid(item: PDFObject, page: PDFDict | undefined, depth: number): Element | Leaf | undefined {
    const value = resolve(this.context, item);
    if (value instanceof PDFNumber) return page === undefined ? undefined : { page, mcid: value.asNumber() };
    if (!(value instanceof PDFDict) || depth > DEEPEST || this.seen.has(value)) return undefined;
    this.seen.add(value);
    if (this.seen.size > MOST_ELEMENTS) this.isTooLarge = true;
    if (this.isTooLarge) return undefined;
    const own = asDict(this.context, lookUp(value, 'Pg')) ?? page;
    const kind = asName(this.context, lookUp(value, 'Type'));
    if (kind === 'OBJR') return undefined;
    if (kind === 'MCR' || lookUp(value, 'MCID') !== undefined) {
      const mcid = asNumber(this.context, lookUp(value, 'MCID'));
      // Content of a form has marks of its own, which are not carried over.
      return mcid === undefined || own === undefined || value.has(PDFName.of('Stm')) ? undefined : { page: own, mcid };
    }
    return {
      type: this.typeOf(value),
      lang: language(asText(this.context, lookUp(value, 'Lang'))),
      table: tableOf(value),
      kids: this.kids(value, own, depth + 1),
    };
  }

  private typeOf(element: PDFDict): string {
    let type = asName(this.context, lookUp(element, 'S')) ?? '';
    for (let hops = 0; hops < 8 && !TYPES.has(type) && this.roles !== undefined; hops++) {
      type = asName(this.context, this.roles.get(PDFName.of(type))) ?? '';
    }
    return TYPES.has(type) ? type : 'NonStruct';
  }
}

function language(text: string | undefined): string | undefined {
  return text !== undefined && LANGUAGE.test(text) ? text : undefined;
}

/** What a screen reader needs of tables and lists: names of a fixed set and small numbers. */
function tableOf(element: PDFDict): readonly (readonly [string, string | number])[] {
  const { context } = element;
  const value = lookUp(element, 'A');
  const dicts = (asArray(context, value)?.asArray() ?? [value]).flatMap((item) => asDict(context, item) ?? []);
  const found = new Map<string, string | number>();
  for (const dict of dicts) {
    for (const key of ['RowSpan', 'ColSpan']) {
      const span = asNumber(context, lookUp(dict, key));
      if (span !== undefined && Number.isInteger(span) && span > 1 && span < 1000) found.set(key, span);
    }
    const scope = asName(context, lookUp(dict, 'Scope'));
    if (scope === 'Row' || scope === 'Column' || scope === 'Both') found.set('Scope', scope);
  }
  return [...found];
}

/** Writes the structure of the pages that go out into `catalog`; elements of which nothing stays are left out. */
export function writeStructure(
  context: PDFContext,
  catalog: PDFDict,
  structure: Structure,
  pages: readonly TaggedPage[],
): void {
  const writer = new StructureWriter(context, pages);
  const root = context.obj({ Type: 'StructTreeRoot' });
  const ref = context.register(root);
  const kids = [...writer.kids(structure.kids, ref), ...writer.rest(ref)];
  root.set(PDFName.of('K'), context.obj(kids));
  root.set(PDFName.of('ParentTree'), context.register(writer.parentTree()));
  root.set(PDFName.of('ParentTreeNextKey'), context.obj(pages.length));
  catalog.set(PDFName.of('StructTreeRoot'), ref);
  catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  if (structure.lang !== undefined) catalog.set(PDFName.of('Lang'), PDFHexString.fromText(structure.lang));
}

class StructureWriter {
  private readonly context: PDFContext;
  private readonly pages: readonly TaggedPage[];
  private readonly indices: ReadonlyMap<PDFDict, number>;
  private readonly refs: ReadonlyMap<PDFObject, PDFRef>;
  /** By page and new MCID, the element it belongs to. */
  private readonly parents: Map<number, PDFRef>[];
  private readonly boxesDone = new Set<BoxTag>();

  constructor(context: PDFContext, pages: readonly TaggedPage[]) {
    this.context = context;
    this.pages = pages;
    this.indices = new Map(pages.map(({ node }, i) => [node, i]));
    this.refs = refsByObject(context);
    this.parents = pages.map(() => new Map<number, PDFRef>());
  }

  kids(items: readonly (Element | Leaf)[], parent: PDFRef): PDFObject[] {
    return items.flatMap((item) => ('mcid' in item ? this.leaf(item, parent) : this.element(item, parent)));
  }

  private element(element: Element, parent: PDFRef): PDFObject[] {
    const ref = this.context.nextRef();
    const kids = this.kids(element.kids, ref);
    if (kids.length === 0) return [];
    const dict = this.context.obj({ Type: 'StructElem', S: element.type, P: parent, K: kids });
    if (element.lang !== undefined) dict.set(PDFName.of('Lang'), PDFHexString.fromText(element.lang));
    if (element.table.length > 0)
      dict.set(PDFName.of('A'), this.context.obj({ O: 'Table', ...Object.fromEntries(element.table) }));
    this.context.assign(ref, dict);
    return [ref];
  }

  /** A piece of content that stays, and the boxes that stand for what went with it. */
  private leaf({ page, mcid }: Leaf, parent: PDFRef): PDFObject[] {
    const index = this.indices.get(page);
    const tagged = index === undefined ? undefined : this.pages[index];
    if (index === undefined || tagged === undefined) return [];
    const now = tagged.kept.get(mcid);
    const kids: PDFObject[] = [];
    if (now !== undefined && this.parents[index]?.has(now) === false) kids.push(this.reference(index, now, parent));
    for (const box of tagged.boxes) if (box.at === mcid) kids.push(...this.box(index, box, parent));
    return kids;
  }

  /** Boxes over what no element held. */
  rest(parent: PDFRef): PDFObject[] {
    return this.pages.flatMap((page, index) => page.boxes.flatMap((box) => this.box(index, box, parent)));
  }

  private box(index: number, box: BoxTag, parent: PDFRef): PDFObject[] {
    if (this.boxesDone.has(box)) return [];
    this.boxesDone.add(box);
    const ref = this.context.nextRef();
    const dict = this.context.obj({ Type: 'StructElem', S: 'Span', P: parent });
    dict.set(PDFName.of('ActualText'), PDFHexString.fromText(box.label));
    dict.set(PDFName.of('K'), this.reference(index, box.mcid, ref));
    this.context.assign(ref, dict);
    return [ref];
  }

  private reference(index: number, mcid: number, parent: PDFRef): PDFDict {
    this.parents[index]?.set(mcid, parent);
    const copy = this.pages[index]?.copy;
    const page = copy === undefined ? undefined : this.refs.get(copy);
    return this.context.obj({ Type: 'MCR', MCID: mcid, ...(page === undefined ? {} : { Pg: page }) });
  }

  /** The elements of each page's marked content, by the page's StructParents. */
  parentTree(): PDFDict {
    const numbers = this.pages.flatMap((page, index) => {
      page.copy.set(PDFName.of('StructParents'), PDFNumber.of(index));
      page.copy.set(PDFName.of('Tabs'), PDFName.of('S'));
      const own = this.parents[index] ?? new Map<number, PDFRef>();
      const most = Math.max(-1, ...own.keys());
      const list = Array.from({ length: most + 1 }, (_, mcid) => own.get(mcid) ?? this.context.obj(null));
      return [PDFNumber.of(index), this.context.register(this.context.obj(list))];
    });
    return this.context.obj({ Nums: numbers });
  }
}
