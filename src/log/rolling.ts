import type { LedgerDocument, ServedCells } from '../model/ledger.ts';

/** What earlier volumes gave, as far as it still concerns the logs of this one. */
export interface EarlierLogs {
  /** Given before and unchanged: their rows stand as they were. */
  readonly kept: readonly LedgerDocument[];
  /** Given before and replaced in this volume. */
  readonly replaced: readonly LedgerDocument[];
  readonly players: readonly ServedCells[];
  /** Ids of documents whose replacement is a recall. */
  readonly recalled: ReadonlySet<string>;
}

/** Numbers of redaction rows: those a document had, then the next that no row has. */
export function redactionNumbers(earlier: EarlierLogs | undefined): (document: string, nth: number) => string {
  const rows = [...(earlier?.kept ?? []), ...(earlier?.replaced ?? [])].flatMap((one) => one.redactions);
  const had = new Map(earlier?.replaced.map((one) => [one.document, one.redactions.map((row) => row['RED_NO'])]));
  let last = Math.max(0, ...rows.map((row) => Number(/\d+$/.exec(row['RED_NO'] ?? '')?.[0] ?? 0)));
  return (document, nth) => had.get(document)?.[nth] ?? `RED-${String(++last).padStart(4, '0')}`;
}

/** Rows in the order of a column. */
export function byColumn<Row extends ServedCells>(rows: readonly Row[], column: string): readonly Row[] {
  const key = (row: Row): string => row[column] ?? '';
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}
