import type { OcrEngine, OcrWord } from '../model/ocr.ts';
import { lettersIn } from './segment.ts';
import { type Lie, lieOf, slantOf } from './skew.ts';
import { cropView, despeckle, rotateView, turnView, type View } from './view.ts';

/** What OCR made of a picture: the picture as it was read (upright, level) and its words in that picture's pixels. */
export interface OcrReading {
  readonly view: View;
  readonly words: readonly OcrWord[];
  /** Clockwise quarter turn that was applied. */
  readonly turn: number;
  /** Degrees clockwise by which the page was askew. */
  readonly skew: number;
}

/** Below this mean confidence a page is tried another way. */
const POOR = 0.75;

/** Askew by less than this is left to the engine. */
const LEAST_SKEW = 0.3;

/**
 * Reads a picture of a page with the turn, level and cleaning that give the most confident letters.
 * The upright page is preferred: another turn must read clearly better. Where the file itself says how its text runs,
 * `turn` is the one that rights it: nothing else is tried, and there is nothing to clean.
 */
export async function readPicture(picture: View, ocr: OcrEngine, turn?: number): Promise<OcrReading> {
  if (turn !== undefined) return readTurned(picture, turn, ocr);
  return readUnknown(picture, ocr);
}

async function readUnknown(picture: View, ocr: OcrEngine): Promise<OcrReading> {
  const lie = lieOf(picture);
  const first = await readTurned(picture, lie.sideways ? 90 : 0, ocr);
  let best = first;
  const turn = await otherTurn(picture, first, lie, ocr);
  if (turn !== first.turn) {
    const other = await readTurned(picture, turn, ocr);
    if (confidentLetters(other.words) > confidentLetters(first.words) || linesRun(first.words) !== 0) best = other;
  }
  if (!isPoor(best.words)) return best;
  const cleaned = await ocr.recognise(despeckle(best.view), { layout: 'page' });
  return confidentLetters(cleaned) > confidentLetters(best.words) ? { ...best, words: cleaned } : best;
}

/** The turn to try after the first: what the first reading's lines ask for, or where it was poor, what a piece of the page reads best in. */
async function otherTurn(picture: View, first: OcrReading, lie: Lie, ocr: OcrEngine): Promise<number> {
  const run = linesRun(first.words);
  if (run !== 0) return (first.turn + 360 - run) % 360;
  return isPoor(first.words) ? bestTurn(picture, lie.sideways, lie.doubtful, ocr) : first.turn;
}

/** Degrees clockwise in which most of the words run: engines read lines that run down the page, but place their letters badly. */
function linesRun(words: readonly OcrWord[]): number {
  let [level, down, up] = [0, 0, 0];
  for (const { box, symbols, text } of words) {
    const letters = lettersIn(text);
    const [first, last] = [symbols[0]?.box, symbols.at(-1)?.box];
    if (letters < 4 || first === undefined || last === undefined) continue;
    if (box.y1 - box.y0 < 1.5 * (box.x1 - box.x0)) level += letters;
    else if (last.y0 >= first.y0) down += letters;
    else up += letters;
  }
  if (down > Math.max(level, up)) return 90;
  return up > Math.max(level, down) ? 270 : 0;
}

async function readTurned(picture: View, turn: number, ocr: OcrEngine): Promise<OcrReading> {
  const turned = turnView(picture, turn);
  const skew = slantOf(turned);
  const view = Math.abs(skew) < LEAST_SKEW ? turned : rotateView(turned, -skew);
  const words = await ocr.recognise(view, { layout: 'page' });
  return { view, words, turn, skew: view === turned ? 0 : skew };
}

/** The turn in which a piece of the page reads best; upright, or the first of its pair, where nothing reads. */
async function bestTurn(picture: View, sideways: boolean, doubtful: boolean, ocr: OcrEngine): Promise<number> {
  const likely = sideways ? [90, 270] : [0, 180];
  const turns = doubtful ? [...likely, ...(sideways ? [0, 180] : [90, 270])] : likely;
  const piece = inkiestPiece(picture);
  let best = { turn: turns[0] ?? 0, letters: 0 };
  for (const turn of turns) {
    const letters = confidentLetters(await ocr.recognise(turnView(piece, turn), { layout: 'page' }));
    if (letters > 1.2 * best.letters) best = { turn, letters };
  }
  return best.turn;
}

/** The part of nine overlapping parts, each half as wide and high, whose brightness varies most. */
function inkiestPiece(picture: View): View {
  let best: { view: View; variance: number } | undefined;
  for (const fy of [0, 0.25, 0.5]) {
    for (const fx of [0, 0.25, 0.5]) {
      const x0 = picture.width * fx;
      const y0 = picture.height * fy;
      const view = cropView(picture, { x0, y0, x1: x0 + picture.width / 2, y1: y0 + picture.height / 2 });
      if (view === undefined) continue;
      const variance = varianceOf(view.data);
      if (best === undefined || variance > best.variance) best = { view, variance };
    }
  }
  return best?.view ?? picture;
}

function varianceOf(data: Uint8Array): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 7) {
    const value = data[i] ?? 0;
    sum += value;
    squares += value * value;
    count += 1;
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Letters and digits of words the engine is sure of; short words and marks prove nothing. */
function confidentLetters(words: readonly OcrWord[]): number {
  return words.reduce((sum, word) => {
    const letters = lettersIn(word.text);
    return word.confidence >= 0.7 && letters >= 3 ? sum + letters : sum;
  }, 0);
}

/** Does more than a quarter of the letters stand in words the engine doubts? A page of few letters is no proof. */
function isPoor(words: readonly OcrWord[]): boolean {
  const letters = words.reduce((sum, word) => sum + lettersIn(word.text), 0);
  if (letters === 0) return false;
  const weighted = words.reduce((sum, word) => sum + word.confidence * lettersIn(word.text), 0);
  return weighted / letters < POOR || confidentLetters(words) < 0.6 * letters;
}
