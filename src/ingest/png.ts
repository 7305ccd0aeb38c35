import { inflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { SourceError } from '../errors.ts';
import type { ImagePage } from '../pdf/wrap-image.ts';
import { checkSize, type Dpi, toImagePage } from './pixels.ts';

interface PngFacts {
  readonly width: number;
  readonly height: number;
  /** Bytes the decoded rows of a picture without interlacing have. */
  readonly rowBytes: number;
  readonly interlaced: boolean;
  readonly dpi: Dpi;
  readonly data: Uint8Array;
}

/** The picture of a PNG file on white paper. Throws SourceError `damaged` or `too-large`. */
export async function readPng(bytes: Uint8Array): Promise<ImagePage> {
  const facts = readChunks(bytes);
  checkRows(facts);
  const { width, height } = facts;
  const image = await loadImage(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new SourceError('damaged', 'the PNG picture cannot be decoded', { cause });
  });
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return toImagePage(context.getImageData(0, 0, width, height).data, width, height, facts.dpi);
}

/** Walks the chunks (PNG specification, clause 5) up to IEND. */
function readChunks(bytes: Uint8Array): PngFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: { width: number; height: number; bits: number; interlaced: boolean } | undefined;
  let dpi: Dpi = {};
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw new SourceError('damaged', 'the PNG file ends before its picture does');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = at + 8;
    if (body + length + 4 > bytes.length) throw new SourceError('damaged', 'the PNG file ends before its picture does');
    if (type === 'IHDR') {
      const [width, height] = [view.getUint32(body), view.getUint32(body + 4)];
      checkSize(width, height);
      header = {
        width,
        height,
        bits: bitsOf(bytes[body + 8] ?? 0, bytes[body + 9] ?? 0),
        interlaced: bytes[body + 12] === 1,
      };
    } else if (type === 'IDAT') data.push(bytes.subarray(body, body + length));
    else if (type === 'pHYs' && bytes[body + 8] === 1) {
      dpi = { dpi: view.getUint32(body) * 0.0254, dpiY: view.getUint32(body + 4) * 0.0254 };
    } else if (type === 'IEND') break;
    at = body + length + 4;
  }
  if (header === undefined) throw new SourceError('damaged', 'the PNG file has no header');
  const { width, height, bits, interlaced } = header;
  return { width, height, rowBytes: 1 + Math.ceil((width * bits) / 8), interlaced, dpi, data: Buffer.concat(data) };
}

/** Bits a pixel, by bit depth and colour type. */
function bitsOf(depth: number, colour: number): number {
  const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
  return depth * (samples[colour] ?? 1);
}

/** Decoders fill missing rows with nothing and say nothing: the rows are counted first. */
function checkRows({ data, height, rowBytes, interlaced }: PngFacts): void {
  let rows: Buffer;
  try {
    rows = inflateSync(data, { maxOutputLength: rowBytes * height * 2 + 4096 });
  } catch (cause) {
    throw new SourceError('damaged', 'the data of the PNG picture are damaged', { cause });
  }
  if (!interlaced && rows.length < rowBytes * height) {
    throw new SourceError('damaged', 'the PNG picture lacks rows');
  }
}
