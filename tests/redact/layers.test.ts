import { PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { newDocument, planOf, saved } from './pages.ts';

/** A page with content in a membership of one layer that is on. */
async function layered(membership: Record<string, string>, off: boolean) {
  const { doc, builders } = await newDocument([[612, 792]]);
  const { context, catalog } = doc;
  const page = builders[0];
  if (page === undefined) throw new Error('no page');
  page.line('The staff met on Monday.', 72, 100);
  const layer = context.register(context.obj({ Type: 'OCG' }));
  const member = context.register(context.obj({ Type: 'OCMD', OCGs: layer, ...membership }));
  const state = context.obj(off ? { OFF: [layer] } : { ON: [layer] });
  catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: [layer], D: state }));
  const content = context.register(context.flateStream('/OC /M0 BDC 10 10 20 20 re f EMC'));
  page.page.node.addContentStream(content);
  page.page.node.Resources()?.set(PDFName.of('Properties'), context.obj({ M0: member }));
  return { source: await saved(doc), text: page.pageText(1) };
}

describe('a page with layers', () => {
  it.each([
    ['all on', {}, false, 'untouched'],
    ['one off', {}, true, 'rebuild'],
    ['a membership that shows what is off', { P: 'AllOff' }, false, 'rebuild'],
  ])('%s', async (_, membership, off, mode) => {
    const { source, text } = await layered(membership, off);
    const { pages } = await redactPdf(source, [planOf(text, [])]);
    expect(pages[0]?.mode).toBe(mode);
  });
});
