import { unionBox } from '../model/geometry.ts';
import { apply, boxOfPoints, identity, type Matrix } from '../pdf/matrix.ts';
import type { Glyph } from '../pdf/page-model.ts';
import { arrange } from './arrange.ts';
import { curvesOf } from './curves.ts';
import type { Drawn, DrawnOf } from './drawn.ts';
import { layersOf } from './layers.ts';
import { isNoteBetween, linesOf, type Mark } from './lines.ts';
import { seamsOf } from './seams.ts';
import { cutAtGaps, GUTTER, hasLetter, isPlainAscii, type PlacedWord, type Segment, segmentOf } from './segment.ts';

/** What a text layer says: blocks in reading order and the quarter turn most of the text asks for. */
export interface LayerText {
  readonly blocks: readonly (readonly Segment[])[];
  readonly turn: number;
}

/** Stands for a glyph whose font does not say which letter it is. */
export const LOST = '\ufffd';

/** Does the font leave open which letter a glyph is? Private use and control codes say as little as none. */
export function isLost(text: string): boolean {
  if (isPlainAscii(text)) return false;
  return text === '' || /[\ufffd\ue000-\uf8ff\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(text);
}

/** Words, lines and blocks of glyphs, each direction of text by itself, the commonest first; what is set on curves last. */
export function readGlyphs(glyphs: readonly Glyph[], drawnOf: DrawnOf = () => undefined): LayerText {
  const { straight, curves } = curvesOf(glyphs);
  const sorted = directionsOf(straight);
  const blocks = sorted.flatMap(({ angle, group }) => arrange(segmentsOf(group, angle, drawnOf)));
  const bent = curves.map(segmentsOfCurve);
  const main = sorted[0]?.angle ?? 0;
  return { blocks: [...blocks, ...bent], turn: turnFor(main) };
}

/** The words of one curve as a block, each a line of its own: one box around all of them would cover what the curve encloses. */
function segmentsOfCurve(words: readonly (readonly Glyph[])[]): readonly Segment[] {
  const marks = words.map((word) => word.map((glyph) => markOf(glyph, identity, undefined)));
  return marks.map((word) => segmentOf([wordOf(word)], sizeOf(word)));
}

/** The clockwise quarter turn, 0 to 270 degrees, that rights text which runs at an angle. */
export function turnFor(angle: number): number {
  return (((360 - Math.round(angle / 90) * 90) % 360) + 360) % 360;
}

/** How far letters of one direction may turn from most of them, in degrees. */
const SAME_DIRECTION = 2.5;

/** A page a quarter of a degree off is level: over the whole of a line that is less than a third of a letter. */
const LEVEL = 0.25;

interface Direction {
  readonly angle: number;
  readonly group: readonly Glyph[];
}

/**
 * Glyphs by the angle of their lines. The angle is that of the letters, not a round one near it: over a long line
 * two degrees are more than the distance to the next line.
 */
function directionsOf(glyphs: readonly Glyph[]): readonly Direction[] {
  const counts = new Map<number, number>();
  for (const { angle } of glyphs) counts.set(degree(angle), (counts.get(degree(angle)) ?? 0) + 1);
  const degrees = [...counts].sort(([a, one], [b, two]) => two - one || a - b).map(([angle]) => angle);
  const groups = new Map<number, Glyph[]>();
  const centres = new Map<number, number>();
  for (const angle of degrees) {
    const centre = [...groups.keys()].find((one) => Math.abs(between(one, angle)) <= SAME_DIRECTION) ?? angle;
    centres.set(angle, centre);
    if (centre === angle) groups.set(angle, []);
  }
  for (const glyph of glyphs) groups.get(centres.get(degree(glyph.angle)) ?? 0)?.push(glyph);
  return [...groups]
    .map(([centre, group]) => ({ angle: angleOf(centre, group), group }))
    .sort((a, b) => b.group.length - a.group.length || a.angle - b.angle);
}

/** The median angle of a direction; a quarter turn where it is nearly one. */
function angleOf(centre: number, group: readonly Glyph[]): number {
  const turns = group.map(({ angle }) => between(centre, angle)).sort((a, b) => a - b);
  const angle = (centre + (turns[turns.length >> 1] ?? 0) + 360) % 360;
  const quarter = Math.round(angle / 90) * 90;
  return Math.abs(angle - quarter) <= LEVEL ? quarter % 360 : angle;
}

function degree(angle: number): number {
  return ((Math.round(angle) % 360) + 360) % 360;
}

/** The turn from one angle to another, -180 to 180. */
function between(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}

function segmentsOf(glyphs: readonly Glyph[], angle: number, drawnOf: DrawnOf): readonly Segment[] {
  const turn = (-angle * Math.PI) / 180;
  const upright: Matrix =
    angle === 0 ? identity : [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), 0, 0];
  const lines = linesOf(glyphs.map((glyph) => markOf(glyph, upright, drawnOf(glyph)))).flatMap(layersOf);
  const placed = lines.map((marks) => ({ words: wordsOf(marks), size: sizeOf(marks) }));
  const gutters = guttersOf(placed);
  return placed.flatMap(({ words, size }) =>
    cutAtGaps(words, size, (from, to) => isGutter(gutters, from, to, size)).map((piece) => segmentOf(piece, size)),
  );
}

function markOf(glyph: Glyph, upright: Matrix, drawn: Drawn | undefined): Mark {
  const width = Math.abs(glyph.advance);
  const text = isLost(glyph.text) ? LOST : plainLetters(glyph.text);
  const { box: seen, size } = glyph;
  const told = drawn === undefined ? {} : { drawn };
  if (upright === identity)
    return {
      text,
      box: seen,
      size,
      from: glyph.ox,
      to: glyph.ox + width,
      base: glyph.oy,
      upright: seen,
      glyph,
      ...told,
    };
  const [from, base] = apply(upright, glyph.ox, glyph.oy);
  const corners: number[] = [];
  for (let i = 0; i < 8; i += 2) corners.push(...apply(upright, glyph.quad[i] ?? 0, glyph.quad[i + 1] ?? 0));
  return { text, box: seen, size, from, to: from + width, base, upright: boxOfPoints(corners), glyph, ...told };
}

/** Ligatures, full-width and styled letters as plain ones; other compatibility forms stay as they are. */
export function plainLetters(text: string): string {
  if (isPlainAscii(text)) return text;
  return unswapped(text)
    .replace(/[\ufb00-\ufb4f\uff00-\uffef\u2e80-\u2fdf\u{1d400}-\u{1d7ff}]/gu, (letter) => letter.normalize('NFKC'))
    .replace(/\u00ad/g, '-')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g, (letter) =>
      letter === '\u202f' || letter === '\u2028' || letter === '\u2029' ? ' ' : '',
    );
}

function wordsOf(marks: readonly Mark[]): readonly PlacedWord[] {
  const least = blankWidth(marks);
  const words: PlacedWord[] = [];
  let run: Mark[] = [];
  const finish = (): void => {
    if (run.length > 0) words.push(wordOf(run));
    run = [];
  };
  for (const mark of marks) {
    const last = run.at(-1);
    const text = mark.text.trim();
    // What a cell cuts off may be a blank in the midst of the next one's first word.
    if (text === '' && last !== undefined && isNextCell(last, mark)) continue;
    const leaders = last !== undefined && mark.text === last.text && (mark.text === '.' || mark.text === '_');
    const gap = leaders ? Math.max(least, LEADERS) : least;
    if (last !== undefined && mark.from - last.to > gap * Math.max(last.size, mark.size)) finish();
    else if (last !== undefined && (isNoteBetween(run, last, mark) || isNextCell(last, mark))) finish();
    if (text === '') finish();
    else if (text.length > 1 && /\s/.test(text)) {
      finish();
      for (const part of text.split(/\s+/)) words.push(wordOf([{ ...mark, text: part }]));
    } else run.push(text === mark.text ? mark : { ...mark, text });
  }
  finish();
  return words;
}

/** Does the one end where the other begins, so that no blank is needed between them? */
function isNextCell({ drawn: { clip: one } = {} }: Mark, { drawn: { clip: other } = {} }: Mark): boolean {
  if (one === undefined || other === undefined || one === other) return false;
  return Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x) <= CELL_OVERLAP;
}

/** Cells side by side may share so many points: the width of the rule between them. */
const CELL_OVERLAP = 1;

/** Dots and rules that lead the eye are one run as long as they stand no farther apart, in letter sizes. */
const LEADERS = 0.6;

/** Blanks of tightly justified lines are this narrow, in letter sizes; kerning never is so wide. */
const TIGHT = 0.13;

/**
 * The least gap, in letter sizes, that parts words: more where a line's letters are set apart, less where they
 * stand close, as most do.
 */
function blankWidth(marks: readonly Mark[]): number {
  const letters = marks.filter((mark) => mark.text.trim() !== '');
  // The dots of a table of contents are set apart by a rule of their own.
  const gaps: number[] = [];
  let before: Mark | undefined;
  for (const mark of letters) {
    const counts = hasLetter(mark.text);
    if (before !== undefined && counts) gaps.push((mark.from - before.to) / mark.size);
    before = counts ? mark : undefined;
  }
  if (gaps.length < 5) return 0.2;
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  if (Math.abs(usual) < 0.02) return TIGHT;
  return usual > 0.1 && usual < 1 ? usual * 1.4 + 0.15 : 0.2;
}

/** Ghostscript up to 10.00 writes the letters of ligatures with the bytes of each the wrong way round: `fi` as U+6600 U+6900. */
function unswapped(text: string): string {
  const isSwapped =
    text.length > 1 && [...text].every((letter) => (letter.charCodeAt(0) & 255) === 0 && SWAPPED.test(letter));
  return isSwapped ? [...text].map((letter) => String.fromCharCode(letter.charCodeAt(0) >> 8)).join('') : text;
}

const SWAPPED = /^[\u4100-\u5a00\u6100-\u7a00]$/;

function wordOf(marks: readonly Mark[]): PlacedWord {
  const units = marks.reduce((sum, { text }) => sum + text.length, 0);
  // As long as it is from the start: these arrays are most of what a page takes in memory.
  const glyphs = new Array<number>(4 * units);
  let at = 0;
  for (const { text, box } of marks) {
    for (let i = 0; i < text.length; i++) {
      glyphs[at++] = box.x;
      glyphs[at++] = box.y;
      glyphs[at++] = box.w;
      glyphs[at++] = box.h;
    }
  }
  const before = marks[0]?.drawn?.before;
  const { after, open } = marks.at(-1)?.drawn ?? {};
  return {
    text: marks.map((mark) => mark.text).join(''),
    box: unionBox(marks.map((mark) => mark.box)),
    glyphs,
    confidence: 1,
    upright: unionBox(marks.map((mark) => mark.upright)),
    ...seamsOf(marks),
    ...(before === undefined ? {} : { before: plainLetters(before) }),
    ...(after === undefined ? {} : { after: plainLetters(after) }),
    ...(open === undefined ? {} : { open }),
  };
}

/** The letter size most of a line is set in. */
function sizeOf(marks: readonly Mark[]): number {
  const sizes = marks.map((mark) => mark.size).sort((a, b) => a - b);
  return Math.max(1, sizes[Math.floor(sizes.length / 2)] ?? 1);
}

interface Line {
  readonly words: readonly PlacedWord[];
  readonly size: number;
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Gaps of a page that could be the gutter between columns. */
function guttersOf(lines: readonly Line[]): readonly Gap[] {
  return lines.flatMap(({ words, size }) =>
    words.slice(1).flatMap((word, i) => {
      const before = words[i]?.upright;
      const from = before === undefined ? word.upright.x : before.x + before.w;
      return word.upright.x - from > GUTTER * size ? [{ from, to: word.upright.x }] : [];
    }),
  );
}

/** Five lines or more leave the same place free. */
function isGutter(gaps: readonly Gap[], from: number, to: number, size: number): boolean {
  let count = 0;
  for (const gap of gaps) {
    if (Math.min(gap.to, to) - Math.max(gap.from, from) > 0.6 * size && Math.abs(gap.to - to) < size) count += 1;
    if (count >= 5) return true;
  }
  return false;
}
