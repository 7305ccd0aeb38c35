import { type Pieces, unglued } from './glued.ts';

/** A word of a page as the people finders see it. Offsets are those of the page's text. */
export interface NameWord {
  /** Repaired letters, without possessive ending. */
  readonly text: string;
  /** Lower case, accents kept, hyphens kept. */
  readonly lower: string;
  readonly start: number;
  /** End without the possessive. */
  readonly end: number;
  readonly shape: 'cap' | 'upper' | 'initial' | 'lower' | 'other';
  readonly possessive: boolean;
  /** What stands between the word before and this one, in the page's own characters. */
  readonly gap: string;
  /** First of a sentence, line or block. */
  readonly opens: boolean;
  /** Its end is cut off, and nothing says how it goes on. */
  readonly open?: true;
}

/** What a page says of its words beyond their letters. */
export interface WordFacts {
  /** Absent where the letters are only what pixels seem to say. */
  readonly pieces?: Pieces;
  /** Offsets right behind words whose end is cut off. */
  readonly open: ReadonlySet<number>;
  /** Words that are one, however they are written: the names of the matter. */
  readonly isOne: (word: string) => boolean;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'|]*(?:-[\p{L}\p{N}'|]+)*/gu;

/** The words of a page: `letters` is the repaired view, `text` the page's own text of equal length. */
export function wordsOf(letters: string, text: string, facts?: WordFacts): NameWord[] {
  const words: NameWord[] = [];
  let previous = 0;
  const finder = new RegExp(WORD);
  for (let match = finder.exec(letters); match !== null; match = finder.exec(letters)) {
    const start = match.index;
    let raw = facts?.isOne(match[0]) === true ? match[0] : unglued(match[0], text, start, facts?.pieces);
    const broken = /^-[ \n]{1,2}(\p{L}[\p{L}']*)/u.exec(letters.slice(start + raw.length, start + raw.length + 40));
    let length = raw.length;
    if (broken !== null && /^\p{Lu}\p{Ll}/u.test(raw) && text.slice(start + raw.length + 1).startsWith('\n')) {
      const rest = broken[1] ?? '';
      raw += /^\p{Lu}/u.test(rest) ? `-${rest}` : rest;
      length += broken[0].length;
    }
    const possessive = /'s?$/i.exec(raw);
    const base = possessive === null ? raw : raw.slice(0, possessive.index);
    const end = start + length - (possessive?.[0].length ?? 0);
    const gap = text.slice(previous, start);
    words.push({
      text: base,
      lower: base.toLowerCase(),
      start,
      end,
      shape: shapeOf(base),
      possessive: possessive !== null,
      gap,
      opens: words.length === 0 || /[.!?:;"“(\n•]\s*["“(]?$/.test(gap) || /\n/.test(gap),
      ...(facts?.open.has(start + length) === true ? { open: true as const } : {}),
    });
    previous = start + length;
    finder.lastIndex = previous;
  }
  return words;
}

function shapeOf(word: string): NameWord['shape'] {
  if (/^[l|]\p{Lu}{2,}/u.test(word)) return 'upper';
  if (/^\p{Lu}$/u.test(word)) return 'initial';
  if (/\d/.test(word)) return 'other';
  if (/^[\p{Lu}'-]+$/u.test(word)) return 'upper';
  if (/^\p{Lu}/u.test(word) || /^(?:al|el|ul|ad|ar|as|abu|ibn|bin|bint|d|l|o)[-']\p{Lu}\p{Ll}/u.test(word))
    return 'cap';
  return 'lower';
}

/** True where the gap lets a name run on: a blank, a line break, a stop after an initial. */
export function linked(gap: string): boolean {
  return (
    gap === '' ||
    gap === '.-' ||
    gap === ' ' ||
    gap === '\n' ||
    gap === '. ' ||
    gap === '.' ||
    gap === '.\n' ||
    gap === '  '
  );
}

/** Letters without accents, for comparing spellings. */
export function plainLetters(word: string): string {
  if (/^[ -~]*$/.test(word)) return word.toLowerCase();
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o');
}
