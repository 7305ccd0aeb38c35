import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of a volume: its path from there, and its bytes as Latin-1. */
export const filesOf = (dir: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(dir.length), readFileSync(path, 'latin1')]),
  );
/** A log of a volume as it lies there. */
export const log = (dir: string, volume: string, name: string): string =>
  readFileSync(join(dir, 'productions', volume, 'LOGS', name), 'utf8');
