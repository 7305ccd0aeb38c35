import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { expressions, keyOf, nestsRepetition, VERDICTS, type Verdict, verdictOf } from './expressions.ts';

/**
 * Expressions that recheck calls vulnerable and that stay, each with its reason. All repetitions in them are
 * bounded, so that the time is bounded too, and a page has its deadline at run time.
 */
const WAIVED: Readonly<Record<string, string>> = {
  'document-types.yaml/types/email/title/head-block': 'three marks of a head, at most 460 characters apart',
  'document-types.yaml/types/memo/title/head': 'three marks of a head, at most 200 characters apart',
};

process.env['RECHECK_SYNC_BACKEND'] = 'pure';
const verdicts = JSON.parse(readFileSync(VERDICTS, 'utf8')) as Readonly<Record<string, Verdict>>;
const all = expressions();

describe('the expressions of patterns/', () => {
  test('hold no repetition without a bound inside a repeated group', () => {
    expect(all.length).toBeGreaterThan(400);
    expect(all.filter((e) => nestsRepetition(e.source)).map((e) => e.name)).toEqual([]);
  });

  test('are linear as far as recheck can tell; new ones are asked now (tests/eval/check-expressions.ts keeps the answers)', () => {
    const bad = all.filter((e) => (verdicts[keyOf(e)] ?? verdictOf(e, 300)) === 'vulnerable' && !(e.name in WAIVED));
    expect(bad.map((e) => e.name)).toEqual([]);
  });

  test('are waived only where they still are', () => {
    const names = new Set(all.map((e) => e.name));
    expect(Object.keys(WAIVED).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('a nested repetition', () => {
  it.each([
    ['(a+)+b', true],
    ['(?:x*y?){2,}', true],
    ['(?:[a-z]+,? ){1,9}', true],
    ['(?:a{1,3}b){2,5}', false],
    ['a+b*c', false],
    ['(?:ab)+', false],
    ['[(+]+(?:x)', false],
  ])('%s: %s', (source, nested) => {
    expect(nestsRepetition(source)).toBe(nested);
  });

  test('is what recheck finds too', () => {
    expect(verdictOf({ name: 'x', source: '(a+)+b', flags: '' }, 3000)).toBe('vulnerable');
  });
});
