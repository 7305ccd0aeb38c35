/**
 * What a custodian writes down of her work on one request (`response:` in matter.yaml): service,
 * clocks, money, objections, talks, notices, delivery, searches. Dates are ISO. Status and letters use it.
 */
export interface ResponseRecord {
  readonly service?: Service;
  readonly deadlines: readonly Deadline[];
  readonly fees: readonly Fee[];
  readonly objections: readonly Objection[];
  readonly conferrals: readonly Conferral[];
  readonly notices: readonly Notice[];
  readonly delivery?: Delivery;
  readonly protective_orders: readonly ProtectiveOrder[];
  readonly search: readonly Search[];
}

/** How the request came, and what is wrong with that (FRCP 45(a)(4), (b)(1), (c)(2)(A) or the forum's rule). */
export interface Service {
  readonly method: string;
  readonly by?: string;
  /** Each goes into the objection as a ground. */
  readonly defects: readonly string[];
}

/** A day by which something must be done; `extended_to` counts where it stands. */
export interface Deadline {
  readonly what: string;
  readonly due: string;
  readonly rule?: string;
  readonly extended_to?: string;
  /** Who agreed or ordered it, in the words of a letter: "stipulation of June 20, 2025". */
  readonly extended_by?: string;
  readonly met_on?: string;
}

/** Costs asked for; `amount` as it is printed: "$12.25". */
export interface Fee {
  readonly what: string;
  readonly amount: string;
  readonly asked_on?: string;
  readonly paid_on?: string;
}

/** An objection somebody raised to the disclosure; open until `resolved_on`. */
export interface Objection {
  readonly by: string;
  readonly on: string;
  readonly about?: string;
  readonly resolved_on?: string;
  readonly resolution?: string;
}

/** A talk with counsel or the court on the scope of the request. */
export interface Conferral {
  readonly on: string;
  readonly with: string;
  readonly about: string;
  readonly outcome?: string;
}

/** A notice to a person, by the way that reaches him or her safely. */
export interface Notice {
  readonly to: string;
  readonly method: string;
  /** That nobody else will see or hear it was checked by a person. */
  readonly safe: boolean;
  readonly sent_on?: string;
  /** Last day to object. */
  readonly window_ends?: string;
}

/** Where the volume goes and how. */
export interface Delivery {
  readonly to: 'clerk' | 'chambers' | 'counsel';
  readonly name?: string;
  readonly address?: string;
  readonly method?: string;
  readonly sealed: boolean;
}

/** A protective order besides the authorities: what it asks of those who hold the pages. */
export interface ProtectiveOrder {
  readonly id: string;
  readonly entered_on: string;
  readonly docket?: string;
  /** Last day to return or destroy what was produced under it. */
  readonly return_or_destroy_by?: string;
}

/** Where was looked for records, by whom, and with what result. */
export interface Search {
  readonly where: string;
  readonly by: string;
  readonly on: string;
  readonly found: string;
}
