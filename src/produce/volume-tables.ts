import type { Table } from '../log/csv.ts';
import { disclosuresLog } from '../log/disclosures.ts';
import type { LogInput } from '../log/facts.ts';
import { internalLog } from '../log/internal-log.ts';
import type { Logs } from '../log/make-logs.ts';
import { privilegeLog } from '../log/privilege-log.ts';
import { sourcesLog } from '../log/sources.ts';
import { disclosureIn } from './disclosed.ts';
import type { MadeDocument } from './number-documents.ts';
import type { SettledDocument } from './order.ts';
import type { CountedDocument } from './reconciliation.ts';
import { isOf } from './share.ts';
import { sourcesRows } from './sources-rows.ts';
import type { VolumeInput } from './volume-input.ts';

/** What the tables of a volume are made of. */
export interface TableParts {
  readonly settled: readonly SettledDocument[];
  /** Documents of this volume. */
  readonly made: readonly MadeDocument[];
  /** Those and the ones that earlier volumes gave. */
  readonly all: readonly MadeDocument[];
  readonly counted: readonly CountedDocument[];
  readonly log: LogInput;
  /** The logs of all that is acknowledged, served or not. */
  readonly full: Logs;
  readonly disclosed: boolean;
}

/** The privilege log item by item, where another form is served. */
function itemTable(logs: Logs): { path: string; table: Table } {
  return { path: 'LOGS/privilege-log-items.csv', table: privilegeLog(logs.items.map(({ row }) => row)) };
}

/** The served logs, each with its path. */
export function logTables(logs: Logs, withRedactions: boolean): readonly { path: string; table: Table }[] {
  return [
    { path: 'LOGS/privilege-log.csv', table: logs.privilege },
    ...(withRedactions ? [{ path: 'LOGS/redaction-log.csv', table: logs.redaction }] : []),
    { path: 'LOGS/index.csv', table: logs.index },
    { path: 'LOGS/players.csv', table: logs.players },
  ];
}

/** Internal tables: the internal log, sources, disclosures; full logs that are not served. */
export function internalTables(
  input: VolumeInput,
  parts: TableParts,
  servesRedactions: boolean,
): readonly { path: string; table: Table }[] {
  const number = new Map(
    parts.all.flatMap(({ logged }) =>
      logged.document.pages.map((ref, i) => [`${ref.file}#${ref.page}`, logged.pages[i]?.number ?? ''] as const),
    ),
  );
  const unserved = parts.disclosed
    ? [
        ...(servesRedactions ? [] : [{ path: 'LOGS/redaction-log.csv', table: parts.full.redaction }]),
        ...(parts.log.form === 'document' ? [] : [itemTable(parts.full)]),
      ]
    : logTables(parts.full, true);
  return [
    ...unserved,
    {
      path: 'internal-log.csv',
      table: internalLog({
        matter: input.matter,
        documents: parts.settled.map((one) => one.document),
        decided: input.decided,
        marks: input.marks,
        bases: input.bases,
        numberOf: (page) => number.get(`${page.file}#${page.page}`) ?? '',
        pack: `${input.pack.id} ${input.pack.version}`,
        runBy: input.runBy,
        date: input.date,
      }),
    },
    { path: 'sources.csv', table: sourcesLog(sourcesRows(parts.counted, input.unreadable, parts.disclosed)) },
    {
      path: 'disclosures.csv',
      table: disclosuresLog(
        disclosureIn(
          input,
          parts.counted.filter((one) => parts.made.some((made) => isOf(made, one))),
        ),
      ),
    },
  ];
}
