import type { Sighting } from './classes.ts';
import { type PaintedImage, type PaintedPage, type Pixels, shared } from './painted.ts';
import { inkIn, type PixelArea, pixelBox } from './pixels.ts';

/** Points: what is smaller on the page is not there to be seen. */
const TINY = 3;
/** Pixels of a side that a hidden part must have to hold writing. */
const LEAST = 20;
/** A legal page at 600 dpi; bigger pictures would hold up the rest. */
const MOST = 45_000_000;

/**
 * Writing in pictures that nobody is shown: cut off by a clip, by the edge of the page or by a mask, painted
 * transparent, no bigger than a dot, or under another picture. In anybody's file a cropped picture is a channel;
 * in a production (`strict`) its hidden part should have been taken out.
 */
export function hiddenImageSightings(page: PaintedPage, strict: boolean): readonly Sighting[] {
  return page.images.flatMap((image): readonly Sighting[] => {
    if (image.kind !== 'image') return [];
    const why = image.layerOff ? LAYER : wholly(image, page);
    if (why === undefined && !mayHideParts(image)) return [];
    const pixels = image.pixels();
    if (pixels === undefined || pixels.width * pixels.height > MOST) return [];
    const all = { x0: 0, y0: 0, x1: pixels.width, y1: pixels.height };
    const what = why ?? partly(image, pixels);
    if (what === undefined || (why !== undefined && !isWriting(pixels, all))) return [];
    const level = strict || MEANT.has(what) ? 'leak' : 'risk';
    const name = image.layerOff ? 'optional-content' : 'image-pixels';
    return [{ name, level, page: page.number, box: image.seen ?? image.box, seenBy: ['pdfjs'], what }];
  });
}

const LAYER = 'a picture in a layer that is switched off holds writing';
const CLEAR = 'a picture with writing is painted transparent';
const DOT = 'a picture with writing is shown as small as a dot';
const BELOW = 'a picture with writing lies under another picture';

/** What nobody does to crop or to shape a picture. */
const MEANT: ReadonlySet<string> = new Set([LAYER, CLEAR, DOT, BELOW]);

/** Why nothing of the picture is seen. */
function wholly(image: PaintedImage, page: PaintedPage): string | undefined {
  const { seen, alpha } = image;
  if (seen === undefined) return 'a picture with writing lies outside of what is shown';
  if (alpha < 0.1) return CLEAR;
  if (Math.min(seen.w, seen.h) < TINY) return DOT;
  const cover = page.images.find((one) => one.order > image.order && hides(one, image));
  return cover === undefined ? undefined : BELOW;
}

/** Paints over all of the other, and nothing shines through. */
function hides(cover: PaintedImage, image: PaintedImage): boolean {
  if (cover.kind !== 'image' || cover.layerOff || cover.alpha < 0.9) return false;
  const both = cover.seen === undefined ? undefined : shared(cover.seen, image.box);
  return both !== undefined && both.w * both.h > 0.95 * image.box.w * image.box.h && cover.pixels()?.channels !== 4;
}

function mayHideParts({ seen, box }: PaintedImage): boolean {
  if (seen === undefined) return true;
  const isCut = seen.w * seen.h < 0.97 * box.w * box.h;
  return isCut || box.w * box.h > 400;
}

/** Why a part with writing is not seen. */
function partly(image: PaintedImage, pixels: Pixels): string | undefined {
  const { seen, box } = image;
  if (seen !== undefined && seen.w * seen.h < 0.97 * box.w * box.h) {
    const shown = pixelBox(pixels, image.matrix, seen);
    if (outside(shown, pixels).some((area) => isWriting(pixels, area)))
      return 'a part of a picture with writing is cut off where it is placed';
  }
  if (pixels.channels !== 4) return undefined;
  const masked = maskedArea(pixels);
  return masked !== undefined && isWriting(withoutShown(pixels), masked)
    ? 'a part of a picture with writing is masked out'
    : undefined;
}

/** Pixels beside what is shown that may be blended into it. */
const EDGE = 6;

/** The strips of a picture around what is shown of it. */
function outside(shown: PixelArea, { width, height }: Pixels): readonly PixelArea[] {
  const [x0, y0] = [shown.x0 - EDGE, shown.y0 - EDGE];
  const [x1, y1] = [shown.x1 + EDGE, shown.y1 + EDGE];
  return [
    { x0: 0, y0: 0, x1: width, y1: y0 },
    { x0: 0, y0: y1, x1: width, y1: height },
    { x0: 0, y0: Math.max(0, y0), x1: x0, y1: Math.min(height, y1) },
    { x0: x1, y0: Math.max(0, y0), x1: width, y1: Math.min(height, y1) },
  ];
}

/** Smallest area around all pixels that the mask takes away. */
function maskedArea({ width, height, data }: Pixels): PixelArea | undefined {
  let [x0, y0, x1, y1] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[4 * (y * width + x) + 3] ?? 255) > 8) continue;
      if (x < x0) x0 = x;
      if (x >= x1) x1 = x + 1;
      if (y < y0) y0 = y;
      y1 = y + 1;
    }
  }
  return x1 - x0 >= LEAST && y1 - y0 >= LEAST ? { x0, y0, x1, y1 } : undefined;
}

/** The picture with what the mask lets through left white. */
function withoutShown({ width, height, data }: Pixels): Pixels {
  const hidden = new Uint8Array(width * height).fill(255);
  for (let i = 0; i < hidden.length; i++) if ((data[4 * i + 3] ?? 255) <= 8) hidden[i] = data[4 * i + 1] ?? 255;
  return { width, height, channels: 1, data: hidden };
}

/** Whether a band of the area looks like writing: a page is looked at line by line, since most of it is paper. */
export function isWriting(pixels: Pixels, { x0, y0, x1, y1 }: PixelArea): boolean {
  if (x1 - x0 < LEAST || y1 - y0 < LEAST) return false;
  const tall = Math.max(LEAST, Math.min(40, Math.floor((y1 - y0) / 2)));
  for (let y = y0; y + LEAST <= y1; y += tall / 2)
    if (inkIn(pixels, { x0, y0: Math.floor(y), x1, y1: Math.min(y1, Math.floor(y) + tall) }).isText) return true;
  return false;
}
