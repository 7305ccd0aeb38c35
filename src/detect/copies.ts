import { createHash } from 'node:crypto';
import type { CaseDocument } from '../model/document.ts';
import { type PageText, pageKey } from '../model/page.ts';

/** Documents that repeat one another; what is done to one must be done to all. */
export interface Copies {
  readonly documents: readonly string[];
  /** A sentence without text of the pages. */
  readonly why: string;
}

/** Fewer letters than this say too little to call two papers copies. */
const LEAST_LETTERS = 200;

/** Groups of documents whose letters and digits are the same, in the order of the documents. */
export function findCopies(documents: readonly CaseDocument[], pages: readonly PageText[]): readonly Copies[] {
  const texts = new Map(pages.map((page) => [pageKey(page.ref), page.text]));
  const groups = Map.groupBy(documents, (document) => {
    const text = document.pages.map((ref) => texts.get(pageKey(ref)) ?? '').join('\n');
    const letters = text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
    return letters.length < LEAST_LETTERS ? document.id : createHash('sha256').update(letters).digest('hex');
  });
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      documents: group.map((document) => document.id),
      why: `${group.length} papers with the same words: they are treated alike or a person says why not`,
    }));
}
