import UTIF, { type IFD } from 'utif2';
import { SourceError } from '../errors.ts';
import type { ImagePage } from '../pdf/wrap-image.ts';
import { checkSize, type Dpi, orient, toImagePage } from './pixels.ts';

/** Pages a TIFF file may have. */
const MOST_PAGES = 5000;

/** Compressions of TIFF 6.0 and its supplements that can be decoded. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946]);

/** The pages of a TIFF file, upright on white. Throws SourceError `damaged`, `too-large` or `unknown-format`. */
export function readTiff(bytes: Uint8Array): readonly ImagePage[] {
  checkChain(bytes);
  const file = Buffer.from(bytes);
  try {
    const pages = UTIF.decode(file).filter((page) => number(page, 256) !== undefined && !isThumbnail(page));
    if (pages.length === 0) throw new SourceError('damaged', 'the TIFF file holds no picture');
    return pages.map((page) => readOne(file, page));
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('damaged', 'the TIFF file cannot be decoded', { cause });
  }
}

/** The directories follow each other without a circle and lie within the file (TIFF 6.0, section 2). */
function checkChain(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const seen = new Set<number>();
  let at = bytes.length >= 8 ? view.getUint32(4, little) : 0;
  if (at === 0) throw new SourceError('damaged', 'the TIFF file holds no picture');
  while (at !== 0) {
    if (seen.has(at) || seen.size >= MOST_PAGES)
      throw new SourceError('damaged', 'the pages of the TIFF file run in a circle');
    seen.add(at);
    const end = at + 2 + (at + 2 <= bytes.length ? view.getUint16(at, little) : 0) * 12;
    if (end + 4 > bytes.length) throw new SourceError('damaged', 'the TIFF file ends before its pages do');
    at = view.getUint32(end, little);
  }
}

function readOne(file: Buffer, page: IFD): ImagePage {
  const width = number(page, 256) ?? 0;
  const height = number(page, 257) ?? 0;
  checkSize(width, height);
  checkKind(page);
  checkStrips(file, page);
  const rgba = page['t322'] === undefined ? decodeStrips(file, page) : decodeTiles(file, page, width, height);
  const upright = orient(rgba, width, height, number(page, 274) ?? 1);
  const dpi = dpiOf(page);
  const swapped = upright.width !== width && dpi.dpi !== undefined && dpi.dpiY !== undefined;
  return toImagePage(upright.data, upright.width, upright.height, swapped ? { dpi: dpi.dpiY, dpiY: dpi.dpi } : dpi);
}

/** A smaller copy of another page (NewSubfileType bit 0). */
function isThumbnail(page: IFD): boolean {
  return ((number(page, 254) ?? 0) & 1) === 1;
}

function checkKind(page: IFD): void {
  const compression = number(page, 259) ?? 1;
  const planes = number(page, 284) === 2 && (number(page, 277) ?? 1) > 1;
  if (!COMPRESSIONS.has(compression) || planes) {
    throw new SourceError('unknown-format', 'the TIFF file is of a kind that cannot be decoded');
  }
}

/** The data of every strip or tile lie within the file: a decoder would leave the rest white. */
function checkStrips(file: Buffer, page: IFD): void {
  const tiled = page['t322'] !== undefined;
  const offsets = numbers(page, tiled ? 324 : 273);
  const counts = numbers(page, tiled ? 325 : 279);
  if (offsets.length === 0) throw new SourceError('damaged', 'the TIFF file lacks the data of a page');
  for (const [i, offset] of offsets.entries()) {
    if (offset + (counts[i] ?? 1) > file.length)
      throw new SourceError('damaged', 'the TIFF file ends before its pages do');
  }
}

function decodeStrips(file: Buffer, page: IFD): Uint8Array {
  UTIF.decodeImage(file, page);
  return UTIF.toRGBA8(page);
}

/** Each tile is decoded as a picture of its own: the decoder's way with tiles writes to the console. */
function decodeTiles(file: Buffer, page: IFD, width: number, height: number): Uint8Array {
  const [tileWidth, tileHeight] = [number(page, 322) ?? 0, number(page, 323) ?? 0];
  checkSize(tileWidth, tileHeight);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const columns = Math.ceil(width / tileWidth);
  const counts = numbers(page, 325);
  for (const [i, offset] of numbers(page, 324).entries()) {
    const { t322, t323, t324, t325, ...rest } = page;
    const tile = {
      ...rest,
      t256: [tileWidth],
      t257: [tileHeight],
      t273: [offset],
      t278: [tileHeight],
      t279: [counts[i] ?? 0],
    };
    const pixels = decodeStrips(file, tile as unknown as IFD);
    const x = (i % columns) * tileWidth;
    for (let row = 0; row < tileHeight; row++) {
      const y = Math.floor(i / columns) * tileHeight + row;
      const length = Math.min(tileWidth, width - x) * 4;
      if (y >= height || length <= 0) break;
      rgba.set(pixels.subarray(row * tileWidth * 4, row * tileWidth * 4 + length), (y * width + x) * 4);
    }
  }
  return rgba;
}

/** Resolution in dots an inch (tags 282, 283, 296; unit 3 is the centimetre, 1 says nothing). */
function dpiOf(page: IFD): Dpi {
  const unit = number(page, 296) ?? 2;
  const [x, y] = [number(page, 282), number(page, 283)];
  if (unit === 1 || x === undefined || y === undefined || !(x > 0 && y > 0)) return {};
  const inch = unit === 3 ? 2.54 : 1;
  return { dpi: x * inch, dpiY: y * inch };
}

function numbers(page: IFD, tag: number): readonly number[] {
  const values = page[`t${tag}`];
  return Array.isArray(values) ? values.map(Number) : [];
}

function number(page: IFD, tag: number): number | undefined {
  const value = numbers(page, tag)[0];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
