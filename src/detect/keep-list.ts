import type { CaseDocument } from '../model/document.ts';
import { unionBox } from '../model/geometry.ts';
import type { Area, Mark } from '../model/mark.ts';
import type { RequestItem } from '../model/matter.ts';
import { boxesOfSpan, type PageRef, type PageText, pageKey } from '../model/page.ts';
import { uprightBox } from '../model/page-rows.ts';
import { paragraphsOf, type Run } from '../model/paragraphs.ts';
import { findTerms } from './find-terms.ts';
import { markId } from './mark-id.ts';

/** What a keep list is laid on. */
export interface KeepInput {
  readonly items: readonly RequestItem[];
  readonly documents: readonly CaseDocument[];
  readonly pages: readonly PageText[];
}

/** Shares of a page's height: its head and foot, and the letterhead of a first page. */
const STRIP = { edge: 0.06, head: 0.1, foot: 0.93, letterhead: 0.25 };

/** Longest line of a heading, in letters. */
const HEADING = 70;

/**
 * Marks over all that does not answer where each item a document may answer asks for passages only (a keep list): what
 * holds no kept term, but for headings, dates and furniture of the page. A document with nothing kept answers nothing.
 */
export function keepMarks({ items, documents, pages }: KeepInput): readonly Mark[] {
  if (items.every((item) => item.keep === undefined)) return [];
  const known = new Map(pages.map((page) => [pageKey(page.ref), page]));
  return documents.flatMap((document) => {
    const asked = items.filter((one) => one.document_types.length === 0 || one.document_types.includes(document.type));
    const lists = asked.flatMap((item) => item.keep ?? []);
    if (lists.length === 0 || lists.length < asked.length) return [];
    const own = document.pages.flatMap((ref) => known.get(pageKey(ref)) ?? []);
    const ids = asked.map(({ id }) => id).join(', ');
    const ground = lists.some((list) => list.ground !== 'scope_beyond_order') ? 'nonresponsive' : 'scope_beyond_order';
    const mark = (area: Area, why: string): Mark => ({
      id: markId(document.id, area, ground),
      document: document.id,
      area,
      basis: ground,
      label: area.kind === 'document' ? 'DOCUMENT' : 'PASSAGE',
      relation: 'unknown',
      tier: 'review',
      score: 1,
      rules: ['scope/keep-list'],
      why,
    });
    const kept = own.map((page) => keptRuns(page, lists));
    if (kept.every((runs) => runs.length === 0)) {
      return [mark({ kind: 'document' }, `nothing on its pages is on the keep list of item ${ids}`)];
    }
    const why = `outside the passages that item ${ids} asks for`;
    return own.flatMap((page, i) =>
      outside(page, kept[i] ?? [], i === 0).map(({ start, end }) =>
        mark({ kind: 'span', page: page.ref, start, end }, why),
      ),
    );
  });
}

/** Paragraphs that hold a kept term; all of a page that is kept as a page. */
function keptRuns(page: PageText, lists: readonly NonNullable<RequestItem['keep']>[]): readonly Run[] {
  const runs = passagesOf(page);
  if (lists.some((list) => list.pages.some((name) => names(name, page.ref)))) return runs;
  const places = findTerms(
    page.text,
    lists.flatMap((list) => list.terms),
  );
  return runs.filter((run) => places.some((place) => place.start < run.end && place.end > run.start));
}

/** Room above a line, in heights of the line before it, from which a new passage begins. */
const ROOM = 0.75;

/** The paragraphs, parted also where lines stand far apart: on a page of single lines the reader sees one block. */
function passagesOf(page: PageText): readonly Run[] {
  return paragraphsOf(page).flatMap((run) => {
    const words = page.words.filter(({ start }) => start >= run.start && start < run.end);
    const lines = [...Map.groupBy(words, ({ line }) => line).values()].map((line) => ({
      start: line[0]?.start ?? run.start,
      end: Math.max(...line.map((word) => word.start + word.text.length)),
      box: uprightBox(page, unionBox(line.map((word) => word.box))),
    }));
    const parts: { start: number; end: number }[] = [];
    lines.forEach(({ start, end, box }, i) => {
      const above = lines[i - 1]?.box;
      const last = parts.at(-1);
      const apart = above === undefined || box.y - above.y - above.h > ROOM * above.h;
      if (last === undefined || apart) parts.push({ start, end });
      else last.end = end;
    });
    return parts;
  });
}

/** Whether `file`, `file#p3` or `file#p3-4` names a page. */
function names(name: string, { file, page }: PageRef): boolean {
  const [, of, first, last = first] = /^(.*)#p(\d+)(?:-(\d+))?$/.exec(name) ?? [];
  return name === file || (of === file && page >= Number(first) && page <= Number(last));
}

/** What is to be boxed: runs of paragraphs that neither answer nor say where a passage belongs. */
function outside(page: PageText, kept: readonly Run[], isFirst: boolean): readonly Run[] {
  const runs = passagesOf(page);
  const stays = runs.map((run) => kept.some((one) => one.start === run.start) || isFurniture(page, run));
  // The heading, or the date, of a kept passage says which record it is of.
  for (let i = runs.length - 2; i >= 0; i--) {
    const next = runs[i + 1];
    const heads = next !== undefined && (kept.some((one) => one.start === next.start) || stays[i + 1] === true);
    if (heads && !isFurniture(page, next) && isHeading(page, runs[i])) stays[i] = true;
  }
  for (let i = 0; isFirst && isHeading(page, runs[i]) && placeOf(page, runs[i]).bottom < STRIP.letterhead; i++)
    stays[i] = true;
  const boxed: Run[] = [];
  runs.forEach((run, i) => {
    const last = boxed.at(-1);
    if (stays[i] === true) return;
    if (last !== undefined && i > 0 && stays[i - 1] === false) boxed[boxed.length - 1] = { ...last, end: run.end };
    else boxed.push(run);
  });
  return boxed;
}

function isFurniture(page: PageText, run: Run): boolean {
  const { top, bottom } = placeOf(page, run);
  return bottom <= STRIP.edge || top >= STRIP.foot || (bottom <= STRIP.head && isHeading(page, run));
}

/** Short lines that are no sentence and no answered field of a form. */
function isHeading(page: PageText, run: Run | undefined): boolean {
  if (run === undefined) return false;
  const lines = page.text.slice(run.start, run.end).split('\n');
  return lines.every((line) => line.length <= HEADING && !/[.!?;,]["')\]]*$/.test(line) && !/:\s*\S/.test(line));
}

/** Top and bottom as shares of the page's height. */
function placeOf(page: PageText, run: Run | undefined): { readonly top: number; readonly bottom: number } {
  const boxes = run === undefined ? [] : boxesOfSpan(page, run.start, run.end);
  if (boxes.length === 0) return { top: 0, bottom: 1 };
  const { y, h } = unionBox(boxes);
  return { top: y / page.height, bottom: (y + h) / page.height };
}
