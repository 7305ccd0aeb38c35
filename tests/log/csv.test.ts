import fc from 'fast-check';
import { parseString } from 'fast-csv';
import { describe, expect, test } from 'vitest';
import { safeCell, toCsv } from '../../src/log/csv.ts';

async function parseRows(csv: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString(csv)
      .on('error', reject)
      .on('data', (row) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

/** What a spreadsheet makes of a cell: blanks and controls in front do not count. */
const runs = (cell: string): boolean => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell);

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    [' =HYPERLINK("x")', `'=HYPERLINK("x")`],
    ['+1 609 555 0142', "'+1 609 555 0142"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'=1"],
    [' plain ', 'plain'],
    ['＝1', "'＝1"],
    ['\u200B=1', "'\u200B=1"],
    ['a=b', 'a=b'],
    ['2024-03-07', '2024-03-07'],
    ["Agency on patient's behalf", "Agency on patient's behalf"],
    ['', ''],
  ])('%j is written as %j', (given, written) => expect(safeCell(given)).toBe(written));

  test('law: any text survives a foreign reader and none is run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 5 }), async (rows) => {
        const csv = await toCsv({ columns: ['A', 'B'], rows: rows.map(([A, B]) => ({ A, B })) });
        const back = await parseRows(csv);
        expect(csv.endsWith('\r\n')).toBe(true);
        expect(back[0]).toEqual(['A', 'B']);
        expect(back.slice(1)).toEqual(rows.map((row) => row.map(safeCell)));
        expect(back.flat().filter(runs)).toEqual([]);
      }),
    );
  });
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ', '"', "'"), fc.string()).map((parts) => parts.join('')),
);
