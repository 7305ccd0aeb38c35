import { execFile } from 'node:child_process';

/** What an outside program answered. `code` is its exit code. */
export interface ProgramAnswer {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

const MOST_OUTPUT = 256 * 1024 * 1024;

/** Runs a program with a time limit in milliseconds; undefined where it is not installed, breaks off or takes too long. */
export function runProgram(
  program: string,
  args: readonly string[],
  input: Uint8Array,
  limit = 60_000,
): Promise<ProgramAnswer | undefined> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      { encoding: 'buffer', maxBuffer: MOST_OUTPUT, timeout: limit },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code !== 'number') resolve(undefined);
        else resolve({ code, stdout, stderr: stderr.toString('utf8') });
      },
    );
    // A program that is not there closes its end before anything is written.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
