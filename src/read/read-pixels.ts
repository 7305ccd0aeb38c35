import { type Box, sharedArea } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { Zone } from '../model/page.ts';
import type { Bitmap } from '../pdf/bitmap.ts';
import { arrange } from './arrange.ts';
import { readPicture } from './ocr-page.ts';
import { segmentsOfOcr } from './ocr-words.ts';
import { lettersIn, type PlacedWord, type Segment } from './segment.ts';
import { cropView, shrinkView, toPixelBox, type View, viewOf, withPixels } from './view.ts';
import { DOUBTFUL, explainsInk, findZones } from './zones.ts';

/** Gives a picture of the page at `dpi` dots an inch. */
export type Render = (dpi: number) => Bitmap | Promise<Bitmap>;

/** A page as its pixels read. */
export interface PixelText {
  readonly blocks: readonly (readonly Segment[])[];
  readonly zones: readonly Zone[];
  readonly turn: number;
  readonly skew: number;
}

/** OCR engines are trained on letters scanned at 300 dpi. */
const OCR_DPI = 300;

/** Pixels a page is drawn with at most: a sheet of 14 by 17 inches at 260 dpi. */
const MOST_PIXELS = 16_000_000;

/** A word found only when all others were painted over must be this sure. */
const SECOND_LOOK = 0.6;

/** The dpi to read a page at: 300, more for tiny pages that hold fine pictures, less where the page is vast. */
export function readingDpi(size: { readonly width: number; readonly height: number }, pictureDpi: number): number {
  const least = Math.min(size.width, size.height) < 400 ? Math.min(1200, Math.max(OCR_DPI, pictureDpi)) : OCR_DPI;
  const most = 72 * Math.sqrt(MOST_PIXELS / Math.max(1, size.width * size.height));
  return Math.max(20, Math.min(least, most));
}

/** Reads a whole page from a picture of it; a blank page gives no blocks and no zones. */
export async function readPixels(picture: View, ocr: OcrEngine): Promise<PixelText> {
  if (isBlank(picture)) return { blocks: [], zones: [], turn: 0, skew: 0 };
  const { view, words, turn, skew } = await readPicture(picture, ocr);
  const segments = segmentsOfOcr(words, view);
  const placed = wordsIn(segments);
  const zones = findZones(view, placed);
  if (zones.every((zone) => zone.kind === 'low-confidence')) return { blocks: arrange(segments), zones, turn, skew };
  const more = await secondLook(view, placed, zones, ocr);
  const all = [...segments.filter((segment) => !isNoise(segment, zones)), ...more];
  return { blocks: arrange(all), zones: findZones(view, wordsIn(all)), turn, skew };
}

/** Reads parts of a page only; words that `known` already has are left out. */
export async function readAreas(
  picture: View,
  areas: readonly Box[],
  known: readonly PlacedWord[],
  ocr: OcrEngine,
): Promise<readonly Segment[]> {
  const found: Segment[] = [];
  for (const area of areas) {
    const crop = cropView(picture, toPixelBox(picture, area));
    if (crop === undefined || isBlank(crop)) continue;
    const { view, words } = await readPicture(crop, ocr);
    const fresh = words.filter((word) => word.confidence >= DOUBTFUL);
    const segments = segmentsOfOcr(fresh, view);
    found.push(...segments.filter((segment) => !segment.words.some((word) => isKnown(word, known))));
  }
  return found;
}

function isKnown(word: PlacedWord, known: readonly PlacedWord[]): boolean {
  return known.some(({ box }) => sharedArea(box, word.box) > 0.3 * Math.min(box.w * box.h, word.box.w * word.box.h));
}

/** With the words that were read painted over, an engine finds labels and stamps that it took for pictures. */
async function secondLook(
  view: View,
  words: readonly PlacedWord[],
  zones: readonly Zone[],
  ocr: OcrEngine,
): Promise<readonly Segment[]> {
  const data = view.data.slice();
  const sure = words.filter(explainsInk);
  for (const { box } of sure) {
    const { x0, y0, x1, y1 } = toPixelBox(view, box);
    const [left, right] = [Math.max(0, Math.floor(x0) - 2), Math.min(view.width, Math.ceil(x1) + 2)];
    for (let y = Math.max(0, Math.floor(y0) - 2); y < Math.min(view.height, Math.ceil(y1) + 2); y++) {
      if (right > left) data.fill(255, y * view.width + left, y * view.width + right);
    }
  }
  const found = await ocr.recognise(withPixels(view, data), { layout: 'sparse' });
  const fresh = found.filter((word) => word.confidence >= SECOND_LOOK && lettersIn(word.text) >= 2);
  return segmentsOfOcr(fresh, view).filter((segment) =>
    segment.words.some(
      (word) => !isKnown(word, sure) && zones.some((zone) => sharedArea(zone.box, word.box) > 0.3 * word.box.w * word.box.h),
    ),
  );
}

/** Doubtful scraps inside a zone are the engine's guesses at strokes, not words. */
function isNoise(segment: Segment, zones: readonly Zone[]): boolean {
  return segment.words.every(
    (word) =>
      !explainsInk(word) &&
      zones.some((zone) => zone.kind !== 'low-confidence' && sharedArea(zone.box, word.box) > 0.5 * word.box.w * word.box.h),
  );
}

function wordsIn(segments: readonly Segment[]): readonly PlacedWord[] {
  return segments.flatMap((segment) => segment.words);
}

/** No pixel of a coarse picture differs from the others by more than paper does. */
function isBlank(picture: View): boolean {
  const { data } = shrinkView(picture, Math.max(1, Math.round(picture.dpi / 100)));
  let [low, high] = [255, 0];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low < 20;
}

/** A picture of the page at the dpi that suits reading. */
export async function pictureOf(
  render: Render,
  size: { readonly width: number; readonly height: number },
  pictureDpi: number,
): Promise<View> {
  return viewOf(await render(readingDpi(size, pictureDpi)), size);
}
