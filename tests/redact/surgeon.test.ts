import { type PDFDocument, PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { unionBox } from '../../src/model/geometry.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import type { PageModel } from '../../src/pdf/page-model.ts';
import { cutPage } from '../../src/redact/surgeon.ts';
import { CannotCut, type CutOutcome } from '../../src/redact/surgeon-types.ts';
import { handMade, opened, pdfjsItems, stream } from '../pdf/samples.ts';
import { putBack } from './put-back.ts';

/** The box around the first run of glyphs that reads `text`. */
function boxOf(page: PageModel, text: string, from = 0): Box {
  const all = page.glyphs.map((glyph) => glyph.text).join('');
  const start = all.indexOf(text, from);
  expect(start, `"${text}" on the page`).toBeGreaterThanOrEqual(0);
  const boxes: Box[] = [];
  let at = 0;
  for (const glyph of page.glyphs) {
    if (at < start + text.length && at + glyph.text.length > start) boxes.push(glyph.box);
    at += glyph.text.length;
  }
  return unionBox(boxes);
}

async function cut(
  doc: PDFDocument,
  choose: (page: PageModel) => Box[],
): Promise<{ outcome: CutOutcome; bytes: Uint8Array; before: PageModel; after: PageModel; raw: string }> {
  const { bytes, file } = await opened(doc);
  const before = await file.page(1);
  const target = await loadDocument(bytes);
  const outcome = await cutPage(target, before, choose(before), () => Promise.resolve('drop'));
  putBack(target, outcome);
  const saved = await target.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
  const again = await openPdf(saved);
  const after = await again.page(1);
  const content = target.getPage(0).node.get(PDFName.of('Contents'));
  const raw = String(content === undefined ? '' : JSON.stringify(after.units.map((u) => u.ops)));
  await again.close();
  await file.close();
  return { outcome, bytes: saved, before, after, raw };
}

function textOf(page: PageModel): string {
  return page.glyphs.map((glyph) => glyph.text).join('');
}

/** Every glyph that was not removed stands where it stood. */
function expectUnmoved(before: PageModel, after: PageModel, outcome: CutOutcome): void {
  const gone = new Set(outcome.removed);
  const kept = before.glyphs.filter((_, index) => !gone.has(index));
  expect(textOf(after)).toBe(kept.map((glyph) => glyph.text).join(''));
  for (const [i, glyph] of kept.entries()) {
    const now = after.glyphs[i];
    expect(Math.hypot((now?.ox ?? 0) - glyph.ox, (now?.oy ?? 0) - glyph.oy)).toBeLessThan(0.001);
  }
}

const SHOWS: readonly (readonly [string, string])[] = [
  ['Tj', 'BT /F1 12 Tf 50 200 Td (before Margaret after) Tj ( and more) Tj ET'],
  ['TJ with kerning', 'BT /F1 12 Tf 50 200 Td [(be)-20(fore Mar)15(gar)-200(et af)3(ter)] TJ ( next) Tj ET'],
  ['quote', "BT /F1 12 Tf 14 TL 50 200 Td (first) Tj (before Margaret after) ' (third) ' ET"],
  ['double quote', 'BT /F1 12 Tf 14 TL 50 200 Td (first) Tj 3 1 (before Margaret after) " (x y z) \' ET'],
  ['spacing and scale', 'BT /F2 11 Tf 2 Tc 5 Tw 80 Tz 3 Ts 50 200 Td (before Margaret after) Tj ( more on) Tj ET'],
  ['a turned line', 'BT /F1 12 Tf 0.866 0.5 -0.5 0.866 50 100 Tm (before Margaret after) Tj ET'],
  ['invisible text', 'BT 3 Tr /F1 12 Tf 50 200 Td (before Margaret after) Tj ET'],
  ['a nested state', 'q 2 0 0 2 10 20 cm q BT /F1 6 Tf 20 90 Td (before Margaret after) Tj ET Q Q'],
  [
    'one glyph an operator',
    `BT /F1 12 Tf 50 200 Td ${[...'before Margaret after'].map((c) => `(${c}) Tj`).join(' ')} ET`,
  ],
  ['hex and escapes', 'BT /F1 12 Tf 50 200 Td (before \\115arg\\\naret) Tj <206166746572> Tj ET'],
];

describe('cutPage removes text and moves nothing', () => {
  it.each(SHOWS)('%s', async (_, content) => {
    const { before, after, outcome } = await cut(await handMade(content), (page) => [boxOf(page, 'Margaret')]);
    expect(before.trust).toEqual({ level: 'exact', reasons: [] });
    expect(after.trust).toEqual({ level: 'exact', reasons: [] });
    expect(textOf(after)).not.toContain('argare');
    expectUnmoved(before, after, outcome);
    // An upright box around a turned word also takes the blanks beside it.
    expect([8, 10]).toContain(outcome.removed.length);
  });

  it('says the same as pdfjs', async () => {
    const doc = await handMade(
      'BT /F1 12 Tf 50 200 Td [(before )(Margaret)-300( after)] TJ ET BT /F2 9 Tf 50 100 Td (below) Tj ET',
    );
    const { bytes } = await opened(doc);
    const old = await pdfjsItems(bytes);
    const result = await cut(doc, (page) => [boxOf(page, 'Margaret')]);
    const items = await pdfjsItems(result.bytes);
    expect(items.map((item) => item.str).join('|')).not.toContain('Margaret');
    expect(items.at(-1)).toEqual(old.at(-1));
    expect(items[0]?.x).toBeCloseTo(old[0]?.x ?? 0, 3);
  });

  it('takes every copy of text drawn twice', async () => {
    const twice =
      'BT /F1 12 Tf 50 200 Td (Margaret) Tj ET BT /F1 12 Tf 50.3 200 Td (Margaret) Tj ET BT 3 Tr /F2 12 Tf 50 200 Td (Margaret) Tj ET';
    const { after } = await cut(await handMade(twice), (page) => [boxOf(page, 'Margaret')]);
    expect(textOf(after)).toBe('');
  });
});

describe('cutPage and neighbours', () => {
  it('leaves lines set without leading alone', async () => {
    const content = 'BT /F1 10 Tf 10 TL 50 200 Td (above jgpq) Tj T* (Margaret) Tj T* (below ABC) Tj ET';
    const { after, outcome } = await cut(await handMade(content), (page) => [boxOf(page, 'Margaret')]);
    expect(textOf(after)).toBe('above jgpqbelow ABC');
    expect(outcome.removed.length).toBe(8);
  });

  it('knows fonts set by a graphics state, and groups', async () => {
    const doc = await handMade('BT /G0 gs 50 200 Td (before Margaret after) Tj ET /Fm Do', (d) => {
      const font = d.context.register(d.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Courier' }));
      const form = 'BT /F1 12 Tf 50 100 Td (in a group) Tj ET';
      const group = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 400, 300], Group: { S: 'Transparency' } };
      return { ExtGState: { G0: d.context.obj({ Font: [font, 11] }) }, XObject: { Fm: stream(d, form, group) } };
    });
    const { before, after, outcome } = await cut(doc, (page) => [boxOf(page, 'Margaret'), boxOf(page, 'group')]);
    expect(textOf(after)).toBe('before  afterin a ');
    expectUnmoved(before, after, outcome);
  });

  it('takes a whole ligature when a part of it is hit', async () => {
    const doc = await handMade('BT /F3 20 Tf 50 200 Td (\\256x) Tj ET', (d) => ({
      Font: { F3: d.context.register(d.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Times-Roman' })) },
    }));
    const { after } = await cut(doc, (page) => {
      expect(page.glyphs[0]?.text).toBe('fi');
      return [{ x: 49, y: 80, w: 4, h: 30 }];
    });
    expect(textOf(after)).toBe('x');
  });
});

describe('cutPage cleans what stands around', () => {
  it('drops comments, unknown operators, surplus operands and ActualText', async () => {
    const content = [
      '% Margaret',
      '/Span <</ActualText (Margaret) /MCID 3>> BDC BT /F1 12 Tf 50 200 Td (Margaret) Tj ET EMC',
      '/Margaret_Whitfield BMC EMC /P /Named BDC EMC /OC /Named DP',
      'BT /F1 12 Tf 50 100 Td (kept) Tj ET Q Q EMC ET q',
    ].join('\n');
    const named = (doc: PDFDocument): Record<string, Record<string, unknown>> => ({
      Properties: { Named: doc.context.obj({ ActualText: 'Margaret' }) },
    });
    const { after, bytes } = await cut(await handMade(content, named), (page) => [boxOf(page, 'Margaret')]);
    expect(textOf(after)).toBe('kept');
    const ops = after.units[0]?.ops ?? [];
    expect(ops.map((op) => op.name).join(' ')).toBe('BDC BT Tf ET EMC BMC EMC BMC EMC BT Tf Td Tj ET q Q');
    expect(ops.find((op) => op.name === 'BDC')?.args[1]).toEqual(new Map([['MCID', 3]]));
    expect(Buffer.from(bytes).includes('Named')).toBe(false);
  });

  it('prunes resources no operator names', async () => {
    const xobjects = (doc: PDFDocument): Record<string, Record<string, unknown>> => ({
      XObject: { Unused: stream(doc, '(Margaret)', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 9, 9] }) },
    });
    const doc = await handMade('BT /F1 12 Tf 50 200 Td (Margaret) Tj ET', xobjects);
    const { file } = await opened(doc);
    const all = [{ x: 0, y: 0, w: 400, h: 300 }];
    const { resources } = await cutPage(file.doc, await file.page(1), all, () => Promise.resolve('drop'));
    expect(resources.toString()).not.toContain('XObject');
    await file.close();
  });
});

describe('cutPage and forms', () => {
  const form = 'BT /F1 12 Tf 0 0 Td (Margaret inside) Tj ET';

  it('keeps resources that bear the names of colour spaces', async () => {
    const content = 'BT /RGB 12 Tf 20 200 Td (keep me) Tj 0 -30 Td (secret) Tj ET q /G gs /Pattern gs 0 0 9 9 re f Q';
    const doc = await handMade(content, (doc) => ({
      Font: { RGB: doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Courier' }) },
      ExtGState: { G: { ca: 0.5 }, Pattern: { BM: 'Multiply' } },
    }));
    const { outcome, before, after, bytes } = await cut(doc, (page) => [boxOf(page, 'secret')]);
    expectUnmoved(before, after, outcome);
    const resources = String((await loadDocument(bytes)).getPage(0).node.Resources());
    for (const kept of ['/ca 0.5', '/BM /Multiply']) expect(resources).toContain(kept);
  });

  it('copies a shared form for the call that is hit and leaves the other as it was', async () => {
    const doc = await handMade('q 1 0 0 1 50 200 cm /Fm Do Q q 1 0 0 1 50 100 cm /Fm Do Q', (d) => ({
      XObject: { Fm: stream(d, form, { Type: 'XObject', Subtype: 'Form', BBox: [0, -5, 300, 20] }) },
    }));
    const { before, after, outcome } = await cut(doc, (page) => [boxOf(page, 'Margaret')]);
    expect(textOf(after)).toBe(' insideMargaret inside');
    expectUnmoved(before, after, outcome);
  });

  it('goes into nested forms with matrices and without resources of their own', async () => {
    const doc = await handMade('q 0.5 0 0 0.5 0 0 cm /Outer Do Q', (d) => {
      const inner = stream(d, form, {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, -5, 300, 20],
        Matrix: [2, 0, 0, 2, 30, 40],
      });
      const outer = stream(d, 'q 1 0 0 1 10 10 cm /Inner Do Q /Inner Do', {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, 800, 600],
      });
      return { XObject: { Outer: outer, Inner: inner } };
    });
    const { before, after, outcome } = await cut(doc, (page) => [boxOf(page, 'Margaret', 12)]);
    expect(outcome.removed.length).toBeGreaterThan(7);
    expectUnmoved(before, after, outcome);
  });
});

describe('cutPage and drawings', () => {
  it('deletes a path inside a box, keeps its clip, and keeps others', async () => {
    const content = '60 60 20 20 re W f 10 10 300 200 re f 100 150 m 130 180 l 140 150 l f q 200 200 5 5 re f Q';
    const { outcome, after } = await cut(await handMade(content), () => [{ x: 55, y: 215, w: 30, h: 30 }]);
    expect(outcome.pathsRemoved).toBe(1);
    expect(after.paths.map((path) => [path.fill, path.clip])).toEqual([
      [false, true],
      [true, false],
      [true, false],
      [true, false],
    ]);
  });

  it('refuses a drawing half under a box, but not a rule or a big background', async () => {
    const curve = 'q 50 100 m 60 120 70 80 90 100 c f Q';
    const half: Box = { x: 40, y: 180, w: 20, h: 30 };
    await expect(cut(await handMade(curve), () => [half])).rejects.toMatchObject({ code: 'outlines' });
    const rule = '20 100 m 300 100 l S 10 10 350 250 re f';
    expect((await cut(await handMade(rule), () => [half])).outcome.pathsRemoved).toBe(0);
    // The side of a cell, mitred as browsers draw it.
    const side = '45 80 m 45.75 80.75 l 45.75 119.25 l 45 120 l h f';
    expect((await cut(await handMade(side), () => [half])).outcome.pathsRemoved).toBe(0);
    // A marker's stroke over the word and more, with round ends.
    const marker = '30 85 m 26 95 26 105 30 115 c 90 115 l 94 105 94 95 90 85 c h f';
    expect((await cut(await handMade(marker), () => [half])).outcome.pathsRemoved).toBe(0);
  });

  it('refuses text used as a clip, patterns with text and untrusted pages', async () => {
    const clip = await handMade('q BT 7 Tr /F1 12 Tf 50 200 Td (Margaret) Tj ET 0 0 400 300 re f Q');
    await expect(cut(clip, (page) => [boxOf(page, 'Margaret')])).rejects.toBeInstanceOf(CannotCut);
    const tiled = await handMade('/Pattern cs /P1 scn 0 0 400 300 re f', (d) => ({
      Pattern: {
        P1: stream(d, 'BT /F1 12 Tf (Margaret) Tj ET', {
          Type: 'Pattern',
          PatternType: 1,
          PaintType: 1,
          TilingType: 1,
          BBox: [0, 0, 90, 20],
          XStep: 90,
          YStep: 20,
          Resources: {},
        }),
      },
    }));
    await expect(cut(tiled, () => [{ x: 10, y: 10, w: 20, h: 20 }])).rejects.toMatchObject({ code: 'pattern' });
    const torn = await handMade('BT /F1 12 Tf 50 200 Td (Margaret) Tj (no end ET');
    await expect(cut(torn, () => [{ x: 10, y: 10, w: 20, h: 20 }])).rejects.toMatchObject({ code: 'untrusted' });
  });
});

describe('cutPage and images', () => {
  const image = {
    Type: 'XObject',
    Subtype: 'Image',
    Width: 2,
    Height: 2,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 8,
  };
  const content =
    'q 100 0 0 100 50 50 cm /Im Do Q q 40 0 0 40 250 50 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x01 EI EI Q BT /F1 9 Tf 5 5 Td (kept) Tj ET';

  it('drops what lies inside, hands what is partly covered to the editor', async () => {
    const { bytes, file } = await opened(
      await handMade(content.replace('\x01 EI ', 'abcd '), (d) => ({ XObject: { Im: stream(d, 'abcd', image) } })),
    );
    const page = await file.page(1);
    expect(page.images.map((use) => [use.kind, use.width, use.box.x])).toEqual([
      ['xobject', 2, 50],
      ['inline', 2, 250],
    ]);
    const doc = await loadDocument(bytes);
    const seen: string[] = [];
    const outcome = await cutPage(
      doc,
      page,
      [
        { x: 45, y: 140, w: 60, h: 60 },
        { x: 240, y: 200, w: 60, h: 60 },
      ],
      (use, source) => {
        seen.push(`${use.kind} ${source.dict.get(PDFName.of('ColorSpace'))}`);
        return Promise.resolve(doc.context.register(source.clone()));
      },
    );
    expect(seen).toEqual(['xobject /DeviceGray']);
    expect(outcome).toMatchObject({ imagesDropped: 1, imagesEdited: 1 });
    await file.close();
  });
});
