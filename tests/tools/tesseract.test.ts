import { afterAll, describe, expect, it } from 'vitest';
import { openTesseract } from '../../src/tools/tesseract.ts';

const blank = { width: 300, height: 200, data: new Uint8Array(60_000).fill(255), dpi: 300 };

describe('tesseract', () => {
  const ocr = openTesseract({ workers: 1, recycleAfter: 1 });
  afterAll(() => ocr.close());

  it('finds no words on blank paper, with a new thread for every page if asked', { timeout: 30_000 }, async () => {
    const readings = await Promise.all([1, 2].map(() => ocr.recognise(blank, { layout: 'page' })));
    expect(readings).toEqual([[], []]);
  });

  it('refuses a picture that is too large before it starts', async () => {
    const huge = { width: 20_000, height: 20_000, data: new Uint8Array(0), dpi: 300 };
    await expect(ocr.recognise(huge, { layout: 'page' })).rejects.toMatchObject({ code: 'ocr-engine' });
  });

  it('gives a page up after its time, and reads the next', { timeout: 30_000 }, async () => {
    const hasty = openTesseract({ workers: 1, timeLimit: 0 });
    await expect(hasty.recognise(blank, { layout: 'page' })).rejects.toThrow(/took more than/);
    await hasty.close();
    await expect(ocr.recognise(blank, { layout: 'page' })).resolves.toEqual([]);
  });

  it('does not read once it is closed', async () => {
    const closed = openTesseract();
    await closed.close();
    await expect(closed.recognise(blank, { layout: 'page' })).rejects.toThrow(/closed/);
  });
});
