import { PDFDocument, rgb } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import type { OcrEngine } from '../../src/model/ocr.ts';
import { canaryCheck } from '../../src/verify/canary-check.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

async function letter(lines: readonly string[], boxed = false): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage([400, 300]);
  for (const [i, line] of lines.entries()) page.drawText(line, { x: 40, y: 240 - 20 * i, size: 12 });
  if (boxed) page.drawRectangle({ x: 38, y: 216, width: 200, height: 16, color: rgb(0, 0, 0) });
  return doc.save({ useObjectStreams: false });
}

const blind: OcrEngine = { name: 'blind', recognise: async () => [] };

describe('canaryCheck', () => {
  test('finds every fault that it plants', async () => {
    const files = [{ path: 'PDF/DEMO-000001.pdf', bytes: await letter(['The worker visited the home.']) }];
    const { planted, missed } = await canaryCheck(files, undefined);
    expect(missed).toEqual([]);
    expect(planted).toBeGreaterThan(28);
  });

  test('tells a reader that reads nothing, and needs no PDF of the volume', async () => {
    expect((await canaryCheck([{ path: 'PDF/x.pdf', bytes: new Uint8Array([1]) }], blind)).missed).toEqual(['ocr']);
  });
});

describe('verifyPdf against a source', () => {
  test('tells words that are gone and that no box covers', async () => {
    const source = await letter(['The worker visited.', 'Quincy called at noon.', 'All was well that day.']);
    const lost = await letter(['The worker visited.', '', 'All was that day.'], true);
    const found = await verifyPdf({ file: 'a.pdf', bytes: lost, terms: [], strict: false, against: source });
    const words = found.filter(({ what }) => what.includes('word of the source'));
    expect(words.map(({ page, level }) => [page, level])).toEqual([[1, 'risk']]);
    expect(words[0]?.box?.y).toBeGreaterThan(80);
  });
});
