import { expect, test } from 'vitest';
import { namesSomebody } from '../../src/detect/names-somebody.ts';
import { loadRules } from '../../src/pipeline/rules.ts';

const { people } = loadRules();

/** The part in brackets is asked about. */
const asked = (line: string): boolean => {
  const start = line.indexOf('[');
  return namesSomebody(line.replace(/[[\]]/g, ''), start, line.indexOf(']') - 1, people);
};

test.each([
  ['[Margaret Whitfield]', true],
  ['the witness, [Margaret Whitfield], said', true],
  ['[O’Neil, Jean-Luc] was there', true],
  ['seen by [Dr. Poe] on Monday', true],
  ['seen by Dr. [Poe] on Monday', true],
  ['MOTHER: [WHITFIELD]', true],
  ['[Ludwig van Beethoven] came', true],
  ['his son [J. R. Applewhite] left', true],
  ['her neighbor [Zuleyma Quispe-Oblitas] called', true],
  ['Margaret [Quispe] called again', true],
  ['[Rose] said that she had seen him', true],
  ['the [neighbor] came', false],
  ['[219-09-9999]', false],
  ['at [12 Elm Street] then', false],
  ['[The Committee Met In The Hall On Monday]', false],
  ['[Summary] of the visit', false],
  ['the [Department of Education] wrote', false],
  ['[Cedar Hollow County] filed', false],
  ['[Table] 3. Results', false],
  ['the [Agreement] ends', false],
  ['1. [Introduction] to it', false],
  ['[Medical Report]', false],
  ['', false],
])('%j: %s', (line, is) => {
  expect(asked(line)).toBe(is);
});
