import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWithEarlier, productionsElsewhere } from '../../src/decide/prior.ts';
import { type HiddenArea, type PageShown, priorText } from '../../src/model/prior.ts';
import { parseBases } from '../../src/store/load-pack.ts';

const path = new URL('../../patterns/bases.json', import.meta.url);
const bases = parseBases(readFileSync(path, 'utf8'), 'bases.json');

const area = (y: number, basis: string): HiddenArea => ({ x: 72, y, w: 100, h: 12, basis });
const boxed = (...hidden: readonly HiddenArea[]): PageShown => ({ state: 'boxed', hidden });
const withheld = (...grounds: readonly string[]): PageShown => ({ state: 'withheld', grounds });
const shown: PageShown = { state: 'shown', hidden: [] };

const compare = (before: PageShown, now: PageShown) =>
  compareWithEarlier(
    new Map([['a.pdf#p1', now]]),
    [{ to: 'Sol Asker', on: '2025-01-01', volume: 'VOL001', pages: new Map([['a.pdf#p1', before]]) }],
    bases,
  );

describe('a page then and now', () => {
  test.each<[string, PageShown, PageShown, readonly (readonly [string, string, boolean])[]]>([
    ['shown both times', shown, shown, []],
    ['withheld both times, on other grounds', withheld('attorney_client'), withheld('cps_record'), []],
    ['shown, boxed now', shown, boxed(area(100, 'third_party')), [['closed', '3P', false]]],
    ['boxed, open now', boxed(area(100, 'third_party')), shown, [['opened', '3P', false]]],
    ['shown, withheld as privileged now', shown, withheld('attorney_client'), [['closed', 'AC', true]]],
    ['withheld as privileged, open now', withheld('attorney_client'), shown, [['opened', 'AC', true]]],
    ['a privileged passage, open now', boxed(area(100, 'attorney_client')), shown, [['opened', 'AC', true]]],
    ['the same place, another ground', boxed(area(100, 'third_party')), boxed(area(101, 'attorney_client')), []],
    [
      'the same code at another place',
      boxed(area(100, 'third_party')),
      boxed(area(300, 'third_party')),
      [
        ['closed', '3P', false],
        ['opened', '3P', false],
      ],
    ],
    [
      'boxed, withheld now: what was open is closed',
      boxed(area(9, 'third_party')),
      withheld('cps_record'),
      [['closed', 'LAW', false]],
    ],
    ['withheld elsewhere, nobody wrote why', { state: 'withheld' }, shown, [['opened', '', false]]],
    ['boxed elsewhere, nobody wrote what', { state: 'boxed' }, boxed(area(9, 'third_party')), []],
    ['boxed elsewhere, open now', { state: 'boxed' }, shown, [['opened', '', false]]],
    ['boxed only because the string is boxed elsewhere', boxed({ ...area(9, 'third_party'), spread: true }), shown, []],
  ])('%s', (_name, before, now, expected) => {
    expect(compare(before, now).map((one) => [one.change, one.codes.join(), one.waiver])).toEqual(expected);
  });

  test('a page that is not there now says nothing', () => {
    const earlier = [{ to: 'X', on: '2025-01-01', pages: new Map([['gone.pdf#p1', shown]]) }];
    expect(compareWithEarlier(new Map(), earlier, bases)).toEqual([]);
  });

  test('what is closed one way is opened the other way', () => {
    const page = fc.oneof(
      fc.constant(shown),
      fc.array(fc.nat(6), { minLength: 1 }).map((at) => boxed(...at.map((y) => area(y * 40, 'third_party')))),
      fc.constant(withheld('cps_record')),
    );
    fc.assert(
      fc.property(page, page, (a, b) => {
        const turned = (change: string): string => (change === 'closed' ? 'opened' : 'closed');
        const there = compare(a, b).map(({ change, codes }) => [change, codes.join()].join());
        const back = compare(b, a).map(({ change, codes }) => [turned(change), codes.join()].join());
        expect(there.sort()).toEqual(back.sort());
      }),
    );
  });
});

test('waiver risks come first and are said in words', () => {
  const earlier = [
    {
      to: 'Sol Asker',
      on: '2025-01-01',
      pages: new Map([
        ['a.pdf#p1', shown],
        ['a.pdf#p2', shown],
      ]),
    },
  ];
  const now = new Map([
    ['a.pdf#p1', boxed(area(9, 'third_party'))],
    ['a.pdf#p2', withheld('attorney_client')],
  ]);
  expect(compareWithEarlier(now, earlier, bases).map(priorText)).toEqual([
    'a.pdf#p2: shown to Sol Asker (2025-01-01), withheld now (AC): what one has and another is refused may waive the privilege, ask counsel',
    'a.pdf#p1: shown to Sol Asker (2025-01-01), boxed now (3P)',
  ]);
});

test('productions elsewhere are read by file and page; what is no page of the file is named', () => {
  const pages = [1, 2, 3].map((page) => ({ file: 'a.pdf', page }));
  const { productions, unmatched } = productionsElsewhere(
    [{ to: 'X', on: '2024-01-01', documents: ['a.pdf#p1-2'], boxed: ['a.pdf'], withheld: ['b.pdf', 'a.pdf#p9'] }],
    pages,
  );
  expect([...(productions[0]?.pages ?? [])].map(([page, { state }]) => [page, state])).toEqual([
    ['a.pdf#p1', 'shown'],
    ['a.pdf#p2', 'shown'],
    ['a.pdf#p3', 'boxed'],
  ]);
  expect(unmatched).toEqual(['b.pdf', 'a.pdf#p9']);
});
