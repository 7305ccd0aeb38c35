import { type PDFDict, type PDFDocument, PDFRawStream, type PDFRef } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { asDict, lookUp, nameFor, resolve } from '../pdf/objects.ts';
import { resourcesOf } from '../pdf/page-frame.ts';
import type { ImageUse, PageModel } from '../pdf/page-model.ts';
import { emitUnit, type Plan, place } from './surgeon-emit.ts';
import { findHits, type Hits } from './surgeon-hits.ts';
import { inlineStream } from './surgeon-inline.ts';
import { explicitUnits, type Places } from './surgeon-place.ts';
import { NewResources } from './surgeon-resources.ts';
import { CannotCut, type CutOutcome, type EditImage } from './surgeon-types.ts';
import { unseenParts } from './unseen-parts.ts';

/** Forms written anew unchanged are shared by the pages of a document. */
const cleanForms = new WeakMap<PDFDocument, Map<string, PDFRef>>();

/** What else is done to a page that is cut. */
export interface AlsoCut {
  /** Glyphs that are set anew on their line. */
  readonly places?: Places;
  /** Glyphs (indices in PageModel.glyphs) that go, wherever they are. */
  readonly hidden?: readonly number[];
  /** Areas from which drawings go, and nothing else. */
  readonly grounds?: readonly Box[];
}

/**
 * The content of a page of `doc` (which must be loaded from the bytes that `page` was read from) without everything
 * that `boxes` hit; the boxes themselves are not painted. What pictures hold beyond what is seen of them goes too.
 * Throws CannotCut where the page must be rebuilt instead. The page itself stays as it was.
 */
export async function cutPage(
  doc: PDFDocument,
  page: PageModel,
  boxes: readonly Box[],
  editImage: EditImage,
  more: AlsoCut = {},
): Promise<CutOutcome> {
  if (page.trust.level === 'untrusted') throw new CannotCut('untrusted', page.trust.reasons.join('; '));
  const { node } = doc.getPage(page.number - 1);
  const hits = findHits(page, boxes, more.hidden, more.grounds);
  const images = await editImages(doc, page, boxes, hits, editImage);
  const plan = makePlan(doc, page, hits, images, more.places ?? new Map());
  const { ops, resources } = emitUnit(plan, 0, resourcesOf(node));
  const edited = [...images.values()].filter((edit) => edit !== 'drop').length;
  return {
    content: { ops, faults: [] },
    resources,
    removed: hits.glyphs,
    imagesDropped: images.size - edited,
    imagesEdited: edited,
    pathsRemoved: hits.paths.length,
  };
}

async function editImages(
  doc: PDFDocument,
  page: PageModel,
  boxes: readonly Box[],
  hits: Hits,
  editImage: EditImage,
): Promise<ReadonlyMap<number, PDFRef | 'drop'>> {
  const edits = new Map<number, PDFRef | 'drop'>();
  for (const image of hits.wholeImages) edits.set(place(image.unit, image.op), 'drop');
  const sources = unitResources(doc, page);
  const whole = new Set(hits.wholeImages);
  for (const image of page.images) {
    const unseen = whole.has(image) ? [] : unseenParts(image);
    if (unseen.length === 0 && !hits.partImages.includes(image)) continue;
    const stream = streamOf(doc, page, sources[image.unit], image);
    edits.set(place(image.unit, image.op), await editImage(image, stream, boxes, unseen));
  }
  return edits;
}

/** The old resource dictionary of each unit: its own, else that of what calls it. */
function unitResources(doc: PDFDocument, page: PageModel): readonly (PDFDict | undefined)[] {
  const sources: (PDFDict | undefined)[] = [];
  for (const unit of page.units) {
    if (unit.parent === undefined) {
      sources.push(resourcesOf(doc.getPage(page.number - 1).node));
      continue;
    }
    const outer = sources[unit.parent.unit];
    const forms = outer === undefined ? undefined : asDict(doc.context, lookUp(outer, 'XObject'));
    const form = asDict(doc.context, forms?.get(nameFor(unit.name ?? '')));
    sources.push((form === undefined ? undefined : asDict(doc.context, lookUp(form, 'Resources'))) ?? outer);
  }
  return sources;
}

function streamOf(doc: PDFDocument, page: PageModel, source: PDFDict | undefined, image: ImageUse): PDFRawStream {
  const resources = new NewResources(source);
  const inline = page.units[image.unit]?.ops[image.op]?.image;
  if (inline !== undefined) return inlineStream(doc.context, inline, resources);
  const stream = resolve(doc.context, resources.entry('XObject', image.name ?? ''));
  if (stream instanceof PDFRawStream) return stream;
  throw new CannotCut('image', 'an image under a box cannot be found');
}

function makePlan(
  doc: PDFDocument,
  page: PageModel,
  hits: Hits,
  images: ReadonlyMap<number, PDFRef | 'drop'>,
  places: Places,
): Plan {
  const removed = new Set(hits.glyphs);
  const changed = new Set<number>();
  const mark = (unit: number): void => {
    for (let at: number | undefined = unit; at !== undefined && !changed.has(at); at = page.units[at]?.parent?.unit) {
      changed.add(at);
    }
  };
  for (const index of hits.glyphs) mark(page.glyphs[index]?.unit ?? 0);
  for (const image of page.images) if (images.has(place(image.unit, image.op))) mark(image.unit);
  for (const path of hits.paths) mark(path.unit);
  for (const index of places.keys()) mark(page.glyphs[index]?.unit ?? 0);
  const children = new Map<number, number>();
  for (const [unit, { parent }] of page.units.entries()) {
    if (parent !== undefined) children.set(place(parent.unit, parent.op), unit);
  }
  const paths = new Map(
    hits.paths.map((path) => [place(path.unit, path.firstOp), { last: path.lastOp, clip: path.clip }]),
  );
  const clean = cleanForms.get(doc) ?? new Map<string, PDFRef>();
  cleanForms.set(doc, clean);
  const explicit = explicitUnits(page, places, removed);
  return { doc, page, removed, places, explicit, images, paths, children, changed, clean };
}
