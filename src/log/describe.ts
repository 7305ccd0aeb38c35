import type { Party } from '../model/document.ts';
import type { Proceeding } from '../model/matter.ts';
import type { BasisFacts, DescriptionFlag, DescriptionText } from '../model/texts.ts';
import type { LoggedDocument, LogInput } from './facts.ts';
import { partiesOf, roleOf, roleText, surnameOf } from './names.ts';

/** What one row of the privilege log claims. */
export interface Claim {
  readonly document: LoggedDocument;
  readonly bases: readonly BasisFacts[];
  /** Number of separate passages; 0 = the whole document. */
  readonly passages: number;
  /** Words of the closed list of topics. */
  readonly topic: string;
  /** DOC_DATE of the row. */
  readonly date: string;
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** `{name}` filled from `values`; a RangeError names one that is not there. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for {${name}} in a text`);
    return value;
  });
}

/**
 * DESCRIPTION by the formula of domain 3.3: type, roles, nature, topic, the fact that keeps it
 * confidential, litigation for work product. Made of facts that may be told; no word of a page.
 */
export function describeClaim(input: LogInput, claim: Claim): string {
  const flags = flagsOf(input, claim);
  const found = input.texts.descriptions.find(
    (text) => claim.bases.some((basis) => basis.id === text.basis) && text.when.every((flag) => flags.has(flag)),
  );
  if (found === undefined)
    throw new RangeError(`no description for ${claim.bases.map((basis) => basis.id).join(', ')}`);
  return fillText(found.text, valuesOf(input, claim, found));
}

function flagsOf(input: LogInput, claim: Claim): ReadonlySet<DescriptionFlag> {
  const { document } = claim.document;
  const flags = new Set<DescriptionFlag>();
  const author = document.author ?? document.from;
  if (claim.passages > 0) flags.add('passage');
  if (document.correspondence) flags.add('correspondence');
  if (author !== undefined) flags.add('author_named');
  if (author !== undefined && isAgencyCounsel(author)) flags.add('author_counsel');
  if ([...document.to, ...document.cc].some(isAgencyCounsel)) flags.add('to_counsel');
  if (claim.document.disposition.bases.includes('psychotherapy_notes')) flags.add('notes_kept_apart');
  if (hasFact(input, claim.document, 'limited_release')) flags.add('limited_release');
  return flags;
}

function isAgencyCounsel(party: Party): boolean {
  return party.attorney && (party.represents === undefined || party.represents === 'agency');
}

/** Did a person record `fact` of this document, of its file, or of the whole matter? */
export function hasFact(input: LogInput, logged: LoggedDocument, fact: string): boolean {
  const { id, pages, to, cc } = logged.document;
  const recorded = input.matter.facts.some(
    (known) =>
      known.fact === fact &&
      (known.document === undefined || known.document === id || known.document === pages[0]?.file),
  );
  // The paper's own address line may state the limit: "Agency caseworker (limited release)".
  return (
    recorded || [...to, ...cc].some((party) => `${party.name} ${party.roleText}`.includes(fact.replaceAll('_', ' ')))
  );
}

function valuesOf(input: LogInput, claim: Claim, found: DescriptionText): Record<string, string> {
  const { texts } = input;
  const { document } = claim.document;
  const author = document.author ?? document.from;
  const authorRole = author === undefined ? texts.log.author_not_stated : roleText(texts, author);
  const recipients = document.to.map((party) => roleText(texts, party)).join(' and ');
  const waived = ['holder_waiver', 'agency_waiver', 'limited_release'].some((fact) =>
    hasFact(input, claim.document, fact),
  );
  return {
    type: document.typeText,
    type_lower: document.typeText.charAt(0).toLowerCase() + document.typeText.slice(1),
    author: authorRole,
    author_or_staff:
      author !== undefined && roleOf(texts, author).privilege_role === 'client' ? authorRole : 'agency staff',
    recipients: recipients === '' ? 'agency staff' : recipients,
    counsel: counselName(input, claim.document),
    topic: claim.topic,
    litigation: found.basis === 'work_product' ? litigationPhrase(input, claim) : '',
    passages: passagesText(claim.passages),
    sent_only: sentOnly(input, claim.document),
    no_waiver: waived ? '' : texts.log.no_waiver,
  };
}

function passagesText(count: number): string {
  return `${NUMBERS[count] ?? String(count)} passage${count === 1 ? '' : 's'}`;
}

/** Surname of the agency's lawyer with `*`: the paper's own, else the matter's only one. */
function counselName(input: LogInput, logged: LoggedDocument): string {
  const onPaper = partiesOf(logged.document).find(isAgencyCounsel);
  if (onPaper !== undefined && onPaper.name !== '') return `${surnameOf(onPaper.name)}*`;
  const known = input.matter.people.filter((person) => person.role === 'attorney' && person.represents === 'agency');
  const only = known.length === 1 ? known[0] : undefined;
  return only === undefined ? '(name in players list)*' : `${surnameOf(only.name)}*`;
}

/** The header's circle of recipients, said only where every one of them is inside the privilege. */
function sentOnly(input: LogInput, logged: LoggedDocument): string {
  const { document } = logged;
  const all = [...document.to, ...document.cc, ...document.bcc];
  const inside = all.every((party) => isAgencyCounsel(party) || roleOf(input.texts, party).privilege_role === 'client');
  if (!document.correspondence || all.length === 0 || !inside) return '';
  const roles = all.map((party) => (isAgencyCounsel(party) ? 'counsel' : roleText(input.texts, party)));
  return fillText(input.texts.log.sent_only, {
    sent_to: [...new Set(roles)].join(' and '),
  });
}

/**
 * The proceeding for which work product was prepared: the first that was anticipated by the row's
 * date and not yet over it, else the first of the matter.
 */
export function findProceeding(input: LogInput, date: string): Proceeding | undefined {
  const day = date.slice(0, 10);
  const known = input.matter.proceedings;
  return known.find((one) => (one.anticipated_from ?? one.filed_on ?? '9999') <= day) ?? known[0];
}

/** LITIGATION: the proceeding where it is filed by the volume's date; else the neutral phrase of domain 3.5. */
export function litigationText(input: LogInput, date: string): string {
  const found = findProceeding(input, date);
  const filed = found?.filed_on !== undefined && found.filed_on <= input.date;
  return found !== undefined && filed ? found.kind : input.texts.log.litigation_unfiled;
}

function litigationPhrase(input: LogInput, claim: Claim): string {
  const found = findProceeding(input, claim.date);
  const text = litigationText(input, claim.date);
  if (found?.filed_on === undefined || text !== found.kind) return text;
  return `${text.charAt(0).toLowerCase()}${text.slice(1)} filed ${found.filed_on}`;
}
