const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2025-06-10` as `June 10, 2025`; anything else stays as it is. */
export function longDate(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = MONTHS[Number(parts?.[2]) - 1];
  return parts === null || month === undefined ? iso : `${month} ${Number(parts[3])}, ${parts[1]}`;
}

/** `1`, `1 and 2`, `1, 2 and 3`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
