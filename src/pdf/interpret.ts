import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import { DecodeError } from './filters.ts';
import { drawImage, drawInlineImage, endPath, paintShading } from './interpret-paint.ts';
import { setColor, setGraphicsState } from './interpret-state.ts';
import { showText } from './interpret-text.ts';
import type { Letters } from './letters.ts';
import type { Op, Operand } from './lexer.ts';
import { boxOfPoints, identity, type Matrix, multiply, quadOf, translated } from './matrix.ts';
import { asDict, asName, asNumbers, lookUp } from './objects.ts';
import { CONSTRUCT, PAINT, SHOW } from './operators.ts';
import type { OracleShow } from './oracle.ts';
import type { Glyph, ImageUse, PageFont, PathUse, PatternUse, ShowUse, Unit } from './page-model.ts';
import { PathBuilder } from './path-builder.ts';
import type { ResourceReader } from './resources.ts';
import { initialState, intersect, type State } from './state.ts';
import type { Doubts } from './trust.ts';

const MAX_DEPTH = 12;
const OC = PDFName.of('OC');
/** A page that draws more than this is a bomb, or nothing a person can read. */
const MAX_OPS = 3_000_000;

/** Everything that one page's interpretation collects and consults. */
export interface Run {
  readonly reader: ResourceReader;
  readonly page: Box;
  readonly shows: readonly OracleShow[] | undefined;
  nextShow: number;
  readonly doubts: Doubts;
  readonly letters: Letters;
  readonly glyphs: Glyph[];
  readonly executed: ShowUse[];
  readonly fonts: PageFont[];
  readonly fontIndex: Map<string, number>;
  readonly images: ImageUse[];
  readonly paths: PathUse[];
  readonly patterns: PatternUse[];
  readonly units: Unit[];
  paint: number;
  ops: number;
}

/** One content stream being executed. */
export interface Frame {
  readonly unit: number;
  readonly resources: PDFDict | undefined;
  readonly depth: number;
  readonly callers: readonly PDFRawStream[];
  state: State;
  readonly stack: State[];
  tm: Matrix;
  tlm: Matrix;
  path: PathBuilder;
  /** For each open marked-content span: is it a hidden optional-content one? */
  readonly marked: boolean[];
  hidden: number;
}

/** Executes the page's own content and all it calls, filling `run`. */
export function interpretPage(run: Run, ops: readonly Op[], resources: PDFDict | undefined, ctm: Matrix): void {
  run.units.push({ ops });
  const state = initialState(ctm, run.page);
  execute(run, newFrame(0, resources, state, 0, [], 0), ops);
}

function newFrame(
  unit: number,
  resources: PDFDict | undefined,
  state: State,
  depth: number,
  callers: readonly PDFRawStream[],
  hidden: number,
): Frame {
  const path = new PathBuilder();
  return { unit, resources, depth, callers, state, stack: [], tm: identity, tlm: identity, path, marked: [], hidden };
}

function execute(run: Run, frame: Frame, ops: readonly Op[]): void {
  run.ops += ops.length;
  if (run.ops > MAX_OPS) {
    run.doubts.untrusted('the page has too many operators');
    return;
  }
  ops.forEach((op, index) => void step(run, frame, op, index));
}

function step(run: Run, frame: Frame, op: Op, index: number): void {
  const { name, args } = op;
  if (SHOW.has(name)) showText(run, frame, op, index);
  else if (CONSTRUCT.has(name)) {
    if (frame.path.firstOp < 0) frame.path.firstOp = index;
    frame.path.add(name, args, frame.state.ctm);
  } else if (PAINT.has(name)) endPath(run, frame, name, index);
  else if (!textStep(frame, name, args)) otherStep(run, frame, op, index);
}

/** Operators of text state and position; false where `name` is none. */
function textStep(frame: Frame, name: string, args: readonly Operand[]): boolean {
  const { state } = frame;
  const n = (i: number): number => {
    const value = args[i];
    return typeof value === 'number' ? value : 0;
  };
  switch (name) {
    case 'BT':
      frame.tm = identity;
      frame.tlm = identity;
      return true;
    case 'ET':
      return true;
    case 'Td':
    case 'TD':
      if (name === 'TD') state.leading = -n(1);
      nextLine(frame, n(0), n(1));
      return true;
    case 'T*':
      nextLine(frame, 0, -state.leading);
      return true;
    case 'Tm':
      frame.tm = [n(0), n(1), n(2), n(3), n(4), n(5)];
      frame.tlm = frame.tm;
      return true;
    case 'Tc':
      state.charSpace = n(0);
      return true;
    case 'Tw':
      state.wordSpace = n(0);
      return true;
    case 'Tz':
      state.scale = n(0) / 100;
      return true;
    case 'TL':
      state.leading = n(0);
      return true;
    case 'Ts':
      state.rise = n(0);
      return true;
    case 'Tr':
      state.tr = n(0);
      return true;
    default:
      return false;
  }
}

/** Moves to the start of the next line (ISO 32000-1 9.4.2). */
export function nextLine(frame: Frame, x: number, y: number): void {
  frame.tlm = translated(frame.tlm, x, y);
  frame.tm = frame.tlm;
}

function otherStep(run: Run, frame: Frame, op: Op, index: number): void {
  const { name, args } = op;
  switch (name) {
    case 'q':
      frame.stack.push({ ...frame.state });
      break;
    case 'Q':
      frame.state = frame.stack.pop() ?? frame.state;
      break;
    case 'cm':
      frame.state.ctm = multiply(matrixOf(args), frame.state.ctm);
      break;
    case 'W':
    case 'W*':
      frame.path.clip = true;
      break;
    case 'w':
      if (typeof args[0] === 'number') frame.state.lineWidth = Math.abs(args[0]);
      break;
    case 'Tf':
    case 'gs':
      setGraphicsState(run, frame, op, index);
      break;
    case 'Do':
      callXObject(run, frame, op, index);
      break;
    case 'BI':
      drawInlineImage(run, frame, op, index);
      break;
    case 'sh':
      paintShading(run, frame, op, index);
      break;
    case 'BMC':
    case 'BDC':
      openSpan(run, frame, args);
      break;
    case 'EMC':
      if (frame.marked.pop() === true) frame.hidden--;
      break;
    default:
      setColor(run, frame, name, args);
  }
}

function openSpan(run: Run, frame: Frame, args: readonly Operand[]): void {
  const [tag, name] = args;
  let isHidden = false;
  if (tag === 'OC' && typeof name === 'string') {
    const { value, ref } = run.reader.find(frame.resources, 'Properties', name);
    isHidden = run.reader.isHidden(ref ?? value);
  }
  frame.marked.push(isHidden);
  if (isHidden) frame.hidden++;
}

function callXObject(run: Run, frame: Frame, op: Op, index: number): void {
  const [name] = op.args;
  if (typeof name !== 'string') return;
  const { value, ref } = run.reader.find(frame.resources, 'XObject', name);
  const stream = value instanceof PDFRawStream ? value : undefined;
  if (stream === undefined) return;
  const subtype = asName(stream.dict.context, lookUp(stream.dict, 'Subtype'));
  if (subtype === 'Image') drawImage(run, frame, { stream, name, ref: ref?.tag }, index);
  else if (subtype === 'Form') callForm(run, frame, stream, { name, ref: ref?.tag }, index);
}

function callForm(
  run: Run,
  frame: Frame,
  stream: PDFRawStream,
  called: { name: string; ref: string | undefined },
  index: number,
): void {
  if (frame.depth >= MAX_DEPTH || frame.callers.includes(stream)) {
    run.doubts.untrusted('forms call each other too deep');
    return;
  }
  const { dict } = stream;
  const { context } = dict;
  try {
    const { ops, faults } = run.reader.content(stream);
    run.doubts.faults(faults);
    const ctm = multiply(matrixOf(asNumbers(context, lookUp(dict, 'Matrix')) ?? identity), frame.state.ctm);
    const box = asNumbers(context, lookUp(dict, 'BBox')) ?? [];
    const [x0, y0, x1, y1] = box;
    let { clip } = frame.state;
    if (x0 !== undefined && y0 !== undefined && x1 !== undefined && y1 !== undefined) {
      clip = intersect(clip, boxOfPoints(quadOf(ctm, x0, y0, x1, y1)));
    }
    const unit = run.units.length;
    const { name, ref } = called;
    run.units.push({ ops, parent: { unit: frame.unit, op: index }, name, ...(ref === undefined ? {} : { ref }) });
    const resources = asDict(context, lookUp(dict, 'Resources')) ?? frame.resources;
    const hidden = frame.hidden + (run.reader.isHidden(dict.get(OC)) ? 1 : 0);
    const state = { ...frame.state, ctm, clip };
    execute(run, newFrame(unit, resources, state, frame.depth + 1, [...frame.callers, stream], hidden), ops);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    run.doubts.untrusted('a form cannot be decoded');
  }
}

/** Six numbers as a matrix; what is missing is that of the identity. */
export function matrixOf(args: readonly unknown[]): Matrix {
  const n = (i: number): number => {
    const value = args[i];
    return typeof value === 'number' ? value : (identity[i] ?? 0);
  };
  return [n(0), n(1), n(2), n(3), n(4), n(5)];
}
