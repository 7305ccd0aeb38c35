import { PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../src/pdf/objects.ts';
import { contentOf } from '../../src/pdf/open.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { newDocument, planOf, saved } from './pages.ts';

const OWN = 'The staff met on Monday.';

/** A page whose second content stream is `content`; /M0 is a membership of one layer, /Im0 a picture and /Fm0 a form in it. */
async function layered(content: string, membership: Record<string, unknown>, off: boolean) {
  const { doc, builders } = await newDocument([[612, 792]]);
  const { context, catalog } = doc;
  const page = builders[0];
  if (page === undefined) throw new Error('no page');
  page.line(OWN, 72, 100);
  const layer = context.register(context.obj({ Type: 'OCG' }));
  const member = context.register(context.obj({ Type: 'OCMD', OCGs: layer, ...membership } as never));
  const state = context.obj(off ? { OFF: [layer] } : { ON: [layer] });
  catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: [layer], D: state }));
  const node = page.page.node;
  const font = node.normalizedEntries().Font.keys()[0]?.decodeText() ?? '';
  const xobject = (of: Record<string, unknown>, bytes: string | Uint8Array) =>
    context.register(context.flateStream(bytes, { Type: 'XObject', OC: layer, ...of } as never));
  const grey = { Subtype: 'Image', Width: 2, Height: 2, BitsPerComponent: 8, ColorSpace: 'DeviceGray' };
  node.setXObject(PDFName.of('Im0'), xobject(grey, new Uint8Array(4)));
  node.setXObject(PDFName.of('Fm0'), xobject({ Subtype: 'Form', BBox: [0, 0, 9, 9] }, '0 0 9 9 re f'));
  node.addContentStream(context.register(context.flateStream(content.replace('F?', font))));
  node.Resources()?.set(PDFName.of('Properties'), context.obj({ M0: member }));
  return { source: await saved(doc), text: page.pageText(1) };
}

describe('a page with layers', () => {
  const SQUARE = '/OC /M0 BDC 10 10 20 20 re f EMC';

  it.each([
    ['all on', SQUARE, {}, false, undefined],
    ['one off', SQUARE, {}, true, undefined],
    ['a membership that shows what is off', SQUARE, { P: 'AllOff' }, true, undefined],
    ['a picture and a form in one that is off', 'q 9 0 0 9 50 50 cm /Im0 Do /Fm0 Do Q', {}, true, undefined],
    [
      'one off for ornaments, pictures and what it sets',
      '/OC /M0 BDC 1 0 0 rg /Im0 Do EMC 9 9 9 9 re f',
      {},
      true,
      undefined,
    ],
    [
      'text that goes on after one that is off',
      'BT /F? 9 Tf /OC /M0 BDC (  ) Tj EMC ( ) Tj ET',
      {},
      true,
      'text goes on after a layer that is switched off',
    ],
  ])('%s stays in place', async (_, content, membership, off, why) => {
    const { source, text } = await layered(content, membership, off);
    const { pages, bytes } = await redactPdf(source, [planOf(text, [], '')]);
    expect(pages[0]?.why).toBe(why);
    if (why !== undefined) return;
    const [before, after] = await Promise.all(
      [source, bytes].map(async (one) => (await openRenderer(one)).render(1, 50)),
    );
    expect(Buffer.compare(before!.data.subarray(0, 4 * 400 * 500), after!.data.subarray(0, 4 * 400 * 500))).toBe(0);
  });

  it('that are off go out without what they hold', async () => {
    const { source, text } = await layered(`${'/OC /M0 BDC 10 10 20 20 re f /Im0 Do EMC'} /Fm0 Do`, {}, true);
    const { bytes } = await redactPdf(source, [planOf(text, [])]);
    const doc = await loadDocument(bytes);
    const names = contentOf(doc.getPage(0).node).ops.map(({ name }) => name);
    expect(names).not.toContain('Do');
    expect(doc.getPage(0).node.Resources()?.has(PDFName.of('XObject'))).toBe(false);
    expect(Buffer.from(bytes).includes('/OC')).toBe(false);
  });

  it('that are off stay unseen where a box cuts a picture in them', async () => {
    const { source, text } = await layered('q 90 0 0 90 50 50 cm /Im0 Do Q', {}, true);
    const box = { x: 60, y: 660, w: 20, h: 20 };
    const { pages, bytes } = await redactPdf(source, [planOf(text, [{ box, code: '', label: 'x' }], '')]);
    expect(pages[0]?.mode).toBe('surgery');
    expect(contentOf((await loadDocument(bytes)).getPage(0).node).ops.map(({ name }) => name)).not.toContain('Do');
  });

  it('that may be on or off is made of its pixels', async () => {
    const { source, text } = await layered(SQUARE, { VE: ['Nand'] }, false);
    const { pages } = await redactPdf(source, [planOf(text, [])]);
    expect(pages[0]?.why).toBe('the page uses layers, some of which may be hidden');
  });
});
