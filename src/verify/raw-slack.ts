import { inflateSync, type ZlibOptions } from 'node:zlib';
import { parseSyntax } from './syntax.ts';

/** An object as it lies in the bytes. */
export interface RawParts {
  /** From `obj` to `stream` or `endobj`. */
  readonly head: string;
  /** The packed data up to `endstream`. */
  readonly packed?: Uint8Array;
  /** From `endstream` to `endobj`. */
  readonly tail?: string;
}

const MOST_SLACK = 2 ** 20;
const MOST_INFLATED = 256 * 1024 * 1024;
/** Fewer bytes than this are line ends and padding. */
const LEAST = 5;

/** What lies in an object and every reader passes over: behind its value, its data, their end marks, their declared length. */
export function slackOf({ head, packed, tail }: RawParts): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  const add = (bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined && bytes.length >= LEAST) found.push(bytes);
  };
  const trimmed = head.trim();
  if (trimmed.startsWith('<<') && !trimmed.endsWith('>>'))
    add(Buffer.from(trimmed.slice(endOfValue(trimmed)), 'latin1'));
  if (tail !== undefined) add(Buffer.from(tail.trim(), 'latin1'));
  if (packed === undefined) return found;
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R|\d)/.exec(head)?.[1] ?? Number.NaN);
  if (length >= 0 && packed.length - length >= LEAST) add(packed.subarray(length));
  add(behindData(packed, head));
  return found;
}

function endOfValue(text: string): number {
  return parseSyntax(text).end;
}

function behindData(packed: Uint8Array, head: string): Uint8Array | undefined {
  const filter = /\/(?:Filter|F)\s*\[?\s*\/([A-Za-z0-9]+)/.exec(head)?.[1];
  switch (filter) {
    case 'ASCIIHexDecode':
    case 'AHx':
      return behind(packed, '>');
    case 'ASCII85Decode':
    case 'A85':
      return behind(packed, '~>');
    case 'DCTDecode':
    case 'DCT':
      return behind(packed, '\xff\xd9', true);
    default:
      return behindZlib(packed);
  }
}

function behind(packed: Uint8Array, mark: string, last = false): Uint8Array | undefined {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const at = last ? bytes.lastIndexOf(mark, undefined, 'latin1') : bytes.indexOf(mark, 0, 'latin1');
  return at < 0 ? undefined : packed.subarray(at + mark.length);
}

/** Bytes of a stream behind its zlib data. */
function behindZlib(packed: Uint8Array): Uint8Array | undefined {
  const [method = 0, flags = 0] = packed;
  // Only short streams: of long ones the end is looked at by their producers' checksum alone.
  if ((method & 0x0f) !== 8 || ((method << 8) | flags) % 31 !== 0 || packed.length > MOST_SLACK) return undefined;
  try {
    const options = { info: true, maxOutputLength: MOST_INFLATED } as ZlibOptions;
    const { engine } = inflateSync(packed, options) as unknown as { engine: { bytesWritten: number } };
    return packed.subarray(engine.bytesWritten);
  } catch {
    return undefined;
  }
}
