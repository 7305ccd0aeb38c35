import type { Gate, Redaction, RuleStep } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import { type PageRef, pageKey, type Zone } from '../model/page.ts';
import { holds, type Ruling, ruleOn } from './columns.ts';
import { gateItemId, zoneItemId } from './item-ids.ts';
import { boxCodeOf, byPlace, type Cut, redactionsOf } from './redactions.ts';
import { type LiveMark, type Resolved, type Run, resolve, subjectOf } from './resolve.ts';

/** What is taken out of a document that goes out. */
export interface Passages {
  readonly redactions: readonly Redaction[];
  readonly gates: readonly Gate[];
  readonly undecided: boolean;
  readonly steps: readonly RuleStep[];
  /** Keys of pages that answer nothing: another family's page inside the document. */
  readonly silent: readonly string[];
}

/** The passages of a document that is produced: each category ruled on where it stands (domain 1.5 steps 4 to 8). */
export function decidePassages(
  run: Run,
  document: CaseDocument,
  live: readonly LiveMark[],
  recordOpen: boolean,
): Passages {
  const cuts: Cut[] = [];
  const gates: Gate[] = [];
  const steps: RuleStep[] = [];
  const silent: string[] = [];
  let undecided = false;
  for (const one of live) {
    const { area } = one.mark;
    if (area.kind === 'document') continue;
    const resolved = passage(run, document, one, recordOpen);
    undecided ||= resolved.undecided || one.disagreement;
    if (resolved.outcome === 'P') continue;
    undecided ||= one.pending;
    gates.push(...resolved.gates);
    steps.push(...resolved.ruling.steps, ...resolved.steps);
    if (one.settled?.verdict === 'not_responsive' && one.mark.label !== 'PAGE' && !run.law.pack.scope_redactions)
      gates.push(scopeGate(run, document));
    if (resolved.outcome === 'NR' && one.mark.label === 'PAGE') silent.push(pageKey(area.page));
    else cuts.push({ live: one, resolved });
  }
  const zones = zoneCuts(run, document);
  const boxed = redactionsOf(run, cuts);
  const bare = zones.redactions.filter((zone) => !boxed.some((r) => hides(r, zone)));
  return {
    redactions: [...boxed, ...bare].sort(byPlace),
    gates,
    undecided: undecided || zones.undecided,
    steps,
    silent,
  };
}

/** Many courts disfavour boxes for scope inside a paper that answers: counsel says whether they stand. */
function scopeGate(run: Run, document: CaseDocument): Gate {
  return {
    id: gateItemId(document.id, 'nonresponsive', 'counsel'),
    kind: 'counsel',
    basis: 'nonresponsive',
    why: `${run.law.pack.id}:scope_redactions: a passage of a paper that answers is boxed as not responsive; counsel confirms it`,
    asked: true,
  };
}

function passage(run: Run, document: CaseDocument, live: LiveMark, recordOpen: boolean): Resolved {
  const subject = subjectOf(live, document, recordOpen);
  const keep = run.law.advisory ? undefined : run.law.pack.keeps.find((k) => holds(k.when, run.law, subject));
  if (keep !== undefined && live.settled?.verdict !== 'withhold') return kept(run, live, keep);
  const resolved = resolve(run, live.basis, ruleOn(run.law, subject), document);
  const said = live.settled;
  if (said?.verdict === 'withhold' && resolved.outcome === 'P') return { ...resolved, outcome: 'R' };
  if (said?.verdict !== 'produce') return resolved;
  if (said.counsel && !live.pending && waitsForCounsel(resolved.ruling)) return yesOf(resolved);
  return resolved.outcome === 'P'
    ? resolved
    : { ...resolved, undecided: true, steps: [...resolved.steps, vain(resolved)] };
}

function kept(run: Run, live: LiveMark, keep: { readonly id: string; readonly why: string }): Resolved {
  const rule = `${run.law.pack.id}:keeps/${keep.id}`;
  const cell = { letter: 'P', notice: false, counsel: false, barred: false } as const;
  const ruling: Ruling = { cell, rule, byOrder: false, steps: [{ rule, text: keep.why }] };
  return { basis: live.basis, outcome: 'P', gates: [], undecided: false, ruling, steps: [] };
}

function waitsForCounsel(ruling: Ruling): boolean {
  return ruling.cell.counsel && !ruling.cell.notice && (ruling.cell.letter === 'C' || ruling.cell.letter === 'P');
}

function yesOf(resolved: Resolved): Resolved {
  const { onYes } = resolved.ruling.cell;
  const outcome = onYes === undefined || onYes === 'C' ? 'P' : onYes;
  return { ...resolved, outcome, gates: [], undecided: false };
}

function vain(resolved: Resolved): RuleStep {
  return {
    rule: resolved.ruling.rule,
    text: 'a decision cannot open what no authority opens: reject the mark where the category is wrong',
  };
}

/** Zones nobody could read: boxed until a person says that nothing is in them. */
function zoneCuts(run: Run, document: CaseDocument): { redactions: Redaction[]; undecided: boolean } {
  let undecided = false;
  const redactions = document.pages.flatMap((ref) =>
    (run.pages.get(pageKey(ref))?.zones ?? []).flatMap((zone): Redaction[] => {
      const said = run.settled.get(zoneItemId(ref, zone.box));
      undecided ||= said?.disagreement === true || (said === undefined && !run.accept);
      const open =
        said !== undefined && !said.disagreement && (said.verdict === 'reject' || said.verdict === 'produce');
      return open ? [] : [zoneBox(run, ref, zone, said?.newBasis ?? 'unreviewed_zone', said?.by, said?.second)];
    }),
  );
  return { redactions, undecided };
}

/** A zone that lies wholly under a box is gone with it and needs none of its own. */
function hides(redaction: Redaction, zone: Redaction): boolean {
  if (pageKey(redaction.page) !== pageKey(zone.page)) return false;
  return zone.boxes.every((z) =>
    redaction.boxes.some((b) => b.x <= z.x && b.y <= z.y && b.x + b.w >= z.x + z.w && b.y + b.h >= z.y + z.h),
  );
}

function zoneBox(
  run: Run,
  page: PageRef,
  zone: Zone,
  basis: string,
  by: string | undefined,
  second: string | undefined,
): Redaction {
  return {
    marks: [],
    page,
    boxes: [zone.box],
    basis,
    boxCode: boxCodeOf(run, basis),
    relation: 'unknown',
    kind: run.law.bases.get(basis)?.kind ?? 'scope',
    hidesIdentity: false,
    decidedBy: by ?? `zone/${zone.kind}`,
    ...(second === undefined ? {} : { reviewedBy: second }),
    why: zone.why,
  };
}
