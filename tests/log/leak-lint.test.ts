import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTerms, foldTerms, type LeakTerms, lintTable, lintText } from '../../src/log/leak-lint.ts';

const terms = (part: Partial<LeakTerms>): ReturnType<typeof foldTerms> =>
  foldTerms({ redacted: [], names: [], safety: [], existence: [], files: [], ...part });

describe('a term is found as words', () => {
  test.each([
    ['219-09-9999', 'number 219 09 9999 of'],
    ['219-09-9999', 'id 219099999 seen'],
    ['Tilda Pretendson', 'PRETENDSON? no: tilda  pretend\u00ADson.'],
    ['as I was tutoring him', 'said, As I was tutoring—him, that'],
    ['Élodie Faux', 'by Elodie FAUX (third party)'],
    ['shelter', 'Shelter, by night'],
    ['2.32', 'legend under 2.32 of'],
  ])('%s in %j', (term, text) => expect(findTerms(text, terms({ names: [term] })).has('names')).toBe(true));

  test.each([
    ['Ann Small', 'annual smallness'],
    ['HIV', 'archive of the hive'],
    ['Tilda Pretendson', 'Tilda and Mr. Pretendson'],
    ['219-09-9999', '1219-09-9999'],
    ['advocate', 'she advocated'],
    ['ID', 'ID card'],
  ])('%s not in %j', (term, text) => expect(findTerms(text, terms({ names: [term] })).size).toBe(0));

  test('law: a planted term, set off by blanks, is found in any text', () => {
    const word = fc.stringMatching(/^[a-z]{3,9}$/);
    fc.assert(
      fc.property(fc.string(), fc.array(word, { minLength: 1, maxLength: 4 }), fc.string(), (before, term, after) => {
        const found = findTerms(
          `${before} ${term.join('-').toUpperCase()} ${after}`,
          terms({ safety: [term.join(' ')] }),
        );
        expect(found.has('safety')).toBe(true);
      }),
    );
  });
});

test('a finding tells the place and never the term', () => {
  const table = { columns: ['A', 'B'], rows: [{ A: 'open', B: 'letter to Tilda Pretendson' }] };
  const found = lintTable('players.csv', table, terms({ names: ['Tilda Pretendson'] }));
  expect(found).toEqual([{ file: 'players.csv', place: 'row 1, B', kind: 'names' }]);
});

test('the sentence of every response may stand', () => {
  const sentence = 'No record of an ombudsman is named.';
  const existence = terms({ existence: ['ombudsman'] });
  expect(lintText('letter', `Dear Counsel. ${sentence}`, existence, [sentence])).toEqual([]);
  expect(lintText('letter', 'The ombudsman wrote.', existence, [sentence])).toHaveLength(1);
});
