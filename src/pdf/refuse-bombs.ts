import { constants, createInflate } from 'node:zlib';
import { SourceError } from '../errors.ts';

const MIB = 2 ** 20;
/** The most one stream may inflate to: page contents, fonts, tables of objects; and the samples of a picture. */
const MOST_PLAIN = 96 * MIB;
const MOST_SAMPLES = 320 * MIB;
/** The most that all streams beside pictures may inflate to. */
const MOST_TOGETHER = 1024 * MIB;
/** Deflate cannot do better (RFC 1951: 258 bytes for two bits). */
const BEST_RATIO = 1032;
const DEEPEST = 4;

/**
 * Refuses a PDF with a stream that inflates to far more than a page can hold (a decompression bomb), before
 * anything else opens it and in a memory that does not grow with the bomb. Throws SourceError `too-large`.
 */
export async function refuseBombs(bytes: Uint8Array): Promise<void> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let together = 0;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (at >= 3 && file.toString('latin1', at - 3, at) === 'end') continue;
    const begin = at + (file[at + 6] === 0x0d ? 8 : 7);
    const found = file.indexOf('endstream', begin);
    const end = found < 0 ? file.length : found;
    const head = file.toString('latin1', Math.max(0, at - 2048), at);
    const isPicture = /\/Subtype\s*\/Image\b/.test(head.slice(Math.max(0, head.lastIndexOf(' obj'))));
    const most = isPicture ? MOST_SAMPLES : MOST_PLAIN;
    const size = await inflatedSize(file.subarray(begin, end), most, DEEPEST);
    if (!isPicture) together += size;
    if (size > most || together > MOST_TOGETHER) {
      const megabytes = Math.round((size > most ? most : MOST_TOGETHER) / MIB);
      throw new SourceError('too-large', `a part of the PDF unpacks to more than ${megabytes} megabytes`);
    }
    at = Math.max(at, end - 6);
  }
}

/** Bytes that zlib data inflates to, layer in layer; what cannot pass `most` is not inflated and counts as packed. */
async function inflatedSize(data: Uint8Array, most: number, layers: number): Promise<number> {
  if (layers === 0 || !isZlib(data)) return data.length;
  const isNested = data.length < 4096 || (await startsPacked(data));
  if (!isNested && data.length * BEST_RATIO < most) return data.length;
  const { size, kept } = await inflateCounting(data, most);
  if (size > most || !isZlib(kept) || kept.length < size) return size;
  return Math.max(size, await inflatedSize(kept, most, layers - 1));
}

/** CMF and FLG of RFC 1950: deflate, and a check that 31 divides. */
function isZlib(data: Uint8Array): boolean {
  const [method = 0, flags = 0] = data;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
}

async function startsPacked(data: Uint8Array): Promise<boolean> {
  return isZlib((await inflateCounting(data.subarray(0, 4096), 64 * 1024)).kept);
}

/** What a packed layer may hold for the layer in it to be looked at. */
const MOST_KEPT = 16 * MIB;

/** Inflates in small pieces, stops beyond `most`; `kept`: the first bytes of what came out. */
async function inflateCounting(data: Uint8Array, most: number): Promise<{ size: number; kept: Uint8Array }> {
  // Memory that waits to be given back makes the collector run: a file has thousands of small streams.
  const chunkSize = Math.min(MIB, Math.max(16 * 1024, 4 * data.length));
  const inflater = createInflate({ chunkSize, finishFlush: constants.Z_SYNC_FLUSH });
  const kept: Uint8Array[] = [];
  let [size, held] = [0, 0];
  inflater.on('data', (piece: Uint8Array) => {
    size += piece.length;
    if (held < MOST_KEPT) {
      kept.push(piece);
      held += piece.length;
    }
    if (size > most) inflater.destroy();
  });
  // Damaged data ends where the damage is: what came before it counts.
  inflater.on('error', () => inflater.destroy());
  const closed = new Promise((resolve) => inflater.on('close', resolve));
  inflater.end(data);
  await closed;
  return { size, kept: Buffer.concat(kept) };
}
