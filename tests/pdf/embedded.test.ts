import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { embeddedFiles } from '../../src/pdf/embedded.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';

describe('embeddedFiles', () => {
  it('finds an attached file, its name and its bytes after normalising', async () => {
    const doc = await PDFDocument.create();
    doc.addPage([200, 100]);
    await doc.attach(new TextEncoder().encode('the attached note'), 'note ä.txt', { mimeType: 'text/plain' });
    const { bytes } = await normalisePdf(await doc.save(), []);
    const files = await embeddedFiles(bytes);
    expect(files.map((file) => file.name)).toEqual(['note ä.txt']);
    expect(new TextDecoder().decode(files[0]?.bytes)).toBe('the attached note');
  });

  it('says that a plain file holds none', async () => {
    const doc = await PDFDocument.create();
    doc.addPage([200, 100]);
    expect(await embeddedFiles(await doc.save())).toEqual([]);
  });
});
