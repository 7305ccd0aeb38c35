import type { PageText, Word } from '../model/page.ts';
import { cellRows } from '../model/page-rows.ts';

/** Words that stand together in a row. Offsets are those of the page's text, left and right lie on the upright page. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly right: number;
}

/** The cells of a page row by row, from the top and from the left: parted by room, by a bar, or by two blanks. */
export function gridOf(page: PageText): readonly (readonly Cell[])[] {
  return cellRows(page).map((row) => row.flatMap((words) => parted(page.text, words)));
}

function parted(text: string, words: readonly Word[]): Cell[] {
  const cells: Cell[] = [];
  let open = false;
  for (const word of words) {
    if (/^[|\u2502]+$/.test(word.text)) {
      open = false;
      continue;
    }
    const end = word.start + word.text.length;
    const right = word.box.x + word.box.w;
    const last = cells.at(-1);
    const near = last !== undefined && word.start > last.end && text.slice(last.end, word.start).length < 2;
    if (open && last !== undefined && near) cells[cells.length - 1] = { ...last, end, right };
    else cells.push({ start: word.start, end, left: word.box.x, right });
    open = true;
  }
  return cells;
}

/** Which of the headings a cell of a row stands under: that of its number in a full row, else the nearest one over it. */
export function columnOf(cell: Cell, row: readonly Cell[], heads: readonly Cell[]): number {
  if (row.length === heads.length) return row.indexOf(cell);
  const shared = heads.map((h) => Math.min(h.right, cell.right) - Math.max(h.left, cell.left));
  const most = Math.max(...shared);
  return shared.indexOf(most);
}
