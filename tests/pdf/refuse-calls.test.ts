import { PDFDict, PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { refuseCalls } from '../../src/pdf/refuse-calls.ts';

type Wrap = (doc: PDFDocument, inner: PDFRef, times: number) => PDFRef;

function resources(doc: PDFDocument, kind: string, entry: PDFRef | PDFDict): PDFDict {
  const named = PDFDict.withContext(doc.context);
  named.set(PDFName.of('X'), entry);
  const all = PDFDict.withContext(doc.context);
  all.set(PDFName.of(kind), named);
  return all;
}

function stream(doc: PDFDocument, content: string, entries: Readonly<Record<string, string>>, own?: PDFDict): PDFRef {
  const made = doc.context.flateStream(content, { BBox: [0, 0, 100, 100], ...entries });
  if (own !== undefined) made.dict.set(PDFName.of('Resources'), own);
  return doc.context.register(made);
}

const FORM = { Type: 'XObject', Subtype: 'Form' };
const form: Wrap = (doc, inner, times) => stream(doc, '/X Do\n'.repeat(times), FORM, resources(doc, 'XObject', inner));
const escaped: Wrap = (doc, inner, times) =>
  stream(doc, '/#58 %x\n Do '.repeat(times), FORM, resources(doc, 'XObject', inner));
const mask: Wrap = (doc, inner, times) => {
  const state = doc.context.obj({ SMask: { S: 'Alpha', G: inner } });
  return stream(doc, '/X gs 0 0 1 1 re f '.repeat(times), FORM, resources(doc, 'ExtGState', state));
};
const pattern: Wrap = (doc, inner, times) => {
  const tiling = { PatternType: 1, PaintType: 1, TilingType: 1, XStep: 100, YStep: 100 } as unknown as typeof FORM;
  const cell = stream(doc, '/X Do\n'.repeat(times), tiling, resources(doc, 'XObject', inner));
  const content = '/Pattern cs /X scn 0 0 9 9 re f\n'.repeat(times);
  return stream(doc, content, FORM, resources(doc, 'Pattern', cell));
};
const glyph: Wrap = (doc, inner, times) => {
  const proc = stream(doc, `10 0 d0 ${'/X Do '.repeat(times)}`, {});
  const font = doc.context.obj({ Type: 'Font', Subtype: 'Type3', CharProcs: { a: proc } });
  font.set(PDFName.of('Resources'), resources(doc, 'XObject', inner));
  return stream(doc, `BT /X 9 Tf (${'a'.repeat(times)}) Tj ET`, FORM, resources(doc, 'Font', font));
};

/** A page that draws `depth` forms one in the other, each calling the next `times` times. */
async function nested(wrap: Wrap, depth: number, times: number): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage([200, 200]);
  let inner = stream(doc, '0 0 9 9 re f', FORM);
  for (let i = 0; i < depth; i++) inner = wrap(doc, inner, times);
  page.node.setXObject(PDFName.of('X'), inner);
  page.node.addContentStream(doc.context.register(doc.context.flateStream('/X Do')));
  return doc.save({ useObjectStreams: false });
}

describe('forms that call forms', () => {
  it.each([
    ['forms', form],
    ['forms with their names written otherwise', escaped],
    ['soft masks', mask],
    ['patterns', pattern],
    ['glyphs', glyph],
  ])('%s: a few nested are read, billions of calls are refused before anything is drawn', async (_, wrap) => {
    await refuseCalls(await nested(wrap, 2, 10));
    await expect(refuseCalls(await nested(wrap, 6, 60))).rejects.toThrow('call one another');
  });

  it('are refused by whoever takes a file in, at once', async () => {
    await expect(normalisePdf(await nested(form, 9, 100), [])).rejects.toMatchObject({ code: 'too-large' });
  });

  it('deep ones in a row are none too many, nor is one that a page shows often', async () => {
    await refuseCalls(await nested(form, 3000, 1));
    const doc = await PDFDocument.create({ updateMetadata: false });
    const page = doc.addPage([200, 200]);
    page.node.setXObject(PDFName.of('X'), stream(doc, '0 0 9 9 re f', FORM));
    page.node.addContentStream(doc.context.register(doc.context.flateStream('/X Do\n'.repeat(30_000))));
    await refuseCalls(await doc.save());
  });

  it('one that calls itself once is none, one that does so again and again is', async () => {
    for (const [times, isBomb] of [
      [1, false],
      [4, true],
    ] as const) {
      const doc = await PDFDocument.create({ updateMetadata: false });
      const own = doc.context.nextRef();
      const made = doc.context.flateStream('/X Do '.repeat(times), { ...FORM, BBox: [0, 0, 9, 9] });
      made.dict.set(PDFName.of('Resources'), resources(doc, 'XObject', own));
      doc.context.assign(own, made);
      doc.addPage([200, 200]).node.setXObject(PDFName.of('X'), own);
      const check = refuseCalls(await doc.save());
      await (isBomb ? expect(check).rejects.toThrow('call one another') : check);
    }
  });

  it('a large form that a page repeats counts by its content', async () => {
    const doc = await PDFDocument.create({ updateMetadata: false });
    const page = doc.addPage([200, 200]);
    page.node.setXObject(PDFName.of('X'), stream(doc, '0 0 9 9 re f\n'.repeat(50_000), FORM));
    page.node.addContentStream(doc.context.register(doc.context.flateStream('/X Do\n'.repeat(200))));
    await expect(refuseCalls(await doc.save())).rejects.toThrow('call one another');
  });
});
