import { naturalOrder } from '../model/natural-order.ts';
import type { AbsentSource, Source } from '../model/source.ts';
import { keepReceived, type ReceivedFile, readReceived } from '../store/received.ts';
import type { Workspace } from '../store/workspace.ts';

/**
 * Files that were read for the matter on an earlier run and lie in `files/` no more, or with other bytes; one that
 * only has another name is there. Notes what was read now. `lying` are the names in `files/`, read or not.
 */
export function absentSources(
  workspace: Workspace,
  lying: readonly string[],
  present: readonly Source[],
  read: readonly Source[],
): readonly AbsentSource[] {
  const known = readReceived(workspace);
  const key = ({ file, sha256 }: ReceivedFile): string => `${sha256} ${file}`;
  const keys = new Set(known.map(key));
  const fresh = received(read).filter((one) => !keys.has(key(one)));
  if (fresh.length > 0) {
    const all = [...known, ...fresh].sort((a, b) => naturalOrder(a.file, b.file) || (a.sha256 < b.sha256 ? -1 : 1));
    keepReceived(workspace, all);
  }
  const digests = new Set(present.map(({ sha256 }) => sha256));
  const names = new Set(lying);
  const gone = known.filter(({ sha256 }) => !digests.has(sha256));
  // A paper that lay under several names is told once, under the one that stands for other bytes now.
  return [...Map.groupBy(gone, ({ sha256 }) => sha256).values()].flatMap((same) => {
    const one = same.find(({ file }) => names.has(file)) ?? same.at(-1);
    return one === undefined ? [] : [{ ...one, replaced: names.has(one.file) }];
  });
}

/** What a person has to know of them: one line a file. */
export function absentLines(absent: readonly Pick<AbsentSource, 'file' | 'replaced'>[]): readonly string[] {
  return absent.map(
    ({ file, replaced }) =>
      `${file}: read on an earlier run and ${replaced ? 'lies in files/ with other bytes' : 'gone from files/'}. Put it back, or settle its gate: nothing is sealed before.`,
  );
}

function received(sources: readonly Source[]): readonly ReceivedFile[] {
  return sources.filter(({ parent }) => parent === undefined).map(({ file, sha256 }) => ({ file, sha256 }));
}
