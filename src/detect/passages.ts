import { cuesMet, pickTopic, placesOf } from '../model/cues.ts';
import { findDates } from '../model/date-text.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Aspect, Mark, SubjectRelation, Tier } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { PageText } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { sentencesOf } from '../model/paragraphs.ts';
import type { Cue, PassageClass } from '../model/passage-rules.ts';
import { findCarried } from './carry.ts';
import { detectCategories } from './categories.ts';
import { markId } from './mark-id.ts';
import type { PassageInput } from './passage-input.ts';
import { pagesOf } from './passage-input.ts';
import { findClues } from './passages-clues.ts';
import type { Passage } from './passages-footers.ts';
import { passagesOn } from './passages-footers.ts';
import type { CaseLists, Score } from './passages-score.ts';
import { caseLists, sayScore, scoreText, tierOf } from './passages-score.ts';
import { byReporter } from './reporter-papers.ts';

/** A passage that was found, before it is a mark. */
export interface PassageFound {
  readonly page: PageText;
  readonly run: Run;
  readonly basis: string;
  readonly tier: Tier;
  readonly score: number;
  readonly rules: readonly string[];
  readonly why: string;
  readonly relation?: SubjectRelation;
  readonly aspect?: Aspect;
  readonly topic?: string;
  readonly carriedFrom?: string;
}

/** A document with its passages and the bases that already attach to it as a whole. */
export interface DocumentPassages {
  readonly document: CaseDocument;
  readonly passages: readonly Passage[];
  readonly whole: ReadonlySet<string>;
  /** Whoever reported wrote it: no talk of the agency with its counsel. */
  readonly reporters: boolean;
}

/** Grounds that say the same of a document: a passage needs no mark of its own under one of them. */
const KIN: Readonly<Record<string, readonly string[]>> = {
  attorney_client: ['attorney_client', 'work_product'],
  work_product: ['work_product', 'attorney_client'],
  psychotherapist: ['psychotherapist', 'psychotherapy_notes', 'mh_professional_state'],
  part2_sud: ['part2_sud', 'part2_counseling_notes'],
  vsp_victim_info: ['vsp_victim_info', 'dv_advocate', 'sa_counselor'],
  protected_location: ['protected_location', 'vsp_victim_info', 'dv_advocate', 'sa_counselor'],
};

/**
 * Passages of documents that are privileged or confidential by content (label PASSAGE): scored
 * paragraphs and sentences, clues to a reporter, content carried from protected documents. Within one
 * page each. Documents that a category covers as a whole are not marked again on that ground. `matter` may know
 * more names than the one that whole documents are judged by.
 */
export function detectPassages(given: PassageInput, matter: Matter = given.matter): readonly Mark[] {
  const whole = wholeBases(given);
  const input = { ...given, matter };
  const documents = input.documents.map((document) => ({
    document,
    passages: pagesOf(input, document).flatMap((p) => passagesOn(p, input.rules.passages.footers)),
    whole: whole.get(document.id) ?? new Set<string>(),
    reporters: byReporter(document, input),
  }));
  const carried = findCarried(documents, input);
  return documents.flatMap((one) => {
    const found = [
      ...input.rules.passages.classes.flatMap((rule) => findClass(rule, one, input)),
      ...findClues(one, input),
      ...(carried.get(one.document.id) ?? []),
    ];
    const dated = input.rules.documentTypes.types.find((t) => t.id === one.document.type)?.dated === 'entries';
    return toMarks(one, found, dated);
  });
}

function wholeBases(input: PassageInput): ReadonlyMap<string, ReadonlySet<string>> {
  const whole = new Map<string, Set<string>>();
  for (const mark of detectCategories(input)) {
    if (mark.tier !== 'auto') continue;
    whole.set(mark.document, (whole.get(mark.document) ?? new Set()).add(mark.basis));
  }
  return whole;
}

function findClass(rule: PassageClass, one: DocumentPassages, input: PassageInput): readonly PassageFound[] {
  if ((KIN[rule.basis] ?? [rule.basis]).some((basis) => one.whole.has(basis))) return [];
  const lists = caseLists(rule, input.matter);
  const passages = one.passages.filter((p) => !p.footer);
  if (rule.span === 'paragraph') return findParagraphs(rule, passages, lists, one, input);
  return passages.flatMap((p) => findSentences(rule, p, lists, one, input));
}

/** Scored paragraphs; in a mail, memo or letter one that is sure lifts the others that have a cue at all. */
function findParagraphs(
  rule: PassageClass,
  passages: readonly Passage[],
  lists: readonly CaseLists[],
  one: DocumentPassages,
  input: PassageInput,
): readonly PassageFound[] {
  const headed = underHeadings(passages, rule);
  const scored = passages.map((passage, i) => {
    const score = scoreText(passage.text, rule, lists, one.document);
    const cue = headed[i];
    return {
      passage,
      score: cue === undefined ? score : { total: score.total + cue.weight, met: [...score.met, cue] },
    };
  });
  const lifts = one.document.correspondence && scored.some((s) => s.score.total >= rule.auto);
  return scored.flatMap(({ passage, score }) => {
    const lift = lifts && score.total > 0 && score.total < rule.auto ? rule.carryOver : 0;
    return foundIn(rule, passage, passage, { ...score, total: score.total + lift }, one, input);
  });
}

const HEADING = 70;
const ENTRY = /^(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d)?\d\d)\b/;

/** For each paragraph the cue of the heading it stands under or begins with; a heading alone on its line is not marked. */
function underHeadings(passages: readonly Passage[], rule: PassageClass): readonly (Cue | undefined)[] {
  let under: Cue | undefined;
  return passages.map(({ text }) => {
    const line = text.trim();
    const own = cuesMet(line, rule.headings)[0];
    const alone = line.length < HEADING && /^[^\p{Ll}]/u.test(line) && !/[.;,]$/.test(line);
    if (own !== undefined || alone || ENTRY.test(line)) under = own;
    return alone ? undefined : under;
  });
}

/** Sentences that score themselves; one behind a found one is lifted where it has a cue at all. */
function findSentences(
  rule: PassageClass,
  passage: Passage,
  lists: readonly CaseLists[],
  one: DocumentPassages,
  input: PassageInput,
): readonly PassageFound[] {
  let goesOn = false;
  return sentencesOf(passage.page.text, passage).flatMap((run) => {
    const text = passage.text.slice(run.start - passage.start, run.end - passage.start);
    const own = scoreText(text, rule, lists, one.document);
    const score = goesOn && own.total > 0 ? { ...own, total: own.total + rule.carryOver } : own;
    goesOn = score.total >= rule.review;
    return foundIn(rule, passage, afterLabel(text, run, score), score, one, input);
  });
}

/** `Reporter: ...`: the label stays, what follows it is marked. */
function afterLabel(text: string, run: Run, score: Score): Run {
  const label = score.met.find((cue) => cue.marksAfter === true);
  const place = label === undefined ? undefined : placesOf(text, label)[0];
  return place === undefined || place.end >= text.length ? run : { start: run.start + place.end, end: run.end };
}

function foundIn(
  rule: PassageClass,
  passage: Passage,
  run: Run,
  score: Score,
  one: DocumentPassages,
  input: PassageInput,
): readonly PassageFound[] {
  const reached = tierOf(score.total, rule);
  if (reached === undefined || score.met.length === 0) return [];
  const sure = rule.sureWith.length === 0 || score.met.some((c) => rule.sureWith.includes(c.group ?? ''));
  const tier = sure ? reached : unsureTier(reached, rule, one);
  if (tier === undefined) return [];
  return [
    {
      page: passage.page,
      run: { start: run.start, end: run.end },
      basis: rule.basis,
      tier,
      score: Math.max(0.05, Math.min(0.99, score.total)),
      rules: score.met.map((c) => `${rule.id}/${c.id}`),
      why: `p. ${passage.page.ref.page} \u00b6${passage.place}, ${rule.basis.replaceAll('_', '-')}, ${Math.min(0.99, score.total).toFixed(2)}: ${rule.why}; ${sayScore(score.met)}.`,
      ...(rule.aspect === undefined ? {} : { aspect: rule.aspect }),
      ...(rule.basis === 'reporter_identity' ? { relation: 'reporter' as const } : {}),
      ...(rule.topic ? { topic: pickTopic(passage.text, input.rules.passages.topics) } : {}),
    },
  ];
}

/** Without a source a finding is a question, and only in papers of the types that people write such things in. */
function unsureTier(reached: Tier, rule: PassageClass, one: DocumentPassages): Tier | undefined {
  if (reached === 'hint' || one.reporters) return undefined;
  if (rule.asksIn.length > 0 && !rule.asksIn.includes(one.document.type)) return undefined;
  return 'review';
}

/** Marks of a document: one a place and ground, the surer one kept; narrower spans in wider ones of the ground go. */
function toMarks(one: DocumentPassages, found: readonly PassageFound[], dated: boolean): readonly Mark[] {
  const best = new Map<string, PassageFound>();
  for (const f of found) {
    const key = `${f.page.ref.page}:${f.run.start}-${f.run.end}:${f.basis}`;
    const known = best.get(key);
    const better = known === undefined || rank(f) > rank(known);
    if (better)
      best.set(
        key,
        f.carriedFrom === undefined && known?.carriedFrom !== undefined ? { ...f, carriedFrom: known.carriedFrom } : f,
      );
    else if (known !== undefined && known.carriedFrom === undefined && f.carriedFrom !== undefined)
      best.set(key, { ...known, carriedFrom: f.carriedFrom });
  }
  const entries = dated ? entryDates(one.passages) : () => undefined;
  return [...best.values()]
    .sort((a, b) => a.page.ref.page - b.page.ref.page || a.run.start - b.run.start || (a.basis < b.basis ? -1 : 1))
    .map((f) => markOf(one.document, f, entries));
}

function rank(found: PassageFound): number {
  return { auto: 2, review: 1, hint: 0 }[found.tier] + found.score / 10;
}

function markOf(
  document: CaseDocument,
  found: PassageFound,
  entries: (page: PageText, offset: number) => string | undefined,
): Mark {
  const area = { kind: 'span' as const, page: found.page.ref, start: found.run.start, end: found.run.end };
  const entryDate = entries(found.page, found.run.start);
  return {
    id: markId(document.id, area, found.basis),
    document: document.id,
    area,
    basis: found.basis,
    label: 'PASSAGE',
    relation: found.relation ?? 'unknown',
    tier: found.tier,
    score: found.score,
    rules: found.rules,
    why: found.why,
    ...(found.aspect === undefined ? {} : { aspect: found.aspect }),
    ...(found.topic === undefined ? {} : { topic: found.topic }),
    ...(found.carriedFrom === undefined ? {} : { carriedFrom: found.carriedFrom }),
    ...(entryDate === undefined ? {} : { entryDate }),
  };
}

/** The date of the entry a place stands in: the last date that begins a paragraph before it, over pages too. */
function entryDates(passages: readonly Passage[]): (page: PageText, offset: number) => string | undefined {
  const heads = passages.flatMap((p) => {
    const date = findDates(p.text)[0];
    return date?.day === true && date.start <= 2 ? [{ page: p.page.ref.page, start: p.start, iso: date.iso }] : [];
  });
  if (new Set(heads.map((h) => h.iso)).size < 2) return () => undefined;
  return (page, offset) =>
    heads.findLast((h) => h.page < page.ref.page || (h.page === page.ref.page && h.start <= offset))?.iso;
}
