import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { allotBates, batesEnds, formatBates, parseBates, rangesText } from '../../src/produce/bates.ts';

const formats = fc.record({ prefix: fc.stringMatching(/^[A-Z][A-Z-]{0,7}$/), digits: fc.integer({ min: 6, max: 8 }) });

describe('Bates numbers', () => {
  test('law: parse(format(n)) = n', () => {
    fc.assert(
      fc.property(formats, fc.integer({ min: 1, max: 999_999 }), (format, number) => {
        expect(parseBates(format, formatBates(format, number))).toBe(number);
      }),
    );
  });

  test('law: ranges of documents have no gap and no overlap, one number a page', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(formats, fc.integer({ min: 1, max: 5000 }), counts, (format, start, pages) => {
        const allotted = allotBates(format, start, pages);
        const numbers = allotted.flatMap((one) => one.numbers);
        expect(numbers.map((text) => parseBates(format, text))).toEqual(numbers.map((_, i) => start + i));
        expect(allotted.map((one) => one.numbers.length)).toEqual(pages);
        for (const one of allotted)
          expect([one.range.begin, one.range.end]).toEqual([one.numbers[0], one.numbers.at(-1)]);
      }),
    );
  });

  test('law: a range is read back however its ends are joined, whatever stands in the prefix', () => {
    const joins = fc.constantFrom(':', ' : ', '..', '-', ' - ', '\u2013', ' to ');
    const any = fc.record({ prefix: fc.stringMatching(/^[A-Z0-9][A-Z0-9_-]{0,9}$/), digits: fc.constant(6) });
    fc.assert(
      fc.property(any, fc.tuple(fc.nat(9998), fc.nat(9998)), joins, fc.boolean(), (format, [a, b], join, short) => {
        const [first, last] = [formatBates(format, a + 1), formatBates(format, b + 1)];
        const second = short ? last.slice(format.prefix.length) : last;
        fc.pre(!short || !second.startsWith(format.prefix));
        expect(batesEnds(format, `${first}${join}${second}`)).toEqual([first, last]);
        expect(batesEnds(format, ` ${first} `)).toEqual([first, first]);
      }),
    );
  });

  test.each([
    ['CHC-FS-000001', 'CHC-FS-000001', 'CHC-FS-000001'],
    ['CHC-FS-000001.R2', 'CHC-FS-000001.R2', 'CHC-FS-000001.R2'],
    ['CHC-FS-000001.R1-CHC-FS-000003.R1', 'CHC-FS-000001.R1', 'CHC-FS-000003.R1'],
    ['CHC-FS-000001, CHC-FS-000003', 'CHC-FS-000001, CHC-FS-000003', 'CHC-FS-000001, CHC-FS-000003'],
  ])('%s is from %s to %s', (range, first, last) => {
    expect(batesEnds({ prefix: 'CHC-FS-', digits: 6 }, range)).toEqual([first, last]);
  });

  test('that outgrow their width are refused', () => {
    const format = { prefix: 'A-', digits: 6 };
    expect(() => formatBates(format, 1_000_000)).toThrow(UsageError);
    expect(() => allotBates(format, 999_999, [2])).toThrow(/production.digits/);
  });

  test.each(['A-00001', 'B-000001', 'A-000001x', 'A-000000', 'A-00000１'])('%s is none of A-', (text) => {
    expect(parseBates({ prefix: 'A-', digits: 6 }, text)).toBeUndefined();
  });

  test('runs are written once', () => {
    const format = { prefix: 'A-', digits: 6 };
    const numbers = [1, 2, 3, 7, 9, 10].map((n) => formatBates(format, n));
    expect(rangesText(format, numbers)).toBe('A-000001 to A-000003, A-000007, A-000009 to A-000010');
  });
});
