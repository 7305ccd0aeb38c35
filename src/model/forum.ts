import type { RequestType } from './matter.ts';
import type { KeyWay } from './pack.ts';

/** A count of days as rules of court state them. */
export interface DayCount {
  readonly days: number;
  /** court_days: weekends and the calendar's holidays are not counted. */
  readonly unit: 'days' | 'court_days';
  /** What becomes of a last day on which the court is closed (FRCP 6(a)(1)(C)); `none` errs early, never late. */
  readonly roll: 'none' | 'next_court_day' | 'previous_court_day';
}

/** When the written objection is due: so many days after service, and never later than the return date. */
export interface ObjectionRule extends Partial<DayCount> {
  readonly rule: string;
  readonly verify?: string;
}

/** Another day that the forum's rules set. */
export interface DeadlineRule extends DayCount {
  readonly id: string;
  readonly text: string;
  readonly from: 'served_on' | 'issued_on' | 'return_date';
  readonly direction: 'after' | 'before';
  readonly rule: string;
  readonly verify?: string;
}

/** What a request must show to count in this forum: who may issue it, and what must have gone before. */
export interface ProcessRule {
  readonly requests: readonly RequestType[];
  /** Roles of `request.signatory` one of which must have signed; absent = not asked. */
  readonly signatory?: readonly ('attorney' | 'clerk' | 'judge' | 'officer')[];
  /** Types of authority one of which must be there and count. */
  readonly authorities: readonly string[];
  /** Facts that must be recorded. */
  readonly facts: readonly string[];
  /** Facts each of which takes the rule out of force (the holder is no government body ...). */
  readonly unless: readonly string[];
  /** void: it opens nothing and compels nothing. counsel: it stands, counsel decides on every document. */
  readonly otherwise: 'void' | 'counsel';
  readonly rule: string;
  readonly verify?: string;
}

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** A court holiday: a fixed day of the year, or the n-th weekday of a month (-1 the last), moved by `plus` days. */
export type Holiday =
  | { readonly name: string; readonly on: string }
  | {
      readonly name: string;
      readonly month: number;
      readonly weekday: Weekday;
      readonly nth: number;
      readonly plus: number;
    };

/** Days on which a forum's courts are closed. A fixed holiday on a Saturday is kept on Friday, on a Sunday on Monday. */
export interface Calendar {
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly Holiday[];
  readonly verify?: string;
}

/** Rules of a forum: clock, who may issue what, and keys of its own. */
export interface ForumRule {
  readonly text: string;
  readonly verify?: string;
  /** Name of a calendar of the pack; absent: every day counts. */
  readonly calendar?: string;
  readonly objection?: ObjectionRule;
  readonly deadlines: readonly DeadlineRule[];
  readonly process: readonly ProcessRule[];
  /** A state's own key replaces the row's, never adds to it. */
  readonly keys: Readonly<Record<string, { readonly is: string; readonly any: readonly KeyWay[] }>>;
}
