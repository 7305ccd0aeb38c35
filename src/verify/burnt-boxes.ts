import type { Box } from '../model/geometry.ts';
import type { Sighting } from './classes.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';

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
