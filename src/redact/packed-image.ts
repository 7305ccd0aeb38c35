import { deflateSync } from 'node:zlib';
import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { imageData } from '../pdf/image-decode.ts';
import { withoutJp2Metadata } from '../pdf/jp2-parts.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import { filtersOf } from '../pdf/objects.ts';
import { CannotCut } from './surgeon-types.ts';

/**
 * An image with the keys of `dict`, in its own codec; JPEG files, those inside a Flate stream too, lose EXIF, comments
 * and thumbnails (leak class 32). Throws CannotCut on a damaged one.
 */
export function withoutMetadata(stream: PDFRawStream, dict: PDFDict): PDFRawStream {
  const filters = filtersOf(stream.dict);
  const codec = filters.at(-1);
  if (codec !== 'JPXDecode' && codec !== 'DCTDecode') return PDFRawStream.of(dict, stream.getContents());
  try {
    const { bytes, parms } = imageData(stream);
    const clean = codec === 'JPXDecode' ? withoutJp2Metadata(bytes) : readJpeg(bytes).bytes;
    return filters.length === 1 ? PDFRawStream.of(dict, clean) : packed(dict, codec, clean, parms);
  } catch (error) {
    throw new CannotCut('image', 'a picture on the page is damaged', { cause: error });
  }
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
