import type { Mark } from './lines.ts';
import { hasLetter } from './segment.ts';

/** Share of a letter's width that another letter takes where one text is drawn over another. */
const OVER = 0.5;

/** Gaps, in letter sizes, at which text that is drawn at a stretch ends. */
const ENDS = { back: 0.5, on: 2 };

/**
 * A line, or its layers where one text is drawn over another: letters in the order in which they are drawn, not in
 * that of their places, which would mix the two.
 */
export function layersOf(line: readonly Mark[]): readonly (readonly Mark[])[] {
  if (!line.some((mark, i) => isOver(line[i - 1], mark))) return [line];
  const layers: Mark[][] = [];
  for (const run of runsOf(line)) {
    const free = layers.find(
      (layer) => !layer.some((one) => run.some((mark) => isOver(one, mark) || isOver(mark, one))),
    );
    if (free === undefined) layers.push([...run]);
    else free.push(...run);
  }
  return layers.map((layer) => layer.sort((a, b) => a.from - b.from || a.base - b.base));
}

/** Letters as they are drawn, at a stretch each. */
function runsOf(line: readonly Mark[]): readonly (readonly Mark[])[] {
  const runs: Mark[][] = [];
  let last: Mark | undefined;
  for (const mark of line.toSorted((a, b) => a.glyph.paint - b.glyph.paint)) {
    const gap = last === undefined ? Infinity : (mark.from - last.to) / Math.max(1, mark.size);
    if (gap > ENDS.on || gap < -ENDS.back) runs.push([mark]);
    else runs.at(-1)?.push(mark);
    last = mark;
  }
  return runs;
}

/** Does one letter stand on another? An accent on its letter does not. */
function isOver(one: Mark | undefined, other: Mark): boolean {
  if (one === undefined || !hasLetter(one.text) || !hasLetter(other.text)) return false;
  const shared = Math.min(one.to, other.to) - Math.max(one.from, other.from);
  return shared > OVER * Math.min(one.to - one.from, other.to - other.from) && shared > 0;
}
