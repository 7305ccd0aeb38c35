import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { degrees, type PDFDocument, PDFName, PDFNumber, PDFString } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { openPdf } from '../../src/pdf/open.ts';
import type { PageModel } from '../../src/pdf/page-model.ts';
import { openPdfjs } from '../../src/pdf/pdfjs.ts';
import { handMade, opened, stream } from './samples.ts';

async function read(
  content: string,
  more?: Parameters<typeof handMade>[1],
  change?: (doc: PDFDocument) => void,
): Promise<PageModel> {
  const doc = await handMade(content, more);
  change?.(doc);
  const { file } = await opened(doc);
  const page = await file.page(1);
  await file.close();
  return page;
}

const textOf = (page: PageModel): string => page.glyphs.map((glyph) => glyph.text).join('');

describe('a page as displayed', () => {
  const turns = [0, 90, 180, 270].flatMap((turn) => [1, 2.5].map((unit) => [turn, unit] as const));
  it.each(turns)('turned by %i with a user unit of %f: pdfjs sees the same places', async (turn, unit) => {
    const doc = await handMade('BT /F1 10 Tf 60 70 Td (ABC) Tj 0.8 0.6 -0.6 0.8 150 120 Tm (XYZ) Tj ET');
    const page = doc.getPage(0);
    page.node.set(PDFName.of('CropBox'), doc.context.obj([30, 20, 350, 260]));
    page.setRotation(degrees(turn));
    page.node.set(PDFName.of('UserUnit'), PDFNumber.of(unit));
    const { bytes, file } = await opened(doc);
    const model = await file.page(1);
    const pdfjs = await openPdfjs(bytes);
    const theirs = await pdfjs.getPage(1);
    // Multiplied by UserUnit already.
    const viewport = theirs.getViewport({ scale: 1 });
    expect([model.width, model.height]).toEqual([viewport.width, viewport.height]);
    const { items } = await theirs.getTextContent();
    for (const item of items) {
      if (!('str' in item) || item.str === '') continue;
      const [x, y] = viewport.convertToViewportPoint(item.transform[4], item.transform[5]);
      const glyph = model.glyphs.find((g) => g.text === item.str[0]);
      expect(Math.hypot((glyph?.ox ?? 0) - Number(x), (glyph?.oy ?? 0) - Number(y))).toBeLessThan(0.001);
      expect(glyph?.size).toBeCloseTo(10 * unit, 4);
    }
    await pdfjs.loadingTask.destroy();
    await file.close();
  });
});

describe('glyphs', () => {
  it('have quads, sizes, angles, colours and bytes', async () => {
    const page = await read(
      '1 0 0 rg BT /F1 12 Tf 50 200 Td [(A)-100(B)] TJ ET 0.5 g BT /F1 6 Tf 0 2 -2 0 99 20 Tm (C) Tj ET',
    );
    const [a, b, c] = page.glyphs;
    expect(a).toMatchObject({
      text: 'A',
      ox: 50,
      oy: 100,
      size: 12,
      angle: 0,
      color: '#ff0000',
      el: 0,
      b0: 0,
      b1: 1,
      visible: true,
    });
    expect(a?.advance).toBeCloseTo(12 * 0.667, 6);
    expect(b).toMatchObject({ el: 2, b0: 0, b1: 1 });
    expect(b?.ox).toBeCloseTo(50 + 12 * 0.667 + 1.2, 6);
    expect(c).toMatchObject({ size: 12, angle: -90, color: '#808080' });
    expect(page.trust.level).toBe('exact');
  });

  it('of vertical and two-byte fonts stand where they are shown', async () => {
    const font = (encoding: string) => (doc: PDFDocument) => {
      const info = { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Japan1'), Supplement: 2 };
      const descriptor = {
        Type: 'FontDescriptor',
        FontName: 'M',
        Flags: 4,
        FontBBox: [0, -200, 1000, 900],
        Ascent: 800,
        Descent: -200,
      };
      const cid = {
        Type: 'Font',
        Subtype: 'CIDFontType0',
        BaseFont: 'M',
        CIDSystemInfo: info,
        FontDescriptor: descriptor,
      };
      const type0 = { Type: 'Font', Subtype: 'Type0', BaseFont: 'M', Encoding: encoding, DescendantFonts: [cid] };
      return { Font: { J: doc.context.register(doc.context.obj(type0 as never)) } };
    };
    const content = 'BT /J 20 Tf 2 Tc 100 250 Td [<93fa41> 300 <967b>] TJ ET';
    const vertical = await read(content, font('90ms-RKSJ-V'));
    expect(vertical.trust.level).toBe('exact');
    expect(vertical.glyphs.map((g) => [g.text, g.b1 - g.b0, g.ox, g.oy])).toEqual([
      ['日', 2, 100, 50],
      ['A', 1, 100, 68],
      ['本', 2, 100, 92],
    ]);
    const across = await read(content, font('90ms-RKSJ-H'));
    expect(across.glyphs.map((g) => g.ox)).toEqual([100, 122, 138]);
  });

  it('are invisible where nobody sees them', async () => {
    const page = await read(
      [
        'BT 3 Tr /F1 12 Tf 50 200 Td (mode) Tj ET BT 0 Tr /F1 12 Tf 900 200 Td (off) Tj ET',
        'q 0 0 10 10 re W n BT /F1 12 Tf 50 100 Td (clipped) Tj ET Q q /G0 gs BT /F1 9 Tf 50 50 Td (clear) Tj ET Q',
        '/OC /L BDC BT /F1 9 Tf 50 20 Td (layer) Tj ET EMC BT /F1 9 Tf 150 20 Td (seen) Tj ET',
      ].join('\n'),
      (doc) => {
        const layer = doc.context.register(doc.context.obj({ Type: 'OCG', Name: 'x' }));
        doc.catalog.set(PDFName.of('OCProperties'), doc.context.obj({ OCGs: [layer], D: { OFF: [layer] } }));
        return { ExtGState: { G0: doc.context.obj({ ca: 0 }) }, Properties: { L: layer } };
      },
    );
    expect(textOf(page)).toBe('modeoffclippedclearlayerseen');
    expect(
      page.glyphs
        .filter((glyph) => glyph.visible)
        .map((glyph) => glyph.text)
        .join(''),
    ).toBe('seen');
  });
});

describe('trust', () => {
  it('is geometry-only where a font does not tell its letters', async () => {
    const type3 = (doc: PDFDocument): Record<string, Record<string, unknown>> => {
      const proc = stream(doc, '500 0 0 0 400 700 d1 0 0 400 700 re f');
      const font = {
        Type: 'Font',
        Subtype: 'Type3',
        FontBBox: [0, 0, 500, 800],
        FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
        FirstChar: 1,
        LastChar: 2,
        Widths: [500, 500],
        CharProcs: { a1: proc, a2: proc },
        Encoding: { Differences: [1, 'a1', 'a2'] },
        Resources: {},
      };
      return { Font: { T3: doc.context.register(doc.context.obj(font as never)) } };
    };
    const page = await read('BT /T3 10 Tf 50 200 Td <01020201> Tj ET', type3);
    expect(page.trust.level).toBe('geometry-only');
    expect(page.fonts.map((font) => font.unicode)).toEqual(['unreliable']);
    for (const glyph of page.glyphs) expect(glyph.advance).toBeCloseTo(5, 5);
  });

  it('ends where readers may differ', async () => {
    expect((await read('BT /F1 12 Tf 50 200 Td (a) Tj 5 Td (b) Tj ET')).trust.level).toBe('untrusted');
    const own = (doc: PDFDocument): Record<string, Record<string, unknown>> => ({
      Font: {
        Odd: doc.context.register(doc.context.obj({ Type: 'Font', Subtype: 'TrueType', BaseFont: 'NoSuchFont' })),
      },
    });
    expect((await read('BT /Odd 12 Tf 50 200 Td (a) Tj ET', own)).trust.reasons).toEqual([
      'a font does not state its widths',
    ]);
  });

  it('does not follow forms that call each other', async () => {
    const page = await read('/A Do', (doc) => {
      const a = doc.context.nextRef();
      const ref = stream(doc, '/A Do BT /F1 9 Tf (x) Tj ET', {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, 9, 9],
        Resources: { XObject: { A: a } },
      });
      const form = doc.context.lookup(ref);
      if (form !== undefined) doc.context.assign(a, form);
      return { XObject: { A: a } };
    });
    expect(page.trust.level).toBe('untrusted');
  });
});

describe('images, paths and patterns', () => {
  it('are found with their places', async () => {
    const page = await read(
      'q 10 0 0 20 30 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q 10 10 50 5 re f 0 0 m 9 9 1 2 3 4 c S',
    );
    expect(page.images[0]).toMatchObject({ kind: 'inline', box: { x: 30, y: 240, w: 10, h: 20 }, width: 1, height: 1 });
    expect(page.paths[0]).toMatchObject({ box: { x: 10, y: 285, w: 50, h: 5 }, fill: true, plain: true });
    expect(page.paths[1]).toMatchObject({ stroke: true, plain: false });
  });
});

const robust = new URL('../../../shared/corpora/pdf-robustness/', import.meta.url);
describe.skipIf(!existsSync(robust))('real files (skipped where the corpora are absent)', () => {
  const names = existsSync(robust)
    ? readdirSync(robust).filter((name) => /^(pdf-lib|excise|pdfminer|qpdf--m).*\.pdf$/.test(name))
    : [];
  it.each(names)('%s is read or refused, and does not crash', async (name) => {
    const bytes = readFileSync(new URL(name, robust));
    try {
      const file = await openPdf((await normalisePdf(bytes, ['1234'])).bytes);
      expect((await file.page(1)).number).toBe(1);
      await file.close();
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 3 });
    }
  });
});
