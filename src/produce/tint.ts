import {
  BlendMode,
  concatTransformationMatrix,
  type PDFFont,
  popGraphicsState,
  pushGraphicsState,
  rgb,
  StandardFonts,
} from 'pdf-lib';
import { type Box, growBox, sharedArea } from '../model/geometry.ts';
import type { PageText } from '../model/page.ts';
import { invert, multiply } from '../pdf/matrix.ts';
import { loadDocument } from '../pdf/objects.ts';
import { frameOf } from '../pdf/page-frame.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';

/** A box that is drawn so that what stands beneath stays legible. */
export interface TintBox {
  readonly box: Box;
  readonly code: string;
}

/** What is drawn over one page, and what the page holds (for room beside the boxes). */
export interface TintPage {
  readonly boxes: readonly TintBox[];
  readonly text: PageText;
  /** True: the whole page is framed. */
  readonly whole: boolean;
}

const OUTLINE = rgb(0.7, 0, 0.1);
const FILL = rgb(1, 0.9, 0.35);
/** Share of the tint; multiplied with the page, so that ink stays as dark as it was. */
const STRENGTH = 0.7;
const CODE = { size: 6.5, edge: 4, frame: 6 };

/**
 * The pages of a PDF with translucent boxes over them: outline, light fill, code beside. Nothing is removed; boxes in
 * displayed points, pages in the order of the file.
 */
export async function tintPdf(bytes: Uint8Array, pages: readonly TintPage[]): Promise<Uint8Array> {
  if (pages.every(({ boxes, whole }) => boxes.length === 0 && !whole)) return bytes;
  const doc = await loadDocument(bytes);
  const font = await doc.embedFont(StandardFonts.HelveticaBold);
  for (const [i, page] of doc.getPages().entries()) {
    const { boxes, text, whole } = pages[i] ?? { boxes: [], text: undefined, whole: false };
    if (text === undefined || (boxes.length === 0 && !whole)) continue;
    const frame = frameOf(page.node);
    const inverse = invert(frame.toDisplay);
    if (inverse === undefined) throw new RangeError('the page has no area');
    const { width, height } = frame;
    page.pushOperators(pushGraphicsState(), concatTransformationMatrix(...multiply([1, 0, 0, -1, 0, height], inverse)));
    const place = (box: Box) => ({ x: box.x, y: height - box.y - box.h, width: box.w, height: box.h });
    for (const { box } of boxes) {
      page.drawRectangle({ ...place(box), color: FILL, opacity: STRENGTH, blendMode: BlendMode.Multiply });
      page.drawRectangle({ ...place(growBox(box, 0.5)), borderColor: OUTLINE, borderWidth: 0.8 });
    }
    const edge = CODE.frame;
    const sheet = { x: edge, y: edge, w: width - 2 * edge, h: height - 2 * edge };
    if (whole) page.drawRectangle({ ...place(sheet), borderColor: OUTLINE, borderWidth: 1.6 });
    for (const { x, y, code } of codePlaces(boxes, text, font))
      page.drawText(code, { x, y: height - y, size: CODE.size, font, color: OUTLINE });
    page.pushOperators(popGraphicsState());
  }
  await doc.flush();
  return writeFreshPdf(doc.context, doc.catalog);
}

interface CodePlace {
  readonly x: number;
  /** Baseline, from the top. */
  readonly y: number;
  readonly code: string;
}

/** Beside its box where nothing stands, else in a margin at its height. */
function codePlaces(boxes: readonly TintBox[], text: PageText, font: PDFFont): readonly CodePlace[] {
  const full: Box[] = [...text.words.map((word) => word.box), ...boxes.map(({ box }) => box)];
  return boxes.map(({ box, code }) => {
    const w = font.widthOfTextAtSize(code, CODE.size);
    const h = CODE.size;
    const y = Math.max(0, box.y + Math.min(box.h, 14) / 2 - h / 2);
    const rows = [0, h, -h, 2 * h, -2 * h].map((step) => y + step);
    const columns = [box.x + box.w + 2, box.x - w - 2, CODE.edge + CODE.frame, text.width - w - CODE.edge - CODE.frame];
    const places = rows.flatMap((top) => columns.map((x): Box => ({ x, y: top, w, h })));
    const free = places.find((one) => isOn(one, text) && !full.some((other) => sharedArea(one, other) > 0));
    const at = free ?? { x: CODE.edge + CODE.frame, y, w, h };
    full.push(at);
    return { x: at.x, y: at.y + h * 0.85, code };
  });
}

function isOn(box: Box, page: PageText): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.w <= page.width && box.y + box.h <= page.height;
}
