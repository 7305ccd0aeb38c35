import type { PageText, Word } from '../../src/model/page.ts';

const CHAR = 5.5;
const LINE = 12;

/** How a made page looks: size, who read it. */
export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly readBy?: PageText['readBy'];
}

/**
 * A page as the reader would give it, from plain text: "\n" parts lines, "\n\n" parts blocks, " | " parts
 * cells of a form, "~" before a line sets it at the foot. Long lines are wrapped.
 */
export function makePage(file: string, page: number, text: string, look: Look = {}): PageText {
  const width = look.width ?? 612;
  const height = look.height ?? 792;
  const words: Word[] = [];
  let out = '';
  let y = 60;
  let line = 0;
  const blocks = text
    .split(/\n{2,}/)
    .map((b) => b.trim())
    .filter((b) => b !== '');
  for (const block of blocks) {
    if (out !== '') out += '\n\n';
    block
      .split('\n')
      .flatMap((l) => wrap(l, width))
      .forEach((raw, i) => {
        if (i > 0) out += '\n';
        const foot = raw.startsWith('~');
        const top = foot ? height - 40 : y;
        let x = 54;
        raw
          .replace(/^~/, '')
          .split(' | ')
          .forEach((cell, c) => {
            if (c > 0) {
              out += ' ';
              x = Math.max(x + 14, 220);
            }
            cell
              .split(' ')
              .filter((w) => w !== '')
              .forEach((word, k) => {
                if (k > 0) out += ' ';
                words.push(wordAt(word, out.length, x, top, line));
                out += word;
                x += word.length * CHAR + 3;
              });
          });
        line += 1;
        if (!foot) y += LINE + 2;
      });
    y += 10;
  }
  return {
    ref: { file, page },
    width,
    height,
    text: out,
    words,
    readBy: look.readBy ?? 'text-layer',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
}

/** Several pages of one file. */
export function makePages(file: string, texts: readonly string[], look: Look = {}): readonly PageText[] {
  return texts.map((t, i) => makePage(file, i + 1, t, look));
}

function wrap(line: string, width: number): readonly string[] {
  const most = Math.floor((width - 108) / (CHAR + 0.4));
  if (line.length <= most || line.includes(' | ')) return [line];
  const out: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + word.length + 1 > most) {
      out.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  out.push(current);
  return out;
}

function wordAt(text: string, start: number, x: number, y: number, line: number): Word {
  const glyphs = Array.from({ length: text.length }, (_, i) => [x + i * CHAR, y, CHAR, 10]).flat();
  return { text, start, box: { x, y, w: text.length * CHAR, h: 10 }, glyphs, confidence: 1, line };
}
