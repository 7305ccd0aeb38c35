import { join } from 'node:path';
import { removeAll } from '../store/files.ts';

/** Removes what was packed of a volume that is written anew: it must not outlive what it was made of. */
export function forgetPacked(productions: string, name: string): void {
  for (const ending of ['zip.age', 'protected']) removeAll(join(productions, `${name}.${ending}`));
}
