import { constants, inflateSync } from 'node:zlib';
import type { Operand } from './lexer.ts';

const WHITE = new Set([0, 9, 10, 12, 13, 32]);

/**
 * Where the data of an inline image that starts at `from` ends, and where reading goes on after EI
 * (ISO 32000-1 8.9.7). Length by the dictionary or the codec where they tell it, else by looking for EI.
 */
export function inlineImageEnd(
  bytes: Uint8Array,
  from: number,
  dict: ReadonlyMap<string, Operand>,
): { readonly data: number; readonly after: number } | undefined {
  const known = knownLength(bytes, from, dict);
  if (known !== undefined) {
    const after = endMarkAt(bytes, from + known);
    if (after !== undefined) return { data: from + known, after };
  }
  return searchEnd(bytes, from);
}

function knownLength(bytes: Uint8Array, from: number, dict: ReadonlyMap<string, Operand>): number | undefined {
  const length = dict.get('L') ?? dict.get('Length');
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0) return length;
  const filter = dict.get('F') ?? dict.get('Filter');
  const first = Array.isArray(filter) ? filter[0] : filter;
  if (first === undefined) return rawLength(dict);
  if (first === 'Fl' || first === 'FlateDecode') return deflatedLength(bytes.subarray(from));
  return undefined;
}

function rawLength(dict: ReadonlyMap<string, Operand>): number | undefined {
  const width = dict.get('W') ?? dict.get('Width');
  const height = dict.get('H') ?? dict.get('Height');
  const mask = dict.get('IM') ?? dict.get('ImageMask');
  const bits = mask === true ? 1 : (dict.get('BPC') ?? dict.get('BitsPerComponent'));
  const colors = mask === true ? 1 : componentsOf(dict.get('CS') ?? dict.get('ColorSpace'));
  if (typeof width !== 'number' || typeof height !== 'number' || typeof bits !== 'number') return undefined;
  return colors === undefined ? undefined : Math.ceil((width * bits * colors) / 8) * height;
}

function componentsOf(space: Operand | undefined): number | undefined {
  if (space === 'G' || space === 'DeviceGray') return 1;
  if (space === 'RGB' || space === 'DeviceRGB') return 3;
  if (space === 'CMYK' || space === 'DeviceCMYK') return 4;
  return Array.isArray(space) && (space[0] === 'I' || space[0] === 'Indexed') ? 1 : undefined;
}

function deflatedLength(data: Uint8Array): number | undefined {
  try {
    const options = { info: true, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 };
    const result: unknown = inflateSync(data, options);
    const engine: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'engine') : undefined;
    const used: unknown =
      typeof engine === 'object' && engine !== null ? Reflect.get(engine, 'bytesWritten') : undefined;
    return typeof used === 'number' ? used : undefined;
  } catch {
    return undefined;
  }
}

/** Where reading goes on if `EI` stands at `at` after at most a few white spaces. */
function endMarkAt(bytes: Uint8Array, at: number): number | undefined {
  let i = at;
  while (i < at + 4 && WHITE.has(bytes[i] ?? 0)) i++;
  return isEndMark(bytes, i) ? i + 2 : undefined;
}

function isEndMark(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x45 && bytes[at + 1] === 0x49 && (at + 2 >= bytes.length || WHITE.has(bytes[at + 2] ?? 0));
}

function searchEnd(bytes: Uint8Array, from: number): { data: number; after: number } | undefined {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0x45 || !isEndMark(bytes, at)) continue;
    if (at > from && !WHITE.has(bytes[at - 1] ?? 0)) continue;
    if (looksLikeText(bytes.subarray(at + 2, at + 17))) return { data: Math.max(from, at - 1), after: at + 2 };
  }
  return undefined;
}

function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte <= 0x7e) || byte === 9 || byte === 10 || byte === 13);
}
