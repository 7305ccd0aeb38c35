import type { BarcodeReader } from '../model/barcode.ts';
import type { Box } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { Zone } from '../model/page.ts';
import type { Bitmap } from '../pdf/bitmap.ts';
import { arrange } from './arrange.ts';
import { findCodes, isInCode, withoutPrint, wordsOfCodes, zonesOfCodes } from './codes.ts';
import { growToInk } from './grow.ts';
import { type OcrReading, readPicture } from './ocr-page.ts';
import { segmentsOfOcr } from './ocr-words.ts';
import { isDoubtful, isKnown, isNoise, readDoubtfulAgain, readLeftOver } from './second-look.ts';
import type { PlacedWord, Segment } from './segment.ts';
import { cropView, shrinkView, toPixelBox, type View, viewOf } from './view.ts';
import { findZones } from './zones.ts';

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

/** The dpi to read a page at: 300, more for tiny pages that hold fine pictures, less where the page is vast. */
function readingDpi(size: { readonly width: number; readonly height: number }, pictureDpi: number): number {
  const least = Math.min(size.width, size.height) < 400 ? Math.min(1200, Math.max(OCR_DPI, pictureDpi)) : OCR_DPI;
  const most = 72 * Math.sqrt(MOST_PIXELS / Math.max(1, size.width * size.height));
  return Math.max(20, Math.min(least, most));
}

/** A page read once, before what is doubtful or left over is read again. */
export interface FirstReading {
  readonly words: readonly PlacedWord[];
  readonly reading: OcrReading | undefined;
}

/** Reads a page for the first time. `upright`: the turn that rights it, where known. */
export async function readAtFirst(picture: View, ocr: OcrEngine, upright?: number): Promise<FirstReading> {
  if (isBlank(picture)) return { words: [], reading: undefined };
  const reading = await readPicture(picture, ocr, upright);
  return { words: wordsIn(segmentsOfOcr(reading.words, reading.view)), reading };
}

/** Reads a whole page from a picture of it, or from its first reading on; a blank page gives no blocks and no zones. */
export async function readPixels(
  first: FirstReading | View,
  ocr: OcrEngine,
  barcodes?: BarcodeReader,
): Promise<PixelText> {
  const { reading } = 'reading' in first ? first : await readAtFirst(first, ocr);
  if (reading === undefined) return { blocks: [], zones: [], turn: 0, skew: 0 };
  const { view, words, turn, skew } = reading;
  const read = segmentsOfOcr(await readDoubtfulAgain(view, words, ocr), view);
  const codes = withoutPrint(await findCodes(view, barcodes), wordsIn(read));
  const segments = read.filter((segment) => !segment.words.every((word) => isInCode(word, codes)));
  const placed = wordsIn(segments);
  const covered = codes.map(({ box }) => box);
  const done = (all: readonly Segment[], zones: readonly Zone[]): PixelText => ({
    blocks: [...arrange(growToInk(view, all)), ...wordsOfCodes(codes)],
    zones: [...zones, ...zonesOfCodes(codes, wordsIn(all))],
    turn,
    skew,
  });
  const zones = findZones(view, placed, { covered });
  if (zones.every((zone) => zone.kind === 'low-confidence')) return done(segments, zones);
  const more = await readLeftOver(view, placed, zones, ocr);
  const all = [...segments.filter((segment) => !isNoise(segment, zones)), ...more];
  return done(all, findZones(view, wordsIn(all), { covered }));
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
    const fresh = words.filter((word) => !isDoubtful(word));
    const segments = segmentsOfOcr(fresh, view);
    const unknown = segments.filter((segment) => !segment.words.some((word) => isKnown(word, known)));
    found.push(...growToInk(view, unknown));
  }
  return found;
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
