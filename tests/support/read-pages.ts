import type { PageText, Word } from '../../src/model/page.ts';

/** A page as if read: one line a line, letters 5 points wide, with the confidence given. */
export function readAs(file: string, page: number, text: string, confidence = 1): PageText {
  const words: Word[] = [];
  for (const [line, { 0: letters, index }] of [...text.matchAll(/[^\n]+/g)].entries()) {
    for (const { 0: word, index: at } of letters.matchAll(/\S+/g)) {
      const boxes = Array.from({ length: word.length }, (_, i) => [50 + 5 * (at + i), 60 + 14 * line, 5, 10]);
      const box = { x: 50 + 5 * at, y: 60 + 14 * line, w: 5 * word.length, h: 10 };
      words.push({ text: word, start: index + at, box, glyphs: boxes.flat(), confidence, line });
    }
  }
  return {
    ref: { file, page },
    width: 612,
    height: 792,
    text,
    words,
    readBy: confidence === 1 ? 'text-layer' : 'ocr',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
}
