import type { Disposition, RuleStep, Treatment } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { Cell } from '../model/pack.ts';
import { pageKey } from '../model/page.ts';
import { type Ruling, ruleOn } from './columns.ts';
import { documentItemId } from './item-ids.ts';
import { decidePassages } from './passages.ts';
import { reaches } from './reach.ts';
import {
  byPrecedence,
  type LiveMark,
  liveMarks,
  moreProtective,
  type Resolved,
  type Run,
  resolve,
  subjectOf,
} from './resolve.ts';
import { type Scope, scopeOf } from './scope.ts';

/** The categories of a whole document and what became of them. */
interface Whole {
  readonly resolved: readonly Resolved[];
  readonly recordOpen: boolean;
  readonly pending: boolean;
  readonly disagreement: boolean;
}

/**
 * What happens to one document and why. `fileClosed` is the record category that
 * shuts the file as a whole, where one does: then nothing of it is produced.
 */
export function decideDocument(
  run: Run,
  document: CaseDocument,
  marks: readonly Mark[],
  fileClosed: string | undefined,
): Disposition {
  const live = liveMarks(run, marks);
  const whole = wholeOf(run, document, live);
  const scope = scopeOf(document, run.law.matter);
  const said = run.settled.get(documentItemId(document.id));
  const resolved = [...whole.resolved, ...extraGates(run, document, scope, whole)];
  const top = resolved.toSorted(moreProtective)[0];
  const law = treatmentOf(run, resolved, top, fileClosed);
  const fate = withScopeAndWord(document, law, scope, said?.disagreement === true ? undefined : said?.verdict);
  const steps = [...scope.steps, ...resolved.flatMap((r) => [...r.ruling.steps, ...r.steps]), ...fate.steps];
  const goesOut = fate.treatment === 'produce';
  const passages = goesOut
    ? decidePassages(run, document, live, whole.recordOpen)
    : { redactions: [], gates: [], undecided: false, steps: [], silent: [] };
  const open =
    said?.disagreement === true ||
    whole.disagreement ||
    resolved.some((r) => r.undecided) ||
    passages.undecided ||
    fate.vain ||
    (!run.accept && (said === undefined || whole.pending));
  return {
    document: document.id,
    treatment: goesOut && passages.redactions.length > 0 ? 'redact' : fate.treatment,
    undecided: open,
    bases: basesOf(run, resolved, fate.treatment, said?.newBasis, fileClosed),
    gates: [...resolved.flatMap((r) => r.gates), ...passages.gates].filter(
      (gate, i, all) => all.findIndex((g) => g.id === gate.id) === i,
    ),
    redactions: passages.redactions,
    answers: document.pages.map((page) =>
      fate.treatment === 'not_responsive' || passages.silent.includes(pageKey(page)) ? [] : fate.answers,
    ),
    path: dedupe([...steps, ...passages.steps]),
    decidedBy: said?.by ?? fate.rule ?? top?.ruling.rule ?? `${run.law.pack.id}:35`,
    ...(said?.second === undefined ? {} : { reviewedBy: said.second }),
  };
}

/** The categories a document carries: those marked on the whole of it, and its file's own (domain 5.2). */
export function documentBases(run: Run, live: readonly LiveMark[]): readonly string[] {
  const marked = live.filter((l) => l.mark.area.kind === 'document').map((l) => l.basis);
  const file = run.law.pack.files[run.law.matter.agency.file ?? run.law.pack.default_file];
  const exempt = marked.some((basis) => file.except.includes(basis));
  const own = file.category === undefined || exempt ? [] : [file.category];
  return [...new Set([...marked, ...own])].sort(byPrecedence(run));
}

/** What each category of a whole document comes to, gates and all. */
export function resolvedWhole(run: Run, document: CaseDocument, marks: readonly Mark[]): readonly Resolved[] {
  return wholeOf(run, document, liveMarks(run, marks)).resolved;
}

function wholeOf(run: Run, document: CaseDocument, live: readonly LiveMark[]): Whole {
  const attached = live.filter((l) => l.mark.area.kind === 'document');
  const rulings = (recordOpen: boolean): { basis: string; ruling: Ruling }[] =>
    documentBases(run, live).flatMap((basis) => {
      const of = attached.filter((l) => l.basis === basis);
      const subjects =
        of.length === 0 ? [{ basis, document, recordOpen }] : of.map((l) => subjectOf(l, document, recordOpen));
      return subjects.map((subject) => ({ basis, ruling: ruleOn(run.law, subject) }));
    });
  const recordOpen = rulings(false).some(({ ruling }) => ruling.byOrder && ruling.cell.letter === 'P');
  const forced = new Set(attached.filter((l) => l.settled?.verdict === 'withhold').map((l) => l.basis));
  const resolved = rulings(recordOpen).map(({ basis, ruling }) => {
    const one = resolve(run, basis, ruling, document);
    return forced.has(basis) && one.outcome !== 'NR' ? { ...one, outcome: 'W' as const } : one;
  });
  return {
    resolved,
    recordOpen,
    pending: attached.some((l) => l.pending),
    disagreement: attached.some((l) => l.disagreement),
  };
}

/**
 * Questions that hang on the whole document: counsel decides on every document of some requests, on one
 * that runs beyond the dates asked for, and on any paper where nothing that is there asks for papers at all.
 */
function extraGates(run: Run, document: CaseDocument, scope: Scope, whole: Whole): readonly Resolved[] {
  const { pack, standing } = run.law;
  const cell: Cell = { letter: 'P', notice: false, counsel: true, barred: false };
  const ask = (basis: string, rule: string, text: string): Resolved =>
    resolve(run, basis, { cell, rule, byOrder: false, steps: [{ rule, text }] }, document);
  const shut = whole.resolved.some((r) => r.outcome !== 'P');
  const ground = whole.resolved[0]?.basis ?? 'scope_beyond_order';
  const request = standing.process;
  if (request.counsel && !shut) return [ask(ground, `${pack.id}:request`, request.text)];
  if (request.column === undefined && whole.resolved.length === 0 && !standing.valid.some((v) => v.opens === 'order'))
    return [ask(ground, `${pack.id}:35`, `no authority that counts asks for papers: ${request.text}`)];
  const orders = standing.valid.filter((v) => v.opens === 'order');
  if (
    request.column === undefined &&
    orders.length > 0 &&
    !orders.some((v) => reaches(v.authority, { basis: 'scope_beyond_order', document }))
  )
    return [beyondOrder(run)];
  if (scope.partly) return [ask('nonresponsive', 'scope/partly', 'counsel says what of it answers the request')];
  return [];
}

/** Under an order the ceiling is the order: a paper outside its dates stays in (45 CFR 164.512(e)(1)(i)). */
function beyondOrder(run: Run): Resolved {
  const rule = `${run.law.pack.id}:34/CO`;
  const cell: Cell = { letter: 'W', notice: false, counsel: false, barred: false };
  const steps = [{ rule, text: 'no order reaches a paper of this date, and nothing else asks for it: W' }];
  const basis = 'scope_beyond_order';
  return { basis, outcome: 'W', gates: [], undecided: false, ruling: { cell, rule, byOrder: false, steps }, steps: [] };
}

function treatmentOf(
  run: Run,
  resolved: readonly Resolved[],
  top: Resolved | undefined,
  fileClosed: string | undefined,
): Treatment {
  if (top?.outcome === 'NR') return 'not_responsive';
  if (fileClosed === undefined && resolved.every((r) => r.outcome === 'P')) return 'produce';
  // Whatever shuts it: a paper that carries such a category and stays in leaves no trace outside (domain rule 0.2).
  return resolved.some((r) => run.law.bases.get(r.basis)?.existence_sensitive === true) ? 'unacknowledged' : 'withhold';
}

interface Fate {
  readonly treatment: Treatment;
  readonly answers: readonly string[];
  /** A person's word that the law does not let through. */
  readonly vain: boolean;
  readonly rule?: string;
  readonly steps: readonly RuleStep[];
}

function withScopeAndWord(
  document: CaseDocument,
  law: Treatment,
  scope: Scope,
  word: 'accept' | 'reject' | 'withhold' | 'produce' | 'not_responsive' | undefined,
): Fate {
  const base = { answers: scope.answers, vain: false, steps: [] };
  if (word === 'not_responsive') return { ...base, treatment: 'not_responsive' };
  const outside = scope.answers.length === 0 && !(word === 'produce' && document.otherCase !== true);
  if (outside) return { ...base, treatment: 'not_responsive', ...ruleOf(scope) };
  if (law === 'unacknowledged' || law === 'not_responsive') return { ...base, treatment: law, ...vainWord(word, law) };
  if (word === 'withhold') return { ...base, treatment: 'withhold' };
  const answers = scope.answers.length > 0 ? scope.answers : ['by decision'];
  return { ...base, answers, treatment: law, ...vainWord(word, law) };
}

function ruleOf(scope: Scope): { rule?: string } {
  const rule = scope.steps[0]?.rule;
  return rule === undefined ? {} : { rule };
}

function vainWord(word: string | undefined, law: Treatment): { vain: boolean; steps: readonly RuleStep[] } {
  if (word === 'reject')
    return { vain: true, steps: [{ rule: 'decision', text: 'rejected: say withhold, produce or not_responsive' }] };
  if (word === 'produce' && law !== 'produce')
    return {
      vain: true,
      steps: [
        {
          rule: 'decision',
          text: 'a decision cannot open what no authority opens: record the authority or the fact, or reject the mark',
        },
      ],
    };
  return { vain: false, steps: [] };
}

function basesOf(
  run: Run,
  resolved: readonly Resolved[],
  treatment: Treatment,
  newBasis: string | undefined,
  fileClosed: string | undefined,
): readonly string[] {
  const all = [...new Set(resolved.map((r) => r.basis))];
  if (treatment !== 'withhold' && treatment !== 'unacknowledged') return all.sort(byPrecedence(run));
  const holding = resolved.filter((r) => r.outcome !== 'P').map((r) => r.basis);
  const named = newBasis === undefined ? holding : [newBasis, ...holding];
  const grounds = named.length > 0 ? named : [fileClosed ?? all[0] ?? 'scope_beyond_order'];
  return [...new Set(grounds)].sort(byPrecedence(run));
}

function dedupe(steps: readonly RuleStep[]): readonly RuleStep[] {
  return steps.filter((step, i) => steps.findIndex((s) => s.rule === step.rule && s.text === step.text) === i);
}
