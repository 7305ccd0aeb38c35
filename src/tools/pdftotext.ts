import type { OutsideReader } from '../model/outside-reader.ts';
import { runProgram } from './run-program.ts';

/** pdftotext of poppler, where it is installed. */
export async function findPdftotext(): Promise<OutsideReader | undefined> {
  const probe = await runProgram('pdftotext', ['-v'], new Uint8Array(), 5000);
  const version = /version ([\d.]+)/.exec(probe?.stderr ?? '')?.[1];
  if (version === undefined) return undefined;
  return {
    name: 'pdftotext',
    version,
    kind: 'text',
    read: async (bytes) => {
      const answer = await runProgram('pdftotext', ['-q', '-', '-'], bytes);
      return answer?.code === 0 ? Buffer.from(answer.stdout).toString('utf8') : undefined;
    },
  };
}
