import { wordsOf } from './secrets.ts';

const NAMES = /(?=(\p{Lu}\p{Ll}+)(?:[ ._-]+|, ?)(\p{Lu}\p{Ll}+))/gu;
const NUMBERS =
  /\b\d{3}-\d{2}-\d{4}\b|(?<![\d.-])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\d-])|(?<![\d.-])\d{3}-\d{4}(?![\d-])/g;
const MAIL = /[\w.+-]+@[\w-]+\.[\w.-]+/g;

/** What programs call pages and parts of their own accord, capitals and all: nobody's name. */
const OF_PROGRAMS =
  /^(?:Blank|Page|Untitled|Document|Slide|Sheet|Section|Chapter|Part|Figure|Table|Title|Cover|Front|Back|Matter|Contents|Index|Appendix|Exhibit|Attachment|Annex|Schedule|Bookmark|Layout|Default|New|Copy|Draft|Final)$/;

/**
 * Whether a text names somebody of whom `known` (folded words) says nothing: two capitalised words in a row, which
 * no program chose, or a number or address as people have them. One capitalised word may be a heading's.
 */
export function tells(text: string, known: ReadonlySet<string>): boolean {
  const isNew = (part: string): boolean => wordsOf(part).every((word) => !known.has(word));
  const names = [...text.matchAll(NAMES)].some(
    ([, first = '', last = '']) => isNew(first) && isNew(last) && !(OF_PROGRAMS.test(first) && OF_PROGRAMS.test(last)),
  );
  return names || [...(text.match(NUMBERS) ?? []), ...(text.match(MAIL) ?? [])].some(isNew);
}
