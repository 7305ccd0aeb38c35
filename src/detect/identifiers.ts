import { distance } from 'fastest-levenshtein';
import type {
  ContextWords,
  Hit,
  IdentifierPattern,
  PatternPack,
  PatternVariant,
  ValidatorName,
} from '../model/detecting.ts';
import { plainLetterClasses } from './letter-classes.ts';
import { needsDigit } from './needs-digit.ts';
import { contextTokens, type TextViews } from './text-view.ts';
import { isoDate, validate } from './validators.ts';

/** Below this a page's hit is a person's to look at; below REVIEW it is nothing. */
const AUTO = 0.5;
const REVIEW = 0.3;

interface Compiled {
  readonly pattern: IdentifierPattern;
  readonly variant: PatternVariant;
  readonly regex: RegExp;
  readonly digit: boolean;
  readonly boost: readonly Phrases[];
  readonly suppress: readonly Phrases[];
}

interface Phrases {
  readonly add: number;
  readonly phrases: readonly { readonly text: string; readonly tokens: readonly string[] }[];
}

const compiled = new WeakMap<PatternPack, readonly Compiled[]>();

function compile(pack: PatternPack): readonly Compiled[] {
  const known = compiled.get(pack);
  if (known !== undefined) return known;
  const list = pack.patterns.flatMap((pattern) => {
    const boost = pattern.context.boost.map(phrasesOf);
    const suppress = pattern.context.suppress.map(phrasesOf);
    return pattern.variants.map((variant) => ({
      pattern,
      variant,
      regex: new RegExp(plainLetterClasses(variant.regex), `${variant.flags}${variant.group === 0 ? '' : 'd'}g`),
      digit: needsDigit(variant.regex),
      boost,
      suppress,
    }));
  });
  compiled.set(pack, list);
  return list;
}

const phrasesOf = (context: ContextWords): Phrases => ({
  add: context.add,
  phrases: context.words.map((text) => ({ text, tokens: contextTokens(text) })),
});

/** Every identifier of a page, strongest reading of each place; offsets are those of the page's text. */
export function findIdentifiers(views: TextViews, packs: readonly PatternPack[]): Hit[] {
  const hits: Hit[] = [];
  const numbered = new Map(
    [...new Set([views.flat, views.digits, views.letters, views.both])].map((v) => [v, /\d/.test(v)]),
  );
  for (const rule of packs.flatMap(compile)) {
    if (rule.digit && numbered.get(views.digits) !== true && numbered.get(views.flat) !== true) continue;
    const seen = new Set<string>();
    for (const text of viewsFor(views, rule.pattern)) {
      if (rule.digit && numbered.get(text) === false) continue;
      // One expression for all texts: matchAll would make a copy of it for each.
      rule.regex.lastIndex = 0;
      for (let match = rule.regex.exec(text); match !== null; match = rule.regex.exec(text)) {
        if (match[0] === '') rule.regex.lastIndex++;
        const span = spanOf(match, rule.variant.group);
        if (span === undefined || seen.has(`${span[0]}:${span[1]}`)) continue;
        const hit = judge(rule, text, span[0], trimmedEnd(text, span[0], span[1]));
        if (hit === undefined) continue;
        seen.add(`${span[0]}:${span[1]}`);
        hits.push(hit);
      }
    }
  }
  return strongest(hits);
}

function spanOf(match: RegExpExecArray, group: number): readonly [number, number] | undefined {
  return group === 0 ? [match.index, match.index + match[0].length] : match.indices?.[group];
}

/** The end without blanks and stops, which belong to the sentence. */
function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1 && ' \n.,;:-'.includes(text[last - 1] ?? '')) last--;
  return last;
}

function viewsFor(views: TextViews, pattern: IdentifierPattern): readonly string[] {
  const list = [views.flat];
  if (pattern.ocrDigits) list.push(views.digits);
  if (pattern.ocrLetters) list.push(views.letters);
  if (pattern.ocrDigits && pattern.ocrLetters) list.push(views.both);
  return [...new Set(list)];
}

function judge(rule: Compiled, text: string, start: number, end: number): Hit | undefined {
  const { pattern, variant } = rule;
  const before = contextTokens(text.slice(Math.max(0, start - pattern.context.before), start));
  const after = contextTokens(text.slice(end, end + pattern.context.after));
  const near = strongestContext(rule.boost, before, after);
  if (variant.requireContext && near === undefined) return undefined;
  const value = text.slice(start, end);
  const why: string[] = [];
  let score = variant.score;
  for (const check of pattern.validators) {
    if (check.except.includes(variant.id)) continue;
    const passed = validate(check.name, value);
    if (!passed && check.onFail === 'drop' && near === undefined) return undefined;
    score += passed ? check.onPass : -0.4;
    why.push(...checked(check.name, passed));
  }
  if (near !== undefined) {
    score += near.add;
    why.push(`near "${near.text}"`);
  }
  const against = strongestContext(rule.suppress, before, after);
  if (against !== undefined) {
    score += against.add;
    why.push(`but near "${against.text}"`);
  } else if (near !== undefined) score = Math.max(score, AUTO);
  if (score < REVIEW - 1e-9) return undefined;
  return {
    start,
    end,
    label: pattern.label,
    basis: pattern.basis,
    aspect: pattern.aspect,
    tier: score >= AUTO - 1e-9 ? pattern.tier : 'review',
    score: Math.min(1, Math.round(score * 100) / 100),
    rules: [`${pattern.id}/${variant.id}`],
    why: `${pattern.description}, ${Math.min(1, score).toFixed(2)}: ${['written as one', ...why].join('; ')}.`,
    key: normalise(pattern.label, value),
  };
}

/** What a check says of a number, as counsel reads it. */
function checked(name: ValidatorName, passed: boolean): readonly string[] {
  if (name === 'has-digit') return [];
  const what = CHECK_TEXTS[name] ?? 'its check digit';
  return [passed ? `${what} fits` : `${what} does not fit`];
}

const CHECK_TEXTS: Readonly<Partial<Record<ValidatorName, string>>> = {
  date: 'the calendar',
  nanp: 'the numbering plan',
  ssn: 'the range of issued numbers',
  itin: 'the range of issued numbers',
  ein: 'the range of issued numbers',
  ipv4: 'the range of addresses',
  mbi: 'the order of its letters',
};

/** The heaviest context word in reach; words of five letters and more may have one letter misread. */
function strongestContext(
  groups: readonly Phrases[],
  before: readonly string[],
  after: readonly string[],
): { readonly text: string; readonly add: number } | undefined {
  let best: { text: string; add: number } | undefined;
  for (const group of groups) {
    if (best !== undefined && Math.abs(best.add) >= Math.abs(group.add)) continue;
    const found = group.phrases.find((p) => holds(before, p.tokens) || holds(after, p.tokens));
    if (found !== undefined) best = { text: found.text, add: group.add };
  }
  return best;
}

function holds(tokens: readonly string[], phrase: readonly string[]): boolean {
  for (let i = 0; i + phrase.length <= tokens.length; i++) {
    if (phrase.every((word, j) => alike(word, tokens[i + j] ?? ''))) return true;
  }
  return false;
}

function alike(word: string, token: string): boolean {
  if (word === token) return true;
  return word.length >= 5 && Math.abs(word.length - token.length) <= 1 && distance(word, token) <= 1;
}

function normalise(label: string, value: string): string {
  if (label === 'DATE' || label === 'DOB') return `date:${isoDate(value) ?? value.toLowerCase()}`;
  return `${label}:${value.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '')}`;
}

/** Where readings overlap the stronger, then the longer, stays. */
export function strongest(hits: readonly Hit[]): Hit[] {
  const sorted = [...hits].sort(
    (a, b) =>
      b.score - a.score || b.end - b.start - (a.end - a.start) || a.start - b.start || (a.label < b.label ? -1 : 1),
  );
  const kept: Hit[] = [];
  for (const hit of sorted) {
    const rival = kept.find((k) => k.start < hit.end && hit.start < k.end);
    if (rival === undefined) kept.push(hit);
    else if (hit.start < rival.start || hit.end > rival.end) kept.push(hit);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}
