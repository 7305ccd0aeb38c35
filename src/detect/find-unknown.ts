import { turnedJoined } from './joined-names.ts';
import type { Lexicon, WordClass } from './lexicon.ts';
import { cueBefore, isCapital, type Span } from './name-cues.ts';
import { type Candidate, type Surroundings, weigh } from './name-score.ts';
import { linked, type NameWord, plainLetters } from './words.ts';

/** Runs that may be names of people outside the roster, scored; those under 0.25 are left out. `look` is shown every run. */
export function findUnknown(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  around: Surroundings,
  look: (span: Span) => void = () => {},
): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < words.length; ) {
    const to = runEnd(words, lexicon, i);
    if (to < i) {
      i++;
      continue;
    }
    for (const c of runsWithin(words, text, lexicon, around, i, to, look)) found.push(listed(c, found.at(-1), text));
    i = to + 1;
  }
  return turnedJoined(found, words, text, lexicon);
}

/** A capital word that goes on a list of names: "Judges Onda, Perin and Vasko". */
function listed(candidate: Candidate, previous: Candidate | undefined, text: string): Candidate {
  if (previous === undefined || previous.score < 0.5 || candidate.full) return candidate;
  const between = text.slice(previous.end, candidate.start);
  if (!/^(?:, | and |, and | & )$/.test(between)) return candidate;
  return { ...candidate, score: Math.min(1, candidate.score + 0.2), rules: [...candidate.rules, 'cue/list'] };
}

/** Last word of the run of capital words from `i`; i - 1 where word `i` starts none. */
function runEnd(words: readonly NameWord[], lexicon: Lexicon, i: number): number {
  if (!isCapital(words[i])) return i - 1;
  let to = i;
  for (let j = i + 1; j < words.length; j++) {
    const word = words[j];
    const previous = words[j - 1];
    if (word === undefined || previous === undefined || previous.possessive) break;
    const stop =
      word.gap.startsWith('.') &&
      previous.shape !== 'initial' &&
      !lexicon.titles.has(plainLetters(previous.text)) &&
      (previous.text.length > 3 || (lexicon.isCommon(previous.lower) && !lexicon.saints.has(previous.lower)));
    if (!linked(word.gap) || stop) break;
    if (isCapital(word)) to = j;
    else if (
      !(
        lexicon.particles.has(word.lower) &&
        isCapital(words[j + (lexicon.particles.has(words[j + 1]?.lower ?? '') ? 2 : 1)])
      )
    )
      break;
  }
  return to;
}

/** The parts of a capital run that may be names: common words, titles and roles divide it. */
function* runsWithin(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  around: Surroundings,
  from: number,
  to: number,
  look: (span: Span) => void,
): Iterable<Candidate> {
  const classes: WordClass[] = [];
  for (let i = from; i <= to; i++)
    classes.push(classIn(words[i], lexicon, around, words[i + 1]?.gap.startsWith('.') ?? false));
  let start = -1;
  for (let i = from; i <= to + 1; i++) {
    const kind = lifted(words, text, lexicon, classes, from, i);
    const divides = kind === undefined || kind === 'common' || kind === 'title' || kind === 'organization';
    if (!divides) {
      if (start < 0) start = i;
      continue;
    }
    if (start >= 0) {
      const end = lineEnd(words, classes, from, i);
      const organization = classes.slice(0, end - from).findLastIndex((c, k) => k > 0 && c === 'organization');
      const span: Span = { from: start, to: i - 1, organization: start - from <= organization, whole: [from, to] };
      look(span);
      const candidate = weigh(words, text, lexicon, around, span);
      if (candidate !== undefined) yield candidate;
    }
    start = -1;
  }
}

/** Where a run ends for good: at a line that begins with a word of forms, from word `i` on. */
function lineEnd(words: readonly NameWord[], classes: readonly WordClass[], from: number, i: number): number {
  for (let j = i; j < from + classes.length; j++) {
    const kind = classes[j - from];
    if (words[j]?.gap.includes('\n') === true && (kind === 'common' || kind === 'title')) return j;
  }
  return from + classes.length;
}

const NAMES = new Set<WordClass | undefined>(['first', 'last', 'both', 'unknown', 'ambiguous']);

/** The class of a word in its run: a common word between, behind or (after a cue) before name words is a name too. */
function lifted(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  classes: readonly WordClass[],
  from: number,
  i: number,
): WordClass | undefined {
  const kind = classes[i - from];
  const word = words[i];
  if (word?.shape === 'lower' && i > from && i < from + classes.length - 1) return 'unknown';
  if (kind === 'common' && (isShortFamily(words, lexicon, i) || closesName(words, classes[i - from - 1], i)))
    return 'unknown';
  if (kind !== 'common' || word === undefined || word.shape !== 'cap') return kind;
  const titled = behindTitle(words, lexicon, i);
  if (!lexicon.isListed(word.lower) && (titled || (i > from && NAMES.has(classes[i - from - 1])))) return 'unknown';
  if (titled && i > from && words[i - 1]?.shape === 'initial') return 'ambiguous';
  if (lexicon.saints.has(word.lower) && NAMES.has(classes[i - from + 1])) return 'unknown';
  const before = classes[i - from - 1];
  const after = classes[i - from + 1];
  const behindFirst = i > from && (before === 'first' || before === 'both') && words[i - 1]?.shape === 'cap';
  if (behindFirst && NAMES.has(after)) return 'ambiguous';
  const role = lexicon.roles.has(word.lower) || lexicon.labels.has(word.lower) || lexicon.titles.has(word.lower);
  if (behindFirst && after === undefined && !role && !/^ ?:/.test(text.slice(word.end))) return 'ambiguous';
  if (i === from && after !== undefined && after !== 'unknown' && NAMES.has(after) && !word.opens) {
    const cue = cueBefore(words, text, lexicon, i);
    if (cue.title || cue.label !== undefined || cue.role !== undefined) return 'ambiguous';
  }
  return kind;
}

/** "Mrs Westerling", "Mr S. Right": a title stands before the word, or before its initial. */
function behindTitle(words: readonly NameWord[], lexicon: Lexicon, i: number): boolean {
  const at = words[i - 1]?.shape === 'initial' ? i - 1 : i;
  const title = words[at - 1];
  const joined = [words[i]?.gap ?? '', words[at]?.gap ?? ''].every((gap) => gap === ' ' || gap === '. ');
  return title?.shape === 'cap' && joined && lexicon.titles.has(plainLetters(title.text));
}

/** "DOE, JANE": short words of capitals are offices and forms, but not before a comma and a first name. */
function isShortFamily(words: readonly NameWord[], lexicon: Lexicon, i: number): boolean {
  const [word, next] = [words[i], words[i + 1]];
  if (word?.shape !== 'upper' || next?.shape !== 'upper' || next.gap !== ', ') return false;
  return !lexicon.isListed(word.lower) && /^(?:first|both)$/.test(lexicon.classOf(next.lower));
}

/** "JOHN A; ...": an initial that is a word too, behind a name and before no other word of its sentence. */
function closesName(words: readonly NameWord[], before: WordClass | undefined, i: number): boolean {
  return words[i]?.shape === 'initial' && NAMES.has(before) && words[i + 1]?.gap !== ' ';
}

/** `stopped` = a stop follows, as behind an initial. */
function classIn(word: NameWord | undefined, lexicon: Lexicon, around: Surroundings, stopped: boolean): WordClass {
  if (word === undefined) return 'common';
  if (word.shape === 'initial') return /^[AI]$/.test(word.text) && !stopped ? 'common' : 'unknown';
  const kind = lexicon.classOf(word.lower);
  if (around.explained.has(plainLetters(word.text)) && kind !== 'first') return 'common';
  if (kind === 'unknown' && around.lower.has(word.lower)) return 'common';
  if (kind === 'unknown' && word.shape === 'upper' && word.text.length <= 4) return 'common';
  if (kind === 'title' && word.shape === 'cap') return 'title';
  return kind === 'place' ? 'place' : kind;
}
