import type { Box } from '../model/geometry.ts';
import type { Glyph } from '../pdf/page-model.ts';
import type { Drawn } from './drawn.ts';

/** A glyph of one direction of text, as lines are made of them. */
export interface Mark {
  readonly text: string;
  readonly box: Box;
  readonly size: number;
  /** Start, end and baseline along the direction of the text. */
  readonly from: number;
  readonly to: number;
  readonly base: number;
  readonly upright: Box;
  readonly glyph: Glyph;
  readonly drawn?: Drawn;
}

interface Line {
  base: number;
  size: number;
  marks: Mark[];
}

/** Letters farther off a baseline than this, in letter sizes, are not of its line, small ones beside a word excepted. */
const FAR = 0.35;

/** Glyphs on one baseline (superscripts with it), each line from its start. */
export function linesOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const sorted = [...marks].sort((a, b) => a.base - b.base || a.from - b.from);
  const lines: Line[] = [];
  for (const mark of sorted) {
    const line = lines.at(-1);
    // A blank may be set in any size, and beside an initial three lines high stand three lines.
    const size = mark.text.trim() === '' ? 0 : mark.size;
    const reach = Math.min(FAR * Math.max(line?.size ?? 0, size), 0.85 * mark.size);
    if (line !== undefined && mark.base - line.base <= reach) {
      line.marks.push(mark);
      line.size = Math.max(line.size, size);
    } else lines.push({ base: mark.base, size, marks: [mark] });
  }
  return withRaised(lines).map((line) => withoutDoubles(line.marks.sort((a, b) => a.from - b.from || a.base - b.base)));
}

/** A letter drawn twice at one place (shadow, fake bold) is one letter. */
function withoutDoubles(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter((mark, i) => {
    for (let j = i - 1; j >= 0 && j >= i - 4; j--) {
      const other = marks[j];
      if (other?.text === mark.text && mark.from - other.from < nearness(mark) && mark.text.trim() !== '') return false;
    }
    return true;
  });
}

/** How far a double lies at most: two narrow letters of squeezed type, `ll`, stand closer than a wide one's shadow. */
function nearness({ from, to, size }: Mark): number {
  const width = to - from;
  return width < 0.02 * size ? 0.15 * size : Math.min(0.15 * size, 0.6 * width);
}

/** Letters of a note or an ordinal at most: more beside a larger letter are a text of their own. */
const MOST_RAISED = 6;

/** How far notes stand above or below the baseline of their word, and beside it, in sizes of its letters. */
const RAISED = 0.75;
const LOWERED = 0.5;
const BESIDE = 0.35;

/** Lines with the small letters that stand raised or lowered beside their words: the marks of notes, ordinals, formulas. */
function withRaised(lines: readonly Line[]): readonly Line[] {
  const out: Line[] = lines.map((line) => ({ ...line, marks: [] }));
  for (const [i, line] of lines.entries()) {
    const hosts = [...around(lines, i)].filter((at) => (lines[at]?.size ?? 0) * 0.9 >= smallest(line));
    if (hosts.length === 0) {
      out[i]?.marks.push(...line.marks);
      continue;
    }
    for (const group of groupsOf(line.marks)) {
      const host = hosts.find(
        (at) => group.length <= MOST_RAISED && lines[at]?.marks.some((mark) => isHost(mark, group)),
      );
      out[host ?? i]?.marks.push(...group);
    }
  }
  return out.filter(({ marks }) => marks.length > 0);
}

/** Numbers of lines whose letters may stand beside those of a line. */
function* around(lines: readonly Line[], i: number): Generator<number, undefined> {
  const base = lines[i]?.base ?? 0;
  for (let at = i + 1; at < lines.length && at <= i + 4; at++) {
    const other = lines[at];
    if (other !== undefined && other.base - base <= RAISED * other.size) yield at;
  }
  for (let at = i - 1; at >= 0 && at >= i - 4; at--) {
    const other = lines[at];
    if (other !== undefined && base - other.base <= LOWERED * other.size) yield at;
  }
}

function smallest({ marks }: Line): number {
  return marks.reduce((least, { size, text }) => (text.trim() === '' ? least : Math.min(least, size)), Infinity);
}

/** Marks of a line that stand close together. */
function groupsOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups: Mark[][] = [];
  let end = -Infinity;
  for (const mark of marks.toSorted((a, b) => a.from - b.from || a.base - b.base)) {
    if (mark.from - end > 0.6 * mark.size) groups.push([mark]);
    else groups.at(-1)?.push(mark);
    end = Math.max(end, mark.to);
  }
  return groups;
}

/** Does a larger letter stand right before or after the group? */
function isHost({ text, size, from, to, base }: Mark, group: readonly Mark[]): boolean {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined || text.trim() === '') return false;
  if (group.some((mark) => mark.size > 0.9 * size)) return false;
  const drop = first.base - base;
  if (drop < -RAISED * size || drop > LOWERED * size) return false;
  const after = Math.abs(first.from - to) <= BESIDE * size;
  return after || Math.abs(from - last.to) <= BESIDE * size;
}

/** Digits and signs that point to a note. */
const NOTE = /^[\d*\u2020\u2021\u00a7\u00b6,]+$/u;

/** Does the mark of a note begin, far above its word, or a word after the mark of a note? An ordinal or a formula is one word. */
export function isNoteBetween(run: readonly Mark[], last: Mark, mark: Mark): boolean {
  if (isRaised(mark, last, FAR)) return NOTE.test(mark.text) && run.length > 1 && /\p{L}$/u.test(last.text);
  return isRaised(last, mark, 0.1) && run.every(({ text }) => NOTE.test(text));
}

function isRaised(one: Mark, beside: Mark, least: number): boolean {
  return one.size <= 0.9 * beside.size && beside.base - one.base > least * beside.size;
}
