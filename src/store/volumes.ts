import { existsSync } from 'node:fs';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import type { Ledger, Recall } from '../model/ledger.ts';
import { readTextAtRest, writeAtRest } from './vault.ts';
import type { Workspace } from './workspace.ts';

/** What the workspace remembers of a volume. */
export interface VolumeRecord {
  /** Day of its first produce, ISO: the only clock that reaches the volume. */
  readonly date: string;
  /** Id of the request it answers; absent = the first of the matter. */
  readonly for?: string;
  /** A sealed volume is never rewritten. */
  readonly sealed: boolean;
  /** Hash of everything it was made of. */
  readonly key?: string;
  /** Who let the proposals stand unread. */
  readonly runBy?: string;
  /** `production.prefix` and `production.start` as they stood when it was made. */
  readonly prefix?: string;
  readonly start?: number;
  /** Place among the sealed volumes of the matter, from 1. */
  readonly order?: number;
  /** True: it replaces what was called back and adds nothing. */
  readonly recall?: true;
  /** What its recipient has since it was sealed; absent where no page was ever numbered. */
  readonly ledger?: Ledger;
}

const row = z.record(z.string(), z.string());
const ledger: z.ZodType<Ledger> = z.strictObject({
  volume: z.string(),
  date: z.string(),
  documents: z.array(
    z.strictObject({
      document: z.string(),
      pages: z.array(z.string()),
      numbers: z.array(z.string()),
      revision: z.number(),
      treatment: z.enum(['produce', 'redact', 'withhold']),
      boxed: z.array(z.boolean()),
      hidden: z
        .array(
          z.array(
            z.strictObject({
              x: z.number(),
              y: z.number(),
              w: z.number(),
              h: z.number(),
              basis: z.string(),
              spread: z.literal(true).exactOptional(),
            }),
          ),
        )
        .exactOptional(),
      grounds: z.array(z.string()).exactOptional(),
      plan: z.string(),
      redactions: z.array(row),
    }),
  ),
  players: z.array(row),
  last: z.number(),
});

const recordsSchema = z.record(
  z.string(),
  z.strictObject({
    date: z.string(),
    for: z.string().exactOptional(),
    sealed: z.boolean(),
    key: z.string().exactOptional(),
    runBy: z.string().exactOptional(),
    prefix: z.string().exactOptional(),
    start: z.number().exactOptional(),
    order: z.number().exactOptional(),
    recall: z.literal(true).exactOptional(),
    ledger: ledger.exactOptional(),
  }),
);

const path = (workspace: Workspace): string => workspace.path('volumes.json');

/** Records of the volumes of a matter by name. */
export function readVolumes(workspace: Workspace): Readonly<Record<string, VolumeRecord>> {
  if (!existsSync(path(workspace))) return {};
  try {
    return recordsSchema.parse(JSON.parse(readTextAtRest(path(workspace))));
  } catch (cause) {
    if (cause instanceof WorkspaceError) throw cause;
    throw new WorkspaceError(
      `${path(workspace)} is damaged: restore it from a backup; it says which volumes are sealed.`,
      { cause },
    );
  }
}

export function keepVolume(workspace: Workspace, name: string, record: VolumeRecord): void {
  writeAtRest(path(workspace), `${JSON.stringify({ ...readVolumes(workspace), [name]: record }, null, 2)}\n`);
}

const recallsSchema: z.ZodType<readonly Recall[]> = z.array(
  z.strictObject({
    volume: z.string(),
    date: z.string(),
    by: z.string(),
    basis: z.string(),
    numbers: z.array(z.string()),
    pages: z.array(z.string()),
    produced: z.string(),
  }),
);

const recallsPath = (workspace: Workspace): string => workspace.path('recalls.json');

/** What was called back in a matter, oldest first. */
export function readRecalls(workspace: Workspace): readonly Recall[] {
  if (!existsSync(recallsPath(workspace))) return [];
  try {
    return recallsSchema.parse(JSON.parse(readTextAtRest(recallsPath(workspace))));
  } catch (cause) {
    throw new WorkspaceError(
      `${recallsPath(workspace)} is damaged: restore it from a backup; it says what was called back.`,
      { cause },
    );
  }
}

export function keepRecall(workspace: Workspace, recall: Recall): void {
  writeAtRest(recallsPath(workspace), `${JSON.stringify([...readRecalls(workspace), recall], null, 2)}\n`);
}
