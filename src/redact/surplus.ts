import { deflateSync, inflateSync } from 'node:zlib';
import { PDFArray, type PDFContext, type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { inflate, MAX_DECODED } from '../pdf/filters.ts';
import {
  asArray,
  asBoolean,
  asDict,
  asName,
  asNumber,
  asStream,
  decodeStream,
  filtersOf,
  lookUp,
  type Maybe,
  resolve,
} from '../pdf/objects.ts';
import { CannotCut } from './surgeon-types.ts';

/**
 * The stream of a picture without codec under the keys of `dict`, without the data after its last row: nobody sees
 * them, and they may be the lower half of a page that was "cropped" (leak class 5).
 */
export function withoutSurplus(stream: PDFRawStream, dict: PDFDict): PDFRawStream {
  const contents = stream.getContents();
  const row = rowBytes(stream.dict);
  const height = asNumber(dict.context, lookUp(stream.dict, 'Height'));
  if (row === undefined || height === undefined) return PDFRawStream.of(dict, contents);
  const [filter, ...more] = filtersOf(stream.dict);
  if (filter === undefined) return PDFRawStream.of(dict, contents.subarray(0, row * height));
  if (filter === 'FlateDecode' && more.length === 0) return trimmedFlate(stream, dict, row, height);
  const bytes = decodeStream(stream);
  if (bytes.length <= row * height) return PDFRawStream.of(dict, contents);
  dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
  dict.delete(PDFName.of('DecodeParms'));
  return PDFRawStream.of(dict, deflateSync(bytes.subarray(0, row * height)));
}

/** Rows keep their predictor; what follows the end of the packed data goes too. */
function trimmedFlate(stream: PDFRawStream, dict: PDFDict, row: number, height: number): PDFRawStream {
  const contents = stream.getContents();
  const value = lookUp(stream.dict, 'DecodeParms');
  const parms = asDict(dict.context, value instanceof PDFArray ? value.asArray()[0] : value);
  const predictor = parms === undefined ? 1 : (asNumber(dict.context, lookUp(parms, 'Predictor')) ?? 1);
  const size = (predictor >= 10 ? row + 1 : row) * height;
  const { bytes, packed } = unpacked(contents);
  if (bytes.length > size) return PDFRawStream.of(dict, deflateSync(bytes.subarray(0, size)));
  return PDFRawStream.of(dict, packed === undefined ? contents : contents.subarray(0, packed));
}

/** Packed data undone, and how many bytes of them that took; undefined where they are damaged. */
function unpacked(contents: Uint8Array): { readonly bytes: Uint8Array; readonly packed: number | undefined } {
  try {
    const { buffer, engine } = inflateSync(contents, { info: true, maxOutputLength: MAX_DECODED }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    return { bytes: buffer, packed: engine.bytesWritten };
  } catch {
    return { bytes: inflate(contents), packed: undefined };
  }
}

/** Throws CannotCut where a picture in a codec is larger than its dictionary says: readers differ on which part they show. */
export function refuseLarger(dict: PDFDict, width: number, height: number): void {
  const said = (key: string): number => asNumber(dict.context, lookUp(dict, key)) ?? Number.POSITIVE_INFINITY;
  if (width > said('Width') || height > said('Height'))
    throw new CannotCut('image', 'a picture on the page is larger than it says');
}

function rowBytes(dict: PDFDict): number | undefined {
  const { context } = dict;
  const width = asNumber(context, lookUp(dict, 'Width'));
  const stencil = asBoolean(context, lookUp(dict, 'ImageMask')) === true;
  const bits = stencil ? 1 : asNumber(context, lookUp(dict, 'BitsPerComponent'));
  const components = stencil ? 1 : componentsOf(context, dict.get(PDFName.of('ColorSpace')));
  if (width === undefined || bits === undefined || components === undefined) return undefined;
  return Math.ceil((width * bits * components) / 8);
}

const COMPONENTS: ReadonlyMap<string, number> = new Map([
  ['DeviceGray', 1],
  ['CalGray', 1],
  ['Indexed', 1],
  ['Separation', 1],
  ['DeviceRGB', 3],
  ['CalRGB', 3],
  ['Lab', 3],
  ['DeviceCMYK', 4],
]);

/** Samples of a pixel in a colour space; undefined where it is named by the resources, or unknown. */
export function componentsOf(context: PDFContext, object: Maybe): number | undefined {
  const space = resolve(context, object);
  const [family, second] = space instanceof PDFArray ? space.asArray() : [space];
  const name = asName(context, family) ?? '';
  if (name === 'DeviceN') return asArray(context, second)?.size();
  const profile = name === 'ICCBased' ? asStream(context, second)?.dict : undefined;
  return profile === undefined ? COMPONENTS.get(name) : asNumber(context, lookUp(profile, 'N'));
}
