import type { Person } from '../model/matter.ts';
import type { FilingRules } from '../model/pack.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/**
 * A text as it may be filed with a court (FRCP 5.2(a), FRCrP 49.1(a), state rules): Social Security numbers to the
 * digits the rule keeps, birth dates of the matter's people to the year, names of minors in the rule's style.
 * `today` (ISO) tells who is a minor; a child whose birth date is not known is one.
 */
export function forFiling(text: string, rules: FilingRules, people: readonly Person[], today: string): string {
  const numbers = text.replace(/\b\d{3}([-. ])\d{2}\1(\d{4})\b/g, (_all, _sep, last: string) =>
    rules.ssn_keep_last === 4 ? `XXX-XX-${last}` : '[number withheld]',
  );
  const births = people.flatMap((person) => (person.born === undefined ? [] : [person.born]));
  const dates = births.reduce(
    (now, born) => birthForms(born).reduce((t, form) => t.replaceAll(form, birthText(born, rules)), now),
    numbers,
  );
  return people
    .filter((person) => isMinor(person, today, rules.minor_under))
    .flatMap((person) => [person.name, ...person.aliases].map((name) => ({ name, shown: minorText(person, rules) })))
    .sort((a, b) => b.name.length - a.name.length)
    .reduce((now, { name, shown }) => now.replace(wholeWords(name), shown), dates);
}

function birthText(born: string, rules: FilingRules): string {
  return rules.birth_date === 'year' ? born.slice(0, 4) : '[date withheld]';
}

/** The ways a letter writes a day. */
function birthForms(iso: string): readonly string[] {
  const [year = '', month = '', day = ''] = iso.split('-');
  const [m, d] = [String(Number(month)), String(Number(day))];
  return [iso, `${MONTHS[Number(month) - 1]} ${d}, ${year}`, `${month}/${day}/${year}`, `${m}/${d}/${year}`];
}

function minorText(person: Person, rules: FilingRules): string {
  if (rules.minor_style === 'role') return 'the minor';
  const initials = person.name
    .split(/[\s-]+/)
    .map((part) => `${part.charAt(0)}.`)
    .join('');
  return person.initials ?? initials;
}

function isMinor(person: Person, today: string, under: number): boolean {
  if (person.born === undefined) return person.role === 'child' || person.relation === 'minor';
  const year = Number(person.born.slice(0, 4)) + under;
  return today < `${year}${person.born.slice(4)}`;
}

function wholeWords(name: string): RegExp {
  const words = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'giu');
}
