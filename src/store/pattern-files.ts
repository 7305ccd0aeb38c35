import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

/** Paths of the YAML files of a folder in order of name; [] where there is no such folder. */
export function yamlFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

/** The value of a pattern file, merge keys resolved; throws UsageError naming the file. */
export function readYaml(path: string): unknown {
  return named(path, () => parse(readFileSync(path, 'utf8'), { merge: true }));
}

/** What a pattern file says it is: its key `kind`. */
export function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}

/** Runs `read`; what goes wrong in it is told with the file's name, the key and the fix. */
export function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String((cause as Error).message);
    throw new UsageError(`${path}: ${what}`, { cause });
  }
}
