import { addDays, isIsoDate } from '../model/dates.ts';
import type { Calendar, DayCount, Holiday, Weekday } from '../model/forum.ts';

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The day of the week of a date (ISO). */
export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun';
}

/** Whether the forum's courts are closed on a day: weekend or holiday; without a calendar every day is open. */
export function isClosed(date: string, calendar: Calendar | undefined): boolean {
  if (calendar === undefined) return false;
  if (calendar.weekend.includes(weekdayOf(date))) return true;
  const year = Number(date.slice(0, 4));
  // New Year's Day of the next year may be kept on the last day of this one.
  return calendar.holidays.some((holiday) => [year, year + 1].some((of) => holidayIn(holiday, of) === date));
}

/** The day on which a holiday of a year is kept (ISO); undefined where the year has none (a fifth Monday). */
export function holidayIn(holiday: Holiday, year: number): string | undefined {
  if ('on' in holiday) {
    const date = `${String(year).padStart(4, '0')}-${holiday.on}`;
    if (!isIsoDate(date)) return undefined;
    const weekday = weekdayOf(date);
    if (weekday === 'sat') return addDays(date, -1);
    return weekday === 'sun' ? addDays(date, 1) : date;
  }
  const month = `${String(year).padStart(4, '0')}-${String(holiday.month).padStart(2, '0')}`;
  const days = Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`).filter(
    (date) => isIsoDate(date) && weekdayOf(date) === holiday.weekday,
  );
  const day = holiday.nth < 0 ? days.at(holiday.nth) : days[holiday.nth - 1];
  return day === undefined ? undefined : addDays(day, holiday.plus);
}

/** The last day of a count that begins the day after `from` (or, backwards, the day before it). */
export function countDays(
  from: string,
  count: DayCount,
  direction: 'after' | 'before',
  calendar: Calendar | undefined,
): string {
  const step = direction === 'after' ? 1 : -1;
  let date = from;
  if (count.unit === 'days') date = addDays(from, step * count.days);
  else {
    for (let left = count.days; left > 0; ) {
      date = addDays(date, step);
      if (!isClosed(date, calendar)) left--;
    }
  }
  if (count.roll === 'none') return date;
  while (isClosed(date, calendar)) date = addDays(date, count.roll === 'next_court_day' ? 1 : -1);
  return date;
}
