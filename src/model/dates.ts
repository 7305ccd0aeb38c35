/** True for a day that exists, written YYYY-MM-DD. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** The day `days` after `date` (ISO), over ends of months and leap days; throws RangeError where `date` is none. */
export function addDays(date: string, days: number): string {
  if (!isIsoDate(date)) throw new RangeError('not a date written YYYY-MM-DD');
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one day (ISO) to another; negative where the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The first day that a date of a paper can mean: `2024-02` and `2024` begin with their first day. */
export function firstDay(date: string): string {
  return `${date}${'-01-01'.slice(Math.max(0, date.length - 4))}`;
}

/** The last day that a date of a paper can mean: `2024-02` ends on the 29th. */
export function lastDay(date: string): string {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length !== 7) return date;
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
