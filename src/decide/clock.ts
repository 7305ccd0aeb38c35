import { addDays, isIsoDate } from '../model/dates.ts';
import type { Matter } from '../model/matter.ts';
import type { Pack } from '../model/pack.ts';

/**
 * The day a written objection is due under the forum's rule: the earlier of the
 * return date and so many days after service (FRCP 45(d)(2)(B)); undefined where
 * the forum has no rule in the pack or neither date is known.
 */
export function objectionDue(matter: Matter, pack: Pack): { readonly date: string; readonly rule: string } | undefined {
  const rule = pack.forums[matter.forum]?.objection;
  if (rule === undefined) return undefined;
  const { served_on: served, return_date: due } = matter.request;
  const dates = [
    ...(served !== undefined && isIsoDate(served) ? [addDays(served, rule.days)] : []),
    ...(due === undefined ? [] : [due]),
  ].sort();
  const [date] = dates;
  return date === undefined ? undefined : { date, rule: rule.rule };
}
