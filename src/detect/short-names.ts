import type { Matter, Organization, OrganizationKind } from '../model/matter.ts';
import type { Lexicon } from './lexicon.ts';
import { plainLetters } from './words.ts';

/** Kinds whose bare name tells of a treatment, a shelter or a test. */
const SENSITIVE = new Set<OrganizationKind>(['part2_program', 'victim_services', 'therapy_practice', 'clinic', 'lab']);

/**
 * The matter with one alias more for each sensitive organisation whose name begins with a word of its own: people
 * write "Tidewater" for "Tidewater Renewal Clinic". A word that others of the matter bear too, or a plain word, is none.
 */
export function withShortNames(matter: Matter, lexicon: Lexicon): Matter {
  const others = [
    matter.agency.name,
    matter.request.court ?? '',
    ...matter.people.flatMap((p) => [p.name, ...p.aliases, p.organization ?? '']),
  ].flatMap(wordsOf);
  const heads = matter.organizations.map((o) => wordsOf(o.name)[0] ?? '');
  const organizations = matter.organizations.map((o, i): Organization => {
    const head = heads[i] ?? '';
    const own = SENSITIVE.has(o.kind) && wordsOf(o.name).length > 1 && head.length > 4;
    const shared = others.includes(head) || heads.filter((h) => h === head).length > 1;
    if (!own || shared || lexicon.classOf(head) !== 'unknown') return o;
    return { ...o, aliases: [...o.aliases, /^\p{L}+/u.exec(o.name)?.[0] ?? head] };
  });
  return { ...matter, organizations };
}

const wordsOf = (name: string): string[] => plainLetters(name).match(/\p{L}+/gu) ?? [];
