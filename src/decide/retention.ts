import { isIsoDate } from '../model/dates.ts';
import type { Matter } from '../model/matter.ts';
import type { Hold, RetentionRule, RetentionSchedule } from '../model/records.ts';

/** What the schedule says of a matter. */
export interface Retention {
  /** First day on which the response file may be destroyed; null while a date is missing or a hold stands. */
  readonly due: string | null;
  readonly held: boolean;
  /** Holds in force. */
  readonly holds: readonly Hold[];
  readonly rules: readonly RetentionLine[];
  /** Expungements somebody ordered; under a hold counsel decides which wins. */
  readonly expunge: readonly { readonly on: string; readonly rule: string; readonly counsel: boolean }[];
  /** What is missing, or what stands in the way: for people. */
  readonly why: readonly string[];
}

export interface RetentionLine {
  readonly id: string;
  readonly text: string;
  readonly citation: string;
  /** Null: what it runs from is not known. */
  readonly date: string | null;
}

/** Where each event's day is written down. */
const MISSING: Readonly<Record<RetentionRule['from'], string>> = {
  received: 'request.served_on is not known',
  produced: 'no volume is sealed yet',
  closed: 'retention.closed_on is not known',
  case_ended: 'retention.case_ended_on is not known',
  majority: 'the birth date of a child of the matter is not known (people[].born)',
};

/**
 * The retention date of a matter: the longest of the pack's rules that apply; a hold suspends all of them
 * (domain 4). `sealedOn` are the dates of the sealed volumes, ISO.
 */
export function retentionOf(
  matter: Matter,
  schedule: RetentionSchedule | undefined,
  sealedOn: readonly string[],
): Retention {
  const holds = (matter.hold ?? []).filter((hold) => !isReleased(matter, hold));
  const applying = (schedule?.rules ?? []).filter(
    (rule) => rule.hipaa === undefined || rule.hipaa.includes(matter.agency.profile.hipaa),
  );
  const lines = applying.flatMap((rule) => {
    const from = eventOf(matter, rule, schedule?.majority ?? 18, sealedOn);
    if (from === 'none') return [];
    const date = from === undefined ? null : addYears(from, rule.years);
    return [{ id: rule.id, text: rule.text, citation: rule.citation, date, from: rule.from }];
  });
  const missing = [...new Set(lines.flatMap((line) => (line.date === null ? [MISSING[line.from]] : [])))];
  const known = lines.flatMap((line) => line.date ?? []).sort();
  const held = holds.length > 0;
  const none = lines.length === 0 ? ['the pack has no retention schedule that applies: counsel must say how long'] : [];
  const due = held || missing.length > 0 ? null : (known.at(-1) ?? null);
  return {
    due,
    held,
    holds,
    rules: lines.map(({ from: _from, ...line }) => line),
    expunge: (matter.retention?.expunge ?? []).map(({ on, rule }) => ({ on, rule, counsel: held })),
    why: [...holds.map((hold) => `held since ${hold.on} by ${hold.by}: ${hold.reason}`), ...missing, ...none],
  };
}

/** A hold ends only when the agency's own counsel has released it. */
function isReleased(matter: Matter, hold: Hold): boolean {
  return (
    hold.released_on !== undefined &&
    hold.released_on >= hold.on &&
    matter.people.some(
      (person) => person.name === hold.released_by && person.role === 'attorney' && person.represents === 'agency',
    )
  );
}

/** The day a rule runs from; undefined where it is not known, `none` where the rule has nobody to speak of. */
function eventOf(
  matter: Matter,
  rule: RetentionRule,
  majority: number,
  sealedOn: readonly string[],
): string | undefined {
  const days: Readonly<Record<RetentionRule['from'], string | undefined>> = {
    received: matter.request.served_on,
    produced: [...sealedOn].sort().at(-1),
    closed: matter.retention?.closed_on,
    case_ended: matter.retention?.case_ended_on,
    majority: ofAge(matter, majority),
  };
  return days[rule.from];
}

/** The day the youngest child of the matter comes of age; `none` without a child, undefined without a birth date. */
function ofAge(matter: Matter, majority: number): string | undefined {
  const at = matter.request.served_on ?? matter.request.issued_on;
  const children = matter.people.filter(
    (person) =>
      person.role === 'child' ||
      person.relation === 'minor' ||
      (person.relation === 'record_subject' &&
        person.born !== undefined &&
        at !== undefined &&
        addYears(person.born, majority) > at),
  );
  if (children.length === 0) return 'none';
  if (children.some((child) => child.born === undefined)) return undefined;
  return children
    .map((child) => addYears(child.born ?? '', majority))
    .sort()
    .at(-1);
}

/** The same day so many years on; a 29 February falls on 1 March where there is none. */
export function addYears(date: string, years: number): string {
  const later = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`;
  return isIsoDate(later) ? later : `${later.slice(0, 5)}03-01`;
}
