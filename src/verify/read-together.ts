import { type Box, unionBox } from '../model/geometry.ts';

/** A word and where it stands on a page, in displayed points. */
export interface PlacedWord {
  readonly box: Box;
  readonly text: string;
}

/** How far above and below a picture's words others may belong to one name with them, in points. */
const NEAR = 20;

/** And how far beside them: next to them, in narrow and broad columns, and where a line is as long as the page. */
const BESIDE = [NEAR, 100, 250, Infinity];

/**
 * Words that were read from a picture together with those that stand around it, row by row: a name may be half in
 * letters, half in a picture, and run on to the next line. In windows of growing width, since a column ends where
 * another may begin; words that lie under what was read are left out. Nothing where nothing was read, or where it
 * stands alone.
 */
export function textsAround(read: readonly PlacedWord[], others: readonly PlacedWord[]): readonly string[] {
  if (read.length === 0) return [];
  const place = unionBox(read.map(({ box }) => box));
  const beside = others.filter(({ box }) => !read.some((word) => holdsMiddle(word.box, box)));
  const lines = beside.filter(({ box }) => box.y < place.y + place.h + NEAR && place.y - NEAR < box.y + box.h);
  const texts = BESIDE.map((reach) => {
    const column = lines.filter(({ box }) => box.x < place.x + place.w + reach && place.x - reach < box.x + box.w);
    return column.length === 0 ? '' : inRows([...read, ...column]);
  });
  return [...new Set(texts)].filter((text) => text !== '');
}

function holdsMiddle(outer: Box, { x, y, w, h }: Box): boolean {
  const [across, down] = [x + w / 2 - outer.x, y + h / 2 - outer.y];
  return across >= 0 && across <= outer.w && down >= 0 && down <= outer.h;
}

/** Text of words by where they stand: rows from the top, words from the left. */
function inRows(words: readonly PlacedWord[]): string {
  const rows: PlacedWord[][] = [];
  for (const word of words.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const first = rows.at(-1)?.[0];
    const tall = Math.max(word.box.h, first?.box.h ?? 0);
    if (first !== undefined && middleOf(word) - middleOf(first) < 0.5 * tall) rows.at(-1)?.push(word);
    else rows.push([word]);
  }
  return rows
    .map((row) =>
      row
        .toSorted((a, b) => a.box.x - b.box.x)
        .map(({ text }) => text)
        .join(' '),
    )
    .join('\n');
}

function middleOf({ box }: PlacedWord): number {
  return box.y + box.h / 2;
}
