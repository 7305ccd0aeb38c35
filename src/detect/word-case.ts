import type { Lexicon } from './lexicon.ts';
import { type NameWord, plainLetters } from './words.ts';

/**
 * The words of a page as if it were written with capitals as usual: in blocks of small letters, as messages are, names get
 * their capital; on pages of capitals throughout, as faxes are, only what is no plain word keeps it.
 */
export function levelled(words: readonly NameWord[], lexicon: Lexicon): readonly NameWord[] {
  const letters = words.filter((w) => w.shape === 'cap' || w.shape === 'upper' || w.shape === 'lower');
  const upper = letters.filter((w) => w.shape === 'upper' && w.text.length > 1).length;
  if (letters.length >= 12 && upper * 10 > letters.length * 8) return words.map((w) => lowered(w, lexicon));
  return blocksOf(words).flatMap((block) => raised(block, lexicon));
}

function lowered(word: NameWord, lexicon: Lexicon): NameWord {
  if (word.shape !== 'upper') return word;
  const kind = lexicon.classOf(word.lower);
  const name =
    /^(?:first|last|both|unknown|title)$/.test(kind) || (kind === 'ambiguous' && !lexicon.isCommon(word.lower));
  if (name) return { ...word, shape: 'cap' };
  return kind === 'common' ? { ...word, shape: 'lower' } : word;
}

function blocksOf(words: readonly NameWord[]): NameWord[][] {
  const blocks: NameWord[][] = [];
  for (const word of words) {
    const last = blocks.at(-1);
    if (last === undefined || /\n\s*\n/.test(word.gap)) blocks.push([word]);
    else last.push(word);
  }
  return blocks;
}

/** Names in a block of small letters; who sends a message may stand before it in capitals. */
function raised(words: readonly NameWord[], lexicon: Lexicon): readonly NameWord[] {
  const body = words.filter((_, i) => !sender(words, i));
  const capitals = body.filter((w) => w.shape === 'cap' || w.shape === 'upper').length;
  if (body.length < 4 || capitals * 25 > body.length) return words;
  const out: NameWord[] = [];
  for (const word of words) out.push(raisedWord(word, out.at(-1), lexicon));
  return out;
}

/** One of the words before the colon of a line: "Testina Roe: ", "[10:02 PM] T: ". */
function sender(words: readonly NameWord[], at: number): boolean {
  for (let i = at + 1; i < Math.min(words.length, at + 5); i++) {
    const gap = words[i]?.gap ?? '';
    if (/^\]?:|^\)? ?[>:-] /.test(gap)) return true;
    if (gap.includes('\n')) return false;
  }
  return false;
}

function raisedWord(word: NameWord, before: NameWord | undefined, lexicon: Lexicon): NameWord {
  if (word.shape !== 'lower' || word.text.length < 2) return word;
  const kind = lexicon.classOf(word.lower);
  if (/^(?:first|both|last)$/.test(kind)) return { ...word, shape: 'cap' };
  if (before === undefined || !/^\.? $/.test(word.gap) || kind === 'common' || lexicon.isCommon(word.lower))
    return word;
  const cue = lexicon.titles.has(plainLetters(before.text)) || /^(?:named|called)$/.test(before.lower);
  const behind = before.shape === 'cap' && /^(?:first|both)$/.test(lexicon.classOf(before.lower));
  return (cue || behind) && (kind === 'unknown' || kind === 'ambiguous') ? { ...word, shape: 'cap' } : word;
}
