import type { ValidatorName } from '../model/detecting.ts';

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Sum of products of digits and weights; the shape of most check digits. */
function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i] ?? 0), 0);
}

/** ISO/IEC 7812-1 annex B, on the digits of `text`. */
function luhn(text: string): boolean {
  const digits = digitsOf(text);
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 1 && sum % 10 === 0 && !/^0+$/.test(digits);
}

/** Luhn and an issuer range that is in use, 13 to 19 digits. */
function card(text: string): boolean {
  const digits = digitsOf(text);
  return /^(?:4|5[0-9]|2[2-7]|3[0-9]|6)/.test(digits) && digits.length >= 12 && digits.length <= 19 && luhn(digits);
}

/** ABA routing number: prefix in use and 3-7-1 weights. */
function aba(text: string): boolean {
  const digits = digitsOf(text);
  const prefix = Number(digits.slice(0, 2));
  const inUse = prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;
  return digits.length === 9 && inUse && weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}

/** DEA number: the last digit is that of (d1+d3+d5) + 2(d2+d4+d6). */
function dea(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 7 && weighted(digits, [1, 2, 1, 2, 1, 2]) % 10 === Number(digits[6]);
}

/** SSA: area not 000, 666 or 900-999, group not 00, serial not 0000. Masked forms carry no more than four digits. */
function ssn(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length < 9) return true;
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

/** IRS: groups 50-65, 70-88, 90-92, 94-99. */
function itin(text: string): boolean {
  return /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])\d{4}$/.test(digitsOf(text));
}

const EIN_UNUSED = new Set([
  '00',
  '07',
  '08',
  '09',
  '17',
  '18',
  '19',
  '28',
  '29',
  '49',
  '69',
  '70',
  '78',
  '79',
  '89',
  '96',
  '97',
]);

const MBI =
  /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}$/;

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** 49 CFR 565.15: position 9 is the weighted sum modulo 11, X for ten. */
function vin(text: string): boolean {
  const code = text.toUpperCase();
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(code)) return false;
  const sum = VIN_WEIGHTS.reduce((total, weight, i) => total + weight * (VIN_VALUES.indexOf(code[i] ?? '') % 10), 0);
  return code[8] === (sum % 11 === 10 ? 'X' : String(sum % 11));
}

/** ISO 13616: the rearranged number is 1 modulo 97. */
function iban(text: string): boolean {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(code)) return false;
  let rest = 0;
  for (const char of code.slice(4) + code.slice(0, 4)) {
    for (const digit of /[A-Z]/.test(char) ? String(char.charCodeAt(0) - 55) : char)
      rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** North American number: area and exchange start 2-9; seven digits need the exchange only. */
function nanp(text: string): boolean {
  const digits = digitsOf(text.replace(/\s?(?:x|ext|extension)\.?\s?\d{1,6}$/i, '')).replace(/^1(?=\d{10}$)/, '');
  return /^(?:[2-9]\d{2})?[2-9]\d{6}$/.test(digits) && !/^(?:\d{3})?[2-9]11/.test(digits);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ISO date of a written date; undefined where it has no year or no such day is in the calendar. Numeric dates read month first. */
export function isoDate(text: string): string | undefined {
  const iso = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (iso) return calendar(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numeric = /(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?!\d)/.exec(text);
  if (numeric) {
    const [a, b] = [Number(numeric[1]), Number(numeric[2])];
    const year = fullYear(numeric[3] ?? '');
    return calendar(year, a, b) ?? calendar(year, b, a);
  }
  const month =
    MONTHS.indexOf((/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.exec(text)?.[0] ?? '').toLowerCase()) + 1;
  const year = /\d{4}/.exec(text)?.[0];
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0];
  return month > 0 && year && day ? calendar(Number(year), month, Number(day)) : undefined;
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year > 30 ? 1900 + year : 2000 + year;
}

function calendar(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1800) return undefined;
  return date.toISOString().slice(0, 10);
}

/** Calendar validity where the text has all three parts; month-only and day-only forms pass. */
function date(text: string): boolean {
  const parts = text.match(/\d+/g) ?? [];
  return parts.length < 3 || isoDate(text) !== undefined;
}

const CHECKS: Readonly<Record<ValidatorName, (text: string) => boolean>> = {
  luhn: card,
  aba,
  npi: (text) => luhn(`80840${digitsOf(text)}`),
  dea,
  ssn,
  itin,
  ein: (text) => !EIN_UNUSED.has(digitsOf(text).slice(0, 2)),
  mbi: (text) => MBI.test(text.toUpperCase()),
  vin,
  iban,
  nanp,
  date,
  ipv4: (text) => text.split('.').every((part) => Number(part) <= 255),
  'has-digit': (text) => /\d/.test(text),
};

/** True where `text` passes the check of that name; the checks are those of domain 2.3. */
export function validate(name: ValidatorName, text: string): boolean {
  return CHECKS[name](text);
}
