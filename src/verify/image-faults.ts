import type { Box } from '../model/geometry.ts';
import { blurIn, drawnMosaic, faintIn, isSmearedPatch } from './blurred.ts';
import type { Sighting } from './classes.ts';
import { hasFaintWriting, isGrey } from './faint-writing.ts';
import { mosaicIn } from './mosaic.ts';
import { boxUnder, holdsMiddle, type PaintedImage, type PaintedPage, type Pixels } from './painted.ts';
import { levelAt, type PixelArea } from './pixels.ts';

/** Pictures smaller than this hold no page. */
const LEAST = 200;
/** A legal page at 600 dpi; bigger pictures would hold up the rest. */
const MOST = 45_000_000;
const CELL = 8;

/** How the pictures of a page are looked at. */
export interface ImageChecks {
  /** Whether the file has a JPEG of this size. */
  readonly isJpeg: (width: number, height: number) => boolean;
  /** Nobody knows which boxes are ours: what lies in a picture was meant to be hidden by whoever made it. */
  readonly foreign: boolean;
}

/** Faults that lie in the pixels of a scan itself: boxes that were drawn into it, mosaics, printers' dots. */
export function imageSightings(page: PaintedPage, checks: ImageChecks): readonly Sighting[] {
  const drawn = drawnMosaic(page);
  const what = 'a mosaic is drawn over a line';
  const squares: readonly Sighting[] =
    drawn === undefined
      ? []
      : [{ name: 'mosaic-or-blur', level: 'risk', page: page.number, box: drawn, seenBy: ['pdfjs'], what }];
  return [...squares, ...page.images.flatMap((image) => faultsOf(image, page, checks))];
}

function faultsOf(image: PaintedImage, page: PaintedPage, { isJpeg, foreign }: ImageChecks): readonly Sighting[] {
  if (image.kind !== 'image' || image.layerOff || image.seen === undefined) return [];
  const pixels = image.pixels();
  if (pixels === undefined || pixels.width * pixels.height > MOST) return [];
  const found: Sighting[] = [];
  const saw = (name: Sighting['name'], area: PixelArea, what: string, isLegible = false): void => {
    const box = boxOf(image, pixels, area);
    found.push({
      name,
      level: foreign && isLegible ? 'leak' : 'risk',
      page: page.number,
      box,
      seenBy: ['pdfjs'],
      what,
    });
  };
  const all = { x0: 0, y0: 0, x1: pixels.width, y1: pixels.height };
  if (isSmearedPatch(image, pixels)) {
    saw('mosaic-or-blur', all, 'a picture over a line is a mosaic or a smear', hidesWords(image, pixels, page));
    return found;
  }
  if (pixels.width < LEAST || pixels.height < LEAST) return [];
  const grid = gridOf(pixels);
  if (grid.light < 0.5) return [];
  const isLossy = isJpeg(pixels.width, pixels.height);
  for (const area of burntBoxes(grid, pixels)) {
    if (wavers(pixels, shrink(area, CELL / 2), isLossy)) {
      const isLegible =
        isIsolated(pixels, area) && hasFaintWriting(pixels, shrink(area, isLossy ? CELL + 1 : CELL / 2));
      saw('not-solid', area, 'a box drawn into a picture is not one colour', isLegible);
    }
    if (frayed(pixels, area)) saw('box-edge', area, 'ink stands out at the edge of a box drawn into a picture');
    if (isLossy && [area.x0, area.x1, area.y0, area.y1].some((at) => at % 8 !== 0))
      saw('codec-ringing', area, 'a box drawn into a JPEG does not fill whole blocks: its edge may keep traces');
  }
  const mosaic = grid.toned ? mosaicIn(pixels) : undefined;
  if (mosaic !== undefined)
    saw('mosaic-or-blur', mosaic, 'part of a picture is a mosaic, which can be undone', isGrey(pixels));
  const blur = grid.toned && mosaic === undefined ? blurIn(pixels) : undefined;
  if (blur !== undefined)
    saw(
      'mosaic-or-blur',
      blur,
      'part of a picture is smeared, which can be undone',
      isWord(boxOf(image, pixels, blur)) && isGrey(pixels),
    );
  const faint = isLossy ? undefined : faintIn(pixels);
  if (faint !== undefined)
    saw(
      'not-solid',
      faint.area,
      'a white part of a picture is not one colour',
      faint.alone && hasFaintWriting(pixels, faint.area, 24),
    );
  if (pixels.channels >= 3 && hasYellowDots(pixels))
    saw('source-tracing', all, 'the scan may bear the yellow dots of a printer');
  return found;
}

/** As long and as high as a word or a line of print. */
function isWord({ w, h }: Box): boolean {
  return Math.max(w, h) >= 20 && Math.min(w, h) >= 4 && Math.min(w, h) < 60;
}

/** A box stands on paper; what is dark all around is a picture. */
function isIsolated(pixels: Pixels, { x0, y0, x1, y1 }: PixelArea): boolean {
  let [light, all] = [0, 0];
  const look = (x: number, y: number): void => {
    all += 1;
    if (x < 0 || y < 0 || x >= pixels.width || y >= pixels.height) return;
    if (levelAt(pixels, x, y) > 160) light += 1;
  };
  for (const away of [5, 8]) {
    for (let x = x0; x < x1; x++) for (const y of [y0 - away, y1 - 1 + away]) look(x, y);
    for (let y = y0; y < y1; y++) for (const x of [x0 - away, x1 - 1 + away]) look(x, y);
  }
  return light > 0.7 * all;
}

/** A grey patch on a picture of a page, or in a line of print: what it covers was words. */
function hidesWords(image: PaintedImage, pixels: Pixels, page: PaintedPage): boolean {
  if (!isGrey(pixels)) return false;
  const { box, order } = image;
  // Shadows and plates of letters have their letters on them.
  if (page.glyphs.some((glyph) => glyph.order > order && holdsMiddle(box, glyph.band))) return false;
  const isOnScan = page.images.some(
    (one) => one.order < order && one.box.w * one.box.h > 20 * box.w * box.h && holdsMiddle(one.box, box),
  );
  const inLine = page.glyphs.filter(
    ({ band, size }) =>
      band.y + band.h > box.y &&
      band.y < box.y + box.h &&
      box.h < 2.5 * size &&
      Math.max(band.x - box.x - box.w, box.x - band.x - band.w) < 1.5 * size,
  );
  return isOnScan || inLine.length >= 2;
}

function boxOf(image: PaintedImage, pixels: Pixels, { x0, y0, x1, y1 }: PixelArea): Box {
  return boxUnder(image.matrix, x0 / pixels.width, 1 - y1 / pixels.height, x1 / pixels.width, 1 - y0 / pixels.height);
}

interface Grid {
  readonly wide: number;
  readonly tall: number;
  /** 1: every pixel of the cell is dark. */
  readonly dark: Uint8Array;
  /** Share of cells that are paper. */
  readonly light: number;
  /** Some of it is neither black nor white. */
  readonly toned: boolean;
}

function gridOf(pixels: Pixels): Grid {
  const wide = Math.floor(pixels.width / CELL);
  const tall = Math.floor(pixels.height / CELL);
  const dark = new Uint8Array(wide * tall);
  let light = 0;
  let toned = 0;
  for (let row = 0; row < tall; row++) {
    for (let column = 0; column < wide; column++) {
      let lightest = 0;
      for (let i = 0; i < 16; i++) {
        const level = levelAt(pixels, column * CELL + (i & 3) * 2 + 1, row * CELL + (i >> 2) * 2 + 1);
        if (level > lightest) lightest = level;
        if (level > 40 && level < 235) toned += 1;
      }
      if (lightest < 64) dark[row * wide + column] = 1;
      else if (lightest > 200) light += 1;
    }
  }
  return { wide, tall, dark, light: light / Math.max(1, wide * tall), toned: toned > 200 };
}

/** Rectangles of dark cells, grown to the pixel where the dark ends. */
function burntBoxes(grid: Grid, pixels: Pixels): readonly PixelArea[] {
  const boxes: PixelArea[] = [];
  const done = new Uint8Array(grid.dark.length);
  const isDark = (column: number, row: number): boolean =>
    column < grid.wide &&
    row < grid.tall &&
    grid.dark[row * grid.wide + column] === 1 &&
    done[row * grid.wide + column] === 0;
  for (let row = 0; row < grid.tall; row++) {
    for (let column = 0; column < grid.wide; column++) {
      if (!isDark(column, row)) continue;
      let right = column;
      while (isDark(right, row)) right += 1;
      let bottom = row;
      while (everyDark(isDark, column, right, bottom)) bottom += 1;
      for (let y = row; y < bottom; y++) done.fill(1, y * grid.wide + column, y * grid.wide + right);
      if (right - column < 3 || bottom - row < 1 || boxes.length > 60) continue;
      boxes.push(grow({ x0: column * CELL, y0: row * CELL, x1: right * CELL, y1: bottom * CELL }, pixels));
    }
  }
  return boxes.filter((box) => box.x1 - box.x0 < 0.9 * pixels.width || box.y1 - box.y0 < 0.9 * pixels.height);
}

function everyDark(isDark: (column: number, row: number) => boolean, from: number, to: number, row: number): boolean {
  for (let column = from; column < to; column++) if (!isDark(column, row)) return false;
  return to > from;
}

function grow(area: PixelArea, pixels: Pixels): PixelArea {
  const middleY = Math.floor((area.y0 + area.y1) / 2);
  const steps = [0.2, 0.35, 0.5, 0.65, 0.8];
  const isDarkRow = (y: number): boolean =>
    steps.filter((part) => levelAt(pixels, Math.floor(area.x0 + part * (area.x1 - area.x0)), y) < 90).length >= 5;
  let { x0, y0, x1, y1 } = area;
  for (let i = 0; i < CELL && y0 > 0 && isDarkRow(y0 - 1); i++) y0 -= 1;
  for (let i = 0; i < CELL && y1 < pixels.height && isDarkRow(y1); i++) y1 += 1;
  for (let i = 0; i < CELL && x0 > 0 && levelAt(pixels, x0 - 1, middleY) < 90; i++) x0 -= 1;
  for (let i = 0; i < CELL && x1 < pixels.width && levelAt(pixels, x1, middleY) < 90; i++) x1 += 1;
  return { x0, y0, x1, y1 };
}

function shrink({ x0, y0, x1, y1 }: PixelArea, by: number): PixelArea {
  return { x0: x0 + by, y0: y0 + by, x1: x1 - by, y1: y1 - by };
}

/** Two levels side by side again and again, too far apart and too sharp for a codec's noise; any two where there is no codec. */
function wavers(pixels: Pixels, area: PixelArea, isLossy: boolean): boolean {
  const { width, channels, data } = pixels;
  const smallest = isLossy ? 5 : 1;
  const strongest = (x: number, y: number): number => {
    if (channels < 3) return levelAt(pixels, x, y);
    const at = (y * width + x) * channels;
    return Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  };
  let [least, most, steps, all] = [255, 0, 0, 0];
  for (let y = area.y0; y < area.y1; y++) {
    let before = -1;
    for (let x = area.x0; x < area.x1; x++) {
      const level = strongest(x, y);
      least = Math.min(least, level);
      most = Math.max(most, level);
      if (before >= 0 && Math.abs(level - before) >= smallest) steps += 1;
      before = level;
      all += 1;
    }
  }
  return all > 100 && most - least >= smallest + (isLossy ? 1 : 0) && steps / all > 0.02;
}

/** Two or more narrow bits of ink that touch the upper or the lower edge. */
function frayed(pixels: Pixels, area: PixelArea): boolean {
  for (const y of [area.y0 - 3, area.y1 + 2]) {
    if (y < 0 || y >= pixels.height) continue;
    let bits = 0;
    let run = 0;
    for (let x = area.x0 + 2; x < area.x1 - 2; x++) {
      const isInk = levelAt(pixels, x, y) < 110;
      if (isInk) run += 1;
      else {
        if (run > 0 && run <= 12) bits += 1;
        run = 0;
      }
    }
    if (bits >= 2) return true;
  }
  return false;
}

/** Many specks of yellow, each a pixel or three, on paper. */
function hasYellowDots({ width, height, channels, data }: Pixels): boolean {
  let dots = 0;
  let yellow = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = (y * width + x) * channels;
      const red = data[at] ?? 0;
      const green = data[at + 1] ?? 0;
      const blue = data[at + 2] ?? 0;
      if (red < 200 || green < 200 || blue > Math.min(red, green) - 40) continue;
      yellow += 1;
      const left = data[at - channels + 2] ?? 0;
      const above = data[at - width * channels + 2] ?? 0;
      if (left > 220 && above > 220) dots += 1;
    }
  }
  return dots >= 30 && yellow <= dots * 16;
}
