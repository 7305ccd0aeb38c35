import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFRawStream, StandardFonts } from 'pdf-lib';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { openPdf, type PdfFile } from '../../src/pdf/open.ts';
import { openPdfjs } from '../../src/pdf/pdfjs.ts';

/** A document of one page whose content is written by hand; fonts F1 Helvetica, F2 Times. */
export async function handMade(
  content: string | Uint8Array,
  more?: (doc: PDFDocument) => Record<string, Record<string, unknown>>,
  size: [number, number] = [400, 300],
): Promise<PDFDocument> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage(size);
  const f1 = await doc.embedFont(StandardFonts.Helvetica);
  const f2 = await doc.embedFont(StandardFonts.TimesRoman);
  const extra = more?.(doc) ?? {};
  const fonts = { F1: f1.ref, F2: f2.ref, ...extra['Font'] };
  page.node.set(PDFName.of('Resources'), doc.context.obj({ ...extra, Font: fonts } as never));
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  page.node.set(PDFName.of('Contents'), doc.context.register(doc.context.stream(bytes)));
  return doc;
}

/** A stream registered in the document. */
export function stream(
  doc: PDFDocument,
  content: string,
  dict: Record<string, unknown> = {},
): ReturnType<typeof doc.context.register> {
  const entries = doc.context.obj({ ...dict, Filter: 'FlateDecode' } as never);
  return doc.context.register(PDFRawStream.of(entries as never, deflateSync(Buffer.from(content, 'latin1'))));
}

/** The bytes as the pipeline would have them, and the reading of them. */
export async function opened(doc: PDFDocument): Promise<{ bytes: Uint8Array; file: PdfFile }> {
  const { bytes } = await normalisePdf(await doc.save({ useObjectStreams: false }), []);
  return { bytes, file: await openPdf(bytes) };
}

/** Text items of a page as pdfjs gives them: text and start point in user space. */
export async function pdfjsItems(bytes: Uint8Array, number = 1): Promise<{ str: string; x: number; y: number }[]> {
  const doc = await openPdfjs(bytes);
  try {
    const page = await doc.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    return items.flatMap((item) =>
      'str' in item && item.str.trim() !== '' ? [{ str: item.str, x: item.transform[4], y: item.transform[5] }] : [],
    );
  } finally {
    await doc.loadingTask.destroy();
  }
}
