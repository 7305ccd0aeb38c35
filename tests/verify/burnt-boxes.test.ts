import { PDFDocument, type PDFPage, type RGB, rgb, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const BOX = { x: 226, y: 41.7, w: 47.8, h: 7.6 };
const [BLACK, WHITE, GREY] = [rgb(0, 0, 0), rgb(1, 1, 1), rgb(0.2, 0.2, 0.2)];

interface Painter {
  readonly fill: (inset: number, color: RGB, opacity?: number) => void;
  /** The words in a size that nearly fills the box, on its foot. */
  readonly words: (text: string, color: RGB, size?: number) => void;
}

async function leaksOf(paint: (painter: Painter) => void): Promise<number> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page: PDFPage = doc.addPage([400, 300]);
  const font = await doc.embedFont(StandardFonts.HelveticaBold);
  const { x, w, h } = BOX;
  const y = 300 - BOX.y - h;
  paint({
    fill: (inset, color, opacity = 1) =>
      page.drawRectangle({ x: x + inset, y: y + inset, width: w - 2 * inset, height: h - 2 * inset, color, opacity }),
    words: (text, color, size = 8.3) => {
      const width = font.widthOfTextAtSize(text, size);
      page.drawText(text, { x: x + (w - width) / 2, y: y + (h - 0.72 * size) / 2, size, font, color });
    },
  });
  const burnt = [{ page: 1, box: BOX, code: 'REDACTED' }];
  const findings = await verifyPdf({ file: 'a.pdf', bytes: await doc.save(), terms: [], burnt, strict: false });
  return findings.filter(({ name, what }) => name === 'not-solid' && what === 'a box is not solid black').length;
}

test.each<[string, number, (painter: Painter) => void]>([
  ['black with a code that nearly fills it', 0, ({ fill, words }) => [fill(0, BLACK), words('REDACTED', WHITE)]],
  ['not painted over bold words', 1, ({ words }) => words('MARGRET', BLACK)],
  ['not painted over words that run on', 1, ({ words }) => words('MARGRET WHITFIELD', BLACK)],
  ['only framed', 1, ({ fill, words }) => [fill(0, BLACK), fill(0.8, WHITE), words('MARGRET', BLACK, 7)]],
  [
    'only framed, round hardly anything',
    1,
    ({ fill, words }) => [fill(0, BLACK), fill(1.2, WHITE), words('IIIII', BLACK, 6)],
  ],
  ['dark and not black', 1, ({ fill, words }) => [fill(0, GREY), words('REDACTED', WHITE)]],
  ['seen through', 1, ({ fill, words }) => [words('MARGRET', BLACK), fill(0, BLACK, 0.8)]],
])('a low box that is %s: %i', async (_, leaks, paint) => {
  expect(await leaksOf(paint)).toBe(leaks);
});
