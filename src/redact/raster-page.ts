import { type PDFContext, type PDFDict, PDFRawStream, type PDFRef } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { type PagePlan, type PaintedBox, partsOf } from '../model/redacting.ts';
import type { Bitmap } from '../pdf/bitmap.ts';
import { encodeJpeg } from '../pdf/encode.ts';
import { jpegStream, pixelStream } from '../pdf/image-stream.ts';
import { greyJpeg } from '../pdf/jpeg-grey.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import { Drawing, num } from './drawing.ts';
import type { FontBook } from './font-book.ts';
import { addBoxes, addStamps } from './overlay.ts';
import { reducePixels } from './reduce-pixels.ts';
import { addTextLayer } from './text-layer.ts';

/** Draws a page of the source (from 1), as displayed, at a resolution. */
export type RenderPage = (page: number, dpi: number) => Bitmap;

/** Resolution of rebuilt pages; text of 6 pt stays legible and OCR reads it. */
const DPI = 300;

/** No rebuilt page has more pixels; a larger sheet is drawn coarser. */
const MOST_PIXELS = 35_000_000;

/**
 * A new page made of the picture of a source page: boxes painted on the pixels first, then the words
 * that stay as invisible text, the boxes with their codes, the stamps. Nothing else of the source
 * page reaches it.
 */
export function rasterPage(
  context: PDFContext,
  fonts: FontBook,
  plan: PagePlan,
  boxes: readonly PaintedBox[],
  render: RenderPage,
): PDFDict {
  const { width, height } = plan.text;
  const painted = boxes.flatMap(partsOf);
  const dpi = Math.min(DPI, Math.floor(72 * Math.sqrt(MOST_PIXELS / (width * height))));
  const bitmap = render(plan.page, dpi);
  paintBoxes(bitmap, painted, plan.text);
  const drawing = new Drawing(fonts, plan.text);
  drawing.add(`q ${num(width)} 0 0 ${num(height)} 0 0 cm /Im0 Do Q\n`);
  addTextLayer(drawing, plan.text, painted);
  addBoxes(drawing, boxes, plan.text);
  addStamps(drawing, plan.stamps, boxes, plan.text);
  return pageOf(context, drawing, pictureStream(context, bitmap));
}

function pageOf(context: PDFContext, drawing: Drawing, picture: PDFRawStream): PDFDict {
  const { width, height } = drawing.page;
  const prefix = 'F';
  const fonts = drawing.faces().map((face): [string, PDFRef] => [`${prefix}${face}`, drawing.fonts.reference(face)]);
  const content = Buffer.from(drawing.content(prefix), 'latin1');
  return context.obj({
    Type: 'Page',
    MediaBox: [0, 0, Number(num(width)), Number(num(height))],
    Resources: { XObject: { Im0: context.register(picture) }, Font: Object.fromEntries(fonts) },
    Contents: context.register(PDFRawStream.of(context.obj({}), content)),
  });
}

/** JPEG quality of rebuilt pages with tints or photographs. */
const QUALITY = 88;

/** Without loss is worth this much more room: flat tints stay flat and boxes constant. */
const LOSSLESS_BONUS = 1.25;

function pictureStream(context: PDFContext, bitmap: Bitmap): PDFRawStream {
  const pixels = reducePixels(bitmap);
  const lossless = pixelStream(context, pixels);
  if (pixels.kind === 'bitmap1') return lossless;
  const colour = encodeJpeg(bitmap, QUALITY);
  const lossy = jpegStream(context, readJpeg(pixels.kind === 'grey' ? greyJpeg(colour) : colour));
  return lossless.contents.length <= lossy.contents.length * LOSSLESS_BONUS ? lossless : lossy;
}

/** Sets every pixel that a box touches to black, whole pixels outwards. */
export function paintBoxes(
  bitmap: Bitmap,
  boxes: readonly Box[],
  page: { readonly width: number; readonly height: number },
): void {
  const sx = bitmap.width / page.width;
  const sy = bitmap.height / page.height;
  const words = new Uint32Array(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.width * bitmap.height);
  const black = new Uint32Array(new Uint8Array([0, 0, 0, 255]).buffer)[0] ?? 0;
  for (const box of boxes) {
    const left = Math.max(0, Math.floor(box.x * sx));
    const right = Math.min(bitmap.width, Math.ceil((box.x + box.w) * sx));
    const bottom = Math.min(bitmap.height, Math.ceil((box.y + box.h) * sy));
    for (let y = Math.max(0, Math.floor(box.y * sy)); y < bottom; y++) {
      words.fill(black, y * bitmap.width + left, y * bitmap.width + right);
    }
  }
}
