import { type PDFDocument, PDFName } from 'pdf-lib';
import { writeContent } from '../../src/pdf/writer.ts';
import type { CutOutcome } from '../../src/redact/surgeon-types.ts';

/** Gives the first page of a document what the surgeon made of it, for reading it again. */
export function putBack(doc: PDFDocument, { content, resources }: CutOutcome): void {
  const { node } = doc.getPage(0);
  node.set(PDFName.of('Contents'), doc.context.register(doc.context.flateStream(writeContent(content.ops))));
  node.set(PDFName.of('Resources'), resources);
}
