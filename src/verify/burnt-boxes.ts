import type { Box } from '../model/geometry.ts';
import type { GreyImage, OcrEngine } from '../model/ocr.ts';
import type { Sighting } from './classes.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';
import type { SecretIndex } from './secrets.ts';

interface Burnt {
  readonly page: number;
  readonly box: Box;
  readonly code: string;
}

const DPI = 200;
const BLACK = 24;
const WHITE = 231;

/**
 * Looks at the boxes as printed: their pixels must be black, but for the white code in them, and
 * what an OCR engine reads around them must not be what they hide.
 */
export async function burntBoxSightings(
  view: PdfiumView,
  burnt: readonly Burnt[],
  secrets: SecretIndex,
  ocr: OcrEngine | undefined,
  hasTerms: boolean,
): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  for (const page of [...new Set(burnt.map((box) => box.page))].sort((a, b) => a - b)) {
    const picture = view.draw(page, DPI);
    for (const { box } of burnt.filter((one) => one.page === page)) {
      if (!isSolid(picture, box))
        found.push({
          name: 'not-solid',
          level: 'leak',
          page,
          box,
          seenBy: ['pdfium'],
          what: 'a box is not solid black',
        });
    }
    if (ocr === undefined || !hasTerms) continue;
    const words = await ocr.recognise(toGrey(picture), { layout: 'page' });
    const read = words.map((word) => word.text).join(' ');
    for (const _ of secrets.find(read)) {
      found.push({
        name: 'image-pixels',
        level: 'leak',
        page,
        seenBy: ['ocr'],
        what: 'text that must be gone can be read from the picture of the page',
      });
    }
  }
  return found;
}

/** Black, with at most a code's worth of white; greys only at the edges of the code's letters. */
function isSolid(picture: Picture, box: Box): boolean {
  const scale = picture.dpi / 72;
  const x0 = Math.ceil(box.x * scale) + 1;
  const y0 = Math.ceil(box.y * scale) + 1;
  const x1 = Math.min(picture.width, Math.floor((box.x + box.w) * scale) - 1);
  const y1 = Math.min(picture.height, Math.floor((box.y + box.h) * scale) - 1);
  let black = 0;
  let between = 0;
  let all = 0;
  for (let y = Math.max(0, y0); y < y1; y++) {
    for (let x = Math.max(0, x0); x < x1; x++) {
      const at = (y * picture.width + x) * 4;
      const level = Math.max(picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0);
      all += 1;
      if (level <= BLACK) black += 1;
      else if (level < WHITE) between += 1;
    }
  }
  return all === 0 || (black / all > 0.5 && between / all < 0.25);
}

function toGrey(picture: Picture): GreyImage {
  const data = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.round(
      0.299 * (picture.data[4 * i] ?? 0) +
        0.587 * (picture.data[4 * i + 1] ?? 0) +
        0.114 * (picture.data[4 * i + 2] ?? 0),
    );
  }
  return {
    width: picture.width,
    height: picture.height,
    data,
    dpi: picture.dpi,
  };
}
