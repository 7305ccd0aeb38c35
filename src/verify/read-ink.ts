import { type Box, growBox } from '../model/geometry.ts';
import type { GreyImage, OcrEngine, OcrWord, PixelBox } from '../model/ocr.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';
import type { PlacedWord } from './read-together.ts';

const DPI = 200;

/** Pixels of a picture to be read, at most: vast sheets are drawn coarser. */
const MOST_PIXELS = 36_000_000;

/** What is drawn around ink, in points, and what is set around that, in pixels: an engine wants paper around letters. */
const EDGE = 2;
const PAPER = 40;

/** Letters as tall as this, in pixels, are larger than those an engine was taught. */
const TALL = 110;

/** Shades no farther apart than this are one colour, of 255: nothing is written there. */
const ONE_COLOUR = 4;

/** Shades of two pictures that look the same differ no more than this: PDFium rounds where it draws. */
const SAME = 12;

/** Pixels of a picture that may come again, at most, and of all that are kept. */
const SMALL = 400_000;
const KEPT = 24_000_000;

/** Reads patches of pages with an OCR engine; what looks the same as one before is not read again. */
export class InkReader {
  private readonly view: PdfiumView;
  private readonly ocr: OcrEngine;
  private readonly known = new Map<string, Known[]>();
  private kept = 0;

  constructor(view: PdfiumView, ocr: OcrEngine) {
    this.view = view;
    this.ocr = ocr;
  }

  /** The words of each of some patches of a page (displayed points), in the engine's order. */
  async read(page: number, patches: readonly Box[]): Promise<readonly (readonly PlacedWord[])[]> {
    const parts = patches.map((patch) => {
      const box = growBox(patch, EDGE);
      return { box, dpi: Math.min(DPI, 72 * Math.sqrt(MOST_PIXELS / (box.w * box.h))) };
    });
    const pictures = this.view.details(page, parts);
    const words = await Promise.all(pictures.map((picture) => this.words(picture)));
    return parts.map(({ box, dpi }, i) => {
      const scale = 72 / dpi;
      return (words[i] ?? []).map(({ text, box: { x0, y0, x1, y1 } }) => ({
        text,
        box: {
          x: box.x + (x0 - PAPER) * scale,
          y: box.y + (y0 - PAPER) * scale,
          w: (x1 - x0) * scale,
          h: (y1 - y0) * scale,
        },
      }));
    });
  }

  private words(picture: Picture): Promise<readonly OcrWord[]> {
    const key = `${picture.width} ${picture.height} ${Math.round(picture.dpi)}`;
    const alike = this.known.get(key) ?? [];
    const again = alike.find(({ data }) => looksSame(data, picture.data));
    if (again !== undefined) return again.words;
    const words = isOneColour(picture) ? Promise.resolve([]) : this.recognise(picture);
    const size = picture.data.length;
    if (size <= SMALL && this.kept + size <= KEPT) {
      this.kept += size;
      this.known.set(key, [...alike, { data: picture.data, words }]);
    }
    return words;
  }

  /** Large letters are read at half their size too, which suits the engine better. */
  private async recognise(picture: Picture): Promise<readonly OcrWord[]> {
    const image = onPaper(picture);
    const words = await this.ocr.recognise(image, { layout: 'page' });
    if (!words.some(({ box }) => box.y1 - box.y0 > TALL)) return words;
    const again = await this.ocr.recognise(halved(image), { layout: 'page' });
    return [...words, ...again.map((word) => ({ ...word, box: doubled(word.box) }))];
  }
}

interface Known {
  readonly data: Uint8Array;
  readonly words: Promise<readonly OcrWord[]>;
}

function doubled({ x0, y0, x1, y1 }: PixelBox): PixelBox {
  return { x0: 2 * x0, y0: 2 * y0, x1: 2 * x1, y1: 2 * y1 };
}

/** The picture at half its size: each pixel the mean of four. */
function halved({ width, height, data, dpi }: GreyImage): GreyImage {
  const [wide, tall] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const out = new Uint8Array(wide * tall);
  const at = (x: number, y: number): number => data[Math.min(height - 1, y) * width + Math.min(width - 1, x)] ?? 255;
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++) {
      const [left, top] = [2 * x, 2 * y];
      out[y * wide + x] = (at(left, top) + at(left + 1, top) + at(left, top + 1) + at(left + 1, top + 1) + 2) >> 2;
    }
  }
  return { width: wide, height: tall, data: out, dpi: dpi / 2 };
}

function looksSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > SAME) return false;
  return true;
}

function isOneColour({ data }: Picture): boolean {
  let [low, high] = [255, 0];
  for (const level of data) {
    if (level < low) low = level;
    if (level > high) high = level;
  }
  return high - low <= ONE_COLOUR;
}

/** The picture in the midst of paper of the shade that most of its edge has. */
function onPaper({ width, height, data, dpi }: Picture): GreyImage {
  const counts = new Uint32Array(256);
  const count = (at: number): void => {
    const level = data[at] ?? 255;
    counts[level] = (counts[level] ?? 0) + 1;
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) count(y * width + x);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) count(y * width + x);
  const paper = counts.indexOf(counts.reduce((most, one) => Math.max(most, one), 0));
  const wide = width + 2 * PAPER;
  const out = new Uint8Array(wide * (height + 2 * PAPER)).fill(paper);
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + PAPER) * wide + PAPER);
  return { width: wide, height: height + 2 * PAPER, data: out, dpi };
}
