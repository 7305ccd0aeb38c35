import { firstDay, lastDay } from '../model/dates.ts';
import type { RuleStep } from '../model/disposition.ts';
import type { CaseDocument, DocumentDate } from '../model/document.ts';
import type { Matter } from '../model/matter.ts';

/** Which request items a document answers, and whether it runs beyond the dates asked for. */
export interface Scope {
  /** Ids of request items, [] = none: not responsive. */
  readonly answers: readonly string[];
  /** Part of it lies outside the dates: a person must say what of it answers. */
  readonly partly: boolean;
  readonly steps: readonly RuleStep[];
}

/** Scope of a document: dates, types and whose paper it is (domain 1.5 step 3). Another family's paper answers nothing. */
export function scopeOf(document: CaseDocument, matter: Matter): Scope {
  const { date_range: range, items } = matter.request;
  if (document.otherCase === true)
    return none('scope/other-case', 'another family’s paper: it answers no request; breach workflow');
  const answers = items
    .filter((item) => item.document_types.length === 0 || item.document_types.includes(document.type))
    .map((item) => item.id);
  if (answers.length === 0) return none('scope/type', `no request item asks for papers of type ${document.type}`);
  const span = daysOf(document.date);
  if (span === undefined)
    return {
      answers,
      partly: false,
      steps: [{ rule: 'scope/undated', text: 'undated: taken as answering the request' }],
    };
  const { first, last } = span;
  if ((range?.from !== undefined && last < range.from) || (range?.to !== undefined && first > range.to))
    return none('scope/dates', 'dated outside the range the request asks for');
  const partly = (range?.from !== undefined && first < range.from) || (range?.to !== undefined && last > range.to);
  const text = partly ? 'runs beyond the range the request asks for' : `answers item ${answers.join(', ')}`;
  return { answers, partly, steps: [{ rule: partly ? 'scope/partly' : 'scope/answers', text }] };
}

/** The first and last day a paper can be of; undefined for an undated one. */
export function daysOf(date: DocumentDate): { readonly first: string; readonly last: string } | undefined {
  const from = date.from ?? date.to;
  const to = date.to ?? date.from;
  return from === undefined || to === undefined ? undefined : { first: firstDay(from), last: lastDay(to) };
}

function none(rule: string, text: string): Scope {
  return { answers: [], partly: false, steps: [{ rule, text }] };
}
