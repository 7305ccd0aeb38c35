import type { RuleStep } from '../model/disposition.ts';
import type { Authority } from '../model/matter.ts';
import type { Cell, CellLetter, Column, Condition, Pack, TableRow } from '../model/pack.ts';
import { factsFor } from './authorities.ts';
import type { Law, Subject } from './law.ts';
import { covers, excludes, keyMissing, keyText, narrowed, reaches } from './reach.ts';
import { type SignerQuestion, signerProblem } from './representatives.ts';
import { roleDoubt } from './roles.ts';

/** The cell that speaks for a category, and how it was found. */
export interface Ruling {
  readonly cell: Cell;
  /** `demo-us:8/KEY`: pack, row and column; `demo-us:default` where no row fits. */
  readonly rule: string;
  readonly row?: TableRow;
  readonly column?: Column;
  /** An order, or a fact beside an order, opened it. */
  readonly byOrder: boolean;
  readonly steps: readonly RuleStep[];
}

interface Candidate {
  readonly column: Column;
  readonly cell: Cell;
  readonly byOrder: boolean;
  readonly why: string;
}

const LETTERS: readonly CellLetter[] = ['P', 'R', 'C', 'IC', 'W', 'NR'];

/** How protective a cell is: more = later letter, then more gates. */
export function protection(cell: Cell): number {
  return LETTERS.indexOf(cell.letter) * 4 + (cell.counsel ? 2 : 0) + (cell.notice ? 1 : 0);
}

/**
 * The ruling on a category (domain 1.5 step 4): the most releasing cell that a valid
 * authority opens, unless an order excludes the category or a cell says "not an
 * authority"; with no row or no cell, withhold and ask counsel.
 */
export function ruleOn(law: Law, subject: Subject): Ruling {
  const { pack } = law;
  const row = pack.table.find((r) => r.bases.includes(subject.basis) && holds(r.only, law, subject));
  if (law.advisoryWhy !== undefined) return fallback(law, row, `the run is advisory: ${law.advisoryWhy}`);
  if (row === undefined) return fallback(law, row, `the table has no row for ${subject.basis}`);
  if (!holds(row.applies, law, subject)) return notInForce(law, row);
  const steps: RuleStep[] = [];
  const candidates = opened(law, row, subject, steps);
  const chosen = candidates.toSorted((a, b) => protection(a.cell) - protection(b.cell))[0];
  if (chosen === undefined)
    return fallback(law, row, `row ${row.row} has no cell for the authorities that are there`, steps);
  const doubt = roleDoubt(law, subject);
  if (doubt !== undefined) steps.push({ rule: `${pack.id}:roles/${subject.basis}`, ...doubt });
  const shuts = chosen.cell.letter !== 'P' && chosen.cell.letter !== 'NR';
  const cell = { ...chosen.cell, counsel: asksAlike(candidates, chosen) || (doubt !== undefined && shuts) };
  steps.push(stepOf(pack, row, chosen.column, `${chosen.why}: ${cellText(cell)}`));
  return { ...barred(law, row, subject, candidates, { ...chosen, cell }, steps), row };
}

/** `W,C`, `C > IC`, `W !`: a cell as it is written in a pack. */
export function cellText(cell: Cell): string {
  const gates = `${cell.notice ? ',N' : ''}${cell.counsel && cell.letter !== 'C' ? ',C' : ''}`;
  return `${cell.letter}${gates}${cell.onYes === undefined ? '' : ` > ${cell.onYes}`}${cell.barred ? ' !' : ''}`;
}

/** Whether all that a condition asks holds; no condition holds always. */
export function holds(when: Condition | undefined, law: Law, subject: Subject): boolean {
  if (when === undefined) return true;
  const { matter } = law;
  const profile = matter.agency.profile;
  const facts = when.facts === undefined ? [] : factsFor(matter, law.pack, law.standing, subject.document);
  return (
    within(when.bases, subject.basis) &&
    within(when.relation, subject.relation) &&
    within(when.role, subject.role) &&
    within(when.aspect, subject.aspect) &&
    within(when.hipaa, profile.hipaa) &&
    within(when.part2, profile.part2) &&
    within(when.victim_services, profile.victim_services) &&
    (when.alleged_abuser === undefined || when.alleged_abuser === (matter.request.requester.alleged_abuser ?? true)) &&
    (when.facts ?? []).every((id) => facts.some((f) => f.fact === id))
  );
}

function opened(law: Law, row: TableRow, subject: Subject, steps: RuleStep[]): Candidate[] {
  const { pack, standing, matter } = law;
  const found: Candidate[] = [];
  const add = (column: Column, why: string, byOrder: boolean, narrowed: boolean): boolean => {
    const cell = row.cells[column]?.find((c) => holds(c.when, law, subject));
    if (cell === undefined) return false;
    const reason = cell.why === undefined ? why : `${why} (${cell.why})`;
    found.push({ column, cell: narrowed ? { ...cell.cell, counsel: true } : cell.cell, byOrder, why: reason });
    return true;
  };
  const request = standing.process;
  steps.push(...request.steps);
  const assurance = standing.valid.find((v) => v.opens === 'assurance');
  if (request.column === 'S0' && assurance !== undefined)
    add('S1', `the request, with assurance ${assurance.authority.id}`, false, false);
  else if (request.column !== undefined) add(request.column, `the request (${request.text})`, false, false);
  for (const valid of standing.valid) {
    const { authority } = valid;
    if (!covers(law, authority, subject.basis) || !reaches(authority, subject)) continue;
    const less = narrowed(authority, matter);
    if (valid.opens === 'order') {
      const missing = keyMissing(law, row, valid, subject);
      if (missing === undefined && add('KEY', `order ${authority.id}: ${keyText(law, row)}`, true, less)) continue;
      if (missing !== undefined && row.cells.KEY !== undefined)
        steps.push(stepOf(pack, row, 'KEY', `order ${authority.id} is not the key: ${missing}`));
      add('CO', `order ${authority.id} covers it`, true, less);
    }
    if (valid.opens === 'consent' && row.au.includes(authority.type)) {
      if (row.au_alone && authority.covers.some((c) => c !== subject.basis))
        steps.push(stepOf(pack, row, 'AU', `${authority.id} does not count: it must be for this category alone`));
      else {
        const problem = signerProblem(authority, askSigner(law, subject, authority));
        if (problem === undefined) add('AU', `${authority.type} ${authority.id}`, false, less);
        else steps.push(stepOf(pack, row, 'AU', `${authority.id} does not count here: ${problem}`));
      }
    }
  }
  for (const fact of factsFor(matter, pack, standing, subject.document))
    if (pack.facts[fact.fact]?.opens.includes(subject.basis))
      add(
        'KEY',
        `recorded fact ${fact.fact}`,
        standing.valid.some((v) => v.opens === 'order'),
        false,
      );
  if (row.follows_record && subject.recordOpen === true)
    add('CO', 'an order opened the record it stands in', true, false);
  return found;
}

/** A cell that shuts asks counsel where any cell of the same letter does; one that opens, only where it says so itself. */
function asksAlike(candidates: readonly Candidate[], chosen: Candidate): boolean {
  if (chosen.cell.letter === 'P' || chosen.cell.letter === 'C') return chosen.cell.counsel;
  return candidates.some((c) => c.cell.letter === chosen.cell.letter && c.cell.counsel);
}

/** `excludes` and "not an authority" beat what is opened; counsel is asked where the plain cell asks. */
function barred(
  law: Law,
  row: TableRow,
  subject: Subject,
  candidates: readonly Candidate[],
  chosen: Candidate,
  steps: RuleStep[],
): Omit<Ruling, 'row'> {
  const { pack } = law;
  const asks = candidates.some((c) => c.cell.counsel && (c.column === 'S0' || c.column === 'S1'));
  const shut: Cell = { letter: 'W', notice: false, counsel: asks, barred: true };
  const excluder = law.standing.valid.find((v) => excludes(law, v.authority, subject.basis));
  const open = protection(chosen.cell) < protection({ ...shut, counsel: false });
  if (excluder !== undefined && open) {
    const conflict = candidates.some(
      (c) => c.column !== 'S0' && c.column !== 'S1' && protection(c.cell) < protection(shut),
    );
    steps.push(
      stepOf(
        pack,
        row,
        chosen.column,
        `${excluder.authority.id} excludes it: W${conflict ? ', counsel is asked: another authority opens it' : ''}`,
      ),
    );
    return {
      cell: { ...shut, counsel: asks || conflict },
      rule: `${pack.id}:${row.row}/excluded`,
      byOrder: false,
      steps,
    };
  }
  const bar = candidates.find((c) => c.cell.barred);
  if (bar !== undefined && chosen.cell.letter !== 'NR') {
    steps.push(stepOf(pack, row, bar.column, 'not an authority for this category, and it bars the others: W'));
    return {
      cell: { ...shut, counsel: asks || bar.cell.counsel },
      rule: `${pack.id}:${row.row}/${bar.column}`,
      column: bar.column,
      byOrder: false,
      steps,
    };
  }
  return {
    cell: chosen.cell,
    rule: `${pack.id}:${row.row}/${chosen.column}`,
    column: chosen.column,
    byOrder: chosen.byOrder,
    steps,
  };
}

function notInForce(law: Law, row: TableRow): Ruling {
  const cell: Cell = { letter: 'P', notice: false, counsel: false, barred: false };
  const rule = `${law.pack.id}:${row.row}/not-in-force`;
  return {
    cell,
    rule,
    row,
    byOrder: false,
    steps: [{ rule, text: 'does not bind this holder (agency profile)', citation: row.citation }],
  };
}

function fallback(law: Law, row: TableRow | undefined, why: string, before: readonly RuleStep[] = []): Ruling {
  const cell: Cell = { letter: 'W', notice: false, counsel: true, barred: false };
  const rule = `${law.pack.id}:default`;
  const step: RuleStep = { rule, text: `${why}: W,C`, ...(row === undefined ? {} : { citation: row.citation }) };
  return { cell, rule, byOrder: false, steps: [...before, step], ...(row === undefined ? {} : { row }) };
}

function askSigner(law: Law, subject: Subject, authority: Authority): SignerQuestion {
  const { matter, pack } = law;
  return {
    matter,
    pack,
    basis: law.bases.get(subject.basis),
    category: subject.basis,
    on: authority.received_on ?? matter.production.date,
    facts: factsFor(matter, pack, law.standing).map((f) => f.fact),
  };
}

function stepOf(pack: Pack, row: TableRow, column: Column, text: string): RuleStep {
  return { rule: `${pack.id}:${row.row}/${column}`, text, citation: row.citation };
}

function within<T>(list: readonly T[] | undefined, value: T | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}
