import { type Box, clipBox, holdsBox } from '../model/geometry.ts';
import type { UnsureWord } from './shown-letters.ts';

/** What is read above and below a word, in letter sizes: the lines before and after, on which a name may begin or end. */
const LINES = 2;

/** The same for text that runs down the page, where the length of a name counts. */
const LENGTH = 14;

/** Beyond this share of a page, the whole of it is read. */
const MOST = 0.7;

/** What of a page is read from its picture, in displayed points. */
export interface Regions {
  /** Ink that nothing explains, each patch for itself. */
  readonly patches: readonly Box[];
  /** Strips across the page around words with letters nobody has seen. */
  readonly strips: readonly Box[];
}

/** Parts of a page that hold everything which only a picture can tell; one strip, the whole page, where that is most of it. */
export function regionsToRead(
  page: { readonly width: number; readonly height: number },
  words: readonly UnsureWord[],
  ink: readonly Box[],
): Regions {
  const whole = { x: 0, y: 0, w: page.width, h: page.height };
  const patches = ink.flatMap((part) => clipBox(part, page) ?? []);
  // What the picture of the unexplained ink shows is read there.
  const strips = united(words.filter(({ box }) => !patches.some((part) => holdsBox(part, box))).map(stripOf))
    .map(([top, bottom]) => ({ x: 0, y: top, w: page.width, h: bottom - top }))
    .flatMap((part) => clipBox(part, page) ?? []);
  const area = [...patches, ...strips].reduce((sum, { w, h }) => sum + w * h, 0);
  return area > MOST * page.width * page.height ? { patches: [], strips: [whole] } : { patches, strips };
}

function stripOf({ box, size, level }: UnsureWord): readonly [number, number] {
  const margin = (level ? LINES : LENGTH) * size;
  return [box.y - margin, box.y + box.h + margin];
}

/** Strips that meet, as one. */
function united(strips: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const out: [number, number][] = [];
  for (const [top, bottom] of strips.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && top <= last[1]) last[1] = Math.max(last[1], bottom);
    else out.push([top, bottom]);
  }
  return out;
}
