import { unionBox } from '../model/geometry.ts';
import type { PixelBox } from '../model/ocr.ts';
import { erase, inkOf, patchesOf, withoutRules } from './ink.ts';
import { type PlacedWord, type Segment, segmentOf } from './segment.ts';
import { shrinkView, toPageBox, type View } from './view.ts';

/** Ink this near to a word, in heights of the word, belongs to it where it is no higher than letters are. */
const NEAR = 0.3;

interface Grown {
  readonly word: PlacedWord;
  box: PixelBox;
}

/**
 * The segments with words whose boxes reach over all of their letters: an engine's box sometimes leaves out
 * the first or last letter of a word, and a box that is burnt must not show it.
 */
export function growToInk(picture: View, segments: readonly Segment[]): readonly Segment[] {
  const view = shrinkView(picture, Math.max(1, Math.round(picture.dpi / 150)));
  const grown = segments.map((segment) => segment.words.map((word): Grown => ({ word, box: pixelsOf(word, view) })));
  const all = grown.flat();
  const bare = withoutRules(inkOf(view), Math.round(0.4 * view.dpi), Math.max(3, Math.round(view.dpi / 20)));
  const patches = patchesOf(
    erase(
      bare,
      all.map(({ box }) => box),
    ),
  );
  for (const { box, ink } of [...patches, ...patches]) {
    if (ink < 4) continue;
    const owner = ownerOf(box, all);
    if (owner !== undefined)
      owner.box = { ...owner.box, x0: Math.min(owner.box.x0, box.x0), x1: Math.max(owner.box.x1, box.x1) };
  }
  return segments.map((segment, i) =>
    segmentOf(
      (grown[i] ?? []).map((each) => stretched(each, view)),
      segment.size,
    ),
  );
}

function pixelsOf({ upright }: PlacedWord, view: View): PixelBox {
  const scale = view.dpi / 72;
  return {
    x0: upright.x * scale,
    y0: upright.y * scale,
    x1: (upright.x + upright.w) * scale,
    y1: (upright.y + upright.h) * scale,
  };
}

/** The word of several letters on whose line a patch stands, right beside it. */
function ownerOf(patch: PixelBox, words: readonly Grown[]): Grown | undefined {
  let best: { word: Grown; gap: number } | undefined;
  const height = patch.y1 - patch.y0;
  for (const word of words) {
    const { box } = word;
    const high = box.y1 - box.y0;
    const shared = Math.min(patch.y1, box.y1) - Math.max(patch.y0, box.y0);
    if (shared < 0.6 * height || height < 0.2 * high || height > 1.3 * high || patch.x1 - patch.x0 > 2.5 * high)
      continue;
    if (high > 1.2 * (box.x1 - box.x0) && word.word.text.length > 2) continue;
    const gap = Math.max(patch.x0 - box.x1, box.x0 - patch.x1, 0);
    if (gap <= NEAR * high && gap < (best?.gap ?? Number.POSITIVE_INFINITY)) best = { word, gap };
  }
  return best?.word;
}

function stretched({ word, box }: Grown, view: View): PlacedWord {
  const before = pixelsOf(word, view);
  if (box.x0 >= before.x0 && box.x1 <= before.x1) return word;
  const glyphs = [...word.glyphs];
  stretchGlyph(glyphs, 0, view, { ...box, x1: before.x0 });
  stretchGlyph(glyphs, word.text.length - 1, view, { ...box, x0: before.x1 });
  const scale = 72 / view.dpi;
  const upright = { ...word.upright, x: box.x0 * scale, w: (box.x1 - box.x0) * scale };
  return { ...word, box: unionBox([word.box, toPageBox(view, box)]), glyphs, upright };
}

/** Makes the box of one letter reach over a strip beside it. */
function stretchGlyph(glyphs: number[], index: number, view: View, strip: PixelBox): void {
  if (strip.x1 <= strip.x0) return;
  const [x = 0, y = 0, w = 0, h = 0] = glyphs.slice(index * 4, index * 4 + 4);
  const box = unionBox([{ x, y, w, h }, toPageBox(view, strip)]);
  glyphs.splice(index * 4, 4, box.x, box.y, box.w, box.h);
}
