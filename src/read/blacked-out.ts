import { type Box, sharedArea } from '../model/geometry.ts';
import type { Glyph, PageModel } from '../pdf/page-model.ts';
import { toPixelBox, type View } from './view.ts';

/** Shades under a bar are darker than this, of 255. */
const DARK = 110;

/** The least share of a letter's middle that hides it. */
const MOST = 0.8;

/** Upright dark areas that may hide letters. */
export function darkBars(page: PageModel): readonly Box[] {
  return page.paths.flatMap(({ fill, plain, color, box }) =>
    fill && plain && color !== undefined && box.w >= 2 && box.h >= 2 && shadeOf(color) < DARK ? [box] : [],
  );
}

/** The part of a letter's middle that lies in the dark; undefined where the page shows the letter, or none of these signs tell. */
export function partInTheDark(glyph: Glyph, view: View, bars: readonly Box[]): Box | undefined {
  if (!hasMiddle(glyph)) return undefined;
  const middle = middleOf(glyph);
  if (isDark(view, middle)) return middle;
  const area = middle.w * middle.h;
  const bar = bars.find((box) => sharedArea(box, middle) > MOST * area);
  // A letter at the end of a bar has paper beside it, and the outermost pixels of the bar are half paper.
  const part = bar === undefined ? undefined : inside(shared(bar, middle), 72 / view.dpi);
  return part !== undefined && isDark(view, part) ? part : undefined;
}

/** Every letter and digit of these has ink between its baseline and half its height, with paper beside it. */
function hasMiddle({ text, angle, size }: Glyph): boolean {
  return angle === 0 && size >= 6 && /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}0-9]+$/u.test(text);
}

/** The middle of an upright letter: a bar over a line is often lower than the box of its letters. */
function middleOf({ box, oy, size }: Glyph): Box {
  return { x: box.x, y: oy - 0.45 * size, w: box.w, h: 0.4 * size };
}

/** Without paper and without strokes: what is bright and empty may be a letter that stands higher than its font says. */
function isDark(view: View, box: Box): boolean {
  const { x0, y0, x1, y1 } = toPixelBox(view, box);
  const { width, height, data } = view;
  const right = Math.min(width, Math.ceil(x1));
  const bottom = Math.min(height, Math.ceil(y1));
  let [low, high] = [255, 0];
  for (let y = Math.max(0, Math.floor(y0)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(x0)); x < right; x++) {
      const shade = data[y * width + x] ?? 255;
      if (shade >= DARK) return false;
      if (shade < low) low = shade;
      if (shade > high) high = shade;
    }
  }
  return high - low < VISIBLE_RANGE;
}

/** The least difference of brightness, of 255, that makes a letter visible. */
export const VISIBLE_RANGE = 24;

function shared(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y };
}

/** The box without its rim; a narrow one keeps its middle. */
function inside({ x, y, w, h }: Box, rim: number): Box {
  const dx = Math.min(rim, 0.3 * w);
  const dy = Math.min(rim, 0.3 * h);
  return { x: x + dx, y: y + dy, w: w - 2 * dx, h: h - 2 * dy };
}

/** Brightness of `#rrggbb`, 0 to 255 (ITU-R BT.601). */
function shadeOf(color: string): number {
  const rgb = Number.parseInt(color.slice(1), 16);
  return 0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255);
}
