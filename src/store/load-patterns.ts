import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { PatternPack, PeopleRules } from '../model/detecting.ts';
import { parseIdentifierPack, parsePeoplePacks } from './patterns-schema.ts';

/** The packs that find numbers and people. */
export interface LoadedPatterns {
  readonly identifiers: readonly PatternPack[];
  readonly people: PeopleRules;
}

/** The folder of the shipped rules: `patterns/` beside `src/` or `dist/`. */
export function patternsFolder(): string {
  return fileURLToPath(new URL('../../patterns/', import.meta.url));
}

/**
 * Identifier and people packs of `patterns/` and of each extra folder (the matter's own),
 * files in order of name. Throws UsageError naming the file and what is wrong in it.
 */
export function loadPatterns(extraDirs: readonly string[] = []): LoadedPatterns {
  const folders = [join(patternsFolder(), 'identifiers'), join(patternsFolder(), 'people'), ...extraDirs];
  const identifiers: PatternPack[] = [];
  const people: { path: string; value: unknown }[] = [];
  for (const path of folders.flatMap(yamlFiles)) {
    const value: unknown = readYaml(path);
    const kind = kindOf(value);
    if (kind === 'identifiers') identifiers.push(named(path, () => parseIdentifierPack(value)));
    else if (kind === 'people') {
      named(path, () => parsePeoplePacks([value]));
      people.push({ path, value });
    } else if (!extraDirs.some((dir) => path.startsWith(dir)))
      throw new UsageError(`${path}: no kind "identifiers" or "people".`);
  }
  return { identifiers, people: parsePeoplePacks(people.map((p) => p.value)) };
}

/** One identifier pack by its path; throws UsageError naming the file and what is wrong in it. */
export function loadPatternFile(path: string): PatternPack {
  return named(path, () => parseIdentifierPack(parse(readFileSync(path, 'utf8'))));
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

function readYaml(path: string): unknown {
  return named(path, () => parse(readFileSync(path, 'utf8')));
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}

/** Runs `read`; what goes wrong in it is told with the file's name, the key and the fix. */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String((cause as Error).message);
    throw new UsageError(`${path}: ${what}`, { cause });
  }
}
