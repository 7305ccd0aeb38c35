import type { Cue, TopicRules } from './passage-rules.ts';

const plain = new Map<string, RegExp>();
const withCase = new Map<string, RegExp>();

/** The expression of a cue, compiled once; throws SyntaxError on a bad one (the store's schema lets none through). */
export function cueRegExp(regex: string, cased: boolean = false): RegExp {
  const kept = cased ? withCase : plain;
  const known = kept.get(regex);
  if (known !== undefined) {
    known.lastIndex = 0;
    return known;
  }
  const made = new RegExp(regex, cased ? 'gu' : 'giu');
  kept.set(regex, made);
  return made;
}

/** True where the cue is met in `folded` (foldText). */
export function meets(folded: string, cue: Cue): boolean {
  return cueRegExp(cue.regex, cue.cased).test(folded);
}

/** The cues of a list that are met in `folded`, in the order of the list. */
export function cuesMet(folded: string, cues: readonly Cue[]): readonly Cue[] {
  return cues.filter((cue) => meets(folded, cue));
}

/** True where one of the expressions is met. */
export function meetsAny(folded: string, expressions: readonly string[]): boolean {
  return expressions.some((e) => cueRegExp(e).test(folded));
}

/** Where a cue is met: offsets in `folded`, end exclusive. */
export function placesOf(folded: string, cue: Cue): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const m of folded.matchAll(cueRegExp(cue.regex, cue.cased))) {
    if (m[0] !== '') found.push({ start: m.index, end: m.index + m[0].length });
  }
  return found;
}

/** Sum of the weights of cues, the cues of a group counted up to the group's cap. */
export function weigh(cues: readonly Cue[], caps: Readonly<Record<string, number>> = {}): number {
  const groups = new Map<string, number>();
  let sum = 0;
  for (const cue of cues) {
    if (cue.group === undefined) sum += cue.weight;
    else groups.set(cue.group, (groups.get(cue.group) ?? 0) + cue.weight);
  }
  for (const [group, weight] of groups) sum += Math.min(weight, caps[group] ?? weight);
  return sum;
}

/** The words of the closed list that fit a text best; no word of the text is in them (domain 3.3). */
export function pickTopic(folded: string, rules: TopicRules): string {
  let best = { text: rules.fallback, score: 0.49 };
  for (const topic of rules.topics) {
    let score = 0;
    for (const cue of topic.cues) {
      const times = placesOf(folded, cue).length;
      if (times > 0) score += cue.weight * (1 + Math.min(0.3, (times - 1) / 10));
    }
    if (score > best.score) best = { text: topic.text, score };
  }
  return best.text;
}
