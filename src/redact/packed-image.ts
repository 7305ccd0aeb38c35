import { deflateSync } from 'node:zlib';
import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { encodeG4 } from '../pdf/ccitt.ts';
import { decodeFax } from '../pdf/ccitt-decode.ts';
import { imageData } from '../pdf/image-decode.ts';
import { checkJbig2Globals, jbig2Shown } from '../pdf/jbig2-parts.ts';
import { endOfJp2, jp2Size, withoutJp2Metadata } from '../pdf/jp2-parts.ts';
import { decodeCoefficients } from '../pdf/jpeg-decode.ts';
import { encodeCoefficients } from '../pdf/jpeg-encode.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import { asBoolean, asNumber, asStream, decodeStream, filtersOf, lookUp } from '../pdf/objects.ts';
import { withoutWords } from './colour-profile.ts';
import { CannotCut } from './surgeon-types.ts';
import { refuseLarger, withoutSurplus } from './surplus.ts';

/**
 * An image with the keys of `dict`, in its own codec; JPEG files, those inside a Flate stream too, lose EXIF, comments
 * and thumbnails (leak class 32), and none keeps more than it shows: what a codec holds beyond that is cut off, or the
 * page cannot be kept. Throws CannotCut then, and on a damaged one.
 */
export function withoutMetadata(stream: PDFRawStream, dict: PDFDict): PDFRawStream {
  const filters = filtersOf(stream.dict);
  const codec = filters.at(-1);
  if (codec === undefined || !Object.hasOwn(SHOWN, codec)) return withoutSurplus(stream, dict);
  try {
    const { bytes, parms } = imageData(stream);
    const shown = SHOWN[codec]?.(bytes, dict, parms) ?? { bytes };
    if (shown.bytes === bytes && filters.length > 1) return PDFRawStream.of(dict, stream.getContents());
    if (filters.length > 1) return packed(dict, codec, shown.bytes, shown.parms ?? parms);
    if (shown.parms !== undefined) dict.set(PDFName.of('DecodeParms'), shown.parms);
    return PDFRawStream.of(dict, shown.bytes);
  } catch (error) {
    if (error instanceof CannotCut) throw error;
    throw new CannotCut('image', 'a picture on the page is damaged or holds more than it shows', { cause: error });
  }
}

/** What a codec's data become, with other parameters where they were coded anew. */
interface Shown {
  readonly bytes: Uint8Array;
  readonly parms?: PDFDict;
}

const SHOWN: Readonly<Record<string, (bytes: Uint8Array, dict: PDFDict, parms: PDFDict | undefined) => Shown>> = {
  CCITTFaxDecode: faxShown,
  JBIG2Decode: (bytes, dict, parms) => {
    const shared = parms === undefined ? undefined : asStream(dict.context, lookUp(parms, 'JBIG2Globals'));
    if (shared !== undefined) checkJbig2Globals(decodeStream(shared));
    const shown = jbig2Shown(bytes, sizeOf(dict));
    return { bytes: shown.length === bytes.length ? bytes : shown };
  },
  JPXDecode: (bytes, dict) => ({ bytes: jp2Of(bytes, dict) }),
  DCTDecode: (bytes, dict) => ({ bytes: jpegOf(bytes, dict) }),
};

function sizeOf(dict: PDFDict): { readonly width: number; readonly height: number } {
  const said = (key: string): number => asNumber(dict.context, lookUp(dict, key)) ?? 0;
  return { width: said('Width'), height: said('Height') };
}

/** Fax data up to their last row; those with rows or columns beyond what is shown are coded anew in group 4. */
function faxShown(bytes: Uint8Array, dict: PDFDict, parms: PDFDict | undefined): Shown {
  const { context } = dict;
  const { width, height } = sizeOf(dict);
  const said = (key: string): number | undefined =>
    parms === undefined ? undefined : asNumber(context, lookUp(parms, key));
  const flag = (key: string): boolean => parms !== undefined && asBoolean(context, lookUp(parms, key)) === true;
  const columns = said('Columns') ?? 1728;
  // Readers take rows of another length for other pictures.
  if ((columns + 7) >> 3 !== (width + 7) >> 3) throw new RangeError('fax rows of another width than the picture');
  const { picture, end, more } = decodeFax(
    bytes,
    { k: said('K') ?? 0, columns, byteAlign: flag('EncodedByteAlign') },
    height,
  );
  const rows = said('Rows') ?? 0;
  if (rows > 0 && rows < picture.height) throw new RangeError('fax data with more rows than they say');
  if (!more && columns === width) {
    return end === bytes.length ? { bytes } : { bytes: bytes.subarray(0, end) };
  }
  const again = context.obj({ K: -1, Columns: width, Rows: height, BlackIs1: flag('BlackIs1') });
  return { bytes: encodeG4({ ...picture, width }), parms: again };
}

function jp2Of(bytes: Uint8Array, dict: PDFDict): Uint8Array {
  const clean = withoutJp2Metadata(bytes, withoutWords);
  const size = jp2Size(clean);
  // Grey with alpha: some readers blend it, some show the grey alone, some nothing.
  if (size?.channels === 2) throw new CannotCut('image', 'a picture on the page is shown otherwise by each reader');
  const end = size === undefined ? undefined : endOfJp2(clean, size);
  if (size === undefined || end === undefined) throw new RangeError('JPEG 2000 data that cannot be followed');
  refuseLarger(dict, size.width, size.height);
  if (size.at > 0 && end < clean.length) throw new RangeError('a JPEG 2000 file with something after its picture');
  return clean.subarray(0, end);
}

/** Coded bytes that are left over by honest writers at most: padding. */
const PADDING = 16;

function jpegOf(file: Uint8Array, dict: PDFDict): Uint8Array {
  const { bytes, width, height } = readJpeg(file);
  refuseLarger(dict, width, height);
  const picture = decodeCoefficients(bytes);
  return (picture.unread ?? 0) > PADDING ? encodeCoefficients(picture) : bytes;
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
