import { parseString } from 'fast-csv';
import { UsageError } from '../errors.ts';
import type { Decision, Item, Verdict } from '../model/decision.ts';
import { sha256 } from '../store/files.ts';

/** Columns of the spreadsheet of decisions: contract.md 2.2. */
export const DECISION_COLUMNS = [
  'ITEM',
  'KIND',
  'TIER',
  'SOURCE_FILE',
  'SOURCE_PAGE',
  'BOX',
  'PROPOSED',
  'BASIS',
  'COUNT',
  'WHY',
  'DECISION',
  'NEW_BASIS',
  'REASON',
] as const;

const VERDICTS: readonly string[] = ['accept', 'reject', 'withhold', 'produce', 'not_responsive'];

/** Rows of the spreadsheet, without page text; what `by` already decided stands in its last columns. */
export function decisionRows(
  items: readonly Item[],
  decided: readonly Decision[],
): readonly Readonly<Record<(typeof DECISION_COLUMNS)[number], string>>[] {
  const latest = new Map(decided.map((decision) => [decision.item, decision]));
  return items.map((item) => {
    const own = latest.get(item.id);
    const box =
      item.box === undefined ? '' : [item.box.x, item.box.y, item.box.w, item.box.h].map((n) => n.toFixed(1)).join(',');
    return {
      ITEM: item.id,
      KIND: item.kind,
      TIER: item.tier,
      SOURCE_FILE: item.file,
      SOURCE_PAGE: item.page === undefined ? '' : String(item.page),
      BOX: box,
      PROPOSED: item.proposed,
      BASIS: item.basis,
      COUNT: String(item.count),
      WHY: item.why,
      DECISION: own?.verdict ?? '',
      NEW_BASIS: own?.newBasis ?? '',
      REASON: own?.reason ?? '',
    };
  });
}

export interface ImportRequest {
  readonly csv: string;
  readonly fileName: string;
  readonly items: readonly Item[];
  /** Ids of bases, for NEW_BASIS. */
  readonly bases: readonly string[];
  readonly by: string;
  readonly role?: 'counsel' | 'custodian' | 'supervisor';
  readonly at: string;
  /** Id of the request besides the first that they are made for. */
  readonly forId?: string;
}

/**
 * The decisions a spreadsheet holds; rows with an empty DECISION are left open. Throws one
 * UsageError that names every bad row, so that all of it is imported or nothing.
 */
export async function decisionsOfCsv(request: ImportRequest): Promise<readonly Omit<Decision, 'seq'>[]> {
  const rows = await parseRows(request);
  const items = new Map(request.items.map((item) => [item.id, item]));
  const seen = new Set<string>();
  const problems: string[] = [];
  const decisions: Omit<Decision, 'seq'>[] = [];
  for (const [index, row] of rows.entries()) {
    const problem = problemOf(row, items, seen, request.bases);
    seen.add(row['ITEM'] ?? '');
    if (problem !== undefined) problems.push(`row ${index + 2}: ${problem}`);
    else if ((row['DECISION'] ?? '') !== '') decisions.push(toDecision(row, request));
  }
  if (problems.length > 0) throw new UsageError(`${request.fileName}: nothing was imported.\n${problems.join('\n')}`);
  return decisions;
}

type Row = Readonly<Record<string, string>>;

function parseRows(request: ImportRequest): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    let headers: readonly string[] = [];
    parseString<Row, Row>(request.csv.replace(/^\uFEFF/, ''), {
      headers: (names) => trimmed(names),
      trim: true,
      ignoreEmpty: true,
    })
      .on('headers', (names: string[]) => {
        headers = names;
      })
      .on('error', (cause) =>
        reject(
          new UsageError(`${request.fileName} is not a CSV file of decisions: export one with --export.`, { cause }),
        ),
      )
      .on('data', (row: Row) => rows.push(row))
      .on('end', () => {
        const absent = ['ITEM', 'DECISION'].filter((name) => !headers.includes(name));
        if (absent.length === 0) resolve(rows);
        else
          reject(
            new UsageError(
              `${request.fileName} lacks the column ${absent.join(', ')}: export the list again with --export.`,
            ),
          );
      });
  });
}

function trimmed(names: readonly (string | undefined | null)[]): string[] {
  return names.map((name, index) => (name ?? '').trim() || `column ${index + 1}`);
}

function problemOf(
  row: Row,
  items: ReadonlyMap<string, Item>,
  seen: ReadonlySet<string>,
  bases: readonly string[],
): string | undefined {
  const id = row['ITEM'] ?? '';
  const verdict = row['DECISION'] ?? '';
  const basis = row['NEW_BASIS'] ?? '';
  if (!items.has(id)) return `ITEM "${id}" is not one of this matter; export the list again`;
  if (seen.has(id)) return `ITEM "${id}" stands twice; keep one row`;
  if (verdict !== '' && !VERDICTS.includes(verdict))
    return `DECISION "${verdict}" is not one of ${VERDICTS.join(', ')}, or empty`;
  if (basis !== '' && !bases.includes(basis)) return `NEW_BASIS "${basis}" is not an id of patterns/bases.json`;
  return undefined;
}

function toDecision(row: Row, request: ImportRequest): Omit<Decision, 'seq'> {
  const kind = request.items.find((item) => item.id === row['ITEM'])?.kind ?? 'mark';
  const newBasis = row['NEW_BASIS'] ?? '';
  const reason = row['REASON'] ?? '';
  return {
    at: request.at,
    by: request.by,
    ...(request.role === undefined ? {} : { role: request.role }),
    item: row['ITEM'] ?? '',
    kind,
    verdict: row['DECISION'] as Verdict,
    ...(request.forId === undefined ? {} : { for: request.forId }),
    ...(newBasis === '' ? {} : { newBasis }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** Leaves out what the same person already decided the same way, so that importing twice changes nothing. */
export function newDecisions(
  decisions: readonly Omit<Decision, 'seq'>[],
  journal: readonly Decision[],
): readonly Omit<Decision, 'seq'>[] {
  const key = (d: Omit<Decision, 'seq' | 'at'>): string =>
    sha256(d.by, d.item, d.verdict, d.newBasis ?? '', d.reason ?? '', d.role ?? '', d.for ?? '');
  const last = new Map(journal.map((decision) => [sha256(decision.by, decision.item), key(decision)]));
  return decisions.filter((decision) => last.get(sha256(decision.by, decision.item)) !== key(decision));
}
