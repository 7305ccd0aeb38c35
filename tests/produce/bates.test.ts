import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { allotBates, formatBates, parseBates, rangesText } from '../../src/produce/bates.ts';

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
