import { describe, expect, test } from 'vitest';
import { nameLists, relayOf } from '../../src/pipeline/name-lists.ts';
import { loadRules } from '../../src/pipeline/rules.ts';
import { allFit, EXACT, fitting, nameWidths, standardMetrics, widthOf } from '../../src/redact/gaps.ts';
import { loadRedactDefaults } from '../../src/store/load-redact-defaults.ts';

const names = nameLists(loadRules().people);

test('the dictionary is 100 given and 100 family names, each once, the same every time', () => {
  expect([new Set(names.first).size, new Set(names.last).size]).toEqual([100, 100]);
  expect(nameLists(loadRules().people)).toEqual(names);
});

/** Names that still fit, of 10,000, for 400 of them; the numbers stand in the note on the position leak. */
describe.each([
  { baseFont: 'Helvetica', median: 50 },
  { baseFont: 'Times', median: 65 },
])('a gap of exact width in $baseFont at 12 pt', ({ baseFont, median }) => {
  const metrics = standardMetrics({ baseFont, bold: false, monospace: false });
  const blank = metrics(' ') ?? 0;
  const widths = nameWidths(names, metrics, blank);

  test('leaves few names, a box of constant width all', () => {
    const counts = Array.from({ length: 400 }, (_, i) => {
      const name = `${names.first[(i * 37) % 100]} ${names.last[(i * 61 + 7 * Math.floor(i / 100)) % 100]}`;
      return fitting(widths, widthOf(name, metrics, blank) * 12, 12, EXACT).dictionary;
    }).sort((a, b) => a - b);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[200]).toBeGreaterThan(median / 2);
    expect(counts[200]).toBeLessThan(median * 1.5);
    expect(allFit(widths).dictionary).toBe(10_000);
  });

  test('is counted as if every name were tried', () => {
    const all = names.first.flatMap((first) => names.last.map((last) => widthOf(`${first} ${last}`, metrics, blank)));
    for (const [width, tolerance] of [
      [90, EXACT],
      [84.03, 0.5],
      [120, 6],
      [10, 1],
    ] as const) {
      const tried = all.filter((ems) => Math.abs(ems * 12 - width) <= tolerance).length;
      // Sums of floating numbers may differ in the last digit.
      expect(Math.abs(fitting(widths, width, 12, tolerance).dictionary - tried)).toBeLessThanOrEqual(2);
    }
  });
});

test('a matter closes gaps only where its pack was approved', () => {
  const defaults = loadRedactDefaults();
  const words = { respaced_mark: '*', respaced_note: '* altered' };
  expect(relayOf({}, words, names, defaults)).toMatchObject({ when: 'never', threshold: 100, rosterLeast: 5, words });
  const approved = { relay_approved: { by: 'A', on: '2025-01-01' }, relay_threshold: 250, relay_roster_least: 2 };
  expect(relayOf(approved, words, names, defaults)).toMatchObject({ when: 'auto', threshold: 250, rosterLeast: 2 });
});
