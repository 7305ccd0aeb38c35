import { degrees, PDFDocument, PDFName, PDFNumber } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdfium } from '../../src/pdf/pdfium.ts';
import { renderPage } from '../../src/pdf/render.ts';

async function sample(): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  doc.addPage([200, 100]).drawText('one', { x: 20, y: 50, size: 20 });
  doc.addPage([100, 200]).setRotation(degrees(90));
  return doc.save();
}

async function encrypted(password: string): Promise<Uint8Array> {
  const open = await openPdfium(await sample(), []);
  const { pdfium, handle } = open;
  pdfium.EPDF_SetEncryption(handle, password, password, 0);
  const writer = pdfium.PDFiumExt_OpenFileWriter();
  pdfium.FPDF_SaveAsCopy(handle, writer, 2);
  const size = pdfium.PDFiumExt_GetFileWriterSize(writer);
  const memory = pdfium.pdfium.wasmExports.malloc(size);
  pdfium.PDFiumExt_GetFileWriterData(writer, memory, size);
  const heap: Uint8Array = Reflect.get(pdfium.pdfium, 'HEAPU8');
  const bytes = heap.slice(memory, memory + size);
  pdfium.pdfium.wasmExports.free(memory);
  pdfium.PDFiumExt_CloseFileWriter(writer);
  open.close();
  return bytes;
}

describe('normalisePdf', () => {
  it('keeps pages and says nothing of a sound file', async () => {
    const { pages, notes } = await normalisePdf(await sample(), []);
    expect({ pages, notes }).toEqual({ pages: 2, notes: [] });
  });

  it('drops an earlier revision and unreachable objects', async () => {
    const bytes = await sample();
    const text = Buffer.from(bytes).toString('latin1');
    const at = text.lastIndexOf('startxref');
    const orphan = '90 0 obj\n(HIDDENWORD)\nendobj\n';
    const broken = Buffer.from(text.slice(0, at) + orphan + text.slice(at), 'latin1');
    const { bytes: clean } = await normalisePdf(broken, []);
    expect(Buffer.from(clean).includes('HIDDENWORD')).toBe(false);
  });

  it('reports repairs', async () => {
    const text = Buffer.from(await sample()).toString('latin1');
    const wrong = Buffer.from(text.replace(/startxref\s+\d+/, 'startxref\n77777'), 'latin1');
    const { pages, notes } = await normalisePdf(wrong, []);
    expect(pages).toBe(2);
    expect(notes.map((note) => note.code)).toEqual(['repaired']);
    const junk = await normalisePdf(Buffer.from(`junk\n${text}`, 'latin1'), []);
    expect(junk.notes.length).toBeGreaterThan(0);
  });

  it.each([
    ['an empty file', new Uint8Array(), 'empty'],
    ['a text file', new TextEncoder().encode('Dear Sir or Madam'), 'not-the-format'],
    ['a header alone', new TextEncoder().encode('%PDF-1.7\n'), 'damaged'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(normalisePdf(bytes, [])).rejects.toMatchObject({ code, exitCode: 3 });
  });

  it('opens an encrypted file with the right one of several passwords and writes it decrypted', async () => {
    const locked = await encrypted('pässwörd€');
    await expect(normalisePdf(locked, [])).rejects.toMatchObject({ code: 'encrypted' });
    await expect(normalisePdf(locked, ['no'])).rejects.toMatchObject({ code: 'encrypted' });
    const { bytes, pages } = await normalisePdf(locked, ['no', 'pässwörd€']);
    expect(pages).toBe(2);
    expect((await normalisePdf(bytes, [])).pages).toBe(2);
    expect((await loadDocument(bytes)).getPageCount()).toBe(2);
  });
});

describe('renderPage', () => {
  it('draws a page at its size as displayed, turned and in user units', async () => {
    const { bytes } = await normalisePdf(await sample(), []);
    const turned = await renderPage(bytes, 2, 144);
    expect([turned.width, turned.height]).toEqual([400, 200]);
    const doc = await PDFDocument.load(bytes);
    doc.getPage(0).node.set(PDFName.of('UserUnit'), PDFNumber.of(2));
    const unit = await renderPage(await doc.save(), 1, 72);
    expect([unit.width, unit.height]).toEqual([400, 200]);
    const ink = unit.data.reduce((sum, value) => sum + (value < 128 ? 1 : 0), 0);
    expect(ink).toBeGreaterThan(100);
  });

  it('refuses a page of too many pixels', async () => {
    await expect(renderPage(await sample(), 1, 20_000)).rejects.toMatchObject({ code: 'too-large' });
  });
});
