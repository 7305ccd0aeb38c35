import type { CaseDocument } from '../model/document.ts';
import { foldText, nameWords } from '../model/fold-text.ts';
import type { Matter, Organization } from '../model/matter.ts';
import type { PageText } from '../model/page.ts';
import { fieldsOf, rowsOf, uprightHeight } from '../model/page-rows.ts';

/** Where a paper comes from: the organisations of its letterhead and of its author, and the author's role. */
export interface DocumentSource {
  readonly organizations: readonly Organization[];
  readonly role?: string;
}

const HEAD_ROWS = 5;
const HEAD_PART = 0.2;

/** The source of a document by its author and by the head of its first page; recipients do not count. */
export function sourceOf(document: CaseDocument, pages: readonly PageText[], matter: Matter): DocumentSource {
  const author = document.author ?? document.from;
  const first = pages[0];
  const heads = first === undefined ? [] : letterhead(first);
  const own = author?.organization;
  const organizations = matter.organizations.filter((o) =>
    [o.name, ...o.aliases].some(
      (name) => heads.some((h) => namesIt(h, name)) || (own !== undefined && namesIt(own, name)),
    ),
  );
  return { organizations, ...(author === undefined ? {} : { role: author.role }) };
}

/** Rows of the head that are not a field (`To: ...`) and not a sentence: a letterhead or a title. */
function letterhead(page: PageText): readonly string[] {
  const rows = rowsOf(page);
  const labelled = new Set(fieldsOf(rows).map((f) => f.row));
  return rows
    .filter((row, i) => i < HEAD_ROWS || row.top < uprightHeight(page) * HEAD_PART)
    .filter((row) => !labelled.has(rows.indexOf(row)) && row.text.split(' ').length <= 12)
    .map((row) => foldText(row.text));
}

/** True where the words of `name` stand one after the other in `text`. */
export function namesIt(text: string, name: string): boolean {
  const wanted = nameWords(name);
  const words = nameWords(text);
  if (wanted.length === 0) return false;
  return words.some((_, i) => wanted.every((w, k) => words[i + k] === w));
}
