import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
} from 'pdf-lib';
import type { InlineImage, Operand } from '../pdf/lexer.ts';
import { FULL_FILTER_NAMES, filtersOf, nameFor, nameText } from '../pdf/objects.ts';
import { withoutMetadata } from './packed-image.ts';
import type { NewResources } from './surgeon-resources.ts';

/** Full names of the keys of inline images (ISO 32000-1 table 93); others are dropped. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['BPC', 'BitsPerComponent'],
  ['CS', 'ColorSpace'],
  ['D', 'Decode'],
  ['DP', 'DecodeParms'],
  ['F', 'Filter'],
  ['H', 'Height'],
  ['IM', 'ImageMask'],
  ['I', 'Interpolate'],
  ['W', 'Width'],
]);
const FULL = new Set(KEYS.values());
const SPACES: ReadonlyMap<string, string> = new Map([
  ['G', 'DeviceGray'],
  ['RGB', 'DeviceRGB'],
  ['CMYK', 'DeviceCMYK'],
  ['I', 'Indexed'],
]);

/** An inline image as a stream with full key names, its colour space looked up in `resources`. */
export function inlineStream(
  context: PDFContext,
  image: InlineImage,
  resources: Pick<NewResources, 'entry'>,
): PDFRawStream {
  const dict = context.obj({ Type: 'XObject', Subtype: 'Image' });
  for (const [key, value] of image.dict) {
    const full = KEYS.get(key) ?? key;
    if (!FULL.has(full)) continue;
    dict.set(PDFName.of(full), full === 'ColorSpace' ? spaceOf(context, value, resources) : objectOf(context, value));
  }
  return PDFRawStream.of(dict, image.data);
}

/** Dictionary of an inline image with known keys only, and colour spaces under their new names. */
export function cleanInline(image: InlineImage, resources: NewResources): InlineImage {
  const dict = new Map<string, Operand>();
  for (const [key, value] of image.dict) {
    const full = KEYS.get(key) ?? key;
    if (!FULL.has(full)) continue;
    const named = full === 'ColorSpace' && typeof value === 'string' ? resources.keep('ColorSpace', value) : undefined;
    dict.set(key, named ?? value);
  }
  return { dict, data: image.data };
}

/** An inline image without what it holds beyond its last row (leak class 5). Throws CannotCut where that cannot be told. */
export function shownInline(
  context: PDFContext,
  image: InlineImage,
  resources: Pick<NewResources, 'entry'>,
): InlineImage {
  const stream = inlineStream(context, image, resources);
  // Data without a filter are read by their length.
  if (filtersOf(stream.dict).length === 0) return image;
  const shown = withoutMetadata(stream, stream.dict.clone(context));
  if (shown.getContents().length === image.data.length) return image;
  const dict = new Map([...image.dict].filter(([key]) => !CODED.has(KEYS.get(key) ?? key)));
  for (const key of ['Filter', 'DecodeParms']) {
    const value = shown.dict.get(PDFName.of(key));
    if (value !== undefined) dict.set(key, operandOf(value));
  }
  return { dict, data: shown.getContents() };
}

/** What says how an inline image is coded. */
const CODED: ReadonlySet<string> = new Set(['Filter', 'DecodeParms', 'L', 'Length']);

function operandOf(value: PDFObject): Operand {
  if (value instanceof PDFName) return nameText(value);
  if (value instanceof PDFNumber) return value.asNumber();
  if (value instanceof PDFBool) return value.asBoolean();
  if (value instanceof PDFArray) return value.asArray().map(operandOf);
  if (value instanceof PDFDict) return new Map(value.entries().map(([key, item]) => [nameText(key), operandOf(item)]));
  return null;
}

function spaceOf(context: PDFContext, value: Operand, resources: Pick<NewResources, 'entry'>): PDFObject {
  if (typeof value !== 'string') return objectOf(context, value);
  const full = SPACES.get(value) ?? value;
  return (full.startsWith('Device') ? undefined : resources.entry('ColorSpace', value)) ?? nameFor(full);
}

function objectOf(context: PDFContext, value: Operand): PDFObject {
  if (typeof value === 'number') return PDFNumber.of(value);
  if (typeof value === 'boolean') return value ? PDFBool.True : PDFBool.False;
  if (typeof value === 'string') return nameFor(FULL_FILTER_NAMES.get(value) ?? SPACES.get(value) ?? value);
  if (value === null) return PDFNull;
  if (value instanceof Uint8Array) return PDFHexString.fromBytes(value);
  if (value instanceof Map) {
    const dict = PDFDict.withContext(context);
    for (const [key, item] of value) dict.set(nameFor(key), objectOf(context, item));
    return dict;
  }
  const array = context.obj([]);
  if (Array.isArray(value)) for (const item of value) array.push(objectOf(context, item));
  return array;
}
