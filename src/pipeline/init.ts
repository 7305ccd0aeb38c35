import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { isFile, makeFolder, shippedText, writeWhole } from '../store/files.ts';

/** Makes a matter folder with a commented matter.yaml and an empty `files/`; never overwrites one. */
export function initMatter(dir: string): { readonly made: readonly string[] } {
  const folder = resolve(dir);
  const yaml = join(folder, 'matter.yaml');
  if (isFile(folder)) throw new UsageError(`${dir} is a file: name a folder to make.`);
  if (isFile(yaml)) throw new UsageError(`${dir} already holds a matter.yaml: nothing was changed.`);
  makeFolder(join(folder, 'files'));
  writeWhole(yaml, shippedText('matter-template.yaml'));
  return { made: ['matter.yaml', 'files/'] };
}
