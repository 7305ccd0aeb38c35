import { PDFContext, type PDFDict, PDFRawStream, type PDFRef } from 'pdf-lib';
import { jpegStream, type Pixels, pixelStream } from './image-stream.ts';
import { readJpeg } from './jpeg-parts.ts';
import { writeFreshPdf } from './write-pdf.ts';

/**
 * A picture that becomes a page: a JPEG file kept as it is (its EXIF orientation is
 * applied, its metadata dropped) or pixels. `dpi` (and `dpiY` where a fax has other
 * rows) sets the page size; where absent a JPEG's own resolution, then 200, is taken.
 */
export type ImagePage = (Pixels | { readonly kind: 'jpeg'; readonly bytes: Uint8Array }) & {
  readonly dpi?: number;
  readonly dpiY?: number;
};

const DEFAULT_DPI = 200;

/** Resolutions outside this range are mistakes of the header (72 stands in many photos, but so it does in screen shots). */
const SANE_DPI = { least: 50, most: 2400 };

/** No page is wider or higher than this in points (ISO 32000-1, annex C: 14,400). */
const LARGEST_PAGE = 14_400;

/** No page is smaller than this: a stamp must find room. */
const SMALLEST_PAGE = 72;

/** A PDF of one page a picture, in the order given. Throws RangeError where a JPEG is damaged or the list empty. */
export function imagesToPdf(images: readonly ImagePage[]): Uint8Array {
  if (images.length === 0) throw new RangeError('no picture to wrap');
  const context = PDFContext.create();
  const pages = context.obj({ Type: 'Pages' });
  const parent = context.register(pages);
  const kids = images.map((image) => context.register(imagePage(context, parent, image)));
  pages.set(context.obj('Kids'), context.obj(kids));
  pages.set(context.obj('Count'), context.obj(kids.length));
  return writeFreshPdf(context, context.obj({ Type: 'Catalog', Pages: parent }));
}

interface Drawn {
  readonly stream: PDFRawStream;
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly dpiY: number;
  readonly orientation: number;
}

function drawn(context: PDFContext, image: ImagePage): Drawn {
  if (image.kind !== 'jpeg') {
    const dpi = saneDpi(image.dpi);
    const { width, height } = image;
    return { stream: pixelStream(context, image), width, height, dpi, dpiY: saneDpi(image.dpiY, dpi), orientation: 1 };
  }
  const jpeg = readJpeg(image.bytes);
  // 72 is what cameras and converters write when they know nothing.
  const own = jpeg.dpi === 72 ? undefined : jpeg.dpi;
  const dpi = saneDpi(image.dpi ?? own);
  const { width, height, orientation } = jpeg;
  return { stream: jpegStream(context, jpeg), width, height, dpi, dpiY: saneDpi(image.dpiY, dpi), orientation };
}

function saneDpi(dpi: number | undefined, otherwise: number = DEFAULT_DPI): number {
  if (dpi === undefined || !(dpi >= SANE_DPI.least && dpi <= SANE_DPI.most)) return otherwise;
  return dpi;
}

function imagePage(context: PDFContext, parent: PDFRef, image: ImagePage): PDFDict {
  const picture = drawn(context, image);
  const natural = { w: (picture.width * 72) / picture.dpi, h: (picture.height * 72) / picture.dpiY };
  const scale = Math.min(
    LARGEST_PAGE / Math.max(natural.w, natural.h),
    Math.max(1, SMALLEST_PAGE / Math.min(natural.w, natural.h)),
  );
  const turned = picture.orientation >= 5;
  const width = round((turned ? natural.h : natural.w) * scale);
  const height = round((turned ? natural.w : natural.h) * scale);
  const content = `q ${orientedMatrix(picture.orientation, width, height)} cm /Im0 Do Q\n`;
  return context.obj({
    Type: 'Page',
    Parent: parent,
    MediaBox: [0, 0, width, height],
    Resources: { XObject: { Im0: context.register(picture.stream) } },
    Contents: context.register(PDFRawStream.of(context.obj({}), Buffer.from(content, 'latin1'))),
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Matrix that maps the unit square of an image to the upright page, for EXIF orientations 1 to 8 (EXIF 2.3, 4.6.4). */
function orientedMatrix(orientation: number, w: number, h: number): string {
  const matrices: readonly (readonly number[])[] = [
    [w, 0, 0, h, 0, 0],
    [-w, 0, 0, h, w, 0],
    [-w, 0, 0, -h, w, h],
    [w, 0, 0, -h, 0, h],
    [0, -h, -w, 0, w, h],
    [0, -h, w, 0, 0, h],
    [0, h, w, 0, 0, 0],
    [0, h, -w, 0, w, 0],
  ];
  return (matrices[orientation - 1] ?? matrices[0] ?? []).join(' ');
}
