import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import { sha256 } from './files.ts';
import { readTextAtRest, writeAtRest } from './vault.ts';

/** What every line of a chain holds besides its own fields. */
export interface Link {
  readonly seq: number;
  /** Hash of the line before; '' for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** An append-only file of JSON lines, each chained to the one before, so that an edit or a lost line shows. */
export interface Chain<T extends object> {
  readonly path: string;
  /** "record of decisions": for messages. */
  readonly what: string;
  /** Of a whole line, links included. */
  readonly schema: z.ZodType<T & Link>;
}

/** The lines of a chain, oldest first; [] where there is no file. Throws WorkspaceError that names the first bad line. */
export function readChain<T extends object>(chain: Chain<T>): readonly (T & Link)[] {
  if (!existsSync(chain.path)) return [];
  let before = '';
  const lines = readTextAtRest(chain.path).split('\n');
  if (lines.pop() !== '') throw broken(chain, lines.length + 1);
  return lines.map((line, index) => {
    const parsed = chain.schema.safeParse(safeJson(line));
    if (!parsed.success) throw broken(chain, index + 1);
    const { hash, previous, ...own } = parsed.data;
    if (previous !== before || own.seq !== index + 1 || hash !== linkHash(previous, own))
      throw broken(chain, index + 1);
    before = hash;
    return parsed.data;
  });
}

/**
 * Appends entries and gives them their numbers; the chain so far is checked first. The file is
 * written whole, so that a crash leaves all of them or none.
 */
export function appendChain<T extends object>(chain: Chain<T>, entries: readonly T[]): readonly (T & Link)[] {
  const lines = readChain(chain);
  let previous = lines.at(-1)?.hash ?? '';
  const added = entries.map((entry, index) => {
    const own = { ...entry, seq: lines.length + index + 1 };
    const line = { ...own, previous, hash: linkHash(previous, own) };
    previous = line.hash;
    return line;
  });
  writeAtRest(chain.path, [...lines, ...added].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return added;
}

function linkHash(previous: string, own: object): string {
  const fields = Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(previous, JSON.stringify(fields));
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function broken<T extends object>({ what, path }: Chain<T>, line: number): WorkspaceError {
  return new WorkspaceError(
    `The ${what} ${path} is damaged at line ${line}: restore it from a backup; what stands from that line on cannot be trusted.`,
  );
}
