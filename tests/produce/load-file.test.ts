import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAT_FIELDS, type DatRow, formatDat } from '../../src/produce/load-file.ts';
import { readDat } from './read-dat.ts';

const row = (value: string): DatRow => Object.fromEntries(DAT_FIELDS.map((field) => [field, value])) as DatRow;

test('law: any cell survives a foreign reader; only the signs of the format are taken out', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (values) => {
      const back = readDat(Buffer.from(`\uFEFF${formatDat(values.map(row))}`));
      const expected = values.map((value) =>
        value
          .toWellFormed()
          .replace(/[\u0014\u00FE\u00AE]/g, ' ')
          .replace(/\r\n|\r/g, '\n'),
      );
      expect(back.map((one) => one['SUBJECT'])).toEqual(expected);
    }),
  );
});

test('separators are code points of UTF-8 with a byte-order mark', () => {
  const bytes = Buffer.from(`\uFEFF${formatDat([])}`);
  expect(bytes.subarray(0, 5)).toEqual(Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0xbe]));
  expect(bytes.includes(0x14)).toBe(true);
});
