import type { Decision } from '../model/decision.ts';
import type { Matter, Person } from '../model/matter.ts';

/** A request of a matter with the matter as that request sees it; no id: the one that stands under `request`. */
export interface MatterOf {
  readonly id?: string;
  readonly matter: Matter;
}

/** Every request of a matter, the first one first. */
export function requestsOf(matter: Matter): readonly MatterOf[] {
  const besides = (matter.requests_besides ?? []).map(({ id }) => ({ id, matter: matterFor(matter, id) }));
  return [{ matter: matterFor(matter, undefined) }, ...besides];
}

/**
 * The matter as one of its requests sees it: that request, its authorities, facts, production and the custodian's work
 * on it; the file and the people are the same. Parties of the first request are none of another unless its
 * `relations` say so. Throws RangeError for an id that no request has.
 */
export function matterFor(all: Matter, id: string | undefined): Matter {
  const { requests_besides: besides = [], ...first } = all;
  if (id === undefined) return first;
  const { log_changes: _changes, response: _response, ...matter } = first;
  const own = besides.find((one) => one.id === id);
  if (own === undefined) throw new RangeError('no request of the matter has this id');
  const { id: _id, forum, relations, ...rest } = own;
  return {
    ...matter,
    ...rest,
    ...(forum === undefined ? {} : { forum }),
    people: [
      ...all.people.map((person) => seenBy(all, own.request.requester.name, relations, person)),
      ...strangers(all, id),
    ],
  };
}

function seenBy(
  all: Matter,
  requester: string,
  relations: NonNullable<Matter['requests_besides']>[number]['relations'],
  person: Person,
): Person {
  const { relation, represents, ...rest } = person;
  const first = all.request.requester.name;
  const ofFirst = represents === 'requester' ? first : represents;
  const isParty = relation === 'requester_party' || relation === 'opposing_party';
  // Who asks first is a stranger to the next one who asks: what opens his particulars to him opens them to nobody else.
  const stands = relations[person.name] ?? (isParty ? undefined : relation);
  return {
    ...rest,
    ...(stands === undefined ? {} : { relation: stands }),
    ...(ofFirst === undefined ? {} : { represents: same(ofFirst, requester) ? 'requester' : ofFirst }),
  };
}

/** Whom the other requests name and the list of people does not: still known to the case. */
function strangers(all: Matter, id: string): readonly Person[] {
  const others = [all, ...(all.requests_besides ?? []).filter((one) => one.id !== id)];
  const own = all.requests_besides?.find((one) => one.id === id)?.request;
  const known = [
    ...all.people.flatMap((person) => [person.name, ...person.aliases]),
    ...(own === undefined ? [] : [own.requester.name, own.requester.represented_by ?? '', ...own.subjects]),
  ];
  const names = others.flatMap(({ request }) => [request.requester.name, ...request.subjects]);
  return names
    .filter((name, i) => names.findIndex((one) => same(one, name)) === i && !known.some((one) => same(one, name)))
    .map((name) => ({ name, aliases: [], role: 'other', relation: 'third_party' }));
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** What a person may have said of the file for the first request that closes something whoever asks. */
const CLOSES: Readonly<Record<string, readonly string[]>> = {
  mark: ['accept', 'withhold'],
  string: ['accept', 'withhold'],
  zone: ['accept', 'withhold'],
  document: ['withhold'],
};

/**
 * The part of the one record of decisions that counts for a request. A decision counts for the request it was made
 * for; of those made for the first, what closes counts for the others too until the same person says otherwise
 * for them. What opens never goes over: another may not have the right to it.
 */
export function decisionsFor(record: readonly Decision[], id: string | undefined): readonly Decision[] {
  if (id === undefined) return record.filter((decision) => decision.for === undefined);
  const own = record.filter((decision) => decision.for === id);
  const said = new Set(own.map(({ by, item }) => JSON.stringify([by, item])));
  // A later word of a person replaces the earlier one, so only the last of the first request may go over.
  const last = new Map(
    record.filter((one) => one.for === undefined).map((one) => [JSON.stringify([one.by, one.item]), one]),
  );
  const taken = [...last].flatMap(([key, one]) =>
    !said.has(key) && CLOSES[one.kind]?.includes(one.verdict) === true ? [one] : [],
  );
  return [...taken, ...own].toSorted((a, b) => a.seq - b.seq);
}
