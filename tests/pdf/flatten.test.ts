import { PDFBool, type PDFDict, PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { embeddedFiles } from '../../src/pdf/embedded.ts';
import { flattenAnnotations } from '../../src/pdf/flatten.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { opened } from './samples.ts';

async function form(): Promise<{ doc: PDFDocument; field: PDFDict }> {
  const doc = await PDFDocument.create();
  const page = doc.addPage([300, 200]);
  page.drawText('Reporter:', { x: 10, y: 110, size: 12 });
  const text = doc.getForm().createTextField('reporter');
  text.setText('Jane Doe');
  text.addToPage(page, { x: 80, y: 100, width: 150, height: 24 });
  const field = text.acroField.getWidgets()[0]?.dict;
  if (field === undefined) throw new Error('no widget');
  return { doc, field };
}

async function read(doc: PDFDocument): Promise<{ text: string; annotations: string[]; level: string; x: number }> {
  const { file } = await opened(doc);
  const page = await file.page(1);
  await file.close();
  const text = page.glyphs.map((glyph) => glyph.text).join('');
  const x = page.glyphs.at(-1)?.ox ?? 0;
  return { text, annotations: page.annotations.map((use) => use.subtype), level: page.trust.level, x };
}

describe('flattenAnnotations', () => {
  it('makes a filled-in field part of the page, where it was', async () => {
    const { doc } = await form();
    const result = await read(doc);
    expect(result).toMatchObject({ text: 'Reporter:Jane Doe', annotations: [], level: 'exact' });
    expect(result.x).toBeGreaterThan(90);
    expect(result.x).toBeLessThan(230);
  });

  it('draws a field that has a value and no appearance', async () => {
    const { doc, field } = await form();
    field.delete(PDFName.of('AP'));
    doc.getForm().acroForm.dict.set(PDFName.of('NeedAppearances'), PDFBool.True);
    const bytes = await doc.save({ useObjectStreams: false, updateFieldAppearances: false });
    expect((await read(await PDFDocument.load(bytes))).text).toBe('Reporter:Jane Doe');
  });

  it('leaves links, hidden fields and files without annotations alone', async () => {
    const plain = await PDFDocument.create();
    plain.addPage([100, 100]);
    expect(await flattenAnnotations(await plain.save())).toBeUndefined();
    const { doc, field } = await form();
    field.set(PDFName.of('F'), doc.context.obj(2));
    expect(await read(doc)).toMatchObject({ text: 'Reporter:', annotations: ['Widget'] });
    expect(await embeddedFiles(await doc.save())).toEqual([]);
  });
});

it('draws nothing that hangs on a layer which is switched off', async () => {
  const { doc, field } = await form();
  const layer = doc.context.register(doc.context.obj({ Type: 'OCG' }));
  doc.catalog.set(PDFName.of('OCProperties'), doc.context.obj({ OCGs: [layer], D: { OFF: [layer] } }));
  field.set(PDFName.of('OC'), layer);
  expect(await read(doc)).toMatchObject({ text: 'Reporter:', annotations: ['Widget'] });
});

it('draws markings of text that have no appearance of their own', async () => {
  const doc = await PDFDocument.create();
  const page = doc.addPage([300, 200]);
  const { context } = doc;
  const mark = (Subtype: string, y: number, more: Record<string, unknown> = {}) =>
    context.obj({ Type: 'Annot', Subtype, Rect: [10, y, 110, y + 20], ...more } as never);
  const quads = { QuadPoints: [20, 170, 60, 170, 20, 150, 60, 150] };
  const marks = [
    mark('Highlight', 150, quads),
    mark('Highlight', 100, { C: [0, 1, 0] }),
    mark('Highlight', 50, { C: [] }),
    mark('StrikeOut', 20, { C: [1, 0, 0] }),
  ];
  page.node.set(PDFName.of('Annots'), context.obj(marks));
  const { bytes, file } = await opened(doc);
  expect((await file.page(1)).annotations).toEqual([]);
  await file.close();
  const renderer = await openRenderer(bytes);
  const { data, width } = renderer.render(1, 72);
  renderer.close();
  const at = (x: number, y: number): number[] => [
    ...data.slice(4 * ((200 - y) * width + x), 4 * ((200 - y) * width + x) + 3),
  ];
  expect(at(40, 160)).toEqual([255, 255, 0]);
  expect(at(80, 160)).toEqual([255, 255, 255]);
  expect(at(40, 110)).toEqual([0, 255, 0]);
  expect(at(40, 60)).toEqual([255, 255, 255]);
  expect([31, 30, 29].map((y) => at(40, y)[1])).toContainEqual(expect.toSatisfy((green: number) => green < 160));
});

it('says where a remark is attached that the page does not show, drawn or not', async () => {
  const doc = await PDFDocument.create();
  const page = doc.addPage([300, 200]);
  page.drawText('Visit', { x: 10, y: 110, size: 12 });
  const { context } = doc;
  const look = context.register(context.stream('1 1 0 rg 0 0 40 12 re f', { Subtype: 'Form', BBox: [0, 0, 40, 12] }));
  const note = (subtype: string, more: Record<string, string>) =>
    context.register(
      context.obj({
        Type: 'Annot',
        Subtype: subtype,
        Rect: [10, 105, 50, 117],
        ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, PDFString.of(value)])),
        ...(subtype === 'Text' ? {} : { AP: { N: look } }),
      }),
    );
  const all = [
    note('Highlight', { Contents: 'ask counsel' }),
    note('Highlight', {}),
    note('Text', { Contents: 'the neighbor called' }),
    note('Text', { Contents: ' ' }),
    note('FreeText', { Contents: 'written on the page' }),
  ];
  page.node.set(PDFName.of('Annots'), context.obj(all));
  const { bytes, file } = await opened(doc);
  const { annotations } = await file.page(1);
  await file.close();
  expect(annotations.map(({ subtype, remark }) => [subtype, remark])).toEqual([
    ['Text', true],
    ['Text', true],
    ['Text', undefined],
  ]);
  expect(Buffer.from(bytes).includes('ask counsel')).toBe(false);
});
