import { PDFArray, type PDFContext, PDFDict, PDFName, type PDFObject, PDFRawStream } from 'pdf-lib';
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { DecodeError } from './filters.ts';
import { decodeStream, filtersOf, lookUp } from './objects.ts';
import { openPdfjs } from './pdfjs.ts';
import { writeFreshPdf } from './write-pdf.ts';

/** Filters that hold a picture in a format of its own (ISO 32000-1, table 6). */
const CODECS: ReadonlySet<string> = new Set(['DCTDecode', 'JPXDecode', 'JBIG2Decode', 'CCITTFaxDecode']);

/** Data of an image stream with the plain filters undone: samples, or what the named codec holds. */
export interface ImageData {
  readonly bytes: Uint8Array;
  readonly codec?: string;
  readonly parms?: PDFDict;
}

/** Undoes the plain filters of an image stream; at most one codec may stand last. Throws DecodeError. */
export function imageData(stream: PDFRawStream): ImageData {
  const filters = filtersOf(stream.dict);
  const at = filters.findIndex((filter) => CODECS.has(filter));
  if (at < 0) return { bytes: decodeStream(stream) };
  const codec = filters[at];
  if (codec === undefined || at !== filters.length - 1)
    throw new DecodeError('an image codec stands before another filter');
  const parms = lookUp(stream.dict, 'DecodeParms');
  const list = parms instanceof PDFArray ? parms.asArray() : [parms];
  const own = list[at] === undefined ? undefined : stream.dict.context.lookup(list[at]);
  const codecParms = own instanceof PDFDict ? { parms: own } : {};
  if (at === 0) return { bytes: stream.getContents(), codec, ...codecParms };
  const before = PDFDict.withContext(stream.dict.context);
  before.set(PDFName.of('Filter'), stream.dict.context.obj(filters.slice(0, at)));
  before.set(
    PDFName.of('DecodeParms'),
    stream.dict.context.obj(list.slice(0, at).map((item) => item ?? null) as PDFObject[]),
  );
  return { bytes: decodeStream(PDFRawStream.of(before, stream.getContents())), codec, ...codecParms };
}

/** Samples as pdfjs decodes them: packed 1-bit (1 = white) or RGB. */
export interface DecodedImage {
  readonly kind: 'bits' | 'rgb';
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Decodes an image of any codec through pdfjs; masks are left out. With `bilevel` its samples are
 * given as they are, whatever its colour space and Decode say. Throws DecodeError.
 */
export async function decodeImage(stream: PDFRawStream, bilevel: boolean): Promise<DecodedImage> {
  const { context } = stream.dict;
  const image = PDFRawStream.of(stream.dict.clone(context), stream.getContents());
  const left = bilevel ? ['SMask', 'Mask', 'ImageMask', 'Decode', 'ColorSpace'] : ['SMask', 'Mask'];
  for (const key of left) image.dict.delete(PDFName.of(key));
  if (bilevel) {
    image.dict.set(PDFName.of('ColorSpace'), PDFName.of('DeviceGray'));
    image.dict.set(PDFName.of('BitsPerComponent'), context.obj(1));
  }
  const doc = await openPdfjs(onePage(context, image));
  try {
    const page = await doc.getPage(1);
    const list = await page.getOperatorList();
    const at = list.fnArray.findIndex((fn) => fn === OPS.paintImageXObject || fn === OPS.paintInlineImageXObject);
    if (at < 0) throw new DecodeError('an image cannot be decoded');
    const argument: unknown = list.argsArray[at]?.[0];
    const found: unknown = typeof argument === 'string' ? await loaded(page, argument) : argument;
    return asDecoded(found);
  } finally {
    await doc.loadingTask.destroy();
  }
}

interface ObjectStore {
  get(id: string, callback: (value: unknown) => void): unknown;
}

function loaded(page: { readonly objs: ObjectStore; readonly commonObjs: ObjectStore }, id: string): Promise<unknown> {
  const store = id.startsWith('g_') ? page.commonObjs : page.objs;
  return new Promise((done) => {
    store.get(id, done);
  });
}

/** ImageKind of pdfjs. */
const KINDS = { bits: 1, rgb: 2, rgba: 3 };

function asDecoded(value: unknown): DecodedImage {
  if (typeof value !== 'object' || value === null) throw new DecodeError('an image cannot be decoded');
  const { width, height, kind, data } = value as Record<string, unknown>;
  if (typeof width !== 'number' || typeof height !== 'number' || !ArrayBuffer.isView(data)) {
    throw new DecodeError('an image cannot be decoded');
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (kind === KINDS.bits) return { kind: 'bits', width, height, data: bytes.slice() };
  if (kind === KINDS.rgb) return { kind: 'rgb', width, height, data: bytes.slice(0, width * height * 3) };
  if (kind !== KINDS.rgba) throw new DecodeError('an image decodes to an unknown kind');
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; i < rgb.length; i += 3, at += 4) rgb.set(bytes.subarray(at, at + 3), i);
  return { kind: 'rgb', width, height, data: rgb };
}

function onePage(context: PDFContext, image: PDFRawStream): Uint8Array {
  const content = PDFRawStream.of(PDFDict.withContext(context), Buffer.from('q 400 0 0 400 0 0 cm /I Do Q', 'latin1'));
  const page = context.obj({ Type: 'Page', MediaBox: [0, 0, 400, 400] });
  page.set(PDFName.of('Contents'), content);
  const images = PDFDict.withContext(context);
  images.set(PDFName.of('I'), image);
  page.set(PDFName.of('Resources'), context.obj({ XObject: images }));
  const pages = context.obj({ Type: 'Pages', Count: 1, Kids: [page] });
  return writeFreshPdf(context, context.obj({ Type: 'Catalog', Pages: pages }));
}
