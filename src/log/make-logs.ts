import type { Table } from './csv.ts';
import type { LogInput } from './facts.ts';
import { indexLog } from './index-log.ts';
import { playersList } from './players.ts';
import { type PrivilegeEntry, privilegeEntries, privilegeLog } from './privilege-log.ts';
import { type RedactionEntry, redactionEntries, redactionLog } from './redaction-log.ts';

/** The four logs that are served, as tables. */
export interface Logs {
  readonly privileges: readonly PrivilegeEntry[];
  readonly redactions: readonly RedactionEntry[];
  readonly privilege: Table;
  readonly redaction: Table;
  readonly index: Table;
  readonly players: Table;
}

/** Makes the logs from the numbered documents; [] documents give headers alone. */
export function makeLogs(input: LogInput): Logs {
  const privileges = privilegeEntries(input);
  const redactions = redactionEntries(input, privileges);
  return {
    privileges,
    redactions,
    privilege: privilegeLog(privileges),
    redaction: redactionLog(redactions),
    index: indexLog(input),
    players: playersList(input, privileges),
  };
}
