import type { Box } from '../model/geometry.ts';
import { unionBox } from '../model/geometry.ts';
import type { PageText } from '../model/page.ts';
import { type FindTermsOptions, findTerms, type TermPlace } from './find-terms.ts';

interface Line {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
}

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
  return lines.flatMap((line, i) =>
    lines
      .filter((next, j) => j !== i && j !== i + 1 && continues(line, next))
      .flatMap((next) => acrossOne(page.text, line, next, terms, options)),
  );
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

function linesOf(page: PageText): readonly Line[] {
  const lines = new Map<number, { start: number; end: number; boxes: Box[] }>();
  for (const { line, start, text, box } of page.words) {
    const known = lines.get(line);
    if (known === undefined) lines.set(line, { start, end: start + text.length, boxes: [box] });
    else {
      known.end = Math.max(known.end, start + text.length);
      known.boxes.push(box);
    }
  }
  return [...lines.values()].map(({ start, end, boxes }) => ({ start, end, box: unionBox(boxes) }));
}

/** Does the second line begin under the first one? On turned pages nothing does; their lines are read in order. */
function continues({ box }: Line, next: Line): boolean {
  const drop = next.box.y - box.y;
  const starts = next.box.x > box.x - 2 * box.h && next.box.x < box.x + box.w;
  return starts && drop > 0.5 * box.h && drop < NEXT * box.h;
}
