import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { withoutGlobalGetters } from '../../src/model/global-getters.ts';
import { openPdfium } from '../../src/pdf/pdfium.ts';
import { viewWithPdfium } from '../../src/verify/pdfium-view.ts';

describe('withoutGlobalGetters', () => {
  test('takes back getters and nothing else', async () => {
    const made = await withoutGlobalGetters(async () => {
      Object.defineProperty(globalThis, 'aGetterOfTheTest', { configurable: true, get: () => 1 });
      Reflect.set(globalThis, 'aValueOfTheTest', 2);
      await Promise.resolve();
      Object.defineProperty(globalThis, 'aLaterGetterOfTheTest', { configurable: true, get: () => 3 });
      return 4;
    });
    const has = (name: string): boolean => Object.hasOwn(globalThis, name);
    expect(made).toBe(4);
    expect(['aGetterOfTheTest', 'aLaterGetterOfTheTest', 'aValueOfTheTest'].map(has)).toEqual([false, false, true]);
    Reflect.deleteProperty(globalThis, 'aValueOfTheTest');
  });

  // One left of the first instance kept up to 200 MB for as long as the program ran.
  test('PDFium leaves none behind', async () => {
    const doc = await PDFDocument.create();
    doc.addPage();
    const bytes = await doc.save();
    const before = Object.getOwnPropertyNames(globalThis);
    (await openPdfium(bytes, [])).close();
    (await viewWithPdfium(bytes)).close();
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))).toEqual([]);
  });
});
