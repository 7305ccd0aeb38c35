import type { CopyGroup } from '../model/copies.ts';
import type { Decision } from '../model/decision.ts';
import type { Decided } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import { type PageText, pageKey } from '../model/page.ts';
import { deadlinesOf, objectionDue } from './clock.ts';
import { ruleOn } from './columns.ts';
import { settledForCopies, withCopies } from './copies.ts';
import { decideDocument, documentBases } from './decide-document.ts';
import { lawOf } from './law.ts';
import { liveMarks, type Run, resolve } from './resolve.ts';
import { settle } from './settled.ts';

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
export function runOf(input: Omit<DecideInput, 'documents'>): Run {
  const law = lawOf(input);
  return {
    law,
    settled: settledForCopies(settle(input.decisions, law.standing.counsel), input.copies ?? [], input.marks),
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
