import { existsSync, readFileSync } from 'node:fs';
import { PDFDocument, rgb } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const corpora = new URL('../../../shared/corpora/', import.meta.url);
const matter = new URL('../../fixtures/matter/files/', import.meta.url);

const leaksOf = async (bytes: Uint8Array): Promise<readonly Finding[]> =>
  (await verifyPdf({ file: 'a.pdf', bytes, terms: [], strict: false })).filter(({ level }) => level === 'leak');

const FOREIGN = [
  'text-pdfs/t01-ca10-opinion.pdf',
  'text-pdfs/t03-tax-court-opinion.pdf',
  'bad-redactions/neg-24-pins-redacted.pdf',
  'pdf-robustness/pdfplumb--ag-energy-round-up-2017-02-24.pdf',
  'pdf-robustness/sample-f--reportlab-overlay.pdf',
  'pdf-robustness/sample-f--multicolumn.pdf',
  'pdf-robustness/qpdf--overlay-copy-annotations.pdf',
  'pdf-robustness/pdfjs--annotation-text-widget.pdf',
  'pdf-robustness/pdfjs--tracemonkey_with_annotations.pdf',
];

const KNOWN_BAD: readonly (readonly [string, number])[] = [
  ['box-02-mid-word.pdf', 1],
  ['box-06-form-version.pdf', 3],
  ['mark-06-highlight-proposal.pdf', 2],
];

describe('clean files', () => {
  test.each(['04-email.pdf', '09-letter.pdf', '13-court-report.pdf'])('%s raises no alarm', async (name) => {
    expect(await leaksOf(new Uint8Array(readFileSync(new URL(name, matter))))).toEqual([]);
  });

  // Skipped where the shared corpora are absent.
  test.skipIf(!existsSync(corpora)).each(FOREIGN)('%s raises no alarm', async (name) => {
    expect(await leaksOf(new Uint8Array(readFileSync(new URL(name, corpora))))).toEqual([]);
  });

  test.skipIf(!existsSync(corpora)).each(KNOWN_BAD)('%s is called a leak of class %i', async (name, number) => {
    const found = await leaksOf(new Uint8Array(readFileSync(new URL(`bad-redactions/${name}`, corpora))));
    expect(found.map((finding) => finding.class)).toContain(number);
  });

  test.each<readonly [string, (page: ReturnType<PDFDocument['addPage']>) => void]>([
    [
      'white text on a dark heading',
      (page) => {
        page.drawRectangle({ x: 20, y: 196, width: 300, height: 20, color: rgb(0.1, 0.1, 0.3) });
        page.drawText('Heading of a table', { x: 30, y: 200, size: 12, color: rgb(1, 1, 1) });
      },
    ],
    [
      'shading painted before the text',
      (page) => {
        page.drawRectangle({ x: 20, y: 196, width: 300, height: 20, color: rgb(0.8, 0.8, 0.8) });
        page.drawText('A shaded row', { x: 30, y: 200, size: 12 });
      },
    ],
    [
      'the same text painted twice with paper between',
      (page) => {
        page.drawText('Painted twice', { x: 30, y: 200, size: 12 });
        page.drawRectangle({ x: 20, y: 196, width: 300, height: 20, color: rgb(1, 1, 1) });
        page.drawText('Painted twice', { x: 30, y: 200, size: 12 });
      },
    ],
    [
      'underlined and struck-through text',
      (page) => {
        page.drawText('Underlined', { x: 30, y: 200, size: 12 });
        page.drawRectangle({ x: 30, y: 198, width: 60, height: 1, color: rgb(0, 0, 0) });
        page.drawRectangle({ x: 30, y: 203, width: 60, height: 1, color: rgb(0, 0, 0) });
      },
    ],
    [
      'a box that says what it is, over nothing',
      (page) => {
        page.drawRectangle({ x: 20, y: 196, width: 90, height: 16, color: rgb(0, 0, 0) });
        page.drawText('AC', { x: 30, y: 200, size: 8, color: rgb(1, 1, 1) });
      },
    ],
    [
      'a yellow marker over text',
      (page) => {
        page.drawText('Marked by a student', { x: 30, y: 200, size: 12 });
        page.drawRectangle({ x: 28, y: 196, width: 120, height: 16, color: rgb(1, 1, 0), opacity: 0.4 });
      },
    ],
  ])('no alarm: %s', async (_, paint) => {
    const doc = await PDFDocument.create({ updateMetadata: false });
    paint(doc.addPage([400, 300]));
    expect(await leaksOf(await doc.save({ useObjectStreams: false }))).toEqual([]);
  });
});
