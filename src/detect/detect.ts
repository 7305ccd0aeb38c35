import { createHash } from 'node:crypto';
import type { DetectInput, Hit } from '../model/detecting.ts';
import type { Mark } from '../model/mark.ts';
import { type PageRef, type PageText, pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { detectCategories } from './categories.ts';
import { claimed, type PageContext } from './claims.ts';
import { entryDates } from './entry-dates.ts';
import { findHits, type PageHits } from './find-hits.ts';
import { unsearchedZone } from './guarded.ts';
import { markId } from './mark-id.ts';
import { modelHits } from './model-hits.ts';
import { spotsOf } from './owners.ts';
import { detectPassages } from './passages.ts';
import type { People } from './people.ts';
import { phraseNames, reporterEchoes, reporterFields, reporterNicknames } from './reporters.ts';
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

function sortedMarks(input: DetectInput, found: Found): Mark[] {
  const own = marksOfHits(input, found);
  const marks = [
    ...own,
    ...detectPassages({ ...input, reporters: reportersIn(own) }, withShortNames(input.matter, found.people.lexicon)),
    ...detectCategories(input),
  ];
  const unique = new Map<string, Mark>();
  for (const mark of marks) {
    const rival = unique.get(mark.id);
    if (rival === undefined || mark.score > rival.score) unique.set(mark.id, mark);
  }
  return [...unique.values()].sort(byPlace);
}

/** Where names of reporters stand, by page. */
function reportersIn(marks: readonly Mark[]): ReadonlyMap<string, readonly Run[]> {
  const runs = marks.flatMap(({ area, basis, label }) =>
    area.kind === 'span' && basis === 'reporter_identity' && label === 'PERSON'
      ? [{ key: pageKey(area.page), run: { start: area.start, end: area.end } }]
      : [],
  );
  const pages = Map.groupBy(runs, (r) => r.key);
  return new Map([...pages].map(([key, list]) => [key, list.map((r) => r.run)]));
}

type Found = ReturnType<typeof findHits>;

function marksOfHits(input: DetectInput, { people, pages }: Found): Mark[] {
  const violence = matterOfViolence(input);
  const contexts = pages.map((page): PageContext => contextOf(page, people));
  const values = contexts.flatMap(({ work, fields }) =>
    reporterFields(work, fields).map((h) => work.page.text.slice(h.start, h.end)),
  );
  const dates = entryDates(input, contexts);
  const documents = new Map(input.documents.flatMap((d) => d.pages.map((ref) => [pageKey(ref), d.id] as const)));
  return contexts.flatMap((context) => {
    const { work, fields, spots } = context;
    const hits = [
      ...context.hits.flatMap((hit) => claimed(hit, context, people, input)),
      ...reporterFields(work, fields),
      ...reporterEchoes(input, work, people, values),
      ...reporterNicknames(work, values, people.lexicon),
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
