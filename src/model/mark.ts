import type { Box } from './geometry.ts';
import type { PersonRole } from './matter.ts';
import type { PageRef } from './page.ts';

/** Whose identifier it is (domain rule 0.4). */
export type SubjectRelation =
  | 'requester_party'
  | 'record_subject'
  | 'opposing_party'
  | 'minor'
  | 'third_party'
  | 'other_client'
  | 'staff'
  | 'reporter'
  | 'unknown';

/** What a mark covers. Offsets are UTF-16 units of PageText.text, end exclusive. */
export type Area =
  | { readonly kind: 'span'; readonly page: PageRef; readonly start: number; readonly end: number }
  | { readonly kind: 'boxes'; readonly page: PageRef; readonly boxes: readonly Box[] }
  | { readonly kind: 'document' };

/**
 * auto: marked without asking. review: a person should look; boxed all the same
 * when a machine accepts (contract.md 3.3). hint: shown, never boxed.
 */
export type Tier = 'auto' | 'review' | 'hint';

/** A detector's proposal that an area belongs to a category. Holds no text of the page. */
export interface Mark {
  /** Hash of document, area and basis: found again by better rules, old decisions still bind. */
  readonly id: string;
  readonly document: string;
  readonly area: Area;
  /** Id in `patterns/bases.json`. */
  readonly basis: string;
  /** What was seen: PERSON, SSN, PHONE ... (contract.md 4), PASSAGE or DOCUMENT. */
  readonly label: string;
  readonly relation: SubjectRelation;
  readonly tier: Tier;
  /** 0 to 1. */
  readonly score: number;
  /** Ids of the rules that made it: `ssn/dashed`, `people/roster`, `cue/reporter-field`. */
  readonly rules: readonly string[];
  /** A sentence counsel can read; it quotes rule words, never the page. */
  readonly why: string;
  /**
   * Marks of one distinct string share this key (a salted hash), so that a person
   * settles a name once for the whole matter.
   */
  readonly stringKey?: string;
  /** The fact a decision rule of the pack may ask for, e.g. 'relative', 'collateral', 'contact', 'health', 'caregiver'. */
  readonly aspect?: Aspect;
  /** Role of the person shown, from matter.yaml or the paper: a relative's name is treated apart from a neighbor's (row 29). */
  readonly role?: PersonRole;
  /** A bare name that the people, organisations or form vocabulary explains; a machine leaves it open (contract 3.3). */
  readonly explained?: true;
  /** Date of the entry the passage stands in (ISO), for the log. */
  readonly entryDate?: string;
  /** General subject of a privileged passage, in the words of the closed list of topics. */
  readonly topic?: string;
  /** The id of the document whose content the passage repeats ("protection follows content"). */
  readonly carriedFrom?: string;
}

/** What of a person a mark shows: rows 29 to 32 of the decision table treat them apart. */
export type Aspect =
  | 'name'
  | 'contact'
  | 'address'
  | 'health'
  | 'birth_date'
  | 'identifier'
  | 'clue'
  | 'location'
  | 'communication'
  | 'attendance'
  | 'summary'
  | 'zone';
