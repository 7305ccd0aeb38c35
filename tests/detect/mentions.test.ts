import { describe, expect, test } from 'vitest';
import { findMissing } from '../../src/detect/mentions.ts';
import type { CaseDocument } from '../../src/model/document.ts';
import type { PageText } from '../../src/model/page.ts';
import { loadMentions } from '../../src/store/load-mentions.ts';
import { makePages } from '../split/pages.ts';

const { rules, examples } = loadMentions();

const paper = (file: string, over: Partial<CaseDocument> = {}): CaseDocument => ({
  id: `${file}#p1-1`,
  pages: [{ file, page: 1 }],
  type: 'letter',
  typeText: 'Letter',
  date: {},
  correspondence: true,
  to: [],
  cc: [],
  bcc: [],
  reasons: [],
  ...over,
});

const missing = (text: string, others: readonly CaseDocument[] = [], over: Partial<PageText> = {}) =>
  findMissing(
    [paper('a.pdf'), ...others],
    makePages('a.pdf', [text]).map((page) => ({ ...page, ...over })),
    rules,
  );

describe('the examples beside the rules', () => {
  test.each(examples)('$rule', ({ rule, match, noMatch }) => {
    const text = rules.find((one) => one.id === rule)?.text;
    for (const example of match)
      expect(
        missing(example).map((one) => one.what),
        example,
      ).toContain(text);
    for (const example of noMatch)
      expect(
        missing(example).map((one) => one.what),
        example,
      ).not.toContain(text);
  });
});

test('an attachment that came with the letter is not missing', () => {
  const child = paper('b.pdf', { family: { parent: 'a.pdf#p1-1', order: 1, of: 1 } });
  expect(missing('Encl.: 1', [child])).toEqual([]);
});

test('photographs on a page of the paper are not missing', () => {
  const zone = { box: { x: 0, y: 0, w: 9, h: 9 }, kind: 'picture' as const, why: 'A picture.' };
  expect(missing('Photographs were taken.', [], { zones: [zone] })).toEqual([]);
});

test('a release in the same bundle is not missing, one in another is', () => {
  const bundled = paper('a.pdf', { id: 'a.pdf#p2-2', pages: [{ file: 'a.pdf', page: 2 }], type: 'release_form' });
  expect(missing('She signed a release.', [bundled])).toEqual([]);
  expect(missing('She signed a release.', [paper('c.pdf', { type: 'release_form' })])).toHaveLength(1);
});

test('what is said of it is the page and the kind, never words of the page', () => {
  expect(missing('Enclosed is the letter of Zebulon.')).toEqual([
    { document: 'a.pdf#p1-1', what: 'an attachment', pages: [{ file: 'a.pdf', page: 1 }] },
  ]);
});
