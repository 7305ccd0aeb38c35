import { zipSync } from 'fflate';
import type { VolumeFile } from '../model/production.ts';

/** The first day a ZIP can name, by the clock of the machine as ZIP wants it: the same bytes everywhere. */
const FIRST_DAY = new Date(1980, 0, 1);

/** Files as one ZIP below a folder of the volume's name; the same files give the same bytes. */
export function zipFiles(folder: string, files: readonly VolumeFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = sorted.map(({ path, bytes }) => [`${folder}/${path}`, bytes] as const);
  return zipSync(Object.fromEntries(entries), { mtime: FIRST_DAY, level: 6 });
}
