import type { CaseDocument } from '../model/document.ts';
import type { Matter } from '../model/matter.ts';
import type { PageText } from '../model/page.ts';
import { pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import type { DocumentTypeRules, PassageRules } from '../model/passage-rules.ts';

/** What passages and categories are found in: the part of DetectInput that they need. */
export interface PassageInput {
  readonly matter: Matter;
  readonly documents: readonly CaseDocument[];
  readonly pages: readonly PageText[];
  readonly rules: { readonly passages: PassageRules; readonly documentTypes: DocumentTypeRules };
  /** Where reporters are named, by page key. */
  readonly reporters?: ReadonlyMap<string, readonly Run[]>;
}

/** The pages of a document that were read, in order. */
export function pagesOf(input: Pick<PassageInput, 'pages'>, document: CaseDocument): readonly PageText[] {
  const keys = new Set(document.pages.map(pageKey));
  return input.pages.filter((p) => keys.has(pageKey(p.ref)));
}
