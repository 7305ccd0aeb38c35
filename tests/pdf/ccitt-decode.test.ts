import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeG4 } from '../../src/pdf/ccitt.ts';
import { decodeFax, FaxError } from '../../src/pdf/ccitt-decode.ts';
import { FAXES, faxData } from './faxes.ts';

const names = Object.keys(FAXES) as (keyof typeof FAXES)[];

describe('fax data of other programs', () => {
  it.each(names)('%s decode to the picture they were made of', (name) => {
    const { picture, end, more } = decodeFax(faxData(name), { ...FAXES[name], columns: 240 }, 120);
    const hash = createHash('sha256').update(picture.bits).digest('hex');
    expect(hash).toBe('b1a49de35ed7924bc045a2a53f701a903310d690648856090cdfab64097163af');
    expect({ end, more }).toEqual({ end: faxData(name).length, more: false });
  });

  it.each(names)('%s have more rows than the upper half, and no more than all', (name) => {
    const parms = { ...FAXES[name], columns: 240 };
    const upper = decodeFax(faxData(name), parms, 60);
    expect(upper).toMatchObject({ more: true, picture: { height: 60 } });
    expect(decodeFax(faxData(name), parms, 200)).toMatchObject({ more: false, picture: { height: 120 } });
  });
});

it('whatever group 4 says is read again, and what follows its end is told', () => {
  const pictures = fc.integer({ min: 1, max: 70 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      rows: fc.array(fc.uint8Array({ minLength: (width + 7) >> 3, maxLength: (width + 7) >> 3 }), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  );
  fc.assert(
    fc.property(pictures, ({ width, rows }) => {
      const spare = 0xff << ((8 - (width & 7)) & 7);
      for (const row of rows) row[row.length - 1] = (row[row.length - 1] ?? 0) & spare;
      const picture = { width, height: rows.length, bits: Uint8Array.from(rows.flatMap((row) => [...row])) };
      const data = encodeG4(picture);
      const parms = { k: -1, columns: width, byteAlign: false };
      const read = decodeFax(Buffer.concat([data, Buffer.from('more')]), parms, rows.length);
      expect(read).toMatchObject({ more: false, end: data.length });
      expect(Buffer.from(read.picture.bits).equals(Buffer.from(picture.bits))).toBe(true);
      expect(decodeFax(data, parms, rows.length - 1).more).toBe(true);
    }),
  );
});

it('codes that are none are damage; data that end early are not', () => {
  const data = faxData('g4');
  expect(() => decodeFax(Uint8Array.of(2, 0, 3, 4, 5), { k: -1, columns: 240, byteAlign: false }, 4)).toThrow(FaxError);
  const short = decodeFax(data.subarray(0, 100), { k: -1, columns: 240, byteAlign: false }, 120);
  expect(short.more).toBe(false);
  expect(short.picture.height).toBeLessThan(60);
});
