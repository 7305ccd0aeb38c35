import { findTerms } from '../detect/find-terms.ts';
import type { Redaction } from '../model/disposition.ts';
import { sharedArea } from '../model/geometry.ts';
import type { InCameraSet } from '../model/in-camera.ts';
import { boxesOfSpan, type PageText, pageKey } from '../model/page.ts';
import { hiddenText } from '../produce/page-text.ts';

/** What is printed over a word that leaves in no form. */
const SAFETY = { basis: 'protected_location', boxCode: 'LAW', kind: 'confidentiality' } as const;

/** A word by itself that tells something: a name, a number, or several words. */
const TELLING = /\S\s+\S|\p{N}|^\p{Lu}\p{L}{2,}/u;

/** The strings that may not be read in a set: what was taken out, and the safety words of the matter. */
export function barredText(set: InCameraSet, pages: readonly PageText[], safety: readonly string[]): readonly string[] {
  return [...new Set([...originsOf(set, pages).keys(), ...safety])].sort();
}

function originsOf(set: InCameraSet, pages: readonly PageText[]): ReadonlyMap<string, Redaction> {
  const known = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const origins = new Map<string, Redaction>();
  for (const redaction of set.documents.flatMap(({ removed }) => removed)) {
    // Of an area nobody read the words are guesses.
    const page = redaction.basis === 'unreviewed_zone' ? undefined : known.get(pageKey(redaction.page));
    const text = page === undefined ? '' : hiddenText(page, redaction.boxes);
    if (TELLING.test(text) && !origins.has(text)) origins.set(text, redaction);
  }
  return origins;
}

/** The set with what is taken out in one place taken out wherever it stands, and every safety word. */
export function spreadBarred(set: InCameraSet, pages: readonly PageText[], safety: readonly string[]): InCameraSet {
  const known = new Map(pages.map((page) => [pageKey(page.ref), page]));
  const origins = originsOf(set, pages);
  const terms = [...new Set([...origins.keys(), ...safety])].sort();
  const documents = set.documents.map((one) => {
    const added = one.pages.flatMap((ref) => {
      const page = known.get(pageKey(ref));
      if (page === undefined) return [];
      const gone = one.removed.filter(({ page: at }) => pageKey(at) === pageKey(ref)).flatMap(({ boxes }) => boxes);
      return findTerms(page.text, terms).flatMap(({ start, end, term }): readonly Redaction[] => {
        const boxes = boxesOfSpan(page, start, end).filter(
          (box) => !gone.some((other) => sharedArea(box, other) >= 0.95 * box.w * box.h),
        );
        if (boxes.length === 0) return [];
        const origin = origins.get(terms[term] ?? '');
        const { basis, boxCode, kind } = origin ?? SAFETY;
        const why = 'the same words are taken out elsewhere';
        const rule = { marks: [], hidesIdentity: false, relation: 'unknown', decidedBy: 'in-camera/spread' } as const;
        return [{ ...rule, page: ref, boxes, basis, boxCode, kind, why }];
      });
    });
    return added.length === 0 ? one : { ...one, removed: [...one.removed, ...added] };
  });
  return { ...set, documents };
}
