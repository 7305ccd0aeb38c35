import { agencyCounsel } from '../decide/authorities.ts';
import { keepMarks } from '../detect/keep-list.ts';
import { UsageError } from '../errors.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { PageText } from '../model/page.ts';
import type { MatterFolder } from './matter-folder.ts';

/**
 * The marks of the keep lists of a request; UsageError where the pack does not allow boxes for scope inside a paper
 * that answers and no counsel of the agency allowed it for the matter.
 */
export function scopeMarks(
  { matter, law }: MatterFolder,
  documents: readonly CaseDocument[],
  pages: readonly PageText[],
): readonly Mark[] {
  const { items } = matter.request;
  const listed = items.filter(({ keep }) => keep !== undefined).map(({ id }) => id);
  if (listed.length === 0) return [];
  const word = matter.policy.scope_redactions;
  if (!law.pack.scope_redactions && (word === undefined || !agencyCounsel(matter).includes(word.by))) {
    const who = word === undefined ? '' : ` (${word.by} is no attorney of the agency in people)`;
    throw new UsageError(
      `request.items ${listed.join(', ')}: keep asks to box all that does not answer, and the pack ${law.pack.id} does not allow boxes for scope inside a paper that answers (scope_redactions: false; many courts disfavour them). Counsel of the agency allows it for this matter with policy: { scope_redactions: { evidence, by, on } }${who}, or take keep out.`,
    );
  }
  return keepMarks({ items, documents, pages });
}
