import type { Box } from '../model/geometry.ts';
import { cropPicture, veiled } from '../pdf/crop.ts';
import { openRenderer } from '../pdf/render.ts';

/** Dots an inch of the pictures a person decides by. */
const DPI = 130;

/** A page with places to be drawn. */
export interface PageOfItems {
  readonly page: number;
  /** Photographs, which nobody may see before a person has looked at them: displayed points. */
  readonly veils: readonly Box[];
  /** Each with its place; the whole page where it has none. */
  readonly items: readonly { readonly id: string; readonly box?: Box }[];
}

/** The picture of an item, a PNG. */
export interface ItemPicture {
  readonly id: string;
  readonly png: Uint8Array;
}

/** Draws the places of items of one PDF and hands them to `give` one by one. */
export async function drawItems(
  pdf: Uint8Array,
  pages: readonly PageOfItems[],
  give: (picture: ItemPicture) => void,
): Promise<void> {
  const renderer = await openRenderer(pdf);
  try {
    for (const { page, veils, items } of pages) {
      const picture = veiled(renderer.render(page, DPI), veils);
      for (const { id, box } of items) give({ id, png: cropPicture(picture, box) });
    }
  } finally {
    renderer.close();
  }
}
