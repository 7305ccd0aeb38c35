import { type PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import type { PageOutcome, PagePlan, RedactedPdf } from '../model/redacting.ts';
import { openRenderer } from '../pdf/render.ts';
import { writeFreshPdf } from '../pdf/write-pdf.ts';
import { FontBook } from './font-book.ts';
import { rasterPage } from './raster-page.ts';

export async function redactPdf(source: Uint8Array, plans: readonly PagePlan[]): Promise<RedactedPdf> {
  const doc = await PDFDocument.load(source, { updateMetadata: false });
  const { context } = doc;
  const fonts = new FontBook(context);
  const renderer = await openRenderer(source);
  const pages: PDFDict[] = [];
  const outcomes: PageOutcome[] = [];
  try {
    for (const plan of plans) {
      pages.push(rasterPage(context, fonts, plan, renderer.render));
      outcomes.push({ page: plan.page, mode: 'rebuild', glyphsRemoved: 0, imagesChanged: 0 });
    }
  } finally {
    renderer.close();
  }
  fonts.finish();
  const tree = context.obj({ Type: 'Pages' });
  const parent = context.register(tree);
  const kids = pages.map((page) => {
    page.set(PDFName.of('Parent'), parent);
    return context.register(page);
  });
  tree.set(PDFName.of('Kids'), context.obj(kids));
  tree.set(PDFName.of('Count'), context.obj(kids.length));
  const bytes = writeFreshPdf(context, context.obj({ Type: 'Catalog', Pages: parent }));
  return { bytes, pages: outcomes };
}
