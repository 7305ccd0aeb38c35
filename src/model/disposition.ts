import type { Box } from './geometry.ts';
import type { SubjectRelation } from './mark.ts';
import type { PageRef } from './page.ts';

/** A letter of the decision table (domain 1.6), without its gates. */
export type Outcome = 'P' | 'R' | 'C' | 'IC' | 'W';

/** One step of the rule path: which cell, which citation, which authority failed which check. */
export interface RuleStep {
  readonly rule: string;
  readonly text: string;
  readonly citation?: string;
}

/** What blocks a document until a person settles it (domain 1.5, step 6). */
export interface Gate {
  readonly id: string;
  readonly kind: 'notice' | 'counsel' | 'copies';
  readonly basis: string;
  readonly why: string;
  /** The outcome stands without an answer (`R,C`, `W,C`, `W,N`): the question is put, nothing waits for it. */
  readonly asked?: true;
}

/** An accepted passage that is taken out of a produced page. */
export interface Redaction {
  readonly marks: readonly string[];
  readonly page: PageRef;
  readonly boxes: readonly Box[];
  readonly basis: string;
  /** What is printed in the box: `AC`, `RPT`, `LAW` ... */
  readonly boxCode: string;
  readonly relation: SubjectRelation;
  readonly kind: 'privilege' | 'confidentiality' | 'privacy' | 'scope';
  /** May the gap be re-laid to hide the width of an identity (engine 6)? */
  readonly hidesIdentity: boolean;
  readonly entryDate?: string;
  /** General subject of a privileged passage, in the words of the closed list of topics. */
  readonly topic?: string;
  readonly decidedBy: string;
  readonly reviewedBy?: string;
  readonly why: string;
}

export type Treatment = 'produce' | 'redact' | 'withhold' | 'not_responsive' | 'unacknowledged';

/** What happens to a document and why. Computed from facts and decisions, never stored. */
export interface Disposition {
  readonly document: string;
  readonly treatment: Treatment;
  /** A person still has to settle something before this can leave. */
  readonly undecided: boolean;
  /** Bases of the whole document, most protective first: of a withheld one those that withhold it, else all it carries. */
  readonly bases: readonly string[];
  readonly gates: readonly Gate[];
  readonly redactions: readonly Redaction[];
  /** Ids of request items each page answers, in page order; [] = answers none. */
  readonly answers: readonly (readonly string[])[];
  readonly path: readonly RuleStep[];
  readonly decidedBy: string;
  readonly reviewedBy?: string;
}

/** Whether an authority counts, check by check. */
export interface AuthorityFinding {
  readonly id: string;
  readonly type: string;
  readonly valid: boolean;
  readonly failed: readonly { readonly check: string; readonly why: string }[];
}

/** The whole decision of a matter at one time. */
export interface Decided {
  /** False: the file as a whole may not be disclosed under the authorities. */
  readonly fileMayBeDisclosed: boolean;
  /** True: no pack that a named person approved; nothing goes out. */
  readonly advisory: boolean;
  /** Why it is advisory, and the next step. */
  readonly advisoryWhy?: string;
  readonly authorities: readonly AuthorityFinding[];
  readonly dispositions: readonly Disposition[];
  /** Date the written objection is due, with the rule that says so. */
  readonly objectionDue?: { readonly date: string; readonly rule: string };
  /** Other days that the forum's rules set. */
  readonly deadlines?: readonly { readonly date: string; readonly text: string; readonly rule: string }[];
}
