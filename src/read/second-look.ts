import { distance } from 'fastest-levenshtein';
import { sharedArea } from '../model/geometry.ts';
import type { OcrEngine, OcrWord, PixelBox } from '../model/ocr.ts';
import type { Zone } from '../model/page.ts';
import { segmentsOfOcr } from './ocr-words.ts';
import { lettersIn, type PlacedWord, type Segment } from './segment.ts';
import { cropView, despeckle, toPixelBox, type View, withPixels } from './view.ts';
import { DOUBTFUL, explainsInk } from './zones.ts';

/** A word found only when all others were painted over must be this sure. */
const SURE = 0.6;

/** Words of one page that are read a second time at most. */
const MOST_WORDS = 40;

/**
 * The words with doubtful ones read again by themselves: on a noisy page an engine often doubts a word it reads
 * right. A second reading counts only where it is sure and much like the first; the word's place stays.
 */
export async function readDoubtfulAgain(
  view: View,
  words: readonly OcrWord[],
  ocr: OcrEngine,
): Promise<readonly OcrWord[]> {
  let left = MOST_WORDS;
  const out: OcrWord[] = [];
  for (const word of words) {
    const doubtful = word.confidence < SURE && lettersIn(word.text) >= 1 && left > 0;
    if (doubtful) left -= 1;
    out.push(doubtful ? await readWordAgain(view, word, ocr) : word);
  }
  return out;
}

async function readWordAgain(view: View, word: OcrWord, ocr: OcrEngine): Promise<OcrWord> {
  const { box } = word;
  const margin = 0.35 * Math.min(box.y1 - box.y0, box.x1 - box.x0) + 4;
  const around: PixelBox = { x0: box.x0 - margin, y0: box.y0 - margin, x1: box.x1 + margin, y1: box.y1 + margin };
  const crop = cropView(view, around);
  if (crop === undefined) return word;
  for (const picture of [crop, despeckle(crop)]) {
    const found = await ocr.recognise(onPaper(picture), { layout: 'block' });
    const text = found.map((again) => again.text).join('');
    const confidence = Math.min(1, ...found.map((again) => again.confidence));
    const alike =
      1 - distance(folded(text), folded(word.text)) / Math.max(1, folded(text).length, folded(word.text).length);
    if (found.length > 0 && confidence >= SURE && alike >= 0.6) {
      return text === word.text ? { ...word, confidence } : { ...word, text, confidence, symbols: [] };
    }
  }
  return word;
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The picture with paper of its own brightest shade around it: engines want a margin. */
function onPaper(picture: View): View {
  const margin = 20;
  const [width, height] = [picture.width + 2 * margin, picture.height + 2 * margin];
  const paper = picture.data.reduce((best, value) => Math.max(best, value), 0);
  const data = new Uint8Array(width * height).fill(paper);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width, (y + 1) * picture.width);
    data.set(row, (y + margin) * width + margin);
  }
  return { ...picture, width, height, data };
}

/** With the words that were read painted over, an engine finds labels and stamps that it took for pictures. */
export async function readLeftOver(
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
  const fresh = found.filter((word) => word.confidence >= SURE && lettersIn(word.text) >= 2);
  return segmentsOfOcr(fresh, view).filter((segment) =>
    segment.words.some(
      (word) =>
        !isKnown(word, sure) && zones.some((zone) => sharedArea(zone.box, word.box) > 0.3 * word.box.w * word.box.h),
    ),
  );
}

/** Does a known word stand at the place of this one? */
export function isKnown(word: PlacedWord, known: readonly PlacedWord[]): boolean {
  return known.some(({ box }) => sharedArea(box, word.box) > 0.3 * Math.min(box.w * box.h, word.box.w * word.box.h));
}

/** Doubtful scraps inside a zone are the engine's guesses at strokes, not words. */
export function isNoise(segment: Segment, zones: readonly Zone[]): boolean {
  return segment.words.every(
    (word) =>
      !explainsInk(word) &&
      zones.some(
        (zone) => zone.kind !== 'low-confidence' && sharedArea(zone.box, word.box) > 0.5 * word.box.w * word.box.h,
      ),
  );
}

/** Words too doubtful to stand for the ink they were read from. */
export function isDoubtful(word: OcrWord): boolean {
  return word.confidence < DOUBTFUL;
}
