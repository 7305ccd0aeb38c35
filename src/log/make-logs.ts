import type { Table } from './csv.ts';
import type { LogInput } from './facts.ts';
import { indexLog } from './index-log.ts';
import { inForm } from './log-form.ts';
import { neutralPrivilegeRow, neutralRedactionRow } from './neutral-row.ts';
import { playersList } from './players.ts';
import {
  keptRows,
  type PrivilegeEntry,
  type PrivilegeRow,
  privilegeEntries,
  privilegeLog,
  withdrawnRows,
} from './privilege-log.ts';
import { type RedactionEntry, redactionEntries, redactionLog } from './redaction-log.ts';
import { byColumn } from './rolling.ts';

/** The four logs that are served, as tables. */
export interface Logs {
  /** Claims, with the number under which each is found in the served log. */
  readonly privileges: readonly PrivilegeEntry[];
  readonly redactions: readonly RedactionEntry[];
  readonly privilege: Table;
  readonly redaction: Table;
  readonly index: Table;
  readonly players: Table;
  /** Claims one by one with their own numbers, whatever the form of the log. */
  readonly items: readonly PrivilegeEntry[];
  /** Rows of earlier logs whose claim is dropped. */
  readonly withdrawn: readonly { readonly key: string; readonly row: PrivilegeRow }[];
}

/** Makes the logs from the numbered documents; [] documents give headers alone. */
export function makeLogs(input: LogInput): Logs {
  const items = privilegeEntries(input);
  const { entries, rows } = inForm(input, items);
  const redactions = redactionEntries(input, entries);
  const withdrawn = withdrawnRows(input, items);
  const kept = keptRows(input).map(({ row }) => row);
  const told = [...rows, ...withdrawn.map(({ row }) => row)];
  return {
    items,
    withdrawn,
    privileges: entries,
    redactions,
    privilege: withNeutral(
      privilegeLog(kept.length === 0 ? told : byColumn([...told, ...kept], 'LOG_NO')),
      input.neutral === true ? [neutralPrivilegeRow(input)] : [],
    ),
    redaction: withNeutral(redactionLog(redactions, input), input.neutral === true ? [neutralRedactionRow(input)] : []),
    index: indexLog(input),
    players: playersList(input, items),
  };
}

function withNeutral<C extends string>(table: Table<C>, neutral: readonly Readonly<Record<C, string>>[]): Table<C> {
  return { columns: table.columns, rows: [...table.rows, ...neutral] };
}
