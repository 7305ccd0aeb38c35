import { type CopyGroup, type CopyLink, linksOf, placeInCopy } from '../model/copies.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Area, Mark } from '../model/mark.ts';
import { isCutOff, type PageText, pageKey } from '../model/page.ts';
import { markId } from './mark-id.ts';

/** Rounds in which marks go on from copy to copy: a group may hang together by its middle only. */
const ROUNDS = 3;

interface Papers {
  readonly owners: ReadonlyMap<string, CaseDocument>;
  readonly pages: ReadonlyMap<string, PageText>;
  readonly links: ReadonlyMap<string, readonly CopyLink[]>;
}

/**
 * The marks, and on every copy of a marked passage the same mark where its own detectors did not make one:
 * also where a word of it was misread there. What is marked on a whole document is marked on its copies, and
 * on the passage where it stands inside another paper. No mark is taken away.
 */
export function carryToCopies(
  marks: readonly Mark[],
  copies: readonly CopyGroup[],
  documents: readonly CaseDocument[],
  pages: readonly PageText[],
): readonly Mark[] {
  const links = linksOf(copies);
  if (links.length === 0) return marks;
  const papers: Papers = {
    owners: new Map(documents.flatMap((d) => d.pages.map((page) => [pageKey(page), d]))),
    pages: new Map(pages.map((page) => [pageKey(page.ref), page])),
    links: Map.groupBy(links, ({ a }) => pageKey(a)),
  };
  let all = marks;
  for (let round = 0; round < ROUNDS; round++) {
    const known = knownPlaces(all);
    const fresh = new Map<string, Mark>();
    for (const mark of all) {
      for (const copy of copiesOf(mark, copies, papers)) {
        if (!isKnown(copy, known)) fresh.set(copy.id, copy);
      }
    }
    if (fresh.size === 0) break;
    all = [...all, ...fresh.values()];
  }
  return all;
}

type Known = ReadonlyMap<string, readonly Mark[]>;

const placeKey = ({ document, area, basis }: Mark): string =>
  `${area.kind === 'document' ? document : pageKey(area.page)}\n${basis}`;

const knownPlaces = (marks: readonly Mark[]): Known => Map.groupBy(marks, placeKey);

/** Does a mark of the same ground, as sure or surer, cover the place already? */
function isKnown(mark: Mark, known: Known): boolean {
  const rivals = (known.get(placeKey(mark)) ?? []).filter((rival) => RANK[rival.tier] >= RANK[mark.tier]);
  const { area } = mark;
  if (area.kind !== 'span') return rivals.length > 0;
  return rivals.some(({ area: own }) => own.kind === 'span' && own.start <= area.start && own.end >= area.end);
}

const RANK = { hint: 0, review: 1, auto: 2 } as const;

function copiesOf(mark: Mark, copies: readonly CopyGroup[], papers: Papers): readonly Mark[] {
  const { area } = mark;
  if (area.kind === 'document') return copiesOfDocument(mark, copies, papers);
  if (area.kind === 'boxes') return [];
  return (papers.links.get(pageKey(area.page)) ?? []).flatMap((link) => {
    const place = placeInCopy(link, area.start, area.end);
    return place === undefined ? [] : onPage(mark, link, place.start, place.end, papers);
  });
}

function onPage(mark: Mark, { b }: CopyLink, start: number, end: number, papers: Papers): readonly Mark[] {
  const document = papers.owners.get(pageKey(b))?.id;
  const page = papers.pages.get(pageKey(b));
  const text = page?.text.slice(start, end) ?? '';
  if (document === undefined || page === undefined || text.trim() === '' || isCutOff(page, start, end)) return [];
  const from = start + text.length - text.trimStart().length;
  return [carried(mark, document, { kind: 'span', page: b, start: from, end: from + text.trim().length })];
}

function copiesOfDocument(mark: Mark, copies: readonly CopyGroup[], papers: Papers): readonly Mark[] {
  const pairs = copies.flatMap((group) => group.pairs.filter(({ a, b }) => a !== b));
  return pairs.flatMap(({ a, b, extent, links }): readonly Mark[] => {
    // The shorter one is `a`: what is protected as a whole protects each part of it.
    if (mark.document === b) return [carried(mark, a, { kind: 'document' })];
    if (mark.document !== a) return [];
    if (extent === 'whole') return [carried(mark, b, { kind: 'document' })];
    const byPage = Map.groupBy(links, (link) => pageKey(link.b));
    return [...byPage.values()].flatMap((own) => {
      const ends = own.flatMap(({ runs }) => runs.filter((_, i) => i % 4 >= 2));
      const first = own[0];
      return first === undefined ? [] : onPage(mark, first, Math.min(...ends), Math.max(...ends), papers);
    });
  });
}

function carried(mark: Mark, document: string, area: Area): Mark {
  return {
    ...mark,
    id: markId(document, area, mark.basis),
    document,
    area,
    rules: [...new Set(['copies/carried', ...mark.rules])],
    why: mark.why.startsWith(CARRIED) ? mark.why : `${CARRIED}${mark.why}`,
  };
}

const CARRIED = 'A copy of this passage is marked: ';

/**
 * Documents with what the best read of their copies says of type, date and people: a fax of a letter is
 * the letter, however badly its date was read. Another family's paper is one in every copy.
 */
export function alignDocuments(
  documents: readonly CaseDocument[],
  copies: readonly CopyGroup[],
  pages: readonly PageText[],
): readonly CaseDocument[] {
  const texts = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const byId = new Map(documents.map((document) => [document.id, document]));
  const quality = (id: string): number => readingOf(byId.get(id), texts);
  const better = new Map<string, CaseDocument>();
  for (const { a, b, extent } of copies.flatMap(({ pairs }) => pairs)) {
    if (extent !== 'whole' || a === b) continue;
    const [best, worst] = quality(b) > quality(a) ? [b, a] : [a, b];
    const model = byId.get(best);
    const rival = better.get(worst);
    if (model === undefined || quality(best) === quality(worst)) continue;
    if (rival === undefined || quality(rival.id) < quality(best)) better.set(worst, model);
  }
  return documents.map((document) => {
    const model = better.get(document.id);
    return model === undefined ? document : likeCopy(document, model);
  });
}

function readingOf(document: CaseDocument | undefined, texts: ReadonlyMap<string, PageText>): number {
  const words = (document?.pages ?? []).flatMap((ref) => texts.get(pageKey(ref))?.words ?? []);
  const mean = words.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, words.length);
  return Math.round(100 * mean);
}

function likeCopy(document: CaseDocument, model: CaseDocument): CaseDocument {
  const { id, pages, family, otherCase } = document;
  const other = otherCase === true || model.otherCase === true;
  const { family: _family, otherCase: _otherCase, ...said } = model;
  return {
    ...said,
    id,
    pages,
    ...(family === undefined ? {} : { family }),
    ...(other ? { otherCase: true } : {}),
    reasons: [...document.reasons, 'a copy that was read better says its type, date and people'],
  };
}
