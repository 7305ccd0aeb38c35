import type { Op, Operand } from '../pdf/lexer.ts';

/** The kinds of named resources (ISO 32000-1, table 33) without Properties, which hold only structure and layers. */
export const RESOURCE_KINDS = ['ColorSpace', 'ExtGState', 'Font', 'Pattern', 'Shading', 'XObject'] as const;

export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Names a content stream uses, by kind of resource. */
export type UsedNames = ReadonlyMap<ResourceKind, ReadonlySet<string>>;

/** Colour spaces that replace device colours without being named (ISO 32000-1, 8.6.5.6). */
const DEFAULT_SPACES = ['DefaultGray', 'DefaultRGB', 'DefaultCMYK'];

const BY_OPERATOR: Readonly<Record<string, ResourceKind>> = {
  Tf: 'Font',
  gs: 'ExtGState',
  Do: 'XObject',
  cs: 'ColorSpace',
  CS: 'ColorSpace',
  sh: 'Shading',
  scn: 'Pattern',
  SCN: 'Pattern',
};

/** The resources that operators name; device colour spaces may be among them. */
export function usedNames(ops: readonly Op[]): UsedNames {
  const used = new Map<ResourceKind, Set<string>>(RESOURCE_KINDS.map((kind) => [kind, new Set<string>()]));
  for (const name of DEFAULT_SPACES) used.get('ColorSpace')?.add(name);
  for (const op of ops) {
    const kind = BY_OPERATOR[op.name];
    // Tf names its font first, a colour its pattern last; all others have one operand.
    const name = op.name === 'Tf' ? op.args[0] : op.args.at(-1);
    if (kind !== undefined && typeof name === 'string') used.get(kind)?.add(name);
    if (op.image !== undefined) for (const space of inlineSpaces(op.image.dict)) used.get('ColorSpace')?.add(space);
  }
  return used;
}

function inlineSpaces(dict: ReadonlyMap<string, Operand>): readonly string[] {
  const space = dict.get('ColorSpace') ?? dict.get('CS');
  const list = Array.isArray(space) ? space : [space];
  return list.filter((item): item is string => typeof item === 'string');
}

/** Opening and closing operators that may nest freely among others (ISO 32000-1, 8.4.2 and 14.6). */
const PAIRS: Readonly<Record<string, string>> = { Q: 'q', EMC: 'BMC' };

/** The operators with what closes nothing taken out and what stays open closed, so that content can be enclosed. */
export function balanced(ops: readonly Op[]): readonly Op[] {
  const open: Record<string, number> = { q: 0, BMC: 0 };
  const kept = ops.filter(({ name }) => {
    const opener = PAIRS[name];
    const opens = name === 'BDC' ? 'BMC' : name;
    if (opens in open) open[opens] = (open[opens] ?? 0) + 1;
    if (opener === undefined) return true;
    const count = open[opener] ?? 0;
    if (count > 0) open[opener] = count - 1;
    return count > 0;
  });
  const inText = kept.reduce((inside, { name }) => (name === 'BT' ? true : name !== 'ET' && inside), false);
  return [...kept, ...closing('ET', inText ? 1 : 0), ...closing('EMC', open['BMC']), ...closing('Q', open['q'])];
}

function closing(name: string, count: number | undefined): readonly Op[] {
  return Array.from({ length: count ?? 0 }, () => ({ name, args: [], start: 0, end: 0 }));
}
