import { expect, test } from 'vitest';
import type { Mark } from '../../src/model/mark.ts';
import { plainClues } from '../../src/pipeline/plain-clues.ts';
import { makePage } from '../split/pages.ts';

const page = makePage(
  'n.pdf',
  1,
  'RP saw it at school. Ms. Okoye, the aide at Bright Fern, rang 555-0100. She works\nlate.',
);

const markOf = (text: string, rule: string): Mark => {
  const start = page.text.indexOf(text);
  return { area: { kind: 'span', page: page.ref, start, end: start + text.length }, rules: [rule] } as unknown as Mark;
};

test.each([
  ['at school.', 'clue/setting', ['at school', 'at school.']],
  ['She works\nlate', 'clue/does', ['She works late']],
  ['the aide at Bright Fern', 'clue/beside', []],
  ['rang 555-0100', 'clue/doing', []],
  ['at school', 'reporter-statement/tie', []],
])('%j by %s', (text, rule, open) => {
  expect(plainClues([markOf(text, rule)], [page])).toEqual(open);
});
