import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';

test.each([6, 7, 8, 10])(
  'a flat box that its code nearly fills is solid all the same: %i points',
  async (size) => {
    const doc = await PDFDocument.create();
    const font = await doc.embedFont(StandardFonts.Courier);
    const page = doc.addPage([612, 792]);
    for (let row = 0; row < 20; row++)
      page.drawText('SJ3095-1   DESTRUCTION   2012-1225', { x: 72.4 + 0.11 * row, y: 700.3 - 24.13 * row, size, font });
    const { removed } = await redactFile({ file: 'table.pdf', bytes: await doc.save(), terms: ['destruction'] });
    expect(removed).toBe(20);
  },
  60_000,
);
