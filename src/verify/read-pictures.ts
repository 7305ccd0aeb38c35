import type { GreyImage, OcrEngine } from '../model/ocr.ts';
import type { Sighting } from './classes.ts';
import { galleryOf, picturesIn, type SparePicture } from './gallery.ts';
import { isWriting } from './hidden-images.ts';
import { isOutline, rowsOf } from './hidden-outlines.ts';
import type { PaintedImage, PaintedPage, Pixels } from './painted.ts';
import type { PdfiumView } from './pdfium-view.ts';
import { viewWithPdfjs } from './pdfjs-view.ts';
import { levelAt } from './pixels.ts';
import type { RawPdf } from './raw-pdf.ts';
import { luminance } from './sample.ts';
import type { SecretIndex } from './secrets.ts';

/** Pixels: smaller pictures hold no word, bigger ones no page. */
const LEAST = { wide: 60, tall: 12 };
const MOST = 45_000_000;
/** Below this many dots an inch letters are too small for an engine; they are drawn twice as large. */
const COARSE = 150;
const PAGE_DPI = 200;
/** Pictures that no page paints, at most. */
const MOST_SPARE = 40;

/** Reads the pictures of a file of whose boxes nothing is known: those that pages paint, whatever lies over them, and all others. */
export class PictureReader {
  readonly found: Sighting[] = [];
  private readonly secrets: SecretIndex;
  private readonly ocr: OcrEngine;
  private readonly sizes = new Map<string, number>();

  constructor(secrets: SecretIndex, ocr: OcrEngine) {
    this.secrets = secrets;
    this.ocr = ocr;
  }

  async page(page: PaintedPage, view: PdfiumView): Promise<void> {
    for (const image of page.images) await this.painted(image, page);
    const isComposed = page.images.length > 1 || rowsOf(page.shapes.filter(isOutline)).length > 0;
    if (!isComposed) return;
    const { width, height, data, dpi } = view.draw(page.number, PAGE_DPI);
    const grey = new Uint8Array(width * height);
    for (let i = 0; i < grey.length; i++)
      grey[i] = Math.round(luminance(data[4 * i] ?? 0, data[4 * i + 1] ?? 0, data[4 * i + 2] ?? 0));
    if (await this.holds({ width, height, data: grey, dpi }))
      this.add(page.number, 'text that must be gone can be read from the picture of the page');
  }

  /** Pictures that no page paints: spare, earlier, in a layer, small versions of pages. */
  async spare(raw: RawPdf): Promise<void> {
    const spare = picturesIn(raw).filter(({ width, height }) => width >= LEAST.wide && height >= LEAST.tall);
    const bySize = Map.groupBy(spare, ({ width, height }) => `${width} ${height}`);
    const wanted = [...bySize]
      .filter(([size, same]) => same.length > (this.sizes.get(size) ?? 0))
      .flatMap(([, same]) => same)
      .slice(0, MOST_SPARE);
    const gallery = galleryOf(raw, wanted);
    if (gallery === undefined) return;
    await viewWithPdfjs(gallery, async ({ painted }) => {
      const pixels = painted.images[0]?.pixels();
      const picture = wanted[painted.number - 1];
      if (pixels === undefined || picture === undefined || !(await this.holds(greyOf(pixels, 200)))) return;
      this.addSpare(picture, raw);
    }).catch(() => undefined);
  }

  private async painted(image: PaintedImage, { number }: PaintedPage): Promise<void> {
    if (image.kind !== 'image') return;
    const pixels = image.pixels();
    if (pixels === undefined || pixels.width < LEAST.wide || pixels.height < LEAST.tall) return;
    const { width, height } = pixels;
    if (width * height > MOST) return;
    this.sizes.set(`${width} ${height}`, (this.sizes.get(`${width} ${height}`) ?? 0) + 1);
    const set = (72 * width) / Math.max(1, image.box.w);
    const dpi = set > 600 ? PAGE_DPI : Math.max(70, set);
    for (const plane of planesOf(pixels)) {
      if (!isWriting(plane, { x0: 0, y0: 0, x1: width, y1: height }) || !(await this.holds(greyOf(plane, dpi))))
        continue;
      this.found.push({
        name: image.layerOff ? 'optional-content' : 'image-pixels',
        level: 'leak',
        page: number,
        box: image.seen ?? image.box,
        seenBy: ['ocr'],
        what: 'text that must be gone can be read in a picture',
      });
      return;
    }
  }

  private addSpare({ object }: SparePicture, raw: RawPdf): void {
    const isThumb = !/\/Subtype\s*\/Image\b/.test(object.head);
    const name = isThumb ? 'thumbnail' : 'image-pixels';
    const what = 'text that must be gone can be read in a picture that no page paints';
    this.found.push({ name, level: 'leak', seenBy: ['ocr'], what });
    const isOld = raw.objects.findLast(({ number }) => number === object.number) !== object;
    if (isOld) this.found.push({ name: 'earlier-revision-or-orphan', level: 'leak', seenBy: ['ocr'], what });
  }

  private add(page: number, what: string): void {
    this.found.push({ name: 'image-pixels', level: 'leak', page, seenBy: ['ocr'], what });
  }

  private async holds(image: GreyImage): Promise<boolean> {
    const words = await this.ocr.recognise(image, { layout: 'page' });
    return this.secrets.findGlued(words.map(({ text }) => text).join(' ')).length > 0;
  }
}

/** A picture, and its mask where it has one: letters may stand in the mask of a picture that is black all over. */
function planesOf(pixels: Pixels): readonly Pixels[] {
  const { width, height, channels, data } = pixels;
  if (channels !== 4) return [pixels];
  const mask = Uint8Array.from({ length: width * height }, (_, i) => 255 - (data[4 * i + 3] ?? 255));
  return [pixels, { width, height, channels: 1, data: mask }];
}

/** Shades of a picture; twice as large where it is coarse. */
function greyOf(pixels: Pixels, dpi: number): GreyImage {
  const by = dpi < COARSE ? 2 : 1;
  const [width, height] = [pixels.width * by, pixels.height * by];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data[y * width + x] = Math.round(levelAt(pixels, Math.floor(x / by), Math.floor(y / by)));
  return { width, height, data, dpi: dpi * by };
}
