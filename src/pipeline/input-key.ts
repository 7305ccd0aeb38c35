import { sha256 } from '../store/files.ts';
import { standingDescriptions } from '../store/log-register.ts';
import type { Judged } from './judge.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Prepared } from './prepare.ts';

/** Hash of everything a volume is made of: the same key gives the same bytes. */
export function inputKey(folder: MatterFolder, prepared: Prepared, judged: Judged, released: boolean): string {
  // How the workspace lies on disk, and how long it is kept, reaches no volume.
  const {
    workspace: _workspace,
    hold: _hold,
    retention: _retention,
    accounting_suspended: _suspended,
    ...matter
  } = folder.matter;
  const edited = standingDescriptions(folder.workspace);
  return sha256(
    JSON.stringify([
      matter,
      folder.law,
      prepared.sources,
      prepared.unreadable,
      prepared.documents,
      prepared.marks,
      judged.journal,
      released,
      ...(edited.size === 0 ? [] : [[...edited]]),
    ]),
  );
}
