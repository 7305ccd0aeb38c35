import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PagePlan } from '../../src/model/redacting.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { unseenParts } from '../../src/redact/unseen-parts.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/bad-redactions/${name}`, import.meta.url)));

/** A scan as read by OCR, with nothing to be taken out. */
const plan: PagePlan = {
  page: 1,
  burn: [],
  stamps: [],
  text: {
    ref: { file: 'scan.pdf', page: 1 },
    width: 420,
    height: 300,
    text: '',
    words: [],
    readBy: 'ocr',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  },
};

const hiddenIn = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await verifyPdf({ file: 'a.pdf', bytes, terms: [], strict: true })).flatMap((one) =>
    one.class === 5 ? one.what : [],
  );

describe('what pictures hold beyond what is seen', () => {
  test.each(['05-clip-hides-the-line.pdf', '05-scan-reaches-over-the-page.pdf', '05-other-version-of-the-scan.pdf'])(
    '%s: is taken out, and the page is not rebuilt',
    async (name) => {
      const { bytes } = await normalisePdf(fixture(name), []);
      expect(await hiddenIn(bytes)).not.toEqual([]);
      const made = await redactPdf(bytes, [plan]);
      expect(made.pages[0]?.mode).not.toBe('rebuild');
      expect(await hiddenIn(made.bytes)).toEqual([]);
    },
  );

  test('a bleed of the printer’s is left alone, a crop is not', () => {
    const use = (w: number): Parameters<typeof unseenParts>[0] => ({
      kind: 'xobject',
      quad: [0, 0, 100, 0, 100, 100, 0, 100],
      box: { x: 0, y: 0, w: 100, h: 100 },
      matrix: [100, 0, 0, 100, 0, 0],
      paint: 0,
      visible: true,
      seen: { x: 0, y: 0, w, h: 100 },
      unit: 0,
      op: 0,
      width: 1000,
      height: 1000,
      decoded: 0,
      stencil: false,
    });
    expect(unseenParts(use(97))).toEqual([]);
    expect(unseenParts(use(60))).toEqual([{ x: 60.2, y: 0, w: 39.8, h: 100 }]);
    expect(unseenParts(use(0))).toEqual([]);
  });
});
