import type { Sighting } from './classes.ts';
import { galleryOf, type SparePicture } from './gallery.ts';
import { isWriting } from './hidden-images.ts';
import type { Pixels } from './painted.ts';
import { viewWithPdfium } from './pdfium-view.ts';
import { viewWithPdfjs } from './pdfjs-view.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';

/** Rows that a picture may have beyond its height; a legal page at 600 dpi. */
const MOST_ROWS = 20_000;
const MOST_PIXELS = 90_000_000;
/** Photographs whose coded data are tried for more rows: that takes as long as drawing them. */
const MOST_JPEG = 40;

/**
 * Writing in rows below the last one that a picture shows: its dictionary, or the head of its codec, was given a
 * smaller height than its data have. No reader shows them, and whoever decodes the stream reads them.
 */
export async function rowSightings(raw: RawPdf): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  const look = (pixels: Pixels | undefined, shown: number | undefined): void => {
    if (pixels === undefined || shown === undefined || pixels.width * pixels.height > MOST_PIXELS) return;
    if (!isWriting(pixels, { x0: 0, y0: shown, x1: pixels.width, y1: pixels.height })) return;
    const what = 'a picture has rows with writing below the last one that it shows';
    found.push({ name: 'image-pixels', level: 'leak', seenBy: ['raw'], what });
  };
  const { photographs = [], others = [] } = Object.groupBy(tallerPictures(raw), ({ object }) =>
    object.codec === 'DCTDecode' ? 'photographs' : 'others',
  );
  const gallery = galleryOf(raw, others);
  if (gallery !== undefined)
    await viewWithPdfjs(gallery, async ({ painted }) => {
      look(painted.images[0]?.pixels(), others[painted.number - 1]?.shown);
    }).catch(() => undefined);
  // pdfjs stretches a photograph whose data end early; PDFium leaves the rest grey.
  const album = galleryOf(raw, photographs);
  const view = album === undefined ? undefined : await viewWithPdfium(album, { apart: true }).catch(() => undefined);
  for (const [index, { shown }] of view === undefined ? [] : photographs.entries()) {
    const picture = view?.shades(index + 1, 72);
    // Whole blocks are coded, and the bits that fill up the last byte may give one more.
    look(picture === undefined ? undefined : { ...picture, channels: 1 }, (Math.ceil(shown / 16) + 1) * 16);
  }
  view?.close();
  return found;
}

interface TallerPicture extends SparePicture {
  /** Rows that the file says it has. */
  readonly shown: number;
}

function tallerPictures(raw: RawPdf): readonly TallerPicture[] {
  let photographs = 0;
  return raw.objects.flatMap((object): readonly TallerPicture[] => {
    const { head, stream, codec } = object;
    const width = numberIn(head, 'Width');
    const shown = numberIn(head, 'Height');
    if (stream === undefined || width < 20 || shown < 1) return [];
    if (codec === 'DCTDecode' && ++photographs > MOST_JPEG) return [];
    const height = Math.min(MOST_ROWS, rowsOf(object, raw, width, shown), Math.floor(MOST_PIXELS / width));
    return height < shown + 20 ? [] : [{ object, width, height, shown, body: (text) => made(text, object, height) }];
  });
}

function numberIn(head: string, key: string): number {
  return Number(new RegExp(`/${key}\\s+(\\d+)(?!\\s+\\d+\\s+R)`).exec(head)?.[1] ?? 0);
}

/** Rows that the data may have; twice as many as are shown where only decoding them would tell. */
function rowsOf({ head, stream = NOTHING, codec }: RawObject, raw: RawPdf, width: number, shown: number): number {
  switch (codec) {
    case 'CCITTFaxDecode':
    case 'DCTDecode':
      return Math.max(2 * shown, shown + 400);
    case 'JBIG2Decode':
      return jbig2Rows(stream);
    case 'JPXDecode':
      return jpxRows(stream);
    case undefined: {
      const bits = /\/ImageMask\s+true/.test(head) ? 1 : numberIn(head, 'BitsPerComponent') * componentsIn(head, raw);
      return bits === 0 ? 0 : Math.floor(stream.length / Math.ceil((width * bits) / 8));
    }
    default:
      return 0;
  }
}

const NOTHING = new Uint8Array();

/** Components of the colour space of a picture; 0 where it is not told in its own dictionary or by a profile. */
function componentsIn(head: string, raw: RawPdf): number {
  const space = /\/ColorSpace\s*(\/\w+|\[[^\]]*\]|\d+\s+\d+\s+R)/.exec(head)?.[1] ?? '';
  const told = familyOf(space);
  const number = /(\d+)\s+\d+\s+R/.exec(space)?.[1];
  if (told !== 0 || number === undefined) return told;
  const heads = raw.objects.flatMap((object) => [object, ...(object.inside ?? [])]);
  const target = heads.findLast((one) => one.number === Number(number))?.head ?? '';
  const profile = /ICCBased\s+(\d+)/.exec(target)?.[1];
  const last = profile === undefined ? target : (heads.findLast((one) => one.number === Number(profile))?.head ?? '');
  return familyOf(target) || numberIn(last, 'N');
}

function familyOf(space: string): number {
  if (/Indexed|DeviceGray|CalGray|Separation/.test(space)) return 1;
  if (/DeviceRGB|CalRGB|\/Lab/.test(space)) return 3;
  return /DeviceCMYK/.test(space) ? 4 : 0;
}

/** The object once more with this height, in its dictionary and where its codec says it. */
function made(text: string, { codec, head, stream = NOTHING }: RawObject, height: number): string {
  const at = text.indexOf('stream', head.trimEnd().length - 2);
  let own = text.slice(0, at).replace(/\/Height\s+\d+/, `/Height ${height}`);
  if (/\/ImageMask\s+true/.test(own))
    own = own
      .replace(/\/BitsPerComponent\s+\d+/, '')
      .replace(/\/ImageMask\s+true/, '/ColorSpace /DeviceGray /BitsPerComponent 1');
  if (codec === 'CCITTFaxDecode') own = own.replace(/\/Rows\s+\d+|\/EndOfBlock\s+false/g, '');
  const data = text.slice(at);
  if (codec !== 'DCTDecode' && codec !== 'JBIG2Decode') return own + data;
  const size = codec === 'DCTDecode' ? jpegHeightAt(stream) : jbig2HeightAt(stream);
  const coded = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength).toString('latin1');
  const from = size === undefined ? -1 : data.indexOf(coded.slice(0, size));
  if (size === undefined || from < 0) return own + data;
  const bytes =
    codec === 'DCTDecode' ? [height >> 8, height & 255] : [0, height >> 16, (height >> 8) & 255, height & 255];
  return own + data.slice(0, from + size) + String.fromCharCode(...bytes) + data.slice(from + size + bytes.length);
}

/** Where a JPEG's frame says its height (T.81, B.2.2). */
function jpegHeightAt(jpeg: Uint8Array): number | undefined {
  for (
    let at = 2;
    at + 9 < jpeg.length && jpeg[at] === 0xff;
    at += 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0))
  ) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) return at + 5;
  }
  return undefined;
}

/** Height by the size marker of a JPEG 2000 code stream. */
function jpxRows(data: Uint8Array): number {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const at = bytes.indexOf('ff4fff51', 0, 'hex');
  return at < 0 || at + 24 > bytes.length ? 0 : bytes.readUInt32BE(at + 12) - bytes.readUInt32BE(at + 20);
}

function jbig2HeightAt(data: Uint8Array): number | undefined {
  const page = segmentsOf(data).find(({ type }) => type === 48);
  return page === undefined ? undefined : page.at + 4;
}

/** The lowest row that the page of JBIG2 data, or a region placed on it, reaches (T.88, 7.4). */
function jbig2Rows(data: Uint8Array): number {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const rows = segmentsOf(data).map(({ type, at }) => {
    const word = (offset: number): number => (at + offset + 4 <= bytes.length ? bytes.readUInt32BE(at + offset) : 0);
    if (type === 48) return word(4) === 0xffffffff ? 0 : word(4);
    return type > 3 && type < 48 && type !== 16 ? word(4) + word(12) : 0;
  });
  return Math.max(0, ...rows);
}

/** Kinds of the segments of JBIG2 data and where their bodies lie (T.88, 7.2). */
function segmentsOf(data: Uint8Array): readonly { readonly type: number; readonly at: number }[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const found: { type: number; at: number }[] = [];
  for (let at = 0; at + 11 <= bytes.length; ) {
    const [number, flags, count] = [bytes.readUInt32BE(at), bytes.readUInt8(at + 4), bytes.readUInt8(at + 5) >> 5];
    const many = count === 7 ? bytes.readUInt32BE(at + 5) & 0x1fffffff : count;
    const short = number <= 256 ? 1 : 2;
    const head = 5 + (count === 7 ? 4 + ((many + 8) >> 3) : 1) + many * (number <= 65536 ? short : 4);
    const body = at + head + ((flags & 64) === 0 ? 1 : 4) + 4;
    if (body > bytes.length) break;
    found.push({ type: flags & 63, at: body });
    at = body + bytes.readUInt32BE(body - 4);
  }
  return found;
}
