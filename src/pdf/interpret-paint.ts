import { type PDFDict, PDFName, type PDFRawStream } from 'pdf-lib';
import type { Frame, Run } from './interpret.ts';
import type { Op } from './lexer.ts';
import { boxOfPoints, quadOf } from './matrix.ts';
import { asBoolean, asNumber, asStream, lookUp } from './objects.ts';
import { PathBuilder } from './path-builder.ts';
import { intersect, type Paint, touches } from './state.ts';

const OC = PDFName.of('OC');

/** Ends the path: notes its painting, applies its clip. */
export function endPath(run: Run, frame: Frame, name: string, index: number): void {
  const { path, state } = frame;
  frame.path = new PathBuilder();
  if (path.empty) return;
  const fill = /[fFbB]/.test(name);
  const stroke = /[SsbB]/.test(name);
  const [a, b, c, d] = state.ctm;
  const grow = stroke ? (state.lineWidth * Math.sqrt(Math.abs(a * d - b * c))) / 2 : 0;
  const { points, plain, segments } = path.finish(grow);
  const box = boxOfPoints(points);
  const lead = fill ? state.fill : state.stroke;
  run.paths.push({
    box,
    paint: run.paint++,
    fill,
    stroke,
    clip: path.clip,
    plain,
    segments,
    ...(lead.color === undefined ? {} : { color: lead.color }),
    unit: frame.unit,
    firstOp: path.firstOp,
    lastOp: index,
  });
  const visible = intersect(box, state.clip);
  if (fill) notePattern(run, frame, state.fill, visible, index);
  if (stroke) notePattern(run, frame, state.stroke, visible, index);
  if (path.clip) state.clip = intersect(state.clip, box);
}

/** Notes that something inside `box` is painted with a pattern, where it is. */
export function notePattern(run: Run, frame: Frame, paint: Paint, box: PatternBox, index: number): void {
  if (paint.pattern === undefined) return;
  const { kind, content } = paint.pattern;
  if (content) run.doubts.unreadable('a pattern holds text or images');
  run.patterns.push({ kind, box, content, unit: frame.unit, op: index });
}

type PatternBox = ReturnType<typeof intersect>;

/** sh paints all of the clip. */
export function paintShading(run: Run, frame: Frame, _op: Op, index: number): void {
  run.paint++;
  run.patterns.push({ kind: 'shading', box: frame.state.clip, content: false, unit: frame.unit, op: index });
}

/** Notes an image XObject drawn in the unit square. */
export function drawImage(
  run: Run,
  frame: Frame,
  image: { stream: PDFRawStream; name: string; ref: string | undefined },
  index: number,
): void {
  const { dict } = image.stream;
  const stencil = asBoolean(dict.context, lookUp(dict, 'ImageMask')) === true;
  const width = asNumber(dict.context, lookUp(dict, 'Width')) ?? 0;
  const height = asNumber(dict.context, lookUp(dict, 'Height')) ?? 0;
  const named = { name: image.name, ...(image.ref === undefined ? {} : { ref: image.ref }) };
  const off = run.reader.isHidden(dict.get(OC));
  noteImage(run, frame, index, { kind: 'xobject', stencil, width, height, decoded: decodedSize(dict), ...named }, off);
}

/** Bytes that readers hold of a picture with its masks: one bit a sample, or four bytes of the finer of both. */
function decodedSize(dict: PDFDict): number {
  const { context } = dict;
  const samplesOf = (of: PDFDict): number =>
    (asNumber(context, lookUp(of, 'Width')) ?? 0) * (asNumber(context, lookUp(of, 'Height')) ?? 0);
  const masks = ['SMask', 'Mask'].flatMap((key) => asStream(context, lookUp(dict, key))?.dict ?? []);
  const isStencil = asBoolean(context, lookUp(dict, 'ImageMask')) === true;
  const isBilevel = isStencil || asNumber(context, lookUp(dict, 'BitsPerComponent')) === 1;
  if (isBilevel && masks.length === 0) return samplesOf(dict) / 8;
  return 4 * Math.max(...[dict, ...masks].map(samplesOf));
}

/** Notes an inline image. */
export function drawInlineImage(run: Run, frame: Frame, op: Op, index: number): void {
  const dict = op.image?.dict;
  const number = (short: string, long: string): number => {
    const value = dict?.get(short) ?? dict?.get(long);
    return typeof value === 'number' ? value : 0;
  };
  const stencil = (dict?.get('IM') ?? dict?.get('ImageMask')) === true;
  const [width, height] = [number('W', 'Width'), number('H', 'Height')];
  noteImage(run, frame, index, { kind: 'inline', stencil, width, height, decoded: 4 * width * height });
}

function noteImage(
  run: Run,
  frame: Frame,
  index: number,
  image: {
    readonly kind: 'xobject' | 'inline';
    readonly stencil: boolean;
    readonly width: number;
    readonly height: number;
    readonly decoded: number;
    readonly name?: string;
    readonly ref?: string;
  },
  isOff = false,
): void {
  const { ctm, clip, fill } = frame.state;
  const off = isOff || frame.hidden > 0;
  const quad = quadOf(ctm, 0, 0, 1, 1);
  const box = boxOfPoints(quad);
  const visible = !off && fill.alpha > 0 && touches(box, clip);
  const color = image.stencil && fill.color !== undefined ? { color: fill.color } : {};
  run.images.push({
    ...image,
    quad,
    box,
    matrix: ctm,
    paint: run.paint++,
    visible,
    seen: intersect(box, clip),
    unit: frame.unit,
    op: index,
    ...color,
    ...(off ? { off } : {}),
  });
  if (image.stencil) notePattern(run, frame, fill, intersect(box, clip), index);
}
