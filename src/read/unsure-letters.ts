import { type Box, clipBox, sharedArea } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { Glyph } from '../pdf/page-model.ts';
import { united } from './areas.ts';
import { type Agreement, compareByPlace } from './compare.ts';
import { readPicture } from './ocr-page.ts';
import { segmentsOfOcr } from './ocr-words.ts';
import type { PlacedWord } from './segment.ts';
import { turnFor } from './text-layer.ts';
import { cropView, toPixelBox, type View } from './view.ts';

/** What the pixels say at the places of some words, and how far they confirm the text layer there. */
export interface LocalReading {
  /** The words of the layer that were in doubt. */
  readonly asked: ReadonlySet<PlacedWord>;
  readonly words: readonly PlacedWord[];
  /** Of the layer as a whole. */
  readonly agreement: Agreement;
}

/** Paper around a word that an engine wants, in heights of the word. */
const PAPER = { beside: 1.5, above: 0.5 };

/** Beyond this share of a page or this many parts, reading the whole page is cheaper, and tells more. */
const MOST = { share: 0.4, parts: 24 };

/**
 * Reads the words of `layer` that hold a glyph of `unsure` from the picture of the page, and no others. Undefined
 * where they are a large part of the page.
 */
export async function readUnsure(
  picture: View,
  page: { readonly width: number; readonly height: number },
  unsure: readonly Glyph[],
  layer: readonly PlacedWord[],
  ocr: OcrEngine,
): Promise<LocalReading | undefined> {
  const isAsked = ({ box }: PlacedWord): boolean => unsure.some((glyph) => sharedArea(glyph.box, box) > 0);
  const { asked = [], granted = [] } = Object.groupBy(layer, (word) => (isAsked(word) ? 'asked' : 'granted'));
  const areas = united(asked.flatMap(({ box }) => clipBox(withPaper(box), page) ?? []));
  const total = areas.reduce((sum, { w, h }) => sum + w * h, 0);
  if (areas.length > MOST.parts || total > MOST.share * page.width * page.height) return undefined;
  const words: PlacedWord[] = [];
  for (const area of areas) {
    const crop = cropView(picture, toPixelBox(picture, area));
    if (crop === undefined) continue;
    const glyph = unsure.find((one) => sharedArea(one.box, area) > 0);
    const { view, words: read } = await readPicture(crop, ocr, turnFor(glyph?.angle ?? 0));
    words.push(...segmentsOfOcr(read, view).flatMap((segment) => segment.words));
  }
  return { asked: new Set(asked), words, agreement: compareByPlace(asked, words, granted) };
}

function withPaper({ x, y, w, h }: Box): Box {
  const [beside, above] = [PAPER.beside * Math.min(w, h), PAPER.above * Math.min(w, h)];
  return { x: x - beside, y: y - above, w: w + 2 * beside, h: h + 2 * above };
}
