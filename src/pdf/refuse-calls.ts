import type { PDFContext, PDFDict, PDFDocument, PDFRawStream } from 'pdf-lib';
import { SourceError } from '../errors.ts';
import {
  asArray,
  asDict,
  asName,
  asStream,
  decodeStream,
  loadDocument,
  lookUp,
  type Maybe,
  nameText,
} from './objects.ts';
import { resourcesOf } from './page-frame.ts';

/** What one call of a form costs its readers, as bytes of content: each keeps a state for it. */
const CALL = 2000;
/** The most that the forms of one page may come to, nested calls and repeated content together: some 20,000 calls. */
const MOST = 40_000_000;
/** Forms nested deeper are not followed by readers. */
const DEEPEST = 24;

/** Content that others call: a form, a tiling pattern, a glyph procedure, the group of a soft mask. */
interface Node {
  readonly length: number;
  readonly calls: readonly Call[];
}

interface Call {
  readonly node: Node;
  readonly times: number;
  /** A glyph: those that only draw are what text is made of, and cost nothing. */
  readonly isGlyph: boolean;
}

/**
 * Refuses a PDF whose forms call forms so often that a reader would never end (a bomb of a few thousand bytes can
 * ask for billions of calls): counted over the graph of objects, before anything follows the calls. Patterns, glyph
 * procedures and soft masks count as forms. Throws SourceError `too-large`.
 */
export async function refuseCalls(bytes: Uint8Array): Promise<void> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!raw.includes('/Form') && !raw.includes('/PatternType') && !raw.includes('/CharProcs')) return;
  // A file that pdf-lib cannot load is refused by whoever needs it.
  const doc = await loadDocument(bytes).catch(() => undefined);
  if (doc === undefined) return;
  const graph = new CallGraph(doc.context);
  const pages = pagesOf(doc).map((page) => pageCalls(page, graph));
  // Appearances of annotations are called by no content: each form by itself too.
  for (const [, object] of doc.context.enumerateIndirectObjects()) {
    const stream = asStream(doc.context, object);
    if (stream !== undefined && asName(doc.context, lookUp(stream.dict, 'Subtype')) === 'Form')
      graph.node(stream, undefined);
  }
  graph.follow();
  const costs = nestedCosts(graph.nodes);
  for (const calls of pages) {
    const all = sumOf(calls, ({ node, times }) => (times > 1 ? node.length : 0) + (costs.get(node) ?? 0));
    if (all > MOST) throw tooMany();
  }
  for (const cost of costs.values()) if (cost > MOST) throw tooMany();
}

function tooMany(): SourceError {
  return new SourceError('too-large', 'forms in it call one another more often than any page needs');
}

function pagesOf(doc: PDFDocument): readonly PDFDict[] {
  try {
    return doc.getPages().map(({ node }) => node);
  } catch {
    // A damaged tree of pages: its forms are still counted.
    return [];
  }
}

/** Cost of all that a call of each node sets off beyond its own content; Infinity where it is past counting. */
function nestedCosts(nodes: readonly Node[]): ReadonlyMap<Node, number> {
  const calling = nodes.filter(({ calls }) => calls.length > 0);
  let costs = new Map<Node, number>();
  // Depth by depth: content that calls itself ends where readers end it.
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = new Map(calling.map((node) => [node, costOf(node, costs)]));
    const isSame = calling.every((node) => next.get(node) === costs.get(node));
    costs = next;
    if (isSame) break;
  }
  return costs;
}

function costOf({ calls }: Node, costs: ReadonlyMap<Node, number>): number {
  const all = sumOf(calls, ({ node }) => CALL + node.length + (costs.get(node) ?? 0));
  return all > MOST ? Number.POSITIVE_INFINITY : all;
}

/** What all calls cost together; of the glyphs, which share the letters of a text, the dearest. */
function sumOf(calls: readonly Call[], each: (call: Call) => number): number {
  let [all, dearest] = [0, 0];
  for (const call of calls) {
    if (!call.isGlyph) all += call.times * each(call);
    else if (call.node.calls.length > 0) dearest = Math.max(dearest, call.times * each(call));
  }
  return all + dearest;
}

function pageCalls(page: PDFDict, graph: CallGraph): readonly Call[] {
  const targets = graph.targets(resourcesOf(page));
  if (targets.length === 0) return [];
  const contents = lookUp(page, 'Contents');
  const times = new Map<PDFRawStream, number>();
  for (const item of asArray(page.context, contents)?.asArray() ?? [contents]) {
    const stream = asStream(page.context, item);
    if (stream !== undefined) times.set(stream, (times.get(stream) ?? 0) + 1);
  }
  return [...times].flatMap(([stream, often]) =>
    callsIn(textOf(stream), targets).map((call) => ({ ...call, times: often * call.times })),
  );
}

/** A name of the resources that leads to content, with the operator that calls it. */
interface Target {
  readonly name: string;
  readonly by: 'Do' | 'gs' | 'scn' | 'Tf';
  readonly node: Node;
}

const CALLS = /\/([^\s<>[\](){}/%]+)\s+(?:[-+.\d]+\s+)?(Do|gs|scn|SCN|Tf)(?![\w*])/g;

/** How often content calls each of `targets`; at least so often, where comments or strings look like calls. */
function callsIn(text: string, targets: readonly Target[]): readonly Call[] {
  const named = new Map<string, number>();
  let paints = 0;
  for (const [, name = '', operator = ''] of text.matchAll(CALLS)) {
    const plain = name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    const key = `${operator.replace('SCN', 'scn')} ${plain}`;
    named.set(key, (named.get(key) ?? 0) + 1);
    if (operator === 'Do') paints += 1;
  }
  // Names that stand apart from their operator may be any.
  const apart = [...text.matchAll(/(?<![\w/])Do(?![\w*])/g)].length - paints;
  const letters = targets.some(({ by }) => by === 'Tf') ? lettersIn(text) : 0;
  return targets.flatMap(({ name, by, node }) => {
    const isGlyph = by === 'Tf';
    const said = (named.get(`${by} ${name}`) ?? 0) + (by === 'Do' ? Math.max(0, apart) : 0);
    const times = isGlyph ? Math.min(1, said) * letters : said;
    return times === 0 ? [] : [{ node, times, isGlyph }];
  });
}

/** How many letters of one byte content may show. */
function lettersIn(text: string): number {
  let letters = 0;
  for (const [, literal = '', hex = ''] of text.matchAll(/\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]*)>/gs))
    letters += literal.length + hex.length / 2;
  return letters;
}

function textOf(stream: PDFRawStream): string {
  try {
    return Buffer.from(decodeStream(stream)).toString('latin1');
  } catch {
    // What cannot be decoded calls nothing.
    return '';
  }
}

class CallGraph {
  readonly nodes: Node[] = [];
  private readonly context: PDFContext;
  private readonly known = new Map<PDFRawStream, Map<PDFDict | undefined, Node>>();
  /** Nodes whose calls are still to be counted. */
  private readonly waiting: (() => void)[] = [];

  constructor(context: PDFContext) {
    this.context = context;
  }

  /** The node of a stream; one without resources takes those of its caller. */
  node(stream: PDFRawStream, inherited: PDFDict | undefined): Node {
    const own = asDict(this.context, lookUp(stream.dict, 'Resources'));
    const key = own === undefined ? inherited : undefined;
    const byCaller = this.known.get(stream) ?? new Map<PDFDict | undefined, Node>();
    this.known.set(stream, byCaller);
    const found = byCaller.get(key);
    if (found !== undefined) return found;
    const node = { length: 0, calls: [] as readonly Call[] };
    byCaller.set(key, node);
    this.nodes.push(node);
    this.waiting.push(() => {
      const text = textOf(stream);
      node.length = text.length;
      node.calls = callsIn(text, this.targets(own ?? inherited));
    });
    return node;
  }

  /** Counts the calls of all nodes, and of those that they lead to. */
  follow(): void {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) next();
  }

  targets(resources: PDFDict | undefined): readonly Target[] {
    if (resources === undefined) return [];
    const found: Target[] = [];
    const add = (name: string, by: Target['by'], value: Maybe, inherited: PDFDict): void => {
      const stream = asStream(this.context, value);
      if (stream !== undefined) found.push({ name, by, node: this.node(stream, inherited) });
    };
    for (const [name, value] of this.entries(resources, 'XObject')) {
      const subtype = asStream(this.context, value)?.dict;
      if (subtype !== undefined && asName(this.context, lookUp(subtype, 'Subtype')) === 'Form')
        add(name, 'Do', value, resources);
    }
    for (const [name, value] of this.entries(resources, 'Pattern')) add(name, 'scn', value, resources);
    for (const [name, value] of this.entries(resources, 'ExtGState')) {
      const state = asDict(this.context, value);
      const mask = state === undefined ? undefined : asDict(this.context, lookUp(state, 'SMask'));
      if (mask !== undefined) add(name, 'gs', lookUp(mask, 'G'), resources);
    }
    for (const [name, value] of this.entries(resources, 'Font')) {
      const font = asDict(this.context, value);
      if (font === undefined) continue;
      const own = asDict(this.context, lookUp(font, 'Resources'));
      for (const [, glyph] of this.entries(font, 'CharProcs')) add(name, 'Tf', glyph, own ?? resources);
    }
    return found;
  }

  private entries(owner: PDFDict, kind: string): readonly (readonly [string, Maybe])[] {
    const entries = asDict(this.context, lookUp(owner, kind))?.entries() ?? [];
    return entries.map(([key, value]) => [nameText(key), value] as const);
  }
}
