import { type Box, growBox, sharedArea } from '../model/geometry.ts';
import type { GreyImage, OcrEngine, PixelBox } from '../model/ocr.ts';
import type { Sighting } from './classes.ts';
import { confirmLetters } from './letter-sheet.ts';
import type { PaintedPage } from './painted.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';
import { regionsToRead } from './regions-to-read.ts';
import type { SecretIndex } from './secrets.ts';
import { ShownLetters, type SureWord } from './shown-letters.ts';
import { unexplainedInk } from './unexplained-ink.ts';

interface Burnt {
  readonly page: number;
  readonly box: Box;
  readonly code: string;
}

const DPI = 200;
/** Boxes flatter than this, in points, are looked at twice as closely: their codes are mostly edges at less. */
const FLAT = 14;
const BLACK = 24;
const WHITE = 231;

/** Pixels of a picture to be read, at most: vast sheets are drawn coarser. */
const MOST_PIXELS = 36_000_000;

/** Pages read at once. */
const AT_ONCE = 4;

/** Looks at the boxes as printed: their pixels must be black, but for the white code in them. */
export function solidSightings(view: PdfiumView, burnt: readonly Burnt[]): readonly Sighting[] {
  const pages = [...Map.groupBy(burnt, (one) => one.page)].sort(([a], [b]) => a - b);
  return pages.flatMap(([page, boxes]) => {
    const pictures = view.parts(
      page,
      boxes.map(({ box }) => ({ box: inner(box), dpi: Math.min(box.w, box.h) < FLAT ? 2 * DPI : DPI })),
    );
    return boxes
      .filter(({ box }, i) => !isSolid(pictures[i]) && !isFilledByCode(view, page, box))
      .map(
        ({ box }): Sighting => ({
          name: 'not-solid',
          level: 'leak',
          page,
          box,
          seenBy: ['pdfium'],
          what: 'a box is not solid black',
        }),
      );
  });
}

/** The pixels of a box that lie wholly in it. */
function inner({ x, y, w, h }: Box): Box {
  const edge = (2 * 72) / DPI;
  return { x: x + edge, y: y + edge, w: Math.max(0, w - 2 * edge), h: Math.max(0, h - 2 * edge) };
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ink: Box | undefined;
}

/**
 * Reads pages with boxes as printed. Where every letter that a page shows has been seen to be what the file says it
 * is, and letters, rules and boxes explain all its ink, its picture says what the other readers were told; else an OCR
 * engine reads what is left to explain.
 */
export class PrintedPages {
  private readonly letters = new ShownLetters();
  private readonly pages = new Map<number, Sheet>();
  private readonly view: PdfiumView;

  constructor(view: PdfiumView) {
    this.view = view;
  }

  /** Takes note of a page that is to be read. */
  add(page: PaintedPage): void {
    this.letters.add(page);
    const { number, width, height } = page;
    this.pages.set(number, { width, height, ink: unexplainedInk(page, this.view.shades(number, 72)) });
  }

  async sightings(secrets: SecretIndex, ocr: OcrEngine): Promise<readonly Sighting[]> {
    await confirmLetters(this.letters.samples, this.view, ocr);
    const found: Sighting[] = [];
    const pages = [...this.pages];
    // Several at once keep the engine's threads busy; all at once would hold the pictures of a whole document.
    for (let from = 0; from < pages.length; from += AT_ONCE) {
      const some = pages.slice(from, from + AT_ONCE);
      const read = await Promise.all(some.map(([page, sheet]) => this.read(page, sheet, ocr)));
      for (const [i, [page]] of some.entries()) {
        for (const _ of (read[i] ?? []).flatMap((text) => secrets.find(text))) found.push(readable(page));
      }
    }
    return found;
  }

  /** What the engine reads where only the picture tells what stands there. */
  private async read(page: number, sheet: Sheet, ocr: OcrEngine): Promise<readonly string[]> {
    const regions = regionsToRead(sheet, this.letters.unsure(page), sheet.ink);
    if (regions.length === 0) return [];
    const pictures = this.view.parts(
      page,
      regions.map((box) => ({ box, dpi: Math.min(DPI, 72 * Math.sqrt(MOST_PIXELS / (box.w * box.h))) })),
    );
    const images = pictures.map(toGrey);
    const words = await Promise.all(images.map((image) => ocr.recognise(image, { layout: 'page' })));
    const sure = wordsByRow(this.letters.sure(page));
    return words.map((here, i) => {
      const [region, image] = [regions[i], images[i]];
      if (region === undefined || image === undefined) return '';
      const scale = region.w / Math.max(1, image.width);
      return here.map(({ text, box }) => saidAt(placeOf(box, region, scale), sure, sheet.ink) ?? text).join(' ');
    });
  }
}

/** Where pixels of a picture of a region lie on the page. */
function placeOf({ x0, y0, x1, y1 }: PixelBox, region: Box, scale: number): Box {
  return { x: region.x + x0 * scale, y: region.y + y0 * scale, w: (x1 - x0) * scale, h: (y1 - y0) * scale };
}

/** Height of the rows in which words are looked up, in points. */
const ROW = 16;

function wordsByRow(words: readonly SureWord[]): ReadonlyMap<number, readonly SureWord[]> {
  return Map.groupBy(words, ({ box }) => Math.floor((box.y + box.h / 2) / ROW));
}

/**
 * What the file says at a place where every letter was seen to be what it says: an engine that reads the place once
 * more may take an s for a blank. Undefined where ink that nothing explains may lie over those letters.
 */
function saidAt(place: Box, rows: ReadonlyMap<number, readonly SureWord[]>, ink: Box | undefined): string | undefined {
  if (ink !== undefined && sharedArea(growBox(ink, 2), place) > 0) return undefined;
  const middle = place.y + place.h / 2;
  const row = Math.floor(middle / ROW);
  const here = [row - 1, row, row + 1].flatMap((at) => rows.get(at) ?? []);
  const [word, ...more] = here.filter(
    ({ box }) => sharedArea(box, place) > 0.1 * Math.min(box.w * box.h, place.w * place.h),
  );
  if (word === undefined || more.length > 0) return undefined;
  const beyond = Math.max(0, word.box.x - place.x) + Math.max(0, place.x + place.w - word.box.x - word.box.w);
  return beyond < 0.2 * place.w ? word.text : undefined;
}

function readable(page: number): Sighting {
  return {
    name: 'image-pixels',
    level: 'leak',
    page,
    seenBy: ['ocr'],
    what: 'text that must be gone can be read from the picture of the page',
  };
}

/** Black, with at most a code's worth of white; greys only at the edges of the code's letters. */
function isSolid(picture: Picture | undefined): boolean {
  if (picture === undefined) return false;
  let black = 0;
  let between = 0;
  const all = picture.width * picture.height;
  for (let at = 0; at < all * 4; at += 4) {
    const level = brightest(picture, at);
    if (level <= BLACK) black += 1;
    else if (level < WHITE) between += 1;
  }
  return black / all > 0.5 && between / all < 0.25;
}

/** How closely, in dots per inch, a box is looked at that its code nearly fills; boxes higher than this, in points, are not. */
const CLOSE = 800;
const LOW = 2 * FLAT;
/** The strip along the edges of a box, in points from them, that no code reaches. */
const RIM = { from: 0.2, to: 0.7 };

/**
 * A low box whose white code leaves less than half of it black. It is told from one that was not painted, or not
 * wholly, by its rim, which is black all round, and by its white, which stands in letters and not in a ground.
 */
function isFilledByCode(view: PdfiumView, page: number, box: Box): boolean {
  if (Math.min(box.w, box.h) > LOW || Math.max(box.w, box.h) > 10 * LOW) return false;
  const whole = { x: box.x + RIM.from, y: box.y + RIM.from, w: box.w - 2 * RIM.from, h: box.h - 2 * RIM.from };
  const [picture] = view.parts(page, [{ box: whole, dpi: CLOSE }]);
  if (picture === undefined) return false;
  const { width, height } = picture;
  const rim = Math.floor(((RIM.to - RIM.from) * CLOSE) / 72);
  let [black, between, edge, edgeBlack] = [0, 0, 0, 0];
  const white = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = brightest(picture, (y * width + x) * 4);
      if (level <= BLACK) black += 1;
      else if (level < WHITE) between += 1;
      else white[y * width + x] = 1;
      // The outermost pixels lie partly outside the box.
      const depth = Math.min(x, y, width - 1 - x, height - 1 - y);
      if (depth < 1 || depth > rim) continue;
      edge += 1;
      if (level <= BLACK) edgeBlack += 1;
    }
  }
  const isLetters = longestPatch(white, width) <= 1.5 * Math.min(width, height);
  const all = width * height;
  return edgeBlack >= 0.98 * edge && isLetters && black > 0.35 * all && between < 0.15 * all;
}

/** Length of the longest patch of marked pixels that hang together, along either side of the picture. */
function longestPatch(marks: Uint8Array, width: number): number {
  let longest = 0;
  for (let start = marks.indexOf(1); start >= 0; start = marks.indexOf(1, start)) {
    const open = [start];
    marks[start] = 0;
    let [left, right, top, bottom] = [start % width, start % width, start, start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % width;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, at), Math.max(bottom, at)];
      const beside = [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width];
      for (const next of beside.filter((one) => marks[one] === 1)) {
        marks[next] = 0;
        open.push(next);
      }
    }
    longest = Math.max(longest, right - left, Math.floor(bottom / width) - Math.floor(top / width));
  }
  return longest;
}

function brightest({ data }: Picture, at: number): number {
  return Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
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
