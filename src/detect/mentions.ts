import { placesOf } from '../model/cues.ts';
import type { CaseDocument } from '../model/document.ts';
import { foldText } from '../model/fold-text.ts';
import type { MentionRule, MissingThing } from '../model/mentions.ts';
import { type PageText, pageKey } from '../model/page.ts';

/**
 * Things that documents mention and that are not in the file: an acknowledgment said to be attached, photographs,
 * a recording. A list for the custodian, who knows where to look; it proves nothing. Never words of a page.
 */
export function findMissing(
  documents: readonly CaseDocument[],
  pages: readonly PageText[],
  rules: readonly MentionRule[],
): readonly MissingThing[] {
  const byKey = new Map(pages.map((page) => [pageKey(page.ref), page]));
  return documents.flatMap((document) => {
    const own = document.pages.flatMap((ref) => byKey.get(pageKey(ref)) ?? []);
    return rules.flatMap((rule): readonly MissingThing[] => {
      const met = own.filter((page) => mentions(page, rule));
      if (met.length === 0 || isThere(rule, document, documents, byKey)) return [];
      return [{ document: document.id, what: rule.text, pages: met.map((page) => page.ref) }];
    });
  });
}

function mentions(page: PageText, rule: MentionRule): boolean {
  const folded = foldText(page.text);
  const not = rule.negatives.flatMap((cue) => placesOf(folded, cue));
  return rule.cues
    .flatMap((cue) => placesOf(folded, cue))
    .some((place) => !not.some((other) => other.start < place.end && place.start < other.end));
}

/** A family counts as one: what the parent mentions may be a page of the child, and the other way round. */
function isThere(
  rule: MentionRule,
  document: CaseDocument,
  documents: readonly CaseDocument[],
  byKey: ReadonlyMap<string, PageText>,
): boolean {
  const root = document.family?.parent ?? document.id;
  const family = documents.filter((one) => one.id === root || one.family?.parent === root);
  if (rule.attachment && family.length > 1) return true;
  const source = document.pages[0]?.file;
  if (documents.some((one) => one.id !== document.id && one.pages[0]?.file === source && rule.types.includes(one.type)))
    return true;
  return [document, ...family].some((one) =>
    one.pages.some((ref) => byKey.get(pageKey(ref))?.zones.some((zone) => rule.zones.includes(zone.kind)) === true),
  );
}
