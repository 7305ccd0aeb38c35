import type { Decision, Verdict } from '../model/decision.ts';

/** What people said of an item, folded: a person's later word replaces the earlier one. */
export interface Settled {
  readonly verdict: Verdict;
  readonly newBasis?: string;
  readonly by: string;
  /** Who read it second and said the same. */
  readonly second?: string;
  /** Somebody said it as counsel. */
  readonly counsel: boolean;
  /** Two people differ: it blocks, and the protective answer stands. */
  readonly disagreement: boolean;
}

/** Decisions folded per item: same answer of a second person = second reading, another answer = disagreement. */
export function settle(decisions: readonly Decision[], counsel: readonly string[]): ReadonlyMap<string, Settled> {
  const latest = new Map<string, Map<string, Decision>>();
  for (const decision of decisions.toSorted((a, b) => a.seq - b.seq)) {
    const people = latest.get(decision.item) ?? new Map<string, Decision>();
    people.delete(decision.by);
    people.set(decision.by, decision);
    latest.set(decision.item, people);
  }
  return new Map([...latest].map(([item, people]) => [item, foldOne([...people.values()], counsel)]));
}

function foldOne(words: readonly Decision[], counsel: readonly string[]): Settled {
  const [first] = words;
  if (first === undefined) throw new RangeError('an item without a decision');
  const agree = words.filter((d) => d.verdict === first.verdict && d.newBasis === first.newBasis);
  const second = agree[1]?.by;
  return {
    verdict: first.verdict,
    ...(first.newBasis === undefined ? {} : { newBasis: first.newBasis }),
    by: first.by,
    ...(second === undefined ? {} : { second }),
    counsel: agree.some((d) => d.role === 'counsel' || counsel.includes(d.by)),
    disagreement: agree.length < words.length,
  };
}
