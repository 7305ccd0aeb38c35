/** Operands each operator takes (ISO 32000-1 annex A); -1: any number. All others are unknown and are dropped. */
export const OPERATORS: ReadonlyMap<string, number> = new Map([
  ...each(0, 'q Q h S s f F f* B B* b b* n W W* BT ET T* EMC BX EX'),
  ...each(1, "w J j M ri i gs Tc Tw Tz TL Tr Ts Tj TJ ' CS cs G g sh Do MP BMC"),
  ...each(2, 'd m l Tf Td TD d0 DP BDC'),
  ...each(3, '" RG rg'),
  ...each(4, 'v y re K k'),
  ...each(6, 'cm c Tm d1'),
  ...each(-1, 'SC SCN sc scn'),
  ['BI', 0],
]);

function each(count: number, names: string): [string, number][] {
  return names.split(' ').map((name) => [name, count]);
}

/** Operators that show text. */
export const SHOW: ReadonlySet<string> = new Set(['Tj', 'TJ', "'", '"']);

/** Operators that build a path. */
export const CONSTRUCT: ReadonlySet<string> = new Set(['m', 'l', 'c', 'v', 'y', 'h', 're']);

/** Operators that paint or end a path. */
export const PAINT: ReadonlySet<string> = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'n']);
