import {
  PDFDict,
  type PDFDocument,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRef,
  PDFStream,
  PDFString,
} from 'pdf-lib';
import { Layers } from './layers.ts';
import { markupAppearance } from './markup-appearance.ts';
import { apply, identity, type Matrix } from './matrix.ts';
import { asArray, asDict, asName, asNumber, asNumbers, asText, loadDocument, lookUp, resolve } from './objects.ts';
import { inherited } from './page-frame.ts';
import { formatNumber } from './writer.ts';

/** Markings of text, which viewers draw themselves where the file does not say how. */
const MARKINGS = ['Highlight', 'Underline', 'Squiggly', 'StrikeOut'];

/** Annotations that show something of the page itself: what a person filled in, wrote or drew on it. */
const DRAWN = new Set([
  ...['Widget', 'FreeText', 'Stamp', 'Ink', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine'],
  ...[...MARKINGS, 'Caret', 'Watermark'],
]);

/** Hidden or NoView (ISO 32000-1 table 165). */
const NOT_SHOWN = 2 | 32;

/**
 * The PDF with its filled-in fields, typewritten remarks, stamps and markings made part of the page content,
 * so that they are read, redacted and produced like everything else one sees. Undefined where there are none.
 */
export async function flattenAnnotations(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasFields = raw.includes('/Widget');
  const mayShow = hasFields || raw.includes('/AP') || MARKINGS.some((one) => raw.includes(`/${one}`));
  if (!raw.includes('/Annots') || !mayShow) return undefined;
  const doc = await loadDocument(bytes);
  if (hasFields) drawFields(doc);
  const layers = new Layers(doc);
  let changed = false;
  for (const page of doc.getPages()) changed = flattenPage(doc, page, layers) || changed;
  if (!changed) return undefined;
  return doc.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

/** Gives fields that have a value but no appearance the one that viewers would make for them. */
function drawFields(doc: PDFDocument): void {
  try {
    doc.getForm().updateFieldAppearances();
  } catch {
    // A field that pdf-lib cannot draw stays an annotation, and the page says so.
  }
}

function flattenPage(doc: PDFDocument, page: PDFPage, layers: Layers): boolean {
  const { context } = doc;
  const annotations = asArray(context, lookUp(page.node, 'Annots'))?.asArray() ?? [];
  const kept: PDFObject[] = [];
  const drawn: { form: PDFRef; matrix: Matrix }[] = [];
  for (const item of annotations) {
    const dict = asDict(context, item);
    if (dict === undefined || !DRAWN.has(asName(context, lookUp(dict, 'Subtype')) ?? '')) {
      kept.push(item);
      continue;
    }
    const isOff = layers.state(dict.get(PDFName.of('OC'))) !== 'shown';
    const isShown = !isOff && ((asNumber(context, lookUp(dict, 'F')) ?? 0) & NOT_SHOWN) === 0;
    const form = isShown ? appearanceOf(doc, dict) : undefined;
    const matrix = form === undefined ? undefined : placing(doc, dict, form);
    if (form === undefined || matrix === undefined) kept.push(item);
    else {
      drawn.push({ form, matrix });
      kept.push(...remarkOf(dict));
    }
  }
  if (drawn.length === 0) return false;
  page.node.set(PDFName.of('Annots'), context.obj(kept));
  append(doc, page, drawn);
  return true;
}

/**
 * Is somebody's remark attached to an annotation, which the page does not show? What a typewritten remark or a field
 * says is its appearance; popups belong to another annotation, and links say where they lead.
 */
export function hasRemark(annotation: PDFDict, subtype: string): boolean {
  if (SHOWN_WHOLE.has(subtype)) return false;
  const { context } = annotation;
  return (
    (asText(context, lookUp(annotation, 'Contents')) ?? '').trim() !== '' || lookUp(annotation, 'RC') !== undefined
  );
}

const SHOWN_WHOLE: ReadonlySet<string> = new Set(['FreeText', 'Widget', 'Popup', 'Link', 'Watermark', 'Redact']);

/** Has an annotation nothing to show: no area, or no drawing with an area for the state that it is in? */
export function isBlank(annotation: PDFDict): boolean {
  const { context } = annotation;
  if (hasNoArea(annotation, 'Rect')) return true;
  const appearances = asDict(context, lookUp(annotation, 'AP'));
  const normal = appearances === undefined ? undefined : lookUp(appearances, 'N');
  if (normal instanceof PDFStream) return hasNoArea(normal.dict, 'BBox');
  const state = asName(context, lookUp(annotation, 'AS'));
  if (!(normal instanceof PDFDict) || state === undefined) return false;
  // Where a state has no drawing, viewers look for that of Off.
  const drawing = lookUp(normal, state) ?? lookUp(normal, 'Off');
  return drawing === undefined || (drawing instanceof PDFStream && hasNoArea(drawing.dict, 'BBox'));
}

function hasNoArea(dict: PDFDict, key: string): boolean {
  const [x0, y0, x1, y1] = asNumbers(dict.context, lookUp(dict, key)) ?? [];
  return x0 === x1 || y0 === y1;
}

/** What stays of an annotation whose drawing became part of the page: the place of its remark, not shown. */
function remarkOf(annotation: PDFDict): readonly PDFObject[] {
  const { context } = annotation;
  if (!hasRemark(annotation, asName(context, lookUp(annotation, 'Subtype')) ?? '')) return [];
  const rect = lookUp(annotation, 'Rect');
  if (rect === undefined) return [];
  return [
    context.register(
      context.obj({ Type: 'Annot', Subtype: 'Text', Rect: rect, F: NOT_SHOWN, Contents: PDFString.of('-') }),
    ),
  ];
}

/** The normal appearance as it is shown now, registered as a form. */
function appearanceOf(doc: PDFDocument, annotation: PDFDict): PDFRef | undefined {
  const { context } = doc;
  const appearances = asDict(context, lookUp(annotation, 'AP'));
  let normal = appearances?.get(PDFName.of('N'));
  const states = resolve(context, normal);
  if (states instanceof PDFDict) {
    const state = asName(context, lookUp(annotation, 'AS'));
    normal = state === undefined ? undefined : states.get(PDFName.of(state));
  }
  const stream = resolve(context, normal);
  if (stream === undefined && appearances === undefined) return markupAppearance(annotation);
  if (!(stream instanceof PDFStream)) return undefined;
  stream.dict.set(PDFName.of('Type'), PDFName.of('XObject'));
  stream.dict.set(PDFName.of('Subtype'), PDFName.of('Form'));
  return normal instanceof PDFRef ? normal : context.register(stream);
}

/** Maps the appearance's box onto the annotation's rectangle (ISO 32000-1 12.5.5, algorithm 8.1). */
function placing(doc: PDFDocument, annotation: PDFDict, form: PDFRef): Matrix | undefined {
  const { context } = doc;
  const dict = asDict(context, form);
  const [rx0 = 0, ry0 = 0, rx1 = 0, ry1 = 0] = asNumbers(context, lookUp(annotation, 'Rect')) ?? [];
  if (dict === undefined) return undefined;
  const [bx0 = 0, by0 = 0, bx1 = 0, by1 = 0] = asNumbers(context, lookUp(dict, 'BBox')) ?? [];
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = asNumbers(context, lookUp(dict, 'Matrix')) ?? identity;
  const corners = [
    [bx0, by0],
    [bx1, by0],
    [bx1, by1],
    [bx0, by1],
  ].map(([x = 0, y = 0]) => apply([a, b, c, d, e, f], x, y));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [w, h] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  if (w <= 0 || h <= 0) return undefined;
  const sx = Math.abs(rx1 - rx0) / w;
  const sy = Math.abs(ry1 - ry0) / h;
  return [sx, 0, 0, sy, Math.min(rx0, rx1) - left * sx, Math.min(ry0, ry1) - bottom * sy];
}

function append(doc: PDFDocument, page: PDFPage, drawn: readonly { form: PDFRef; matrix: Matrix }[]): void {
  const { context } = doc;
  const resources = asDict(context, inherited(page.node, 'Resources'))?.clone() ?? context.obj({});
  const forms = asDict(context, lookUp(resources, 'XObject'))?.clone() ?? context.obj({});
  let text = '\nQ\n';
  for (const [index, { form, matrix }] of drawn.entries()) {
    let name = `Annotation${index}`;
    while (forms.has(PDFName.of(name))) name += 'x';
    forms.set(PDFName.of(name), form);
    text += `q ${matrix.map(formatNumber).join(' ')} cm /${name} Do Q\n`;
  }
  resources.set(PDFName.of('XObject'), forms);
  page.node.set(PDFName.of('Resources'), resources);
  const contents = page.node.get(PDFName.of('Contents'));
  const own = asArray(context, contents)?.asArray() ?? (contents === undefined ? [] : [contents]);
  const before = context.register(context.stream('q\n'));
  page.node.set(PDFName.of('Contents'), context.obj([before, ...own, context.register(context.stream(text))]));
}
