import type { Sighting } from './classes.ts';
import type { Picture } from './pdfium-view.ts';
import type { RawPdf } from './raw-pdf.ts';
import { lookAt } from './sample.ts';
import type { Survey } from './survey.ts';

/** Page thumbnails that show something where the page has a box (ISO 32000-1, 12.3.4). */
export function thumbnailSightings(
  raw: RawPdf,
  survey: Survey,
  draw: (page: number) => Picture,
  pages: number,
): readonly Sighting[] {
  const heads = raw.objects.flatMap((object) => [object, ...(object.inside ?? [])]);
  const byNumber = new Map(raw.objects.map((object) => [object.number, object]));
  const thumbs = heads.flatMap(({ head }) => {
    const thumb = byNumber.get(Number(/\/Thumb\s+(\d+)\s+\d+\s+R/.exec(head)?.[1] ?? -1));
    return thumb?.stream === undefined || thumb.codec !== undefined ? [] : [{ head: thumb.head, data: thumb.stream }];
  });
  // Which page a thumbnail belongs to is told by the order of the pages only where every page has one.
  if (thumbs.length !== pages) return [];
  return thumbs.flatMap(({ head, data }, index): readonly Sighting[] => {
    const boxes = survey.boxes.filter(({ page }) => page === index + 1);
    const width = Number(/\/Width\s+(\d+)/.exec(head)?.[1] ?? 0);
    const height = Number(/\/Height\s+(\d+)/.exec(head)?.[1] ?? 0);
    const channels = Math.round(data.length / Math.max(1, width * height));
    if (boxes.length === 0 || width * height === 0 || (channels !== 1 && channels !== 3)) return [];
    const page = draw(index + 1);
    const scale = page.dpi / 72;
    const rgba = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i++)
      for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[channels === 1 ? i : 3 * i + c] ?? 0;
    const small = { width, height, data: rgba, dpi: (72 * width) / (page.width / scale) };
    const differs = boxes.some(
      ({ box }) => lookAt(small, page.width / scale, box).mean > lookAt(page, page.width / scale, box).mean + 50,
    );
    return differs
      ? [
          {
            name: 'thumbnail',
            level: 'leak',
            page: index + 1,
            seenBy: ['raw'],
            what: 'the thumbnail shows what the page has under a box',
          },
        ]
      : [];
  });
}
