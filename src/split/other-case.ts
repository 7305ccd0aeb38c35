import { nameWords } from '../model/fold-text.ts';
import type { Matter } from '../model/matter.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';
import { isLabelled } from './document-people.ts';
import type { PageFacts } from './page-facts.ts';
import { findOnRoster } from './parties.ts';

const FAMILY = new Set(['parent', 'child', 'relative', 'foster_parent', 'caregiver']);

/**
 * True where the head names a family, client or child that the matter does not know and nobody of
 * the matter's family is named anywhere in it: another family's paper, filed here by mistake. A
 * person recorded with relation `other_client` decides it at once.
 */
export function isOtherCase(pages: readonly PageFacts[], matter: Matter, rules: DocumentTypeRules): boolean {
  const names = pages
    .flatMap((p) => p.fields.filter((f) => f.row < 20 && isLabelled(f, rules.marks.nameLabels)))
    .map((f) => f.value)
    .concat(pages.flatMap((page) => namesBesideCases(page, rules)));
  if (names.some((n) => findOnRoster(n, matter)?.relation === 'other_client')) return true;
  const own = familyWords(matter);
  if (names.length === 0 || own.size === 0) return false;
  if (names.some((n) => !looksLikeName(n)) || names.some((n) => nameWords(n).some((w) => own.has(w)))) return false;
  return !pages.some((p) => namesOwnFamily(p, matter));
}

/** True where the page holds a name of the family of the matter or of the requester. */
export function namesOwnFamily(page: PageFacts, matter: Matter): boolean {
  const own = familyWords(matter);
  return nameWords(page.text).some((w) => own.has(w));
}

/** Surnames of the family and names of the subjects as words. */
function familyWords(matter: Matter): ReadonlySet<string> {
  const people = matter.people.filter((p) => FAMILY.has(p.role) && p.relation !== 'other_client');
  const names = people.flatMap((p) => [p.name, ...p.aliases]).flatMap((n) => nameWords(n));
  const subjects = matter.request.subjects.flatMap((s) => nameWords(s));
  return new Set([...names, ...subjects, ...nameWords(matter.request.requester.name)].filter((w) => w.length > 2));
}

/** "Case 23-1140 Dorrit" in a heading: the family's name behind the number of its case, without a label. */
function namesBesideCases({ rows }: PageFacts, rules: DocumentTypeRules): readonly string[] {
  return rows.slice(0, 5).flatMap(({ text }) => {
    const name = BESIDE_CASE.exec(text)?.[1];
    if (name === undefined || !looksLikeName(name)) return [];
    return nameWords(name).some((w) => rules.marks.besideCase.some((p) => wholeWord(p).test(w))) ? [] : [name];
  });
}

const wholeWord = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const BESIDE_CASE =
  /\b(?:case|family|file|record|chart)(?: (?:no|number|#|id))?\.? ?[:#]? ?(?=[a-z-]{0,6}\d)[a-z\d]{1,6}(?:-[a-z\d]{1,8}){0,3}[ ,:;()–—-]{1,4}(\p{L}[\p{L}'-]+(?:[ ,]{1,2}\p{L}[\p{L}'.-]*){0,2})\)?$/iu;

function looksLikeName(value: string): boolean {
  return /^\p{Lu}[\p{L}'-]+(?:[ ,]{1,2}\p{Lu}[\p{L}'.-]*){0,3}(?:,.{0,20})?$/u.test(value.trim());
}
