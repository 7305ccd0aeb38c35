import {
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { apply, invert } from '../pdf/matrix.ts';
import { asArray, asName, asNumber, asStream, decodeStream, lookUp, type Maybe, resolve } from '../pdf/objects.ts';
import type { ImageUse } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/** Whole samples of an image, right and bottom exclusive. */
export interface SampleRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What of a picture goes, in displayed points. */
export interface Areas {
  /** Everything that these touch. */
  readonly boxes: readonly Box[];
  /** What lies wholly in these: beside them it is seen. */
  readonly unseen: readonly Box[];
}

/** The samples of `areas`: boxes grown outwards to whole blocks of `block` samples, unseen parts shrunk to them. */
export function sampleRects(
  use: ImageUse,
  areas: Areas,
  size: { readonly width: number; readonly height: number },
  block: { readonly w: number; readonly h: number },
): readonly SampleRect[] {
  const inverse = invert(use.matrix);
  if (inverse === undefined) throw new CannotCut('image', 'an image is drawn without area');
  const rectOf = (box: Box, grow: boolean): readonly SampleRect[] => {
    const corners = [
      apply(inverse, box.x, box.y),
      apply(inverse, box.x + box.w, box.y),
      apply(inverse, box.x, box.y + box.h),
      apply(inverse, box.x + box.w, box.y + box.h),
    ];
    const columns = corners.map(([u]) => u * size.width);
    const rows = corners.map(([, v]) => (1 - v) * size.height);
    const [first, last] = grow ? [down, up] : [up, down];
    const rect = {
      left: Math.max(0, first(Math.min(...columns), block.w)),
      top: Math.max(0, first(Math.min(...rows), block.h)),
      right: edge(Math.max(...columns), size.width, last, block.w),
      bottom: edge(Math.max(...rows), size.height, last, block.h),
    };
    return rect.left < rect.right && rect.top < rect.bottom ? [rect] : [];
  };
  return [...areas.boxes.flatMap((box) => rectOf(box, true)), ...areas.unseen.flatMap((box) => rectOf(box, false))];
}

/** The last block of a picture may stand over its edge. */
function edge(value: number, size: number, round: typeof up, block: number): number {
  return value >= size - SLACK ? size : Math.min(size, round(value, block));
}

/** An edge that falls on a sample's border up to rounding takes no further sample. */
const SLACK = 1e-4;

function down(value: number, block: number): number {
  return Math.floor((value + SLACK) / block) * block;
}

function up(value: number, block: number): number {
  return Math.ceil((value - SLACK) / block) * block;
}

/** What an image stream is for: that decides which constant hides what was there. */
export type ImageRole = 'picture' | 'stencil' | 'soft-mask' | 'mask';

/** Layout of the samples of an image without a codec and the sample that is painted. */
export interface SampleFormat {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** One constant a component. */
  readonly paint: readonly number[];
}

/** Reads the format of an image dictionary. Throws CannotCut for colour spaces with no sure black. */
export function sampleFormat(dict: PDFDict, role: ImageRole): SampleFormat {
  const { context } = dict;
  const width = asNumber(context, dict.get(PDFName.of('Width'))) ?? 0;
  const height = asNumber(context, dict.get(PDFName.of('Height'))) ?? 0;
  const isMask = role === 'stencil' || role === 'mask';
  const bits = isMask ? 1 : (asNumber(context, dict.get(PDFName.of('BitsPerComponent'))) ?? 0);
  if (width < 1 || height < 1 || ![1, 2, 4, 8, 16].includes(bits))
    throw new CannotCut('image', 'an image has no sure format');
  const most = 2 ** bits - 1;
  const inverted = isInverted(dict);
  if (role === 'stencil') return { width, height, bits, paint: [inverted ? 0 : 1] };
  if (role === 'mask') return { width, height, bits, paint: [inverted ? 1 : 0] };
  if (role === 'soft-mask') return { width, height, bits, paint: [inverted ? 0 : most] };
  return { width, height, bits, paint: blackOf(dict, most, inverted) };
}

/** Decode [1 0 ...] turns samples over; anything else but the identity has no sure black. */
function isInverted(dict: PDFDict): boolean {
  const decode = lookUp(dict, 'Decode');
  if (!(decode instanceof PDFArray)) return false;
  const values = decode.asArray().map((item) => (item instanceof PDFNumber ? item.asNumber() : Number.NaN));
  if (values.every((value, i) => value === i % 2)) return false;
  if (values.every((value, i) => value === (i + 1) % 2)) return true;
  throw new CannotCut('image', 'an image is decoded in an unusual way');
}

/** Number of components of an additive colour space (grey or RGB); undefined for all others. */
export function additiveComponents(dict: PDFDict): 1 | 3 | undefined {
  const space = spaceOf(dict.context, lookUp(dict, 'ColorSpace'));
  return space?.ink === false && (space.components === 1 || space.components === 3) ? space.components : undefined;
}

/** Number of components of a colour space whose samples say how much of each ink is printed; undefined for all others. */
export function inkComponents(dict: PDFDict): number | undefined {
  const space = spaceOf(dict.context, lookUp(dict, 'ColorSpace'));
  return space?.ink === true ? space.components : undefined;
}

interface Space {
  readonly components: number;
  /** The most of every component is darkest, not the least. */
  readonly ink: boolean;
}

/** Colour spaces of light and of ink (ISO 32000-1, 8.6); undefined for Lab, Indexed, patterns and what is no space. */
function spaceOf(context: PDFContext, space: Maybe): Space | undefined {
  const parts = space instanceof PDFArray ? space.asArray() : [];
  switch (space instanceof PDFArray ? asName(context, parts[0]) : asName(context, space)) {
    case 'DeviceGray':
    case 'CalGray':
    case 'G':
      return { components: 1, ink: false };
    case 'DeviceRGB':
    case 'CalRGB':
    case 'RGB':
      return { components: 3, ink: false };
    case 'DeviceCMYK':
    case 'CMYK':
      return { components: 4, ink: true };
    case 'Separation':
      return { components: 1, ink: true };
    case 'DeviceN':
      return { components: asArray(context, parts[1])?.size() ?? 1, ink: true };
    case 'ICCBased':
      return profileSpace(context, parts[1]);
    default:
      return undefined;
  }
}

function profileSpace(context: PDFContext, profile: PDFObject | undefined): Space | undefined {
  const stream = asStream(context, profile);
  const n = stream === undefined ? undefined : asNumber(context, stream.dict.get(PDFName.of('N')));
  if (n === 4) return { components: 4, ink: true };
  return n === 1 || n === 3 ? { components: n, ink: false } : undefined;
}

function blackOf(dict: PDFDict, most: number, inverted: boolean): readonly number[] {
  const { context } = dict;
  const space = lookUp(dict, 'ColorSpace');
  const known = spaceOf(context, space);
  if (known !== undefined) return new Array<number>(known.components).fill(known.ink === inverted ? 0 : most);
  if (space instanceof PDFArray && asName(context, space.asArray()[0]) === 'Indexed' && !inverted) {
    return [darkestIndex(context, space, most)];
  }
  throw new CannotCut('image', 'an image has a colour space without a sure black');
}

/** The index of the darkest colour of an Indexed space. */
function darkestIndex(context: PDFContext, space: PDFArray, most: number): number {
  const [, base, highest, table] = space.asArray();
  const known = spaceOf(context, resolve(context, base));
  const bytes = paletteBytes(resolve(context, table));
  if (known === undefined || bytes === undefined) throw new CannotCut('image', 'a palette cannot be read');
  const { components, ink } = known;
  const last = Math.min(most, asNumber(context, highest) ?? 0, Math.floor(bytes.length / components) - 1);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= last; i++) {
    const colour = bytes.subarray(i * components, (i + 1) * components);
    const light = colour.reduce((total, value) => total + (ink ? 255 - value : value), 0);
    if (light < least) {
      least = light;
      best = i;
    }
  }
  return best;
}

function paletteBytes(table: PDFObject | undefined): Uint8Array | undefined {
  if (table instanceof PDFString || table instanceof PDFHexString) return table.asBytes();
  return table instanceof PDFRawStream ? decodeStream(table) : undefined;
}

/** Sets the samples of `rects` to the format's constant; rows are padded to whole bytes. */
export function paintSamples(data: Uint8Array, format: SampleFormat, rects: readonly SampleRect[]): void {
  const { bits, paint } = format;
  const stride = Math.ceil((format.width * paint.length * bits) / 8);
  for (const rect of rects) {
    for (let y = rect.top; y < rect.bottom; y++) {
      for (let x = rect.left * paint.length; x < rect.right * paint.length; x++) {
        setSample(data, y * stride, x, bits, paint[x % paint.length] ?? 0);
      }
    }
  }
}

function setSample(data: Uint8Array, row: number, index: number, bits: number, value: number): void {
  if (bits === 8) data[row + index] = value;
  else if (bits === 16) {
    data[row + index * 2] = value >> 8;
    data[row + index * 2 + 1] = value & 255;
  } else {
    const at = row + ((index * bits) >> 3);
    const shift = 8 - bits - ((index * bits) & 7);
    const mask = ((1 << bits) - 1) << shift;
    data[at] = ((data[at] ?? 0) & ~mask) | (value << shift);
  }
}
