import { z } from 'zod';
import type { Decision } from '../model/decision.ts';
import { appendChain, type Chain, readChain } from './chain.ts';

/** A decision as it lies on disk. */
const lineSchema = z.strictObject({
  seq: z.number().int().positive(),
  at: z.string(),
  by: z.string().min(1),
  role: z.enum(['counsel', 'custodian', 'supervisor']).exactOptional(),
  item: z.string(),
  kind: z.enum(['mark', 'string', 'document', 'zone', 'copy', 'gate', 'sample']),
  verdict: z.enum(['accept', 'reject', 'withhold', 'produce', 'not_responsive']),
  newBasis: z.string().exactOptional(),
  for: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  previous: z.string(),
  hash: z.string(),
});

const chain = (path: string): Chain<Omit<Decision, 'seq'>> => ({
  path,
  what: 'record of decisions',
  schema: lineSchema,
});

/** The decisions of a matter, oldest first; throws WorkspaceError where the chain is broken. */
export function readJournal(path: string): readonly Decision[] {
  return readChain(chain(path)).map(({ previous: _previous, hash: _hash, ...decision }) => decision);
}

/** Appends decisions and gives them their numbers; a crash leaves all of an import or nothing of it. */
export function appendJournal(path: string, decisions: readonly Omit<Decision, 'seq'>[]): readonly Decision[] {
  return appendChain(chain(path), decisions).map(({ previous: _previous, hash: _hash, ...decision }) => decision);
}

/** Length and last hash of the record of decisions: what a later record states of it, so that lines cut off its end show. */
export function journalHead(path: string): { readonly count: number; readonly head: string } {
  const lines = readChain(chain(path));
  return { count: lines.length, head: lines.at(-1)?.hash ?? '' };
}

/** Hash of the `count`-th line of the record of decisions; '' where there is none. */
export function journalHashAt(path: string, count: number): string {
  return readChain(chain(path))[count - 1]?.hash ?? '';
}
