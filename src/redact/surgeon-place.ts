import { elementsOf } from '../pdf/interpret-text.ts';
import type { Op, Operand } from '../pdf/lexer.ts';
import { apply, invert, type Matrix, multiply } from '../pdf/matrix.ts';
import { SHOW } from '../pdf/operators.ts';
import type { Glyph, PageModel, ShowUse } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/** Glyphs that are set at another place of their line: index in PageModel.glyphs to displayed x. */
export type Places = ReadonlyMap<number, number>;

/** Text objects of a unit in which every text operator states its place, and none depends on another's. */
export interface Explicit {
  /** Their text operators. */
  readonly shows: ReadonlyMap<number, ShowUse>;
  /** Their positioning operators, which fall away. */
  readonly positions: ReadonlySet<number>;
}

const POSITIONS: ReadonlySet<string> = new Set(['Td', 'TD', 'T*', 'Tm']);

/** By unit, the text objects that hold a glyph with a new place; all others begin anew at BT and stay as they are. */
export function explicitUnits(page: PageModel, places: Places): ReadonlyMap<number, Explicit> {
  const units = new Set([...places.keys()].map((index) => page.glyphs[index]?.unit ?? 0));
  return new Map([...units].map((unit) => [unit, explicitIn(page, unit, places)]));
}

function explicitIn(page: PageModel, unit: number, places: Places): Explicit {
  const shows = new Map<number, ShowUse>();
  const positions = new Set<number>();
  const uses = new Map(page.shows.filter((show) => show.unit === unit).map((show) => [show.op, show]));
  const isMoved = ({ first, count }: ShowUse): boolean =>
    Array.from({ length: count }, (_, i) => first + i).some((index) => places.has(index));
  let block: number[] = [];
  const close = (): void => {
    const moved = block.some((index) => {
      const use = uses.get(index);
      return use !== undefined && isMoved(use);
    });
    for (const index of moved ? block : []) {
      const use = uses.get(index);
      if (use === undefined) positions.add(index);
      else shows.set(index, use);
    }
    block = [];
  };
  for (const [index, op] of (page.units[unit]?.ops ?? []).entries()) {
    if (op.name === 'BT') close();
    else if (POSITIONS.has(op.name) || SHOW.has(op.name)) block.push(index);
  }
  close();
  return { shows, positions };
}

/**
 * Follows the start of the line as most readers do, in single precision: a place that differs in the last
 * digit may move a line by a pixel.
 */
export class LineStart {
  private matrix: readonly number[] = IDENTITY;
  private x = 0;
  private y = 0;
  private leading = 0;

  /** Takes a positioning operator into account, and ' and ", which go to the next line. */
  follow({ name, args }: Op): void {
    const [x = 0, y = 0] = args.map((arg) => (typeof arg === 'number' ? arg : 0));
    if (name === 'BT') this.set(IDENTITY);
    else if (name === 'Tm') this.set(args.map((arg) => (typeof arg === 'number' ? arg : 0)));
    else if (name === 'TL') this.leading = x;
    else if (name === 'Td' || name === 'TD') {
      if (name === 'TD') this.leading = -y;
      this.move(x, y);
    } else if (name === 'T*' || name === "'" || name === '"') this.move(0, -this.leading);
  }

  /** The matrix at the start of the line where that is where `show` starts; else the one it was read with. */
  matrixOf(show: ShowUse): readonly number[] {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.matrix;
    const { x, y } = this;
    const near = [a, b, c, d, Math.fround(a * x + c * y + e), Math.fround(b * x + d * y + f)];
    return near.every((value, i) => Math.abs(value - (show.tm[i] ?? 0)) < 0.001) ? near.map(fine) : show.tm.map(fine);
  }

  private set(matrix: readonly number[]): void {
    this.matrix = matrix;
    this.x = 0;
    this.y = 0;
  }

  private move(x: number, y: number): void {
    this.x = Math.fround(this.x + Math.fround(x));
    this.y = Math.fround(this.y + Math.fround(y));
  }
}

const IDENTITY = [1, 0, 0, 1, 0, 0];

/** How far a glyph may be off from where its forerunner leads and still follow it, in points. */
const FOLLOWS = 0.0006;


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

export function made(name: string, args: readonly Operand[]): Op {
  return { name, args, start: 0, end: 0 };
}
