import type { PDFDict } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { type PagePlan, type PaintedBox, partsOf, type RedactedPdf } from '../model/redacting.ts';
import { Layers } from '../pdf/layers.ts';
import { openPdf, type PdfFile, resourcesOf } from '../pdf/open.ts';
import type { Glyph, PageModel } from '../pdf/page-model.ts';
import { layoutBoxes } from './box-layout.ts';
import { Composer, LazyRenderer } from './compose.ts';
import { imageEditor } from './image-editor.ts';
import { mcidsOf } from './marked-content.ts';
import { codeWidth } from './overlay.ts';
import { whyRebuild } from './page-in-place.ts';
import type { Laid, Prepared } from './prepared.ts';
import { relayPage } from './relay.ts';
import type { RelayOptions } from './relay-count.ts';
import { growBoxes } from './relay-scan.ts';
import { cutPage } from './surgeon.ts';
import { hitsGlyph } from './surgeon-hits.ts';
import { CannotCut } from './surgeon-types.ts';
import { unseenParts } from './unseen-parts.ts';

/** What of a document may go along with its pages. */
export interface RedactOptions {
  /**
   * production (default): pages only. file: links between kept pages, and the outline where no title
   * and no target holds one of `terms`.
   */
  readonly scope: 'file' | 'production';
  /** What was removed, to be looked for in link targets and titles; any case. */
  readonly terms: readonly string[];
  /** The source, open already; it stays open, and its pages are changed. */
  readonly file?: PdfFile;
  /** What is done about the width of gaps that hide an identity; absent: nothing, and nothing is counted. */
  readonly relay?: RelayOptions;
}

/**
 * A new PDF of exactly the planned pages of normalised `source` bytes, in that order (plans may come one by one), without what
 * the boxes cover and without anything else of the source: one revision, the same input gives the
 * same bytes. Pages are edited in place where that is safe and rebuilt from redacted pixels where
 * not. Throws SourceError where the source cannot be read, LeakError where what cannot be parsed
 * would go out, RangeError on a page planned twice or absent.
 */
export async function redactPdf(
  source: Uint8Array,
  plans: readonly PagePlan[] | AsyncIterable<PagePlan>,
  options: RedactOptions = { scope: 'production', terms: [] },
): Promise<RedactedPdf> {
  const file = options.file ?? (await openPdf(source));
  const renderer = new LazyRenderer(source);
  try {
    const composer = new Composer(file, renderer, options);
    const planned = new Set<number>();
    for await (const plan of plans) {
      if (planned.has(plan.page)) throw new RangeError('a page is planned twice');
      planned.add(plan.page);
      await composer.add(await preparePage(file, plan, options.relay));
    }
    return composer.finish();
  } finally {
    renderer.close();
    if (options.file === undefined) await file.close();
  }
}

/** Cuts a page where that is possible and finds out whether it has to be rebuilt. */
async function preparePage(file: PdfFile, plan: PagePlan, relay: RelayOptions | undefined): Promise<Prepared> {
  const model = await file.page(plan.page);
  const node = file.doc.getPage(plan.page - 1).node;
  const asked = layoutBoxes(plan.text, plan.burn);
  const counts = relay !== undefined && asked.some((one) => one.hidesIdentity === true);
  const rebuilt = (): Laid => {
    const { boxes, gaps } = counts ? growBoxes(plan.text, asked, relay) : { boxes: asked, gaps: [] };
    return { boxes, gaps, lines: [] };
  };
  const found = { plan, model, node, removed: 0, images: 0, rebuilt, unseen: [], taken: [] };
  const rebuild = whyRebuild(node, new Layers(file.doc), model, plan);
  const hidden = plan.text.hidden ?? [];
  const cropped = model.images.some((image) => unseenParts(image).length > 0);
  if (rebuild !== undefined || (asked.length === 0 && hidden.length === 0 && !cropped))
    return { ...found, laid: rebuilt(), rebuild };
  try {
    const live = counts && plan.text.readBy !== 'ocr';
    const relaid = live ? relayPage(model, asked, relay, (code) => codeWidth(file.doc.context, code)) : undefined;
    const words = relaid !== undefined && relaid.lines.length > 0 ? relay?.words : undefined;
    const laid = relaid === undefined ? rebuilt() : { ...relaid, ...(words === undefined ? {} : { words }) };
    const taken = takenBy(laid.boxes, model, resourcesOf(node));
    const areas = relaid?.areas ?? laid.boxes.flatMap(partsOf);
    const more = { hidden, ...(relaid === undefined ? {} : { places: relaid.places, grounds: relaid.grounds }) };
    const cut = await cutPage(file.doc, model, areas, imageEditor(file.doc.context), more);
    const images = cut.imagesDropped + cut.imagesEdited;
    const unseen = boxesOf(model, hidden);
    const { content, resources, removed } = cut;
    return { ...found, cut: { content, resources }, laid, removed: removed.length, images, rebuild, unseen, taken };
  } catch (error) {
    if (!(error instanceof CannotCut)) throw error;
    return { ...found, laid: rebuilt(), rebuild: error.message };
  }
}

function boxesOf({ glyphs }: PageModel, indices: readonly number[]): readonly Box[] {
  return indices.flatMap((index) => glyphs[index]?.box ?? []);
}

/** By painted box: the marked content that holds the first glyph under it, so that it is read where that was read. */
function takenBy(
  boxes: readonly PaintedBox[],
  { glyphs, units }: PageModel,
  resources: PDFDict | undefined,
): readonly (number | undefined)[] {
  const [page] = units;
  if (page === undefined || !page.ops.some(({ name }) => name === 'BDC')) return [];
  const mcids = mcidsOf(page.ops, resources);
  const opOnPage = (unit: number, op: number): number => {
    const parent = units[unit]?.parent;
    return parent === undefined ? op : opOnPage(parent.unit, parent.op);
  };
  return boxes.map((box) => {
    const areas = box.covers ?? partsOf(box);
    const first = firstGlyph(glyphs, areas);
    return first === undefined ? undefined : mcids[opOnPage(first.unit, first.op)];
  });
}

function firstGlyph(glyphs: readonly Glyph[], areas: readonly Box[]): Glyph | undefined {
  for (const glyph of glyphs) {
    for (const area of areas) if (hitsGlyph(area, glyph)) return glyph;
  }
  return undefined;
}
