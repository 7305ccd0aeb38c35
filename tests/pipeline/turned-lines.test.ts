import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { extract } from '../redact/pages.ts';

test.each([90, 270])(
  'words between two names on a line that runs down the page stay: turned by %i',
  async (turn) => {
    const doc = await PDFDocument.create();
    const font = await doc.embedFont(StandardFonts.Helvetica);
    const page = doc.addPage([612, 792]);
    const lines = [
      'The caseworker came to the house.',
      'It was Margaret Whitfield in May, not Tobias Okonkwo, who came.',
    ];
    for (const [row, line] of lines.entries()) page.drawText(line, { x: 72, y: 600 - 20 * row, size: 11, font });
    page.setRotation(degrees(turn));
    const { pages, bytes } = await redactFile({
      file: 'a.pdf',
      bytes: await doc.save(),
      terms: ['Margaret Whitfield', 'Tobias Okonkwo'],
    });
    expect(pages[0]).toMatchObject({ mode: 'surgery' });
    expect(pages[0]?.painted).toHaveLength(2);
    const [text = ''] = await extract(bytes);
    expect(text).toContain('in May, not');
    expect(text).not.toMatch(/Margaret|Okonkwo/);
  },
  60_000,
);
