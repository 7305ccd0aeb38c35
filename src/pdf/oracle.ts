import { AnnotationMode, OPS, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A glyph as pdfjs reads it. */
export interface OracleGlyph {
  readonly originalCharCode: number;
  readonly unicode: string;
  /** In thousandths of the em, or glyph space of a Type 3 font. */
  readonly width: number;
  /** Vertical metrics [w1y, vx, vy] of a vertical font. */
  readonly vmetric?: readonly number[] | null;
}

/** One text-show operator: its glyphs and the numbers of its TJ array. */
export type OracleShow = readonly (OracleGlyph | number)[];

/** What pdfjs makes of a page: its size as displayed in points, and its text operators. */
export interface OraclePage {
  readonly width: number;
  readonly height: number;
  readonly shows: readonly OracleShow[];
}

/**
 * What pdfjs shows on a page (from 1): one entry for each Tj, TJ, ' and " executed, forms
 * inlined, in stream order; patterns, Type 3 procedures, soft masks and annotations left out.
 */
export async function readOracle(doc: PDFDocumentProxy, number: number): Promise<OraclePage> {
  const page = await doc.getPage(number);
  try {
    const list = await page.getOperatorList({ intent: 'display', annotationMode: AnnotationMode.DISABLE });
    const { width, height } = page.getViewport({ scale: 1 });
    return { width, height, shows: showsOf(list.fnArray, list.argsArray) };
  } finally {
    page.cleanup();
  }
}

function showsOf(operators: readonly number[], args: readonly unknown[]): readonly OracleShow[] {
  const shows: OracleShow[] = [];
  // Soft-mask groups stand in the list where their graphics state is set; they are no text of the page.
  let maskDepth = 0;
  for (let index = 0; index < operators.length; index++) {
    const operator = operators[index];
    if (operator === OPS.beginGroup) {
      if (maskDepth > 0 || isSoftMask(args[index])) maskDepth++;
    } else if (operator === OPS.endGroup) {
      if (maskDepth > 0) maskDepth--;
    } else if (operator === OPS.showText && maskDepth === 0) {
      shows.push(showOf(args[index]));
    }
  }
  return shows;
}

function isSoftMask(args: unknown): boolean {
  const options: unknown = Array.isArray(args) ? args[0] : undefined;
  return typeof options === 'object' && options !== null && Boolean(Reflect.get(options, 'smask'));
}

function showOf(args: unknown): OracleShow {
  const items: unknown = Array.isArray(args) ? args[0] : undefined;
  return Array.isArray(items) ? items : [];
}
