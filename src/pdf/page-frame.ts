import type { PDFDict } from 'pdf-lib';
import { type Content, parseContent } from './lexer.ts';
import type { Matrix } from './matrix.ts';
import { asArray, asDict, asNumber, asNumbers, asStream, decodeStream, lookUp, type Maybe } from './objects.ts';

/** Size, turn and unit of a page with the way from its user space to displayed points. */
export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly rotate: number;
  readonly userUnit: number;
  readonly toDisplay: Matrix;
}

/** How a page is displayed (ISO 32000-1 7.7.3.3): CropBox within MediaBox, Rotate, UserUnit. */
export function frameOf(node: PDFDict): PageFrame {
  const media = boxOf(node, inherited(node, 'MediaBox')) ?? [0, 0, 612, 792];
  const crop = boxOf(node, inherited(node, 'CropBox')) ?? media;
  const [x0, y0, x1, y1] = within(crop, media) ?? media;
  const unit = asNumber(node.context, lookUp(node, 'UserUnit')) ?? 1;
  const u = unit > 0 ? unit : 1;
  const turns = asNumber(node.context, inherited(node, 'Rotate')) ?? 0;
  const rotate = turns % 90 === 0 ? ((turns % 360) + 360) % 360 : 0;
  const w = (x1 - x0) * u;
  const h = (y1 - y0) * u;
  const matrices: Readonly<Record<number, Matrix>> = {
    0: [u, 0, 0, -u, -x0 * u, y1 * u],
    90: [0, u, u, 0, -y0 * u, -x0 * u],
    180: [-u, 0, 0, u, x1 * u, -y0 * u],
    270: [0, -u, -u, 0, y1 * u, x1 * u],
  };
  const toDisplay = matrices[rotate] ?? [u, 0, 0, -u, -x0 * u, y1 * u];
  const upright = rotate % 180 === 0;
  return { width: upright ? w : h, height: upright ? h : w, rotate, userUnit: u, toDisplay };
}

/** Left, bottom, right, top. */
export type Corners = readonly [number, number, number, number];

/** An array of four numbers as left, bottom, right, top; undefined where it has no area. */
export function boxOf(node: PDFDict, object: Maybe): Corners | undefined {
  const [a, b, c, d] = asNumbers(node.context, object) ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const corners: Corners = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return corners[2] > corners[0] && corners[3] > corners[1] ? corners : undefined;
}

function within(a: Corners, b: Corners): Corners | undefined {
  const box: Corners = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

/** The value of an inheritable page attribute (ISO 32000-1 7.7.3.4). */
export function inherited(node: PDFDict, key: string): Maybe {
  let at: PDFDict | undefined = node;
  for (let depth = 0; at !== undefined && depth < 64; depth++) {
    const value = lookUp(at, key);
    if (value !== undefined) return value;
    at = asDict(node.context, lookUp(at, 'Parent'));
  }
  return undefined;
}

/** The resource dictionary of a page, its own or inherited. */
export function resourcesOf(node: PDFDict): PDFDict | undefined {
  return asDict(node.context, inherited(node, 'Resources'));
}

/** The content streams of a page joined by line ends, parsed. Throws DecodeError. */
export function contentOf(node: PDFDict): Content {
  const contents = lookUp(node, 'Contents');
  const list = asArray(node.context, contents)?.asArray() ?? [contents];
  const parts: Uint8Array[] = [];
  for (const item of list) {
    const stream = asStream(node.context, item);
    if (stream === undefined) continue;
    parts.push(decodeStream(stream), Uint8Array.of(10));
  }
  return parseContent(Buffer.concat(parts));
}
