import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LeakError } from '../../src/errors.ts';
import type { Redaction } from '../../src/model/disposition.ts';
import type { Box } from '../../src/model/geometry.ts';
import { burnBoxes, paintedBoxes, printedBoxes } from '../../src/produce/boxes.ts';
import { hiddenText, shownText } from '../../src/produce/page-text.ts';
import { texts } from '../log/example.ts';
import { pageOf } from './example-volume.ts';

const redaction = (boxCode: string, boxes: readonly Box[]): Redaction => ({
  marks: [],
  page: { file: 'a.pdf', page: 1 },
  boxes,
  basis: 'identifier',
  boxCode,
  relation: 'unknown',
  kind: 'privacy',
  hidesIdentity: false,
  decidedBy: 'rule',
  why: 'because',
});
const box = (x: number, y: number, w = 60, h = 12): Box => ({ x, y, w, h });
const codes = (of: readonly Redaction[]): readonly string[] =>
  printedBoxes(of, texts).map((one) => one.codes.join('/'));

describe('the boxes of a page', () => {
  test.each([
    [
      'two apart stand by position',
      [redaction('ID', [box(300, 100)]), redaction('MIN', [box(60, 101)])],
      ['MIN', 'ID'],
    ],
    [
      'a name inside advice adds nothing',
      [redaction('3P', [box(80, 100)]), redaction('AC', [box(60, 99, 400, 14)])],
      ['AC'],
    ],
    [
      'two that meet bear both codes, most protective first',
      [redaction('ID', [box(60, 100)]), redaction('MIN', [box(100, 100)])],
      ['MIN/ID'],
    ],
    [
      'lines of a paragraph stay lines',
      [redaction('AC', [box(60, 100, 400, 13), box(60, 112, 200, 13)])],
      ['AC', 'AC'],
    ],
    ['the same area twice is one', [redaction('LAW', [box(60, 100)]), redaction('LAW', [box(60, 100)])], ['LAW']],
  ])('%s', (_name, given, expected) => expect(codes(given)).toEqual(expected));

  test('a redaction without a box is a leak', () => {
    expect(() => printedBoxes([redaction('ID', [])], texts)).toThrow(LeakError);
  });

  test('law: every asked box is covered by a printed one of a code at least as protective', () => {
    const rank = (code: string): number => texts.codes.findIndex((one) => one.code === code);
    const anyBox = fc.record({
      x: fc.integer({ min: 0, max: 500 }),
      y: fc.integer({ min: 0, max: 700 }),
      w: fc.integer({ min: 5, max: 100 }),
      h: fc.integer({ min: 5, max: 20 }),
    });
    const any = fc.tuple(fc.constantFrom('AC', 'RPT', 'LAW', '3P', 'ID'), anyBox);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (asked) => {
        const made = printedBoxes(
          asked.map(([code, one]) => redaction(code, [one])),
          texts,
        );
        for (const [code, one] of asked) {
          const points = [0.06, 0.5, 0.94].flatMap((u) =>
            [0.06, 0.5, 0.94].map((v) => ({ x: one.x + u * one.w, y: one.y + v * one.h })),
          );
          const covered = points.filter(({ x, y }) =>
            made.some(
              (m) =>
                x >= m.box.x &&
                x <= m.box.x + m.box.w &&
                y >= m.box.y &&
                y <= m.box.y + m.box.h &&
                m.codes.some((c) => rank(c) <= rank(code)),
            ),
          );
          expect(covered.length).toBeGreaterThanOrEqual(points.length - 3);
        }
      }),
    );
  });

  test('burns carry what a screen reader says', () => {
    expect(burnBoxes(printedBoxes([redaction('AC', [box(60, 100)])], texts), texts)).toEqual([
      { box: box(60, 100), code: 'AC', label: 'Redacted: Attorney-client privilege' },
    ]);
  });

  test('boxes are told as they were painted, and none is lost', () => {
    const asked = printedBoxes([redaction('AC', [box(60, 100), box(60, 114)])], texts);
    const painted = [{ box: box(59, 99, 62, 28), code: 'AC', label: 'x' }];
    expect(paintedBoxes(asked, painted)).toEqual([
      { box: box(59, 99, 62, 28), codes: ['AC'], redactions: [asked[0]?.redactions[0]] },
    ]);
    expect(paintedBoxes(asked, [])).toBe(asked);
    expect(paintedBoxes(asked, undefined)).toBe(asked);
  });
});

describe('the text of a page', () => {
  const page = pageOf('a.pdf', 1, [
    'Born',
    '2015-01-20',
    'in',
    'Cedar',
    'Hollow',
    'to',
    'nobody',
    'known',
    'here',
    'at',
    'all',
  ]);
  const boxes = printedBoxes([redaction('ID', [box(118, 98, 64, 16)]), redaction('UNR', [box(60, 500)])], texts);

  test('shows a code for what a box hides', () => {
    expect(shownText(page, boxes)).toBe('Born [ID] in Cedar Hollow to nobody known\nhere at all\n[UNR]');
    expect(hiddenText(page, [box(118, 98, 64, 16)])).toBe('2015-01-20');
  });

  const line = pageOf('a.pdf', 1, ['Call', 'Siobhan', "O'Dowd,", '(555-0101),', 'now', 'or', 'never', 'again', 'here']);
  test.each([
    [
      'brackets round a box and a comma after it',
      [box(120, 99, 96), box(246, 99, 48)],
      'Call [ID], ([ID]), now or never again\nhere',
    ],
    [
      'the rest of a word that is cut at its head',
      [box(240, 99, 8)],
      "Call Siobhan O'Dowd, [ID]555-0101), now or never again\nhere",
    ],
    [
      'two boxes in one word',
      [box(246, 99, 6), box(264, 99, 6)],
      "Call Siobhan O'Dowd, ([ID]55[ID]0101), now or never again\nhere",
    ],
    [
      'a picture in the middle of a line',
      [box(330, 100, 20)],
      "Call Siobhan O'Dowd, (555-0101), now [ID] or never again\nhere",
    ],
    [
      'a picture between lines',
      [box(60, 113, 300, 5)],
      "Call Siobhan O'Dowd, (555-0101), now or never again\n[ID]\nhere",
    ],
    ['a picture above all', [box(60, 20, 200, 60)], "[ID]\nCall Siobhan O'Dowd, (555-0101), now or never again\nhere"],
    [
      'a picture beside the lines',
      [box(550, 99, 60, 60)],
      "Call Siobhan O'Dowd, (555-0101), now or never again\nhere\n[ID]",
    ],
  ])('keeps in their order %s', (_name, hidden, expected) => {
    expect(
      shownText(
        line,
        printedBoxes(
          hidden.map((one) => redaction('ID', [one])),
          texts,
        ),
      ),
    ).toBe(expected);
  });

  test('shows a box on a page without words', () => {
    expect(shownText(pageOf('a.pdf', 1, []), boxes)).toBe('[ID]\n[UNR]');
  });

  test('law: shown and hidden words make the page', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (hidden) => {
        const own = hidden.map((i) => page.words[i]?.box).filter((one) => one !== undefined);
        const shown = shownText(
          page,
          printedBoxes(
            own.map((one) => redaction('ID', [one])),
            texts,
          ),
        ).split(/\s+/);
        expect(shown.filter((word) => word !== '[ID]')).toEqual(
          page.words.filter((_, i) => !hidden.includes(i)).map((word) => word.text),
        );
      }),
    );
  });
});
