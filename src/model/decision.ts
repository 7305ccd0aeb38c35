/** The tiers and kinds of items a person can settle (contract 2.2). */
export type ItemKind = 'mark' | 'string' | 'document' | 'zone' | 'copy' | 'gate' | 'sample';

export type Verdict = 'accept' | 'reject' | 'withhold' | 'produce' | 'not_responsive';

/** A line of decisions.jsonl: append-only, chained by hash, later `seq` wins for a target. */
export interface Decision {
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly role?: 'counsel' | 'custodian' | 'supervisor';
  /** Id of the item: a mark's, a document's, a gate's ... */
  readonly item: string;
  readonly kind: ItemKind;
  readonly verdict: Verdict;
  readonly newBasis?: string;
  /** Id of the request besides the first that it was made for; absent = the first. */
  readonly for?: string;
  /** Written by a person for the internal log; never served. */
  readonly reason?: string;
}

/** Something a person is asked to settle. Holds no text of a page. */
export interface Item {
  readonly id: string;
  readonly kind: ItemKind;
  readonly tier: 'auto' | 'review' | 'hint';
  readonly file: string;
  readonly page?: number;
  readonly box?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly proposed: Verdict;
  readonly basis: string;
  /** Places that share the string; 1 for all other kinds. */
  readonly count: number;
  readonly why: string;
  /** open: nobody said anything; second-needed: one named reader of two; disagreement: two people differ, it blocks. */
  readonly state?: 'open' | 'second-needed' | 'settled' | 'disagreement';
}
