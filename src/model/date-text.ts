/** A date met in a text: offsets, ISO day (or month), and whether it gives the day. */
export interface DateFound {
  readonly start: number;
  readonly end: number;
  readonly iso: string;
  readonly day: boolean;
}

const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const SHORT = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type Parts = readonly (string | undefined)[];
interface Form {
  readonly regex: RegExp;
  readonly read: (m: Parts) => readonly [string | undefined, string | undefined, string | undefined];
}

const FORMS: readonly Form[] = [
  { regex: /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/g, read: (m) => [m[1], m[2], m[3]] },
  { regex: /\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)?\d\d)\b/g, read: (m) => [m[3], m[1], m[2]] },
  {
    regex: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\\d\\d)\\b`, 'gi'),
    read: (m) => [m[3], m[1], m[2]],
  },
  {
    regex: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? ${MONTH},? ((?:19|20)\\d\\d)\\b`, 'gi'),
    read: (m) => [m[3], m[2], m[1]],
  },
  { regex: new RegExp(`\\b${MONTH},? ((?:19|20)\\d\\d)\\b`, 'gi'), read: (m) => [m[2], m[1], undefined] },
  {
    regex: new RegExp(`\\b${MONTH}(?= (?:to|through|until|-) [a-z]{3,9} ((?:19|20)\\d\\d)\\b)`, 'gi'),
    read: (m) => [m[2], m[1], undefined],
  },
  { regex: /\b((?:19|20)\d\d)-(\d\d)\b(?!-?\d)/g, read: (m) => [m[1], m[2], undefined] },
];

/** The dates of a folded text in order of place; what is no date of the calendar is left out, US order of month and day. */
export function findDates(folded: string): readonly DateFound[] {
  const found: DateFound[] = [];
  for (const form of FORMS) {
    for (const m of folded.matchAll(form.regex)) {
      const start = m.index;
      const end = start + m[0].length;
      if (found.some((d) => start < d.end && d.start < end)) continue;
      const iso = isoOf(form.read(m));
      if (iso !== undefined) found.push({ start, end, iso, day: iso.length === 10 });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function isoOf([year, month, day]: readonly [string | undefined, string | undefined, string | undefined]):
  | string
  | undefined {
  const y = fullYear(Number(year));
  const m = monthNumber(month ?? '');
  if (m < 1 || m > 12) return undefined;
  const head = `${y}-${String(m).padStart(2, '0')}`;
  if (day === undefined) return head;
  const d = Number(day);
  if (d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return undefined;
  return `${head}-${String(d).padStart(2, '0')}`;
}

function fullYear(year: number): number {
  if (year >= 100) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function monthNumber(month: string): number {
  if (/^\d+$/.test(month)) return Number(month);
  return SHORT.indexOf(month.slice(0, 3).toLowerCase()) + 1;
}
