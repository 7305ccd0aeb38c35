/** A cue word or turn of phrase: data of `patterns/`, never code. */
export interface Cue {
  readonly id: string;
  /** Source of a regular expression, matched with the flags `iu` (`u` when `cased`). */
  readonly regex: string;
  readonly cased?: boolean;
  /** Added to the score where it is met; negative for look-alikes. */
  readonly weight: number;
  /** How a why-sentence names it: rule words, never words of a page. */
  readonly says: string;
  /** Cues of one group together add no more than the class's cap for it. */
  readonly group?: string;
  /** A label: what is marked begins after it. */
  readonly marksAfter?: boolean;
}

/** One line of the closed list of topics (domain 3.3). */
export interface Topic {
  readonly id: string;
  /** The words of the log. */
  readonly text: string;
  readonly cues: readonly Cue[];
}

export interface TopicRules {
  readonly fallback: string;
  readonly topics: readonly Topic[];
}

/** What a document type brings with it besides `cps_record`, which decide adds (domain 5.2). */
export interface DocumentTypeRule {
  readonly id: string;
  /** In the words of the log: "Case narrative". */
  readonly text: string;
  readonly correspondence: boolean;
  /** Where its date stands: in the head, or it runs from the first dated entry to the last. */
  readonly dated: 'head' | 'entries';
  /** The title must be that of the paper: the heading of one of several dated entries in it is none. */
  readonly ownTitle: boolean;
  /** Roles that write such a paper, preferred where several people are named; `organization`: its letterhead signs. */
  readonly authors: readonly string[];
  /** Met in the head of the first page: title, letterhead, form label. */
  readonly title: readonly Cue[];
  /** Met anywhere in the document. */
  readonly body: readonly Cue[];
  /** Look-alikes: met anywhere, they count against the type (weights are negative). */
  readonly against: readonly Cue[];
  /** Bases of the whole document that follow from the type and from `when`. */
  readonly categories: readonly TypeCategory[];
}

export type CategoryCondition =
  /** The type is enough. */
  | 'always'
  /** Needs a source of one of `sources` (organisation kinds) or authors of `roles`. */
  | 'source'
  /** Needs one of `markers` in the text. */
  | 'marker'
  /** Needs the source or one of the type's `markers`. */
  | 'source-or-marker'
  /** The holder is a covered entity or component under HIPAA. */
  | 'covered';

export interface TypeCategory {
  readonly basis: string;
  readonly when: CategoryCondition;
  readonly organizations: readonly string[];
  readonly roles: readonly string[];
  readonly markers: readonly Cue[];
  /** Where one is met the category does not attach: warning given, commercial laboratory ... */
  readonly unless: readonly Cue[];
  readonly tier: 'auto' | 'review';
  /** Why the category attaches, as counsel reads it. */
  readonly why: string;
}

/** A source whose papers are protected whatever they are: a Part 2 program, an advocate. */
export interface SourceRule {
  readonly id: string;
  /** Kinds of organisations: letterhead or author's. */
  readonly organizations: readonly string[];
  /** Roles of the author. */
  readonly roles: readonly string[];
  readonly bases: readonly string[];
  readonly tier: 'auto' | 'review';
  /** Types that the rule leaves alone. */
  readonly exceptTypes: readonly string[];
  readonly why: string;
}

/** Weights of what is seen at a page break; a break is made at `threshold` or more (detection 5). */
export interface BreakWeights {
  readonly threshold: number;
  readonly pageOne: number;
  readonly pageContinues: number;
  readonly title: number;
  readonly sameTitle: number;
  readonly typeChange: number;
  readonly emailHeader: number;
  readonly faxHeader: number;
  readonly salutation: number;
  readonly attachmentLabel: number;
  readonly closedBefore: number;
  readonly sameHeader: number;
  readonly sameFooter: number;
  readonly runsOver: number;
  readonly newRunning: number;
  readonly shortBefore: number;
  readonly continued: number;
  readonly sizeChange: number;
  readonly turnChange: number;
  readonly readingChange: number;
  readonly newHeader: number;
  readonly otherValues: number;
  readonly otherCase: number;
}

/** Words by which a role is read from a paper, and how a log names it. */
export interface RoleRule {
  /** Role id as in matter.yaml. */
  readonly role: string;
  readonly says: string;
  /** Words after or under a name: "county counsel", "licensed psychologist", "PsyD". */
  readonly regex: string;
  readonly attorney?: boolean;
}

export interface DocumentTypeRules {
  readonly types: readonly DocumentTypeRule[];
  readonly fallback: { readonly id: string; readonly text: string };
  readonly sources: readonly SourceRule[];
  readonly breaks: BreakWeights;
  readonly marks: {
    readonly salutation: readonly string[];
    readonly closing: readonly string[];
    readonly continued: readonly string[];
    readonly attachment: readonly string[];
    readonly fax: readonly string[];
    /** Labels of a head that name the author, the recipient ... ("Prepared by"). */
    readonly authorLabels: readonly string[];
    readonly toLabels: readonly string[];
    readonly dateLabels: readonly string[];
    readonly periodLabels: readonly string[];
    readonly caseLabels: readonly string[];
    readonly nameLabels: readonly string[];
    /** What a browser prints at the edge of a page: where the paper lay, and when it was printed. */
    readonly printAddress: readonly string[];
    readonly printDate: readonly string[];
    /** Said of a copy that went to the agency on a narrow release. */
    readonly limitedRelease: readonly string[];
    /** Words that stand behind a case number and are nobody's name. */
    readonly besideCase: readonly string[];
  };
  /** Read from the paper where the roster does not say. First match counts. */
  readonly roles: readonly RoleRule[];
  /** Role id of matter.yaml to words of the log. */
  readonly roleTexts: Readonly<Record<string, string>>;
  readonly credentials: readonly string[];
  readonly topics: TopicRules;
}

/** The classes of `passages-dev.jsonl`; a passage mark's label is PASSAGE. */
export type PassageClassId = 'AC' | 'WP' | 'PSY' | 'SUD' | 'HIV' | 'REPORTER' | 'DV';

/** Lists of the case that raise a passage which names one of them. */
export interface ListCue {
  readonly id: string;
  readonly kind: 'person' | 'organization';
  /** Roles of people or kinds of organisations. */
  readonly of: readonly string[];
  /** Only attorneys who represent this party: `agency`. */
  readonly represents?: string;
  readonly weight: number;
  readonly group: string;
  readonly says: string;
}

/** How passages of one class are found: score per paragraph (detection 5). */
export interface PassageClass {
  readonly id: string;
  readonly cls: PassageClassId;
  readonly basis: string;
  /** What is marked: the paragraph, or the sentences that score themselves. */
  readonly span: 'paragraph' | 'sentence';
  readonly aspect?: 'clue' | 'communication' | 'summary' | 'location' | 'health';
  readonly cues: readonly Cue[];
  /** Headings under which every paragraph is of the class, up to the next heading or dated entry. */
  readonly headings: readonly Cue[];
  readonly negatives: readonly Cue[];
  /** The most that the cues of a group add. */
  readonly caps: Readonly<Record<string, number>>;
  /** Groups of which one cue (or list hit, group `list`) must be met, if any are named. */
  readonly needs: readonly string[];
  /** Groups of which one must be met for more than a question, if any are named. */
  readonly sureWith: readonly string[];
  /** Types of papers in which it asks at all without them; empty = all. */
  readonly asksIn: readonly string[];
  readonly lists: readonly ListCue[];
  /** Added for documents of a type; a large negative number switches the class off there. */
  readonly priors: Readonly<Record<string, number>>;
  readonly auto: number;
  readonly review: number;
  readonly hint: number;
  /** Added to a paragraph of a mail, memo or letter in which another reaches `auto`, and to a sentence behind a found one. */
  readonly carryOver: number;
  /** Why counsel reads it so. */
  readonly why: string;
  readonly topic: boolean;
}

/**
 * A cue of a clue. Words and names for the reporter stand as `¤` in the text it is met in.
 */
export interface ClueCue extends Cue {
  /** `own`: the reporter says "I"; counts only where the one who says it is the reporter. */
  readonly voice?: 'own';
  /** Counts only behind (or right before) a word for the reporter; `seen`: one who saw or heard something. */
  readonly behind?: 'who' | 'seen';
}

/** A word for whoever reported. */
export interface ReporterWord {
  readonly id: string;
  readonly regex: string;
  /** Met anywhere in the document, the word means somebody else there: RP for resource parent. */
  readonly unless?: string;
}

/** Clauses that tell who reported: where that person stood, worked, taught (domain 1.4). */
export interface ClueRules {
  readonly basis: string;
  /** Document types in which a caller speaks. */
  readonly reportTypes: readonly string[];
  /** Document types that speak of nobody. */
  readonly exceptTypes: readonly string[];
  readonly who: readonly ReporterWord[];
  /** Other people who bear such a word: the court reporter. */
  readonly notWho: readonly string[];
  /** The last word of each stands for the reporter: "RP says that she". */
  readonly carries: readonly string[];
  /** A sentence that goes on about the one before it: "She ...". */
  readonly opens: string;
  /** Words for seeing, hearing and finding out. */
  readonly sees: string;
  readonly cues: readonly ClueCue[];
  readonly negatives: readonly Cue[];
  /** Met in a paper that agency staff did not write, its writer is the reporter. */
  readonly tells: readonly Cue[];
  readonly auto: number;
  readonly review: number;
  readonly why: string;
}

/** "Protection follows content": what a sentence must share with a protected document. */
export interface CarryRules {
  /** Bases whose content is followed; the first that a source bears is carried. */
  readonly bases: readonly string[];
  /** Attribution: "reports that", "according to", "the results". */
  readonly attribution: readonly Cue[];
  readonly negatives: readonly Cue[];
  /** Words of a category, by basis: what a program's report speaks of. */
  readonly content: Readonly<Record<string, readonly Cue[]>>;
  readonly weights: {
    readonly sourceName: number;
    readonly sharedNumber: number;
    readonly sharedDate: number;
    readonly rareWord: number;
    readonly phrase: number;
    readonly attribution: number;
    readonly content: number;
  };
  readonly review: number;
  readonly auto: number;
  readonly stopWords: readonly string[];
  readonly why: string;
}

/** Everything that passages are found with. */
export interface PassageRules {
  readonly classes: readonly PassageClass[];
  readonly clues: ClueRules;
  readonly carry: CarryRules;
  readonly footers: readonly Cue[];
  readonly topics: TopicRules;
}
