import { foldText } from './fold-text.ts';
import type { PageText, Word } from './page.ts';
import { uprightBox } from './page-rows.ts';

/** A run of a page's text: offsets in UTF-16 units of PageText.text, end exclusive. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

interface Line extends Run {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

const ENTRY = /^(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\/\d{1,2}\/(?:\d\d)?\d\d)(?: ?[-:]| \p{Lu}|$)/u;
const SENTENCE_END = /[.!?]["')\]]{0,2} +(?=["'([]?[\p{Lu}\p{N}])/gu;
const ABBREVIATION =
  /(?:^|[\s("'[])(?:mr|mrs|ms|dr|st|no|nos|vs|v|jr|sr|hon|rev|prof|inc|co|dept|apt|approx|re|esq|atty|fr|lt|sgt|ph|[a-z])\.["')\]]{0,2} +$/i;

/**
 * The paragraphs of a page in reading order. Blocks of the reader are parted where the lines
 * stand wider apart or a dated entry begins, and joined where a sentence plainly runs on.
 */
export function paragraphsOf(page: PageText): readonly Run[] {
  const lines = linesOf(page);
  const usual = usualPitch(lines);
  const runs: Run[] = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    const last = runs.at(-1);
    if (before !== undefined && last !== undefined && !parts(page.text, before, line, usual)) {
      runs[runs.length - 1] = { start: last.start, end: line.end };
    } else {
      runs.push({ start: line.start, end: line.end });
    }
  });
  return runs;
}

function parts(text: string, before: Line, line: Line, usual: number): boolean {
  const own = text.slice(line.start, line.end);
  const wider = pitch(before, line) - usual > Math.max(3.5, usual * 0.22);
  const open = !/[.!?:;]["')\]]*$/.test(text.slice(before.start, before.end));
  if (ENTRY.test(own) && !open) return true;
  const block = /\n\s*\n/.test(text.slice(before.end, line.start));
  if (!block) return line.top > before.top && wider;
  const goesOn = open && !wider && line.top > before.top && /^[\p{Ll}]/u.test(own);
  return !(goesOn && Math.abs(line.left - before.left) < 40);
}

/** Distance of two lines. The lesser of tops and bottoms, since a line without tall letters stands lower only at its top. */
function pitch(a: Line, b: Line): number {
  return Math.min(b.top - a.top, b.bottom - a.bottom);
}

function linesOf(page: PageText): readonly Line[] {
  const lines: Line[] = [];
  let current: Word[] = [];
  const flush = () => {
    const first = current[0];
    const last = current.at(-1);
    if (first === undefined || last === undefined) return;
    const boxes = current.map((w) => uprightBox(page, w.box));
    lines.push({
      start: first.start,
      end: last.start + last.text.length,
      left: Math.min(...boxes.map((b) => b.x)),
      top: Math.min(...boxes.map((b) => b.y)),
      bottom: Math.max(...boxes.map((b) => b.y + b.h)),
    });
    current = [];
  };
  for (const word of page.words) {
    if (current[0] !== undefined && current[0].line !== word.line) flush();
    current.push(word);
  }
  flush();
  return lines;
}

/** The pitch of running text on the page: the lower middle of all. */
function usualPitch(lines: readonly Line[]): number {
  const pitches = lines
    .slice(1)
    .map((line, i) => pitch(lines[i] ?? line, line))
    .filter((p) => p > 4 && p < 60)
    .sort((a, b) => a - b);
  return pitches[Math.floor(pitches.length * 0.4)] ?? 0;
}

/**
 * The sentences of a run, without the blanks between them; abbreviations and initials do not end one.
 * A line that stops well before the margin ends one too: a row of a form or of a list.
 */
export function sentencesOf(text: string, run: Run): readonly Run[] {
  const own = text.slice(run.start, run.end);
  const folded = foldText(own);
  const ends = new Set(shortLines(own));
  for (const m of folded.matchAll(SENTENCE_END)) ends.add(m.index + m[0].length);
  const out: Run[] = [];
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b)) {
    if (own[end - 1] !== '\n' && ABBREVIATION.test(folded.slice(from, end))) continue;
    if (folded.slice(from, end).trim() !== '') out.push(trimmed(folded, from, end, run.start));
    from = end;
  }
  if (folded.slice(from).trim() !== '') out.push(trimmed(folded, from, folded.length, run.start));
  return out;
}

/** Offsets after the breaks of lines that are short for their block and after which a new start is made. */
function shortLines(own: string): readonly number[] {
  const lines = own.split('\n');
  const most = Math.max(...lines.map((l) => l.length));
  const ends: number[] = [];
  let at = 0;
  lines.forEach((line, i) => {
    at += line.length + 1;
    const next = lines[i + 1];
    if (next !== undefined && line.length < most * 0.7 && /^[\p{Lu}\p{N}"'([-]/u.test(next)) ends.push(at);
  });
  return ends;
}

function trimmed(folded: string, from: number, to: number, offset: number): Run {
  const piece = folded.slice(from, to);
  const start = from + (piece.length - piece.trimStart().length);
  return { start: start + offset, end: from + piece.trimEnd().length + offset };
}
