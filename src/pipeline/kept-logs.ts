import type { ServedRow } from '../model/records.ts';
import { keepLog, readLogs } from '../store/log-register.ts';
import { readVolumes } from '../store/volumes.ts';
import type { MatterFolder } from './matter-folder.ts';

/** Rows that sealed volumes served to the same requester, oldest volume first; the volume being made is not among them. */
export function servedBefore(folder: MatterFolder): readonly ServedRow[] {
  const { production, request } = folder.matter;
  const volumes = readVolumes(folder.workspace);
  return Object.entries(readLogs(folder.workspace))
    .filter(([volume, log]) => log.sealed && log.requester === request.requester.name && volume !== production.volume)
    .filter(([volume]) => volumes[volume]?.for === folder.forId)
    .flatMap(([, log]) => log.rows);
}

/** Keeps the rows of a volume that was written: a sealed one gives its numbers to the next. */
export function keepServed(folder: MatterFolder, rows: readonly ServedRow[], sealed: boolean): void {
  const { production, request } = folder.matter;
  keepLog(folder.workspace, production.volume, { requester: request.requester.name, sealed, rows });
}
