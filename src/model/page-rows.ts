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

/** The rows of a page by the place of its words, whatever the reading order was. */
export function rowsOf(page: PageText): readonly Row[] {
  const words = [...page.words].sort((a, b) => middle(a) - middle(b) || a.box.x - b.box.x);
  const groups: Word[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && sameRow(first, word)) group.push(word);
    else groups.push([word]);
  }
  return groups.map(rowOf);
}

function middle(word: Word): number {
  return word.box.y + word.box.h / 2;
}

function sameRow(a: Word, b: Word): boolean {
  return Math.abs(middle(a) - middle(b)) < 0.5 * Math.min(a.box.h, b.box.h);
}

function rowOf(group: readonly Word[]): Row {
  const words = [...group].sort((a, b) => a.box.x - b.box.x);
  const cells: string[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const word of words) {
    const gap = word.box.x - right;
    const cell = cells.at(-1);
    if (cell === undefined || gap > Math.max(7, word.box.h * 0.75)) cells.push([word.text]);
    else cell.push(word.text);
    right = word.box.x + word.box.w;
  }
  return {
    text: words.map((w) => w.text).join(' '),
    cells: cells.map((c) => c.join(' ')),
    top: Math.min(...words.map((w) => w.box.y)),
    bottom: Math.max(...words.map((w) => w.box.y + w.box.h)),
    left: words[0]?.box.x ?? 0,
  };
}

const COLON_LABEL = /^([\p{Lu}][\p{L}\p{N} ./#'()-]{1,40}?) ?: ?(.*)$/u;
const INNER_LABEL = /(?:^| )([\p{Lu}][\p{L}]*(?: [\p{L}]+){0,3}) ?: ?([^:]+?)(?= [\p{Lu}][\p{L}]*(?: [\p{L}]+){0,3} ?:|$)/gu;
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
    if (first !== undefined && rest.length > 0 && first.length <= 40 && !first.includes(':')) {
      fields.push({ label: first, value: withNext(rows, index, rest.join(' ')), row: index });
    } else if (colon?.[1] !== undefined) {
      fields.push(...colonFields(rows, index, colon[1], colon[2] ?? ''));
    } else if (plain[index] && (plain[index - 1] || plain[index + 1])) {
      fields.push({ label: plain[index]?.[1] ?? '', value: plain[index]?.[2] ?? '', row: index });
    }
  });
  return fields;
}

function colonFields(rows: readonly Row[], index: number, label: string, value: string): readonly Field[] {
  const text = rows[index]?.text ?? '';
  const inner = [...text.matchAll(INNER_LABEL)].map((m) => ({ label: m[1] ?? '', value: (m[2] ?? '').trim(), row: index }));
  if (inner.length > 1) return inner;
  return [{ label, value: value === '' ? (rows[index + 1]?.text ?? '') : withNext(rows, index, value), row: index }];
}

/** A value that ends open (`,` `;`) goes on in the next row. */
function withNext(rows: readonly Row[], index: number, value: string): string {
  return /[,;]$/.test(value) ? `${value} ${rows[index + 1]?.text ?? ''}`.trim() : value;
}
