import { findTerms } from '../detect/find-terms.ts';
import type { Decided, Disposition, Redaction } from '../model/disposition.ts';
import { type Box, sharedArea } from '../model/geometry.ts';
import { asPrinted, boxesOfSpan, type PageText, pageKey } from '../model/page.ts';
import { hiddenText } from '../produce/page-text.ts';
import type { Prepared } from './prepare.ts';

/** Share of a place that boxes must cover for it to count as boxed. */
const COVERED = 0.6;

/**
 * Boxes every place of a produced page where a string stands that is boxed somewhere else in the volume: one
 * place left open names what all the others hide (leaks.md 27). `secrets` are the strings that count; what people
 * left open is not among them. The same Decided where nothing is added.
 */
export function spreadRedactions(decided: Decided, prepared: Prepared, secrets: readonly string[]): Decided {
  const pages = new Map(prepared.pages.map((page) => [pageKey(page.ref), page]));
  const origins = originsOf(decided, pages);
  const wanted = secrets.filter((secret) => origins.has(secret));
  if (wanted.length === 0) return decided;
  const documents = new Map(prepared.documents.map((document) => [document.id, document]));
  const dispositions = decided.dispositions.map((disposition): Disposition => {
    if (disposition.treatment !== 'produce' && disposition.treatment !== 'redact') return disposition;
    const own = documents.get(disposition.document)?.pages ?? [];
    const added = own.flatMap((ref) => {
      const page = pages.get(pageKey(ref));
      const there = disposition.redactions
        .filter((one) => pageKey(one.page) === pageKey(ref))
        .flatMap((one) => one.boxes);
      return page === undefined ? [] : openPlaces(page, wanted, there, origins);
    });
    return added.length === 0
      ? disposition
      : { ...disposition, treatment: 'redact', redactions: [...disposition.redactions, ...added] };
  });
  const isSame = dispositions.every((disposition, index) => disposition === decided.dispositions[index]);
  return isSame ? decided : { ...decided, dispositions };
}

/** The first redaction that hides each string. */
function originsOf(decided: Decided, pages: ReadonlyMap<string, PageText>): ReadonlyMap<string, Redaction> {
  const origins = new Map<string, Redaction>();
  for (const redaction of decided.dispositions.flatMap((disposition) => disposition.redactions)) {
    const page = pages.get(pageKey(redaction.page));
    const read = page === undefined || redaction.basis !== 'unreviewed_zone' ? page : asPrinted(page);
    const text = read === undefined ? '' : hiddenText(read, redaction.boxes);
    if (text !== '' && !origins.has(text)) origins.set(text, redaction);
  }
  return origins;
}

function openPlaces(
  page: PageText,
  secrets: readonly string[],
  boxed: readonly Box[],
  origins: ReadonlyMap<string, Redaction>,
): readonly Redaction[] {
  return findTerms(page.text, secrets).flatMap((place): readonly Redaction[] => {
    const origin = origins.get(secrets[place.term] ?? '');
    const boxes = boxesOfSpan(page, place.start, place.end).filter((box) => !isCovered(box, boxed));
    if (origin === undefined || boxes.length === 0) return [];
    const { basis, boxCode, relation, kind, hidesIdentity } = origin;
    const why = 'The same string is boxed elsewhere in the volume.';
    return [
      {
        marks: [],
        page: page.ref,
        boxes,
        basis,
        boxCode,
        relation,
        kind,
        hidesIdentity,
        decidedBy: 'spread/same-string',
        why,
      },
    ];
  });
}

function isCovered(box: Box, by: readonly Box[]): boolean {
  return by.reduce((sum, one) => sum + sharedArea(box, one), 0) >= COVERED * box.w * box.h;
}
