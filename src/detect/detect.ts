import { createHash } from 'node:crypto';
import type { DetectInput, Hit } from '../model/detecting.ts';
import type { Mark } from '../model/mark.ts';
import { isCutOff, type PageRef, type PageText, pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { detectCategories } from './categories.ts';
import { claimed, type PageContext } from './claims.ts';
import { entryDates } from './entry-dates.ts';
import { findHits, type PageHits } from './find-hits.ts';
import { unsearchedZone } from './guarded.ts';
import { markId } from './mark-id.ts';
import { modelHits } from './model-hits.ts';
import { spotsOf } from './owners.ts';
import type { PassageInput } from './passage-input.ts';
import { detectPassages } from './passages.ts';
import type { People } from './people.ts';
import { phraseNames, reporterHits } from './reporters.ts';
import { matterOfViolence, protectedPlaces, strangersHealth } from './sensitive.ts';
import { withShortNames } from './short-names.ts';

/**
 * Every mark of the matter, sorted by place: identifiers and people with whose they are, protected
 * places, passages and categories of whole documents. Pure; never shortens the list of another detector.
 */
export function detect(input: DetectInput): Mark[] {
  return [...detectAll(input).marks];
}

/**
 * What `detect` gives, what was seen before it was asked whose it is, and the pages again: those a pattern could not
 * be run on to its end bear a zone that says so.
 */
export function detectAll(input: DetectInput): {
  readonly marks: readonly Mark[];
  readonly pages: readonly PageText[];
  readonly hits: readonly Hit[];
} {
  const found = findHits(input);
  const broken = new Map(found.pages.map(({ work, brokenOff }) => [pageKey(work.page.ref), brokenOff]));
  const pages = input.pages.map((page) => {
    const ids = broken.get(pageKey(page.ref)) ?? [];
    return ids.length === 0 ? page : { ...page, zones: [...page.zones, unsearchedZone(page, ids)] };
  });
  return { marks: sortedMarks(input, found), pages, hits: found.pages.flatMap((p) => p.hits) };
}

type Found = ReturnType<typeof findHits>;

function sortedMarks(input: DetectInput, found: Found): Mark[] {
  const contexts = found.pages.map((page) => contextOf(page, found.people));
  const claims = contexts.map((c) => c.hits.flatMap((hit) => claimed(hit, c, found.people, input)));
  const reporters = new Map(contexts.map((c, i) => [pageKey(c.work.page.ref), namesOfReporters(claims[i] ?? [])]));
  const known = { ...input, reporters };
  const marks = [
    ...marksOfHits(known, found.people, contexts, claims),
    ...detectPassages(known, withShortNames(input.matter, found.people.lexicon)),
    ...detectCategories(input),
  ];
  const unique = new Map<string, Mark>();
  for (const mark of marks) {
    const rival = unique.get(mark.id);
    if (rival === undefined || mark.score > rival.score) unique.set(mark.id, mark);
  }
  const pages = new Map(input.pages.map((page) => [pageKey(page.ref), page]));
  const isSeen = ({ area }: Mark): boolean => {
    const page = area.kind === 'span' ? pages.get(pageKey(area.page)) : undefined;
    return area.kind !== 'span' || page === undefined || !isCutOff(page, area.start, area.end);
  };
  return [...unique.values()].filter(isSeen).sort(byPlace);
}

/** Where names of reporters stand. */
function namesOfReporters(claims: readonly Hit[]): readonly Run[] {
  return claims.filter((h) => h.label === 'PERSON' && h.basis === 'reporter_identity');
}

function marksOfHits(
  input: DetectInput & PassageInput,
  people: People,
  contexts: readonly PageContext[],
  claims: readonly (readonly Hit[])[],
): Mark[] {
  const violence = matterOfViolence(input);
  const reported = reporterHits(input, contexts, people);
  const dates = entryDates(input, contexts);
  const documents = new Map(input.documents.flatMap((d) => d.pages.map((ref) => [pageKey(ref), d.id] as const)));
  return contexts.flatMap((context, i) => {
    const { work, fields, spots } = context;
    const hits = [
      ...(claims[i] ?? []),
      ...reported(context),
      ...phraseNames(work, people),
      ...protectedPlaces(input, work, people, context.hits, fields, spots, violence),
      ...strangersHealth(work, people, spots),
    ];
    const document = documents.get(pageKey(work.page.ref)) ?? pageKey(work.page.ref);
    const found = merged(hits);
    return [...found, ...modelHits(context, people, input, found)].map((hit) =>
      markOf(hit, document, work.page.ref, input.matter.matter, dates(work.page.ref, hit.start)),
    );
  });
}

function contextOf(page: PageHits, people: People): PageContext {
  return {
    work: page.work,
    hits: page.hits,
    fields: page.fields,
    spots: spotsOf(page.work, people, page.hits),
  };
}

/** Of hits of one basis that overlap, the wider stays; of equal ones the surer. */
function merged(hits: readonly Hit[]): Hit[] {
  const sorted = [...hits].sort(
    (a, b) =>
      b.end - b.start - (a.end - a.start) ||
      rank(b) - rank(a) ||
      b.score - a.score ||
      a.start - b.start ||
      (a.rules.join() < b.rules.join() ? -1 : 1),
  );
  const kept: Hit[] = [];
  for (const hit of sorted) {
    const inside = kept.some(
      (k) => k.basis === hit.basis && k.start <= hit.start && hit.end <= k.end && rank(k) >= rank(hit),
    );
    if (!inside) kept.push(hit);
  }
  return kept;
}

const rank = (hit: Hit): number => ['hint', 'review', 'auto'].indexOf(hit.tier);

/** Rules of words that the people of the matter, or the vocabulary of forms, explain. */
const EXPLAINED = new Set(['people/roster-word', 'shape/vocabulary']);

function markOf(hit: Hit, document: string, page: PageRef, salt: string, entryDate: string | undefined): Mark {
  const area = { kind: 'span', page, start: hit.start, end: hit.end } as const;
  return {
    id: markId(document, area, hit.basis),
    document,
    area,
    basis: hit.basis,
    label: hit.label,
    relation: hit.relation ?? 'unknown',
    tier: hit.tier,
    score: hit.score,
    rules: hit.rules,
    why: hit.why,
    stringKey: createHash('sha256').update(`${salt}\n${hit.basis}\n${hit.key}`).digest('hex').slice(0, 16),
    aspect: hit.aspect,
    ...(hit.role === undefined ? {} : { role: hit.role }),
    ...(hit.tier === 'review' && hit.rules.some((r) => EXPLAINED.has(r)) ? { explained: true as const } : {}),
    ...(entryDate === undefined ? {} : { entryDate }),
  };
}

const collator = new Intl.Collator('en', { numeric: true });

function byPlace(a: Mark, b: Mark): number {
  return collator.compare(placeOf(a), placeOf(b)) || startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1);
}

function placeOf(mark: Mark): string {
  return mark.area.kind === 'document' ? `${mark.document}` : `${mark.area.page.file}#p${mark.area.page.page}`;
}

const startOf = (mark: Mark): number => (mark.area.kind === 'span' ? mark.area.start : -1);
