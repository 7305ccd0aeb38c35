import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parse, parseDocument } from 'yaml';
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

/** Runs `read`; what goes wrong in it is told with the file's name, the line, the key and the fix. */
export function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const what = cause instanceof z.ZodError ? faultsOf(path, cause) : String((cause as Error).message);
    throw new UsageError(`${path}: ${what}`, { cause });
  }
}

/** What does not fit, each fault with the line it stands in. */
function faultsOf(path: string, error: z.ZodError): string {
  const counter = new LineCounter();
  const file = path.endsWith('.yaml')
    ? parseDocument(readFileSync(path, 'utf8'), { merge: true, lineCounter: counter })
    : undefined;
  return error.issues
    .map((issue) => {
      const line = file === undefined ? undefined : lineOf(file, issue.path, counter);
      return `${line === undefined ? '' : `line ${line}, `}${issue.path.join('.')}: ${issue.message}`;
    })
    .join('\n  ');
}

/** The line of the key a fault is about, or of the nearest one around it. */
function lineOf(file: Document.Parsed, keys: readonly PropertyKey[], counter: LineCounter): number | undefined {
  for (let length = keys.length; length > 0; length--) {
    const node = file.getIn(keys.slice(0, length), true);
    const from = isNode(node) ? node.range?.[0] : undefined;
    if (from !== undefined) return counter.linePos(from).line;
  }
  return undefined;
}
