import { PDFArray, PDFDict, PDFName, PDFNumber } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { apply, boxOfPoints, type Matrix } from './matrix.ts';
import { openPdf } from './open.ts';

/** A box somebody drew in the file as a mark for redaction. */
export interface MarkedBox {
  readonly page: number;
  readonly box: Box;
}

const MARKS = new Set(['Redact', 'Highlight']);

/** Boxes of the /Redact and /Highlight annotations of a PDF, one a quadrilateral (ISO 32000-2 12.5.6.23). */
export async function markedBoxes(bytes: Uint8Array): Promise<readonly MarkedBox[]> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!raw.includes('/Redact') && !raw.includes('/Highlight')) return [];
  const pdf = await openPdf(bytes);
  const { doc } = pdf;
  try {
    const found: MarkedBox[] = [];
    for (const [index, page] of doc.getPages().entries()) {
      const annotations = page.node.Annots()?.asArray() ?? [];
      const marks = annotations
        .map((entry) => doc.context.lookup(entry))
        .filter((entry) => entry instanceof PDFDict && MARKS.has(subtypeOf(entry)));
      if (marks.length === 0) continue;
      const { toDisplay } = await pdf.page(index + 1);
      for (const mark of marks) {
        for (const box of boxesOf(mark as PDFDict, toDisplay)) found.push({ page: index + 1, box });
      }
    }
    return found;
  } finally {
    await pdf.close();
  }
}

function subtypeOf(annotation: PDFDict): string {
  const subtype = annotation.lookup(PDFName.of('Subtype'));
  return subtype instanceof PDFName ? subtype.decodeText() : '';
}

function boxesOf(annotation: PDFDict, toDisplay: Matrix): readonly Box[] {
  const quads = numbersOf(annotation, 'QuadPoints');
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbersOf(annotation, 'Rect');
  const corners = quads.length >= 8 && quads.length % 8 === 0 ? quads : [x0, y0, x1, y0, x1, y1, x0, y1];
  return Array.from({ length: corners.length / 8 }, (_, index) => {
    const quad = corners.slice(index * 8, index * 8 + 8);
    const points = [0, 2, 4, 6].flatMap((i) => apply(toDisplay, quad[i] ?? 0, quad[i + 1] ?? 0));
    return boxOfPoints(points);
  });
}

function numbersOf(annotation: PDFDict, key: string): readonly number[] {
  const array = annotation.lookup(PDFName.of(key));
  if (!(array instanceof PDFArray)) return [];
  return Array.from({ length: array.size() }, (_, index) => {
    const value = array.lookup(index);
    return value instanceof PDFNumber ? value.asNumber() : 0;
  });
}
