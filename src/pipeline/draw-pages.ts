import { type PageImage, pageImage } from '../pdf/page-image.ts';
import { openRenderer } from '../pdf/render.ts';

/** Dots an inch of the pictures of a production (domain 4). */
const IMAGE_DPI = 300;

/** Every page of a PDF as the picture that a production of images bears. */
export async function drawPages(pdf: Uint8Array): Promise<readonly PageImage[]> {
  const renderer = await openRenderer(pdf);
  try {
    const pages = Array.from({ length: renderer.pageCount }, (_, i) => i + 1);
    return pages.map((page) => pageImage(renderer.render(page, IMAGE_DPI)));
  } finally {
    renderer.close();
  }
}
