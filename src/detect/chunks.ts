import type { PageText, Word } from '../model/page.ts';
import { uprightBox } from '../model/page-rows.ts';

/** Words of one line of a cell, placed on the upright page: nothing but room of a letter or less between them. */
export interface Chunk {
  readonly words: readonly Word[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly height: number;
}

/** A wider gap than this share of the height of a line parts two cells. */
const GAP = 0.5;

/** The chunks of a page in its reading order; what a barcode says is in none. */
export function chunksOf(page: PageText): readonly Chunk[] {
  const placed = page.words
    .filter((word) => word.code !== true && word.text !== '')
    .map((word) => ({ word, box: page.turn === 0 ? word.box : uprightBox(page, word.box) }));
  const chunks: { words: Word[]; left: number; top: number; right: number; height: number }[] = [];
  for (const { word, box } of placed) {
    const last = chunks.at(-1);
    const level = last !== undefined && Math.abs(last.top - box.y) < 0.4 * Math.max(last.height, box.h);
    const gap = last === undefined ? 0 : box.x - last.right;
    if (last !== undefined && level && gap >= -1 && gap <= GAP * Math.max(last.height, box.h)) {
      last.words.push(word);
      last.right = box.x + box.w;
    } else chunks.push({ words: [word], left: box.x, top: box.y, right: box.x + box.w, height: box.h });
  }
  return chunks;
}
