import { CFF_STANDARD, CFF_STRINGS } from './glyph-names.ts';

/** A CFF font program as far as blanking needs it (Adobe Technical Note 5176). */
export interface Cff {
  readonly data: Uint8Array;
  readonly charStrings: Index;
  readonly count: number;
  /** SID, or CID of a CID-keyed font, of each glyph. */
  readonly charset: readonly number[];
  /** Start of a charset of format 0, whose numbers can be overwritten. */
  readonly plainCharset: number | undefined;
  readonly encoding: number;
  readonly cidKeyed: boolean;
  /** Whether all glyphs share one font dictionary. */
  readonly fontDicts: 'one' | 'several';
  readonly strings: readonly string[];
}

interface Index {
  readonly start: number;
  readonly end: number;
  readonly offSize: number;
  /** Absolute starts of the items, and the end of the last. */
  readonly at: readonly number[];
}

/** What a font keeps: names of a simple font, CIDs, or glyph numbers where it has no CIDs. */
export type KeptGlyphs =
  | { readonly kind: 'names'; readonly names: ReadonlySet<string>; readonly codes: ReadonlySet<number> }
  | { readonly kind: 'cids'; readonly cids: ReadonlySet<number> };

/** One operator: the glyph ends and draws nothing (Technical Note 5177). */
const ENDCHAR = 14;

/**
 * The program, as long as it was, in which glyphs that are not kept draw nothing and have lost their names;
 * undefined where it is damaged or composes accented letters of others.
 */
export function blankCff(font: Uint8Array, kept: KeptGlyphs): Uint8Array | undefined {
  const cff = readCff(font);
  if (cff === undefined) return undefined;
  const keeps = keptGlyphs(cff, kept);
  if (keeps === undefined) return undefined;
  // A copy even of a Buffer, whose own slice is a view.
  const out = new Uint8Array(font);
  if (!writeCharStrings(out, cff, keeps)) return undefined;
  if (cff.plainCharset !== undefined) {
    for (let glyph = 1; glyph < cff.count; glyph++) {
      if (!keeps.has(glyph)) writeUint(out, cff.plainCharset + 1 + (glyph - 1) * 2, 2, 0);
    }
  }
  if (kept.kind === 'names') blankEncoding(out, cff, keeps, kept.codes);
  return out;
}

/** Names of the glyphs that the program's own encoding gives to codes; undefined where it has one of the standard ones. */
export function ownEncoding(font: Uint8Array): ReadonlyMap<number, string> | undefined {
  const cff = readCff(font);
  if (cff === undefined || cff.encoding <= 1) return undefined;
  const names = new Map<number, string>();
  for (const [glyph, code] of codesOf(cff)) names.set(code, nameOf(cff, glyph));
  return names;
}

function keptGlyphs(cff: Cff, kept: KeptGlyphs): ReadonlySet<number> | undefined {
  const keeps = new Set<number>([0]);
  for (let glyph = 1; glyph < cff.count; glyph++) {
    const id = cff.charset[glyph] ?? glyph;
    if (kept.kind === 'names' ? kept.names.has(nameOf(cff, glyph)) : kept.cids.has(cff.cidKeyed ? id : glyph)) {
      keeps.add(glyph);
    }
  }
  for (const glyph of keeps) if (isComposed(cff, glyph)) return undefined;
  return keeps;
}

function nameOf(cff: Cff, glyph: number): string {
  const sid = cff.charset[glyph] ?? 0;
  return CFF_STRINGS[sid] ?? cff.strings[sid - CFF_STANDARD] ?? '';
}

/** Does a charstring end in an endchar with four operands, which draws two other glyphs? */
function isComposed({ data, charStrings }: Cff, glyph: number): boolean {
  const start = charStrings.at[glyph] ?? 0;
  const end = charStrings.at[glyph + 1] ?? start;
  let operands = 0;
  for (let at = start; at < end; ) {
    const byte = data[at] ?? 0;
    if (byte === ENDCHAR) return operands >= 4;
    // Hints come first in a composed letter; once anything is drawn or called it is none.
    if (byte < 28 || byte === 29 || byte === 30 || byte === 31) return false;
    operands++;
    at += operandLength(byte);
  }
  return false;
}

/** Bytes of a number of a charstring by its first. */
function operandLength(byte: number): number {
  if (byte === 28) return 3;
  if (byte === 255) return 5;
  return byte >= 247 ? 2 : 1;
}

/** Writes the charstrings anew within the room of the old ones. */
function writeCharStrings(out: Uint8Array, { data, charStrings, count }: Cff, keeps: ReadonlySet<number>): boolean {
  const { start, end, offSize, at } = charStrings;
  const body = start + 3 + offSize * (count + 1) - 1;
  let next = 1;
  const parts: Uint8Array[] = [];
  writeUint(out, start + 3, offSize, next);
  for (let glyph = 0; glyph < count; glyph++) {
    const own = data.subarray(at[glyph] ?? 0, at[glyph + 1] ?? 0);
    const part = keeps.has(glyph) || own.length === 0 ? own : Uint8Array.of(ENDCHAR);
    parts.push(part);
    next += part.length;
    writeUint(out, start + 3 + offSize * (glyph + 1), offSize, next);
  }
  if (body + next > end + 1) return false;
  out.fill(0, body + 1, end);
  let place = body + 1;
  for (const part of parts) {
    out.set(part, place);
    place += part.length;
  }
  return true;
}

/** Glyph and code of each entry of an encoding of format 0 (5176, section 12). */
function codesOf({ data, encoding, count }: Cff): readonly (readonly [number, number])[] {
  const format = (data[encoding] ?? 0) & 0x7f;
  const entries: [number, number][] = [];
  if (format === 0) {
    const codes = data[encoding + 1] ?? 0;
    for (let i = 0; i < codes && i + 1 < count; i++) entries.push([i + 1, data[encoding + 2 + i] ?? 0]);
    return entries;
  }
  let glyph = 1;
  for (let i = 0; i < (data[encoding + 1] ?? 0); i++) {
    const first = data[encoding + 2 + i * 2] ?? 0;
    const left = data[encoding + 3 + i * 2] ?? 0;
    for (let step = 0; step <= left; step++) entries.push([glyph++, first + step]);
  }
  return entries;
}

/** Gives the codes of glyphs that are gone to one that nothing shows. */
function blankEncoding(out: Uint8Array, cff: Cff, keeps: ReadonlySet<number>, used: ReadonlySet<number>): void {
  if (cff.encoding <= 1 || ((cff.data[cff.encoding] ?? 0) & 0x7f) !== 0) return;
  const free = Array.from({ length: 256 }, (_, code) => code).find((code) => !used.has(code)) ?? 0;
  for (const [glyph] of codesOf(cff)) if (!keeps.has(glyph)) out[cff.encoding + 1 + glyph] = free;
}

/** A CFF program as far as it is needed here; undefined where it is damaged. */
export function readCff(data: Uint8Array): Cff | undefined {
  const names = readIndex(data, data[2] ?? 0);
  const tops = names === undefined ? undefined : readIndex(data, names.end);
  const strings = tops === undefined ? undefined : readIndex(data, tops.end);
  if (tops === undefined || strings === undefined || tops.at.length < 2) return undefined;
  const top = readDict(data, tops.at[0] ?? 0, tops.at[1] ?? 0);
  const charStrings = readIndex(data, top.get(17)?.[0] ?? -1);
  if (charStrings === undefined) return undefined;
  const count = charStrings.at.length - 1;
  const charset = top.get(15)?.[0] ?? 0;
  return {
    data,
    charStrings,
    count,
    charset: readCharset(data, charset, count),
    plainCharset: charset > 2 && data[charset] === 0 ? charset : undefined,
    encoding: top.get(16)?.[0] ?? 0,
    cidKeyed: top.has(ROS),
    fontDicts: sharesOne(data, top.get(FD_SELECT)?.[0], count) ? 'one' : 'several',
    strings: strings.at.slice(0, -1).map((start, i) => latin1(data.subarray(start, strings.at[i + 1] ?? start))),
  };
}

/** Operator 12 30: the program is keyed by CIDs. */
const ROS = 1200 + 30;
/** Operator 12 37: which font dictionary each glyph takes. */
const FD_SELECT = 1200 + 37;

/** An FDSelect that gives all glyphs the same dictionary (5176, section 19), or none. */
function sharesOne(data: Uint8Array, at: number | undefined, count: number): boolean {
  if (at === undefined) return true;
  if (data[at] === 3) return readUint(data, at + 1, 2) === 1;
  return data[at] === 0 && data.subarray(at + 1, at + 1 + count).every((one) => one === data[at + 1]);
}

function readIndex(data: Uint8Array, start: number): Index | undefined {
  if (start < 0 || start + 2 > data.length) return undefined;
  const count = readUint(data, start, 2);
  if (count === 0) return { start, end: start + 2, offSize: 1, at: [start + 2] };
  const offSize = data[start + 2] ?? 0;
  if (offSize < 1 || offSize > 4) return undefined;
  const body = start + 3 + offSize * (count + 1) - 1;
  const at = Array.from({ length: count + 1 }, (_, i) => body + readUint(data, start + 3 + i * offSize, offSize));
  const end = at.at(-1) ?? 0;
  const ascends = at.every((value, i) => i === 0 || value >= (at[i - 1] ?? 0));
  return ascends && end <= data.length ? { start, end, offSize, at } : undefined;
}

/** Operators of a DICT with their operands; two-byte operators as 1200 and more. */
function readDict(data: Uint8Array, start: number, end: number): ReadonlyMap<number, readonly number[]> {
  const dict = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = start; at < end; ) {
    const byte = data[at] ?? 0;
    if (byte <= 21) {
      dict.set(byte === 12 ? 1200 + (data[at + 1] ?? 0) : byte, operands);
      operands = [];
      at += byte === 12 ? 2 : 1;
    } else if (byte === 30) {
      at++;
      while (at < end && ((data[at] ?? 0) & 15) !== 15 && (data[at] ?? 0) >> 4 !== 15) at++;
      at++;
      operands.push(0);
    } else {
      const [value, length] = readNumber(data, at);
      operands.push(value);
      at += length;
    }
  }
  return dict;
}

function readNumber(data: Uint8Array, at: number): readonly [number, number] {
  const byte = data[at] ?? 0;
  const next = data[at + 1] ?? 0;
  if (byte === 28) return [(readUint(data, at + 1, 2) << 16) >> 16, 3];
  if (byte === 29) return [readUint(data, at + 1, 4) | 0, 5];
  if (byte >= 247 && byte <= 250) return [(byte - 247) * 256 + next + 108, 2];
  if (byte >= 251 && byte <= 254) return [-(byte - 251) * 256 - next - 108, 2];
  return [byte - 139, 1];
}

/** Identifiers of the glyphs; 0, 1 and 2 are charsets of the format itself, of which the first counts up. */
function readCharset(data: Uint8Array, at: number, count: number): readonly number[] {
  if (at <= 2) return Array.from({ length: count }, (_, glyph) => glyph);
  const ids = [0];
  const format = data[at] ?? 0;
  if (format === 0) {
    for (let glyph = 1; glyph < count; glyph++) ids.push(readUint(data, at + 1 + (glyph - 1) * 2, 2));
    return ids;
  }
  const wide = format === 2 ? 2 : 1;
  for (let place = at + 1; ids.length < count && place + 2 + wide <= data.length; place += 2 + wide) {
    const first = readUint(data, place, 2);
    const left = readUint(data, place + 2, wide);
    for (let step = 0; step <= left && ids.length < count; step++) ids.push(first + step);
  }
  return ids;
}

function readUint(data: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value = value * 256 + (data[at + i] ?? 0);
  return value;
}

/** Writes a number of `bytes` bytes, highest first. */
export function writeUint(data: Uint8Array, at: number, bytes: number, value: number): void {
  for (let i = 0; i < bytes; i++) data[at + i] = Math.floor(value / 256 ** (bytes - 1 - i)) & 255;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
