import type { Box } from './geometry.ts';
import type { PageText, Word } from './page.ts';

/** What stands side by side on a page: a line across columns and cells, top to bottom. */
export interface Row {
  readonly text: string;
  /** Parts of the row that a wide gap parts. */
  readonly cells: readonly string[];
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
}

/** A label and what stands beside or after it: `Prepared by: ...`, or two cells of a form. */
export interface Field {
  readonly label: string;
  readonly value: string;
  readonly row: number;
}

/**
 * The rows of a page by the place of its words, whatever the reading order was. The words of one line stay
 * together however askew a scan lies: lines join where their ends that face each other stand at one height.
 */
export function rowsOf(page: PageText): readonly Row[] {
  return wordRows(page).map(rowOf);
}

/** The words of each row from left to right, parted into cells; boxes as they lie on the upright page. */
export function cellRows(page: PageText): readonly (readonly (readonly Word[])[])[] {
  return wordRows(page).map(cellsOf);
}

function wordRows(page: PageText): readonly (readonly Word[])[] {
  const upright = page.turn === 0 ? page.words : page.words.map((w) => ({ ...w, box: uprightBox(page, w.box) }));
  const rows: Word[][] = [];
  for (const line of linesOf(upright)) {
    const same = rows.find((row) => standBeside(row, line));
    if (same === undefined) rows.push([...line]);
    else same.push(...line);
  }
  return rows.map((words) => words.sort(byLeft)).sort((a, b) => height(a[0]) - height(b[0]) || left(a) - left(b));
}

function linesOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const lines = new Map<number, Word[]>();
  for (const word of words) {
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word]);
    else line.push(word);
  }
  const sorted = [...lines.values()].map((line) => line.sort(byLeft));
  return sorted.sort((a, b) => left(a) - left(b) || height(a[0]) - height(b[0]));
}

/** True where the line stands right of the row, at the height of the row's last word; lines come from left to right. */
function standBeside(row: readonly Word[], line: readonly Word[]): boolean {
  const last = row.at(-1);
  const first = line[0];
  if (last === undefined || first === undefined) return false;
  const over = first.box.x < last.box.x + 0.5 * last.box.w;
  return !over && Math.abs(middle(last) - middle(first)) < 0.5 * Math.min(tallest(row), tallest(line));
}

/** The height of a line's tallest word: a dash alone tells nothing of it. */
function tallest(words: readonly Word[]): number {
  return Math.max(...words.map((w) => w.box.h));
}

function byLeft(a: Word, b: Word): number {
  return a.box.x - b.box.x;
}

function left(words: readonly Word[]): number {
  return words[0]?.box.x ?? 0;
}

function height(word: Word | undefined): number {
  return word === undefined ? 0 : middle(word);
}

/** A box as it lies when the page is turned upright by `page.turn`; origin top left of the upright page. */
export function uprightBox(page: Pick<PageText, 'width' | 'height' | 'turn'>, box: Box): Box {
  switch (page.turn) {
    case 90:
      return { x: page.height - box.y - box.h, y: box.x, w: box.h, h: box.w };
    case 180:
      return { x: page.width - box.x - box.w, y: page.height - box.y - box.h, w: box.w, h: box.h };
    case 270:
      return { x: box.y, y: page.width - box.x - box.w, w: box.h, h: box.w };
    default:
      return box;
  }
}

/** Height of the page when it is upright, in points. */
export function uprightHeight(page: Pick<PageText, 'width' | 'height' | 'turn'>): number {
  return page.turn === 90 || page.turn === 270 ? page.width : page.height;
}

function middle(word: Word): number {
  return word.box.y + word.box.h / 2;
}

function rowOf(words: readonly Word[]): Row {
  return {
    text: words.map((w) => w.text).join(' '),
    cells: cellsOf(words).map((cell) => cell.map((w) => w.text).join(' ')),
    top: Math.min(...words.map((w) => w.box.y)),
    bottom: Math.max(...words.map((w) => w.box.y + w.box.h)),
    left: words[0]?.box.x ?? 0,
  };
}

/** The words of a row, parted where a wide gap stands between two of them. */
function cellsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const cells: Word[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  const letters = words.reduce((sum, w) => sum + w.text.length, 0);
  const letter = words.reduce((sum, w) => sum + w.box.w, 0) / Math.max(1, letters);
  for (const word of words) {
    const gap = word.box.x - right;
    const cell = cells.at(-1);
    // A typewriter's blank is as wide as a letter: a cell begins after more than two of them.
    if (cell === undefined || gap > Math.max(7, word.box.h * 0.75, letter * 2.1)) cells.push([word]);
    else cell.push(word);
    right = word.box.x + word.box.w;
  }
  return cells;
}

const CELL_LABEL = /^[\p{Lu}\p{N}][^:,.;]{1,39}$/u;
const COLON_LABEL = /^([\p{Lu}][\p{L}\p{N} ./#'()-]{1,40}?) ?: ?(.*)$/u;
const INNER_LABEL =
  /(?:^| )([\p{Lu}][\p{L}]*(?: [\p{L}]+){0,3}) ?: ?([^:]+?)(?= [\p{Lu}][\p{L}]*(?: [\p{L}]+){0,3} ?:|$)/gu;
const PLAIN_LABEL = /^(from|to|cc|bcc|sent|date|subject|re|attachments?|attached) +(.+)$/i;

/**
 * The label-and-value pairs of rows. A row `A: b  C: d` gives two; a cell row gives its first
 * cell as label; mail labels without a colon count where a neighbour row has one too.
 */
export function fieldsOf(rows: readonly Row[]): readonly Field[] {
  const plain = rows.map((r) => PLAIN_LABEL.exec(r.text));
  const fields: Field[] = [];
  rows.forEach((row, index) => {
    const [first, ...rest] = row.cells;
    const colon = COLON_LABEL.exec(row.text);
    if (first !== undefined && rest.length > 0 && CELL_LABEL.test(first)) {
      fields.push({ label: first, value: withNext(rows, index, rest.join(' ')), row: index });
    } else if (PARTED.test(row.text)) {
      fields.push(...row.text.split(PARTED).flatMap((part) => partFields(part, index)));
    } else if (colon?.[1] !== undefined) {
      fields.push(...colonFields(rows, index, colon[1], colon[2] ?? ''));
    } else if (plain[index] && (plain[index - 1] || plain[index + 1])) {
      fields.push({ label: plain[index]?.[1] ?? '', value: plain[index]?.[2] ?? '', row: index });
    }
  });
  return fields;
}

/** A dot, bar or dash that parts two labelled entries of one row. */
const PARTED = / [\u00b7\u2022\u2027\u2219|\u2013\u2014-] (?=\p{Lu}[\p{L}\p{N} ./#'-]{1,40} ?:)/u;

function partFields(part: string, row: number): readonly Field[] {
  const m = COLON_LABEL.exec(part.trim());
  return m?.[1] === undefined ? [] : [{ label: m[1], value: m[2] ?? '', row }];
}

function colonFields(rows: readonly Row[], index: number, label: string, value: string): readonly Field[] {
  const text = rows[index]?.text ?? '';
  const inner = [...text.matchAll(INNER_LABEL)].map((m) => ({
    label: m[1] ?? '',
    value: (m[2] ?? '').trim(),
    row: index,
  }));
  if (inner.length > 1) return inner;
  return [{ label, value: value === '' ? (rows[index + 1]?.text ?? '') : withNext(rows, index, value), row: index }];
}

/** A value that ends open (`,` `;`) goes on in the next row. */
function withNext(rows: readonly Row[], index: number, value: string): string {
  return /[,;]$/.test(value) ? `${value} ${rows[index + 1]?.text ?? ''}`.trim() : value;
}
