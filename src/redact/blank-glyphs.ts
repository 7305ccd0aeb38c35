import { COMPONENT, readTables, unlessDamaged, view, writeTables } from './truetype-tables.ts';

/** Tables a TrueType font inside a CID font needs (ISO 32000-1, 9.9); names and maps of letters are none of them. */
const NEEDED = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep'];

/**
 * A TrueType font program in which only `glyphs`, what they are composed of and .notdef keep outline
 * and width; undefined where it is no such font or is damaged. A simple font needs its map of codes
 * (`keepMap`), a CID font does not.
 */
export function blankGlyphs(font: Uint8Array, glyphs: ReadonlySet<number>, keepMap: boolean): Uint8Array | undefined {
  return unlessDamaged(() => blanked(font, glyphs, keepMap ? [...NEEDED, 'cmap'] : NEEDED));
}

/**
 * A TrueType font program with every outline, without the tables that only describe it: who made it, for whom, its
 * licence. Undefined where it is no such font or is damaged.
 */
export function withoutNames(font: Uint8Array): Uint8Array | undefined {
  return unlessDamaged(() => {
    const tables = readTables(font, [...NEEDED, 'cmap', 'post', 'OS/2', 'vhea', 'vmtx']);
    return tables.has('glyf') ? writeTables(tables) : undefined;
  });
}

/** The glyphs that any map of a TrueType font gives for `codes`; undefined where a map is of a rare format. */
export function mappedGlyphs(font: Uint8Array, codes: Iterable<number>): ReadonlySet<number> | undefined {
  return unlessDamaged(() => {
    const cmap = readTables(font, ['cmap']).get('cmap');
    if (cmap === undefined) return undefined;
    const glyphs = new Set<number>();
    const list = [...codes];
    for (let i = 0; i < view(cmap).getUint16(2); i++) {
      const look = mapAt(view(cmap), view(cmap).getUint32(8 + i * 8));
      if (look === undefined) return undefined;
      for (const code of list) glyphs.add(look(code));
    }
    return glyphs;
  });
}

/** The function of a subtable of format 0, 4 or 6 (OpenType, cmap). */
function mapAt(data: DataView, at: number): ((code: number) => number) | undefined {
  const format = data.getUint16(at);
  if (format === 0) return (code) => (code < 256 ? data.getUint8(at + 6 + code) : 0);
  if (format === 6) {
    const first = data.getUint16(at + 6);
    const count = data.getUint16(at + 8);
    return (code) => (code >= first && code < first + count ? data.getUint16(at + 10 + (code - first) * 2) : 0);
  }
  if (format !== 4) return undefined;
  const twice = data.getUint16(at + 6);
  return (code) => {
    for (let i = 0; i < twice; i += 2) {
      if (data.getUint16(at + 14 + i) < code) continue;
      const start = data.getUint16(at + 16 + twice + i);
      if (start > code) return 0;
      const delta = data.getUint16(at + 16 + twice * 2 + i);
      const here = at + 16 + twice * 3 + i;
      const offset = data.getUint16(here);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = data.getUint16(here + offset + (code - start) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function blanked(font: Uint8Array, glyphs: ReadonlySet<number>, needed: readonly string[]): Uint8Array | undefined {
  const tables = readTables(font, needed);
  const [glyf, head, hhea, hmtx, loca] = ['glyf', 'head', 'hhea', 'hmtx', 'loca'].map((tag) => tables.get(tag));
  if (!glyf || !head || !hhea || !hmtx || !loca) return undefined;
  const long = view(head).getInt16(50) === 1;
  const count = loca.length / (long ? 4 : 2) - 1;
  const offsets = Array.from({ length: Math.floor(count) + 1 }, (_, i) =>
    long ? view(loca).getUint32(i * 4) : view(loca).getUint16(i * 2) * 2,
  );
  const outline = (glyph: number): Uint8Array => glyf.subarray(offsets[glyph] ?? 0, offsets[glyph + 1] ?? 0);
  const kept = closure(glyphs, outline);
  const parts: Uint8Array[] = [];
  const starts: number[] = [0];
  let at = 0;
  for (let glyph = 0; glyph + 1 < offsets.length; glyph++) {
    const data = kept.has(glyph) ? outline(glyph) : new Uint8Array();
    const padded = new Uint8Array((data.length + 3) & ~3);
    padded.set(data);
    parts.push(padded);
    at += padded.length;
    starts.push(at);
  }
  tables.set('glyf', Buffer.concat(parts));
  const newLoca = Buffer.alloc(starts.length * 4);
  for (const [i, start] of starts.entries()) newLoca.writeUInt32BE(start, i * 4);
  tables.set('loca', newLoca);
  const newHead = new Uint8Array(head);
  view(newHead).setInt16(50, 1);
  tables.set('head', newHead);
  tables.set('hmtx', blankWidths(hmtx, view(hhea).getUint16(34), kept));
  return writeTables(tables);
}

/** The glyphs with all that composite glyphs among them are made of (OpenType, glyf). */
function closure(glyphs: ReadonlySet<number>, outline: (glyph: number) => Uint8Array): ReadonlySet<number> {
  const kept = new Set<number>([0, ...glyphs]);
  for (const glyph of kept) {
    const data = outline(glyph);
    if (data.length < 10 || view(data).getInt16(0) >= 0) continue;
    let at = 10;
    let flags: number = COMPONENT.more;
    while ((flags & COMPONENT.more) !== 0) {
      flags = view(data).getUint16(at);
      kept.add(view(data).getUint16(at + 2));
      at += (flags & COMPONENT.wordArguments) !== 0 ? 8 : 6;
      if ((flags & COMPONENT.scale) !== 0) at += 2;
      else if ((flags & COMPONENT.scaleXy) !== 0) at += 4;
      else if ((flags & COMPONENT.matrix) !== 0) at += 8;
    }
  }
  return kept;
}

function blankWidths(hmtx: Uint8Array, metrics: number, kept: ReadonlySet<number>): Uint8Array {
  const out = new Uint8Array(hmtx);
  for (let glyph = 0; glyph < metrics; glyph++) {
    // The last full entry gives the width of all that follow.
    if (!kept.has(glyph) && glyph !== metrics - 1) out.fill(0, glyph * 4, glyph * 4 + 4);
  }
  return out;
}
