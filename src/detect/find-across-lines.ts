import type { Box } from '../model/geometry.ts';
import { unionBox } from '../model/geometry.ts';
import type { PageText, Word } from '../model/page.ts';
import { type FindTermsOptions, findTerms, type TermPlace } from './find-terms.ts';

interface Line {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
  readonly words: readonly Word[];
}

/** Words lower than this share of their line's height are labels of a figure beside it. */
const LABEL = 0.6;

/** How far below a line the next one of its column may begin, in heights of the line. */
const NEXT = 1.6;

/**
 * Terms that run on from the end of one line to the line beneath it where the reading order puts something
 * between the two, a figure's words for one. Each gives two places, its part on either line.
 */
export function findAcrossLines(
  page: PageText,
  terms: readonly string[],
  options: FindTermsOptions = {},
): readonly TermPlace[] {
  if (terms.length === 0) return [];
  const lines = linesOf(page);
  const cores = lines.flatMap((line) => coreOf(line) ?? []);
  const across = lines.flatMap((line, i) =>
    [...lines.filter((_, j) => j !== i && j !== i + 1), ...cores]
      .filter((next) => continues(line, next))
      .flatMap((next) => acrossOne(page.text, line, next, terms, options)),
  );
  return [...across, ...acrossColumns(page, terms, options)];
}

/** Words that begin at one place behind a gap, one below the other, from which that is the edge of a column. */
const EDGE = { words: 5, apart: 1, times: 3 };

/** The least such gap, in heights of a line: columns of small print stand closer than readers of layout tell them. */
const GUTTER = 0.4;

/** Do words behind gaps begin at one place, line after line, and few others lie across it? */
function isEdge(x: number, behindGaps: readonly Word[], words: readonly Word[]): boolean {
  const aligned = behindGaps.filter(({ box }) => Math.abs(box.x - x) <= EDGE.apart);
  if (aligned.length < EDGE.words) return false;
  const span = unionBox(aligned.map(({ box }) => box));
  const isInSpan = (box: Box): boolean => box.y >= span.y - 1 && box.y + box.h <= span.y + span.h + 1;
  const across = words.filter(({ box }) => box.x < x - 2 * EDGE.apart && box.x + box.w > x && isInSpan(box));
  return aligned.length > EDGE.times * across.length;
}

/** Terms that run on in a column that was read together with the one beside it, from line to line or from its foot to the next one's head. */
function acrossColumns(page: PageText, terms: readonly string[], options: FindTermsOptions): readonly TermPlace[] {
  const behindGaps = page.words.filter((word, i) => {
    const before = page.words[i - 1];
    return before?.line === word.line && word.box.x - before.box.x - before.box.w > GUTTER * word.box.h;
  });
  const starts = behindGaps.filter((word) => isEdge(word.box.x, behindGaps, page.words));
  if (starts.length === 0) return [];
  const cuts = new Set(starts);
  const pieces = linesOf(page, (word) => cuts.has(word));
  const whole = new Set(linesOf(page).map(({ start, end }) => `${start} ${end}`));
  const isPiece = ({ start, end }: Line): boolean => !whole.has(`${start} ${end}`);
  const pairs = pieces.flatMap((line) =>
    pieces
      .filter((next) => continues(line, next) && (isPiece(line) || isPiece(next)))
      .map((next): readonly [Line, Line] => [line, next]),
  );
  const feet = pieces.filter((line) => isPiece(line) && !pairs.some(([upper]) => upper === line));
  const heads = pieces.filter((line) => isPiece(line) && !pairs.some(([, lower]) => lower === line));
  for (const foot of feet) {
    for (const head of heads)
      if (head.box.x >= foot.box.x + foot.box.w && head.box.y < foot.box.y) pairs.push([foot, head]);
  }
  return pairs.flatMap(([line, next]) => acrossOne(page.text, line, next, terms, options));
}

/** Lines at the foot and at the head of a page among which a running head or a page number may stand. */
const EDGE_LINES = 3;

/** Terms that run on from the foot of a page to the head of the next: their parts on either page. */
export function findAcrossPages(
  page: PageText,
  next: PageText,
  terms: readonly string[],
  options: FindTermsOptions = {},
): { readonly ends: readonly TermPlace[]; readonly begins: readonly TermPlace[] } {
  const ends: TermPlace[] = [];
  const begins: TermPlace[] = [];
  if (terms.length === 0) return { ends, begins };
  const heads = linesOf(next).slice(0, EDGE_LINES);
  for (const line of linesOf(page).slice(-EDGE_LINES)) {
    const upper = page.text.slice(line.start, line.end);
    const seam = upper.length;
    for (const head of heads) {
      const lower = next.text.slice(head.start, head.end);
      for (const { term, start, end } of findTerms(`${upper}\n${lower}`, terms, options)) {
        if (start >= seam || end <= seam + 1) continue;
        ends.push({ term, start: line.start + start, end: line.end });
        begins.push({ term, start: head.start, end: head.start + end - seam - 1 });
      }
    }
  }
  return { ends, begins };
}

function acrossOne(
  text: string,
  line: Line,
  next: Line,
  terms: readonly string[],
  options: FindTermsOptions,
): readonly TermPlace[] {
  const upper = text.slice(line.start, line.end);
  const seam = upper.length;
  return findTerms(`${upper}\n${text.slice(next.start, next.end)}`, terms, options)
    .filter(({ start, end }) => start < seam && end > seam + 1)
    .flatMap(({ term, start, end }) => [
      { term, start: line.start + start, end: line.end },
      { term, start: next.start, end: next.start + end - seam - 1 },
    ]);
}

/** Lines of a page, cut before the words that `begins` names. */
function linesOf(page: PageText, begins: (word: Word) => boolean = () => false): readonly Line[] {
  const lines = new Map<number, Word[]>();
  const done: Word[][] = [];
  for (const word of page.words) {
    const known = lines.get(word.line);
    if (known !== undefined && !begins(word)) {
      known.push(word);
      continue;
    }
    const made = [word];
    lines.set(word.line, made);
    done.push(made);
  }
  return done.flatMap((words) => lineOf(words) ?? []);
}

function lineOf(words: readonly Word[]): Line | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  const end = words.reduce((last, { start, text }) => Math.max(last, start + text.length), 0);
  return { start: first.start, end, box: unionBox(words.map(({ box }) => box)), words };
}

/** The line without the labels that it begins with, where it does: the words of an icon in the margin of its column. */
function coreOf({ words }: Line): Line | undefined {
  const tall = Math.max(...words.map(({ box }) => box.h));
  const from = words.findIndex(({ box }) => box.h >= LABEL * tall);
  return from > 0 ? lineOf(words.slice(from)) : undefined;
}

/** Does the second line begin under the first one? On turned pages nothing does; their lines are read in order. */
function continues({ box }: Line, next: Line): boolean {
  const drop = next.box.y - box.y;
  const starts = next.box.x > box.x - 2 * box.h && next.box.x < box.x + box.w;
  return starts && drop > 0.5 * box.h && drop < NEXT * box.h;
}
