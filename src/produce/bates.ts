import { UsageError } from '../errors.ts';
import type { BatesRange } from '../model/production.ts';

/** How numbers are written: `CHC-FS-` and 6 digits give `CHC-FS-000001`. */
export interface BatesFormat {
  readonly prefix: string;
  readonly digits: number;
}

/** The number as it is stamped; a UsageError where it no longer has its fixed width. */
export function formatBates(format: BatesFormat, number: number): string {
  const digits = String(number).padStart(format.digits, '0');
  if (!Number.isSafeInteger(number) || number < 1 || digits.length > format.digits) {
    throw new UsageError(
      `Bates number ${number} does not fit ${format.digits} digits: raise production.digits in matter.yaml.`,
    );
  }
  return `${format.prefix}${digits}`;
}

/** The number of a stamp of this format; undefined where the text is none. */
export function parseBates(format: BatesFormat, text: string): number | undefined {
  const digits = text.slice(format.prefix.length);
  const fits = text.startsWith(format.prefix) && digits.length === format.digits && /^\d+$/.test(digits);
  const number = Number(digits);
  return fits && number > 0 ? number : undefined;
}

/**
 * The two ends of a range that a person wrote, by `:`, `..`, a dash or `to`; the second may leave the prefix
 * out, and one number is both. A prefix may hold dashes and digits: the first number ends where the format says.
 */
export function batesEnds(format: BatesFormat, range: string): readonly [string, string] {
  const text = range.trim();
  const whole = format.prefix.length + format.digits;
  const first = text.slice(0, whole) + (/^\.R\d+/.exec(text.slice(whole))?.[0] ?? '');
  const last = /^\s*(?::|\.\.|[-\u2013\u2014]|to\b)\s*(.+)$/u.exec(text.slice(first.length))?.[1];
  if (last === undefined) return [text, text];
  return [first, /^\d/.test(last) && !last.startsWith(format.prefix) ? `${format.prefix}${last}` : last];
}

/** One number a page. */
export interface Allotted {
  readonly range: BatesRange;
  readonly numbers: readonly string[];
}

/** Numbers for documents of so many pages each, in order, without a gap, from `start` on. */
export function allotBates(format: BatesFormat, start: number, pageCounts: readonly number[]): readonly Allotted[] {
  let next = start;
  return pageCounts.map((count) => {
    const numbers = Array.from({ length: count }, (_, i) => formatBates(format, next + i));
    next += count;
    const begin = numbers[0];
    const end = numbers.at(-1);
    if (begin === undefined || end === undefined) throw new RangeError('a document has at least one page');
    return { range: { begin, end }, numbers };
  });
}

/** `A to C, E`: runs of neighbouring numbers of the format, as a letter writes them. */
export function rangesText(format: BatesFormat, numbers: readonly string[]): string {
  const runs: { begin: string; end: string; last: number; ending: string }[] = [];
  for (const text of numbers) {
    const [base = '', ending = ''] = text.split(/(?=\.R\d+$)/);
    const number = parseBates(format, base) ?? 0;
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === number && run.ending === ending) {
      run.end = text;
      run.last = number;
    } else {
      runs.push({ begin: text, end: text, last: number, ending });
    }
  }
  return runs.map((run) => (run.begin === run.end ? run.begin : `${run.begin} to ${run.end}`)).join(', ');
}
