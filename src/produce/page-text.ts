import type { PrintedBox } from '../log/facts.ts';
import type { Box } from '../model/geometry.ts';
import { glyphBox, type PageText, printedWord, type Word } from '../model/page.ts';

/** A run of letters, or the code of a box, as a line of the text takes it up. */
interface Part {
  readonly text: string;
  /** The box whose code this is. */
  readonly box?: PrintedBox;
  /** The box that hides what stood right before these letters in their word. */
  readonly after?: PrintedBox;
  /** Does it go on with what came before in its word? */
  readonly goesOn: boolean;
}

/**
 * The text a produced page shows: words that no box covers, in reading order, with `[AC]` where a box
 * stands: before a bracket or comma that it leaves, and where it hides no word, at its place among the
 * lines. Letters whose middle lies under a box are left out, as the redactor leaves them out.
 */
export function shownText(page: PageText, boxes: readonly PrintedBox[]): string {
  const words = page.words.flatMap((word) => (word.code === true ? word : (printedWord(word) ?? [])));
  const hiding = new Set(boxes.filter((box) => words.some((word) => isUnder(word, box))));
  const loose = placeLoose(
    words,
    boxes.filter((box) => !hiding.has(box)),
  );
  const told = new Set<PrintedBox>();
  const lines = new Map<number, Part[]>();
  const add = (line: number, parts: readonly Part[]): void => {
    lines.set(line, [...(lines.get(line) ?? []), ...parts]);
  };
  for (let i = 0; i <= words.length; i++) {
    for (const { box, line } of loose.get(i) ?? []) add(line, [{ text: codeOf(box), box, goesOn: false }]);
    const word = words[i];
    if (word !== undefined) add(word.line, partsOf(word, boxes, told));
  }
  return [...lines.values()]
    .map(joinParts)
    .filter((line) => line !== '')
    .join('\n');
}

const codeOf = (box: PrintedBox): string => `[${box.codes.join('/')}]`;

/** A blank between words and between codes; none beside letters of the word that a box cuts. */
function joinParts(parts: readonly Part[]): string {
  return parts.reduce((line, part, i) => {
    const before = parts[i - 1];
    const isCut = before !== undefined && (part.box === undefined || before.box === undefined);
    const isGlued = isCut && (part.goesOn || (part.after !== undefined && part.after === before.box));
    return `${line}${line === '' || isGlued ? '' : ' '}${part.text}`;
  }, '');
}

/** What is left of a word, and the codes of the boxes that no word before it told, letter by letter. */
function partsOf(word: Word, boxes: readonly PrintedBox[], told: Set<PrintedBox>): readonly Part[] {
  const over = boxes.filter((box) => isUnder(word, box));
  if (over.length === 0 && word.code !== true) return [{ text: word.text, goesOn: false }];
  const parts: Part[] = [];
  let [letters, after]: [string, PrintedBox | undefined] = ['', undefined];
  const close = (): void => {
    const text = word.code === true ? '' : letters.toWellFormed().replaceAll('\uFFFD', '').trim();
    if (text !== '') parts.push({ text, goesOn: parts.length > 0, ...(after === undefined ? {} : { after }) });
    letters = '';
  };
  for (let i = 0; i < word.text.length; i++) {
    const glyph = glyphBox(word, i);
    const hiders = over.filter((box) => areasOf(box).some((area) => isMiddleIn(glyph, area)));
    if (hiders.length === 0) {
      letters += word.text.charAt(i);
      continue;
    }
    close();
    for (const box of hiders.filter((one) => !told.has(one))) {
      told.add(box);
      parts.push({ text: codeOf(box), box, goesOn: parts.length > 0 });
    }
    after = hiders.at(-1);
  }
  close();
  return parts;
}

/** A box no higher than this many lines stands in a line, a higher one between lines. */
const LINE_HEIGHTS = 2;

/** For boxes that hide no word: before which word of the page each stands, and on which line; lines of their own are below 0. */
function placeLoose(
  words: readonly Word[],
  boxes: readonly PrintedBox[],
): ReadonlyMap<number, readonly { readonly box: PrintedBox; readonly line: number }[]> {
  const places = new Map<number, { box: PrintedBox; line: number }[]>();
  for (const [i, box] of boxes.entries()) {
    const { index, line = -1 - i } = inLine(words, box.box) ?? { index: betweenLines(words, box.box) };
    places.set(index, [...(places.get(index) ?? []), { box, line }]);
  }
  return places;
}

const middle = (box: Box): { readonly x: number; readonly y: number } => ({
  x: box.x + box.w / 2,
  y: box.y + box.h / 2,
});

function inLine(words: readonly Word[], box: Box): { readonly index: number; readonly line?: number } | undefined {
  const { x, y } = middle(box);
  const level = words.filter(
    (word) => box.h <= LINE_HEIGHTS * word.box.h && y >= word.box.y && y <= word.box.y + word.box.h,
  );
  const near = nearest(level, (word) => Math.abs(middle(word.box).x - x));
  if (near === undefined) return undefined;
  return { index: words.indexOf(near) + (middle(near.box).x < x ? 1 : 0), line: near.line };
}

/** After the last word of the line that stands next above it in its column; else before the next below, else last. */
function betweenLines(words: readonly Word[], box: Box): number {
  const { y } = middle(box);
  const column = words.filter((word) => word.box.x < box.x + box.w && word.box.x + word.box.w > box.x);
  const isAbove = (word: Word): boolean => middle(word.box).y <= y;
  const above = nearest(column.filter(isAbove), (word) => y - middle(word.box).y);
  if (above !== undefined) return words.findLastIndex((word) => word.line === above.line) + 1;
  const below = nearest(column, (word) => middle(word.box).y - y);
  if (below !== undefined) return words.findIndex((word) => word.line === below.line);
  return words.findLastIndex(isAbove) + 1;
}

function nearest(words: readonly Word[], distance: (word: Word) => number): Word | undefined {
  return words.reduce<Word | undefined>(
    (best, word) => (best === undefined || distance(word) < distance(best) ? word : best),
    undefined,
  );
}

/** Where what a box hides stood on the page as read. */
function areasOf({ box, covers: places }: PrintedBox): readonly Box[] {
  return places ?? [box];
}

function isUnder(word: Word, box: PrintedBox): boolean {
  return areasOf(box).some((area) => {
    for (let i = 0; i < word.text.length; i++) {
      if (isMiddleIn(glyphBox(word, i), area)) return true;
    }
    return false;
  });
}

function isMiddleIn(glyph: Box, box: Box): boolean {
  const x = glyph.x + glyph.w / 2;
  const y = glyph.y + glyph.h / 2;
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

/** What the boxes of a redaction hide, as a reader would have read it: for the leak search, never written. */
export function hiddenText(page: PageText, boxes: readonly Box[]): string {
  return page.words
    .map((word) => {
      let hidden = '';
      for (let i = 0; i < word.text.length; i++) {
        if (boxes.some((box) => isMiddleIn(glyphBox(word, i), box))) hidden += word.text.charAt(i);
      }
      return hidden;
    })
    .filter((text) => text !== '')
    .join(' ');
}
