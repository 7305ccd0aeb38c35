import { COMPONENT, readTables, unlessDamaged, view, writeTables } from './truetype-tables.ts';

/** How many glyphs a TrueType font has, and the glyphs of codes by its only map, that of Macintosh codes (format 0). */
export interface FontLayout {
  readonly glyphs: number;
  /** Absent where the font has another map, or several. */
  readonly byCode?: ReadonlyMap<number, number>;
}

/** What a TrueType font says of its glyphs and codes; undefined where it is no such font or is damaged. */
export function layoutOf(font: Uint8Array): FontLayout | undefined {
  return unlessDamaged(() => {
    const tables = readTables(font, ['maxp', 'cmap', 'glyf']);
    const [maxp, cmap] = [tables.get('maxp'), tables.get('cmap')];
    if (maxp === undefined || !tables.has('glyf')) return undefined;
    const glyphs = view(maxp).getUint16(4);
    if (cmap === undefined) return { glyphs };
    const data = view(cmap);
    const at = data.getUint32(8);
    const isPlain = data.getUint16(2) === 1 && data.getUint32(4) === 0x10000 && data.getUint16(at) === 0;
    if (!isPlain) return { glyphs };
    const codes = Array.from({ length: 256 }, (_, code): [number, number] => [code, data.getUint8(at + 6 + code)]);
    return { glyphs, byCode: new Map(codes.filter(([, glyph]) => glyph > 0 && glyph < glyphs)) };
  });
}

/**
 * The font with its glyphs at new places, `to` by old glyph, and with a map of Macintosh codes where `byCode` gives
 * one; undefined where it is damaged. Tables that PDF does not need are left out.
 */
export function reorderGlyphs(
  font: Uint8Array,
  to: ReadonlyMap<number, number>,
  byCode: ReadonlyMap<number, number> | undefined,
): Uint8Array | undefined {
  return unlessDamaged(() => {
    const tables = readTables(font, ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']);
    const [glyf, head, hhea, hmtx, loca, maxp] = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'].map((tag) =>
      tables.get(tag),
    );
    if (!glyf || !head || !hhea || !hmtx || !loca || !maxp) return undefined;
    const count = view(maxp).getUint16(4);
    const from = new Map([...to].map(([old, now]) => [now, old]));
    const order = Array.from({ length: count }, (_, glyph) => from.get(glyph) ?? glyph);
    const long = view(head).getInt16(50) === 1;
    const offset = (i: number): number => (long ? view(loca).getUint32(i * 4) : view(loca).getUint16(i * 2) * 2);
    const outlines = order.map((old) =>
      padded(rewired(new Uint8Array(glyf.subarray(offset(old), offset(old + 1))), to)),
    );
    tables.set('glyf', Buffer.concat(outlines));
    tables.set('loca', locations(outlines));
    tables.set('head', withInt16(head, 50, 1));
    tables.set('hhea', withInt16(hhea, 34, count));
    tables.set('hmtx', metrics(hmtx, view(hhea).getUint16(34), order));
    if (byCode !== undefined) tables.set('cmap', macMap(byCode));
    return writeTables(tables);
  });
}

function padded(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((data.length + 3) & ~3);
  out.set(data);
  return out;
}

function locations(outlines: readonly Uint8Array[]): Uint8Array {
  const table = Buffer.alloc((outlines.length + 1) * 4);
  let at = 0;
  for (const [i, outline] of outlines.entries()) {
    at += outline.length;
    table.writeUInt32BE(at, (i + 1) * 4);
  }
  return table;
}

function withInt16(table: Uint8Array, at: number, value: number): Uint8Array {
  const copy = new Uint8Array(table);
  view(copy).setInt16(at, value);
  return copy;
}

/** Width and bearing of every glyph in full (OpenType, hmtx): the last width stands for those behind it. */
function metrics(hmtx: Uint8Array, full: number, order: readonly number[]): Uint8Array {
  const [old, table] = [view(hmtx), Buffer.alloc(order.length * 4)];
  for (const [glyph, from] of order.entries()) {
    table.writeUInt16BE(old.getUint16(Math.min(from, full - 1) * 4), glyph * 4);
    const bearing = from < full ? from * 4 + 2 : full * 4 + (from - full) * 2;
    table.writeInt16BE(bearing + 2 <= hmtx.length ? old.getInt16(bearing) : 0, glyph * 4 + 2);
  }
  return table;
}

/** A composite outline that names its parts by their new numbers (OpenType, glyf). */
function rewired(outline: Uint8Array, to: ReadonlyMap<number, number>): Uint8Array {
  if (outline.length < 10 || view(outline).getInt16(0) >= 0) return outline;
  const data = view(outline);
  let at = 10;
  let flags: number = COMPONENT.more;
  while ((flags & COMPONENT.more) !== 0) {
    flags = data.getUint16(at);
    const part = data.getUint16(at + 2);
    data.setUint16(at + 2, to.get(part) ?? part);
    at += (flags & COMPONENT.wordArguments) !== 0 ? 8 : 6;
    if ((flags & COMPONENT.scale) !== 0) at += 2;
    else if ((flags & COMPONENT.scaleXy) !== 0) at += 4;
    else if ((flags & COMPONENT.matrix) !== 0) at += 8;
  }
  return outline;
}

function macMap(byCode: ReadonlyMap<number, number>): Uint8Array {
  const table = Buffer.alloc(12 + 262);
  table.writeUInt16BE(1, 2);
  table.writeUInt32BE(0x10000, 4);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(262, 14);
  for (const [code, glyph] of byCode) table.writeUInt8(glyph, 18 + code);
  return table;
}
