import { type PDFDict, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { asDict, lookUp, nameFor, nameText } from '../pdf/objects.ts';

const PREFIX: Readonly<Record<string, string>> = {
  Font: 'F',
  XObject: 'X',
  ExtGState: 'G',
  ColorSpace: 'C',
  Pattern: 'P',
  Shading: 'S',
  Properties: 'M',
};

/** Colour spaces that stand for the device ones; readers look them up by these names. */
const DEFAULT_SPACES = ['DefaultGray', 'DefaultRGB', 'DefaultCMYK'];

/**
 * The resources of rewritten content: only what its operators name, under new names, because the
 * old dictionary would keep what was cut reachable, and a name may itself say something.
 */
export class NewResources {
  private readonly source: PDFDict | undefined;
  private readonly tables = new Map<string, { names: Map<string, string>; entries: [string, PDFObject][] }>();

  constructor(source: PDFDict | undefined) {
    this.source = source;
    for (const name of DEFAULT_SPACES) {
      const entry = this.entry('ColorSpace', name);
      if (entry !== undefined) this.table('ColorSpace').entries.push([name, entry]);
    }
  }

  /** The new name of a source entry; undefined where the source has none. */
  keep(category: string, name: string): string | undefined {
    const table = this.table(category);
    const known = table.names.get(name);
    if (known !== undefined) return known;
    const entry = this.entry(category, name);
    if (entry === undefined) return undefined;
    const fresh = this.add(category, entry);
    table.names.set(name, fresh);
    return fresh;
  }

  /** Adds an object under a new name. */
  add(category: string, object: PDFObject): string {
    const { entries } = this.table(category);
    const name = `${PREFIX[category] ?? 'R'}${entries.length}`;
    entries.push([name, object]);
    return name;
  }

  /** The object of the source under that name, as it stands there. */
  entry(category: string, name: string): PDFObject | undefined {
    const table = this.source === undefined ? undefined : asDict(this.source.context, lookUp(this.source, category));
    return table?.get(nameFor(name));
  }

  /** The new resource dictionary. */
  toDict(context: PDFDict['context']): PDFDict {
    const dict = context.obj({});
    for (const [category, { entries }] of this.tables) {
      if (entries.length === 0) continue;
      const table = context.obj({});
      for (const [name, object] of entries) table.set(PDFName.of(name), object);
      dict.set(PDFName.of(category), table);
    }
    return dict;
  }

  private table(category: string): { names: Map<string, string>; entries: [string, PDFObject][] } {
    let table = this.tables.get(category);
    if (table === undefined) {
      table = { names: new Map(), entries: [] };
      this.tables.set(category, table);
    }
    return table;
  }
}

const FORM_KEYS = new Set(['Type', 'Subtype', 'FormType', 'BBox', 'Matrix', 'Group', 'OC']);

/** Copies of the entries of a form's dictionary that its drawing needs. */
export function formEntries(dict: PDFDict): readonly [PDFName, PDFObject][] {
  return dict.entries().filter(([key]) => FORM_KEYS.has(nameText(key)));
}

/** The tag of a reference, undefined for a direct object. */
export function refTag(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFRef ? object.tag : undefined;
}
