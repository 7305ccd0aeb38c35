import type { RuleStep } from '../model/disposition.ts';
import type { Authority } from '../model/matter.ts';
import type { Cell, CellRule, Column, Condition, Pack, TableRow } from '../model/pack.ts';
import { deadlinesOf, objectionDue } from './clock.ts';
import { cellText, type Ruling, ruleOn } from './columns.ts';
import { type ExplainInput, explainCategory, subjectOf } from './explain.ts';
import { type Law, lawOf } from './law.ts';
import { covers, excludes, keyText } from './reach.ts';

/** The rule path of a category for a person to read, and for a program. */
export interface Explained {
  readonly lines: readonly string[];
  /** `P`, `R,C`, `W`: the cell that speaks. */
  readonly outcome: string;
  readonly rule: string;
  readonly advisory: boolean;
  readonly steps: readonly RuleStep[];
}

const COLUMNS: Readonly<Record<Column, string>> = {
  S0: 'attorney or clerk subpoena alone',
  S1: 'the same, with a HIPAA assurance',
  GJ: 'grand jury',
  AD: 'administrative request',
  CO: 'general order that covers it',
  KEY: 'its own order or finding',
  AU: 'consent or waiver of the holder',
};

const LETTERS: Readonly<Record<Cell['letter'], string>> = {
  P: 'produce',
  R: 'redact',
  C: 'counsel decides',
  IC: 'tender in camera',
  W: 'withhold',
  NR: 'not responsive',
};

/** What a cell says, in words: `withhold; counsel is asked`. */
export function cellWords(cell: Cell): string {
  const yes = cell.onYes === undefined ? '' : `; on counsel’s yes ${LETTERS[cell.onYes]}`;
  const notice = cell.notice ? '; notice first' : '';
  const counsel = cell.counsel && cell.letter !== 'C' ? '; counsel is asked' : '';
  const bar = cell.barred ? '; no authority for this category, and it bars the others' : '';
  return `${LETTERS[cell.letter]}${yes}${notice}${counsel}${bar}`;
}

/**
 * The rule path of a category under a matter's authorities, as counsel reads it: pack, request, authorities check
 * by check, facts, the row with every cell, what each authority opened or lacked, and the outcome.
 */
export function explainText(input: ExplainInput): Explained {
  const law = lawOf(input);
  const { pack, category } = input;
  const base = law.bases.get(category);
  const ruling = ruleOn(law, subjectOf(law, category));
  const rows = pack.table.filter((row) => row.bases.includes(category));
  const lines = [
    `${base?.label ?? category} (${category})${base === undefined ? '' : `, ${base.kind}, printed as ${base.box_code}`}`,
    ...(base === undefined ? [] : [`  ${base.citation}`]),
    ...(base?.existence_sensitive === true
      ? ['  Existence-sensitive: a document on this ground leaves no trace in anything that goes out']
      : []),
    '',
    ...packLines(law),
    ...requestLines(law, input.actingOn),
    '',
    ...authorityLines(law, category),
    ...factLines(input),
    ...rows.flatMap((row) => ['', ...rowLines(law, row, row === ruling.row ? ruling : undefined)]),
    '',
    'How the rules were followed',
    ...(subjectOf(law, category).recordOpen === true && ruling.row?.follows_record === true
      ? ['  an order opens the record of the file: in its pages the row is asked at CO']
      : []),
    ...ruling.steps.map((step) => `  ${step.rule}: ${step.text}${cited(step.citation)}`),
    '',
    `Outcome: ${cellWords(withoutBar(ruling))} (${cellText(withoutBar(ruling))}, rule ${ruling.rule})`,
    ...releaseLines(law, ruling),
  ];
  return {
    lines,
    outcome: cellText(withoutBar(ruling)),
    rule: ruling.rule,
    advisory: law.advisory,
    steps: explainCategory(input),
  };
}

const withoutBar = (ruling: Ruling): Cell => ({ ...ruling.cell, barred: false });
const cited = (citation: string | undefined): string => (citation === undefined ? '' : ` [${citation}]`);
const toVerify = (verify: string | undefined, indent = '  '): readonly string[] =>
  verify === undefined ? [] : [`${indent}Counsel must verify: ${verify}`];

function packLines({ pack, matter, advisoryWhy }: Law): readonly string[] {
  const approved = matter.pack_approved;
  const built = pack.extends.length === 0 ? '' : `, built on ${pack.extends.join(', ')}`;
  const review =
    pack.reviewed_by === null ? 'reviewed by nobody yet' : `reviewed by ${pack.reviewed_by} on ${pack.reviewed_on}`;
  const until = pack.effective_to === null ? '' : ` to ${pack.effective_to}`;
  return [
    `Pack ${pack.id} ${pack.version} (${pack.title})${built}; ${review}; in force from ${pack.effective_from}${until}`,
    advisoryWhy === undefined
      ? `  Approved for this matter by ${approved?.by} on ${approved?.on}`
      : `  ADVISORY: ${advisoryWhy}`,
  ];
}

function requestLines({ standing, matter, pack }: Law, actingOn: string | undefined): readonly string[] {
  const { process } = standing;
  const forum = pack.forums[matter.forum];
  const due = objectionDue(matter, pack);
  const compels = standing.mandate ? 'it compels' : 'nothing that is there compels';
  return [
    `Request ${matter.request.type} in ${matter.forum}: ${process.text}; opens ${process.column === undefined ? 'no column by itself' : `column ${process.column}`}; ${compels}`,
    ...process.steps.map((step) => `  NOT MET: ${step.text}${cited(step.citation)}`),
    ...(forum?.process ?? []).flatMap((rule) =>
      rule.requests.includes(matter.request.type) ? toVerify(rule.verify) : [],
    ),
    ...(due === undefined
      ? []
      : [`  Objection due ${due.date}${cited(due.rule)}`, ...toVerify(forum?.objection?.verify)]),
    ...deadlinesOf(matter, pack).map((one) => `  ${one.date}: ${one.text}${cited(one.rule)}`),
    ...(actingOn === undefined ? [] : [`  Day of acting ${actingOn}`]),
  ];
}

function authorityLines(law: Law, category: string): readonly string[] {
  const { standing, pack, matter } = law;
  if (standing.findings.length === 0) return ['Authorities: none is recorded'];
  return [
    'Authorities',
    ...standing.findings.flatMap((one) => {
      const rule = pack.authorities[one.type];
      return [
        `  ${one.id} ${one.type}: ${one.valid ? 'counts' : 'DOES NOT COUNT'}${cited(rule?.citation)}`,
        ...one.failed.map((f) => `      failed ${f.check}: ${f.why}`),
        ...scopeLines(
          law,
          matter.authorities.find((a) => a.id === one.id),
          category,
        ),
        ...toVerify(rule?.verify, '      '),
      ];
    }),
  ];
}

/** What an authority says it covers and excludes, and whether that reaches the category. */
function scopeLines(law: Law, authority: Authority | undefined, category: string): readonly string[] {
  if (authority === undefined || authority.covers.length + authority.excludes.length === 0) return [];
  const valid = law.standing.valid.find((v) => v.authority.id === authority.id);
  const list = (name: string, words: readonly string[]): readonly string[] =>
    words.length === 0 ? [] : [`${name} ${words.join(', ')}`];
  const said = [
    ...list('covers', authority.covers),
    ...list('excludes', authority.excludes),
    ...list('findings that count:', valid?.findings ?? []),
  ];
  const own = covers(law, authority, category) ? 'It covers this category' : 'It does not name this category';
  const shut = excludes(law, authority, category) ? '; it excludes it' : '';
  return [`      ${said.join('; ')}`, `      ${own}${shut}`];
}

function factLines(input: ExplainInput): readonly string[] {
  const facts = explainCategory(input).filter((step) => step.rule.startsWith('fact/'));
  return facts.length === 0
    ? []
    : ['Facts', ...facts.map((step) => `  ${step.rule.slice('fact/'.length)}: ${step.text}`)];
}

function rowLines(law: Law, row: TableRow, ruling: Ruling | undefined): readonly string[] {
  const cells = (Object.keys(COLUMNS) as Column[]).flatMap((column) => {
    const list = row.cells[column];
    if (list === undefined) return [`  ${column.padEnd(4)}no cell: withhold; counsel is asked`];
    const mark = ruling?.column === column ? '  <- speaks' : '';
    const what = columnWords(law, row, column);
    return list.map(
      (rule, i) => `  ${(i === 0 ? column : '').padEnd(4)}${cellLine(rule)}  (${what})${i === 0 ? mark : ''}`,
    );
  });
  return [
    `Row ${row.row}, ${row.title}${cited(row.citation)}${row.only === undefined ? '' : `, for ${conditionText(row.only)}`}`,
    ...(row.applies === undefined ? [] : [`  binds only where ${conditionText(row.applies)}`]),
    ...cells,
    ...toVerify(row.verify),
  ];
}

function columnWords(law: Law, row: TableRow, column: Column): string {
  if (column === 'KEY') return keyText(law, row);
  return column === 'AU' && row.au.length > 0 ? row.au.join(' or ') : COLUMNS[column];
}

function cellLine({ cell, when, why }: CellRule): string {
  return `${cellWords(cell)}${when === undefined ? '' : `, where ${conditionText(when)}`}${why === undefined ? '' : `: ${why}`}`;
}

function conditionText(when: Condition): string {
  return Object.entries(when)
    .map(
      ([key, value]) => `${key.replaceAll('_', ' ')} is ${Array.isArray(value) ? value.join(' or ') : String(value)}`,
    )
    .join(' and ');
}

/** What would open it, where it is shut. */
function releaseLines(law: Law, { cell, row }: Ruling): readonly string[] {
  if (cell.letter === 'P' || row === undefined) return [];
  const roads = [
    ...(row.cells.KEY === undefined ? [] : [keyText(law, row)]),
    ...(row.cells.AU === undefined || row.au.length === 0 ? [] : [`a valid ${row.au.join(' or ')}`]),
  ];
  return roads.length === 0 ? [] : [`What could open it: ${roads.join('; or ')}. See the cells KEY and AU.`];
}

/** A pack as counsel reviews it: what it is, the forums it knows, and every rule that is marked to be verified. */
export function explainPack(pack: Pack): readonly string[] {
  const built = pack.extends.length === 0 ? '' : `, built on ${pack.extends.join(', ')}`;
  const until = pack.effective_to === null ? '' : ` to ${pack.effective_to}`;
  const open = markedRules(pack).filter(({ verify }) => verify !== undefined);
  return [
    `Pack ${pack.id} ${pack.version}: ${pack.title}${built}`,
    `In force from ${pack.effective_from}${until}; ${pack.reviewed_by === null ? 'reviewed by nobody yet' : `reviewed by ${pack.reviewed_by} on ${pack.reviewed_on}`}`,
    `Source: ${pack.source}`,
    `Forums: ${Object.keys(pack.forums).join(', ')}`,
    open.length === 0 ? 'No rule is marked to be verified.' : `Counsel must verify ${open.length} rules:`,
    ...open.map(({ what, citation, verify }) => `  ${what}${cited(citation)}: ${verify}`),
  ];
}

/** A rule of a pack that may be marked to be verified. */
interface Marked {
  readonly what: string;
  readonly citation?: string;
  readonly verify?: string;
}

function markedRules(pack: Pack): readonly Marked[] {
  const named = (kind: string, rules: Readonly<Record<string, Omit<Marked, 'what'>>>): Marked[] =>
    Object.entries(rules).map(([id, rule]) => ({ ...rule, what: `${kind} ${id}` }));
  return [
    ...Object.entries(pack.forums).flatMap(([id, forum]): Marked[] => [
      { ...forum, what: `forum ${id}` },
      ...[
        ...(forum.objection === undefined ? [] : [{ ...forum.objection, id: 'objection' }]),
        ...forum.deadlines,
        ...forum.process.map((one) => ({ ...one, id: 'process' })),
      ].map((one) => ({
        what: `forum ${id}, ${one.id}`,
        citation: one.rule,
        ...(one.verify === undefined ? {} : { verify: one.verify }),
      })),
    ]),
    ...named('calendar', pack.calendars),
    ...named('authority', pack.authorities),
    ...named('finding', pack.findings),
    ...named('fact', pack.facts),
    ...named('roles of', pack.privilege_roles),
    { ...pack.minors, what: 'minors' },
    { ...pack.filing, what: 'filing', citation: pack.filing.rule },
    ...named('minors,', pack.minors.services),
    ...pack.table.map((row) => ({ ...row, what: `row ${row.row}, ${row.title}` })),
  ];
}
