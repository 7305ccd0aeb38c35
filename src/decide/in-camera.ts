import type { Decided, Disposition, Redaction } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { InCameraDocument, InCameraSet } from '../model/in-camera.ts';
import type { Mark } from '../model/mark.ts';
import type { Authority } from '../model/matter.ts';
import { pageKey } from '../model/page.ts';
import { factsFor } from './authorities.ts';
import { ruleOn } from './columns.ts';
import { type DecideInput, runOf } from './decide.ts';
import { documentBases, resolvedWhole } from './decide-document.ts';
import { decidePassages } from './passages.ts';
import { covers, excludes, reaches } from './reach.ts';
import { type LiveMark, liveMarks, type Run, resolve, subjectOf } from './resolve.ts';

/** Who asks that papers be brought to chambers: an authority, or the request itself. */
interface Call {
  readonly id: string;
  readonly authority?: Authority;
}

/**
 * The in-camera set of a matter as decided (domain 1.1, order_in_camera): whatever is withheld or redacted, where an
 * order or a cell IC asks for it, without what the pack bars even from chambers.
 */
export function inCameraSet(input: DecideInput, decided: Decided): InCameraSet {
  const run = runOf(input);
  const calls = callsOf(run);
  const marksOf = Map.groupBy(input.marks, (mark) => mark.document);
  const dispositions = new Map(decided.dispositions.map((one) => [one.document, one]));
  const documents: InCameraDocument[] = [];
  const leftOut: { document: CaseDocument; why: string }[] = [];
  let uncalled = calls.length === 0;
  for (const document of input.documents) {
    const disposition = dispositions.get(document.id);
    if (disposition === undefined || !isHeldBack(disposition)) continue;
    const one = ofDocument(run, calls, document, marksOf.get(document.id) ?? [], disposition);
    if (one.tendered) uncalled = false;
    if (one.why === undefined) documents.push(one.made);
    else leftOut.push({ document, why: one.why });
  }
  return { documents, leftOut, uncalled };
}

function isHeldBack({ treatment }: Disposition): boolean {
  return treatment === 'withhold' || treatment === 'redact' || treatment === 'unacknowledged';
}

function callsOf({ law }: Run): readonly Call[] {
  const { called_by: rules } = law.pack.in_camera;
  const { request } = law.matter;
  const byOrder = law.standing.valid.filter(
    (valid) =>
      rules.authorities.includes(valid.authority.type) || valid.findings.some((id) => rules.findings.includes(id)),
  );
  // An order that came as the request itself: nobody but a judge makes one.
  const asked = rules.requests.includes(request.type) && request.signatory?.role === 'judge';
  return [...byOrder.map(({ authority }) => ({ id: authority.id, authority })), ...(asked ? [{ id: 'request' }] : [])];
}

interface Judged {
  readonly made: InCameraDocument;
  /** Why it stays behind; absent: it goes. */
  readonly why?: string;
  /** A cell IC was reached. */
  readonly tendered: boolean;
}

function ofDocument(
  run: Run,
  calls: readonly Call[],
  document: CaseDocument,
  marks: readonly Mark[],
  disposition: Disposition,
): Judged {
  const live = liveMarks(run, marks);
  const passages = decidePassages(run, document, live, false);
  const goesOut = disposition.treatment === 'redact';
  const tendered =
    resolvedWhole(run, document, marks).some(({ outcome }) => outcome === 'IC') ||
    live.some((one) => one.mark.area.kind !== 'document' && tenders(run, document, one));
  const bases = [...new Set([...documentBases(run, live), ...(goesOut ? [] : disposition.bases)])];
  const carried = [...new Set([...bases, ...live.map((one) => one.basis)])];
  const asking = calls.filter((call) => asksFor(run, call, document, carried));
  const redactions = goesOut ? disposition.redactions : passages.redactions;
  const stays = (basis: string): boolean => whyBarred(run, asking, document, basis) !== undefined;
  const removed = redactions.filter((one) => basesUnder(one, live).some(stays));
  const made = {
    document,
    disposition,
    pages: document.pages.filter((page) => !passages.silent.includes(pageKey(page))),
    whole: goesOut ? [] : disposition.bases,
    proposed: redactions.filter((one) => !removed.includes(one)),
    removed,
    askedBy: [...asking.map(({ id }) => id), ...(tendered ? ['table'] : [])],
  };
  const why =
    asking.length === 0 && !tendered
      ? 'no order asks for it'
      : bases.map((basis) => whyBarred(run, asking, document, basis)).find((text) => text !== undefined);
  return { made, tendered, ...(why === undefined ? {} : { why }) };
}

function tenders(run: Run, document: CaseDocument, one: LiveMark): boolean {
  return resolve(run, one.basis, ruleOn(run.law, subjectOf(one, document, false)), document).outcome === 'IC';
}

/** All bases of the marks that a redaction hides: the ground it is printed under may be another. */
function basesUnder(redaction: Redaction, live: readonly LiveMark[]): readonly string[] {
  const own = live.filter(({ mark }) => redaction.marks.includes(mark.id)).map(({ basis }) => basis);
  return [redaction.basis, ...own];
}

/** An order that covers the record covers the file; one that covers categories, the papers that carry one. */
function asksFor({ law }: Run, { authority }: Call, document: CaseDocument, carried: readonly string[]): boolean {
  if (authority === undefined) return true;
  if (!reaches(authority, { basis: 'scope_beyond_order', document })) return false;
  const categories = [...law.pack.file_categories, ...carried];
  return authority.covers.length === 0 || categories.some((basis) => covers(law, authority, basis));
}

/** Why a category does not go even to chambers: the orders leave it out, or the pack bars it. */
function whyBarred(run: Run, asking: readonly Call[], document: CaseDocument, basis: string): string | undefined {
  const { law } = run;
  const out = asking.filter(({ authority }) => authority !== undefined && excludes(law, authority, basis));
  if (asking.length > 0 && out.length === asking.length)
    return `${out.map(({ id }) => id).join(', ')} leaves ${basis} out`;
  const bar = law.pack.in_camera.never.find((one) => one.bases.includes(basis));
  if (bar === undefined || bar.unless.some((way) => holdsHere(run, way, document, basis))) return undefined;
  return `${basis}: ${bar.why} (${bar.citation})`;
}

function holdsHere(
  { law }: Run,
  way: Run['law']['pack']['in_camera']['never'][number]['unless'][number],
  document: CaseDocument,
  basis: string,
): boolean {
  const facts = factsFor(law.matter, law.pack, law.standing, document).map(({ fact }) => fact);
  if (!way.facts.every((id) => facts.includes(id)) || (way.mandate && !law.standing.mandate)) return false;
  if (way.findings.length === 0) return true;
  return law.standing.valid.some(
    ({ authority, findings }) =>
      way.findings.every((id) => findings.includes(id)) &&
      covers(law, authority, basis) &&
      !excludes(law, authority, basis) &&
      reaches(authority, { basis, document }),
  );
}
