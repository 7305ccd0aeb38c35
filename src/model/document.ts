import type { PageRef } from './page.ts';

/** Who a paper names as author or recipient, as far as it may be told in a log. */
export interface Party {
  /** Name as the roster or the header gives it: "Cass Exemplar". */
  readonly name: string;
  readonly credential?: string;
  /** Role id of matter.yaml (`people[].role`), or a role read from the paper. */
  readonly role: string;
  /** Words for the log: "caseworker", "agency counsel", "licensed psychologist". */
  readonly roleText: string;
  readonly organization?: string;
  /** A licensed attorney: `*` in logs. */
  readonly attorney: boolean;
  /** Whom an attorney represents: agency, requester, child, or a person's name. */
  readonly represents?: string;
}

/** ISO dates; `from` = `to` for one day. Neither: undated, `circa` may bound it. */
export interface DocumentDate {
  readonly from?: string;
  readonly to?: string;
  readonly circa?: string;
}

/** A document of the case: a run of pages of one source. Every page belongs to exactly one. */
export interface CaseDocument {
  /** `file#p1-3`: what matter.yaml's facts name. */
  readonly id: string;
  readonly pages: readonly PageRef[];
  /** Id of a document type of `patterns/document-types.yaml`. */
  readonly type: string;
  /** The type in the words of the log: "Case narrative". */
  readonly typeText: string;
  readonly date: DocumentDate;
  readonly author?: Party;
  /** Letter, memo, fax or e-mail: it has a sender and recipients. */
  readonly correspondence: boolean;
  readonly from?: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly bcc: readonly Party[];
  readonly family?: { readonly parent: string; readonly order: number; readonly of: number };
  /** General subject for the log, in the words of the closed list of topics; never words of a page. */
  readonly topic?: string;
  /** Case number the paper bears where it is not this matter's: another family's page. */
  readonly otherCase?: boolean;
  /** Why the pages are one document and of this type; sentences without text of the pages. */
  readonly reasons: readonly string[];
}

/** The id of a document from its pages. */
export function documentId(pages: readonly PageRef[]): string {
  const first = pages[0];
  const last = pages.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a document has at least one page');
  return `${first.file}#p${first.page}-${last.page}`;
}
