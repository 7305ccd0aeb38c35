import type { Box } from '../model/geometry.ts';
import type { Picture } from './pdfium-view.ts';

/** How a piece of a drawn page looks: luminance from 0 (black) to 255. */
export interface Look {
  readonly darkest: number;
  readonly lightest: number;
  readonly mean: number;
  readonly pixels: number;
}

/** Looks at `box` (displayed points) on a drawn page; what lies off the page is left out. */
export function lookAt(picture: Picture, pageWidth: number, box: Box): Look {
  const scale = picture.width / pageWidth;
  const x0 = Math.max(0, Math.floor(box.x * scale + 0.35));
  const y0 = Math.max(0, Math.floor(box.y * scale + 0.35));
  const x1 = Math.min(picture.width, Math.max(x0 + 1, Math.ceil((box.x + box.w) * scale - 0.35)));
  const y1 = Math.min(picture.height, Math.max(y0 + 1, Math.ceil((box.y + box.h) * scale - 0.35)));
  let [darkest, lightest, sum, pixels] = [255, 0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = (y * picture.width + x) * 4;
      const level = luminance(picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0);
      if (level < darkest) darkest = level;
      if (level > lightest) lightest = level;
      sum += level;
      pixels += 1;
    }
  }
  return { darkest, lightest, mean: pixels === 0 ? 255 : sum / pixels, pixels };
}

/** Perceived brightness of a colour, 0 to 255 (ITU-R BT.601). */
export function luminance(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** Nothing can be told apart by eye: the steps between neighbours are below what a screen shows clearly. */
export function isFlat(look: Look): boolean {
  return look.pixels > 0 && look.lightest - look.darkest <= 20;
}

/** The brightness of 0xRRGGBB. */
export function brightness(colour: number): number {
  return luminance(colour >> 16, (colour >> 8) & 255, colour & 255);
}
