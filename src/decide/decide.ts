import type { Decision } from '../model/decision.ts';
import type { Decided, Disposition, Gate } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import { type PageText, pageKey } from '../model/page.ts';
import { deadlinesOf, objectionDue } from './clock.ts';
import { ruleOn } from './columns.ts';
import { decideDocument, documentBases } from './decide-document.ts';
import { copyItemId } from './item-ids.ts';
import { lawOf } from './law.ts';
import { liveMarks, type Run, resolve } from './resolve.ts';
import { settle } from './settled.ts';

/** Papers of one content: what is done to one must be done to all (domain 3.4, L15). */
export interface CopyGroup {
  readonly documents: readonly string[];
  readonly why: string;
}

/** Everything a decision depends on; the same input gives the same answer. */
export interface DecideInput {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: readonly Base[];
  readonly documents: readonly CaseDocument[];
  readonly marks: readonly Mark[];
  /** Every page as read: boxes of passages and zones come from here. */
  readonly pages: readonly PageText[];
  readonly decisions: readonly Decision[];
  /** `--accept-proposals`: what nobody decided is accepted by machine. */
  readonly acceptProposals: boolean;
  /** Day of the production, ISO: windows must have run by then. Default: production.date. */
  readonly actingOn?: string;
  readonly copies?: readonly CopyGroup[];
}

/** The decision procedure of domain 1.5 over a whole matter. Pure: facts and decisions in, dispositions out. */
export function decide(input: DecideInput): Decided {
  const run = runOf(input);
  refuseStrays(input);
  const marksOf = Map.groupBy(input.marks, (mark) => mark.document);
  const fileClosed = closedBy(run, input.documents, marksOf);
  const dispositions = input.documents.map((document) =>
    decideDocument(run, document, marksOf.get(document.id) ?? [], fileClosed),
  );
  const due = objectionDue(input.matter, input.pack);
  return {
    fileMayBeDisclosed: fileClosed === undefined,
    advisory: run.law.advisory,
    ...(run.law.advisoryWhy === undefined ? {} : { advisoryWhy: run.law.advisoryWhy }),
    authorities: run.law.standing.findings,
    dispositions: withCopies(run, dispositions, input.copies ?? []),
    ...(due === undefined ? {} : { objectionDue: due }),
    deadlines: deadlinesOf(input.matter, input.pack),
  };
}

/** A mark on a page that no document holds would be lost without a word: a fault, thrown as RangeError. */
function refuseStrays({ documents, marks }: DecideInput): void {
  const pages = new Map(documents.map((d) => [d.id, new Set(d.pages.map(pageKey))]));
  for (const mark of marks) {
    const held = pages.get(mark.document);
    if (held === undefined || (mark.area.kind !== 'document' && !held.has(pageKey(mark.area.page))))
      throw new RangeError(`mark ${mark.id} lies outside the documents`);
  }
}

/** The law of a matter and the folded decisions, ready to rule with. */
export function runOf(input: Omit<DecideInput, 'marks' | 'documents' | 'copies'>): Run {
  const law = lawOf(input);
  return {
    law,
    settled: settle(input.decisions, law.standing.counsel),
    accept: input.acceptProposals,
    pages: new Map(input.pages.map((page) => [pageKey(page.ref), page])),
  };
}

/**
 * The record category that shuts the file as a whole (CPS, APS or juvenile record = W): the agency
 * file's own, or one that every paper carries; undefined where none does.
 */
function closedBy(
  run: Run,
  documents: readonly CaseDocument[],
  marksOf: ReadonlyMap<string, readonly Mark[]>,
): string | undefined {
  const carried = documents.map((document) => ({
    document,
    bases: documentBases(run, liveMarks(run, marksOf.get(document.id) ?? [])),
  }));
  const { pack, matter } = run.law;
  const own = pack.files[matter.agency.file ?? pack.default_file].category;
  for (const category of pack.file_categories) {
    const holders = carried.filter((c) => c.bases.includes(category));
    const whole = category === own || holders.length === carried.length;
    if (holders.length === 0 || !whole) continue;
    const open = holders.some(
      ({ document }) =>
        resolve(run, category, ruleOn(run.law, { basis: category, document }), document).outcome === 'P',
    );
    return open ? undefined : category;
  }
  return undefined;
}

/** Copies that would be treated apart are blocked together, until a person settles them. */
function withCopies(
  run: Run,
  dispositions: readonly Disposition[],
  groups: readonly CopyGroup[],
): readonly Disposition[] {
  const extra = new Map<string, Gate>();
  for (const group of groups) {
    const members = dispositions.filter((d) => group.documents.includes(d.document));
    if (new Set(members.map(treatmentKey)).size < 2) continue;
    const id = copyItemId(group.documents);
    const said = run.settled.get(id);
    const kept = said?.verdict === 'accept' && !said.disagreement;
    for (const d of members)
      extra.set(d.document, {
        id,
        kind: 'copies',
        basis: d.bases[0] ?? 'nonresponsive',
        why: group.why,
        ...(kept ? { asked: true as const } : {}),
      });
  }
  return dispositions.map((d) => {
    const gate = extra.get(d.document);
    return gate === undefined ? d : { ...d, undecided: d.undecided || gate.asked !== true, gates: [...d.gates, gate] };
  });
}

function treatmentKey(d: Disposition): string {
  return `${d.treatment}|${d.redactions
    .map((r) => r.basis)
    .sort()
    .join(',')}`;
}
