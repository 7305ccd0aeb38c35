import { existsSync } from 'node:fs';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import type { ServedRow } from '../model/records.ts';
import { appendChain, type Chain, readChain } from './chain.ts';
import { readTextAtRest, writeAtRest } from './vault.ts';
import type { Workspace } from './workspace.ts';

/** The privilege log of a volume as it was written, for the next one and for those who edit it. */
export interface KeptLog {
  /** Who asked: each requester has a log of his own. */
  readonly requester: string;
  readonly sealed: boolean;
  readonly rows: readonly ServedRow[];
}

const registerSchema: z.ZodType<Readonly<Record<string, KeptLog>>> = z.record(
  z.string(),
  z.strictObject({
    requester: z.string(),
    sealed: z.boolean(),
    rows: z.array(z.strictObject({ key: z.string(), row: z.record(z.string(), z.string()) })),
  }),
);

/** The logs of a matter by volume. */
export function readLogs(workspace: Workspace): Readonly<Record<string, KeptLog>> {
  const path = workspace.path('logs.json');
  if (!existsSync(path)) return {};
  try {
    return registerSchema.parse(JSON.parse(readTextAtRest(path)));
  } catch (cause) {
    if (cause instanceof WorkspaceError) throw cause;
    throw new WorkspaceError(
      `${path} is damaged: restore it from a backup; it holds the numbers of the privilege logs.`,
      {
        cause,
      },
    );
  }
}

export function keepLog(workspace: Workspace, volume: string, log: KeptLog): void {
  writeAtRest(workspace.path('logs.json'), `${JSON.stringify({ ...readLogs(workspace), [volume]: log })}\n`);
}

/** A DESCRIPTION of the log that a person wrote. */
export interface EditedDescription {
  readonly at: string;
  readonly by: string;
  /** Key of the claim; its number in the log when it was edited. */
  readonly key: string;
  readonly logNo: string;
  readonly description: string;
}

const edits = (workspace: Workspace): Chain<EditedDescription> => ({
  path: workspace.path('descriptions.jsonl'),
  what: 'record of edited descriptions',
  schema: z.strictObject({
    seq: z.number().int().positive(),
    previous: z.string(),
    hash: z.string(),
    at: z.string(),
    by: z.string().min(1),
    key: z.string(),
    logNo: z.string(),
    description: z.string(),
  }),
});

/** Every edit, oldest first; WorkspaceError where the chain is broken. */
export function readEdits(workspace: Workspace): readonly EditedDescription[] {
  return readChain(edits(workspace));
}

export function appendEdits(workspace: Workspace, entries: readonly EditedDescription[]): void {
  appendChain(edits(workspace), entries);
}

/** The descriptions that stand, by the key of the claim: the latest edit wins, an empty one takes it back. */
export function standingDescriptions(workspace: Workspace): ReadonlyMap<string, string> {
  const latest = new Map(readEdits(workspace).map(({ key, description }) => [key, description]));
  return new Map([...latest].filter(([, description]) => description !== ''));
}
