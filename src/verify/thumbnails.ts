import type { Sighting } from './classes.ts';
import { galleryOf, picturesIn } from './gallery.ts';
import type { Pixels } from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { viewWithPdfjs } from './pdfjs-view.ts';
import type { RawPdf } from './raw-pdf.ts';
import { lookAt } from './sample.ts';
import type { Survey } from './survey.ts';
import { uncovered } from './uncovered.ts';

/** Page thumbnails that show something where the page has a box (ISO 32000-1, 12.3.4). */
export async function thumbnailSightings(
  raw: RawPdf,
  survey: Survey,
  draw: (page: number, dpi: number) => Picture,
  pages: number,
): Promise<readonly Sighting[]> {
  const heads = raw.objects.flatMap((object) => [object, ...(object.inside ?? [])]);
  const numbers = heads.flatMap(({ head }) => Number(/\/Thumb\s+(\d+)\s+\d+\s+R/.exec(head)?.[1] ?? Number.NaN) || []);
  // Which page a thumbnail belongs to is told by the order of the pages only where every page has one.
  if (numbers.length === 0 || numbers.length !== pages) return [];
  const pictures = picturesIn(raw);
  const thumbs = numbers.flatMap((number) => pictures.findLast(({ object }) => object.number === number) ?? []);
  const gallery = thumbs.length === pages ? galleryOf(raw, thumbs) : undefined;
  if (gallery === undefined) return [];
  const found: Sighting[] = [];
  const what = 'the thumbnail shows what the page has under a box';
  await viewWithPdfjs(gallery, async ({ painted }) => {
    const pixels = painted.images[0]?.pixels();
    if (pixels === undefined) return;
    const whole = draw(painted.number, 36);
    const page = draw(painted.number, (36 * pixels.width) / whole.width);
    if (Math.abs(page.height - pixels.height) > 2) return;
    const small = fitted(pixels, page);
    const wide = (72 * page.width) / page.dpi;
    const isLighter = survey.boxes.some(
      ({ page: number, box }) =>
        number === painted.number && lookAt(small, wide, box).mean > lookAt(page, wide, box).mean + 50,
    );
    if (!isLighter && uncovered(page, small) === undefined) return;
    found.push({ name: 'thumbnail', level: 'leak', page: painted.number, seenBy: ['raw'], what });
  }).catch(() => undefined);
  return found;
}

/** A thumbnail as a picture of just the size of its page's. */
function fitted({ width, height, channels, data }: Pixels, { width: wide, height: tall, dpi }: Picture): Picture {
  const rgba = new Uint8Array(wide * tall * 4);
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++) {
      const from = Math.min(height - 1, y) * width + Math.min(width - 1, x);
      for (let c = 0; c < 3; c++) rgba[4 * (y * wide + x) + c] = data[from * channels + (channels < 3 ? 0 : c)] ?? 0;
    }
  }
  return { width: wide, height: tall, data: rgba, dpi };
}
