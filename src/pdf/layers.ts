import { type PDFArray, PDFDict, type PDFDocument, PDFName, PDFRef } from 'pdf-lib';
import { asArray, asDict, asName, lookUp, type Maybe, resolve } from './objects.ts';

/** Is what an optional content entry governs displayed? Unsure where viewers differ, or the screen and print. */
export type LayerState = 'shown' | 'hidden' | 'unsure';

/** Deeper expressions are an attack or a loop. */
const DEEPEST = 12;

const OFF = 0;
const UNSURE = 0.5;
const ON = 1;

/** The layers of a document as it is opened (ISO 32000-1, 8.11). */
export class Layers {
  private readonly doc: PDFDocument;
  private readonly on: ReadonlySet<string>;
  private readonly off: ReadonlySet<string>;
  private readonly isBaseOff: boolean;
  private readonly known = new Map<string, number>();

  constructor(doc: PDFDocument) {
    this.doc = doc;
    const { context, catalog } = doc;
    const properties = asDict(context, lookUp(catalog, 'OCProperties'));
    const settings = properties === undefined ? undefined : asDict(context, lookUp(properties, 'D'));
    const listed = (key: string): ReadonlySet<string> =>
      refsOf(settings === undefined ? undefined : asArray(context, lookUp(settings, key)));
    this.on = listed('ON');
    this.off = listed('OFF');
    this.isBaseOff = settings !== undefined && asName(context, lookUp(settings, 'BaseState')) === 'OFF';
  }

  /** State of what the entry stands for: a group, or a membership of groups. */
  state(entry: Maybe): LayerState {
    const value = this.valueOf(entry, 0);
    if (value === UNSURE) return 'unsure';
    return value === ON ? 'shown' : 'hidden';
  }

  private valueOf(entry: Maybe, depth: number): number {
    const { context } = this.doc;
    const dict = asDict(context, entry);
    if (dict === undefined) return ON;
    if (depth > DEEPEST) return UNSURE;
    if (asName(context, lookUp(dict, 'Type')) === 'OCMD') return this.membership(dict, depth);
    if (!(entry instanceof PDFRef)) return this.group(dict, undefined);
    const known = this.known.get(entry.tag) ?? this.group(dict, entry.tag);
    this.known.set(entry.tag, known);
    return known;
  }

  private group(dict: PDFDict, tag: string | undefined): number {
    const { context } = this.doc;
    const isListed = (list: ReadonlySet<string>): boolean => tag !== undefined && list.has(tag);
    const isOff = isListed(this.off) || (this.isBaseOff && !isListed(this.on));
    // Some viewers go by the usage dictionary whether or not the file asks for it, others when printing only.
    const usage = asDict(context, lookUp(dict, 'Usage'));
    const says = (key: string): string | undefined => {
      const part = usage === undefined ? undefined : asDict(context, lookUp(usage, key));
      return part === undefined ? undefined : asName(context, lookUp(part, `${key}State`));
    };
    if ([says('View'), says('Print')].includes(isOff ? 'ON' : 'OFF')) return UNSURE;
    // A layer for designers only is not governed by what viewers switch.
    if (isOff && lookUp(dict, 'Intent') !== undefined && asName(context, lookUp(dict, 'Intent')) !== 'View')
      return UNSURE;
    return isOff ? OFF : ON;
  }

  /** A membership by its expression, else by its policy (table 99). */
  private membership(dict: PDFDict, depth: number): number {
    const { context } = this.doc;
    const expression = asArray(context, lookUp(dict, 'VE'));
    if (expression !== undefined) return this.expression(expression, depth + 1);
    const entries = asArray(context, lookUp(dict, 'OCGs'))?.asArray() ?? [dict.get(PDFName.of('OCGs'))];
    const states = entries.flatMap((entry) =>
      resolve(context, entry) instanceof PDFDict ? [this.valueOf(entry, depth + 1)] : [],
    );
    if (states.length === 0) return ON;
    switch (asName(context, lookUp(dict, 'P'))) {
      case 'AllOn':
        return Math.min(...states);
      case 'AnyOff':
        return Math.max(...states.map(not));
      case 'AllOff':
        return Math.min(...states.map(not));
      default:
        return Math.max(...states);
    }
  }

  private expression(list: PDFArray, depth: number): number {
    if (depth > DEEPEST) return UNSURE;
    const { context } = this.doc;
    const [operator, ...operands] = list.asArray();
    const states = operands.map((operand) => {
      const inner = asArray(context, operand);
      return inner === undefined ? this.valueOf(operand, depth + 1) : this.expression(inner, depth + 1);
    });
    switch (asName(context, operator)) {
      case 'And':
        return Math.min(ON, ...states);
      case 'Or':
        return Math.max(OFF, ...states);
      case 'Not':
        return not(states[0] ?? UNSURE);
      default:
        return UNSURE;
    }
  }
}

function not(state: number): number {
  return ON - state;
}

function refsOf(list: PDFArray | undefined): ReadonlySet<string> {
  return new Set((list?.asArray() ?? []).flatMap((ref) => (ref instanceof PDFRef ? [ref.tag] : [])));
}
