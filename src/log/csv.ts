import { writeToString } from 'fast-csv';

/** A table of a log: header names, and rows of cells in the order of the header. */
export interface Table<Column extends string = string> {
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<Column, string>>[];
}

/** What a spreadsheet takes for the start of a formula, also after blanks and in full-width forms. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/u;

/** Control signs but for the line feed. */
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g;

/**
 * A cell no spreadsheet runs as a formula: one that would be is preceded by an apostrophe.
 * What readers treat apart is made plain: control signs are blanks, line ends LF, blanks at the ends
 * dropped, lone surrogates U+FFFD.
 */
export function safeCell(text: string): string {
  const clean = text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS, ' ').trim();
  return FORMULA.test(clean) ? `'${clean}` : clean;
}

/** The table as CSV text: RFC 4180, CRLF after every row, header always present. */
export async function toCsv<Column extends string>(table: Table<Column>): Promise<string> {
  const rows = table.rows.map((row) => table.columns.map((column) => safeCell(row[column])));
  return writeToString(rows, {
    headers: [...table.columns],
    alwaysWriteHeaders: true,
    rowDelimiter: '\r\n',
    includeEndRowDelimiter: true,
  });
}
