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
