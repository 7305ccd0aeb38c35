import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { slackOf } from './raw-slack.ts';

/** An object carved out of the bytes by its `obj ... endobj`, whatever the cross-reference table says. */
export interface RawObject {
  readonly number: number;
  readonly offset: number;
  /** Bytes between `obj` and `stream` or `endobj`, as Latin-1. */
  readonly head: string;
  /** The stream after every filter that is not an image codec; absent where the object has none. */
  readonly stream?: Uint8Array;
  /** The codec that was left on: DCTDecode, JPXDecode, CCITTFaxDecode, JBIG2Decode. */
  readonly codec?: string;
  /** Where the next object may begin. */
  readonly end: number;
  /** What lies in it behind the end of its value or of its packed data. */
  readonly slack?: readonly Uint8Array[];
  /** Object streams: the objects inside. */
  readonly inside?: readonly {
    readonly number: number;
    readonly head: string;
  }[];
}

export interface RawPdf {
  readonly objects: readonly RawObject[];
  /** How often `%%EOF` and `startxref` stand in the bytes. */
  readonly ends: number;
  readonly startxrefs: number;
  /** The file as Latin-1, for what stands between objects. */
  readonly text: string;
}

const MOST_INFLATED = 256 * 1024 * 1024;

type Decode = (packed: Uint8Array, head: string) => { data: Uint8Array; codec?: string };

/** Every object that can be carved from a PDF, with every stream decoded: what a forensic reader sees. */
export function carvePdf(bytes: Uint8Array): RawPdf {
  return carve(bytes, decodeStream);
}

/** The dictionaries and other values of all objects that can be carved from a PDF, for whom streams are no matter. */
export function carveHeads(bytes: Uint8Array): readonly string[] {
  return carve(bytes, (data) => ({ data })).objects.map(({ head }) => head);
}

function carve(bytes: Uint8Array, decode: Decode): RawPdf {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const objects: RawObject[] = [];
  const start = /(?<![\d.])(\d{1,10})[ \t\r\n\f\0]+(\d{1,5})[ \t\r\n\f\0]+obj(?![A-Za-z])/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const object = carveObject({ bytes, text, decode }, Number(match[1]), match.index, start.lastIndex);
    objects.push(object);
    // Streams may hold bytes that look like objects; those inside a stream of honest length are not objects.
    start.lastIndex = object.end;
  }
  return {
    objects,
    ends: countOf(text, '%%EOF'),
    startxrefs: countOf(text, 'startxref'),
    text,
  };
}

interface Source {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly decode: Decode;
}

function carveObject({ bytes, text, decode }: Source, number: number, offset: number, from: number): RawObject {
  const endObject = indexOr(text, 'endobj', from, text.length);
  const streamAt = text.indexOf('stream', from);
  if (streamAt < 0 || streamAt > endObject || text.slice(streamAt - 3, streamAt) === 'end') {
    const head = text.slice(from, endObject);
    return { number, offset, head, end: endObject, ...withSlack(slackOf({ head })) };
  }
  const head = text.slice(from, streamAt);
  const begin = streamAt + (text.startsWith('stream\r\n', streamAt) ? 8 : 7);
  const end = streamEnd(text, head, begin);
  const { data, codec } = decode(bytes.subarray(begin, end), head);
  const closed = indexOr(text, 'endobj', end, text.length);
  const marked = text.indexOf('endstream', end);
  const tail = marked < 0 || marked > closed ? '' : text.slice(marked + 9, closed);
  const listed = /\/Type\s*\/ObjStm\b/.test(head) ? carveObjectStream(head, data) : undefined;
  return {
    number,
    offset,
    head,
    stream: data,
    ...(codec === undefined ? {} : { codec }),
    end,
    ...withSlack([...slackOf({ head, packed: bytes.subarray(begin, end), tail }), ...(listed?.slack ?? [])]),
    ...(listed === undefined ? {} : { inside: listed.inside }),
  };
}

function withSlack(slack: readonly Uint8Array[]): { slack?: readonly Uint8Array[] } {
  return slack.length === 0 ? {} : { slack };
}

/** End of the stream's data: by /Length where `endstream` follows, else at the next `endstream`. */
function streamEnd(text: string, head: string, begin: number): number {
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isFinite(length) && /^[\s\0]{0,4}endstream/.test(text.slice(begin + length, begin + length + 16)))
    return begin + length;
  return indexOr(text, 'endstream', begin, text.length);
}

function carveObjectStream(
  head: string,
  data: Uint8Array,
): { inside: readonly { number: number; head: string }[]; slack: readonly Uint8Array[] } {
  const text = Buffer.from(data).toString('latin1');
  const first = Number(/\/First\s+(\d+)/.exec(head)?.[1] ?? 0);
  const list = text.slice(0, first);
  const numbers = list.trim().split(/\s+/).map(Number);
  const inside = Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => {
    const from = first + (numbers[2 * i + 1] ?? 0);
    const to = 2 * i + 3 < numbers.length ? first + (numbers[2 * i + 3] ?? 0) : text.length;
    return { number: numbers[2 * i] ?? 0, head: text.slice(from, to) };
  });
  return { inside, slack: /[A-Za-z]{3}/.test(list) ? [Buffer.from(list, 'latin1')] : [] };
}

const IMAGE_CODECS = new Set(['DCTDecode', 'DCT', 'JPXDecode', 'CCITTFaxDecode', 'CCF', 'JBIG2Decode']);

/** Undoes the filters of a stream in their order; stops at an image codec, and at data that is not what it claims. */
export function decodeStream(raw: Uint8Array, head: string): { data: Uint8Array; codec?: string } {
  const list = /\/(?:Filter|F)\s*(\[[^\]]*\]|\/[A-Za-z0-9]+)/.exec(head)?.[1] ?? '';
  let data = raw;
  for (const name of list.match(/[A-Za-z0-9]+/g) ?? []) {
    if (IMAGE_CODECS.has(name)) return { data, codec: name };
    data = decodeOne(data, name, head);
  }
  return { data };
}

function decodeOne(data: Uint8Array, filter: string, head: string): Uint8Array {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return unpredict(inflate(data), head);
    case 'ASCIIHexDecode':
    case 'AHx':
      return Buffer.from(
        Buffer.from(data)
          .toString('latin1')
          .split('>')[0]
          ?.replace(/[^0-9A-Fa-f]/g, '') ?? '',
        'hex',
      );
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(data);
    case 'LZWDecode':
    case 'LZW':
      return unpredict(lzw(data, /\/EarlyChange\s+0/.test(head) ? 0 : 1), head);
    case 'RunLengthDecode':
    case 'RL':
      return runLength(data);
    default:
      return data;
  }
}

function inflate(data: Uint8Array): Uint8Array {
  const options = {
    finishFlush: constants.Z_SYNC_FLUSH,
    maxOutputLength: MOST_INFLATED,
  };
  for (const attempt of [() => inflateSync(data, options), () => inflateRawSync(data.subarray(2), options)]) {
    try {
      return attempt();
    } catch {
      // Broken data: the next attempt, and at last the bytes as they lie.
    }
  }
  return data;
}

/** Undoes PNG predictors (ISO 32000-1 7.4.4.4); other predictors leave text unreadable in any reader alike. */
function unpredict(data: Uint8Array, head: string): Uint8Array {
  if (Number(/\/Predictor\s+(\d+)/.exec(head)?.[1] ?? 1) < 10) return data;
  const columns = Number(/\/Columns\s+(\d+)/.exec(head)?.[1] ?? 1);
  const colors = Number(/\/Colors\s+(\d+)/.exec(head)?.[1] ?? 1);
  const bits = Number(/\/BitsPerComponent\s+(\d+)/.exec(head)?.[1] ?? 8);
  const step = Math.max(1, (colors * bits) >> 3);
  const width = (columns * colors * bits + 7) >> 3;
  const rows = Math.floor(data.length / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const type = data[row * (width + 1)] ?? 0;
    for (let i = 0; i < width; i++) {
      const left = i >= step ? (out[row * width + i - step] ?? 0) : 0;
      const up = row > 0 ? (out[(row - 1) * width + i] ?? 0) : 0;
      const corner = row > 0 && i >= step ? (out[(row - 1) * width + i - step] ?? 0) : 0;
      out[row * width + i] =
        (data[row * (width + 1) + 1 + i] ?? 0) + ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][type] ?? 0);
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

function ascii85(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data).toString('latin1').replace(/^<~/, '').split('~')[0] ?? '';
  const out: number[] = [];
  let group: number[] = [];
  const flush = (size: number): void => {
    while (group.length < 5) group.push(84);
    let value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    const four = [0, 0, 0, 0].map((_, i) => Math.floor(value / 256 ** (3 - i)) % 256);
    value = 0;
    out.push(...four.slice(0, size));
    group = [];
  };
  for (const character of text) {
    if (character === 'z' && group.length === 0) out.push(0, 0, 0, 0);
    else if (character >= '!' && character <= 'u') group.push(character.charCodeAt(0) - 33);
    if (group.length === 5) flush(4);
  }
  if (group.length > 1) flush(group.length - 1);
  return Uint8Array.from(out);
}

function runLength(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < data.length; ) {
    const length = data[i++] ?? 128;
    if (length === 128) break;
    if (length < 128) for (let n = 0; n <= length; n++) out.push(data[i++] ?? 0);
    else {
      const value = data[i++] ?? 0;
      for (let n = 0; n < 257 - length; n++) out.push(value);
    }
  }
  return Uint8Array.from(out);
}

function lzw(data: Uint8Array, early: number): Uint8Array {
  const out: number[] = [];
  let table: number[][] = [];
  let width = 9;
  let before: number[] | undefined;
  const reset = (): void => {
    table = Array.from({ length: 258 }, (_, i) => (i < 256 ? [i] : []));
    width = 9;
    before = undefined;
  };
  reset();
  let buffer = 0;
  let bits = 0;
  for (const byte of data) {
    buffer = ((buffer << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    const code = (buffer >> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === 257) break;
    if (code === 256) {
      reset();
      continue;
    }
    const entry: number[] = table[code] ?? (before === undefined ? [] : [...before, before[0] ?? 0]);
    out.push(...entry);
    if (before !== undefined) table.push([...before, entry[0] ?? 0]);
    before = entry;
    if (table.length + early >= 1 << width && width < 12) width += 1;
  }
  return Uint8Array.from(out);
}

function indexOr(text: string, what: string, from: number, otherwise: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? otherwise : at;
}

function countOf(text: string, what: string): number {
  return text.split(what).length - 1;
}
