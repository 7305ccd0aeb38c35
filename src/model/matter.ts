import type { AccountingSuspension, Consultation, Hold, LogChange, Policy, RetentionFacts } from './records.ts';
import type { ResponseRecord } from './response.ts';

/** matter.yaml as read: contract 2.1. Dates are ISO strings (YYYY-MM-DD). */
export interface Matter {
  readonly matter: string;
  readonly pack: string;
  /** Who approved the pack for this matter; `version`: that version of it and no other. */
  readonly pack_approved?: Confirmation & { readonly version?: string };
  readonly forum: string;
  readonly agency: Agency;
  readonly custodian: { readonly name: string; readonly title?: string };
  readonly request: Request;
  readonly authorities: readonly Authority[];
  readonly facts: readonly Fact[];
  readonly people: readonly Person[];
  readonly organizations: readonly Organization[];
  readonly proceedings: readonly Proceeding[];
  readonly safety: readonly string[];
  readonly production: ProductionSettings;
  readonly policy: Policy;
  readonly log_changes?: readonly LogChange[];
  readonly passwords?: string;
  /** What the custodian wrote down of her work on the request. */
  readonly response?: ResponseRecord;
  /** encrypted: what the workspace keeps lies encrypted. */
  readonly workspace?: 'plain' | 'encrypted';
  readonly hold?: readonly Hold[];
  readonly retention?: RetentionFacts;
  readonly consultations?: readonly Consultation[];
  readonly accounting_suspended?: AccountingSuspension;
  /** Folder of a token-classification model of one's own, relative to the matter folder. */
  readonly model?: string;
  /** Others who ask for records of the same file: each has a volume, logs and recipients of its own. */
  readonly requests_besides?: readonly BesideRequest[];
  /** Productions of these records that were not made here. */
  readonly prior?: readonly PriorProduction[];
}

/**
 * A further request for records of the same file. The file, the people and the record of decisions are the matter's;
 * what says how much may go to whom is the request's own, and nothing of that is taken over.
 */
export interface BesideRequest {
  /** What `--for` names. */
  readonly id: string;
  /** Where it is not the matter's. */
  readonly forum?: string;
  readonly request: Request;
  readonly authorities: readonly Authority[];
  readonly facts: readonly Fact[];
  /** What people of the matter are in this request, where it is something else than in the first, by name. */
  readonly relations: Readonly<Record<string, PersonRelation>>;
  readonly production: ProductionSettings;
  readonly policy: Policy;
  readonly response?: ResponseRecord;
  readonly log_changes?: readonly LogChange[];
}

/** A production made elsewhere, as far as somebody wrote it down; pages as `file`, `file#p3` or `file#p3-4`. */
export interface PriorProduction {
  readonly to: string;
  readonly on: string;
  /** Shown as they are. */
  readonly documents: readonly string[];
  /** Shown with something boxed. */
  readonly boxed: readonly string[];
  readonly withheld: readonly string[];
}

export interface Confirmation {
  readonly by: string;
  readonly on: string;
}

export interface Agency {
  readonly name: string;
  readonly address?: string;
  readonly role: 'nonparty' | 'party';
  /** Whose case file it is, where it is not the pack's default kind. */
  readonly file?: 'child_protection' | 'adult_protection' | 'other';
  readonly profile: {
    readonly hipaa: 'none' | 'covered' | 'hybrid_component';
    readonly part2: 'none' | 'program' | 'lawful_holder';
    readonly victim_services: 'none' | 'grantee' | 'subgrantee';
  };
}

export type RequestType =
  | 'subpoena_attorney'
  | 'subpoena_clerk'
  | 'subpoena_so_ordered'
  | 'subpoena_grand_jury'
  | 'subpoena_admin'
  | 'subpoena_criminal_defense'
  | 'search_warrant'
  | 'court_order'
  | 'order_qpo'
  | 'order_in_camera'
  | 'order_specific_statutory'
  | 'authorization_508'
  | 'consent_part2'
  | 'consent_vawa'
  | 'access_request'
  | 'public_records';

export interface Request {
  readonly type: RequestType;
  readonly court?: string;
  readonly docket?: string;
  readonly caption?: string;
  readonly signatory?: { readonly name: string; readonly role: 'attorney' | 'clerk' | 'judge' | 'officer' };
  readonly issued_on?: string;
  readonly served_on?: string;
  readonly return_date?: string;
  readonly requester: Requester;
  readonly subjects: readonly string[];
  readonly date_range?: { readonly from?: string; readonly to?: string };
  readonly items: readonly RequestItem[];
}

export interface Requester {
  readonly name: string;
  readonly role?: string;
  readonly subject_of_report?: boolean;
  readonly alleged_abuser?: boolean;
  readonly represented_by?: string;
}

export interface RequestItem {
  readonly id: string;
  readonly text: string;
  /** Ids of document types; empty = any. */
  readonly document_types: readonly string[];
  /** It asks for passages only: the rest of the papers that answer is boxed. */
  readonly keep?: KeepList;
}

/** What of the papers answers a narrow item. */
export interface KeepList {
  /** A paragraph with one of these words or phrases answers. */
  readonly terms: readonly string[];
  /** Pages that answer as a whole: `file`, `file#p3`, `file#p3-4`. */
  readonly pages: readonly string[];
  /** What the boxes say: NR, or SCO where an order is the ceiling; default nonresponsive. */
  readonly ground?: 'nonresponsive' | 'scope_beyond_order';
}

/** What came with or after the request; `type` is an id of domain 1.7. */
export interface Authority {
  readonly id: string;
  readonly type: string;
  readonly received_on?: string;
  readonly docket?: string;
  readonly covers: readonly string[];
  readonly findings: readonly string[];
  readonly excludes: readonly string[];
  readonly recipients: readonly string[];
  readonly designation?: string;
  /** Only where the order limits them; else the request's. */
  readonly subjects?: readonly string[];
  readonly dates?: { readonly from?: string; readonly to?: string };
  /** A check that is missing is unknown, and unknown is false. */
  readonly checks: Readonly<Record<string, boolean | string>>;
  readonly confirmed_by?: { readonly name: string; readonly on: string };
  /** Who signed a consent or waiver, and for whom: then the pack's rules on minors and representatives are asked. */
  readonly signed_by?: string;
  readonly on_behalf_of?: string;
  /** Only these papers or pages (`file`, `file#p3-4`), where it opens no more. */
  readonly documents?: readonly string[];
  /** Last day it counts. */
  readonly expires_on?: string;
  /** From this day it does not. */
  readonly revoked_on?: string;
}

/** An exception, waiver, notice or service: only ever recorded by a person, with evidence. */
export interface Fact {
  /** `file#p1-7`, or a file name for all of it; absent = the whole matter. */
  readonly document?: string;
  readonly fact: string;
  readonly evidence: string;
  readonly by: string;
  readonly on: string;
}

export type PersonRole =
  | 'parent'
  | 'child'
  | 'relative'
  | 'foster_parent'
  | 'caregiver'
  | 'neighbor'
  | 'reporter'
  | 'caseworker'
  | 'supervisor'
  | 'attorney'
  | 'paralegal'
  | 'gal'
  | 'judge'
  | 'psychologist'
  | 'psychiatrist'
  | 'physician'
  | 'clinical_social_worker'
  | 'counselor'
  | 'sud_counselor'
  | 'dv_advocate'
  | 'sa_counselor'
  | 'clergy'
  | 'teacher'
  | 'police'
  | 'other';

export type PersonRelation =
  | 'record_subject'
  | 'requester_party'
  | 'opposing_party'
  | 'minor'
  | 'third_party'
  | 'other_client'
  | 'staff'
  | 'reporter';

export interface Person {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly initials?: string;
  readonly role: PersonRole;
  readonly relation?: PersonRelation;
  readonly represents?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly organization?: string;
  readonly credential?: string;
  readonly title?: string;
  readonly born?: string;
  /** ISO; a notice goes to the personal representative. */
  readonly died_on?: string;
  /** A minor whom the law treats as of age. */
  readonly emancipated?: boolean;
  /** A parent whose rights a court has ended. */
  readonly rights_terminated?: boolean;
  readonly alleged_abuser?: boolean;
  /** Ids of services (pack: minors) that this minor lawfully consented to alone. */
  readonly consented_alone?: readonly string[];
}

export type OrganizationKind =
  | 'part2_program'
  | 'victim_services'
  | 'school'
  | 'lab'
  | 'clinic'
  | 'therapy_practice'
  | 'law_firm'
  | 'court'
  | 'agency'
  | 'other';

export interface Organization {
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly aliases: readonly string[];
}

export interface Proceeding {
  readonly kind: string;
  readonly filed_on?: string;
  readonly anticipated_from?: string;
}

export interface ProductionSettings {
  readonly prefix: string;
  readonly start: number;
  readonly digits: number;
  readonly volume: string;
  readonly date?: string;
  readonly profile: 'pdf' | 'images';
}
