import { type PDFDict, PDFNumber, type PDFObject, PDFRawStream, type PDFRef } from 'pdf-lib';
import { boxOfPoints } from './matrix.ts';
import { asArray, asName, asNumber, asNumbers, lookUp } from './objects.ts';
import { formatNumber } from './writer.ts';

/** Width of the lines of markings, in points. */
const LINE = 1;

/**
 * A form that draws a marking of text (ISO 32000-1, 12.5.6.10) that has no appearance of its own, as viewers make one;
 * undefined for other annotations. In the space of the page, so that its box is the annotation's rectangle.
 */
export function markupAppearance(annotation: PDFDict): PDFRef | undefined {
  const { context } = annotation;
  const subtype = asName(context, lookUp(annotation, 'Subtype')) ?? '';
  const draw = DRAWING[subtype];
  const rect = asNumbers(context, lookUp(annotation, 'Rect'));
  if (draw === undefined || rect?.length !== 4) return undefined;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
  const quads = asNumbers(context, lookUp(annotation, 'QuadPoints')) ?? [];
  const points = quads.length >= 8 && quads.length % 8 === 0 ? quads : [x0, y0, x1, y0, x1, y1, x0, y1];
  const areas = Array.from({ length: points.length / 8 }, (_, i) => boxOfPoints(points.slice(8 * i, 8 * i + 8)));
  const colour = colourOf(annotation, subtype);
  const shapes = areas.map((area) => draw(...([area.x, area.y, area.w, area.h] as const)));
  const content = colour === undefined ? '' : `/G gs ${colour} ${shapes.join(' ')}`;
  const opacity = asNumber(context, lookUp(annotation, 'CA')) ?? 1;
  const state = { Type: 'ExtGState', BM: subtype === 'Highlight' ? 'Multiply' : 'Normal', ca: opacity, CA: opacity };
  const dict = context.obj({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: rect,
    Resources: { ExtGState: { G: state } },
    ...(subtype === 'Highlight' ? { Group: { S: 'Transparency' } } : {}),
  });
  return context.register(PDFRawStream.of(dict, Buffer.from(content, 'latin1')));
}

type Draw = (x: number, y: number, w: number, h: number) => string;

const DRAWING: Readonly<Record<string, Draw>> = {
  Highlight: (x, y, w, h) => `${[x, y, w, h].map(formatNumber).join(' ')} re f`,
  Underline: (x, y, w) => line(x, y + LINE, w),
  Squiggly: (x, y, w) => line(x, y + LINE, w),
  StrikeOut: (x, y, w, h) => line(x, y + h / 2, w),
};

function line(x: number, y: number, w: number): string {
  return `${LINE} w ${formatNumber(x)} ${formatNumber(y)} m ${formatNumber(x + w)} ${formatNumber(y)} l S`;
}

const OPERATORS: Readonly<Record<number, readonly [fill: string, stroke: string]>> = {
  1: ['g', 'G'],
  3: ['rg', 'RG'],
  4: ['k', 'K'],
};

/** Operators that set its colour, yellow for a highlight that names none; undefined where it is drawn in no colour. */
function colourOf(annotation: PDFDict, subtype: string): string | undefined {
  const given = asArray(annotation.context, lookUp(annotation, 'C'))?.asArray();
  const parts = given === undefined ? undefined : numbers(given);
  const values = parts ?? (subtype === 'Highlight' ? [1, 1, 0] : [0]);
  const [fill, stroke] = OPERATORS[values.length] ?? [];
  if (fill === undefined || stroke === undefined) return undefined;
  const text = values.map(formatNumber).join(' ');
  return `${text} ${fill} ${text} ${stroke}`;
}

function numbers(items: readonly PDFObject[]): readonly number[] {
  return items.flatMap((item) => (item instanceof PDFNumber ? [item.asNumber()] : []));
}
