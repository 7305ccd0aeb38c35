import { expect, it } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { handMade } from '../pdf/samples.ts';

const LINES = [
  'The letters that came in the week before the visit were all answered at once by',
  'the office, and the one of jane.doe@example.com was put into the file with the',
  'others, beside the note on the blue.door@example.com of the shop in the street',
  'that nobody had seen, and the copy was sent on to the clerk of the court.',
];

it.each([
  ['Jane Doe', true],
  ['blue door', false],
])('the width of %s in an address is hidden where it names somebody: %s', async (term, respaced) => {
  const content = `BT /F1 11 Tf 15 TL 72 700 Td ${LINES.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
  const doc = await handMade(content, undefined, [612, 792]);
  const bytes = await doc.save({ useObjectStreams: false });
  const made = await redactFile({ file: 'letter.pdf', bytes, terms: [term] });
  expect(made.removed).toBe(1);
  expect(made.pages[0]?.respaced === true).toBe(respaced);
});
