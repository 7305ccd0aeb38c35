const FOLDS: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u00a0': ' ',
};

/**
 * `text` with plain quotes, dashes and blanks (breaks too), the same length: offsets stay true. A lone `|` or
 * `l` is what OCR makes of the word I.
 */
export function foldText(text: string): string {
  return text
    .replace(/\s/g, ' ')
    .replace(/[\u2018-\u201e\u2010-\u2014]/g, (c) => FOLDS[c] ?? c)
    .replace(/(?<=^|[ "'(])[|l](?=[ '])/g, 'I');
}

/** Lower-case words of letters and digits of a name, without accents: "Feld, Ann M." -> feld, ann, m. */
export function nameWords(text: string): readonly string[] {
  return foldText(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u)
    .map((w) => w.replace(/^'+|'+$|'s$/g, ''))
    .filter((w) => w !== '');
}
