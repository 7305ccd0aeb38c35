import { type Box, sharedArea } from '../model/geometry.ts';
import type { Glyph, PageModel } from '../pdf/page-model.ts';

/** What the way a glyph is drawn tells beyond its letter. */
export interface Drawn {
  /** The clip it is drawn in, displayed points, where that differs from glyph to glyph: the cell of a table. */
  readonly clip?: Box;
  /** Letters right before and after it in the same line of the same cell that are cut off, blanks included. */
  readonly before?: string;
  readonly after?: string;
  /** The clip cuts through it, and nothing follows: whatever did, the file no longer has it. */
  readonly open?: true;
}

export type DrawnOf = (glyph: Glyph) => Drawn | undefined;

/** Cut-off letters kept at either end of a cell's text: as many as the longest name has. */
const MOST_CUT = 80;

/** Gaps, in letter sizes, that part words, and at which a text goes on elsewhere. */
const BLANK = 0.13;
const ELSEWHERE = 2;

/** Share of a glyph's width that lies beyond its cell where that cuts through it. */
const CUT_THROUGH = 0.15;

/** How the glyphs of a page are drawn; pages that have no cells and show all of their text need no list of them. */
export function drawnOf(model: PageModel): DrawnOf {
  const { shows, glyphs } = model;
  const first = shows[0]?.clip;
  const hasCells = shows.some(({ clip }) => clip !== first);
  if (!hasCells && glyphs.every(({ visible }) => visible)) return () => undefined;
  const drawn = new Map<Glyph, Drawn>();
  let run: Glyph[] = [];
  let clip: Box | undefined;
  const finish = (): void => {
    if (clip !== undefined) noteRun(run, clip, model, hasCells, drawn);
    run = [];
  };
  for (const show of shows) {
    if (clip !== undefined && !isSame(clip, show.clip)) finish();
    clip = show.clip;
    for (const glyph of glyphs.slice(show.first, show.first + show.count)) {
      const last = run.at(-1);
      if (last !== undefined && Math.abs(gapBetween(last, glyph)) > ELSEWHERE) finish();
      run.push(glyph);
    }
  }
  finish();
  return (glyph) => drawn.get(glyph);
}

const isSame = (a: Box, b: Box): boolean => a === b || (a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h);

/** Notes what is to be told of the glyphs of one line of one cell. */
function noteRun(run: readonly Glyph[], clip: Box, page: PageModel, hasCells: boolean, drawn: Map<Glyph, Drawn>): void {
  const cell = hasCells ? { clip } : {};
  if (hasCells) for (const glyph of run) drawn.set(glyph, cell);
  const isIn = (glyph: Glyph): boolean => glyph.visible && glyph.text.trim() !== '';
  const [from, to] = [run.findIndex(isIn), run.findLastIndex(isIn)];
  const [first, last] = [run[from], run[to]];
  if (first === undefined || last === undefined) return;
  const isCut = (glyph: Glyph): boolean => glyph.text.trim() === '' || (!glyph.visible && isOutside(glyph, clip, page));
  const rest = run.slice(to + 1);
  const lead = run.slice(0, from);
  const after = rest.every(isCut) ? textOf([last, ...rest]).slice(last.text.length) : '';
  const before = lead.every(isCut) ? textOf([...lead, first]).slice(0, -first.text.length || undefined) : '';
  if (after.trim() !== '') drawn.set(last, { ...drawn.get(last), after: headOf(after) });
  else if (hasCells && rest.length === 0 && isCutThrough(last, clip)) drawn.set(last, { ...cell, open: true });
  if (before.trim() !== '') drawn.set(first, { ...drawn.get(first), before: tailOf(before) });
}

/** Is the glyph drawn to be seen, but off the page or beyond its cell? */
function isOutside({ box, tr }: Glyph, clip: Box, { width, height }: PageModel): boolean {
  if (tr === 3 || tr === 7) return false;
  return sharedArea(box, clip) === 0 || sharedArea(box, { x: 0, y: 0, w: width, h: height }) === 0;
}

/** Does the clip end before the glyph does? */
function isCutThrough({ ox, oy, advance, angle }: Glyph, clip: Box): boolean {
  const turn = (angle * Math.PI) / 180;
  const along = Math.abs(advance) * (1 - CUT_THROUGH);
  const [x, y] = [ox + along * Math.cos(turn), oy + along * Math.sin(turn)];
  return x < clip.x || x > clip.x + clip.w || y < clip.y || y > clip.y + clip.h;
}

/** The letters of a line as it is drawn, with a blank where only a gap parts words. */
function textOf(glyphs: readonly Glyph[]): string {
  let text = '';
  let last: Glyph | undefined;
  for (const glyph of glyphs) {
    if (last !== undefined && gapBetween(last, glyph) > BLANK) text += ' ';
    text += glyph.text;
    last = glyph;
  }
  return text;
}

/** As much as is kept of what is cut off, in whole words. */
function headOf(text: string): string {
  if (text.length <= MOST_CUT) return text.trimEnd();
  return text.slice(0, text.lastIndexOf(' ', MOST_CUT) + 1 || MOST_CUT).trimEnd();
}

function tailOf(text: string): string {
  if (text.length <= MOST_CUT) return text.trimStart();
  const from = text.length - MOST_CUT;
  const blank = text.indexOf(' ', from);
  return text.slice(blank < 0 ? from : blank).trimStart();
}

/** From the end of one glyph to the start of the next along its line, in letter sizes; Infinity on another line. */
function gapBetween(one: Glyph, next: Glyph): number {
  const turn = (one.angle * Math.PI) / 180;
  const [x, y] = [next.ox - one.ox, next.oy - one.oy];
  const along = x * Math.cos(turn) + y * Math.sin(turn);
  const off = y * Math.cos(turn) - x * Math.sin(turn);
  const size = Math.max(1, one.size);
  return Math.abs(off) > 0.5 * size ? Infinity : (along - Math.abs(one.advance)) / size;
}
