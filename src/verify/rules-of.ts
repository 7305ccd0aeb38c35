import type { Box } from '../model/geometry.ts';

/** Rules are no wider than this, in points. */
export const RULE_WIDTH = 3;

/** A letter made of strokes has shorter ones, in points. */
const LEAST = 16;

/** Pieces of one rule: in line, and with no more than this between them, in points. */
const OFF = 0.6;
const APART = 1.5;

/** Rules of a page out of thin upright boxes: long ones, and short ones that go on each other, as cells of a table draw them. */
export function rulesOf(thin: readonly Box[]): readonly Box[] {
  const level = thin.filter(({ w, h }) => w >= h);
  const upright = thin.filter(({ w, h }) => h > w).map(turned);
  return [...joined(level), ...joined(upright).map(turned)].filter(({ w, h }) => Math.max(w, h) >= LEAST);
}

function turned({ x, y, w, h }: Box): Box {
  return { x: y, y: x, w: h, h: w };
}

/** Level boxes with those in line with them as one. */
function joined(boxes: readonly Box[]): readonly Box[] {
  const middle = ({ y, h }: Box): number => y + h / 2;
  const lines: Box[][] = [];
  for (const box of boxes.toSorted((a, b) => middle(a) - middle(b) || a.x - b.x)) {
    const [first] = lines.at(-1) ?? [];
    if (first !== undefined && middle(box) - middle(first) <= OFF) lines.at(-1)?.push(box);
    else lines.push([box]);
  }
  return lines.flatMap((line) => {
    const out: Box[] = [];
    for (const box of line.toSorted((a, b) => a.x - b.x)) {
      const last = out.at(-1);
      if (last === undefined || box.x - last.x - last.w > APART) {
        out.push(box);
        continue;
      }
      const [top, right] = [Math.min(last.y, box.y), Math.max(last.x + last.w, box.x + box.w)];
      const bottom = Math.max(last.y + last.h, box.y + box.h);
      out[out.length - 1] = { x: last.x, y: top, w: right - last.x, h: bottom - top };
    }
    return out;
  });
}
