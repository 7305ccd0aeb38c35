import { existsSync } from 'node:fs';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import { readTextAtRest, writeAtRest } from './vault.ts';
import type { Workspace } from './workspace.ts';

/** A file that was once read for a matter: its path below `files/` and the SHA-256 of its bytes. */
export interface ReceivedFile {
  readonly file: string;
  readonly sha256: string;
}

const schema: z.ZodType<readonly ReceivedFile[]> = z.array(z.strictObject({ file: z.string(), sha256: z.string() }));

const pathOf = (workspace: Workspace): string => workspace.path('received.json');

/** Every file that was ever read for the matter, in the order of the register. */
export function readReceived(workspace: Workspace): readonly ReceivedFile[] {
  const path = pathOf(workspace);
  if (!existsSync(path)) return [];
  try {
    return schema.parse(JSON.parse(readTextAtRest(path)));
  } catch (cause) {
    if (cause instanceof WorkspaceError) throw cause;
    throw new WorkspaceError(`${path} is damaged: restore it from a backup; it says which files were received.`, {
      cause,
    });
  }
}

export function keepReceived(workspace: Workspace, files: readonly ReceivedFile[]): void {
  writeAtRest(pathOf(workspace), `${JSON.stringify(files, null, 2)}\n`);
}
