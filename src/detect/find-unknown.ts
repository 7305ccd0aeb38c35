import type { PersonCue } from '../model/detecting.ts';
import { credentialKey, type Lexicon, type WordClass } from './lexicon.ts';
import { contextTokens } from './text-view.ts';
import { linked, type NameWord, plainLetters } from './words.ts';

/** A run of words that may be a name nobody told us of. */
export interface Candidate {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly rules: readonly string[];
  readonly cue?: PersonCue;
  /** Two name words or more. */
  readonly full: boolean;
}

const PARTICLES = new Set([
  'de',
  'del',
  'la',
  'las',
  'los',
  'da',
  'das',
  'dos',
  'di',
  'du',
  'van',
  'von',
  'der',
  'den',
  'ter',
  'bin',
  'ibn',
  'al',
  'el',
  'le',
  'y',
  'e',
]);

/** What the finder of names is told of the pages around. */
export interface Surroundings {
  /** Words that stand in lower case somewhere in the document: no names. */
  readonly lower: ReadonlySet<string>;
  /** Parts of names that were found whole elsewhere in the matter. */
  readonly seen: ReadonlySet<string>;
  /** Words of organisations, courts and places of the matter: explained. */
  readonly explained: ReadonlySet<string>;
}

/** Runs that may be names of people outside the roster, scored; those under 0.25 are left out. */
export function findUnknown(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  around: Surroundings,
): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < words.length; ) {
    const to = runEnd(words, lexicon, i);
    if (to < i) {
      i++;
      continue;
    }
    for (const c of runsWithin(words, text, lexicon, around, i, to)) found.push(listed(c, found.at(-1), text));
    i = to + 1;
  }
  return found;
}

/** A capital word that goes on a list of names: "Judges Onda, Perin and Vasko". */
function listed(candidate: Candidate, previous: Candidate | undefined, text: string): Candidate {
  if (previous === undefined || previous.score < 0.5 || candidate.full) return candidate;
  const between = text.slice(previous.end, candidate.start);
  if (!/^(?:, | and |, and | & )$/.test(between)) return candidate;
  return { ...candidate, score: Math.min(1, candidate.score + 0.2), rules: [...candidate.rules, 'cue/list'] };
}

const isCapital = (word: NameWord | undefined): boolean =>
  word !== undefined && (word.shape === 'cap' || word.shape === 'upper' || word.shape === 'initial');

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
      previous.text.length > 3;
    if (!linked(word.gap) || stop) break;
    if (isCapital(word)) to = j;
    else if (!(PARTICLES.has(word.lower) && isCapital(words[j + (PARTICLES.has(words[j + 1]?.lower ?? '') ? 2 : 1)])))
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
): Iterable<Candidate> {
  const classes: WordClass[] = [];
  for (let i = from; i <= to; i++)
    classes.push(classIn(words[i], lexicon, around, words[i + 1]?.gap.startsWith('.') ?? false));
  const organization = classes.findLastIndex((c, i) => i > 0 && c === 'organization');
  let start = -1;
  for (let i = from; i <= to + 1; i++) {
    const kind = lifted(words, text, lexicon, classes, from, i);
    const divides = kind === undefined || kind === 'common' || kind === 'title' || kind === 'organization';
    if (!divides) {
      if (start < 0) start = i;
      continue;
    }
    if (start >= 0) {
      const candidate = weigh(words, text, lexicon, around, {
        from: start,
        to: i - 1,
        organization: start - from <= organization,
        whole: [from, to],
      });
      if (candidate !== undefined) yield candidate;
    }
    start = -1;
  }
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
  if (kind !== 'common' || word === undefined || word.shape !== 'cap') return kind;
  if (SAINTS.has(word.lower) && NAMES.has(classes[i - from + 1])) return 'unknown';
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

const SAINTS = new Set(['st', 'ste', 'san', 'santa', 'saint']);

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

interface Span {
  readonly from: number;
  readonly to: number;
  /** A word of organisations follows in the same run. */
  readonly organization: boolean;
  readonly whole: readonly [number, number];
}

function weigh(
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  around: Surroundings,
  span: Span,
): Candidate | undefined {
  const list = words.slice(span.from, span.to + 1);
  const names = list.filter((w) => w.shape !== 'initial' && w.shape !== 'lower');
  const first = list[0];
  const last = list.at(-1);
  if (first === undefined || last === undefined || names.length === 0 || list.length > 6) return undefined;
  const rules: string[] = [];
  let score = shapeScore(list, names, lexicon, around, rules);
  const before = cueBefore(words, text, lexicon, span.from);
  if (before.title) {
    score += 0.6;
    rules.push('cue/title');
  }
  if (before.label !== undefined) {
    score += 0.5;
    rules.push(`cue/label-${before.label.id}`);
  } else if (before.role !== undefined) {
    score += 0.4;
    rules.push(`cue/role-${before.role.id}`);
  }
  const after = words[span.to + 1];
  if (credentialAfter(words, lexicon, span.to)) {
    score += 0.6;
    rules.push('cue/credential');
  }
  if (after !== undefined && after.gap === ' ' && after.shape === 'lower' && lexicon.speech.has(after.lower)) {
    score += 0.15;
    rules.push('cue/verb');
  }
  if (/^ ?\(\d{1,2}\)|^, (?:age|aged) \d/.test(text.slice(last.end, last.end + 12)) && !span.organization) {
    score += 0.35;
    rules.push('cue/age');
  }
  if (roleAfter(words, lexicon, span.to)) {
    score += 0.3;
    rules.push('cue/role-after');
  }
  if (span.organization && !before.title) score -= 0.45;
  if (
    /\b(?:in|near|at|outside)$/.test(text.slice(Math.max(0, first.start - 12), first.start).trimEnd()) &&
    names.length === 1
  )
    score -= 0.15;
  if (
    names.length === 1 &&
    !before.title &&
    before.label === undefined &&
    /^, ?[A-Z]{2}\b/.test(text.slice(last.end, last.end + 6))
  )
    score -= 0.4;
  const turned = turnedName(words, lexicon, span);
  if (score < 0.25) return undefined;
  const cue = before.label ?? before.role;
  return {
    from: span.from,
    to: span.to,
    start: first.start,
    end: last.end,
    score: Math.min(1, score + (turned ? 0.3 : 0)),
    rules: rules.length > 0 ? rules : ['shape/capitals'],
    full: names.length > 1 || (list.length > 1 && first.shape === 'initial'),
    ...(cue === undefined ? {} : { cue }),
  };
}

/** What the words themselves say: first names, family names, initials, names met whole elsewhere. */
function shapeScore(
  list: readonly NameWord[],
  names: readonly NameWord[],
  lexicon: Lexicon,
  around: Surroundings,
  rules: string[],
): number {
  const kinds = names.map((w) => lexicon.classOf(w.lower));
  const head = kinds[0];
  const tail = kinds.at(-1);
  const known = names.every((w) => around.seen.has(plainLetters(w.text)));
  const opens = list[0]?.opens === true;
  const upper = names.every((w) => w.shape === 'upper');
  if (known) {
    rules.push('people/seen-whole');
    return opens && (head === 'ambiguous' || upper) && names.length === 1 ? 0.35 : 0.6;
  }
  if (names.length === 1 && list.length === 1)
    return singleScore(
      head,
      opens,
      upper,
      rules,
      around.lower.has(names[0]?.lower ?? ''),
      !lexicon.isCommon(names[0]?.lower ?? ''),
    );
  const firstLike = head === 'first' || head === 'both';
  const lastLike = tail === 'last' || tail === 'both';
  if (names.length === 1) {
    rules.push('shape/initial-and-name');
    return lastLike || tail === 'unknown' || firstLike ? 0.55 : 0.4;
  }
  if (firstLike || (lastLike && head !== 'place')) {
    rules.push(firstLike ? 'list/first-name' : 'list/last-name');
    return firstLike ? 0.65 : 0.5;
  }
  if (tail === 'first' || kinds.includes('first')) {
    rules.push('list/first-name');
    return 0.5;
  }
  if (kinds.includes('place')) return 0.1;
  if (head === 'ambiguous') return upper ? 0.2 : pairScore(!lexicon.isCommon(names[0]?.lower ?? ''), opens);
  return upper ? 0.2 : 0.35;
}

/** Two words, the first a name that is a word too. */
const pairScore = (rare: boolean, opens: boolean): number => (rare || !opens ? 0.5 : 0.4);

/** A lone name that is a word too; `rare` = no common word of forms and reports. */
function wordScore(opens: boolean, rare: boolean): number {
  if (rare) return opens ? 0.25 : 0.45;
  return opens ? 0 : 0.12;
}

/** A lone word; `low` = it also stands in lower case somewhere. */
function singleScore(
  kind: WordClass | undefined,
  opens: boolean,
  upper: boolean,
  rules: string[],
  low: boolean,
  rare: boolean,
): number {
  if (kind === 'first' || kind === 'both') {
    rules.push('list/first-name');
    return upper ? 0.4 : 0.55;
  }
  if (kind === 'last') {
    rules.push('list/last-name');
    return upper ? 0.3 : 0.5;
  }
  if (kind === 'ambiguous') return upper || low ? 0 : wordScore(opens, rare);
  if (kind === 'place') return 0;
  if (upper) return 0.1;
  return opens ? 0.2 : 0.3;
}

interface Before {
  readonly title: boolean;
  readonly label?: PersonCue;
  readonly role?: PersonCue;
}

/** Title, label with colon, or role word that stands before word `at`. */
function cueBefore(words: readonly NameWord[], text: string, lexicon: Lexicon, at: number): Before {
  const word = words[at];
  const previous = words[at - 1];
  if (word === undefined || previous === undefined) return { title: false };
  const title =
    /^\.?[ \n]$/.test(word.gap) && lexicon.titles.has(plainLetters(previous.text)) && previous.shape !== 'lower';
  if (/^ ?[:#]\s{0,3}$/.test(word.gap)) {
    const label = phraseEnding(words, at - 1, lexicon.labels);
    return label === undefined ? { title } : { title, label };
  }
  if (/^(?:,? |\n| \()$/.test(word.gap)) {
    const role = phraseEnding(words, at - 1, lexicon.roles);
    if (role !== undefined) return { title, role };
  }
  const line = text.slice(0, word.start);
  if (/\n\s*$/.test(line) && previous !== undefined) {
    const label = phraseEnding(words, at - 1, lexicon.labels);
    const alone = words[at - 1]?.gap.includes('\n') || words[at - 2]?.gap.includes('\n');
    if (label !== undefined && alone) return { title, label };
  }
  return { title };
}

/** The longest phrase of the map that ends at word `at`. */
export function phraseEnding(
  words: readonly NameWord[],
  at: number,
  map: ReadonlyMap<string, PersonCue>,
): PersonCue | undefined {
  for (let length = 4; length >= 1; length--) {
    if (at - length + 1 < 0) continue;
    const phrase = words
      .slice(at - length + 1, at + 1)
      .flatMap((w) => contextTokens(w.possessive ? `${w.text}'s` : w.text))
      .join(' ');
    const cue = map.get(phrase) ?? map.get(phrase.replace(/s$/, ''));
    if (cue !== undefined) return cue;
  }
  return undefined;
}

function credentialAfter(words: readonly NameWord[], lexicon: Lexicon, to: number): boolean {
  const next = words[to + 1];
  if (next === undefined || !/^,? $/.test(next.gap)) return false;
  const joined = [0, 1, 2].map((n) =>
    words
      .slice(to + 1, to + 2 + n)
      .map((w) => w.text)
      .join(''),
  );
  return (
    joined.some(
      (j, n) =>
        words.slice(to + 2, to + 2 + n).every((w) => w.gap === '.' || w.gap === '') &&
        lexicon.credentials.has(credentialKey(j)) &&
        /^[A-Z]/.test(j) &&
        j !== j.toLowerCase() &&
        !/^[A-Z][a-z]{2,}$/.test(j),
    ) || /^esq/i.test(next.text)
  );
}

/** ", the school nurse," or ", Principal;" after a name. */
function roleAfter(words: readonly NameWord[], lexicon: Lexicon, to: number): boolean {
  const next = words[to + 1];
  if (next === undefined || !/^(?:, | \()$/.test(next.gap)) return false;
  for (let length = 1; length <= 4; length++) {
    const part = words.slice(to + 1, to + 1 + length).map((w) => w.lower);
    const plain =
      part[0] === 'the' || part[0] === 'a' || part[0] === 'an' || part[0] === 'his' || part[0] === 'her'
        ? part.slice(1)
        : part;
    const phrase = plain.flatMap(contextTokens).join(' ');
    if (lexicon.roles.has(phrase) || lexicon.labels.has(phrase)) return true;
  }
  return false;
}

/** "Last, First" beside a run: the comma joins two name words. */
function turnedName(words: readonly NameWord[], lexicon: Lexicon, span: Span): boolean {
  const after = words[span.to + 1];
  const before = words[span.from - 1];
  const first = words[span.from];
  const follows =
    after !== undefined &&
    after.gap === ', ' &&
    isCapital(after) &&
    /^(?:first|both|ambiguous)$/.test(lexicon.classOf(after.lower));
  const led =
    before !== undefined &&
    first !== undefined &&
    first.gap === ', ' &&
    isCapital(before) &&
    /^(?:last|both|ambiguous|unknown)$/.test(lexicon.classOf(before.lower));
  return follows || (led && /^(?:first|both)$/.test(lexicon.classOf(first?.lower ?? '')));
}
