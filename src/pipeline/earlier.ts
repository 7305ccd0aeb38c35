import { UsageError } from '../errors.ts';
import type { Ledger, Recall } from '../model/ledger.ts';
import type { ProductionSettings } from '../model/matter.ts';
import type { Earlier } from '../produce/volume-input.ts';
import type { VolumeRecord } from '../store/volumes.ts';

type Records = Readonly<Record<string, VolumeRecord>>;

/** VOL001 -> VOL002. */
export function nextName(name: string): string {
  if (!/\d$/.test(name)) return `${name}-2`;
  return name.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
}

/** The next name that no volume of the matter has, and none of `kept`, which other requests go by. */
export function freeName(name: string, records: Records, kept: readonly string[] = []): string {
  const next = nextName(name);
  const taken = [...Object.keys(records), ...kept].some((one) => one.toLowerCase() === next.toLowerCase());
  return taken ? freeName(next, records, kept) : next;
}

/** The volumes that answer one request of a matter. */
export function volumesFor(records: Records, id: string | undefined): Records {
  return Object.fromEntries(Object.entries(records).filter(([, record]) => record.for === id));
}

/** Sealed volumes, the first sealed first. */
export function sealedVolumes(records: Records): readonly (VolumeRecord & { readonly name: string })[] {
  return Object.entries(records)
    .filter(([, record]) => record.sealed)
    .map(([name, record]) => ({ ...record, name }))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

/** What the requester of some volumes has: the ledger of the one sealed last; undefined where no page was numbered. */
export function currentLedger(records: Records, except?: string): Ledger | undefined {
  return sealedVolumes(records)
    .filter(({ name }) => name !== except)
    .at(-1)?.ledger;
}

/**
 * The first number of a volume: the one after the last that a sealed volume gave under the prefix.
 * `production.start` begins a matter; left as it was it means nothing more, another one must lie beyond
 * what is given. Volumes of other requests count too: a number is of one page only. Throws a UsageError where it does not.
 */
export function firstNumber(production: ProductionSettings, records: Records, name: string): number {
  const before = sealedVolumes(records).filter(
    (one) => one.name !== name && (one.prefix ?? production.prefix) === production.prefix && one.ledger !== undefined,
  );
  const last = Math.max(0, ...before.map((one) => one.ledger?.last ?? 0));
  if (last === 0 || production.start > last) return production.start;
  const starts = new Set([1, ...before.map((one) => one.start ?? 1)]);
  if (starts.has(production.start)) return last + 1;
  throw new UsageError(
    `production.start: ${production.start} in matter.yaml lies among the numbers that ${before.map((one) => one.name).join(', ')} gave (to ${last}); numbers are never used twice. Take the key out: ${name} then goes on with ${last + 1}.`,
  );
}

/** Where the volume `name` of a request goes on from; undefined where nothing was numbered before. */
export function earlierOf(
  production: ProductionSettings,
  records: Records,
  recalls: readonly Recall[],
  name: string,
  forId?: string,
): Earlier | undefined {
  const next = firstNumber(production, records, name);
  const ledger = currentLedger(volumesFor(records, forId), name);
  if (ledger === undefined && next === production.start) return undefined;
  const own = recalls.filter((one) => one.volume === name);
  const pages = new Set(own.flatMap((one) => one.pages));
  const hit = (ledger?.documents ?? []).filter((one) => one.pages.some((page) => pages.has(page)));
  return {
    ...(ledger === undefined ? {} : { ledger }),
    next,
    onlyReplaces: records[name]?.recall === true,
    recalled: new Set(hit.map((one) => one.document)),
    recalls: own,
  };
}
