import { deflateSync } from 'node:zlib';
import { PDFArray, type PDFContext, PDFDict, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib';
import { encodeG4 } from '../pdf/ccitt.ts';
import { encodeJpeg } from '../pdf/encode.ts';
import { decodeImage, imageData } from '../pdf/image-decode.ts';
import { predictUp } from '../pdf/image-stream.ts';
import { decodeCoefficients } from '../pdf/jpeg-decode.ts';
import { encodeCoefficients } from '../pdf/jpeg-encode.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import type { JpegPicture } from '../pdf/jpeg-picture.ts';
import { asBoolean, asStream, filtersOf, lookUp } from '../pdf/objects.ts';
import type { ImageUse } from '../pdf/page-model.ts';
import { editedSamples } from './coarse-samples.ts';
import {
  type Areas,
  additiveComponents,
  type ImageRole,
  inkComponents,
  paintSamples,
  type SampleFormat,
  type SampleRect,
  sampleFormat,
  sampleRects,
} from './image-samples.ts';
import { packed } from './packed-image.ts';
import { paperAround } from './paper-shade.ts';
import { CannotCut, type EditImage } from './surgeon-types.ts';
import { refuseLarger } from './surplus.ts';

/**
 * Makes the editor of images for one document: a copy of the image with the samples under the boxes
 * set to one constant, and the same in its masks. Resolution, colour space, bits and codec stay: a JPEG
 * keeps its other blocks untouched (only coefficients are changed), 1-bit stays 1-bit in group 4.
 */
export function imageEditor(context: PDFContext): EditImage {
  return async (use, stream, boxes, unseen = []) => {
    const areas = { boxes, unseen };
    const edit = async (image: PDFRawStream, role: ImageRole): Promise<PDFRef> => {
      const dict = keptKeys(context, image.dict);
      for (const [key, part] of [
        ['SMask', 'soft-mask'],
        ['Mask', 'mask'],
      ] as const) {
        const mask = asStream(context, image.dict.get(PDFName.of(key)));
        if (mask !== undefined) dict.set(PDFName.of(key), await edit(mask, part));
      }
      return context.register(await editStream(image, dict, role, use, areas));
    };
    try {
      return await edit(stream, use.stencil ? 'stencil' : 'picture');
    } catch (error) {
      if (error instanceof CannotCut) throw error;
      throw new CannotCut('image', 'an image under a box cannot be decoded', { cause: error });
    }
  };
}

/** What an image dictionary may keep, its layer until it is known whether it is seen: no Metadata, OPI, Alternates, Name, StructParent, ID (ISO 32000-1, table 89). */
const IMAGE_KEYS = [
  'Type',
  'Subtype',
  'Width',
  'Height',
  'ColorSpace',
  'BitsPerComponent',
  'Intent',
  'ImageMask',
  'Mask',
  'Decode',
  'Interpolate',
  'OC',
];

function keptKeys(context: PDFContext, from: PDFDict): PDFDict {
  if (from.has(PDFName.of('Matte'))) throw new CannotCut('image', 'an image is blended with its mask');
  if (lookUp(from, 'SMaskInData')?.toString() === '1') throw new CannotCut('image', 'an image carries its mask inside');
  if (lookUp(from, 'Mask') instanceof PDFArray) throw new CannotCut('image', 'an image is masked by colour');
  const kept = PDFDict.withContext(context);
  for (const key of IMAGE_KEYS) {
    const value = from.get(PDFName.of(key));
    if (value !== undefined) kept.set(PDFName.of(key), value);
  }
  return kept;
}

async function editStream(
  image: PDFRawStream,
  dict: PDFDict,
  role: ImageRole,
  use: ImageUse,
  areas: Areas,
): Promise<PDFRawStream> {
  const data = imageData(image);
  const transform = data.parms === undefined ? undefined : lookUp(data.parms, 'ColorTransform');
  if (transform !== undefined) throw new CannotCut('image', 'a JPEG has its colours declared outside');
  if (data.codec === 'DCTDecode') {
    const edited = editJpeg(data.bytes, dict, role, use, areas);
    return filtersOf(image.dict).length > 1 ? packed(dict, data.codec, edited.getContents()) : edited;
  }
  if (data.codec === 'CCITTFaxDecode' || data.codec === 'JBIG2Decode')
    return editBilevel(image, dict, role, use, areas);
  if (data.codec === 'JPXDecode') return editDecoded(image, dict, role, use, areas);
  const format = sampleFormat(dict, role);
  const size = Math.ceil((format.width * format.paint.length * format.bits) / 8) * format.height;
  if (data.bytes.length < size) throw new CannotCut('image', 'an image is shorter than its size says');
  const samples = data.bytes.slice(0, size);
  paintSamples(samples, format, editedSamples(use, areas, format, role));
  return samplesStream(dict, format, samples);
}

/** Samples written back without loss: 1-bit as group 4, deeper ones as Flate with a predictor. */
function samplesStream(dict: PDFDict, format: SampleFormat, samples: Uint8Array): PDFRawStream {
  const { width, height, bits } = format;
  if (bits === 1 && format.paint.length === 1) return bilevelStream(dict, width, height, samples);
  const stride = samples.length / height;
  const parms = { Predictor: 15, Colors: format.paint.length, BitsPerComponent: bits, Columns: width };
  setFilter(dict, 'FlateDecode', parms);
  return PDFRawStream.of(dict, deflateSync(predictUp(samples, stride, height), { level: 6 }));
}

function bilevelStream(dict: PDFDict, width: number, height: number, samples: Uint8Array): PDFRawStream {
  // Without BlackIs1 a black run decodes to samples of 0.
  const bits = samples.map((byte) => ~byte);
  setFilter(dict, 'CCITTFaxDecode', { K: -1, Columns: width, Rows: height });
  return PDFRawStream.of(dict, encodeG4({ width, height, bits }));
}

function setFilter(dict: PDFDict, filter: string, parms: Readonly<Record<string, number>> | undefined): void {
  dict.set(PDFName.of('Filter'), PDFName.of(filter));
  if (parms !== undefined) dict.set(PDFName.of('DecodeParms'), dict.context.obj(parms));
}

async function editBilevel(
  image: PDFRawStream,
  dict: PDFDict,
  role: ImageRole,
  use: ImageUse,
  areas: Areas,
): Promise<PDFRawStream> {
  dict.set(PDFName.of('BitsPerComponent'), dict.context.obj(1));
  const format = sampleFormat(dict, role);
  const decoded = await decodeImage(image, true);
  if (decoded.kind !== 'bits' || decoded.width !== format.width || decoded.height !== format.height) {
    throw new CannotCut('image', 'a 1-bit image decodes to something else');
  }
  paintSamples(decoded.data, format, editedSamples(use, areas, format, role));
  return bilevelStream(dict, format.width, format.height, decoded.data);
}

/** Samples a side that a sample of JPEG 2000 is mixed with, and how much of a page they may take, in points. */
const WAVELET_BLOCK = 32;
const HIGHEST_BLOCK = 12;
const PHOTO_QUALITY = 90;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** JPEG 2000 has no coefficients that can be cut alone: decoded, painted in whole 32-sample blocks, kept as samples. */
async function editDecoded(
  image: PDFRawStream,
  dict: PDFDict,
  role: ImageRole,
  use: ImageUse,
  areas: Areas,
): Promise<PDFRawStream> {
  if (role !== 'picture') throw new CannotCut('image', 'a mask is coded as JPEG 2000');
  const decoded = await decodeImage(image, false);
  if (decoded.kind !== 'rgb') throw new CannotCut('image', 'a JPEG 2000 image decodes to 1 bit');
  const { width, height } = decoded;
  refuseLarger(dict, width, height);
  const size = { width, height };
  const blocks = sampleRects(use, areas, size, { w: WAVELET_BLOCK, h: WAVELET_BLOCK });
  const [a, b] = use.matrix;
  // The ground of a layered scan is so coarse that black blocks would hide lines of the other layers.
  if ((WAVELET_BLOCK * Math.hypot(a, b)) / width > HIGHEST_BLOCK) {
    const masked = dict.has(PDFName.of('SMask')) || dict.has(PDFName.of('Mask'));
    const exact = sampleRects(use, areas, size, { w: 1, h: 1 });
    const shade = paperAround(decoded.data, size, blocks, exact, masked);
    if (shade === undefined)
      throw new CannotCut('image', 'a JPEG 2000 image is too coarse for a part of it to be taken out');
    paintSamples(decoded.data, { ...size, bits: 8, paint: shade }, blocks);
    return photo(dict, size, decoded.data);
  }
  const grey = decoded.data.every((value, i) => i % 3 === 0 || value === decoded.data[i - 1]);
  const samples = grey ? decoded.data.filter((_, i) => i % 3 === 0) : decoded.data;
  const format = { width, height, bits: 8, paint: grey ? [0] : [0, 0, 0] };
  describe(dict, size, grey ? 'DeviceGray' : 'DeviceRGB');
  paintSamples(samples, format, blocks);
  return samplesStream(dict, format, samples);
}

/** RGB samples as a JPEG: without loss they would take many times the room of a JPEG 2000 file. */
function photo(dict: PDFDict, size: Size, rgb: Uint8Array): PDFRawStream {
  const rgba = new Uint8Array(size.width * size.height * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) rgba.set(rgb.subarray(from, from + 3), to);
  describe(dict, size, 'DeviceRGB');
  setFilter(dict, 'DCTDecode', undefined);
  return PDFRawStream.of(dict, readJpeg(encodeJpeg({ ...size, dpi: 72, data: rgba }, PHOTO_QUALITY)).bytes);
}

function describe(dict: PDFDict, { width, height }: Size, space: 'DeviceGray' | 'DeviceRGB'): void {
  dict.delete(PDFName.of('Decode'));
  dict.set(PDFName.of('Width'), dict.context.obj(width));
  dict.set(PDFName.of('Height'), dict.context.obj(height));
  dict.set(PDFName.of('BitsPerComponent'), dict.context.obj(8));
  dict.set(PDFName.of('ColorSpace'), PDFName.of(space));
}

function editJpeg(bytes: Uint8Array, dict: PDFDict, role: ImageRole, use: ImageUse, areas: Areas): PDFRawStream {
  const picture = decodeCoefficients(bytes);
  refuseLarger(dict, picture.width, picture.height);
  const components = picture.components.length;
  const space = role === 'soft-mask' ? 1 : (additiveComponents(dict) ?? inkComponents(dict));
  if (space !== components || asBoolean(dict.context, dict.get(PDFName.of('ImageMask'))) === true) {
    throw new CannotCut('image', 'a JPEG has a colour space without a sure black');
  }
  const { paint } = sampleFormat(dict, role);
  const rects = sampleRects(use, areas, picture, { w: 8 * picture.maxH, h: 8 * picture.maxV });
  fillBlocks(picture, rects, (paint[0] ?? 0) > 0);
  setFilter(dict, 'DCTDecode', undefined);
  return PDFRawStream.of(dict, encodeCoefficients(picture));
}

/** Sets whole blocks to the least (or the most) of all components: one DC coefficient that decodes beyond the end of the range, no AC. */
function fillBlocks(picture: JpegPicture, rects: readonly SampleRect[], most: boolean): void {
  const isCoded = isTransformed(picture);
  picture.components.forEach((component, index) => {
    const step = picture.quantisation[component.table]?.[0] ?? 1;
    const extreme = Math.ceil(1024 / Math.max(1, step)) * (most ? 1 : -1);
    const dc = isCoded && (index === 1 || index === 2) ? 0 : extreme;
    const scaleX = component.h / (8 * picture.maxH);
    const scaleY = component.v / (8 * picture.maxV);
    for (const rect of rects) {
      const right = Math.min(component.blocksWide, Math.ceil(rect.right * scaleX));
      const bottom = Math.min(component.blocksHigh, Math.ceil(rect.bottom * scaleY));
      for (let y = Math.floor(rect.top * scaleY); y < bottom; y++) {
        for (let x = Math.floor(rect.left * scaleX); x < right; x++) {
          const at = 64 * (y * component.blocksWide + x);
          component.coefficients.fill(0, at, at + 64);
          component.coefficients[at] = dc;
        }
      }
    }
  });
}

/**
 * Are the first three components coded as brightness and two differences? Three are unless Adobe's marker or the ids
 * say RGB, four are where Adobe's marker says so (ISO 32000-1, table 13).
 */
function isTransformed(picture: JpegPicture): boolean {
  const ids = picture.components.map((component) => component.id).join();
  if (picture.components.length === 4) return picture.adobeTransform === 2;
  return picture.components.length === 3 && picture.adobeTransform !== 0 && ids !== '82,71,66';
}
