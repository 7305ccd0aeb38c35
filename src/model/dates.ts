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
