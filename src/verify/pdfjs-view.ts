import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { AnnotationMode, getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Box } from '../model/geometry.ts';
import { runsOf } from './glyph-runs.ts';
import { isReadersWord } from './own-words.ts';
import { walkPage } from './page-walk.ts';
import type { Matrix, PaintedPage } from './painted.ts';
import { type Annotation, annotationsOf, fontsOf, picturesArrive, pixelsOf } from './pdfjs-parts.ts';
import { decodeUtf16 } from './utf16.ts';
import { matrixOf } from './walk-state.ts';

const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** A run of text as pdfjs extracts it, whether a reader can see it or not. */
export interface TextRun {
  readonly text: string;
  readonly box: Box;
}

/** A string somewhere beside the pages' text, and the channel it came through. */
export interface ChannelText {
  readonly channel:
    | 'annotation'
    | 'form-field'
    | 'outline'
    | 'named-strings'
    | 'metadata'
    | 'attachment'
    | 'script-or-action'
    | 'optional-content'
    | 'actual-text';
  readonly page?: number;
  readonly text: string;
}

export interface PdfjsPage {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** User space to displayed points. */
  readonly matrix: Matrix;
  readonly runs: readonly TextRun[];
  /** Runs joined; runs of one line by what pdfjs puts between them, lines by "\n". */
  readonly text: string;
}

/** A page while it is open: all it paints, its annotations and its tagged contents. */
export interface OpenPage {
  readonly page: PdfjsPage;
  readonly painted: PaintedPage;
  readonly annotations: readonly Annotation[];
  /** Structure of the page as pdfjs gives it: nodes with `role`, `alt`, `children`. */
  readonly structure: unknown;
}

/** A PDF as pdfjs reads it. */
export interface PdfjsView {
  readonly pages: readonly PdfjsPage[];
  readonly channels: readonly ChannelText[];
  readonly hasHiddenLayers: boolean;
}

/**
 * Reads all text and every side channel of a PDF with pdfjs; rejects with pdfjs' exceptions.
 * `inspect` is handed every page while its pictures and fonts are in memory.
 */
export async function viewWithPdfjs(
  bytes: Uint8Array,
  inspect?: (page: OpenPage) => Promise<void>,
): Promise<PdfjsView> {
  const doc = await getDocument({
    data: new Uint8Array(bytes),
    standardFontDataUrl: `${home}/standard_fonts/`,
    cMapUrl: `${home}/cmaps/`,
    cMapPacked: true,
    wasmUrl: `${home}/wasm/`,
    iccUrl: `${home}/iccs/`,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: true,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
  try {
    const pages: PdfjsPage[] = [];
    const channels: ChannelText[] = await documentChannels(doc);
    const layers = await doc.getOptionalContentConfig().catch(() => undefined);
    for (let number = 1; number <= doc.numPages; number++) {
      const page = await doc.getPage(number);
      const annotations = ((await page.getAnnotations().catch(() => [])) as unknown[]) ?? [];
      const structure = await page.getStructTree().catch(() => undefined);
      channels.push(...pageChannels(annotations, structure, number));
      const painted = await paintedOf(page, layers, annotations, number);
      const read = await readTextOf(page, painted);
      pages.push(read);
      await inspect?.({ page: read, painted, annotations: annotationsOf(annotations, read.matrix), structure });
      page.cleanup();
    }
    return { pages, channels, hasHiddenLayers: await hasHiddenLayers(doc) };
  } finally {
    await doc.loadingTask.destroy();
  }
}

/** Keys of what pdfjs gives as a map or, in other versions, as an object. */
function namesOf(places: unknown): readonly unknown[] {
  return places instanceof Map ? [...places.keys()] : Object.keys(places ?? {});
}

type PdfjsPageProxy = Awaited<ReturnType<PDFDocumentProxy['getPage']>>;

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;

/** Text of a page out of what it paints; pdfjs' own extraction, which costs as much again, where reading order is its craft. */
async function readTextOf(page: PdfjsPageProxy, painted: PaintedPage): Promise<PdfjsPage> {
  const { number, width, height } = painted;
  const viewport = page.getViewport({ scale: 1 });
  if (!painted.glyphs.some((glyph) => RIGHT_TO_LEFT.test(glyph.text)))
    return { number, width, height, matrix: matrixOf(viewport.transform), ...runsOf(painted.glyphs) };
  const content = await page.getTextContent({ disableNormalization: false });
  const runs: TextRun[] = [];
  const text: string[] = [];
  for (const item of content.items) {
    if (!('str' in item)) continue;
    text.push(item.str, item.hasEOL ? '\n' : '');
    if (item.str.trim() === '') continue;
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = item.transform as number[];
    const long = Math.hypot(a, b) || 1;
    const tall = Math.hypot(c, d) || 1;
    const along = [(a / long) * item.width, (b / long) * item.width] as const;
    const up = [(c / tall) * item.height, (d / tall) * item.height] as const;
    runs.push({
      text: item.str,
      box: boxOf(viewport, [
        [e, f],
        [e + along[0], f + along[1]],
        [e + along[0] + up[0], f + along[1] + up[1]],
        [e + up[0], f + up[1]],
      ]),
    });
  }
  return {
    number,
    width: viewport.width,
    height: viewport.height,
    matrix: matrixOf(viewport.transform),
    runs,
    text: text.join(''),
  };
}

function boxOf(
  viewport: ReturnType<PdfjsPageProxy['getViewport']>,
  points: readonly (readonly [number, number])[],
): Box {
  const moved = points.map(([x, y]) => viewport.convertToViewportPoint(x, y) as [number, number]);
  const xs = moved.map(([x]) => x);
  const ys = moved.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

async function documentChannels(doc: PDFDocumentProxy): Promise<ChannelText[]> {
  const found: ChannelText[] = [];
  const add = (channel: ChannelText['channel'], value: unknown): void => {
    for (const text of stringsIn(value)) found.push({ channel, text });
  };
  const metadata = await doc.getMetadata().catch(() => undefined);
  add('metadata', metadata?.info);
  add('metadata', metadata?.metadata?.getRaw());
  add('outline', await doc.getOutline().catch(() => undefined));
  add('attachment', Object.entries((await doc.getAttachments().catch(() => undefined)) ?? {}));
  add('form-field', await doc.getFieldObjects().catch(() => undefined));
  add('script-or-action', await doc.getJSActions().catch(() => undefined));
  add('named-strings', await doc.getPageLabels().catch(() => undefined));
  add('named-strings', namesOf(await doc.getDestinations().catch(() => undefined)));
  const layers = await doc.getOptionalContentConfig().catch(() => undefined);
  if (layers !== undefined)
    add(
      'optional-content',
      [...layers].map(([, group]) => (group as { name?: string }).name),
    );
  return found;
}

function pageChannels(annotations: readonly unknown[], tree: unknown, number: number): readonly ChannelText[] {
  return [
    ...annotations.flatMap((annotation) => {
      const isField = (annotation as { subtype?: unknown }).subtype === 'Widget';
      const channel = isField ? ('form-field' as const) : ('annotation' as const);
      return stringsIn(annotation).map((text) => ({ channel, page: number, text }));
    }),
    ...stringsIn(tree).map((text) => ({
      channel: 'actual-text' as const,
      page: number,
      text,
    })),
  ];
}

type Layers = Awaited<ReturnType<PDFDocumentProxy['getOptionalContentConfig']>>;

async function paintedOf(
  page: PdfjsPageProxy,
  layers: Layers | undefined,
  annotations: readonly unknown[],
  number: number,
): Promise<PaintedPage> {
  const viewport = page.getViewport({ scale: 1 });
  const ops = await page.getOperatorList({ annotationMode: AnnotationMode.ENABLE });
  await picturesArrive(ops.argsArray, page.objs, page.commonObjs);
  const subtypes = new Map(
    annotations.map((one) => {
      const { id, subtype } = one as { id?: string; subtype?: string };
      return [String(id), String(subtype)];
    }),
  );
  return walkPage({
    number,
    width: viewport.width,
    height: viewport.height,
    matrix: matrixOf(viewport.transform),
    ops,
    fontOf: fontsOf(page.commonObjs),
    pixelsOf: (image) => pixelsOf(image, page.objs, page.commonObjs),
    layerShown: (layer) => layers === undefined || layers.isVisible(layer as never) !== false,
    subtypeOf: (id) => subtypes.get(id),
  });
}

async function hasHiddenLayers(doc: PDFDocumentProxy): Promise<boolean> {
  const layers = await doc.getOptionalContentConfig().catch(() => undefined);
  return layers !== undefined && [...layers].some(([, group]) => !(group as { visible: boolean }).visible);
}

/** Every string in a plain value, but for what pdfjs calls things by itself; bytes count as Latin-1 and as UTF-16. */
function stringsIn(value: unknown, depth = 0, key = ''): readonly string[] {
  if (typeof value === 'string') return value === '' || isReadersWord(value, key) ? [] : [value];
  if (value === null || typeof value !== 'object' || depth > 12) return [];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('latin1'), decodeUtf16(value)];
  if (value instanceof Map) return [...value].flatMap((part) => stringsIn(part, depth + 1));
  return Object.entries(value).flatMap(([own, part]) => stringsIn(part, depth + 1, own));
}
