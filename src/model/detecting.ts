import type { CaseDocument } from './document.ts';
import type { Suggestion } from './local-model.ts';
import type { Aspect, SubjectRelation, Tier } from './mark.ts';
import type { Matter, PersonRole } from './matter.ts';
import type { PageText } from './page.ts';
import type { DocumentTypeRules, PassageRules } from './passage-rules.ts';

/** What the detectors are given: the matter, its documents, every page as read, the rules. */
export interface DetectInput {
  readonly matter: Matter;
  readonly documents: readonly CaseDocument[];
  readonly pages: readonly PageText[];
  readonly rules: DetectRules;
  /** Breaks off a pattern that does not end; without it patterns run freely. */
  readonly guard?: Guard;
  /** What a person's own model said, by page key. */
  readonly suggestions?: ReadonlyMap<string, readonly Suggestion[]>;
}

/** Runs work to its end or breaks it off: undefined. */
export type Guard = <T>(work: () => T) => { readonly value: T } | undefined;

/** All detection rules, as loaded from `patterns/` and the matter's own folder. */
export interface DetectRules {
  readonly identifiers: readonly PatternPack[];
  readonly people: PeopleRules;
  readonly passages: PassageRules;
  readonly documentTypes: DocumentTypeRules;
}

/** Names of the checks that core offers to packs; a pack never holds code. */
export type ValidatorName =
  | 'luhn'
  | 'aba'
  | 'npi'
  | 'dea'
  | 'ssn'
  | 'itin'
  | 'ein'
  | 'mbi'
  | 'vin'
  | 'iban'
  | 'nanp'
  | 'date'
  | 'ipv4'
  | 'has-digit';

/** One regular expression of a pattern. Linear-time: bounded quantifiers, no nesting. */
export interface PatternVariant {
  readonly id: string;
  readonly regex: string;
  readonly flags: string;
  /** The group that is covered; 0 = the whole match. */
  readonly group: number;
  /** 0 to 1 before validators and context. */
  readonly score: number;
  /** No hit without a boost word near it. */
  readonly requireContext: boolean;
}

export interface PatternValidator {
  readonly name: ValidatorName;
  readonly onFail: 'drop' | 'lower';
  readonly onPass: number;
  /** Variants the check is not run on. */
  readonly except: readonly string[];
}

export interface ContextWords {
  readonly words: readonly string[];
  readonly add: number;
}

/** An identifier type: how it looks, how it is checked, what stands near it. */
export interface IdentifierPattern {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly basis: string;
  readonly aspect: Aspect;
  readonly tier: Tier;
  readonly source: string;
  readonly variants: readonly PatternVariant[];
  readonly validators: readonly PatternValidator[];
  readonly context: {
    /** Characters looked at on each side of the hit. */
    readonly before: number;
    readonly after: number;
    readonly boost: readonly ContextWords[];
    readonly suppress: readonly ContextWords[];
  };
  /** Also run where letters that OCR puts for digits are read as digits. */
  readonly ocrDigits: boolean;
  /** Also run where digits that OCR puts for letters are read as letters. */
  readonly ocrLetters: boolean;
  readonly examples: {
    readonly match: readonly { readonly text: string; readonly spans: readonly string[] }[];
    readonly noMatch: readonly string[];
  };
}

/** One file of `patterns/identifiers/`. */
export interface PatternPack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly jurisdiction: readonly string[];
  readonly patterns: readonly IdentifierPattern[];
}

/** A word or label that says who the person next to it is. */
export interface PersonCue {
  readonly id: string;
  readonly words: readonly string[];
  readonly relation: SubjectRelation;
  /** Role as in matter.yaml that the words show: rows 29 and 30 tell roles apart. */
  readonly role?: PersonRole;
}

/** Words and lists that find people: the files of `patterns/people/`, merged. */
export interface PeopleRules {
  readonly titles: readonly string[];
  readonly credentials: readonly string[];
  /** `Label: Name` forms; the label says whose name, number and address follow. */
  readonly labels: readonly PersonCue[];
  /** Role words that stand before or after a name in running text. */
  readonly roles: readonly PersonCue[];
  /** Labels whose value belongs to the person named above: phone, address, employer. */
  readonly ownedLabels: readonly string[];
  /** Words that papers write with a capital though they name nobody: days, months, programs, parts of a form. */
  readonly formWords: readonly string[];
  /** Words of labels, months and streets that stand before numbers: a misread one is read as them. */
  readonly beforeNumbers: readonly string[];
  /** Headings of columns that hold numbers of a person, by what the number is. */
  readonly numberLabels: readonly { readonly label: string; readonly words: readonly string[] }[];
  /** Labels whose value is a name, whoever's: name, full name. */
  readonly nameLabels: readonly string[];
  /** What the title or credential of a person says of her work, by role. */
  readonly workTitles: readonly { readonly role: PersonRole; readonly words: readonly string[] }[];
  /** Plain words for a person, behind a word of her work: lady, man, driver. */
  readonly personWords: readonly string[];
  /** Words of a heading over the particulars of one person: information, details. */
  readonly headingWords: readonly string[];
  /** Words by which papers call the person they are about, beside the roles: applicant, donor. */
  readonly holderWords: readonly string[];
  /** Titles that say nothing of anybody's work: Mr, Mrs. */
  readonly courtesyTitles: readonly string[];
  /** Titles that are covered with the name: Sir, Sergeant. */
  readonly joinedTitles: readonly string[];
  /** Words behind a name that belong to it: Jr, III, QC. */
  readonly nameSuffixes: readonly string[];
  /** Letters with stops that stand for no person: U.S., P.O. */
  readonly abbreviations: readonly string[];
  /** Words that go on about the person just named: she, their. */
  readonly pronouns: readonly string[];
  /** Small words inside names: de, van. */
  readonly nameParticles: readonly string[];
  /** Words that make a name with the name behind them: St, San. */
  readonly saintWords: readonly string[];
  /** Words that make a number or address of staff a private one. */
  readonly privateWords: readonly string[];
  readonly speechVerbs: readonly string[];
  readonly nicknames: readonly (readonly string[])[];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** Names that are words too: they need a cue or a full name beside them. */
  readonly wordNames: readonly string[];
  readonly commonWords: readonly string[];
  readonly organizationWords: readonly string[];
  readonly placeWords: readonly string[];
  readonly healthWords: readonly string[];
  readonly relativeWords: readonly string[];
  readonly locationCues: readonly string[];
  /** Weights of the tagger of names, in hundredths, by feature. */
  readonly tagger?: Readonly<Record<string, number>>;
  readonly violenceSignals: readonly string[];
}

/** What a detector saw on a page before it is known whose it is. Offsets are UTF-16 units of PageText.text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly basis: string;
  readonly aspect: Aspect;
  /** How sure the detector is: auto, or review. */
  readonly tier: Tier;
  readonly score: number;
  readonly rules: readonly string[];
  readonly why: string;
  readonly relation?: SubjectRelation;
  readonly role?: PersonRole;
  /** Normalised value: hits of one value share it. Never leaves the process. */
  readonly key: string;
}
