import { expect, test } from 'vitest';
import { type Naming, namesSomebody } from '../../src/detect/names-somebody.ts';
import { loadRules } from '../../src/pipeline/rules.ts';

const { people } = loadRules();

/** The part in brackets is asked about. */
const asked = (line: string): Naming => {
  const start = line.indexOf('[');
  return namesSomebody(line.replace(/[[\]]/g, ''), start, line.indexOf(']') - 1, people);
};

test.each([
  ['[Margaret Whitfield]', 'sure'],
  ['the witness, [Margaret Whitfield], said', 'sure'],
  ['[O’Neil, Jean-Luc] was there', 'sure'],
  ['seen by [Dr. Poe] on Monday', 'sure'],
  ['seen by Dr. [Poe] on Monday', 'sure'],
  ['MOTHER: [WHITFIELD]', 'sure'],
  ['[Ludwig van Beethoven] came', 'sure'],
  ['his son [J. R. Applewhite] left', 'sure'],
  ['her neighbor [Zuleyma Quispe-Oblitas] called', 'sure'],
  ['Margaret [Quispe] called again', 'sure'],
  ['[Rose] said that she had seen him', 'maybe'],
  ['[Applewhite] said that she had seen him', 'maybe'],
  ['[Create] a page, or create a file', 'no'],
  ['a [rose] is a rose', 'no'],
  ['the [neighbor] came', 'no'],
  ['[219-09-9999]', 'no'],
  ['at [12 Elm Street] then', 'no'],
  ['[The Committee Met In The Hall On Monday]', 'no'],
  ['[Summary] of the visit', 'no'],
  ['the [Department of Education] wrote', 'no'],
  ['[Cedar Hollow County] filed', 'no'],
  ['[Table] 3. Results', 'no'],
  ['the [Agreement] ends', 'no'],
  ['1. [Introduction] to it', 'no'],
  ['[Medical Report]', 'no'],
  ['', 'no'],
])('%j: %s', (line, is) => {
  expect(asked(line)).toBe(is);
});
