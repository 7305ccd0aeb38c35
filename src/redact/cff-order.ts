import { readCff, writeUint } from './blank-cff.ts';

/** How many glyphs a bare CFF program has whose CIDs are the glyphs themselves; undefined where it is no such program. */
export function plainCidGlyphs(program: Uint8Array): number | undefined {
  const cff = program[0] === 1 && program[1] === 0 ? readCff(program) : undefined;
  if (cff?.cidKeyed !== true || cff.fontDicts !== 'one') return undefined;
  return cff.charset.length === cff.count && cff.charset.every((cid, glyph) => cid === glyph) ? cff.count : undefined;
}

/**
 * The program, as long as it was, with its glyphs at new places, `to` by old glyph; their CIDs move with them. For
 * programs that plainCidGlyphs knows, or such of which blankCff has taken glyphs. Undefined where it is damaged.
 */
export function reorderCff(program: Uint8Array, to: ReadonlyMap<number, number>): Uint8Array | undefined {
  const cff = readCff(program);
  if (cff === undefined) return undefined;
  const { start, offSize, at } = cff.charStrings;
  const from = new Map([...to].map(([old, now]) => [now, old]));
  const order = Array.from({ length: cff.count }, (_, glyph) => from.get(glyph) ?? glyph);
  const out = new Uint8Array(program);
  const body = start + 2 + offSize * (cff.count + 1);
  let next = 1;
  for (const [glyph, old] of order.entries()) {
    const outline = program.subarray(at[old] ?? 0, at[old + 1] ?? 0);
    out.set(outline, body + next);
    next += outline.length;
    writeUint(out, start + 3 + offSize * (glyph + 1), offSize, next);
    // Glyphs that were taken out have lost their CIDs too.
    if (cff.plainCharset !== undefined && glyph > 0)
      writeUint(out, cff.plainCharset + 1 + (glyph - 1) * 2, 2, cff.charset[old] === 0 ? 0 : glyph);
  }
  return out;
}
