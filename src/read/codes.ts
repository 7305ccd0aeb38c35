import type { Barcode, BarcodeReader } from '../model/barcode.ts';
import { type Box, clipBox, growBox, sharedArea, unionBox } from '../model/geometry.ts';
import type { PixelBox } from '../model/ocr.ts';
import type { Zone } from '../model/page.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { barsIn } from './bars.ts';
import type { PlacedWord, Segment } from './segment.ts';
import { cropView, toPageBox, toPixelBox, type View } from './view.ts';

/** A barcode of a page, in displayed points. */
export interface PlacedCode {
  readonly format: string;
  readonly box: Box;
  readonly text?: string;
}

/** Points around a code that belong to it: its quiet zone. */
const MARGIN = 3;

/** Square codes larger than this, in points, are printed nowhere: what seems one and says nothing is a table. */
const LARGEST_SQUARE = 300;
const SQUARE = /^(?:DataMatrix|QRCode|MicroQRCode|RMQRCode|Aztec|MaxiCode)$/;

/** The codes of a picture of a page, and stretches of bars that no reader could make sense of. */
export async function findCodes(view: View, reader: BarcodeReader | undefined): Promise<readonly PlacedCode[]> {
  const read = await codesIn(view, reader);
  const bars = barsIn(view)
    .map((box) => growBox(toPageBox(view, box), MARGIN))
    .filter((box) => !read.some((code) => sharedArea(code.box, box) > 0.3 * box.w * box.h))
    .map((box): PlacedCode => ({ format: 'unknown', box }));
  return [...read, ...bars];
}

async function codesIn(view: View, reader: BarcodeReader | undefined): Promise<readonly PlacedCode[]> {
  const found = reader === undefined ? [] : await reader.read(view).catch((): readonly Barcode[] => []);
  return found
    .map(({ format, text, box }) => ({
      format,
      box: growBox(toPageBox(view, tall(box)), MARGIN),
      ...(text === undefined ? {} : { text }),
    }))
    .filter(({ box, text, format }) => {
      const size = Math.max(box.w, box.h);
      if (text !== undefined) return size >= 14 && text.trim() !== '';
      return size >= 14 && !(SQUARE.test(format) && size > LARGEST_SQUARE);
    });
}

/** Readers tell the line they read a linear code by; the bars stand above and below it. */
function tall(box: PixelBox): PixelBox {
  const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
  const more = Math.max(0, Math.max(w, h) / 8 - Math.min(w, h)) / 2;
  return w >= h ? { ...box, y0: box.y0 - more, y1: box.y1 + more } : { ...box, x0: box.x0 - more, x1: box.x1 + more };
}

/** The codes inside some boxes of a page only. */
export async function findCodesIn(
  picture: View,
  areas: readonly Box[],
  reader: BarcodeReader | undefined,
): Promise<readonly PlacedCode[]> {
  const found: PlacedCode[] = [];
  for (const area of areas) {
    const crop = cropView(picture, toPixelBox(picture, growBox(area, 4 * MARGIN)));
    if (crop !== undefined) found.push(...(await findCodes(crop, reader)));
  }
  return found.filter((code, i) => !found.slice(0, i).some((other) => sharedArea(other.box, code.box) > 0));
}

/** Strokes thinner or squares smaller than this, in points, are what codes are drawn of. */
const MODULE = 6;

/** Fewer strokes than this make no code. */
const LEAST_STROKES = 16;

/** Where a page with a text layer may show a code: its pictures, and crowds of narrow strokes or small squares. */
export function codeAreas(page: PageModel): readonly Box[] {
  const pictures = page.images
    .filter(({ visible, box }) => visible && Math.min(box.w, box.h) >= 8 && Math.max(box.w, box.h) >= 18)
    .map(({ box }) => box);
  const strokes = page.paths.flatMap(({ fill, stroke, box, segments }) => {
    const small = Math.min(box.w, box.h) <= MODULE && Math.max(box.w, box.h) <= 160;
    const many = segments.length >= 16 * LEAST_STROKES;
    return (fill || stroke) && (small || many) ? [{ box, count: many ? LEAST_STROKES : 1 }] : [];
  });
  const crowds = crowdsOf(strokes).filter(({ box, count }) => count >= LEAST_STROKES && Math.min(box.w, box.h) >= 8);
  return [...pictures, ...crowds.map(({ box }) => box)].flatMap((box) => clipBox(box, page) ?? []);
}

interface Crowd {
  readonly box: Box;
  readonly count: number;
}

/** Strokes that nearly touch, together. They come in the order they were drawn: a code is drawn at a stretch. */
function crowdsOf(strokes: readonly Crowd[]): readonly Crowd[] {
  const crowds: Crowd[] = [];
  for (const stroke of strokes) {
    const last = crowds.at(-1);
    if (last !== undefined && sharedArea(growBox(last.box, 12), growBox(stroke.box, 0.1)) > 0) {
      crowds[crowds.length - 1] = { box: unionBox([last.box, stroke.box]), count: last.count + stroke.count };
    } else crowds.push(stroke);
  }
  return crowds;
}

/** What the codes say, as a block of words that stand where the code stands: searched and covered like text. */
export function wordsOfCodes(codes: readonly PlacedCode[]): readonly (readonly Segment[])[] {
  return codes.flatMap(({ text, box }): Segment[][] => {
    // Control characters part the fields of licences and labels.
    const lines = (text ?? '').split(/[\n\r\u001c-\u001f]+/).filter((line) => line.trim() !== '');
    const segments = lines.map((line): Segment => ({ words: wordsOfLine(line, box), upright: box, size: box.h }));
    const read = segments.filter(({ words }) => words.length > 0);
    return read.length === 0 ? [] : [read];
  });
}

function wordsOfLine(line: string, box: Box): readonly PlacedWord[] {
  const texts = line.match(/[^\s\p{C}]+/gu) ?? [];
  return texts.map((text) => ({
    text,
    box,
    glyphs: Array.from({ length: text.length }, () => [box.x, box.y, box.w, box.h]).flat(),
    confidence: 1,
    upright: box,
    code: true,
  }));
}

/** Codes a person has to look at: those not read, and those that say more than the page says in plain letters. */
export function zonesOfCodes(codes: readonly PlacedCode[], words: readonly PlacedWord[]): readonly Zone[] {
  const plain = letters(words.map(({ text }) => text).join(' '));
  return codes.flatMap(({ text, format, box }): Zone[] => {
    if (text !== undefined && plain.includes(letters(text))) return [];
    const name = format === 'unknown' ? 'a barcode' : `a ${format} code`;
    const why =
      text === undefined
        ? `${name} that could not be read`
        : `${name} was read and searched; what it says stands nowhere on the page in plain letters`;
    return [{ box, kind: 'barcode', why }];
  });
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Is most of the word's place a code? What OCR reads there is no text. */
export function isInCode({ box }: { readonly box: Box }, codes: readonly PlacedCode[]): boolean {
  return codes.some((code) => sharedArea(code.box, box) > 0.5 * box.w * box.h);
}

/** Changes of light and dark in a row that only codes, hatching and grain have. */
const BUSY = 10;

/** Is the box busy enough to hold a code, looked at coarsely: do many of its rows or columns change often? */
export function isBusy(view: View, box: Box): boolean {
  const crop = cropView(view, toPixelBox(view, box));
  if (crop === undefined) return false;
  const { width, height, data } = crop;
  const middle = (data.reduce((a, b) => Math.min(a, b), 255) + data.reduce((a, b) => Math.max(a, b), 0)) / 2;
  const busyLines = (lines: number, length: number, at: (line: number, i: number) => number): number => {
    let busy = 0;
    for (let line = 0; line < lines; line++) {
      let changes = 0;
      for (let i = 1; i < length; i++)
        if ((data[at(line, i)] ?? 0) < middle !== (data[at(line, i - 1)] ?? 0) < middle) changes += 1;
      if (changes >= BUSY) busy += 1;
    }
    return busy / Math.max(1, lines);
  };
  return (
    busyLines(height, width, (y, x) => y * width + x) >= 0.3 || busyLines(width, height, (x, y) => y * width + x) >= 0.3
  );
}

/** Share of a box that sure words may take before what was seen there is print, not a code. */
const PRINTED = 0.15;

/** The codes without those that were seen in print and could not be read: letters make patterns too. */
export function withoutPrint(codes: readonly PlacedCode[], words: readonly PlacedWord[]): readonly PlacedCode[] {
  const sure = words.filter(
    ({ text, confidence }) => confidence >= 0.8 && new Set(text.match(/[\p{L}\p{N}]/gu)).size >= 3,
  );
  return codes.filter(({ text, box }) => {
    if (text !== undefined) return true;
    const printed = sure.reduce((sum, word) => sum + sharedArea(word.box, box), 0);
    return Math.min(box.w, box.h) >= 14 && printed <= PRINTED * box.w * box.h;
  });
}
