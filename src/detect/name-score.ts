import type { PersonCue } from '../model/detecting.ts';
import { credentialKey, type Lexicon, type WordClass } from './lexicon.ts';
import { credentialAfter, cueBefore, roleAfter, type Span, turnedName } from './name-cues.ts';
import { nameLikelihood } from './name-tagger.ts';
import { type NameWord, plainLetters } from './words.ts';

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

/** What the finder of names is told of the pages around. */
export interface Surroundings {
  /** Words that stand in lower case somewhere in the document: no names. */
  readonly lower: ReadonlySet<string>;
  /** Parts of names that were found whole elsewhere in the matter. */
  readonly seen: ReadonlySet<string>;
  /** Words of organisations, courts and places of the matter: explained. */
  readonly explained: ReadonlySet<string>;
}

/** What "Last, First" adds to the score of either part. */
const TURNED = 0.3;

/** A span as a candidate, scored by its shape and by what stands around it; undefined under 0.25. */
export function weigh(
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
  if (first === undefined || last === undefined || list.length > 6) return undefined;
  if (names.length === 0) return lettersOnly(words, text, lexicon, span);
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
  const suffixed = suffixedEnd(words, lexicon, span.to, last.end) > last.end;
  if (suffixed || credentialAfter(words, lexicon, span.to)) {
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
  const behind = roleAfter(words, lexicon, span.to);
  if (behind !== undefined) {
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
  score = taught(score, rules, span, nameLikelihood(words, text, lexicon, span));
  if (score + (turned ? TURNED : 0) < 0.25) return undefined;
  // Of roles behind a name only this one counts: it protects, where others may open.
  const cue = behind?.relation === 'reporter' ? behind : (before.label ?? before.role);
  return {
    from: span.from,
    to: span.to,
    start: titledStart(words, lexicon, span.from),
    end: suffixedEnd(words, lexicon, span.to, last.end),
    score: Math.min(1, score + (turned ? TURNED : 0)),
    rules: rules.length > 0 ? rules : ['shape/capitals'],
    full: names.length > 1 || (list.length > 1 && first.shape === 'initial'),
    ...(cue === undefined ? {} : { cue }),
  };
}

/** Rules that only say how a run looks: the tagger may outweigh them. */
const LOOKS = /^(?:shape|list|people)\//;

/** The score with what the tagger of names adds: it lifts runs that it takes for names, and asks about those it does not. */
function taught(score: number, rules: string[], span: Span, likelihood: number | undefined): number {
  if (likelihood === undefined) return score;
  const long = span.to > span.from;
  if (score >= 0.5) {
    const doubted = long && likelihood < 0.1 && rules.every((r) => LOOKS.test(r));
    return doubted ? 0.45 : score;
  }
  if (score >= 0.25 && likelihood >= (long ? 0.6 : 0.85)) {
    rules.push('tagger/name');
    return 0.5;
  }
  if (score < 0.25 && likelihood >= 0.95) {
    rules.push('tagger/name');
    return 0.35;
  }
  return score;
}

/** "W.K." or "Captain J": a person who is named by letters alone. */
function lettersOnly(words: readonly NameWord[], text: string, lexicon: Lexicon, span: Span): Candidate | undefined {
  const [first, last] = [words[span.from], words[span.to]];
  if (first === undefined || last === undefined) return undefined;
  const letters = text.slice(first.start, last.end);
  const stop = text[last.end] === '.' ? 1 : 0;
  const before = cueBefore(words, text, lexicon, span.from);
  const titled = before.title && !/^\.?\n/.test(first.gap);
  const pair = span.to === span.from + 1 && /^\p{Lu}\. ?\p{Lu}$/u.test(letters) && stop === 1;
  if (!titled && (!pair || lexicon.abbreviations.has(credentialKey(letters)))) return undefined;
  const cue = before.label ?? before.role;
  return {
    from: span.from,
    to: span.to,
    start: titledStart(words, lexicon, span.from),
    end: last.end + (span.to > span.from || stop === 0 ? stop : 0),
    score: titled ? 0.7 : 0.55,
    rules: [titled ? 'cue/title' : 'shape/initials'],
    full: false,
    ...(cue === undefined ? {} : { cue }),
  };
}

/** Where a name starts whose title is covered with it: "Sir", "Lord Justice". */
function titledStart(words: readonly NameWord[], lexicon: Lexicon, from: number): number {
  let at = from;
  while (at > 0 && /^\.? $/.test(words[at]?.gap ?? '')) {
    const title = words[at - 1];
    if (title === undefined || title.shape === 'lower' || !lexicon.joined.has(plainLetters(title.text))) break;
    at--;
  }
  return words[at]?.start ?? 0;
}

/** Where a name ends whose suffix is covered with it: "Jr.", "III", "QC". */
function suffixedEnd(words: readonly NameWord[], lexicon: Lexicon, to: number, end: number): number {
  const next = words[to + 1];
  return next !== undefined && /^,? $/.test(next.gap) && lexicon.suffixes.has(next.text) ? next.end : end;
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
