import { elementsOf } from '../pdf/interpret-text.ts';
import type { Op, Operand } from '../pdf/lexer.ts';
import type { Glyph } from '../pdf/page-model.ts';
import { CannotCut } from './surgeon-types.ts';

/**
 * The operators that replace a text operator when some of its glyphs go: the strings of kept glyphs, and
 * numbers that move on as far as the removed ones did. `keepsPlace` says whether what follows on the line
 * still depends on where this text ends.
 */
export function rewriteShow(
  op: Op,
  glyphs: readonly Glyph[],
  isRemoved: (index: number) => boolean,
  keepsPlace: boolean,
): readonly Op[] {
  const items = keptItems(op, glyphs, isRemoved);
  if (!keepsPlace) while (typeof items.at(-1) === 'number') items.pop();
  const shows = items.length === 0 ? [] : [made('TJ', [items])];
  if (op.name === "'") return [made('T*', []), ...shows];
  if (op.name !== '"') return shows;
  const [word, char] = op.args;
  return [made('Tw', [word ?? 0]), made('Tc', [char ?? 0]), made('T*', []), ...shows];
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

const PLACES = new Set(['Td', 'TD', 'T*', 'Tm', 'BT', "'", '"']);

/** Does a text operator after `index` go on from where the one at `index` ends? */
export function placeIsUsed(ops: readonly Op[], index: number): boolean {
  for (let i = index + 1; i < ops.length; i++) {
    const name = ops[i]?.name ?? '';
    if (PLACES.has(name)) return false;
    if (name === 'Tj' || name === 'TJ') return true;
  }
  return false;
}
