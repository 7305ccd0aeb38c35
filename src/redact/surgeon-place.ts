import { elementsOf } from '../pdf/interpret-text.ts';
import type { Op, Operand } from '../pdf/lexer.ts';
import { apply, invert, type Matrix, multiply } from '../pdf/matrix.ts';
import { SHOW } from '../pdf/operators.ts';
import type { Glyph, PageModel, ShowUse } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/** Glyphs of lines set anew: index in PageModel.glyphs to displayed x; undefined: left out. */
export type Places = ReadonlyMap<number, number | undefined>;

/** Text objects of a unit in which every text operator states its place, and none depends on another's. */
export interface Explicit {
  /** Their text operators. */
  readonly shows: ReadonlyMap<number, ShowUse>;
  /** Their positioning operators, which fall away: the steps from word to word would tell how wide removed ones are. */
  readonly positions: ReadonlySet<number>;
}

const POSITIONS: ReadonlySet<string> = new Set(['Td', 'TD', 'T*', 'Tm']);

/** By unit, the text objects of which a glyph is removed or moved; all others begin anew at BT and stay as they are. */
export function explicitUnits(
  page: PageModel,
  places: Places,
  removed: ReadonlySet<number>,
): ReadonlyMap<number, Explicit> {
  const shows = new Map<number, Map<number, ShowUse>>();
  const touched = new Map<number, Set<number>>();
  for (const show of page.shows) {
    shows.set(show.unit, (shows.get(show.unit) ?? new Map<number, ShowUse>()).set(show.op, show));
    for (let index = show.first; index < show.first + show.count; index++) {
      if (!places.has(index) && !removed.has(index)) continue;
      touched.set(show.unit, (touched.get(show.unit) ?? new Set<number>()).add(show.op));
      break;
    }
  }
  return new Map(
    [...touched].map(([unit, ops]) => [unit, explicitIn(page.units[unit]?.ops ?? [], shows.get(unit), ops)]),
  );
}

function explicitIn(
  ops: readonly Op[],
  uses: ReadonlyMap<number, ShowUse> | undefined,
  touched: ReadonlySet<number>,
): Explicit {
  const shows = new Map<number, ShowUse>();
  const positions = new Set<number>();
  let block: number[] = [];
  const close = (): void => {
    for (const index of block.some((one) => touched.has(one)) ? block : []) {
      const use = uses?.get(index);
      if (use === undefined) positions.add(index);
      else shows.set(index, use);
    }
    block = [];
  };
  for (let index = 0; index < ops.length; index++) {
    const op = ops[index];
    if (op === undefined) continue;
    if (op.name === 'BT') close();
    else if (POSITIONS.has(op.name) || SHOW.has(op.name)) block.push(index);
  }
  close();
  return { shows, positions };
}

const NO_SPACING = { char: 0, word: 0 };

/** Character and word spacing as the content sets them and as they are written: only where text needs them. */
export class Spacing {
  private state: { readonly char: number; readonly word: number } | undefined;
  private written: { readonly char: number; readonly word: number } | undefined;
  private readonly stack: (readonly [Spacing['state'], Spacing['written']])[] = [];

  /** A form inherits what its caller has set, which is not known here. */
  constructor(isForm: boolean) {
    this.state = isForm ? undefined : { char: 0, word: 0 };
    this.written = this.state;
  }

  /** Takes an operator into account; true where it sets nothing but spacing and falls away. */
  follow({ name, args }: Op): boolean {
    const first = args[0];
    const second = args[1];
    const { char, word } = this.state ?? NO_SPACING;
    if (name === 'q') this.stack.push([this.state, this.written]);
    else if (name === 'Q') [this.state, this.written] = this.stack.pop() ?? [this.state, this.written];
    else if (name === 'Tc' && typeof first === 'number') this.state = { char: first, word };
    else if (name === 'Tw' && typeof first === 'number') this.state = { char, word: first };
    else if (name === '"' && typeof first === 'number' && typeof second === 'number') {
      this.state = { char: second, word: first };
    }
    return name === 'Tc' || name === 'Tw';
  }

  /** The operators that set spacing to that of `show`, or what the content has set where there is none. */
  set(show: Pick<ShowUse, 'charSpace' | 'wordSpace'> | undefined): readonly Op[] {
    const wanted = show === undefined ? this.state : { char: show.charSpace, word: show.wordSpace };
    if (wanted === undefined) return [];
    const { char, word } = wanted;
    const ops = [
      ...(this.written?.char === char ? [] : [made('Tc', [char])]),
      ...(this.written?.word === word ? [] : [made('Tw', [word])]),
    ];
    this.written = wanted;
    return ops;
  }
}

/**
 * Follows the start of the line as most readers do, in single precision: a height that differs in the last
 * digit may move a line by a pixel.
 */
export class LineStart {
  private matrix: readonly number[] = IDENTITY;
  private x = 0;
  private y = 0;
  private leading = 0;

  /** Takes a positioning operator into account, and ' and ", which go to the next line. */
  follow({ name, args }: Op): void {
    const x = numberOf(args[0]);
    const y = numberOf(args[1]);
    if (name === 'BT') this.set(IDENTITY);
    else if (name === 'Tm') this.set(args.map(numberOf));
    else if (name === 'TL') this.leading = x;
    else if (name === 'Td' || name === 'TD') {
      if (name === 'TD') this.leading = -y;
      this.move(x, y);
    } else if (name === 'T*' || name === "'" || name === '"') this.move(0, -this.leading);
  }

  /**
   * The matrix of text that stays where it is. Along the line it is rounded to thousandths of a point: what
   * is left of a sum of steps over removed words must not be told.
   */
  matrixOf(show: ShowUse): readonly number[] {
    const [a, b, c, d, e, f] = show.tm;
    const [A = 1, B = 0, C = 0, D = 1, E = 0, F = 0] = this.matrix;
    const startX = Math.fround(A * this.x + C * this.y + E);
    const startY = Math.fround(B * this.x + D * this.y + F);
    const isUpright = Math.abs(b) < 1e-9;
    const digits = 3 + Math.max(0, Math.ceil(Math.log10(Math.hypot(show.ctm[0], show.ctm[1]) || 1)));
    const x = isUpright ? Number(e.toFixed(digits)) : near(startX, e);
    const y = isUpright ? near(startY, f) : Number(f.toFixed(digits));
    return [a, b, c, d, x, y].map(fine);
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

function numberOf(operand: Operand | undefined): number {
  return typeof operand === 'number' ? operand : 0;
}

/** The value in single precision where it is that of the exact one but for rounding. */
function near(single: number, exact: number): number {
  return Math.abs(single - exact) < 0.001 ? single : exact;
}

const IDENTITY = [1, 0, 0, 1, 0, 0];

/** How far a glyph may be off from where its forerunner leads and still follow it, in points. */
const FOLLOWS = 0.0006;

/**
 * The operators that show the kept glyphs of a text operator at their new places: word by word at an absolute
 * matrix, without the numbers of TJ, for character and word spacing of none (engine 6).
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
    const isLeftOut = places.has(index) && places.get(index) === undefined;
    if (glyph === undefined || isLeftOut || isRemoved(index)) continue;
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
  return out;
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
