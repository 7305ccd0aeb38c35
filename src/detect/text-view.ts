/** A text with the same offsets as the page's, read more kindly. */
export interface TextViews {
  /** Dashes, quotes and blanks made plain; a single line break is a blank, a block break stays. */
  readonly flat: string;
  /** `flat` with letters that OCR puts for digits read as digits. */
  readonly digits: string;
  /** `flat` with digits that OCR puts for letters read as letters. */
  readonly letters: string;
  /** Both repairs. */
  readonly both: string;
}

const PLAIN: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u00ad': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\t': ' ',
  '\uff1a': ':',
};

const DIGIT_FOR: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  G: '6',
  b: '6',
  T: '7',
  B: '8',
  g: '9',
  q: '9',
};

const LETTER_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '5': 's',
  '8': 'b',
  '6': 'b',
  '9': 'g',
  '|': 'l',
};

const RUN = /[A-Za-z0-9|!]{2,40}/g;

/** Words that stand before a number: of labels, months and streets. */
const BEFORE_NUMBER =
  /(?<![\p{L}\d])[A-Z1l][A-Za-z1]{1,11}(?=[ .-]?(?:[l1I]D|No|Nurn|Num|nurn|num|#|:|Ca[l1]|Col)| {1,3}\d)|(?<=\d )[A-Z][a-z]{5,8}(?= d?e?l? ?[A-Z])/gu;

/**
 * Makes the four views of a page's text; each is as long as the text, in UTF-16 units. `labels` are words that stand
 * before numbers, in lower case: a misread one is read as the one it looks like.
 */
export function viewsOf(text: string, labels: readonly string[] = []): TextViews {
  const flat = text
    .replace(
      /[\u2010-\u2015\u2212\u00ad\u2018\u2019\u02bc\u201c\u201d\u00a0\u2007\u2009\u202f\t\uff1a]/g,
      (c) => PLAIN[c] ?? c,
    )
    .replace(/(?<!\n)\n(?!\n)/g, ' ');
  const digits = repairDates(flat.replace(RUN, repairDigits));
  const known = new Set(labels);
  const letters = flat.replace(RUN, repairLetters).replace(BEFORE_NUMBER, (word) => repairLabel(word, labels, known));
  const both = letters === flat ? digits : repairDates(letters.replace(RUN, repairDigits));
  return { flat, digits, letters, both };
}

/** A word before a number that is, but for one letter in five, a word of labels. */
function repairLabel(word: string, labels: readonly string[], known: ReadonlySet<string>): string {
  const low = word.toLowerCase();
  if (known.has(low) || low.length < 4) return /^[l1]D$/.test(word) ? 'ID' : word;
  const allowed = low.length < 8 ? 1 : 2;
  const meant = labels.find((label) => label.length === low.length && differ(label, low) <= allowed);
  if (meant === undefined) return word;
  return word === word.toUpperCase() ? meant.toUpperCase() : `${meant.slice(0, 1).toUpperCase()}${meant.slice(1)}`;
}

function differ(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

/** One or two look-alike letters where a date has its day or month: "1/lO/22". */
function repairDates(text: string): string {
  return text.replace(/(?<![A-Za-z0-9])([0-9OIlSBZ|]{1,2})([/-])([0-9OIlSBZ|]{1,2})\2(?=\d{2})/g, (whole) =>
    whole.replace(/[^0-9/-]/g, (c) => DIGIT_FOR[c] ?? c),
  );
}

/** A run that is mostly digits loses its look-alike letters; other runs stay. */
function repairDigits(run: string): string {
  const count = run.replace(/\D/g, '').length;
  if (count === 0 || count === run.length || count * 2 < run.length) return run;
  return run.replace(/[^0-9]/g, (c) => DIGIT_FOR[c] ?? c);
}

/** A run that is mostly letters loses its one or two look-alike digits; ordinals stay. */
function repairLetters(run: string): string {
  const count = run.replace(/\D/g, '').length;
  if (run === '5t') return 'St';
  if (count === 0 || count > 2 || run.length - count < 2 || run.length < count * 3) return run;
  if (/^\d+(?:st|nd|rd|th)$/i.test(run)) return run;
  const upper = run === run.toUpperCase();
  return run.replace(/[0-9|]/g, (c, at: number) => {
    const letter = LETTER_FOR[c] ?? c;
    return upper || (at === 0 && run.length > 2) ? letter.toUpperCase() : letter;
  });
}

/** Lower-case words of a text, letters and digits only: what context words are compared with. */
export function contextTokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
