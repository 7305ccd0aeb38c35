import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { withoutNotes } from '../../src/verify/readings.ts';
import { lettersOf } from '../../src/verify/secrets.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { extract } from '../redact/pages.ts';

/** A line of pieces beside each other, each with its letter size and how far it is raised. */
type Line = readonly (readonly [text: string, size: number, up: number])[];

const LINES: readonly Line[] = [
  [
    ['It was Jane', 12, 0],
    ['1', 7, 5],
    [' Doe who came to the house and saw them.', 12, 0],
  ],
  [
    ['It was Jane', 12, 0],
    ['2,3', 7, 3],
    [' Doe who came to the house and saw them.', 12, 0],
  ],
  [
    ['It was Ja', 12, 0],
    ['2', 7, -3],
    ['ne Doe who came to the house and saw them.', 12, 0],
  ],
  [
    ['It was ', 12, 0],
    ['4', 7, 5],
    ['Jane Doe who came to the house and saw them.', 12, 0],
  ],
  [
    ['It was Jane Doe', 12, 0],
    ['ii', 7, 5],
    [' who came to the house and saw them.', 12, 0],
  ],
  [
    ['The house stands on 4', 12, 0],
    ['th', 7, 5],
    [' Sample Row, and it is known to them.', 12, 0],
  ],
];

async function letter(): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  const page = doc.addPage([612, 792]);
  for (const [row, line] of LINES.entries()) {
    let x = 72;
    for (const [text, size, up] of line) {
      page.drawText(text, { x, y: 700 - 40 * row + up, size, font });
      x += font.widthOfTextAtSize(text, size);
    }
  }
  return doc.save();
}

test('names with the mark of a note, or a raised or lowered letter, in them are found and removed', async () => {
  const terms = ['Jane Doe', '4th Sample Row'];
  const made = await redactFile({ file: 'a.pdf', bytes: await letter(), terms, relay: 'never' });
  expect(made.notFound).toEqual([]);
  expect(made.removed).toBe(6);
  const [text = ''] = await extract(made.bytes);
  expect(text).not.toMatch(/Jane|Ja|Doe|Sample|Row/);
  expect(text.match(/who came to the house and saw them/g)).toHaveLength(5);
}, 60_000);

test('the verifier reads past the number of a note', async () => {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  doc.addPage([612, 792]).drawText('It was Jane3 Doe who came.', { x: 72, y: 700, size: 12, font });
  const bytes = await doc.save();
  const found = (term: string) => verifyPdf({ file: 'a.pdf', bytes, terms: [term], strict: false });
  expect((await found('Jane Doe')).filter(({ level }) => level === 'leak')).not.toEqual([]);
  expect((await found('Jane Roe')).filter(({ level }) => level === 'leak')).toEqual([]);
}, 60_000);

test('the verifier reads past marks with codes of their own, and past apostrophes that are letters', () => {
  expect(withoutNotes('Jane\u2460 Doe\u00aa')).toBe('Jane Doe');
  expect(lettersOf('O\u02bcNeil')).toBe(lettersOf("O'Neil"));
});
