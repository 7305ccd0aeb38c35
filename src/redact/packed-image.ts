import { deflateSync } from 'node:zlib';
import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { imageData } from '../pdf/image-decode.ts';
import { jp2Size, withoutJp2Metadata } from '../pdf/jp2-parts.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import { filtersOf } from '../pdf/objects.ts';
import { withoutWords } from './colour-profile.ts';
import { CannotCut } from './surgeon-types.ts';
import { refuseLarger, withoutSurplus } from './surplus.ts';

/**
 * An image with the keys of `dict`, in its own codec; JPEG files, those inside a Flate stream too, lose EXIF, comments
 * and thumbnails (leak class 32), and none keeps more than it shows. Throws CannotCut on a damaged one.
 */
export function withoutMetadata(stream: PDFRawStream, dict: PDFDict): PDFRawStream {
  const filters = filtersOf(stream.dict);
  const codec = filters.at(-1);
  if (codec === 'CCITTFaxDecode' || codec === 'JBIG2Decode') return PDFRawStream.of(dict, stream.getContents());
  if (codec !== 'JPXDecode' && codec !== 'DCTDecode') return withoutSurplus(stream, dict);
  try {
    const { bytes, parms } = imageData(stream);
    const clean = codec === 'JPXDecode' ? jp2Of(bytes, dict) : jpegOf(bytes, dict);
    return filters.length === 1 ? PDFRawStream.of(dict, clean) : packed(dict, codec, clean, parms);
  } catch (error) {
    if (error instanceof CannotCut) throw error;
    throw new CannotCut('image', 'a picture on the page is damaged', { cause: error });
  }
}

function jp2Of(bytes: Uint8Array, dict: PDFDict): Uint8Array {
  const size = jp2Size(bytes);
  if (size !== undefined) refuseLarger(dict, size.width, size.height);
  return withoutJp2Metadata(bytes, withoutWords);
}

function jpegOf(file: Uint8Array, dict: PDFDict): Uint8Array {
  const { bytes, width, height } = readJpeg(file);
  refuseLarger(dict, width, height);
  return bytes;
}

/** The data of a codec inside a Flate stream, as producers pack pages that are nearly blank; alone where that gains nothing. */
export function packed(dict: PDFDict, codec: string, bytes: Uint8Array, parms?: PDFDict): PDFRawStream {
  const smaller = deflateSync(bytes, { level: 6 });
  const gains = smaller.length < 0.9 * bytes.length;
  dict.set(PDFName.of('Filter'), gains ? dict.context.obj(['FlateDecode', codec]) : PDFName.of(codec));
  dict.delete(PDFName.of('DecodeParms'));
  if (parms !== undefined) dict.set(PDFName.of('DecodeParms'), gains ? dict.context.obj([null, parms]) : parms);
  return PDFRawStream.of(dict, gains ? smaller : bytes);
}
