import type { RuleStep } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Aspect, SubjectRelation } from '../model/mark.ts';
import type { Authority, Matter, PersonRole } from '../model/matter.ts';
import type { Base, Cell, CellLetter, Column, Condition, KeyWay, Pack, TableRow } from '../model/pack.ts';
import { factsFor, type Standing, type ValidAuthority } from './authorities.ts';

/** What the rules are asked of: the matter, its law and what stands on paper. */
export interface Law {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: ReadonlyMap<string, Base>;
  readonly standing: Standing;
  /** No pack that a named person approved, or none in force: everything protected waits for counsel. */
  readonly advisory: boolean;
}

/** What is asked about: a category, whose it is, and the document it stands in. */
export interface Subject {
  readonly basis: string;
  readonly relation?: SubjectRelation;
  readonly role?: PersonRole;
  readonly aspect?: Aspect;
  readonly document?: CaseDocument;
  /** An order opened the record the passage stands in. */
  readonly recordOpen?: boolean;
}

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
  if (law.advisory) return fallback(law, row, 'the run is advisory: no pack that a named person approved is in force');
  if (row === undefined) return fallback(law, row, `the table has no row for ${subject.basis}`);
  if (!holds(row.applies, law, subject)) return notInForce(law, row);
  const steps: RuleStep[] = [];
  const candidates = opened(law, row, subject, steps);
  const chosen = candidates.toSorted((a, b) => protection(a.cell) - protection(b.cell))[0];
  if (chosen === undefined)
    return fallback(law, row, `row ${row.row} has no cell for the authorities that are there`, steps);
  const cell = { ...chosen.cell, counsel: asksAlike(candidates, chosen) };
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

/** Whether an order that counts excludes a category, expressly or by a group's name. */
export function excludes(law: Law, authority: Authority, basis: string): boolean {
  const named = (word: string): boolean => {
    if (word === basis) return true;
    if (word === 'privilege') return law.bases.get(basis)?.kind === 'privilege';
    return (law.pack.groups[word] ?? []).includes(basis) && !authority.covers.includes(basis);
  };
  return authority.excludes.some(named);
}

function within<T>(list: readonly T[] | undefined, value: T | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

function covers(law: Law, authority: Authority, basis: string): boolean {
  return authority.covers.some(
    (word) =>
      word === basis ||
      (word === 'privilege' && law.bases.get(basis)?.kind === 'privilege') ||
      (law.pack.groups[word] ?? []).includes(basis),
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
  const request = pack.requests[matter.request.type];
  const assurance = standing.valid.find((v) => v.opens === 'assurance');
  if (request.column === 'S0' && assurance !== undefined)
    add('S1', `the request, with assurance ${assurance.authority.id}`, false, false);
  else if (request.column !== undefined) add(request.column, `the request (${request.text})`, false, false);
  for (const valid of standing.valid) {
    const { authority } = valid;
    if (!covers(law, authority, subject.basis) || !reaches(authority, subject.document)) continue;
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
      else add('AU', `${authority.type} ${authority.id}`, false, less);
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

/** Does an authority reach the document's dates? One that limits dates reaches no undated paper. */
function reaches(authority: Authority, document: CaseDocument | undefined): boolean {
  const { from, to } = authority.dates ?? {};
  if (document === undefined || (from === undefined && to === undefined)) return true;
  const first = document.date.from;
  const last = document.date.to ?? first;
  if (first === undefined || last === undefined) return false;
  return (from === undefined || first >= from) && (to === undefined || last <= to);
}

/** It names fewer people than the request: whose paper this is, only counsel can say. */
function narrowed(authority: Authority, matter: Matter): boolean {
  const named = authority.subjects;
  if (named === undefined) return false;
  const known = new Set(named.map((n) => n.toLowerCase()));
  return matter.request.subjects.some((s) => !known.has(s.toLowerCase()));
}

function keyOf(law: Law, row: TableRow): TableRow['key'] {
  return law.pack.forums[law.matter.forum]?.keys[row.row] ?? row.key;
}

function keyText(law: Law, row: TableRow): string {
  return keyOf(law, row)?.is ?? 'the category’s own order';
}

/** What is missing of the row's key in an order, in words; undefined where the order is the key. */
function keyMissing(law: Law, row: TableRow, valid: ValidAuthority, subject: Subject): string | undefined {
  const key = keyOf(law, row);
  if (key === undefined) return 'the table knows none';
  const facts = factsFor(law.matter, law.pack, law.standing, subject.document);
  const lacks = (way: KeyWay): string[] => [
    ...way.findings.filter((id) => !valid.findings.includes(id)).map((id) => `finding ${id}`),
    ...way.facts.filter((id) => !facts.some((f) => f.fact === id)).map((id) => `recorded fact ${id}`),
    ...(way.mandate && !law.standing.mandate ? ['a subpoena that compels'] : []),
    ...(way.recipients !== undefined && !sameWords(way.recipients, valid.authority.recipients)
      ? [`recipients ${way.recipients.join(', ')} and nobody else`]
      : []),
  ];
  const shortest = key.any.map(lacks).toSorted((a, b) => a.length - b.length)[0] ?? [];
  return shortest.length === 0 ? undefined : `it lacks ${shortest.join(', ')} (${key.is})`;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
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

function stepOf(pack: Pack, row: TableRow, column: Column, text: string): RuleStep {
  return { rule: `${pack.id}:${row.row}/${column}`, text, citation: row.citation };
}
