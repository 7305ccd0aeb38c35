import type { Lexicon } from './lexicon.ts';
import type { Span } from './name-cues.ts';
import { type NameWord, plainLetters } from './words.ts';

/** Weights are kept as whole hundredths. */
const UNIT = 100;

/**
 * How likely words [from, to] are a person's name, 0 to 1, by the trained weights of
 * `patterns/people/tagger.json`; undefined without them. The weights are made by tests/eval/train-tagger.ts.
 */
export function nameLikelihood(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  span: Span,
): number | undefined {
  const weights = lexicon.tagger;
  if (weights === undefined) return undefined;
  let sum = weights.get('bias') ?? 0;
  for (const feature of nameFeatures(words, text, lexicon, span)) sum += weights.get(feature) ?? 0;
  return 1 / (1 + Math.exp(-sum / UNIT));
}

/** What the tagger sees of a span: its letters, the classes of its words, what stands before and behind. */
export function nameFeatures(words: readonly NameWord[], text: string, lexicon: Lexicon, span: Span): string[] {
  const list = words.slice(span.from, span.to + 1);
  const last = list.at(-1);
  const kinds = list.map((w) => kindOf(w, lexicon));
  const features = [`k:${kinds.join('+')}`, `n:${list.length}`];
  for (const [i, word] of list.entries()) {
    if (word.shape === 'initial' || word.shape === 'lower') continue;
    const at = placeIn(i, list.length);
    const plain = plainLetters(word.text);
    features.push(`s:${word.shape}`, `a:${at}:${plain.slice(-2)}`, `b:${plain.slice(-3)}`, `c:${plain.slice(-4)}`);
    features.push(`d:${plain.slice(0, 3)}`, `e:${plain.slice(0, 2)}`, `z:${Math.min(plain.length, 10)}`);
    for (let g = 0; g + 3 <= plain.length; g++) features.push(`g:${plain.slice(g, g + 3)}`);
    if (word.text.includes('-')) features.push('hyphen');
    if (/[^\p{Lu}]\p{Lu}/u.test(word.text)) features.push('humps');
    if (plain !== word.lower) features.push('accent');
  }
  const before = beside(words[span.from - 1], list[0]?.gap ?? '', lexicon, true);
  const after = beside(words[span.to + 1], words[span.to + 1]?.gap ?? text.slice(last?.end ?? 0), lexicon, false);
  const before2 = beside(words[span.from - 2], words[span.from - 1]?.gap ?? '', lexicon, true);
  const after2 = beside(words[span.to + 2], words[span.to + 2]?.gap ?? '', lexicon, false);
  const short = list.length === 1 ? 1 : 2;
  features.push(`p:${before}`, `q:${after}`, `pp:${before2} ${before}`, `qq:${after} ${after2}`);
  features.push(`pn:${before}:${short}`, `qn:${after}:${short}`, `pq:${before}|${after}`, `pk:${before}:${kinds[0]}`);
  if (last?.possessive === true) features.push('possessive', `possessive:${before}`);
  if (span.organization) features.push('organization');
  const [from, to] = span.whole;
  for (let i = from; i < span.from; i++) features.push(`left:${kindOf(words[i], lexicon)}`);
  for (let i = span.to + 1; i <= to; i++) features.push(`right:${kindOf(words[i], lexicon)}`);
  return features;
}

/** Whether a word stands alone, first, last or between. */
function placeIn(index: number, count: number): string {
  if (count === 1) return 'o';
  if (index === 0) return 'f';
  return index === count - 1 ? 'l' : 'm';
}

function kindOf(word: NameWord | undefined, lexicon: Lexicon): string {
  if (word === undefined) return '-';
  if (word.shape === 'initial') return 'i';
  return word.shape === 'lower' ? 'particle' : lexicon.classOf(word.lower);
}

/** A neighbour: a word in lower case as itself, any other by its class; with what stands between. */
function beside(word: NameWord | undefined, gap: string, lexicon: Lexicon, left: boolean): string {
  const mark = gap.includes('\n') ? '/' : gap.replace(/\s+/g, '').replace(/\d+/g, '0').slice(0, 3);
  if (word === undefined) return `${mark}^`;
  const name = word.possessive ? `${neighbour(word, lexicon)}'s` : neighbour(word, lexicon);
  return left ? `${name}${mark}` : `${mark}${name}`;
}

function neighbour(word: NameWord, lexicon: Lexicon): string {
  if (word.shape === 'lower' || lexicon.isCommon(word.lower)) return word.lower;
  return word.shape === 'other' ? '0' : `<${kindOf(word, lexicon)}>`;
}
