import { elementsOf } from '../pdf/interpret-text.ts';
import type { Op, Operand } from '../pdf/lexer.ts';
import type { Glyph } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/**
 * The operator that replaces a Tj or TJ when some of its glyphs go: the strings of kept glyphs, and numbers
 * that move on as far as the removed ones between them did. Nothing may go on from where it ends.
 */
export function rewriteShow(op: Op, glyphs: readonly Glyph[], isRemoved: (index: number) => boolean): readonly Op[] {
  const items = keptItems(op, glyphs, isRemoved);
  while (typeof items.at(-1) === 'number') items.pop();
  return items.length === 0 ? [] : [made('TJ', [items])];
}

function keptItems(op: Op, glyphs: readonly Glyph[], isRemoved: (index: number) => boolean): (Uint8Array | number)[] {
  const items: (Uint8Array | number)[] = [];
  let move = 0;
  let next = 0;
  const flush = (): void => {
    // A ten-thousandth of a thousandth of an em: rounding nobody sees, and no noise of the font either.
    const rounded = Math.round(move * 10_000) / 10_000;
    if (rounded !== 0) items.push(rounded);
    move = 0;
  };
  for (const [el, element] of (elementsOf(op) ?? []).entries()) {
    if (typeof element === 'number') {
      move += element;
      continue;
    }
    for (let from = -1; ; next++) {
      const glyph = glyphs[next];
      const here = glyph !== undefined && glyph.el === el;
      const removed = here && isRemoved(next);
      if (from >= 0 && (!here || removed)) {
        items.push(element.subarray(from, glyphs[next - 1]?.b1 ?? element.length));
        from = -1;
      }
      if (!here) break;
      if (removed) move += shiftOf(glyph);
      else if (from < 0) {
        flush();
        from = glyph.b0;
      }
    }
  }
  flush();
  return items;
}

function shiftOf(glyph: Glyph): number {
  if (glyph.shift === 0 && glyph.size === 0) throw new CannotCut('content', 'text of no size lies under a box');
  return glyph.shift;
}

function made(name: string, args: readonly Operand[]): Op {
  return { name, args, start: 0, end: 0 };
}
