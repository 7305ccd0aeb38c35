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
    const placed = withinLine(line)
      .toSorted((a, b) => a.box.x0 - b.box.x0)
      .flatMap((word) => placeWord(word, view))
      .map(({ word }) => word);
    return cutAtGaps(placed, size, () => false).map((piece) => segmentOf(piece, size));
  });
}

/** Words whose boxes a speck above or below has stretched, cut back to the height of their line. */
function withinLine(line: readonly OcrWord[]): readonly OcrWord[] {
  if (line.length < 3) return line;
  const top = middleOf(line.map(({ box }) => box.y0));
  const bottom = middleOf(line.map(({ box }) => box.y1));
  const spare = 0.5 * (bottom - top);
  return line.map((word) => {
    const { x0, y0, x1, y1 } = word.box;
    if (y1 - y0 < 1.7 * (bottom - top) || x1 - x0 < 0.3 * (y1 - y0)) return word;
    return { ...word, box: { x0, x1, y0: Math.max(y0, top - spare), y1: Math.min(y1, bottom + spare) } };
  });
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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
 * The word's letters with boxes that tile the word along the way it runs: the engine's own are often a
 * few pixels off, and a box that leaves a sliver of a letter free would show it.
 */
function lettersOf({ text, box, symbols }: OcrWord): readonly { text: string; box: PixelBox }[] {
  const told = symbols.length > 0 && symbols.map((symbol) => symbol.text).join('') === text;
  const units = told ? symbols : [...text].map((letter) => ({ text: letter, box }));
  const down = told && units.length > 2 && box.y1 - box.y0 > 1.5 * (box.x1 - box.x0);
  if (!down) {
    const spans = units.map((unit) => [unit.box.x0, unit.box.x1] as const);
    const edges = tile(spans, box.x0, box.x1, told);
    return units.map((unit, i) => ({
      text: unit.text,
      box: { ...box, x0: edges[i] ?? box.x0, x1: edges[i + 1] ?? box.x1 },
    }));
  }
  const upwards = (symbols[0]?.box.y0 ?? 0) > (symbols.at(-1)?.box.y0 ?? 0);
  const ordered = upwards ? units.toReversed() : units;
  const edges = tile(
    ordered.map((unit) => [unit.box.y0, unit.box.y1] as const),
    box.y0,
    box.y1,
    true,
  );
  const tiled = ordered.map((unit, i) => ({
    text: unit.text,
    box: { ...box, y0: edges[i] ?? box.y0, y1: edges[i + 1] ?? box.y1 },
  }));
  return upwards ? tiled.toReversed() : tiled;
}

/** Edges from `start` to `end` that part the spans half way between them, or evenly where they are not known. */
function tile(spans: readonly (readonly [number, number])[], start: number, end: number, told: boolean): number[] {
  const edges = [start];
  for (let i = 1; i < spans.length; i++) {
    const even = start + ((end - start) * i) / spans.length;
    const between = told ? ((spans[i - 1]?.[1] ?? even) + (spans[i]?.[0] ?? even)) / 2 : even;
    edges.push(Math.min(end, Math.max(edges[i - 1] ?? start, between)));
  }
  return [...edges, end];
}
