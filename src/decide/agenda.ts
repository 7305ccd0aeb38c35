import { daysBetween } from '../model/dates.ts';
import type { Matter } from '../model/matter.ts';
import type { Deadline, Objection, ResponseRecord } from '../model/response.ts';
import type { Blocker } from './release.ts';

/** One line of the custodian's day: a clock that runs, or a thing to do. */
export interface AgendaEntry {
  /** ISO; undefined = no day is set. */
  readonly on?: string;
  readonly what: string;
  readonly state: 'done' | 'due' | 'late' | 'open';
}

/** The clock of the objection as the forum's rule gives it. */
type ObjectionDue = { readonly date: string; readonly rule: string } | undefined;

/** What runs and what is open on a day, the undated first, then by date; from `response:` of matter.yaml and the forum's clock. */
export function agendaOf(matter: Matter, objectionDue: ObjectionDue, today: string): readonly AgendaEntry[] {
  const record = matter.response;
  const entries = [
    ...clocks(matter, objectionDue, today),
    ...(record === undefined ? [] : [...dealings(record, today), ...reminders(matter, record)]),
  ];
  return [...entries].sort((a, b) => compare(a.on ?? '', b.on ?? '') || compare(a.what, b.what));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function clocks(matter: Matter, objectionDue: ObjectionDue, today: string): readonly AgendaEntry[] {
  const deadlines = matter.response?.deadlines ?? [];
  const own = deadlines.find((one) => isObjection(one));
  const { return_date: returnDate } = matter.request;
  return [
    ...(own !== undefined || objectionDue === undefined
      ? []
      : [clock({ what: 'objection', due: objectionDue.date, rule: objectionDue.rule }, today)]),
    // An objection in time suspends the return date (FRCP 45(d)(2)(B)(ii)).
    ...(returnDate === undefined || own?.met_on !== undefined
      ? []
      : [clock({ what: 'return date of the request', due: returnDate }, today)]),
    ...deadlines.map((one) => clock(one, today)),
    ...(matter.response?.protective_orders ?? []).flatMap(({ id, return_or_destroy_by: by }) =>
      by === undefined ? [] : [clock({ what: `return or destruction under ${id}`, due: by }, today)],
    ),
  ];
}

function isObjection({ what }: Deadline): boolean {
  return what.toLowerCase() === 'objection';
}

function clock(deadline: Deadline, today: string): AgendaEntry {
  const on = deadline.extended_to ?? deadline.due;
  const rule = deadline.rule === undefined ? '' : ` (${deadline.rule})`;
  const extended = deadline.extended_to === undefined ? '' : `, extended by ${deadline.extended_by ?? ''}`;
  if (deadline.met_on !== undefined) {
    const late = deadline.met_on > on ? ', late' : '';
    return { on, what: `${deadline.what}${rule}${extended}: done on ${deadline.met_on}${late}`, state: 'done' };
  }
  const days = daysBetween(today, on);
  const text = `${deadline.what}${rule}${extended}: ${days < 0 ? `${plural(-days)} ago` : within(days)}`;
  return { on, what: text, state: days < 0 ? 'late' : 'due' };
}

function within(days: number): string {
  return days === 0 ? 'today' : `in ${plural(days)}`;
}

function plural(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function dealings(record: ResponseRecord, today: string): readonly AgendaEntry[] {
  return [
    ...record.notices.map((notice): AgendaEntry => {
      const { sent_on: sent, window_ends: ends } = notice;
      if (sent === undefined)
        return {
          what: `notice to ${notice.to}: not sent${notice.safe ? '' : ', no safe way is found yet'}`,
          state: 'open',
        };
      if (ends === undefined)
        return { on: sent, what: `notice to ${notice.to}: no last day to object is set`, state: 'open' };
      return ends < today
        ? { on: ends, what: `notice to ${notice.to}: the time to object has run`, state: 'done' }
        : {
            on: ends,
            what: `notice to ${notice.to}: the time to object runs, ${within(daysBetween(today, ends))} left`,
            state: 'due',
          };
    }),
    ...record.objections.map(
      (one): AgendaEntry =>
        isOpen(one)
          ? { on: one.on, what: `objection of ${one.by}: open`, state: 'open' }
          : {
              on: one.on,
              what: `objection of ${one.by}: ${one.resolution ?? 'resolved'} on ${one.resolved_on}`,
              state: 'done',
            },
    ),
    ...record.fees.map(
      (fee): AgendaEntry => ({
        ...(fee.asked_on === undefined ? {} : { on: fee.asked_on }),
        what: `${fee.what}, ${fee.amount}: ${feeState(fee)}`,
        state: fee.paid_on === undefined ? 'open' : 'done',
      }),
    ),
  ];
}

function feeState(fee: { readonly asked_on?: string; readonly paid_on?: string }): string {
  if (fee.paid_on !== undefined) return `paid on ${fee.paid_on}`;
  return fee.asked_on === undefined ? 'not asked for yet' : 'not paid';
}

/** What the record does not say though a letter or the court will ask for it. */
function reminders(matter: Matter, record: ResponseRecord): readonly AgendaEntry[] {
  const limited = matter.authorities.some((one) => one.recipients.length > 0);
  return [
    ...(record.service?.defects ?? []).map((defect): AgendaEntry => ({ what: `service: ${defect}`, state: 'open' })),
    ...(record.search.length === 0
      ? [
          {
            what: 'no search is recorded: write down where was looked, by whom and what was found',
            state: 'open',
          } as const,
        ]
      : []),
    ...(limited && record.delivery === undefined
      ? [{ what: 'an authority limits who may receive, and no delivery is recorded', state: 'open' } as const]
      : []),
  ];
}

function isOpen(objection: Objection): boolean {
  return objection.resolved_on === undefined;
}

/** Why the record of the response holds a volume back: an objection that is open, or a time to object that still runs. */
export function responseBlockers(matter: Matter, actingOn: string): readonly Blocker[] {
  const record = matter.response;
  if (record === undefined) return [];
  return [
    ...record.objections
      .filter(isOpen)
      .map((one) => ({ why: `the objection of ${one.by} of ${one.on} is open: record resolved_on and resolution` })),
    ...record.notices
      .filter((one) => one.sent_on === undefined || (one.window_ends ?? '9999-12-31') >= actingOn)
      .map((one) => ({
        why:
          one.sent_on === undefined
            ? `the notice to ${one.to} is not sent`
            : `the time to object after the notice to ${one.to} has not run`,
      })),
  ];
}
