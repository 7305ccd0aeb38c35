import { CommanderError } from 'commander';
import { faultPlace, WithholdError } from '../errors.ts';

/** Tells a person, or `--json`, what went wrong; returns the exit code of contract.md 1. */
export function reportError(error: unknown, wantsJson: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const message = error.code === 'commander.help' ? 'name a command' : error.message.replace(/^error: /, '');
    if (wantsJson) giveError('usage', `${message} (withhold --help shows every command)`);
    return 2;
  }
  if (error instanceof WithholdError) {
    if (wantsJson) giveError(error.code, error.message);
    else process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (isFileError(error)) return reportFileError(error, wantsJson);
  // An error of ours or of a library may quote what it worked on: only its kind and place may be shown.
  const message = `A fault of withhold (${faultPlace(error)}). Nothing was released. Please report it with this line.`;
  if (wantsJson) giveError('internal', message);
  else process.stderr.write(`${message}\n`);
  return 1;
}

/** An error of the system about a file or folder; its path is one the custodian named or the workspace's. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && FILE_ERRORS.has(String(Reflect.get(error, 'code')));
}

/** What the system's codes mean to a person. */
const FILE_ERRORS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not read or write it'],
  ['EPERM', 'you may not read or write it'],
  ['EROFS', 'it lies on a disk that cannot be written to'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'your share of the disk is full'],
  ['EFBIG', 'a file may not grow so large there'],
  ['EIO', 'the disk failed'],
  ['ESTALE', 'the shared folder does not answer'],
  ['ETIMEDOUT', 'the shared folder does not answer'],
  ['EBUSY', 'another program holds it open'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
  ['ENOTDIR', 'a folder of this path is a file'],
  ['EEXIST', 'a file of this name is in the way'],
  ['EISDIR', 'it is a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

function reportFileError(error: NodeJS.ErrnoException, wantsJson: boolean): number {
  const why = FILE_ERRORS.get(error.code ?? '') ?? '';
  const message = `Cannot use ${error.path ?? 'the folder'}: ${why}. Mend that and run the command again.`;
  if (wantsJson) giveError('usage', message);
  else process.stderr.write(`${message}\n`);
  return 2;
}

/** The object `--json` prints for an error: `{"error":{"code","message"}}`. */
export function giveError(code: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
}
