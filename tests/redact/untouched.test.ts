import { PDFArray, PDFDict, PDFDocument, PDFName, StandardFonts } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { partsOf } from '../../src/model/redacting.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { hide, names, wordsOf } from './live-text.ts';
import { extract } from './pages.ts';

const words = { respaced_mark: '‡', respaced_note: '‡ spacing altered in redaction; wording unchanged' };
const relay = { when: 'auto', threshold: 100, rosterLeast: 5, names, words } as const;

const ABOVE = 'On the second day of the hearing the court went on with the evidence of the county,';
const BELOW = 'nothing had been said to her about it before the spring, and she did not ask anyone.';

/** Two pages with colours, rules, a table, a picture of vectors, and links to each other. */
async function letter(): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  for (const n of [1, 2]) {
    const page = doc.addPage([612, 792]);
    const lines = [
      ABOVE,
      'The witness, Margaret Whitfield, stated on her oath that she had lived there alone, and',
      BELOW,
    ];
    for (const [i, line] of lines.entries()) page.drawText(line, { x: 72, y: 700 - 15 * i, size: 12, font });
    page.drawLine({ start: { x: 72, y: 640 }, end: { x: 540, y: 640 }, thickness: 0.7 });
    page.drawEllipse({ x: 300, y: 500, xScale: 80, yScale: 40, opacity: 0.4 });
    page.drawText(`Page ${n} goes on`, { x: 72, y: 600, size: 12, font });
    if (n === 2) page.drawText('No name stands on this line.', { x: 72, y: 560, size: 12, font });
  }
  const [a, b] = doc.getPages();
  const link = (to: typeof a, rect: number[]) =>
    doc.context.register(
      doc.context.obj({ Type: 'Annot', Subtype: 'Link', Rect: rect, Border: [0, 0, 0], Dest: [to!.ref, 'Fit'] }),
    );
  a!.node.set(PDFName.of('Annots'), doc.context.obj([link(b, [72, 598, 160, 612])]));
  b!.node.set(PDFName.of('Annots'), doc.context.obj([link(a, [72, 598, 160, 612])]));
  return (await normalisePdf(await doc.save({ useObjectStreams: false }), [])).bytes;
}

/** Rows of pixels at 100 dpi that differ, in points from the top. */
async function changedRows(before: Uint8Array, after: Uint8Array, page: number): Promise<readonly number[]> {
  const [a, b] = await Promise.all([before, after].map((bytes) => openRenderer(bytes)));
  const [one, two] = [a!.render(page, 100), b!.render(page, 100)];
  a!.close();
  b!.close();
  expect([two.width, two.height]).toEqual([one.width, one.height]);
  const rows = new Set<number>();
  for (let i = 0; i < one.data.length; i++) {
    if (one.data[i] !== two.data[i]) rows.add(Math.floor(i / 4 / one.width) * 0.72);
  }
  return [...rows];
}

describe('what is not redacted stays as it was', () => {
  it('to the pixel, to the word, and to the link', async () => {
    const source = await letter();
    const file = await openPdf(source);
    const plans = [];
    for (const page of [1, 2]) {
      const text = wordsOf(await file.page(page));
      // Of the second page nothing is taken.
      const burn = page === 1 ? hide(text, 'Margaret Whitfield') : [];
      plans.push({ page, burn, stamps: [], text: { ...text, ref: { file: 'letter.pdf', page } } });
    }
    await file.close();
    const out = await redactPdf(source, plans, { scope: 'file', terms: ['Margaret Whitfield'], relay });
    expect(out.pages.map(({ mode }) => mode)).toEqual(['surgery', 'untouched']);
    expect(out.pages[0]!.respaced).toBe(true);

    // The line that was set anew and the note at the foot; of the other page nothing.
    const line: Box = partsOf(out.pages[0]!.painted![0]!)[0]!;
    for (const y of await changedRows(source, out.bytes, 1)) {
      expect((y > line.y - 2 && y < line.y + line.h + 2) || y > 765, `row at ${y} pt`).toBe(true);
    }
    expect(await changedRows(source, out.bytes, 2)).toEqual([]);

    const [first, second] = await extract(out.bytes);
    const kept = [
      ABOVE,
      'The witness, , stated on her oath that she had lived there alone, and',
      BELOW,
      'Page 1 goes on',
    ];
    expect(first!.replace(/\s+/g, ' ')).toContain(kept.join(' '));
    expect(second).toContain('Margaret Whitfield');

    const doc = await loadDocument(out.bytes);
    const targets = doc.getPages().map((page) => {
      const annots = page.node.lookup(PDFName.of('Annots'), PDFArray);
      return annots.lookup(0, PDFDict).lookup(PDFName.of('Dest'), PDFArray).get(0).toString();
    });
    expect(targets).toEqual([doc.getPage(1).ref.toString(), doc.getPage(0).ref.toString()]);
  });

  it('and copies of a page are treated alike', async () => {
    const source = await letter();
    const file = await openPdf(source);
    const plans = [];
    for (const page of [1, 2]) {
      const text = wordsOf(await file.page(page));
      plans.push({ page, burn: hide(text, 'Margaret Whitfield'), stamps: [], text });
    }
    await file.close();
    const out = await redactPdf(source, plans, { scope: 'production', terms: [], relay });
    const [first, second] = out.pages;
    expect({ ...second, page: 1 }).toEqual(first);
  });
});
