import type { LendFile, OutsideReader } from '../model/outside-reader.ts';
import { runProgram } from './run-program.ts';

/** mutool of MuPDF, where it is installed; it reads files only. */
export async function findMutool(lend: LendFile): Promise<OutsideReader | undefined> {
  const probe = await runProgram('mutool', ['-v'], new Uint8Array(), 5000);
  const version = /version ([\d.]+)/.exec(probe?.stderr ?? '')?.[1];
  if (version === undefined) return undefined;
  return {
    name: 'mutool',
    version,
    kind: 'text',
    read: (bytes) =>
      lend(bytes, async (path) => {
        const answer = await runProgram('mutool', ['draw', '-q', '-F', 'txt', path], new Uint8Array());
        return answer?.code === 0 ? Buffer.from(answer.stdout).toString('utf8') : undefined;
      }),
  };
}
