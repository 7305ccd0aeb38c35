import type { Gate, RuleStep } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark } from '../model/mark.ts';
import type { CellLetter } from '../model/pack.ts';
import type { PageText } from '../model/page.ts';
import { factsFor } from './authorities.ts';
import { protection, type Ruling } from './columns.ts';
import { gateItemId, stringItemId } from './item-ids.ts';
import type { Law, Subject } from './law.ts';
import type { Settled } from './settled.ts';

/** What a decision run works with besides the law. */
export interface Run {
  readonly law: Law;
  readonly settled: ReadonlyMap<string, Settled>;
  /** A machine accepts what nobody decided; gates fall to withholding. */
  readonly accept: boolean;
  readonly pages: ReadonlyMap<string, PageText>;
}

/** A mark that holds at present, with what people said of it. */
export interface LiveMark {
  readonly mark: Mark;
  readonly basis: string;
  readonly settled?: Settled;
  /** Somebody must still say something. */
  readonly pending: boolean;
  /** Two people differ: blocks even where a machine accepts. */
  readonly disagreement: boolean;
}

/** A ruling after its gates were answered (or not). */
export interface Resolved {
  readonly basis: string;
  readonly outcome: Exclude<CellLetter, 'C'>;
  readonly gates: readonly Gate[];
  readonly undecided: boolean;
  readonly ruling: Ruling;
  readonly steps: readonly RuleStep[];
}

/**
 * The marks that hold: hints and rejected ones left out. A rejection of a category
 * that needs two readings counts only with the second; until then the mark holds.
 */
export function liveMarks(run: Run, marks: readonly Mark[]): readonly LiveMark[] {
  return marks.flatMap((mark): LiveMark[] => {
    const settled = settledMark(run, mark);
    if (settled === undefined) {
      const open = mark.tier === 'hint' || (run.accept && leftOpen(mark));
      return open ? [] : [{ mark, basis: mark.basis, pending: !run.accept, disagreement: false }];
    }
    const complete = !settled.disagreement && (settled.second !== undefined || !secondNeeded(run, mark.basis));
    if (complete && settled.verdict === 'reject') return [];
    const basis =
      settled.verdict === 'not_responsive' ? 'nonresponsive' : (newBasisOf(settled, complete) ?? mark.basis);
    const pending = settled.disagreement || (!complete && !run.accept);
    return [{ mark, basis, settled, pending, disagreement: settled.disagreement }];
  });
}

/** What people said of a mark: of itself, else of its string wherever it stands. */
function settledMark(run: Run, mark: Mark): Settled | undefined {
  const own = run.settled.get(mark.id);
  if (own !== undefined || mark.stringKey === undefined) return own;
  return run.settled.get(stringItemId(mark.stringKey));
}

/** Whether the pack asks for two named readers of a category. */
export function secondNeeded(run: Run, basis: string): boolean {
  return run.law.pack.second_review.includes(basis);
}

/** What a rule is asked about a mark; a person's bare name has the aspect `name`. */
export function subjectOf(live: LiveMark, document: CaseDocument, recordOpen: boolean): Subject {
  const { mark, basis } = live;
  const aspect = mark.aspect ?? (mark.label === 'PERSON' ? 'name' : undefined);
  return {
    basis,
    relation: mark.relation,
    ...(mark.role === undefined ? {} : { role: mark.role }),
    ...(aspect === undefined ? {} : { aspect }),
    document,
    ...(mark.area.kind === 'document' ? {} : { page: mark.area.page }),
    recordOpen,
  };
}

/**
 * The outcome of a ruling with its gates (domain 1.5 step 6). `C`, `P,C`, `P,N` wait
 * for counsel or notice and are withheld until then; `R,C` and `W,C` stand, counsel is asked.
 */
export function resolve(run: Run, basis: string, ruling: Ruling, document: CaseDocument): Resolved {
  const { cell } = ruling;
  const letter = cell.letter === 'C' ? 'P' : cell.letter;
  const waits = letter === 'P';
  const notice = cell.notice && !noticed(run.law, ruling, document);
  const kinds: ('notice' | 'counsel')[] = [
    ...(notice ? (['notice'] as const) : []),
    ...(cell.counsel ? (['counsel'] as const) : []),
  ];
  const gates = kinds.map(
    (kind): Gate => ({
      id: gateItemId(document.id, basis, kind),
      kind,
      basis,
      why: `${ruling.rule}: ${kind === 'notice' ? 'notice must be given and its window run' : 'counsel decides'}`,
      ...(waits ? {} : { asked: true as const }),
    }),
  );
  const answers = gates.map((gate) => run.settled.get(gate.id));
  const differ = answers.some((a) => a?.disagreement === true);
  const base = { basis, gates, ruling };
  if (!waits) {
    const vain = answers.some((a) => a?.verdict === 'produce');
    const steps = vain ? [vainStep(ruling)] : [];
    return { ...base, outcome: letter, undecided: differ || (vain && !run.accept), steps };
  }
  const counted = answers.map((a) => (a?.counsel === true && !a.disagreement ? a.verdict : undefined));
  if (counted.some((v) => v === 'not_responsive')) return { ...base, outcome: 'NR', undecided: differ, steps: [] };
  if (counted.some((v) => v === 'withhold' || v === 'accept'))
    return { ...base, outcome: 'W', undecided: differ, steps: [] };
  if (counted.every((v) => v === 'produce'))
    return { ...base, outcome: openedLetter(cell.onYes), undecided: differ, steps: [] };
  const step = { rule: ruling.rule, text: 'not settled: withheld until counsel or the notice settles it' };
  return { ...base, outcome: 'W', undecided: differ || !run.accept, steps: [step] };
}

/** The more protective first: bases by the pack's list, unknown ones first of all. */
export function byPrecedence(run: Run): (a: string, b: string) => number {
  const order = run.law.pack.precedence;
  return (a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : Number(a > b));
}

/** Outcome letters from open to shut; NR goes nowhere at all. */
export function moreProtective(a: Resolved, b: Resolved): number {
  const cell = (r: Resolved) => ({ letter: r.outcome, notice: false, counsel: false, barred: false });
  return protection(cell(b)) - protection(cell(a));
}

function leftOpen(mark: Mark): boolean {
  return mark.tier === 'review' && mark.explained === true && mark.role === undefined;
}

function newBasisOf(settled: Settled, complete: boolean): string | undefined {
  return complete ? settled.newBasis : undefined;
}

function openedLetter(onYes: CellLetter | undefined): Resolved['outcome'] {
  return onYes === undefined || onYes === 'C' ? 'P' : onYes;
}

function noticed(law: Law, ruling: Ruling, document: CaseDocument): boolean {
  const rule = ruling.row?.notice;
  if (rule === undefined) return false;
  if (law.standing.valid.some((v) => rule.authorities.includes(v.authority.type))) return true;
  const facts = factsFor(law.matter, law.pack, law.standing, document).map((f) => f.fact);
  return rule.facts.length > 0 && rule.facts.every((id) => facts.includes(id));
}

function vainStep(ruling: Ruling): RuleStep {
  return {
    rule: ruling.rule,
    text: 'a decision cannot open what no authority opens: record the authority or the fact, or reject the mark where the category is wrong',
  };
}
