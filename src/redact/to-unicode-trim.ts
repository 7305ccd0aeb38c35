/**
 * A ToUnicode CMap (ISO 32000-1, 9.10.3) written anew with the mappings of `used` codes only; codes
 * are `bytes` long. Comments, names and everything else of the old one are gone.
 */
export function trimToUnicode(cmap: Uint8Array, used: ReadonlySet<number>, bytes: 1 | 2): Uint8Array {
  return Buffer.from(writeToUnicode(readMappings(plainText(cmap), used), bytes), 'latin1');
}

/** One number for a code of so many bytes: <41> and <0041> are two codes where their lengths differ. */
const LENGTH = 2 ** 32;

/**
 * Every code of one to four bytes that shown text may hold, as number + LENGTH * bytes: where codes differ in length
 * only the font's CMap tells where one begins, so each place may.
 */
export function* anyCodes(text: Uint8Array): Generator<number> {
  for (let from = 0; from < text.length; from++) {
    let code = 0;
    for (let bytes = 1; bytes <= 4 && from + bytes <= text.length; bytes++) {
      code = code * 256 + (text[from + bytes - 1] ?? 0);
      yield code + LENGTH * bytes;
    }
  }
}

/** As trimToUnicode, for codes as `anyCodes` gives them. */
export function trimMixed(cmap: Uint8Array, used: ReadonlySet<number>): Uint8Array {
  const text = plainText(cmap);
  const lengths = [1, 2, 3, 4].flatMap((bytes) => {
    const codes = new Set([...used].filter((code) => Math.floor(code / LENGTH) === bytes).map((code) => code % LENGTH));
    const mapped = readMappings(text, codes, bytes);
    return mapped.size === 0 ? [] : [{ bytes, mapped }];
  });
  return Buffer.from(lengths.length === 0 ? writeToUnicode(new Map(), 2) : writeCMap(lengths), 'latin1');
}

/** All that a ToUnicode CMap says: UTF-16 code units in hex by code. */
export function mapsOf(cmap: Uint8Array): ReadonlyMap<number, string> {
  return readMappings(plainText(cmap), undefined);
}

function plainText(cmap: Uint8Array): string {
  return Buffer.from(cmap)
    .toString('latin1')
    .replace(/%[^\r\n]*/g, '');
}

/** Code to UTF-16 code units in hex. */
type Mappings = ReadonlyMap<number, string>;

/** The mappings of `used` codes; of all, where that is absent; of codes of so many bytes only, where that is said. */
function readMappings(text: string, used: ReadonlySet<number> | undefined, bytes?: number): Mappings {
  const fits = (code: string): boolean => bytes === undefined || clean(code).length === 2 * bytes;
  const found = new Map<number, string>();
  for (const [, body = ''] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', to = ''] of body.matchAll(/<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]*)>/g)) {
      if ((used === undefined || used.has(number(code))) && fits(code)) found.set(number(code), clean(to));
    }
  }
  for (const [, body = ''] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    const ranges = /<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]+)>\s*(?:<([\da-fA-F\s]*)>|\[([^\]]*)\])/g;
    for (const [, from = '', to = '', start, list] of body.matchAll(ranges)) {
      if (!fits(from)) continue;
      const items = list?.match(/<[\da-fA-F\s]*>/g)?.map((item) => clean(item.slice(1, -1)));
      for (const code of used ?? codesBetween(number(from), number(to))) {
        const step = code - number(from);
        if (step < 0 || code > number(to)) continue;
        const target = items === undefined ? advanced(clean(start ?? ''), step) : items[step];
        if (target !== undefined) found.set(code, target);
      }
    }
  }
  return found;
}

function codesBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(to, 0xffff) - from + 1) }, (_, i) => from + i);
}

function number(hex: string): number {
  return Number.parseInt(clean(hex), 16);
}

function clean(hex: string): string {
  return hex.replace(/\s/g, '').toUpperCase();
}

/** The last code unit of a range's start, raised by `step`. */
function advanced(start: string, step: number): string {
  if (start.length < 4) return (Number.parseInt(start || '0', 16) + step).toString(16).toUpperCase().padStart(4, '0');
  const last = (Number.parseInt(start.slice(-4), 16) + step) & 0xffff;
  return start.slice(0, -4) + last.toString(16).toUpperCase().padStart(4, '0');
}

/** The text of a ToUnicode CMap with one entry a code, at most 100 a block. */
export function writeToUnicode(mapped: Mappings, bytes: 1 | 2): string {
  return writeCMap([{ bytes, mapped }]);
}

function writeCMap(lengths: readonly { readonly bytes: number; readonly mapped: Mappings }[]): string {
  const spaces = lengths.map(({ bytes }) => `<${'00'.repeat(bytes)}> <${'FF'.repeat(bytes)}>\n`);
  return [
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n',
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n',
    `${spaces.length} begincodespacerange\n${spaces.join('')}endcodespacerange\n`,
    ...lengths.flatMap(({ bytes, mapped }) => blocksOf(mapped, 2 * bytes)),
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n',
  ].join('');
}

function blocksOf(mapped: Mappings, digits: number): readonly string[] {
  const lines = [...mapped]
    .sort(([a], [b]) => a - b)
    .map(([code, to]) => `<${code.toString(16).toUpperCase().padStart(digits, '0')}> <${to}>`);
  const blocks: string[] = [];
  for (let i = 0; i < lines.length; i += 100) {
    const part = lines.slice(i, i + 100);
    blocks.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar\n`);
  }
  return blocks;
}
