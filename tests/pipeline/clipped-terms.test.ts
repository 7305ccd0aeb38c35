import { degrees, PDFDocument, PDFName, PDFRawStream, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { extract } from '../redact/pages.ts';

/** A row of cells, each drawn in a clip of its own: where it begins, its width, and where its text does. */
type Row = readonly (readonly [text: string, x: number, width: number, at: number])[];

async function table(rows: readonly Row[]): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  const name = page.node.newFontDictionary('F', font.ref).toString();
  const content = rows.flatMap((row, i) =>
    row.map(([text, x, width, at]) => {
      const y = 700 - 30 * i;
      return `q ${x} ${y - 4} ${width} 14 re W n BT ${name} 10 Tf ${at} ${y} Td (${text}) Tj ET Q\n`;
    }),
  );
  const stream = PDFRawStream.of(doc.context.obj({}), Buffer.from(content.join(''), 'latin1'));
  page.node.set(PDFName.of('Contents'), doc.context.register(stream));
  return doc.save();
}

const WIDE = 41.7; // Jane Doe in Helvetica 10

test('names that a cell cuts off, or that the next cell touches, are found and removed', async () => {
  const bytes = await table([
    [
      ['Jane Doe', 60, 80, 140 - WIDE - 0.5],
      ['mother', 140, 80, 140.5],
    ],
    [
      ['Jane Doerfler', 60, 80, 62],
      ['aunt', 140, 80, 142],
    ],
    [
      ['Jane Doe', 60, 30, 62],
      ['sister', 90, 80, 92],
    ],
  ]);
  const made = await redactFile({ file: 'a.pdf', bytes, terms: ['Jane Doe'], relay: 'never' });
  expect(made.removed).toBe(2);
  const [text = ''] = await extract(made.bytes);
  expect(text.match(/Jane/g)).toHaveLength(1);
  expect(text).toMatch(/Jane Doerfler/);
  expect(text).toMatch(/aunt/);
}, 60_000);

test('names that are set on a curve are found and removed', async () => {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  page.drawText('The worker came to the house on Monday and left.', { x: 72, y: 700, size: 12, font });
  let angle = 130;
  for (const letter of 'OFFICE OF JANE DOE') {
    const turn = (angle * Math.PI) / 180;
    const [x, y] = [300 + 120 * Math.cos(turn), 400 + 120 * Math.sin(turn)];
    page.drawText(letter, { x, y, size: 14, font, rotate: degrees(angle - 90) });
    angle -= (font.widthOfTextAtSize(letter, 14) / 120) * (180 / Math.PI) + 1;
  }
  const made = await redactFile({ file: 'a.pdf', bytes: await doc.save(), terms: ['Jane Doe'], relay: 'never' });
  expect(made.removed).toBe(1);
  expect(made.foundHidden).toEqual([]);
  const [text = ''] = await extract(made.bytes);
  expect(text).toMatch(/came to the house on Monday and left/);
  expect(text).not.toMatch(/J|N/);
}, 60_000);
