import { unzipSync, zipSync } from 'fflate';
import writeSheets from 'write-excel-file/node';
import { safeCell, type Table } from './csv.ts';

/** The first day a ZIP can name: no clock reaches a spreadsheet. */
const FIRST_DAY = new Date(1980, 0, 1);

/** The table as an XLSX sheet: the cells of the CSV as text, no formulas, the same bytes every time. */
export async function toXlsx<Column extends string>(table: Table<Column>): Promise<Uint8Array> {
  const cell = (value: string): { readonly value: string; readonly type: StringConstructor } => ({
    value,
    type: String,
  });
  const heading = table.columns.map((column) => cell(column));
  const rows = table.rows.map((row) => table.columns.map((column) => cell(safeCell(row[column]))));
  const made = await writeSheets([heading, ...rows], { sheet: 'Log', stickyRowsCount: 1 }).toBuffer();
  // The library writes the hour into its ZIP.
  return zipSync(unzipSync(new Uint8Array(made)), { mtime: FIRST_DAY, level: 6 });
}
