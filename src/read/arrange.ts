import type { Segment } from './segment.ts';

/**
 * Segments of a page in reading order, as blocks (paragraphs, cells, columns). Columns of
 * prose are read one after the other; tables and forms row by row, a cell's lines together.
 */
export function arrange(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  if (segments.length === 0) return [];
  const sorted = [...segments].sort((a, b) => a.upright.y - b.upright.y || a.upright.x - b.upright.x);
  const gutter = proseGutter(sorted);
  if (gutter === undefined) return readRows(sorted);
  const parts: { readonly columns: boolean; readonly segments: Segment[] }[] = [];
  for (const band of bandsAt(sorted, gutter)) {
    const columns = isColumns(band, gutter);
    const last = parts.at(-1);
    if (last !== undefined && !last.columns && !columns) last.segments.push(...band);
    else parts.push({ columns, segments: [...band] });
  }
  return parts.flatMap((part) => {
    if (!part.columns) return arrange(part.segments);
    const left = part.segments.filter((s) => right(s) <= gutter);
    return [...arrange(left), ...arrange(part.segments.filter((s) => right(s) > gutter))];
  });
}

/** Runs of segments from the top: those that cross the gutter, and those between them. */
function bandsAt(sorted: readonly Segment[], gutter: number): readonly (readonly Segment[])[] {
  const bands: Segment[][] = [];
  let crossed: boolean | undefined;
  for (const segment of [...sorted].sort((a, b) => middle(a) - middle(b) || a.upright.x - b.upright.x)) {
    const now = crosses(segment, gutter);
    if (now !== crossed) bands.push([]);
    bands.at(-1)?.push(segment);
    crossed = now;
  }
  return bands;
}

/** The middle of the gap that has the most lines of prose in columns beside it. */
function proseGutter(sorted: readonly Segment[]): number | undefined {
  const candidates = [...new Set(sorted.map((s) => Math.floor(s.upright.x)))].sort((a, b) => a - b);
  let best: { x: number; lines: number } | undefined;
  for (const x of candidates) {
    const lines = bandsAt(sorted, x).reduce((sum, band) => sum + (isColumns(band, x) ? band.length : 0), 0);
    if (lines > (best?.lines ?? 0)) best = { x, lines };
  }
  return best?.x;
}

/** Four lines or more of prose on both sides of the gutter, side by side, none across. */
function isColumns(band: readonly Segment[], gutter: number): boolean {
  const left = band.filter((s) => right(s) <= gutter);
  const beyond = band.filter((s) => s.upright.x >= gutter);
  if (left.length < 4 || beyond.length < 4 || left.length + beyond.length < band.length) return false;
  return isProse(left) && isProse(beyond) && sideBySide(left, beyond);
}

/** Half of the lines have four words or more. */
function isProse(lines: readonly Segment[]): boolean {
  return lines.filter((line) => line.words.length >= 4).length * 2 >= lines.length;
}

/** The two sides share most of the shorter one's height. */
function sideBySide(left: readonly Segment[], beyond: readonly Segment[]): boolean {
  const a = spanOf(left);
  const b = spanOf(beyond);
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared > 0.5 * Math.min(a.end - a.start, b.end - b.start);
}

interface Cell {
  readonly lines: Segment[];
}

/** Rows from the top, cells from the left; a row that only continues cells of the row above goes on in them. */
function readRows(sorted: readonly Segment[]): readonly (readonly Segment[])[] {
  const cells: Cell[] = [];
  let above: readonly Cell[] = [];
  const pitch = usualPitch(sorted);
  for (const row of rowsOf(sorted)) {
    const continued = row.map((segment) => above.find((cell) => continues(cell, segment, row.length, above, pitch)));
    if (continued.every((cell) => cell !== undefined)) {
      row.forEach((segment, i) => {
        continued[i]?.lines.push(segment);
      });
      // A row that fills fewer columns leaves the others open for the next.
      if (above.length === row.length) above = continued;
      continue;
    }
    above = row.map((segment) => ({ lines: [segment] }));
    cells.push(...above);
  }
  return cells.flatMap((cell) => splitAtIndents(cell.lines));
}

function continues(cell: Cell, segment: Segment, columns: number, above: readonly Cell[], pitch: number): boolean {
  const last = cell.lines.at(-1);
  if (last === undefined) return false;
  if (above.length > 1 ? columns >= above.length : columns > 1) return false;
  const next = above[above.indexOf(cell) + 1]?.lines[0];
  if (next !== undefined && right(segment) > next.upright.x) return false;
  const ratio = segment.size / last.size;
  if (ratio > 1.35 || ratio < 1 / 1.35) return false;
  const step = middle(segment) - middle(last);
  const size = Math.max(segment.size, last.size);
  if (step > Math.max(1.35 * pitch, 1.3 * size)) return false;
  const shared = Math.min(right(segment), right(last)) - Math.max(segment.upright.x, last.upright.x);
  if (shared <= 0) return false;
  return above.length === 1 || Math.abs(segment.upright.x - last.upright.x) < 1.5 * size;
}

/** A paragraph may start with an indent alone; a short indented line is the end of a list entry instead. */
function splitAtIndents(lines: readonly Segment[]): readonly (readonly Segment[])[] {
  const parts: Segment[][] = [];
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const after = lines[i + 1];
    const indent = before === undefined ? 0 : line.upright.x - before.upright.x;
    const isStart =
      before !== undefined &&
      after !== undefined &&
      indent > 0.8 * line.size &&
      indent < 5 * line.size &&
      right(line) > right(before) - line.size &&
      Math.abs(after.upright.x - before.upright.x) < 0.4 * line.size;
    const part = parts.at(-1);
    if (part === undefined || isStart) parts.push([line]);
    else part.push(line);
  }
  return parts;
}

/** Segments whose middles stand at one height, rows from the top, each from the left. */
function rowsOf(sorted: readonly Segment[]): readonly (readonly Segment[])[] {
  const rows: Segment[][] = [];
  for (const segment of [...sorted].sort((a, b) => middle(a) - middle(b) || a.upright.x - b.upright.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    const near = first !== undefined && middle(segment) - middle(first) < 0.5 * Math.min(first.size, segment.size);
    const free = row?.every((other) => segment.upright.x >= right(other) || right(segment) <= other.upright.x);
    if (row !== undefined && near && free === true) row.push(segment);
    else rows.push([segment]);
  }
  for (const row of rows) row.sort((a, b) => a.upright.x - b.upright.x);
  return rows;
}

/** The step from line to line that text of this page usually has: the lower third of those between overlapping lines. */
function usualPitch(sorted: readonly Segment[]): number {
  const steps: number[] = [];
  for (const [i, segment] of sorted.entries()) {
    const next = sorted.slice(i + 1, i + 12).find((s) => {
      const shared = Math.min(right(s), right(segment)) - Math.max(s.upright.x, segment.upright.x);
      return shared > 0 && middle(s) - middle(segment) > 0.6 * segment.size;
    });
    if (next !== undefined) steps.push(middle(next) - middle(segment));
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 3)] ?? 0;
}

function spanOf(segments: readonly Segment[]): { start: number; end: number } {
  return {
    start: Math.min(...segments.map((s) => s.upright.y)),
    end: Math.max(...segments.map((s) => s.upright.y + s.upright.h)),
  };
}

function crosses(segment: Segment, x: number): boolean {
  return segment.upright.x < x && right(segment) > x;
}

function right(segment: Segment): number {
  return segment.upright.x + segment.upright.w;
}

function middle(segment: Segment): number {
  return segment.upright.y + segment.upright.h / 2;
}
