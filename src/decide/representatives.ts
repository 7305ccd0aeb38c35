import { isIsoDate } from '../model/dates.ts';
import type { Authority, Matter, Person } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';

/** What is asked: may this person sign for that one, for this category, on that day? */
export interface SignerQuestion {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly basis: Base | undefined;
  readonly category: string;
  /** ISO: the day the paper was received, or of acting. */
  readonly on: string | undefined;
  /** Facts that count for the matter. */
  readonly facts: readonly string[];
}

/**
 * `personal_rep_valid` of domain 6: why a consent or waiver does not count for a category because of who signed
 * it, in words; undefined where it may (or where nobody recorded who signed: then counsel's checks alone speak).
 * What is not known of a signer does not count for her.
 */
export function signerProblem(authority: Authority, ask: SignerQuestion): string | undefined {
  const { signed_by: by, on_behalf_of: of } = authority;
  if (by === undefined || of === undefined) return undefined;
  const signer = personNamed(ask.matter, by);
  const subject = personNamed(ask.matter, of);
  if (signer === undefined || subject === undefined) return 'who signed it, or for whom, is not in the list of people';
  const minor = isMinor(subject, ask);
  const alone = minor && controlsAlone(subject, ask);
  if (signer === subject)
    return !minor || alone
      ? undefined
      : 'a minor signed it alone, and the pack lists no service that she may consent to alone';
  if (!minor)
    return ask.facts.includes('representative_proven')
      ? undefined
      : 'somebody signed it for a grown person, and no counsel recorded that the authority to do so was proved';
  if (alone) return 'the minor consented to the service alone and alone controls the records of it';
  return parentProblem(signer, ask);
}

/** Why a parent, or another grown person, may not sign for a minor. */
function parentProblem(signer: Person, ask: SignerQuestion): string | undefined {
  if (signer.rights_terminated === true) return 'the rights of the parent who signed it were ended';
  const asker = ask.matter.request.requester;
  const isAsker = signer.relation === 'requester_party' || named(signer, asker.name);
  if (signer.alleged_abuser === true || (isAsker && asker.alleged_abuser === true))
    return 'the person who signed it is the alleged abuser';
  const adverse = isAsker || signer.relation === 'opposing_party';
  if (ask.basis?.kind === 'privilege' && adverse && !ask.facts.includes('representative_proven'))
    return 'the privilege is the child’s: a parent who is a party does not waive it, the court or a guardian ad litem may';
  if (signer.role === 'parent' || ask.facts.includes('representative_proven')) return undefined;
  return 'who signed it is no parent, and no counsel recorded that the authority to do so was proved';
}

/** Under the pack's age on the day; a child whose birth date is not known is a minor. */
function isMinor(person: Person, { pack, on }: SignerQuestion): boolean {
  if (person.emancipated === true) return false;
  const age = ageOn(person.born, on);
  if (age !== undefined) return age < pack.minors.age_of_majority;
  return person.role === 'child' || person.relation === 'minor';
}

function controlsAlone(person: Person, { pack, category, on }: SignerQuestion): boolean {
  const age = ageOn(person.born, on);
  return (person.consented_alone ?? []).some((id) => {
    const service = pack.minors.services[id];
    return service !== undefined && age !== undefined && age >= service.age && service.bases.includes(category);
  });
}

/** Full years on a day; a birthday of 29 February falls on 1 March in other years. */
export function ageOn(born: string | undefined, on: string | undefined): number | undefined {
  if (born === undefined || on === undefined || !isIsoDate(born) || !isIsoDate(on) || on < born) return undefined;
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

function personNamed(matter: Matter, name: string): Person | undefined {
  return matter.people.find((person) => named(person, name));
}

function named(person: Person, name: string): boolean {
  return person.name === name || person.aliases.includes(name);
}
