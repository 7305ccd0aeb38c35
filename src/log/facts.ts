import type { Disposition, Redaction } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Box } from '../model/geometry.ts';
import type { SubjectRelation } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { BatesRange } from '../model/production.ts';
import type { LogForm, ServedRow } from '../model/records.ts';
import type { BasisFacts, Texts } from '../model/texts.ts';
import type { EarlierLogs } from './rolling.ts';

/** What became of a box: the TREATMENT of a redaction-log row (contract 3.1). */
export type BoxTreatment = 'text' | 'text re-spaced' | 'image';

/** A box as it is printed on a page that goes out. */
export interface PrintedBox {
  readonly box: Box;
  /** Where what it hides stood on the page as read; absent: under the box itself. */
  readonly covers?: readonly Box[];
  /** Codes in the box, most protective first. */
  readonly codes: readonly string[];
  readonly redactions: readonly Redaction[];
}

/** A page of an acknowledged document, with its number and what is printed on it. */
export interface LoggedPage {
  /** Bates number, or the control number in internal logs. */
  readonly number: string;
  readonly width: number;
  readonly height: number;
  /** By position: top to bottom, left to right. */
  readonly boxes: readonly PrintedBox[];
  readonly treatment: BoxTreatment;
}

/** An acknowledged document as the logs see it, in Bates order. */
export interface LoggedDocument {
  readonly document: CaseDocument;
  readonly disposition: Disposition;
  readonly treatment: 'produce' | 'redact' | 'withhold';
  readonly range: BatesRange;
  readonly pages: readonly LoggedPage[];
  /** Place in its family among the acknowledged documents only. */
  readonly family?: {
    readonly parent: string;
    readonly order: number;
    readonly of: number;
  };
  /** It has an acknowledged attachment. */
  readonly hasAttachment: boolean;
}

/** All that the served logs are made of. */
export interface LogInput {
  readonly matter: Matter;
  readonly texts: Texts;
  readonly bases: readonly BasisFacts[];
  readonly documents: readonly LoggedDocument[];
  /** Volume date, ISO. */
  readonly date: string;
  /** Legend of the order that opens the file, if any. */
  readonly designation: string;
  /** A court's order counts: what it is silent on is held until the court says more. */
  readonly underOrder: boolean;
  /** Absent: a row a document. */
  readonly form?: LogForm;
  /** Rows of the logs served before, newest last: their numbers stay. */
  readonly served?: readonly ServedRow[];
  /** DESCRIPTIONs that a person wrote, by the key of the claim. */
  readonly descriptions?: ReadonlyMap<string, string>;
  /** The pack asks for a neutral row, and there is a document that may not be acknowledged. */
  readonly neutral?: boolean;
  /** What the logs of sealed volumes said; absent in a first volume. */
  readonly earlier?: EarlierLogs;
}

/** The record of a basis; a RangeError names one that `patterns/bases.json` does not hold. */
export function getBasis(bases: readonly BasisFacts[], id: string): BasisFacts {
  const found = bases.find((basis) => basis.id === id);
  if (found === undefined) throw new RangeError(`no basis is called ${id}`);
  return found;
}

/** A privilege whose claim may stand in a served log: not one whose existence is protected (domain 0.2). */
export function isServedPrivilege(basis: BasisFacts): boolean {
  return basis.kind === 'privilege' && !basis.existence_sensitive && basis.box_code !== 'LAW';
}

/** Codes in the order of `texts.codes`, each once; a code the texts do not list stands last. */
export function orderCodes(texts: Texts, codes: readonly string[]): readonly string[] {
  const rank = (code: string): number => {
    const at = texts.codes.findIndex((known) => known.code === code);
    return at < 0 ? texts.codes.length : at;
  };
  return [...new Set(codes)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Bases in the order of their printed codes, each once. */
export function orderBases(input: LogInput, ids: readonly string[]): readonly BasisFacts[] {
  const order = orderCodes(
    input.texts,
    ids.map((id) => getBasis(input.bases, id).box_code),
  );
  return [...new Set(ids)]
    .map((id) => getBasis(input.bases, id))
    .sort((a, b) => order.indexOf(a.box_code) - order.indexOf(b.box_code) || (a.id < b.id ? -1 : 1));
}

/** The relation as a served log may say it; never a reporter or another client. */
export function relationText(texts: Texts, relation: SubjectRelation): string {
  return texts.relations[relation];
}

/** Served privilege bases of a withheld document, in the order of their codes; [] = none. */
export function privilegesOf(input: LogInput, document: LoggedDocument): readonly BasisFacts[] {
  return orderBases(input, document.disposition.bases).filter(isServedPrivilege);
}
