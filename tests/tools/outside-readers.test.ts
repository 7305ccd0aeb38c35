import { readFileSync } from 'node:fs';
import { PDFDocument, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { lendFile } from '../../src/store/lend-file.ts';
import { findMutool } from '../../src/tools/mutool.ts';
import { findPdftotext } from '../../src/tools/pdftotext.ts';
import { findQpdf } from '../../src/tools/qpdf.ts';
import { runProgram } from '../../src/tools/run-program.ts';

const pdf = new Uint8Array(
  readFileSync(new URL('../../fixtures/bad-redactions/01-overlay-black-box-over-live-text.pdf', import.meta.url)),
);

describe('outside readers', () => {
  test('a program that is not installed is no reader', async () => {
    expect(await runProgram('no-such-program-of-anybody', [], new Uint8Array())).toBeUndefined();
  });

  // Each is skipped where its program is not installed.
  test.each([
    ['pdftotext', findPdftotext],
    ['mutool', () => findMutool(lendFile)],
    ['qpdf', () => findQpdf(lendFile)],
  ] as const)('%s reads a PDF and gives up on noise', async (name, find) => {
    const reader = await find();
    if (reader === undefined) return;
    expect(reader.name).toBe(name);
    const read = await reader.read(pdf);
    if (reader.kind === 'text') expect(read).toContain('Margery Quillfeather');
    else expect(read).toContain('obj');
    expect((await reader.read(new Uint8Array([1, 2, 3]))) ?? '').not.toContain('Margery');
  });

  test('qpdf takes objects out of their streams and leaves pictures packed', async () => {
    const reader = await findQpdf(lendFile);
    if (reader === undefined) return;
    const doc = await PDFDocument.create();
    doc.addPage();
    doc.context.register(doc.context.obj({ Left: PDFString.of('Margery Quillfeather') }));
    doc.context.register(doc.context.flateStream(new Uint8Array(4_000_000), { Subtype: 'Image' }));
    const bytes = await doc.save({ useObjectStreams: true });
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('Margery');
    const read = (await reader.read(bytes)) ?? '';
    expect(read).toContain('Margery Quillfeather');
    expect(read.length).toBeLessThan(100_000);
  });
});
