import type { LeakTerms } from '../log/leak-lint.ts';
import type { LintFinding } from '../log/lint.ts';
import type { Decided } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger, Recall } from '../model/ledger.ts';
import type { Mark } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { MissingThing } from '../model/mentions.ts';
import type { FilingRules } from '../model/pack.ts';
import type { PageText } from '../model/page.ts';
import type { PriorFlag } from '../model/prior.ts';
import type { Volume } from '../model/production.ts';
import type { Disclosure, LogForm, ServedRow } from '../model/records.ts';
import type { PagePlan, RedactedPdf } from '../model/redacting.ts';
import type { UnreadableSource } from '../model/source.ts';
import type { BasisFacts, Texts } from '../model/texts.ts';
import type { LetterFonts } from './letter-page.ts';
import type { DrawnPage } from './page-images.ts';
import type { Reconciliation } from './reconciliation.ts';

/** What of the jurisdiction pack a volume needs; `model/pack.ts` fits. */
export interface VolumePack {
  readonly id: string;
  readonly version: string;
  readonly legends: { readonly protective_order: string; readonly otherwise: string };
  readonly serve_redaction_log: 'never' | 'on_request' | 'always';
  readonly log_form?: LogForm;
  /** Documents that may not be acknowledged: no trace at all, or one neutral row in each log; default unlogged. */
  readonly unacknowledged?: 'unlogged' | 'neutral_row';
  /** What letters that are filed may show; default: as they are. */
  readonly filing?: FilingRules;
}

/** Everything a volume is made of; the same input gives the same bytes. */
export interface VolumeInput {
  readonly matter: Matter;
  readonly pack: VolumePack;
  readonly texts: Texts;
  readonly bases: readonly BasisFacts[];
  readonly documents: readonly CaseDocument[];
  readonly pages: readonly PageText[];
  readonly marks: readonly Mark[];
  readonly decided: Decided;
  readonly unreadable: readonly UnreadableSource[];
  /** Burns the plans of one document into pages of a (normalised) source, in the order of the plans. */
  readonly redact: (file: string, plans: readonly PagePlan[]) => Promise<RedactedPdf>;
  /** SHA-256 of a source, by its file: a source that changed is given anew. */
  readonly sourceDigest: (file: string) => string;
  /** What sealed volumes of this requester hold; absent in a first volume. */
  readonly earlier?: Earlier;
  /** Draws the pages of a PDF that goes out as picture files; asked for with profile images alone. */
  readonly drawPages: (pdf: Uint8Array) => Promise<readonly DrawnPage[]>;
  readonly fonts: LetterFonts;
  /** False: every page and letter bears the draft mark (contract 3.3). */
  readonly released: boolean;
  /** Volume date, ISO; the only clock that reaches the volume. */
  readonly date: string;
  readonly runBy: string;
  readonly releasedBy?: string;
  /** Rows of the privilege logs served before, newest last: numbers stay. */
  readonly served?: readonly ServedRow[];
  /** DESCRIPTIONs that a person wrote, by the key of the claim. */
  readonly descriptions?: ReadonlyMap<string, string>;
  /** Strings that a decision leaves open though a like one is boxed. */
  readonly open: readonly string[];
  /** Documents that repeat one another: groups of document ids. */
  readonly duplicates: readonly (readonly string[])[];
  /** What papers mention and the file does not hold; internal. */
  readonly missing: readonly MissingThing[];
  /** Pages that an earlier production to anyone showed otherwise; internal. */
  readonly prior?: readonly PriorFlag[];
}

/** Where a volume goes on from. */
export interface Earlier {
  readonly ledger?: Ledger;
  /** First number that no volume gave. */
  readonly next: number;
  /** True: a recall, which replaces what was given and adds nothing. */
  readonly onlyReplaces: boolean;
  /** Ids of documents that are replaced because they were called back. */
  readonly recalled: ReadonlySet<string>;
  readonly recalls: readonly Recall[];
}

/** One document as the report shows it. */
export interface ReportDocument {
  readonly id: string;
  readonly typeText: string;
  readonly date: string;
  readonly begin: string;
  readonly end: string;
  readonly pages: number;
  readonly treatment: string;
  readonly undecided: boolean;
  readonly bases: readonly string[];
  readonly codes: readonly string[];
  readonly gates: readonly string[];
  readonly path: readonly string[];
  readonly file: string;
}

/** What the report is drawn from. */
export interface ReportFacts {
  readonly matter: string;
  readonly caption: string;
  readonly volume: string;
  readonly date: string;
  readonly pack: string;
  readonly released: boolean;
  readonly runBy: string;
  readonly reconciliation: Reconciliation;
  readonly documents: readonly ReportDocument[];
  readonly authorities: readonly {
    readonly text: string;
    readonly valid: boolean;
    readonly failed: readonly string[];
  }[];
  readonly letters: readonly string[];
  readonly missing: readonly MissingThing[];
  readonly prior: readonly PriorFlag[];
  readonly unreadable: readonly UnreadableSource[];
}

/** A volume with what was seen while it was made. */
export interface BuiltVolume extends Volume {
  /** Leaks in logs, letters and names: nothing may be written while there is one. */
  readonly findings: readonly Finding[];
  readonly lint: readonly LintFinding[];
  readonly report: ReportFacts;
  /** The rows of its privilege log, item by item: the next volume keeps their numbers. */
  readonly served: readonly ServedRow[];
  /** What it discloses, where it is sealed and pages go out. */
  readonly disclosure?: Disclosure;
  /** What its recipient has once the volume is sealed. */
  readonly ledger: Ledger | undefined;
  /** What was searched for, for the verifier; never written. */
  readonly terms: LeakTerms;
}
