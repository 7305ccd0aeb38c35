import { existsSync } from 'node:fs';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import { readTextAtRest, writeAtRest } from './vault.ts';
import type { Workspace } from './workspace.ts';

/** What the workspace remembers of a volume. */
export interface VolumeRecord {
  /** Day of its first produce, ISO: the only clock that reaches the volume. */
  readonly date: string;
  /** A sealed volume is never rewritten. */
  readonly sealed: boolean;
  /** Hash of everything it was made of. */
  readonly key?: string;
  /** Who let the proposals stand unread. */
  readonly runBy?: string;
}

const recordsSchema = z.record(
  z.string(),
  z.strictObject({
    date: z.string(),
    sealed: z.boolean(),
    key: z.string().exactOptional(),
    runBy: z.string().exactOptional(),
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
