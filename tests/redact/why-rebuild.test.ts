import { PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { newDocument, planOf, saved } from './pages.ts';

describe('pictures that readers cannot hold', () => {
  /** A page with a picture of four samples, blended by a mask of `width` times `height`. */
  async function masked(width: number, height: number): Promise<string | undefined> {
    const { doc, builders } = await newDocument([[612, 792]]);
    const { context } = doc;
    const [page] = builders;
    page!.line('The staff met on Monday.', 72, 100);
    const common = { Type: 'XObject', Subtype: 'Image', BitsPerComponent: 8, ColorSpace: 'DeviceGray' };
    const mask = context.register(context.flateStream(new Uint8Array(64), { ...common, Width: width, Height: height }));
    const picture = context.register(
      context.flateStream(new Uint8Array(4), { ...common, Width: 2, Height: 2, SMask: mask }),
    );
    page!.page.node.setXObject(PDFName.of('Im1'), picture);
    page!.page.node.addContentStream(context.register(context.flateStream('q 90 0 0 90 72 400 cm /Im1 Do Q')));
    const { pages } = await redactPdf(await saved(doc), [planOf(page!.pageText(1), [])]);
    return pages[0]?.why;
  }

  it('once decoded with their masks make the page one of pixels', async () => {
    expect(await masked(8, 8)).toBeUndefined();
    expect(await masked(34_862, 4_332)).toBe('a picture on the page is too large to be checked');
  });
});

describe('pictures that readers show each in its own way', () => {
  /** Why a page with a JPEG 2000 picture of so many samples a pixel is rebuilt; its code stream ends behind the size. */
  async function why(channels: number): Promise<string | undefined> {
    const { doc, builders } = await newDocument([[612, 792]]);
    const [page] = builders;
    page!.line('The staff met on Monday.', 72, 100);
    const words = [64, 64, 0, 0, 64, 64, 0, 0].map((n) => n.toString(16).padStart(8, '0')).join('');
    const size = `ff4fff51${(38 + 3 * channels).toString(16).padStart(4, '0')}0000${words}000${channels}${'070101'.repeat(channels)}`;
    const entries = { Type: 'XObject', Subtype: 'Image', Filter: 'JPXDecode', Width: 64, Height: 64, SMaskInData: 1 };
    const picture = doc.context.register(doc.context.stream(Buffer.from(size, 'hex'), entries));
    page!.page.node.setXObject(PDFName.of('Im1'), picture);
    const paint = 'q 90 0 0 90 72 400 cm /Im1 Do Q';
    page!.page.node.addContentStream(doc.context.register(doc.context.flateStream(paint)));
    const { pages } = await redactPdf(await saved(doc), [planOf(page!.pageText(1), [])]);
    return pages[0]?.why;
  }

  it('make the page one of pixels: grey with alpha', async () => {
    expect(await why(2)).toBe('a picture on the page is shown otherwise by each reader');
    expect(await why(3)).not.toBe('a picture on the page is shown otherwise by each reader');
  });
});

describe('annotations', () => {
  /** Why a page with one annotation is rebuilt; `N` by the name of a state, with the box of each drawing. */
  async function why(more: Record<string, unknown>, N?: Record<string, number[]>): Promise<string | undefined> {
    const { doc, builders } = await newDocument([[612, 792]]);
    const { context } = doc;
    const [page] = builders;
    page!.line('The staff met on Monday.', 72, 100);
    const forms = Object.entries(N ?? {}).map(([name, BBox]) => {
      const form = context.flateStream('0 0 9 9 re f', { Type: 'XObject', Subtype: 'Form', BBox });
      return [name, context.register(form)];
    });
    const AP = N === undefined ? {} : { AP: { N: Object.fromEntries(forms) } };
    const dict = { Type: 'Annot', Subtype: 'Widget', FT: 'Btn', Rect: [72, 600, 90, 620], ...AP, ...more };
    page!.page.node.set(PDFName.of('Annots'), context.obj([context.register(context.obj(dict as never))]));
    return (await redactPdf(await saved(doc), [planOf(page!.pageText(1), [])])).pages[0]?.why;
  }
  const SHOWN = 'the page shows annotations or form fields';
  const [some, none] = [
    [0, 0, 9, 9],
    [0, 0, 0, 0],
  ];

  it.each([
    ['a drawing for the state it is in', { AS: 'On', V: 'On' }, { On: some, Off: none }, SHOWN],
    ['a drawing without area for that state', { AS: 'Off', V: 'Off' }, { On: some, Off: none }, undefined],
    ['no drawing for that state', { AS: 'Off', V: 'Off' }, { On: some }, undefined],
    ['that of Off, where its state has none', { AS: 'Odd', V: 'Odd' }, { Off: some }, SHOWN],
    ['a value and no drawing', { V: 'On' }, undefined, SHOWN],
    ['a value, but no area', { V: 'On', Rect: [0, 0, 0, 0] }, undefined, undefined],
  ])('with %s', async (_, more, N, reason) => {
    expect(await why(more, N as Record<string, number[]> | undefined)).toBe(reason);
  });
});
