import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { extract } from '../redact/pages.ts';

const LINES = [
  'The caseworker visited the home on Monday and found that the children were well.',
  'After that Margaret Whitfield took the younger of them to the county hospital,',
  'and she stayed with him there until the next day, as it had been agreed before.',
];

test('a line with a name given in full and by its surname too is set anew as with the full name alone', async () => {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  const page = doc.addPage([612, 792]);
  for (const [row, line] of LINES.entries()) page.drawText(line, { x: 72, y: 700 - 15 * row, size: 12, font });
  const bytes = await doc.save();
  const both = await redactFile({ file: 'a.pdf', bytes, terms: ['Margaret Whitfield', 'Whitfield'] });
  const one = await redactFile({ file: 'a.pdf', bytes, terms: ['Margaret Whitfield'] });
  expect(both.notFound).toEqual([]);
  expect(await extract(both.bytes)).toEqual(await extract(one.bytes));
  expect((await extract(both.bytes))[0]).toContain('took the younger of them to the county hospital');
  expect(both.pages[0]?.painted?.map(({ box }) => box)).toEqual(one.pages[0]?.painted?.map(({ box }) => box));
}, 60_000);
