import type { OcrWord, PixelBox } from '../model/ocr.ts';
import { cutAtGaps, type PlacedWord, type Segment, segmentOf } from './segment.ts';
import { toPageBox, type View } from './view.ts';

/** An engine's words as placed words and segments of lines, line by line as the engine saw them. */
export function segmentsOfOcr(words: readonly OcrWord[], view: View): readonly Segment[] {
  const lines = new Map<number, OcrWord[]>();
  for (const word of words) {
    if (word.text.trim() === '') continue;
    const line = lines.get(word.line) ?? [];
    line.push(word);
    lines.set(word.line, line);
  }
  return [...lines.values()].flatMap((line) => {
    const size = sizeOf(line, view);
    const placed = line
      .toSorted((a, b) => a.box.x0 - b.box.x0)
      .flatMap((word) => placeWord(word, view))
      .map(({ word }) => word);
    return cutAtGaps(placed, size, () => false).map((piece) => segmentOf(piece, size));
  });
}

/** Letter size in points: a line's taller words reach from the foot of a g to the head of an l, about 0.9 of it. */
function sizeOf(line: readonly OcrWord[], view: View): number {
  const heights = line.map(({ box }) => box.y1 - box.y0).sort((a, b) => a - b);
  const tall = heights[Math.floor((heights.length - 1) * 0.8)] ?? 0;
  return Math.max(1, ((tall / 0.9) * 72) / view.dpi);
}

/** A word with its letters' boxes on the page; blanks inside it part it into words. */
function placeWord(word: OcrWord, view: View): readonly { readonly word: PlacedWord }[] {
  const letters = lettersOf(word);
  const parts: { text: string; box: PixelBox }[][] = [[]];
  for (const letter of letters) {
    if (letter.text.trim() === '') parts.push([]);
    else parts.at(-1)?.push(letter);
  }
  return parts.filter((part) => part.length > 0).map((part) => ({ word: wordOf(part, word.confidence, view) }));
}

function wordOf(letters: readonly { text: string; box: PixelBox }[], confidence: number, view: View): PlacedWord {
  const glyphs: number[] = [];
  for (const { text, box } of letters) {
    const { x, y, w, h } = toPageBox(view, box);
    for (let i = 0; i < text.length; i++) glyphs.push(x, y, w, h);
  }
  const whole: PixelBox = {
    x0: Math.min(...letters.map(({ box }) => box.x0)),
    y0: Math.min(...letters.map(({ box }) => box.y0)),
    x1: Math.max(...letters.map(({ box }) => box.x1)),
    y1: Math.max(...letters.map(({ box }) => box.y1)),
  };
  const scale = 72 / view.dpi;
  return {
    text: letters.map(({ text }) => text).join(''),
    box: toPageBox(view, whole),
    glyphs,
    confidence,
    upright: {
      x: whole.x0 * scale,
      y: whole.y0 * scale,
      w: (whole.x1 - whole.x0) * scale,
      h: (whole.y1 - whole.y0) * scale,
    },
  };
}

/**
 * The word's letters with boxes that tile the word: the engine's own are often a few pixels off,
 * and a box that leaves a sliver of a letter free would show it.
 */
function lettersOf({ text, box, symbols }: OcrWord): readonly { text: string; box: PixelBox }[] {
  const told = symbols.length > 0 && symbols.map((symbol) => symbol.text).join('') === text;
  const units = told ? symbols : [...text].map((letter) => ({ text: letter, box }));
  const edges = [box.x0];
  for (let i = 1; i < units.length; i++) {
    const [before, after] = [units[i - 1], units[i]];
    const even = box.x0 + ((box.x1 - box.x0) * i) / units.length;
    const between = told && before && after ? (before.box.x1 + after.box.x0) / 2 : even;
    edges.push(Math.min(box.x1, Math.max(edges[i - 1] ?? box.x0, between)));
  }
  edges.push(box.x1);
  return units.map((unit, i) => ({
    text: unit.text,
    box: { x0: edges[i] ?? box.x0, y0: box.y0, x1: edges[i + 1] ?? box.x1, y1: box.y1 },
  }));
}
