import type { PageText } from '../model/page.ts';
import type { PdfFile } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import type { PdfReader } from './read-pdf.ts';

/** The file with the model of a page kept from its first asking to its second: the reader's and the surgeon's. */
export function readOnce(pdf: PdfFile): PdfFile {
  const kept = new Map<number, Promise<PageModel>>();
  const page = (number: number): Promise<PageModel> => {
    const known = kept.get(number);
    if (known !== undefined) {
      kept.delete(number);
      return known;
    }
    const model = pdf.page(number);
    kept.set(number, model);
    return model;
  };
  return { ...pdf, page };
}

/** The pages in order, at most `width` of them being read ahead of who takes them. */
export async function* pagesAhead(reader: PdfReader, width: number): AsyncGenerator<PageText> {
  const ahead: Promise<PageText>[] = [];
  for (let next = 1; next <= reader.pageCount || ahead.length > 0; ) {
    while (next <= reader.pageCount && ahead.length < width) ahead.push(reader.read(next++));
    const first = ahead.shift();
    if (first !== undefined) yield await first;
  }
}
