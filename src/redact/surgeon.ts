import type { PDFDocument } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { CannotCut, type CutOutcome, type EditImage } from './surgeon-types.ts';

/**
 * Takes everything that `boxes` hit out of a page of `doc` (which must be loaded from the bytes that
 * `page` was read from) and gives the page new content and resources; the boxes themselves are not
 * painted. Throws CannotCut, and leaves the page as it was, where the page must be rebuilt instead.
 */
export async function cutPage(
  doc: PDFDocument,
  page: PageModel,
  boxes: readonly Box[],
  editImage: EditImage,
): Promise<CutOutcome> {
  void doc;
  void boxes;
  void editImage;
  throw new CannotCut('untrusted', `page ${page.number} cannot be cut yet`);
}
