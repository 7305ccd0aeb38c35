import { isIsoDate } from '../model/dates.ts';
import type { Matter } from '../model/matter.ts';
import type { Pack } from '../model/pack.ts';
import { countDays } from './calendar.ts';

/** A day that a rule of the forum sets. */
export interface Due {
  readonly date: string;
  readonly rule: string;
}

/**
 * The day a written objection is due under the forum's rule: the earlier of the
 * return date and so many days after service (FRCP 45(d)(2)(B)); undefined where
 * the forum has no rule in the pack or neither date is known.
 */
export function objectionDue(matter: Matter, pack: Pack): Due | undefined {
  const forum = pack.forums[matter.forum];
  const rule = forum?.objection;
  if (rule === undefined) return undefined;
  const { served_on: served, return_date: due } = matter.request;
  const { days, unit = 'days', roll = 'none' } = rule;
  const dates = [
    ...(days !== undefined && served !== undefined && isIsoDate(served)
      ? [countDays(served, { days, unit, roll }, 'after', pack.calendars[forum?.calendar ?? ''])]
      : []),
    ...(due === undefined ? [] : [due]),
  ].sort();
  const [date] = dates;
  return date === undefined ? undefined : { date, rule: rule.rule };
}

/** The other days that the forum's rules set, in the order of the pack; those whose first day is not known are left out. */
export function deadlinesOf(matter: Matter, pack: Pack): readonly (Due & { readonly text: string })[] {
  const forum = pack.forums[matter.forum];
  return (forum?.deadlines ?? []).flatMap((one) => {
    const from = matter.request[one.from];
    if (from === undefined || !isIsoDate(from)) return [];
    const date = countDays(from, one, one.direction, pack.calendars[forum?.calendar ?? '']);
    return [{ date, rule: one.rule, text: one.text }];
  });
}
