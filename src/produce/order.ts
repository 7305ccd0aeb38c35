import type { Disposition, Treatment } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import { naturalOrder } from '../model/natural-order.ts';

/** A document with what happens to it. */
export interface SettledDocument {
  readonly document: CaseDocument;
  readonly disposition: Disposition;
}

/**
 * Documents in the order of contract 3.1: path in natural order, then page; an attachment follows
 * its parent, attachments of attachments theirs.
 */
export function orderDocuments(documents: readonly SettledDocument[]): readonly SettledDocument[] {
  const known = new Set(documents.map((one) => one.document.id));
  const parentOf = (one: SettledDocument): string | undefined => {
    const parent = one.document.family?.parent;
    return parent !== undefined && known.has(parent) && parent !== one.document.id ? parent : undefined;
  };
  const byParent = Map.groupBy(documents, parentOf);
  const seen = new Set<string>();
  const walk = (one: SettledDocument): readonly SettledDocument[] => {
    if (seen.has(one.document.id)) return [];
    seen.add(one.document.id);
    const attached = [...(byParent.get(one.document.id) ?? [])].sort(byFamilyOrder);
    return [one, ...attached.flatMap(walk)];
  };
  const roots = [...(byParent.get(undefined) ?? [])].sort(byPlace).flatMap(walk);
  // Documents that name each other as parent have no root; none may be lost.
  return [...roots, ...[...documents].sort(byPlace).flatMap(walk)];
}

function byPlace(a: SettledDocument, b: SettledDocument): number {
  const [left] = a.document.pages;
  const [right] = b.document.pages;
  return naturalOrder(left?.file ?? '', right?.file ?? '') || (left?.page ?? 0) - (right?.page ?? 0);
}

function byFamilyOrder(a: SettledDocument, b: SettledDocument): number {
  return (a.document.family?.order ?? 0) - (b.document.family?.order ?? 0) || byPlace(a, b);
}

/** Produced or withheld and logged: such a document is numbered; all others leave no trace outside. */
export function isAcknowledged(treatment: Treatment): treatment is 'produce' | 'redact' | 'withhold' {
  return treatment === 'produce' || treatment === 'redact' || treatment === 'withhold';
}

/** Places in a family among the acknowledged only, so that nothing tells of a member that is not. */
export function acknowledgedFamilies(
  documents: readonly SettledDocument[],
): ReadonlyMap<string, { readonly parent: string; readonly order: number; readonly of: number }> {
  const known = new Set(documents.map((one) => one.document.id));
  const attached = documents.filter((one) => known.has(one.document.family?.parent ?? ''));
  const families = Map.groupBy(attached, (one) => one.document.family?.parent ?? '');
  const places = [...families].flatMap(([parent, members]) =>
    members.map((one, i) => [one.document.id, { parent, order: i + 1, of: members.length }] as const),
  );
  return new Map(places);
}
