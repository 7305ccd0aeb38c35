import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { extract } from '../redact/pages.ts';

const BLACK = rgb(0, 0, 0);

/** A bar somebody drew over a name in a browser: flush with its first letter, as high as the line, and words flush with its end. */
async function withBar(left: number, right: number, over: boolean): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  const text = { x: 60, y: 700, size: 14, font, color: BLACK };
  const end = 60 + font.widthOfTextAtSize('Secret Person', 14);
  const bar = { x: 60 + left, y: 697, width: end + right - 60 - left, height: 13, color: BLACK };
  if (!over) page.drawRectangle(bar);
  page.drawText('Secret Person', text);
  page.drawText('the visit was ordered in March, it said', { ...text, x: end });
  if (over) page.drawRectangle(bar);
  page.drawText('and the children were well when Ada Quill came', { ...text, y: 680 });
  return doc.save();
}

test.each([
  [0, 0, true],
  [0.5, 0, false],
  [0.3, -0.3, true],
])(
  'letters at the ends of an old bar are taken out with the rest: %d, %d',
  async (left, right, over) => {
    const asked = {
      file: 'a.pdf',
      bytes: await withBar(left, right, over),
      terms: ['Ada Quill'],
      relay: 'never',
    } as const;
    const { removed, bytes } = await redactFile(asked);
    expect(removed).toBe(1);
    const [text = ''] = await extract(bytes);
    expect(text).toMatch(/the visit was ordered in March, it said\s+and the children were well when/);
    expect(text).not.toMatch(/S|P|Person|on\s*the/);
  },
  60_000,
);
