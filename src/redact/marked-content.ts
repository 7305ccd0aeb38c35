import { type PDFDict, PDFName } from 'pdf-lib';
import type { Op, Operand } from '../pdf/lexer.ts';
import { asDict, asNumber, lookUp, nameFor } from '../pdf/objects.ts';
import { PAINT, SHOW } from '../pdf/operators.ts';

/** Marked content of a page that goes out: its operators, and the new number of every MCID that stays. */
export interface Marked {
  readonly ops: readonly Op[];
  readonly kept: ReadonlyMap<number, number>;
}

/** A span as it opens and closes, with its MCID where it has one, and whether anything is drawn in it. */
interface Span {
  readonly open: number;
  readonly mcid: number | undefined;
  close: number;
  drawn: boolean;
}

/**
 * The operators of a page with those spans only that carry an MCID and still draw something, numbered anew,
 * and artifacts; nothing else of their properties. An empty span would tell where, and how often, something went.
 */
export function withMarks(ops: readonly Op[], resources: PDFDict | undefined): Marked {
  const spans = spansOf(ops, resources);
  const kept = new Map<number, number>();
  const opens = new Map<number, Op>();
  const closes = new Set<number>();
  for (const span of spans) {
    if (!span.drawn || span.close < 0) continue;
    const op = ops[span.open];
    if (op === undefined) continue;
    const isNew = span.mcid !== undefined && !kept.has(span.mcid);
    if (!isNew && op.args[0] !== 'Artifact') continue;
    if (span.mcid !== undefined && isNew) kept.set(span.mcid, kept.size);
    opens.set(span.open, isNew ? numbered(op, kept.size - 1) : { ...op, name: 'BMC', args: ['Artifact'] });
    closes.add(span.close);
  }
  const out = ops.flatMap((op, i) => {
    if (op.name === 'MP' || op.name === 'DP') return [];
    if (op.name === 'BMC' || op.name === 'BDC') return opens.get(i) ?? [];
    return op.name === 'EMC' && !closes.has(i) ? [] : [op];
  });
  return { ops: out, kept };
}

/** The operators without any marked content: what nobody sees may repeat what a box hides. */
export function withoutMarks(ops: readonly Op[]): readonly Op[] {
  return ops.filter(({ name }) => !MARKS.has(name));
}

const MARKS: ReadonlySet<string> = new Set(['BMC', 'BDC', 'EMC', 'MP', 'DP']);

/** The tag says no more than what kind of thing the structure tree says it is. */
function numbered(op: Op, mcid: number): Op {
  return { ...op, name: 'BDC', args: ['Span', new Map<string, Operand>([['MCID', mcid]])] };
}

/** By operator, the innermost MCID it stands in. */
export function mcidsOf(ops: readonly Op[], resources: PDFDict | undefined): readonly (number | undefined)[] {
  const outer: (number | undefined)[] = [];
  let at: number | undefined;
  return ops.map((op) => {
    if (op.name === 'BMC' || op.name === 'BDC') {
      outer.push(at);
      at = mcidOf(op, resources) ?? at;
    } else if (op.name === 'EMC') at = outer.pop();
    return at;
  });
}

function spansOf(ops: readonly Op[], resources: PDFDict | undefined): readonly Span[] {
  const all: Span[] = [];
  const open: Span[] = [];
  for (const [i, op] of ops.entries()) {
    if (op.name === 'BMC' || op.name === 'BDC') {
      const span = { open: i, mcid: mcidOf(op, resources), close: -1, drawn: false };
      all.push(span);
      open.push(span);
    } else if (op.name === 'EMC') {
      const span = open.pop();
      if (span !== undefined) span.close = i;
    } else if (open.at(-1)?.drawn === false && draws(op)) for (const span of open) span.drawn = true;
  }
  return all;
}

function draws({ name, args, image }: Op): boolean {
  if (SHOW.has(name)) return args.some(holdsText);
  return (PAINT.has(name) && name !== 'n') || name === 'Do' || name === 'sh' || image !== undefined;
}

function holdsText(operand: Operand): boolean {
  if (operand instanceof Uint8Array) return operand.length > 0;
  return Array.isArray(operand) && operand.some(holdsText);
}

function mcidOf({ name, args }: Op, resources: PDFDict | undefined): number | undefined {
  const [, properties] = args;
  if (name !== 'BDC' || properties === undefined) return undefined;
  if (properties instanceof Map) return whole(properties.get('MCID'));
  if (typeof properties !== 'string' || resources === undefined) return undefined;
  const named = asDict(resources.context, lookUp(resources, 'Properties'));
  const dict = named === undefined ? undefined : asDict(resources.context, named.get(nameFor(properties)));
  return dict === undefined ? undefined : whole(asNumber(dict.context, dict.get(PDFName.of('MCID'))));
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 20 ? value : undefined;
}
