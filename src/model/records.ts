/** A litigation hold: while it stands, nothing of the matter may be destroyed (domain 4). */
export interface Hold {
  readonly by: string;
  readonly on: string;
  readonly reason: string;
  /** Only the agency's own counsel may release it. */
  readonly released_by?: string;
  readonly released_on?: string;
}

/** Advice that was asked and given: recorded by a person, never inferred. */
export interface Consultation {
  readonly with: string;
  readonly role: 'counsel' | 'supervisor' | 'other';
  readonly on: string;
  readonly about: string;
  readonly outcome?: string;
  readonly evidence?: string;
  readonly by: string;
  /** `file#p1-7`, or a file name; absent = the whole matter. */
  readonly document?: string;
}

/** Days of the matter that retention runs from, and expungements somebody ordered. */
export interface RetentionFacts {
  readonly closed_on?: string;
  readonly case_ended_on?: string;
  readonly expunge: readonly { readonly on: string; readonly rule: string; readonly by: string }[];
}

/** A statement that suspends the accounting to the individual (45 CFR 164.528(a)(2)). */
export interface AccountingSuspension {
  readonly by: string;
  readonly until: string;
  readonly evidence: string;
}

/** How the privilege log is laid out (domain 3.1, log_format). */
export type LogForm = 'document' | 'metadata_plus_topic' | 'categorical' | 'hybrid';

/** A row of the log whose claim changed, recorded by a person: withdrawn, ruled on, clawed back. */
export interface LogChange {
  readonly log_no: string;
  readonly status: 'asserted' | 'downgraded' | 'withdrawn' | 'sustained' | 'overruled' | 'clawed back';
  readonly on: string;
  readonly reason: string;
  readonly by: string;
}

/** `policy` of matter.yaml; what stands not here is the pack's. */
export interface Policy {
  readonly serve_redaction_log?: 'never' | 'on_request' | 'always';
  readonly log_form?: LogForm;
  /** The stipulation or order that allows categories: without one every document has its row. */
  readonly log_agreement?: { readonly evidence: string; readonly by: string; readonly on: string };
  /** Counsel's word that passages of a paper that answers may be boxed for scope, where the pack says no. */
  readonly scope_redactions?: { readonly evidence: string; readonly by: string; readonly on: string };
  /** Each served log also as a spreadsheet. */
  readonly xlsx?: boolean;
}

/** A row of the privilege log as it was served, for the log of the next volume. */
export interface ServedRow {
  /** The claim it stands for: a document, or a document and a holder. */
  readonly key: string;
  readonly row: Readonly<Record<string, string>>;
}

/** One rule of a pack's retention schedule; the longest of those that apply counts. */
export interface RetentionRule {
  readonly id: string;
  readonly text: string;
  readonly citation: string;
  /** produced: the last sealed volume; majority: the day the youngest child of the matter comes of age. */
  readonly from: 'received' | 'produced' | 'closed' | 'case_ended' | 'majority';
  readonly years: number;
  /** Only for agencies of these HIPAA profiles; absent = for all. */
  readonly hipaa?: readonly ('none' | 'covered' | 'hybrid_component')[];
}

export interface RetentionSchedule {
  /** Age of majority, years. */
  readonly majority: number;
  readonly rules: readonly RetentionRule[];
}

/** What a sealed volume disclosed: the fields of 45 CFR 164.528(b)(2), with authority and decider. */
export interface Disclosure {
  readonly volume: string;
  readonly date: string;
  readonly recipient: string;
  readonly address: string;
  readonly description: string;
  readonly purpose: string;
  readonly authorities: readonly string[];
  readonly decidedBy: string;
  readonly bates: string;
  /** Does it belong into the accounting of 45 CFR 164.528? */
  readonly accounted: boolean;
  /** Why it does, or does not. */
  readonly why: string;
}

/** Working copies that were destroyed. Holds no hash of anything that was not produced (domain 0.3). */
export interface Destruction {
  readonly certificate: string;
  readonly state: 'begun' | 'done';
  readonly at: string;
  readonly by: string;
  readonly witness?: string;
  readonly items: readonly { readonly item: string; readonly files: number; readonly bytes: number }[];
  readonly method: string;
  readonly holdCheck: string;
  readonly schedule: string;
  /** Sealed volumes that stay, each with the SHA-256 of its manifest. */
  readonly volumes: readonly { readonly name: string; readonly manifest: string }[];
}
