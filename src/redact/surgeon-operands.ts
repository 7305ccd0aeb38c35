import type { Op, Operand } from '../pdf/lexer.ts';

/**
 * Operators that may stand in rewritten content and the kinds of their operands: n number, s string,
 * N name, A array of numbers, T array of strings and numbers, * numbers and perhaps a last name.
 * Marked content, inline images and XObjects are written elsewhere.
 */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...each('', 'q Q h S s f F f* B B* b b* n W W* BT ET T*'),
  ...each('n', 'w J j M i Tc Tw Tz TL Tr Ts G g'),
  ...each('nn', 'm l Td TD d0'),
  ...each('nnn', 'RG rg'),
  ...each('nnnn', 'v y re K k'),
  ...each('nnnnnn', 'cm c Tm d1'),
  ...each('N', 'ri gs CS cs sh'),
  ['Tf', 'Nn'],
  ['Tj', 's'],
  ["'", 's'],
  ['"', 'nns'],
  ['TJ', 'T'],
  ['d', 'An'],
  ...each('*', 'SC SCN sc scn'),
]);

function each(kinds: string, names: string): [string, string][] {
  return names.split(' ').map((name) => [name, kinds]);
}

/** The operator with operands of the right kind only; undefined where it is to be left out. */
export function cleanOp(op: Op): Op | undefined {
  const kinds = KINDS.get(op.name);
  if (kinds === undefined) return undefined;
  if (kinds === '*') return isColor(op.args) ? op : undefined;
  if (op.args.length !== kinds.length) return undefined;
  let args: Operand[] | undefined;
  for (let i = 0; i < kinds.length; i++) {
    const given = op.args[i];
    const arg = cleanArg(kinds.charAt(i), given);
    if (arg === undefined) return undefined;
    if (arg === given) continue;
    args ??= [...op.args];
    args[i] = arg;
  }
  return args === undefined ? op : { ...op, args };
}

function cleanArg(kind: string, arg: Operand | undefined): Operand | undefined {
  if (arg === undefined) return undefined;
  if (kind === 'n') return typeof arg === 'number' ? arg : undefined;
  if (kind === 'N') return typeof arg === 'string' ? arg : undefined;
  if (kind === 's') return arg instanceof Uint8Array ? arg : undefined;
  if (!Array.isArray(arg)) return undefined;
  const fits = (item: unknown): boolean => typeof item === 'number' || (kind === 'T' && item instanceof Uint8Array);
  return arg.every(fits) ? arg : arg.filter(fits);
}

function isColor(args: readonly Operand[]): boolean {
  return args.every((arg, i) => typeof arg === 'number' || (typeof arg === 'string' && i === args.length - 1));
}
