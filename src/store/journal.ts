import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import type { Decision } from '../model/decision.ts';
import { sha256, writeWhole } from './files.ts';

/** A decision as it lies on disk: chained to the line before, so that an edit or a lost line shows. */
const lineSchema = z.strictObject({
  seq: z.number().int().positive(),
  at: z.string(),
  by: z.string().min(1),
  role: z.enum(['counsel', 'custodian', 'supervisor']).optional(),
  item: z.string(),
  kind: z.enum(['mark', 'string', 'document', 'zone', 'copy', 'gate', 'sample']),
  verdict: z.enum(['accept', 'reject', 'withhold', 'produce', 'not_responsive']),
  newBasis: z.string().optional(),
  reason: z.string().optional(),
  previous: z.string(),
  hash: z.string(),
});

/** The decisions of a matter, oldest first; throws WorkspaceError where the chain is broken. */
export function readJournal(path: string): readonly Decision[] {
  return readLines(path).map(({ previous: _previous, hash: _hash, ...decision }) => decision as Decision);
}

/**
 * Appends decisions and gives them their numbers; the chain so far is checked first. The file is
 * written whole, so that a crash leaves all of an import or nothing of it.
 */
export function appendJournal(path: string, decisions: readonly Omit<Decision, 'seq'>[]): readonly Decision[] {
  const lines = readLines(path);
  let previous = lines.at(-1)?.hash ?? '';
  const numbered = decisions.map((decision, index) => ({ ...decision, seq: lines.length + index + 1 }));
  const added = numbered.map((decision) => {
    const line = { ...decision, previous, hash: chain(previous, decision) };
    previous = line.hash;
    return line;
  });
  writeWhole(path, [...lines, ...added].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return numbered;
}

function readLines(path: string): readonly z.infer<typeof lineSchema>[] {
  if (!existsSync(path)) return [];
  let previous = '';
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.pop() !== '') throw broken(path, lines.length + 1);
  return lines.map((line, index) => {
    const parsed = lineSchema.safeParse(safeJson(line));
    if (!parsed.success) throw broken(path, index + 1);
    const { hash, previous: claimed, ...decision } = parsed.data;
    if (claimed !== previous || decision.seq !== index + 1 || hash !== chain(previous, decision))
      throw broken(path, index + 1);
    previous = hash;
    return parsed.data;
  });
}

function chain(previous: string, decision: object): string {
  const fields = Object.entries(decision)
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

function broken(path: string, line: number): WorkspaceError {
  return new WorkspaceError(
    `The record of decisions ${path} is damaged at line ${line}: restore it from a backup; decisions after that line cannot be trusted.`,
  );
}
