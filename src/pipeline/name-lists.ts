import type { PeopleRules } from '../model/detecting.ts';
import type { Matter } from '../model/matter.ts';
import type { Pack } from '../model/pack.ts';
import type { NameLists, RedactDefaults, RespacedWords } from '../model/redacting.ts';
import type { RelayOptions } from '../redact/relay-count.ts';
import { loadRedactDefaults } from '../store/load-redact-defaults.ts';
import type { MatterFolder } from './matter-folder.ts';
import { loadRules } from './rules.ts';

/** Given names and family names each; every pair is a name: 10,000 (engine 6). */
const EACH = 100;

/** 10,000 names, taken at even distances from the lists that come with withhold, and the people of a matter. */
export function nameLists(people: PeopleRules, matter?: Matter): NameLists {
  return {
    first: atEvenDistances(people.firstNames),
    last: atEvenDistances(people.lastNames),
    roster: matter === undefined ? [] : matter.people.map((person) => waysToWrite([person.name, ...person.aliases])),
  };
}

/** How the gaps of a matter's production are dealt with. */
export function relayIn({ folder, matter, law }: MatterFolder): RelayOptions {
  const names = nameLists(loadRules(folder).people, matter);
  return relayOf(law.pack, law.texts, names, loadRedactDefaults());
}

/** How the gaps of a production are dealt with: closed where a named person approved it in the pack, else counted. */
export function relayOf(
  pack: Pick<Pack, 'relay_approved' | 'relay_threshold' | 'relay_roster_least'>,
  words: RespacedWords,
  names: NameLists,
  defaults: RedactDefaults,
): RelayOptions {
  const when = pack.relay_approved === undefined ? 'never' : 'auto';
  const threshold = pack.relay_threshold ?? defaults.relay_threshold;
  return { when, threshold, rosterLeast: pack.relay_roster_least ?? defaults.relay_roster_least, names, words };
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
