import * as fc from 'fast-check';
import type { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { cutPage } from '../../src/redact/surgeon.ts';
import { handMade, opened, pdfjsItems, stream } from '../pdf/samples.ts';

const word = fc.stringMatching(/^[A-Za-z]{1,9}$/);
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const near = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100);

const state = fc.record({
  font: fc.constantFrom('F1', 'F2'),
  size: near(4, 20),
  char: near(-0.5, 3),
  space: near(-1, 8),
  scale: near(40, 160),
  rise: near(-4, 4),
  mode: fc.constantFrom(0, 0, 0, 1, 2, 3),
});
const matrix = fc.record({
  x: near(20, 300),
  y: near(20, 280),
  angle: fc.constantFrom(0, 0, 0, 90, 180, 33),
  skew: near(-0.2, 0.2),
});
const shown = fc.oneof(
  text.map((t) => `(${t}) Tj`),
  fc
    .array(fc.tuple(text, near(-900, 900)), { minLength: 1, maxLength: 4 })
    .map((parts) => `[${parts.map(([t, n]) => `(${t}) ${n}`).join(' ')}] TJ`),
  text.map((t) => `12 TL (${t}) '`),
  text.map((t) => `9 TL 1.5 0.25 (${t}) "`),
  fc.tuple(near(-60, 60), near(-30, 30), text).map(([x, y, t]) => `${x} ${y} Td (${t}) Tj`),
);
const block = fc.tuple(state, matrix, fc.array(shown, { minLength: 1, maxLength: 5 })).map(([s, m, shows]) => {
  const angle = (m.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const tm = [cos, sin, -sin + m.skew, cos, m.x, m.y].map((n) => n.toFixed(4)).join(' ');
  const set = `/${s.font} ${s.size} Tf ${s.char} Tc ${s.space} Tw ${s.scale} Tz ${s.rise} Ts ${s.mode} Tr`;
  return `BT ${set} ${tm} Tm ${shows.join(' ')} ET`;
});
const box: fc.Arbitrary<Box> = fc.record({ x: near(0, 380), y: near(0, 280), w: near(1, 150), h: near(1, 60) });
const page = fc.record({
  blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
  form: block,
  calls: fc.array(fc.tuple(near(-20, 60), near(-60, 60)), { maxLength: 2 }),
  boxes: fc.array(box, { minLength: 1, maxLength: 4 }),
});

function build({
  blocks,
  form,
  calls,
}: {
  blocks: string[];
  form: string;
  calls: [number, number][];
}): Promise<PDFDocument> {
  const does = calls.map(([x, y]) => `q 0.9 0.1 -0.1 0.9 ${x} ${y} cm /Fm Do Q`);
  return handMade([...blocks, ...does].join('\n'), (doc) => ({
    XObject: { Fm: stream(doc, form, { Type: 'XObject', Subtype: 'Form', BBox: [-999, -999, 999, 999] }) },
  }));
}

const letters = (s: string): string => s.replace(/\s/g, '');

/** Are the characters of `part` in `whole`, in their order? */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const char of part) {
    at = whole.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

describe('cutPage, for any text, matrix and boxes', () => {
  it('removes what is under the boxes and leaves all else where it was', async () => {
    await fc.assert(
      fc.asyncProperty(page, async (sample) => {
        const { bytes, file } = await opened(await build(sample));
        const before = await file.page(1);
        expect(before.trust).toEqual({ level: 'exact', reasons: [] });
        const doc = await loadDocument(bytes);
        const { removed } = await cutPage(doc, before, sample.boxes, () => Promise.resolve('drop'));
        const saved = await doc.save({ useObjectStreams: false, addDefaultPage: false });
        const again = await openPdf(saved);
        const after = await again.page(1);
        expect(after.trust).toEqual({ level: 'exact', reasons: [] });
        const gone = new Set(removed);
        const kept = before.glyphs.filter((_, index) => !gone.has(index));
        expect(after.glyphs.map((glyph) => glyph.text).join('')).toBe(kept.map((glyph) => glyph.text).join(''));
        for (const [i, glyph] of kept.entries()) {
          const now = after.glyphs[i];
          expect(Math.hypot((now?.ox ?? 0) - glyph.ox, (now?.oy ?? 0) - glyph.oy)).toBeLessThan(0.005);
        }
        // pdfjs leaves out what lies off the page: it says no more than what is kept, and all that is on the page.
        const extracted = letters((await pdfjsItems(saved)).map((item) => item.str).join(''));
        const onPage = kept.filter(({ box: b }) => b.x > 10 && b.y > 10 && b.x + b.w < 390 && b.y + b.h < 290);
        expect(isWithin(extracted, letters(kept.map((glyph) => glyph.text).join('')))).toBe(true);
        expect(isWithin(letters(onPage.map((glyph) => glyph.text).join('')), extracted)).toBe(true);
        await again.close();
        await file.close();
      }),
      { numRuns: 30, seed: 20_261_122 },
    );
  }, 60_000);
});
