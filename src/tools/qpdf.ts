import type { LendFile, OutsideReader } from '../model/outside-reader.ts';
import { runProgram } from './run-program.ts';

// Objects are wanted: pictures unpacked would be many times the file.
const UNFOLD = [
  '--qdf',
  '--object-streams=disable',
  '--stream-data=preserve',
  '--normalize-content=n',
  '--preserve-unreferenced',
  '--no-warn',
];

/** qpdf, where it is installed; it reads files only. */
export async function findQpdf(lend: LendFile): Promise<OutsideReader | undefined> {
  const probe = await runProgram('qpdf', ['--version'], new Uint8Array(), 5000);
  const version = /version ([\d.]+)/.exec(Buffer.from(probe?.stdout ?? []).toString('latin1'))?.[1];
  if (version === undefined) return undefined;
  return {
    name: 'qpdf',
    version,
    kind: 'syntax',
    read: (bytes) =>
      lend(bytes, async (path) => {
        const answer = await runProgram('qpdf', [...UNFOLD, path, '-'], new Uint8Array());
        // 3: done, with warnings.
        if (answer === undefined || (answer.code !== 0 && answer.code !== 3)) return undefined;
        return Buffer.from(answer.stdout).toString('latin1');
      }),
  };
}
