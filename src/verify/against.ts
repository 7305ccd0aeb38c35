import type { Box } from '../model/geometry.ts';
import type { Sighting } from './classes.ts';
import { type PaintedGlyph, type PaintedPage, shared } from './painted.ts';
import { viewWithPdfjs } from './pdfjs-view.ts';
import { wordsOf } from './secrets.ts';
import { redactionBoxes } from './survey.ts';

interface Word {
  readonly folded: string;
  readonly box: Box;
}

interface PageWords {
  readonly words: readonly Word[];
  readonly boxes: readonly Box[];
  readonly hasImages: boolean;
}

const MOST_A_PAGE = 20;

/**
 * Words of the source that are gone from the file and that no box covers: the redaction took more than it
 * shows. Page by page; pages that hold only a picture cannot be compared.
 */
export async function lostSightings(
  bytes: Uint8Array,
  source: Uint8Array,
  burnt: readonly { readonly page: number; readonly box: Box }[],
): Promise<readonly Sighting[]> {
  const [before, after] = [await pagesOf(source), await pagesOf(bytes)];
  if (before.length !== after.length) {
    const what = `the file has ${after.length} pages and its source ${before.length}: they cannot be compared page by page`;
    return [{ name: 'box-edge', level: 'risk', seenBy: ['pdfjs'], what }];
  }
  return before.flatMap((page, index): readonly Sighting[] => {
    const now = after[index];
    if (now === undefined || (now.words.length === 0 && now.hasImages)) return [];
    const boxes = [...now.boxes, ...burnt.filter((one) => one.page === index + 1).map(({ box }) => box)];
    const left = new Map<string, number>();
    for (const { folded } of now.words) left.set(folded, (left.get(folded) ?? 0) + 1);
    const lost = page.words.filter(({ folded, box }) => {
      const count = left.get(folded) ?? 0;
      if (count > 0) left.set(folded, count - 1);
      return count === 0 && !boxes.some((cover) => shared(cover, box) !== undefined);
    });
    return lost.slice(0, MOST_A_PAGE).map(({ box }) => ({
      name: 'box-edge',
      level: 'risk',
      page: index + 1,
      box,
      seenBy: ['pdfjs'],
      what: 'a word of the source is gone that no box covers',
    }));
  });
}

async function pagesOf(bytes: Uint8Array): Promise<readonly PageWords[]> {
  const pages: PageWords[] = [];
  await viewWithPdfjs(bytes, async ({ painted }) => {
    pages.push({ words: wordsOn(painted), boxes: redactionBoxes(painted), hasImages: painted.images.length > 0 });
  });
  return pages;
}

/** Words with their boxes: glyphs of one line that touch. */
function wordsOn(page: PaintedPage): readonly Word[] {
  const words: Word[] = [];
  let run: PaintedGlyph[] = [];
  const end = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    const folded = wordsOf(run.map((glyph) => glyph.text).join('')).join('');
    if (first !== undefined && last !== undefined && folded !== '') {
      const x = Math.min(first.box.x, last.box.x);
      const right = Math.max(first.box.x + first.box.w, last.box.x + last.box.w);
      words.push({ folded, box: { x, y: first.band.y, w: right - x, h: Math.max(1, first.band.h) } });
    }
    run = [];
  };
  for (const glyph of page.glyphs) {
    const before = run.at(-1);
    const touches =
      before !== undefined &&
      Math.abs(glyph.band.y - before.band.y) < 0.5 * glyph.size &&
      Math.abs(glyph.box.x - (before.box.x + before.box.w)) < 0.15 * glyph.size;
    if (!touches) end();
    run.push(glyph);
  }
  end();
  return words;
}
