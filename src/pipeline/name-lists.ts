import type { PeopleRules } from '../model/detecting.ts';
import type { Matter } from '../model/matter.ts';
import type { NameLists } from '../model/redacting.ts';
import type { RelayOptions } from '../redact/relay-count.ts';

/** Given names and family names each; every pair is a name: 10,000 (engine 6). */
const EACH = 100;

/** Names of the dictionary that must still fit a gap where a pack does not say. */
export const THRESHOLD = 100;

/** 10,000 names, taken at even distances from the lists that come with withhold, and the people of a matter. */
export function nameLists(people: PeopleRules, matter?: Matter): NameLists {
  return {
    first: atEvenDistances(people.firstNames),
    last: atEvenDistances(people.lastNames),
    roster: matter === undefined ? [] : matter.people.map((person) => waysToWrite([person.name, ...person.aliases])),
  };
}

/** How the gaps of a production are dealt with: closed where a named person approved it in the pack, else counted. */
export function relayOf(
  pack: { readonly relay_approved?: unknown; readonly relay_threshold?: number },
  names: NameLists,
): RelayOptions {
  const when = pack.relay_approved === undefined ? 'never' : 'auto';
  return { when, threshold: pack.relay_threshold ?? THRESHOLD, names };
}

function atEvenDistances(names: Iterable<string>): readonly string[] {
  const all = [...names].sort();
  const count = Math.min(EACH, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? '');
}

/** Names as listed, and their parts alone. */
function waysToWrite(names: readonly string[]): readonly string[] {
  const parts = names.flatMap((name) => name.split(/[\s,]+/)).filter((part) => part.length > 1);
  return [...new Set([...names, ...parts])].sort();
}
