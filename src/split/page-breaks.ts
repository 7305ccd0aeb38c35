import type { BreakWeights, DocumentTypeRules } from '../model/passage-rules.ts';
import type { TypeFound } from './document-type.ts';
import { findType, titledTypes } from './document-type.ts';
import type { PageFacts } from './page-facts.ts';

/** Whether a document ends between two pages, with what spoke for and against it. */
export interface BreakFound {
  readonly breaks: boolean;
  readonly score: number;
  readonly says: readonly string[];
}

const ANEW: ReadonlySet<keyof BreakWeights> = new Set(['pageOne', 'title', 'otherCase']);

type Sign = readonly [keyof BreakWeights, string];

/**
 * Scores the break before `next` (detection 5): `before` holds the readable pages of the document
 * that is open, at least one.
 */
export function scoreBreak(before: readonly PageFacts[], next: PageFacts, rules: DocumentTypeRules): BreakFound {
  const last = before.at(-1);
  if (last === undefined) return { breaks: true, score: 1, says: ['first page of the file'] };
  const numbers = numberSigns(last, next);
  const titles = titleSigns(before, next, rules);
  const heads = headSigns(before, last, next);
  const anew = [...numbers, ...titles, ...heads].some(([key]) => ANEW.has(key));
  const signs = [
    ...numbers,
    // A form that begins again has the head of the one before it; that speaks neither way.
    ...titles.filter(([key]) => key !== 'sameTitle' || !anew),
    ...heads,
    ...flowSigns(before, last, next, anew),
    ...pageSigns(last, next),
  ];
  const score = signs.reduce((sum, [key]) => sum + rules.breaks[key], 0);
  const breaks = score >= rules.breaks.threshold - 1e-9;
  const side = signs.filter(([key]) => rules.breaks[key] > 0 === breaks);
  return { breaks, score, says: side.map(([, says]) => says) };
}

function numberSigns(last: PageFacts, next: PageFacts): readonly Sign[] {
  const a = last.number;
  const b = next.number;
  if (b === undefined) return [];
  if (b.page === 1 && b.of !== 1) return [['pageOne', 'page numbers begin again']];
  if (b.page === 1) return [['pageOne', 'it is numbered as a single page']];
  const goesOn = a !== undefined && b.page === a.page + 1 && a.of === b.of;
  if (goesOn) return [['pageContinues', 'page numbers go on']];
  return b.of !== undefined && a?.of !== undefined && a.of !== b.of
    ? [['newHeader', 'the count of pages differs']]
    : [];
}

function titleSigns(before: readonly PageFacts[], next: PageFacts, rules: DocumentTypeRules): readonly Sign[] {
  const titled = titledTypes(next, rules, before.at(-1)?.names);
  const repeated = next.names.some((t) =>
    before.some((p) => p.names.some((o) => plain(o) !== '' && plain(o) === plain(t))),
  );
  const current = findType(before, rules);
  if (titled.length === 0 && repeated) return [['sameTitle', 'the head of the page is repeated']];
  if (titled.length === 0)
    return isOther(current, findType([next], rules)) ? [['typeChange', 'the page alone reads as another type']] : [];
  const first = before[0];
  const known = new Set([current.id, ...(first === undefined ? [] : titledTypes(first, rules))]);
  if (titled.some((id) => known.has(id))) return [];
  return [['title', 'a title of another type at the top']];
}

const SURE = 1;

function isOther(current: TypeFound, alone: TypeFound): boolean {
  return alone.rule !== undefined && current.rule !== undefined && alone.score >= SURE && alone.id !== current.id;
}

function plain(text: string): string {
  return text
    .replace(/[\d\W_]+/g, ' ')
    .trim()
    .toLowerCase();
}

function headSigns(before: readonly PageFacts[], last: PageFacts, next: PageFacts): readonly Sign[] {
  const signs: Sign[] = [];
  if (next.emailHead) signs.push(['emailHeader', 'an e-mail head block at the top']);
  if (next.fax) signs.push(['faxHeader', 'a fax cover at the top']);
  if (next.salutation && !next.emailHead) signs.push(['salutation', 'a salutation near the top']);
  if (next.attachment) signs.push(['attachmentLabel', 'it is headed as an attachment']);
  if (next.continued) signs.push(['continued', 'the page says that it goes on']);
  if (next.fields.filter((f) => f.row < 10).length >= 3) signs.push(['newHeader', 'a new head block']);
  if (before[0] !== undefined && differentValues(before[0], next) >= 2)
    signs.push(['otherValues', 'the same head block with other entries']);
  const apart = last.cases.length > 0 && next.cases.length > 0 && !next.cases.some((c) => last.cases.includes(c));
  if (apart) signs.push(['otherCase', 'the page bears another case number']);
  return signs;
}

/** Labels that two heads share with different entries. */
function differentValues(first: PageFacts, next: PageFacts): number {
  const own = next.fields.filter((f) => f.row < 12);
  return first.fields.filter((f) => f.row < 12 && own.some((o) => o.label === f.label && o.value !== f.value)).length;
}

function flowSigns(before: readonly PageFacts[], last: PageFacts, next: PageFacts, anew: boolean): readonly Sign[] {
  const signs: Sign[] = [];
  const sameTop = last.top.length > 5 && last.top === next.top;
  const sameBottom = last.bottom.length > 5 && last.bottom === next.bottom;
  if (last.closed) signs.push(['closedBefore', 'the page before it closes with a signature']);
  if (last.endsOpen && next.startsLower) signs.push(['runsOver', 'a sentence runs over the break']);
  if (sameTop && !anew) signs.push(['sameHeader', 'the running head is the same']);
  if (sameBottom) signs.push(['sameFooter', 'the foot of the page is the same']);
  if (!sameTop && !sameBottom && hasRunning(before)) signs.push(['newRunning', 'the running head or foot ends']);
  if (last.filled < 0.6) signs.push(['shortBefore', 'the page before it ends early']);
  return signs;
}

/** True where the last two pages of the open document bear one running head or foot. */
function hasRunning(before: readonly PageFacts[]): boolean {
  const [a, b] = before.slice(-2);
  if (a === undefined || b === undefined) return false;
  return (a.top.length > 5 && a.top === b.top) || (a.bottom.length > 5 && a.bottom === b.bottom);
}

function pageSigns(last: PageFacts, next: PageFacts): readonly Sign[] {
  const signs: Sign[] = [];
  const a = last.page;
  const b = next.page;
  if (Math.abs(a.width - b.width) > 12 || Math.abs(a.height - b.height) > 12)
    signs.push(['sizeChange', 'the page size differs']);
  if (a.turn !== b.turn) signs.push(['turnChange', 'the page was turned another way']);
  if (a.readBy !== b.readBy) signs.push(['readingChange', 'a scan follows a printed page, or the reverse']);
  return signs;
}
