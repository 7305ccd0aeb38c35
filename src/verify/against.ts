import type { Box } from '../model/geometry.ts';
import type { Sighting } from './classes.ts';
import { lostInk } from './lost-ink.ts';
import { type PaintedGlyph, type PaintedPage, shared } from './painted.ts';
import { type Picture, viewWithPdfium } from './pdfium-view.ts';
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
  /** Filled rectangles of any colour. */
  readonly plates: readonly Box[];
  readonly hasImages: boolean;
}

const MOST_A_PAGE = 20;

/**
 * What of the source is gone from the file and no box covers: the redaction took more than it shows. Words page by
 * page; ink where a page is a picture.
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
  const pictures = await openBoth(source, bytes);
  try {
    return before.flatMap((page, index): readonly Sighting[] => {
      const now = after[index];
      if (now === undefined) return [];
      const known = burnt.filter((one) => one.page === index + 1).map(({ box }) => box);
      const boxes = [...now.boxes, ...newOnes(now.plates, page.plates), ...known];
      const saw = (box: Box, what: string): Sighting => ({
        name: 'box-edge',
        level: 'risk',
        page: index + 1,
        box,
        seenBy: ['pdfjs'],
        what,
      });
      if (page.hasImages && (page.words.length === 0 || now.words.length === 0))
        return lostInk(...pictures.draw(index + 1, INK_DPI), boxes).map((box) =>
          saw(box, 'ink of the source is gone that no box covers'),
        );
      return lostWords(page.words, now.words, boxes).map((box) =>
        saw(box, 'a word of the source is gone that no box covers'),
      );
    });
  } finally {
    pictures.close();
  }
}

const INK_DPI = 72;

/** Words that are gone and that no box meets; what boxes meet is counted last, wherever else the word stands. */
function lostWords(before: readonly Word[], after: readonly Word[], boxes: readonly Box[]): readonly Box[] {
  const left = new Map<string, number>();
  for (const { folded } of after) left.set(folded, (left.get(folded) ?? 0) + 1);
  return before
    .filter(({ box }) => !boxes.some((cover) => shared(cover, box) !== undefined))
    .filter(({ folded }) => {
      const count = left.get(folded) ?? 0;
      left.set(folded, count - 1);
      return count <= 0;
    })
    .slice(0, MOST_A_PAGE)
    .map(({ box }) => box);
}

/** Plates that the source does not have: boxes of any colour. */
function newOnes(plates: readonly Box[], before: readonly Box[]): readonly Box[] {
  const isSame = (a: Box, b: Box): boolean =>
    Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + Math.abs(a.w - b.w) + Math.abs(a.h - b.h) < 2;
  return plates.filter((plate) => !before.some((one) => isSame(one, plate)));
}

/** Both files as PDFium draws them. */
async function openBoth(
  source: Uint8Array,
  bytes: Uint8Array,
): Promise<{ draw: (page: number, dpi: number) => readonly [Picture, Picture]; close: () => void }> {
  const before = await viewWithPdfium(source);
  const after = await viewWithPdfium(bytes);
  return {
    draw: (page, dpi) => [before.shades(page, dpi), after.shades(page, dpi)],
    close: () => {
      before.close();
      after.close();
    },
  };
}

async function pagesOf(bytes: Uint8Array): Promise<readonly PageWords[]> {
  const pages: PageWords[] = [];
  await viewWithPdfjs(bytes, async ({ painted }) => {
    const plates = painted.shapes
      .filter(
        ({ kind, rectangle, layerOff, box }) => kind === 'fill' && rectangle && !layerOff && box.w >= 6 && box.h >= 5,
      )
      .map(({ box }) => box);
    pages.push({
      words: wordsOn(painted),
      boxes: redactionBoxes(painted),
      plates,
      hasImages: painted.images.length > 0,
    });
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
