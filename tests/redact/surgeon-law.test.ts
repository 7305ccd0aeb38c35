import * as fc from 'fast-check';
import { type PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { cutPage } from '../../src/redact/surgeon.ts';
import { handMade, opened, pdfjsItems, stream } from '../pdf/samples.ts';
import { putBack } from './put-back.ts';

const word = fc.stringMatching(/^[A-Za-z]{1,9}$/);
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const near = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100);

const state = fc.record({
  font: fc.constantFrom('F1', 'F2', 'F3', 'F4'),
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
/** A string as the font codes it: F3 takes two bytes a letter. */
type Coded = (font: string) => string;
const coded =
  (t: string): Coded =>
  (font) =>
    font === 'F3' ? `<${[...t].map((c) => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>` : `(${t})`;
const shown: fc.Arbitrary<Coded> = fc.oneof(
  text.map(
    (t): Coded =>
      (font) =>
        `${coded(t)(font)} Tj`,
  ),
  fc.array(fc.tuple(text, near(-900, 900)), { minLength: 1, maxLength: 4 }).map(
    (parts): Coded =>
      (font) =>
        `[${parts.map(([t, n]) => `${coded(t)(font)} ${n}`).join(' ')}] TJ`,
  ),
  text.map(
    (t): Coded =>
      (font) =>
        `12 TL ${coded(t)(font)} '`,
  ),
  text.map(
    (t): Coded =>
      (font) =>
        `9 TL 1.5 0.25 ${coded(t)(font)} "`,
  ),
  fc.tuple(near(-60, 60), near(-30, 30), text).map(
    ([x, y, t]): Coded =>
      (font) =>
        `${x} ${y} Td ${coded(t)(font)} Tj`,
  ),
);
const block = fc.tuple(state, matrix, fc.array(shown, { minLength: 1, maxLength: 5 })).map(([s, m, shows]) => {
  const angle = (m.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const tm = [cos, sin, -sin + m.skew, cos, m.x, m.y].map((n) => n.toFixed(4)).join(' ');
  const set = `/${s.font} ${s.size} Tf ${s.char} Tc ${s.space} Tw ${s.scale} Tz ${s.rise} Ts ${s.mode} Tr`;
  return `BT ${set} ${tm} Tm ${shows.map((show) => show(s.font)).join(' ')} ET`;
});
const box: fc.Arbitrary<Box> = fc.record({ x: near(0, 380), y: near(0, 280), w: near(1, 150), h: near(1, 60) });
const page = fc.record({
  blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
  form: block,
  inner: block,
  rotate: fc.constantFrom(0, 0, 90, 180, 270),
  unit: fc.constantFrom(1, 1, 1, 2),
  crop: fc.constantFrom(undefined, undefined, [10, 20, 390, 290], [-15, 0, 300, 310]),
  calls: fc.array(fc.tuple(near(-20, 60), near(-60, 60)), { maxLength: 2 }),
  boxes: fc.array(box, { minLength: 1, maxLength: 4 }),
});

interface Sample {
  readonly blocks: readonly string[];
  readonly form: string;
  readonly inner: string;
  readonly rotate: number;
  readonly unit: number;
  readonly crop: readonly number[] | undefined;
  readonly calls: readonly (readonly [number, number])[];
}

/** A page of four kinds of font, with a form in a form that both draw; turned, cropped and scaled. */
async function build({ blocks, form, inner, rotate, unit, crop, calls }: Sample): Promise<PDFDocument> {
  const does = calls.map(([x, y]) => `q 0.9 0.1 -0.1 0.9 ${x} ${y} cm /Fm Do Q`);
  const doc = await handMade([...blocks, ...does].join('\n'), (made) => {
    const shape = { Type: 'XObject', Subtype: 'Form', BBox: [-999, -999, 999, 999] };
    const deep = stream(made, inner, { ...shape, Matrix: [0.8, 0, 0.1, 1.1, 5, -7] });
    // Neither form has resources of its own but for the form in it: fonts are the page's.
    const outer = `${form} q 1 0 0 1 3 4 cm /In Do Q`;
    return {
      Font: { F3: twoByteFont(made), F4: drawnFont(made) },
      XObject: { Fm: stream(made, outer, shape), In: deep },
    };
  });
  const { node } = doc.getPage(0);
  if (rotate !== 0) node.set(PDFName.of('Rotate'), doc.context.obj(rotate));
  if (unit !== 1) node.set(PDFName.of('UserUnit'), doc.context.obj(unit));
  if (crop !== undefined) node.set(PDFName.of('CropBox'), doc.context.obj([...crop]));
  return doc;
}

const LETTERS = Array.from({ length: 58 }, (_, i) => String.fromCharCode(65 + i)).filter((c) => /[A-Za-z]/.test(c));

/** A composite font whose codes are those of ASCII in two bytes (ISO 32000-1, 9.7). */
function twoByteFont(doc: PDFDocument) {
  const { context } = doc;
  const map = `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0020> <007e> <0020> endbfrange endcmap end`;
  const info = { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 };
  const name = 'ABCDEF+Plain';
  const descriptor = { Type: 'FontDescriptor', FontName: name, Flags: 4, FontBBox: [0, -200, 1000, 800] };
  const metrics = { Ascent: 750, Descent: -200, ItalicAngle: 0, CapHeight: 700, StemV: 80 };
  const below = {
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: info,
    DW: 540,
    W: [97, [430, 510, 390]],
    FontDescriptor: context.register(context.obj({ ...descriptor, ...metrics } as never)),
  };
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [context.register(context.obj(below as never))],
      ToUnicode: stream(doc, map),
    } as never),
  );
}

/** A Type 3 font: every letter is a square (ISO 32000-1, 9.6.5). */
function drawnFont(doc: PDFDocument) {
  const { context } = doc;
  const square = stream(doc, '600 0 0 0 550 700 d1 0 0 550 700 re f');
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type3',
      FontBBox: [0, 0, 600, 750],
      FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
      FirstChar: 32,
      LastChar: 122,
      Widths: Array.from({ length: 91 }, (_, i) => (i === 0 ? 300 : 600)),
      Encoding: { Type: 'Encoding', Differences: [32, 'space', ...LETTERS.flatMap((c) => [c.charCodeAt(0), c])] },
      CharProcs: Object.fromEntries(['space', ...LETTERS].map((c) => [c, square])),
      Resources: {},
    } as never),
  );
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
        const outcome = await cutPage(doc, before, sample.boxes, () => Promise.resolve('drop'));
        const { removed } = outcome;
        putBack(doc, outcome);
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
        const [wide, tall] = [before.width - 10, before.height - 10];
        const onPage = kept.filter(({ box: b }) => b.x > 10 && b.y > 10 && b.x + b.w < wide && b.y + b.h < tall);
        expect(isWithin(extracted, letters(kept.map((glyph) => glyph.text).join('')))).toBe(true);
        expect(isWithin(letters(onPage.map((glyph) => glyph.text).join('')), extracted)).toBe(true);
        await again.close();
        await file.close();
      }),
      { numRuns: 40, seed: 20_261_122 },
    );
  }, 60_000);
});
