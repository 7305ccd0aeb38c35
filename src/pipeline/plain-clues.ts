import type { Mark } from '../model/mark.ts';
import { type PageText, pageKey } from '../model/page.ts';

/** A clause of more words is told apart from common speech by itself. */
const WORDS = 7;
/** Rules that box a clause or a cell beside a reporter. */
const BESIDE = /^(?:clue\/|people\/reporter-(?:row|paper))/;

/**
 * Clues to a reporter that are plain words: "at school", "maternal aunt". They tell something only where they stand,
 * beside the reporter, and are no secret in other papers.
 */
export function plainClues(marks: readonly Mark[], pages: readonly PageText[]): readonly string[] {
  const byKey = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const texts = marks.flatMap(({ area, rules }) => {
    if (area.kind !== 'span' || !rules.some((rule) => BESIDE.test(rule))) return [];
    const text = (byKey.get(pageKey(area.page))?.text ?? '').slice(area.start, area.end).replace(/\s+/g, ' ').trim();
    return isPlain(text) ? [text, text.replace(/[.,;:!?"')\]]+$/, '')] : [];
  });
  return [...new Set(texts)].sort();
}

/** Few words, none of them with a capital but the first, no number. */
function isPlain(text: string): boolean {
  return text.split(' ').length <= WORDS && !/\d/.test(text) && !/ \P{L}?\p{Lu}/u.test(text);
}
