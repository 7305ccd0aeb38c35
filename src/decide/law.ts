import type { CaseDocument } from '../model/document.ts';
import type { Aspect, SubjectRelation } from '../model/mark.ts';
import type { Matter, PersonRole } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import { type Standing, standingOf } from './authorities.ts';

/** What the rules are asked of: the matter, its law and what stands on paper. */
export interface Law {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: ReadonlyMap<string, Base>;
  readonly standing: Standing;
  /** No pack that a named person approved, or none in force: everything protected waits for counsel. */
  readonly advisory: boolean;
}

/** What is asked about: a category, whose it is, and the document it stands in. */
export interface Subject {
  readonly basis: string;
  readonly relation?: SubjectRelation;
  readonly role?: PersonRole;
  readonly aspect?: Aspect;
  readonly document?: CaseDocument;
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

/** The law of a matter: advisory where no named person approved the pack or it was not in force when the request came. */
export function lawOf(input: LawInput): Law {
  const { matter, pack, bases } = input;
  const day = matter.request.served_on ?? matter.request.issued_on;
  const inForce =
    day === undefined || (day >= pack.effective_from && (pack.effective_to === null || day <= pack.effective_to));
  return {
    matter,
    pack,
    bases: new Map(bases.map((b) => [b.id, b])),
    standing: standingOf(matter, pack, bases, input.actingOn),
    advisory: matter.pack_approved === undefined || !inForce,
  };
}
