import type { PrintedBox } from '../log/facts.ts';
import type { Box } from '../model/geometry.ts';
import { glyphBox, type PageText, type Word } from '../model/page.ts';

/** Where a code stands in the text: after the last word above or left of its box. */
interface Piece {
  readonly text: string;
  readonly line: number;
}

/**
 * The text a produced page shows: words that no box covers, in reading order, with `[AC]` where a box
 * stands. Letters whose middle lies under a box are left out, as the redactor leaves them out.
 */
export function shownText(page: PageText, boxes: readonly PrintedBox[]): string {
  const told = new Set<PrintedBox>();
  const pieces = page.words.flatMap((word): readonly Piece[] => {
    const kept = word.code === true ? '' : keptLetters(word, boxes);
    const codes = boxes.filter((box) => !told.has(box) && areasOf(box).some((area) => covers(word, area)));
    for (const box of codes) told.add(box);
    const shown = [...codes.map((box) => `[${box.codes.join('/')}]`), ...(kept === '' ? [] : [kept])];
    return shown.map((text) => ({ text, line: word.line }));
  });
  const rest = boxes.filter((box) => !told.has(box)).map((box) => ({ text: `[${box.codes.join('/')}]`, line: -1 }));
  return joinLines([...pieces, ...rest]);
}

function joinLines(pieces: readonly Piece[]): string {
  const lines = new Map<number, string[]>();
  for (const { text, line } of pieces) lines.set(line, [...(lines.get(line) ?? []), text]);
  return [...lines.values()].map((words) => words.join(' ')).join('\n');
}

/** Where what a box hides stood on the page as read. */
function areasOf({ box, covers: places }: PrintedBox): readonly Box[] {
  return places ?? [box];
}

function keptLetters(word: Word, boxes: readonly PrintedBox[]): string {
  const areas = boxes.flatMap(areasOf).filter((area) => covers(word, area));
  if (areas.length === 0) return word.text;
  let kept = '';
  for (let i = 0; i < word.text.length; i++) {
    const glyph = glyphBox(word, i);
    if (!areas.some((area) => isMiddleIn(glyph, area))) kept += word.text.charAt(i);
  }
  return kept.toWellFormed().replaceAll('\uFFFD', '').trim();
}

function covers(word: Word, box: Box): boolean {
  for (let i = 0; i < word.text.length; i++) {
    if (isMiddleIn(glyphBox(word, i), box)) return true;
  }
  return false;
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
