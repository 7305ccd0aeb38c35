import { PDFDict, PDFRawStream, PDFRef } from 'pdf-lib';
import { deviceColor, isDeviceSpace } from './color.ts';
import { type FontFacts, NO_FONT } from './fonts.ts';
import type { Frame, Run } from './interpret.ts';
import type { Op, Operand } from './lexer.ts';
import { asArray, asDict, asNumber, asStream, lookUp } from './objects.ts';
import type { Paint } from './state.ts';

/** Tf and gs: what they set of the state. */
export function setGraphicsState(run: Run, frame: Frame, op: Op, index: number): void {
  const [name, size] = op.args;
  if (typeof name !== 'string') return;
  if (op.name === 'Tf') {
    setFont(run, frame, run.reader.font(frame.resources, name) ?? NO_FONT, name, typeof size === 'number' ? size : 0);
    return;
  }
  const { value } = run.reader.find(frame.resources, 'ExtGState', name);
  if (value instanceof PDFDict) applyGraphicsState(run, frame, value, index);
}

function applyGraphicsState(run: Run, frame: Frame, dict: PDFDict, index: number): void {
  const { context } = dict;
  const { state } = frame;
  const fillAlpha = asNumber(context, lookUp(dict, 'ca'));
  if (fillAlpha !== undefined) state.fill = { ...state.fill, alpha: fillAlpha };
  const strokeAlpha = asNumber(context, lookUp(dict, 'CA'));
  if (strokeAlpha !== undefined) state.stroke = { ...state.stroke, alpha: strokeAlpha };
  state.lineWidth = asNumber(context, lookUp(dict, 'LW')) ?? state.lineWidth;
  const font = asArray(context, lookUp(dict, 'Font'));
  const ref = font?.get(0);
  const fontDict = asDict(context, ref);
  if (fontDict !== undefined) {
    const facts = run.reader.fontOf(fontDict, ref instanceof PDFRef ? ref : undefined);
    setFont(run, frame, facts, facts.ref ?? '', asNumber(context, font?.get(1)) ?? 0);
  }
  const mask = asDict(context, lookUp(dict, 'SMask'));
  const group = mask === undefined ? undefined : asStream(context, lookUp(mask, 'G'));
  if (group === undefined) return;
  const content = run.reader.drawsContent(group, frame.resources);
  if (content) run.doubts.unreadable('a soft mask holds text or images');
  run.patterns.push({ kind: 'soft-mask', box: state.clip, content, unit: frame.unit, op: index });
}

function setFont(run: Run, frame: Frame, font: FontFacts, name: string, size: number): void {
  const key = font.ref ?? `${frame.unit}/${name}`;
  let index = run.fontIndex.get(key);
  if (index === undefined) {
    index = run.fonts.length;
    run.fontIndex.set(key, index);
    const { baseFont, subtype, ref, vertical, bold, italic, monospace } = font;
    const indirect = ref === undefined ? {} : { ref };
    run.fonts.push({ name, baseFont, subtype, ...indirect, vertical, bold, italic, monospace, unicode: 'sure' });
  }
  frame.state.font = font;
  frame.state.fontIndex = index;
  frame.state.size = size;
}

const FILL = new Set(['g', 'rg', 'k', 'sc', 'scn', 'cs']);
const STROKE = new Set(['G', 'RG', 'K', 'SC', 'SCN', 'CS']);

/** Colour operators; all others leave the state as it is. */
export function setColor(run: Run, frame: Frame, name: string, args: readonly Operand[]): void {
  if (FILL.has(name)) frame.state.fill = nextPaint(run, frame, frame.state.fill, name, args);
  else if (STROKE.has(name)) frame.state.stroke = nextPaint(run, frame, frame.state.stroke, name.toLowerCase(), args);
}

function nextPaint(run: Run, frame: Frame, paint: Paint, name: string, args: readonly Operand[]): Paint {
  const { alpha } = paint;
  if (name === 'g' || name === 'rg' || name === 'k') {
    return { color: deviceColor(args), device: true, pattern: undefined, alpha };
  }
  if (name === 'cs') {
    const device = typeof args[0] === 'string' && isDeviceSpace(args[0], frame.resources);
    return { color: device ? '#000000' : undefined, device, pattern: undefined, alpha };
  }
  const last = args.at(-1);
  if (typeof last === 'string') {
    return { color: undefined, device: false, pattern: patternOf(run, frame, last), alpha };
  }
  return { color: paint.device ? deviceColor(args) : undefined, device: paint.device, pattern: undefined, alpha };
}

function patternOf(run: Run, frame: Frame, name: string): Paint['pattern'] {
  const { value } = run.reader.find(frame.resources, 'Pattern', name);
  if (!(value instanceof PDFRawStream)) return { kind: 'shading', content: false };
  return { kind: 'tiling', content: run.reader.drawsContent(value, frame.resources) };
}
