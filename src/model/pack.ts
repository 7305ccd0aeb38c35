import type { Outcome } from './disposition.ts';
import type { Calendar, ForumRule } from './forum.ts';
import type { Aspect, SubjectRelation } from './mark.ts';
import type { Confirmation, PersonRole, RequestType } from './matter.ts';
import type { LogForm, RetentionSchedule } from './records.ts';

/** A withholding ground of `patterns/bases.json`. */
export interface Base {
  readonly id: string;
  readonly label: string;
  readonly kind: 'privilege' | 'confidentiality' | 'privacy' | 'scope';
  readonly citation: string;
  readonly holder: string;
  /** What is printed: a privilege code, RPT, ID, MIN, 3P, EMP, NR, SCO, UNR, or LAW for everything else. */
  readonly box_code: string;
  readonly log: 'privilege-log' | 'redaction-log';
  /** Descriptions of what may release it: an index of candidates, never a rule (domain 1.5). */
  readonly may_be_produced_under: readonly string[];
  readonly notes: string;
  /** The true code; internal only. */
  readonly internal_code: string;
  readonly existence_sensitive: boolean;
  readonly verification: string;
}

/**
 * Columns of the decision table (domain 1.6). S0 attorney or clerk subpoena alone,
 * S1 the same with a HIPAA assurance, GJ grand jury, AD administrative, CO general
 * court order that covers the category, KEY the category's own order or finding,
 * AU consent or authorization of the holder.
 */
export type Column = 'S0' | 'S1' | 'GJ' | 'AD' | 'CO' | 'KEY' | 'AU';

/** What a cell says; NR: the passage or paper does not answer the request. */
export type CellLetter = Outcome | 'NR';

/** A cell as read from `W,N`, `P,C`, `C > IC`, `W !` (not an authority). */
export interface Cell {
  readonly letter: CellLetter;
  readonly notice: boolean;
  readonly counsel: boolean;
  /** Not an authority for this category: what another authority opens is barred too. */
  readonly barred: boolean;
  /** What counsel's yes leads to, where it is not to produce. */
  readonly onYes?: CellLetter;
}

/** What must hold for a cell of a list, or for a row, to speak. Absent = not asked; all that stand must hold. */
export interface Condition {
  readonly relation?: readonly SubjectRelation[];
  readonly role?: readonly PersonRole[];
  readonly aspect?: readonly Aspect[];
  readonly bases?: readonly string[];
  readonly hipaa?: readonly ('none' | 'covered' | 'hybrid_component')[];
  readonly part2?: readonly ('none' | 'program' | 'lawful_holder')[];
  readonly victim_services?: readonly ('none' | 'grantee' | 'subgrantee')[];
  /** Ids of facts that a person must have recorded, for the document or the matter. */
  readonly facts?: readonly string[];
  readonly alleged_abuser?: boolean;
}

export interface CellRule {
  readonly when?: Condition;
  readonly cell: Cell;
  readonly why?: string;
}

/** The special order or finding of a row: any one of the ways. */
export interface KeyWay {
  /** Findings that one valid order must hold, each with its own checks. */
  readonly findings: readonly string[];
  /** Facts that must be recorded, for the document or the matter. */
  readonly facts: readonly string[];
  /** The order must name exactly these recipients. */
  readonly recipients?: readonly string[];
  /** The order only authorises: a subpoena must compel as well (42 CFR 2.61). */
  readonly mandate: boolean;
}

export interface TableRow {
  readonly row: string;
  readonly title: string;
  readonly citation: string;
  readonly bases: readonly string[];
  /** Which marks of the bases the row is for; the first row that fits speaks. */
  readonly only?: Condition;
  /** Holds no duty where it does not hold (HIPAA binds covered entities alone). */
  readonly applies?: Condition;
  readonly cells: Readonly<Partial<Record<Column, readonly CellRule[]>>>;
  readonly key?: { readonly is: string; readonly any: readonly KeyWay[] };
  /** Types of authority that open AU. */
  readonly au: readonly string[];
  /** The consent must be for this category alone (45 CFR 164.508(b)(3)(ii), 42 CFR 2.31(b)). */
  readonly au_alone: boolean;
  /** An order that opens the record it stands in opens the row at CO (domain 1.5 step 4). */
  readonly follows_record: boolean;
  /** What settles the notice gate: a valid authority of a type, or all of the facts. */
  readonly notice: { readonly authorities: readonly string[]; readonly facts: readonly string[] };
  /** The letter calls the court's attention to the statute. */
  readonly courts_attention: boolean;
  /** What counsel must check before relying on the row. */
  readonly verify?: string;
}

/** One check of an authority or a finding; a missing answer is unknown, and unknown is false. */
export interface Check {
  readonly id: string;
  readonly text: string;
  /** yes: must be true. date: must be a real date. any: one of `of` must be true. field: the named field is filled. */
  readonly is: 'yes' | 'date' | 'any' | 'field';
  readonly of: readonly string[];
  /** Dates it must be later (earlier, other) than: ids of checks, or received_on, served_on, issued_on, return_date, acting. */
  readonly after: readonly string[];
  readonly before: readonly string[];
  readonly not_on: readonly string[];
  /** Dates it must lie ahead of by so many days: names as in `before`. */
  readonly ahead_of: Readonly<Record<string, number>>;
}

export interface AuthorityRule {
  readonly text: string;
  readonly citation: string;
  /**
   * assurance: turns S0 into S1. order: CO and KEY. consent: AU. mandate: compels. notice: settles a notice gate.
   * in_camera: opens nothing to a party, and has papers brought to chambers.
   */
  readonly opens: 'assurance' | 'order' | 'consent' | 'mandate' | 'notice' | 'in_camera';
  readonly checks: readonly Check[];
  /** Counsel must have read it and confirmed what it says. */
  readonly confirmed: boolean;
  readonly verify?: string;
}

export interface FindingRule {
  readonly text: string;
  readonly citation: string;
  readonly checks: readonly Check[];
  /** Other findings the same order must recite. */
  readonly with: readonly string[];
  readonly verify?: string;
}

export interface FactRule {
  readonly text: string;
  /** Only counsel of the agency may record it. */
  readonly counsel: boolean;
  /** It must name the document it is about. */
  readonly document: boolean;
  /** Categories whose KEY it opens in that document. */
  readonly opens: readonly string[];
  /** Forums in which it counts; absent: in all. */
  readonly forums?: readonly string[];
  readonly citation?: string;
  readonly verify?: string;
}

export interface RequestRule {
  /** The column the request opens by itself; absent = none. */
  readonly column?: 'S0' | 'GJ' | 'AD';
  /** Counsel decides on every document. */
  readonly counsel: boolean;
  /** A subpoena or mandate: it compels. */
  readonly mandate: boolean;
  readonly text: string;
}

/** Who must have taken part for a privilege to arise (domain 5.1): a role, or a credential, that the statute names. */
export interface PrivilegeRoles {
  readonly roles: readonly PersonRole[];
  readonly credentials: readonly string[];
  /** A training the statute asks for: `fact` records that it was done (40 hours, Cal. Evid. Code 1037.1). */
  readonly training?: { readonly text: string; readonly fact: string };
  readonly citation: string;
  readonly verify?: string;
}

/** Who may sign for a minor, and when the minor alone may (domain 6). */
export interface MinorRules {
  readonly age_of_majority: number;
  /** Services a minor may consent to alone from an age; `bases`: the categories she then controls. */
  readonly services: Readonly<
    Record<
      string,
      {
        readonly text: string;
        readonly age: number;
        readonly bases: readonly string[];
        readonly citation: string;
        readonly verify?: string;
      }
    >
  >;
  readonly citation: string;
  readonly verify?: string;
}

/** What a paper may show that is filed with a court; production between parties is not touched by it (domain 2.1). */
export interface FilingRules {
  readonly ssn_keep_last: 4 | 0;
  readonly birth_date: 'year' | 'none';
  readonly minor_style: 'initials' | 'role';
  readonly minor_under: number;
  readonly rule: string;
  readonly verify?: string;
}

/** What may be brought to chambers under seal, and on whose word (domain 1.1, order_in_camera). */
export interface InCameraRules {
  /** An authority or request of these types, or an order with one of these findings; a cell IC that is reached does too. */
  readonly called_by: {
    readonly authorities: readonly string[];
    readonly requests: readonly RequestType[];
    readonly findings: readonly string[];
  };
  /** Bases that do not go even to chambers, unless any one of the ways holds; none listed: never. */
  readonly never: readonly {
    readonly bases: readonly string[];
    readonly unless: readonly KeyWay[];
    readonly why: string;
    readonly citation: string;
    readonly verify?: string;
  }[];
}

/** A jurisdiction's rules as data, one file of `patterns/packs/`. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  /** Packs it is built on, with their versions, nearest first. */
  readonly extends: readonly string[];
  readonly title: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly source: string;
  readonly reviewed_by: string | null;
  readonly reviewed_on: string | null;
  readonly forums: Readonly<Record<string, ForumRule>>;
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly requests: Readonly<Record<RequestType, RequestRule>>;
  readonly authorities: Readonly<Record<string, AuthorityRule>>;
  readonly findings: Readonly<Record<string, FindingRule>>;
  readonly facts: Readonly<Record<string, FactRule>>;
  /** Names of sets of bases for `covers` and `excludes`; `privilege` is every base of that kind. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What stays open before the table is asked, each with its reason. */
  readonly keeps: readonly { readonly id: string; readonly when: Condition; readonly why: string }[];
  readonly table: readonly TableRow[];
  /** Kind of agency file: the category every document carries, but for documents of `except`. */
  readonly files: Readonly<
    Record<
      'child_protection' | 'adult_protection' | 'other',
      { readonly category?: string; readonly except: readonly string[] }
    >
  >;
  readonly default_file: 'child_protection' | 'adult_protection' | 'other';
  /** Record categories that close the file as a whole where they are withheld, the first that is carried decides. */
  readonly file_categories: readonly string[];
  /** By privilege: who must have written or said it. A privilege that is not listed asks for no role. */
  readonly privilege_roles: Readonly<Record<string, PrivilegeRoles>>;
  readonly minors: MinorRules;
  /** Applied to what letters to the court say. */
  readonly filing: FilingRules;
  /** A mark that a rule makes without asking, under this score, is put to a person instead; 0: none is. */
  readonly review_under: number;
  readonly unacknowledged: 'unlogged' | 'neutral_row';
  /** May a passage of a paper that goes out be boxed as not responsive? false: counsel is asked each time. */
  readonly scope_redactions: boolean;
  readonly in_camera: InCameraRules;
  /** Bases, most protective first. */
  readonly precedence: readonly string[];
  /** Two named people must have settled every mark of these bases. */
  readonly second_review: readonly string[];
  /** Bases whose boxes hide who someone is: the gap must not tell its width. */
  readonly hides_identity: readonly string[];
  /** Who approved that lines are re-laid; absent: no line is. */
  readonly relay_approved?: Confirmation;
  /** Names of a dictionary of 10,000 that must still fit a gap, or it is closed; 100. */
  readonly relay_threshold?: number;
  /** People of the roster that must still fit it, or all of them where they are fewer; 5. */
  readonly relay_roster_least?: number;
  /** How long the response file is kept; absent: counsel must say. */
  readonly retention?: RetentionSchedule;
  /** Absent: a row a document. */
  readonly log_form?: LogForm;
  readonly legends: { readonly protective_order: string; readonly otherwise: string };
  readonly serve_redaction_log: 'never' | 'on_request' | 'always';
  /** What the names of `may_be_produced_under` mean: the column and the finding or authority it needs; null = a road outside any production. */
  readonly release_names: Readonly<
    Record<string, { readonly column: Column | null; readonly needs: readonly string[] }>
  >;
}
