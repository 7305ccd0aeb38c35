import { elementsOf } from '../pdf/interpret-text.ts';
import type { Op, Operand } from '../pdf/lexer.ts';
import { apply, invert, type Matrix, multiply } from '../pdf/matrix.ts';
import type { Glyph, PageModel, ShowUse } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/** Glyphs that are set at another place of their line: index in PageModel.glyphs to displayed x. */
export type Places = ReadonlyMap<number, number>;

/** Operators that only say where text goes; they fall away where every text operator states its place. */
export const POSITIONS: ReadonlySet<string> = new Set(['Td', 'TD', 'T*', 'Tm', 'TL']);

/** How far a glyph may be off from where its forerunner leads and still follow it, in points. */
const FOLLOWS = 0.0006;

/** The text matrix of an operator that stays as it is, so that nothing before it has a part in its place. */
export function matrixOp(show: ShowUse): Op {
  return made('Tm', show.tm.map(fine));
}

/**
 * The operators that show the kept glyphs of a text operator at their new places: word by word at an absolute
 * matrix, without character and word spacing and without the numbers of TJ (engine 6).
 */
export function placedShow(
  page: PageModel,
  show: ShowUse,
  op: Op,
  places: Places,
  isRemoved: (index: number) => boolean,
): readonly Op[] {
  const inverse = invert(show.ctm);
  if (inverse === undefined) throw new CannotCut('content', 'text that must be set anew has no area');
  const elements = elementsOf(op) ?? [];
  const out: Op[] = [];
  let run: { first: Glyph; last: Glyph; x: number; end: number } | undefined;
  const flush = (): void => {
    if (run === undefined) return;
    const { first, last, x } = run;
    const element = elements[first.el];
    if (!(element instanceof Uint8Array)) return;
    out.push(made('Tm', matrixAt(show, inverse, x, first.oy)), made('Tj', [element.subarray(first.b0, last.b1)]));
    run = undefined;
  };
  for (let index = show.first; index < show.first + show.count; index++) {
    const glyph = page.glyphs[index];
    if (glyph === undefined || isRemoved(index)) continue;
    const x = places.get(index) ?? glyph.ox;
    const follows =
      run !== undefined &&
      run.last.el === glyph.el &&
      run.last.b1 === glyph.b0 &&
      Math.abs(x - run.end) <= FOLLOWS &&
      Math.abs(glyph.oy - run.first.oy) <= FOLLOWS;
    if (!follows) flush();
    run = { first: run?.first ?? glyph, last: glyph, x: run?.x ?? x, end: x + glyph.advance };
  }
  flush();
  return out.length === 0 ? [] : [...spacing(show, 0, 0), ...out, ...spacing(show, show.charSpace, show.wordSpace)];
}

/** Sets both spacings, where the operator has any. */
function spacing(show: ShowUse, char: number, word: number): readonly Op[] {
  if (show.charSpace === 0 && show.wordSpace === 0) return [];
  return [made('Tc', [char]), made('Tw', [word])];
}

/** The text matrix that puts an origin at (x, y), displayed points. */
function matrixAt(show: ShowUse, inverse: Matrix, x: number, y: number): readonly Operand[] {
  const [a, b, c, d] = show.tm;
  const base = multiply(show.tm, show.ctm);
  // The rise lifts the origin off the place that the matrix names.
  const [e, f] = apply(inverse, x - base[2] * show.rise, y - base[3] * show.rise);
  return [a, b, c, d, e, f].map(fine);
}

/** Six decimals: places are rounded where they are made; the rest is the noise of matrices. */
function fine(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function made(name: string, args: readonly Operand[]): Op {
  return { name, args, start: 0, end: 0 };
}
