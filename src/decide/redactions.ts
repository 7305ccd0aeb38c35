import type { Redaction } from '../model/disposition.ts';
import { type Box, clipBox } from '../model/geometry.ts';
import { boxesOfSpan, isCutOff, type PageRef, type PageText, pageKey } from '../model/page.ts';
import type { LiveMark, Resolved, Run } from './resolve.ts';
import { byPrecedence } from './resolve.ts';

/** Points: the largest page side that ISO 32000-1 annex C allows. */
const LARGEST_PAGE = 14_400;

/** A mark whose passage is taken out, with the ruling that says so. */
export interface Cut {
  readonly live: LiveMark;
  readonly resolved: Resolved;
}

/**
 * The redactions of a document's cuts. Where passages overlap each
 * character bears the most protective ground; privileges of one passage are named
 * together (`AC/WP`). A passage without a readable place takes its whole page.
 */
export function redactionsOf(run: Run, cuts: readonly Cut[]): readonly Redaction[] {
  const byPage = new Map<string, Cut[]>();
  for (const cut of cuts) {
    const { area } = cut.live.mark;
    if (area.kind === 'document') continue;
    byPage.set(pageKey(area.page), [...(byPage.get(pageKey(area.page)) ?? []), cut]);
  }
  return [...byPage.entries()].flatMap(([key, list]) => pageRedactions(run, run.pages.get(key), list));
}

/** The code printed on a box of a base: LAW for all but the grounds that may be named. */
export function boxCodeOf(run: Run, basis: string): string {
  const base = run.law.bases.get(basis);
  if (base === undefined || base.existence_sensitive) return 'LAW';
  if (base.kind === 'confidentiality' && base.box_code !== 'RPT') return 'LAW';
  return base.box_code;
}

function pageRedactions(run: Run, page: PageText | undefined, cuts: readonly Cut[]): Redaction[] {
  const order = byPrecedence(run);
  const sorted = cuts.toSorted(
    (a, b) => order(a.live.basis, b.live.basis) || (a.live.mark.id < b.live.mark.id ? -1 : 1),
  );
  const drawn = sorted.flatMap((cut): Redaction[] => {
    const { area } = cut.live.mark;
    if (area.kind !== 'boxes') return [];
    const boxes = page === undefined ? area.boxes : area.boxes.flatMap((box) => clipBox(box, page) ?? []);
    return [redaction(run, [cut], area.page, boxes.length > 0 ? boxes : wholePage(page))];
  });
  return [...drawn, ...spanRedactions(run, page, sorted)];
}

/** Runs of characters that share their winning cut; each run keeps every mark it lies under. */
function spanRedactions(run: Run, page: PageText | undefined, sorted: readonly Cut[]): Redaction[] {
  const spans = sorted.flatMap((cut) => {
    const { area } = cut.live.mark;
    return area.kind === 'span' ? [{ cut, start: area.start, end: area.end, page: area.page }] : [];
  });
  const edges = [...new Set(spans.flatMap((s) => [s.start, s.end]))].sort((a, b) => a - b);
  const pieces: { cuts: Cut[]; start: number; end: number; page: PageRef }[] = [];
  for (const [i, start] of edges.entries()) {
    const end = edges[i + 1];
    if (end === undefined) break;
    const under = spans.filter((s) => s.start <= start && s.end >= end);
    const [first] = under;
    if (first === undefined) continue;
    const last = pieces.at(-1);
    if (last?.end === start && last.cuts[0] === first.cut) {
      last.end = end;
      last.cuts.push(...under.map((s) => s.cut).filter((c) => !last.cuts.includes(c)));
    } else pieces.push({ cuts: under.map((s) => s.cut), start, end, page: first.page });
  }
  return pieces.flatMap((piece) => {
    const boxes = page === undefined ? [] : boxesOfSpan(page, piece.start, piece.end);
    if (boxes.length > 0) return [redaction(run, piece.cuts, piece.page, boxes)];
    const blank = page !== undefined && page.text.slice(piece.start, piece.end).trim() === '' && pieces.length > 1;
    const unseen = blank || (page !== undefined && isCutOff(page, piece.start, piece.end));
    return unseen ? [] : [redaction(run, piece.cuts, piece.page, wholePage(page))];
  });
}

function redaction(run: Run, cuts: readonly Cut[], page: PageRef, boxes: readonly Box[]): Redaction {
  const [winner] = cuts;
  if (winner === undefined) throw new RangeError('a redaction without a mark');
  const { mark, basis, settled } = winner.live;
  const base = run.law.bases.get(basis);
  const dates = cuts.flatMap((c) => c.live.mark.entryDate ?? []);
  return {
    marks: cuts.map((c) => c.live.mark.id).sort(),
    page,
    boxes,
    basis,
    boxCode: joinedCode(run, cuts),
    relation: mark.relation,
    kind: base?.kind ?? 'confidentiality',
    hidesIdentity: run.law.pack.hides_identity.includes(basis),
    ...(dates[0] === undefined ? {} : { entryDate: dates[0] }),
    decidedBy: settled?.by ?? winner.resolved.ruling.rule,
    ...(settled?.second === undefined ? {} : { reviewedBy: settled.second }),
    why: mark.why,
  };
}

function joinedCode(run: Run, cuts: readonly Cut[]): string {
  const [first] = cuts;
  if (first === undefined) return 'LAW';
  const own = boxCodeOf(run, first.live.basis);
  if (run.law.bases.get(first.live.basis)?.kind !== 'privilege' || own === 'LAW') return own;
  const codes = cuts
    .filter((c) => run.law.bases.get(c.live.basis)?.kind === 'privilege')
    .map((c) => boxCodeOf(run, c.live.basis))
    .filter((code) => code !== 'LAW');
  return [...new Set(codes)].join('/');
}

function wholePage(page: PageText | undefined): readonly Box[] {
  return [{ x: 0, y: 0, w: page?.width ?? LARGEST_PAGE, h: page?.height ?? LARGEST_PAGE }];
}

/** Order of boxes as a reader meets them: page, then down, then across. */
export function byPlace(a: Redaction, b: Redaction): number {
  if (a.page.file !== b.page.file) return a.page.file < b.page.file ? -1 : 1;
  if (a.page.page !== b.page.page) return a.page.page - b.page.page;
  const [p] = a.boxes;
  const [q] = b.boxes;
  if (p === undefined || q === undefined) return 0;
  return p.y - q.y || p.x - q.x || (a.basis < b.basis ? -1 : 1);
}
