import { type Box, unionBox } from '../model/geometry.ts';
import { glyphBox, type PageText, type Word } from '../model/page.ts';
import { isUnder } from './box-layout.ts';
import { type Drawing, num } from './drawing.ts';

/** Size of a page as displayed, in points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Part of a word that stays, with the box of its glyphs. */
interface Piece {
  readonly text: string;
  readonly box: Box;
  readonly line: number;
  /** A blank may follow: the word ends here and was not cut. */
  readonly ends: boolean;
}

/** How far the baseline lies above the bottom of a glyph box, as a share of its height. */
const BASELINE = 0.21;

/**
 * Adds the words of a page as invisible text (render mode 3), word for word over their boxes, without
 * every letter whose centre lies in one of `hidden`. Selecting and searching then work as on the picture.
 */
export function addTextLayer(drawing: Drawing, text: PageText, hidden: readonly Box[]): void {
  const pieces = text.words.flatMap((word) => piecesOf(word, hidden));
  if (pieces.length === 0) return;
  // Render mode and scaling outlive ET (ISO 32000-1, 9.3.1), so they are saved around it.
  drawing.add('q BT 3 Tr\n');
  pieces.forEach((piece, i) => {
    addRun(drawing, piece.text, frameOf(piece.box, text.turn));
    const next = pieces[i + 1];
    if (next === undefined || !piece.ends || next.line !== piece.line) return;
    const gap = gapBetween(piece.box, next.box, text.turn);
    if (gap !== undefined && !crosses(gap, hidden)) addRun(drawing, ' ', frameOf(gap, text.turn));
  });
  drawing.add('ET Q\n');
}

function piecesOf(word: Word, hidden: readonly Box[]): readonly Piece[] {
  const pieces: { text: string; boxes: Box[]; end: number }[] = [];
  for (let i = 0; i < word.text.length; ) {
    const char = String.fromCodePoint(word.text.codePointAt(i) ?? 0);
    const boxes = Array.from({ length: char.length }, (_, n) => glyphBox(word, i + n));
    const last = pieces.at(-1);
    if (!boxes.some((box) => isUnder(box, hidden))) {
      if (last?.end === i) {
        last.text += char;
        last.boxes.push(...boxes);
        last.end += char.length;
      } else pieces.push({ text: char, boxes, end: i + char.length });
    }
    i += char.length;
  }
  return pieces.map(({ text, boxes, end }) => ({
    text,
    box: unionBox(boxes),
    line: word.line,
    ends: end === word.text.length,
  }));
}

/** A run of text on the page: where its baseline starts, its direction, length and height. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  readonly height: number;
}

/** `turn` is the clockwise turn that would bring the text upright: at 90 the text runs upwards. */
function frameOf(box: Box, turn: number): Frame {
  const { x, y, w, h } = box;
  if (turn === 90) return { x: x + w - w * BASELINE, y: y + h, dx: 0, dy: -1, length: h, height: w };
  if (turn === 180) return { x: x + w, y: y + h * BASELINE, dx: -1, dy: 0, length: w, height: h };
  if (turn === 270) return { x: x + w * BASELINE, y, dx: 0, dy: 1, length: h, height: w };
  return { x, y: y + h - h * BASELINE, dx: 1, dy: 0, length: w, height: h };
}

function addRun(drawing: Drawing, text: string, frame: Frame): void {
  const runs = drawing.fonts.invisible(text);
  const natural = runs.reduce((sum, run) => sum + run.width, 0);
  const size = Math.max(1, frame.height);
  if (natural <= 0) return;
  const stretch = Math.max(1, (100 * frame.length) / (natural * size));
  const up = drawing.page.height - frame.y;
  // Displayed y runs down, the drawing's runs up: the direction's y is turned over.
  const matrix = [frame.dx, -frame.dy, frame.dy, frame.dx, frame.x, up].map(num).join(' ');
  drawing.add(`${num(stretch)} Tz ${matrix} Tm\n`);
  for (const run of runs) drawing.add(`${drawing.font(run.face)} ${num(size)} Tf ${run.operand} Tj\n`);
}

function gapBetween(a: Box, b: Box, turn: number): Box | undefined {
  const low = unionBox([a, b]);
  if (turn === 0 && b.x > a.x + a.w) return { x: a.x + a.w, y: low.y, w: b.x - a.x - a.w, h: low.h };
  if (turn === 90 && b.y + b.h < a.y) return { x: low.x, y: b.y + b.h, w: low.w, h: a.y - b.y - b.h };
  if (turn === 180 && b.x + b.w < a.x) return { x: b.x + b.w, y: low.y, w: a.x - b.x - b.w, h: low.h };
  if (turn === 270 && b.y > a.y + a.h) return { x: low.x, y: a.y + a.h, w: low.w, h: b.y - a.y - a.h };
  return undefined;
}

function crosses(gap: Box, hidden: readonly Box[]): boolean {
  return hidden.some((b) => b.x < gap.x + gap.w && gap.x < b.x + b.w && b.y < gap.y + gap.h && gap.y < b.y + b.h);
}
