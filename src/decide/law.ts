import type { CaseDocument } from '../model/document.ts';
import type { Aspect, SubjectRelation } from '../model/mark.ts';
import type { Matter, PersonRole } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import type { PageRef } from '../model/page.ts';
import { type Standing, standingOf } from './authorities.ts';

/** What the rules are asked of: the matter, its law and what stands on paper. */
export interface Law {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: ReadonlyMap<string, Base>;
  readonly standing: Standing;
  /** No pack that a named person approved, or none in force: everything protected waits for counsel. */
  readonly advisory: boolean;
  /** Why it is advisory, and what to do. */
  readonly advisoryWhy?: string;
}

/** What is asked about: a category, whose it is, and the document it stands in. */
export interface Subject {
  readonly basis: string;
  readonly relation?: SubjectRelation;
  readonly role?: PersonRole;
  readonly aspect?: Aspect;
  readonly document?: CaseDocument;
  /** The page it stands on; without one, the whole document is asked about. */
  readonly page?: PageRef;
  /** An order opened the record the passage stands in. */
  readonly recordOpen?: boolean;
}

/** What the law of a matter is made of. */
export interface LawInput {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: readonly Base[];
  /** Day of the production, ISO. */
  readonly actingOn?: string;
}

/**
 * The law of a matter: advisory where no named person approved the pack (or approved another version of it), or
 * it is not in force on the day of acting (without one, the day the request was served).
 */
export function lawOf(input: LawInput): Law {
  const { matter, pack, bases } = input;
  const advisory = advisoryReason(matter, pack, input.actingOn);
  return {
    matter,
    pack,
    bases: new Map(bases.map((b) => [b.id, b])),
    standing: standingOf(matter, pack, bases, input.actingOn),
    advisory: advisory !== undefined,
    ...(advisory === undefined ? {} : { advisoryWhy: advisory }),
  };
}

/** Why a run under a pack is advisory, in words that name the next step; undefined where it is not. */
export function advisoryReason(matter: Matter, pack: Pack, actingOn?: string): string | undefined {
  const approved = matter.pack_approved;
  if (approved === undefined)
    return `no named person approved the pack ${pack.id} for this matter: counsel records it in matter.yaml, pack_approved: { by, on }`;
  if (approved.version !== undefined && approved.version !== pack.version)
    return `version ${approved.version} of the pack ${pack.id} was approved, and this is ${pack.version}: counsel must read what changed and approve it`;
  const day = actingOn ?? matter.production.date ?? matter.request.served_on ?? matter.request.issued_on;
  if (day === undefined) return undefined;
  if (day < pack.effective_from)
    return `the pack ${pack.id} is in force from ${pack.effective_from}, and the day of acting is ${day}: name the pack that was in force then`;
  if (pack.effective_to !== null && day > pack.effective_to)
    return `the pack ${pack.id} was in force until ${pack.effective_to}, and the day of acting is ${day}: name the pack that is in force now`;
  return undefined;
}
