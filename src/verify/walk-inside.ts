import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Box } from '../model/geometry.ts';
import { boxUnder, type Matrix, shared, times } from './painted.ts';
import { matrixOf, type WalkOps, type WalkPattern, type WalkState } from './walk-state.ts';

/** Patterns and glyphs painted one in the other are followed so deep, and each of them so often. */
const DEEPEST = 6;
const MOST = 40;

/** Keeps a walk from going in circles, and from painting the same tile for every bar of a chart. */
export class Insides {
  readonly #open = new Set<WalkOps>();
  readonly #counts = new Map<WalkOps, number>();

  enter(ops: WalkOps): boolean {
    const count = this.#counts.get(ops) ?? 0;
    if (this.#open.has(ops) || this.#open.size >= DEEPEST || count >= MOST) return false;
    this.#counts.set(ops, count + 1);
    this.#open.add(ops);
    return true;
  }

  leave(ops: WalkOps): void {
    this.#open.delete(ops);
  }
}

/** The tiling pattern that pdfjs hands over with a colour; undefined for shadings and for tiles without text and pictures. */
export function patternOf([kind, , ops, matrix, bbox, xstep, ystep]: readonly unknown[]): WalkPattern | undefined {
  if (kind !== 'TilingPattern') return undefined;
  const list = ops as WalkOps;
  if (!list.fnArray.some((fn) => WORTH.has(fn))) return undefined;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (bbox ?? []) as number[];
  const box = { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
  return { ops: list, matrix: matrixOf(matrix), box, step: [Math.abs(Number(xstep)), Math.abs(Number(ystep))] };
}

const WORTH: ReadonlySet<number> = new Set([
  OPS.showText,
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintFormXObjectBegin,
]);

/**
 * The tile of the pattern in force that lies on an area (displayed points): its operators, and the state to paint
 * them with. Where one tile is the whole area, what lies beside the area is clipped.
 */
export function tileAt(
  state: WalkState,
  anchor: Matrix,
  area: Box,
): { readonly ops: WalkOps; readonly state: Pick<WalkState, 'ctm' | 'clip' | 'odd' | 'fill'> } | undefined {
  if (state.pattern === undefined) return undefined;
  const { ops, matrix, box, step } = state.pattern;
  const at = times(anchor, matrix);
  const inverse = inverseOf(at);
  if (inverse === undefined || !(step[0] > 0) || !(step[1] > 0)) return undefined;
  const wanted = boxUnder(inverse, area.x, area.y, area.x + area.w, area.y + area.h);
  const [dx, dy] = [
    shiftOf(wanted.x, wanted.w, box.x, box.w, step[0]),
    shiftOf(wanted.y, wanted.h, box.y, box.h, step[1]),
  ];
  const tile = { ...box, x: box.x + dx, y: box.y + dy };
  const both = shared(tile, wanted);
  const isWhole = both !== undefined && both.w * both.h > 0.98 * wanted.w * wanted.h;
  const ctm = times(at, [1, 0, 0, 1, dx, dy]);
  const clip = isWhole ? area : boxUnder(ctm, box.x, box.y, box.x + box.w, box.y + box.h);
  return { ops, state: { ctm, clip, odd: true, fill: 0 } };
}

/** How far to the first tile that lies wholly in the area, else to the one that its start lies in. */
function shiftOf(from: number, long: number, start: number, size: number, by: number): number {
  const whole = Math.ceil((from - start) / by - 1e-6) * by;
  return start + whole + size <= from + long + 1e-6 ? whole : Math.floor((from - start) / by + 1e-6) * by;
}

function inverseOf([a, b, c, d, e, f]: Matrix): Matrix | undefined {
  const det = a * d - b * c;
  if (Math.abs(det) < 1e-9) return undefined;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
}
