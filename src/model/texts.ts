import type { InCameraTexts } from './in-camera.ts';
import type { SubjectRelation } from './mark.ts';

/**
 * All words of letters, logs, boxes and slip sheets, as counsel edits them in
 * `patterns/texts/<pack>.yaml`. `{name}` in a text is filled from the matter; a text
 * that names an unknown fact is refused when the file is loaded.
 */
export interface Texts {
  readonly id: string;
  readonly version: string;
  /** Texts it is built on, with their versions, nearest first. */
  readonly extends: readonly string[];
  readonly source: string;
  readonly reviewed_by: string | null;
  readonly reviewed_on: string | null;
  /** The sentence of every letter of every matter (domain 4.2, T-ALL). */
  readonly t_all: string;
  /** Line between the agency's name and its address on letters. */
  readonly letterhead: string;
  /** Stands on every page and letter of an unreleased volume (contract 3.3). */
  readonly draft_mark: string;
  readonly slip_sheet: string;
  /** Read out at a box by a screen reader. */
  readonly box_label: string;
  /** Stands at a line whose spacing was altered, and what is said of it at the foot of the page (engine 6). */
  readonly respaced_mark: string;
  readonly respaced_note: string;
  /** Printed codes, most protective first: the order of `MIN/ID`, and the legend. */
  readonly codes: readonly CodeText[];
  readonly bases: Readonly<Record<string, BasisText>>;
  readonly roles: Readonly<Record<string, RoleText>>;
  readonly relations: Readonly<Record<SubjectRelation, string>>;
  readonly log: LogTexts;
  readonly descriptions: readonly DescriptionText[];
  /** Words that name an existence-sensitive category; none may stand in anything served (domain 0.2). */
  readonly existence_words: readonly string[];
  readonly boilerplate: readonly string[];
  /** What the kind of request is called in a letter, by `request.type`. */
  readonly process: Readonly<Record<string, string>>;
  readonly forums: Readonly<Record<string, ForumText>>;
  readonly letters: readonly LetterText[];
  /** Words of a set for chambers (domain 1.1, order_in_camera). */
  readonly in_camera: InCameraTexts;
  /** Statements that go with content of these bases, only where it is produced. */
  readonly redisclosure: readonly {
    readonly bases: readonly string[];
    readonly text: string;
  }[];
}

export interface CodeText {
  readonly code: string;
  readonly legend: string;
}

/** What a log says of a basis; a field left out comes from `patterns/bases.json`. */
export interface BasisText {
  readonly label?: string;
  readonly citation?: string;
  /** Name in the PRIVILEGE column: "Attorney-Client". */
  readonly privilege?: string;
  /** Rule of the forum: the LAW column. */
  readonly law?: string;
  readonly holder?: string;
  readonly asserted_by?: string;
  /** Words of the redaction log for a passage on this ground. */
  readonly passage?: string;
  /** The statute that the letter to the court calls attention to. */
  readonly statute?: string;
}

/** How a role stands in logs and the players list. */
export interface RoleText {
  readonly text: string;
  readonly privilege_role: 'atty' | 'agent of atty' | 'MHP' | 'client' | 'third party';
  /** False: the person never stands in anything that goes out. */
  readonly served: boolean;
}

export interface LogTexts {
  readonly title_subject: string;
  readonly withheld_name: string;
  readonly author_not_stated: string;
  readonly law_label: string;
  readonly law_citation: string;
  readonly release_authority: string;
  readonly see: string;
  readonly document_held: string;
  readonly document_withheld: string;
  readonly passage_withheld: string;
  readonly litigation_unfiled: string;
  readonly topic: string;
  /** Stands where a neutral row says nothing. */
  readonly not_stated: string;
  /** The PRIVILEGE column and the description of a neutral row (domain 3.3, exemplar 12). */
  readonly neutral_ground: string;
  readonly neutral_row: string;
  readonly sent_only: string;
  readonly no_waiver: string;
  /** DESCRIPTION of a category of the categorical log. */
  readonly category: string;
}

export type DescriptionFlag =
  | 'passage'
  | 'correspondence'
  | 'author_counsel'
  | 'to_counsel'
  | 'author_named'
  | 'notes_kept_apart'
  | 'limited_release';

/** A DESCRIPTION by the formula of domain 3.3; the first whose basis and flags hold is used. */
export interface DescriptionText {
  readonly basis: string;
  readonly when: readonly DescriptionFlag[];
  readonly text: string;
}

/** Rules of a forum that letters name; a forum that is not listed gets no letters. */
export interface ForumText {
  readonly name: string;
  readonly objection_rule: string;
  readonly log_rule: string;
  readonly declaration: string;
  /** The rule by which a recipient returns what was produced by mistake. */
  readonly clawback_rule?: string;
  /** The rule that a production by mistake waives nothing, and the bases it covers. */
  readonly nonwaiver?: { readonly rule: string; readonly bases: readonly string[] };
}

export type LetterFlag =
  | 'not_disclosed'
  | 'produced'
  | 'withheld'
  | 'privilege'
  | 'confidential'
  | 'school_records'
  | 'order'
  | 'released'
  | 'redaction_log'
  | 'redisclosure'
  | 'third_party_names'
  | 'notice'
  /** Nothing that may be acknowledged answers the request. */
  | 'nothing'
  | 'service_defects'
  | 'fees'
  | 'conferred'
  | 'search'
  | 'delivery'
  | 'sealed'
  | 'return_or_destroy'
  /** A sealed volume went before. */
  | 'supplemental'
  | 'replacement'
  /** Pages are called back; on a ground of privilege that may be named; on one that the forum's non-waiver rule covers. */
  | 'recall'
  | 'recall_privilege'
  | 'recall_nonwaiver';

/** One block of a letter; it stands where all flags of `when` hold (`!x`: does not hold). */
export interface LetterBlock {
  readonly when: readonly string[];
  readonly heading?: string;
  readonly text?: string;
  readonly quote?: string;
  readonly list?:
    | 'grounds'
    | 'enclosures'
    | 'schedule_a'
    | 'schedule_b'
    | 'schedule_c'
    | 'codes'
    | 'redisclosure'
    | 'service_defects'
    | 'conferrals'
    | 'search';
  readonly table?: 'volume';
}

export interface LetterText {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  /** `delivery`: whoever the record names as the place of delivery, else the requester. */
  readonly to: 'requester' | 'delivery' | 'court' | 'individual' | 'none';
  readonly signer: 'counsel' | 'custodian' | 'none';
  readonly when: readonly string[];
  readonly body: readonly LetterBlock[];
}

/** What of a record of `patterns/bases.json` the logs and letters use. */
export interface BasisFacts {
  readonly id: string;
  readonly label: string;
  readonly kind: 'privilege' | 'confidentiality' | 'privacy' | 'scope';
  readonly citation: string;
  readonly box_code: string;
  readonly existence_sensitive: boolean;
}
