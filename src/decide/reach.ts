import type { Authority, Matter } from '../model/matter.ts';
import type { KeyWay, TableRow } from '../model/pack.ts';
import { factsFor, namesPages, type ValidAuthority } from './authorities.ts';
import type { Law, Subject } from './law.ts';
import { daysOf } from './scope.ts';

/** Whether an order that counts excludes a category, expressly or by a group's name. */
export function excludes(law: Law, authority: Authority, basis: string): boolean {
  const named = (word: string): boolean => {
    if (word === basis) return true;
    if (word === 'privilege') return law.bases.get(basis)?.kind === 'privilege';
    return (law.pack.groups[word] ?? []).includes(basis) && !authority.covers.includes(basis);
  };
  return authority.excludes.some(named);
}

/** Whether an authority covers a category, by its id or by a group's name. */
export function covers(law: Law, authority: Authority, basis: string): boolean {
  return authority.covers.some(
    (word) =>
      word === basis ||
      (word === 'privilege' && law.bases.get(basis)?.kind === 'privilege') ||
      (law.pack.groups[word] ?? []).includes(basis),
  );
}

/**
 * Does an authority reach what is asked about: the papers or pages it names, and the document's dates? One that
 * limits dates reaches no undated paper; a partial consent reaches a document only where it names all its pages.
 */
export function reaches(authority: Authority, { document, page }: Subject): boolean {
  const pages = page === undefined ? document?.pages : [page];
  const named = authority.documents;
  if (named !== undefined && (pages === undefined || !named.some((name) => namesPages(name, pages)))) return false;
  const { from, to } = authority.dates ?? {};
  if (document === undefined || (from === undefined && to === undefined)) return true;
  const days = daysOf(document.date);
  if (days === undefined) return false;
  return (from === undefined || days.first >= from) && (to === undefined || days.last <= to);
}

/** It names fewer people than the request: whose paper this is, only counsel can say. */
export function narrowed(authority: Authority, matter: Matter): boolean {
  const named = authority.subjects;
  if (named === undefined) return false;
  const known = new Set(named.map((n) => n.toLowerCase()));
  return matter.request.subjects.some((s) => !known.has(s.toLowerCase()));
}

/** What the row's key is, in words; a state's own key stands in for the generic one. */
export function keyText(law: Law, row: TableRow): string {
  return keyOf(law, row)?.is ?? 'the category’s own order';
}

/** What is missing of the row's key in an order, in words; undefined where the order is the key. */
export function keyMissing(law: Law, row: TableRow, valid: ValidAuthority, subject: Subject): string | undefined {
  const key = keyOf(law, row);
  if (key === undefined) return 'the table knows none';
  const facts = factsFor(law.matter, law.pack, law.standing, subject.document);
  const lacks = (way: KeyWay): string[] => [
    ...way.findings.filter((id) => !valid.findings.includes(id)).map((id) => `finding ${id}`),
    ...way.facts.filter((id) => !facts.some((f) => f.fact === id)).map((id) => `recorded fact ${id}`),
    ...(way.mandate && !law.standing.mandate ? ['a subpoena that compels'] : []),
    ...(way.recipients !== undefined && !sameWords(way.recipients, valid.authority.recipients)
      ? [`recipients ${way.recipients.join(', ')} and nobody else`]
      : []),
  ];
  const shortest = key.any.map(lacks).toSorted((a, b) => a.length - b.length)[0] ?? [];
  return shortest.length === 0 ? undefined : `it lacks ${shortest.join(', ')} (${key.is})`;
}

function keyOf(law: Law, row: TableRow): TableRow['key'] {
  return law.pack.forums[law.matter.forum]?.keys[row.row] ?? row.key;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}
