import { Command } from 'commander';
import { unlockWith } from '../store/vault.ts';
import { addDecideCommand } from './decide-command.ts';
import { addFileCommands } from './file-commands.ts';
import { addMatterCommands } from './matter-commands.ts';
import { addPatternCommands } from './pattern-commands.ts';
import { addRecordCommands } from './record-commands.ts';
import { giveError, reportError } from './report-error.ts';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

/** What a command gives back: its exit code (contract.md 1), and the object `--json` prints. */
export interface Answer {
  readonly exitCode: number;
  readonly result: object;
}

/** Declares a command's action: opens the terminal, runs, prints the result, keeps the exit code. */
export type Act = (
  work: (terminal: Terminal, args: readonly string[], options: Record<string, unknown>) => Promise<Answer>,
) => (...given: unknown[]) => Promise<void>;

/** Runs one command line; returns the exit code. The only place that turns errors into codes. */
export async function main(argv: readonly string[]): Promise<number> {
  const wantsJson = argv.includes('--json');
  let exitCode = 0;
  const act: Act =
    (work) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<TerminalOptions & Record<string, unknown>>();
      const terminal = openTerminal(options);
      const { unlock } = options;
      unlockWith(typeof unlock === 'string' ? unlock : process.env['WITHHOLD_PASSPHRASE_FILE']);
      try {
        const answer = await work(terminal, command.processedArgs.flat() as string[], options);
        terminal.give(answer.result);
        exitCode = answer.exitCode;
      } finally {
        terminal.settle();
      }
    };
  // A second Ctrl-C, or the one npm passes on, must not cut off the tidying up of the first.
  let interrupted = false;
  const onInterrupt = (): void => {
    if (interrupted) return;
    interrupted = true;
    const message = 'Interrupted: what is done is kept, run the command again.';
    if (wantsJson) giveError('interrupted', message);
    else process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${message}\n`);
    process.exit(130);
  };
  process.on('SIGINT', onInterrupt);
  try {
    await makeProgram(act, wantsJson).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, wantsJson);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function makeProgram(act: Act, wantsJson: boolean): Command {
  const program = new Command('withhold')
    .description(
      'Reads a case file, proposes what a subpoena really lets out, removes the rest, and writes a privilege log and a Bates-numbered production that it has tried to break itself. Not legal advice: named people decide.',
    )
    .version('0.1.0')
    .option('--json', 'print one JSON object on stdout')
    .option('--quiet', 'say nothing but errors')
    .configureOutput({
      writeErr: (text) => (wantsJson ? undefined : process.stderr.write(text)),
    })
    .showHelpAfterError('(withhold --help shows every command)')
    .exitOverride();
  addMatterCommands(program, act);
  addDecideCommand(program, act);
  addFileCommands(program, act);
  addRecordCommands(program, act);
  addPatternCommands(program, act);
  for (const command of program.commands) {
    command.option('--json', 'print one JSON object on stdout').option('--quiet', 'say nothing but errors');
    if (command.registeredArguments[0]?.name() === 'dir')
      command.option('--unlock <file>', 'file whose first line opens an encrypted workspace, or keyring');
    command.exitOverride().configureOutput(program.configureOutput());
  }
  program.addHelpText(
    'after',
    `
Exit codes: 0 done, 1 a fault of ours, 2 usage or matter.yaml wrong, 3 a source could not be read,
5 workspace damaged or in use, 7 work remains, 8 verification found a leak, 130 interrupted.

Example:
  withhold init smith-2025        then edit smith-2025/matter.yaml and put the file into smith-2025/files/
  withhold prepare smith-2025
  withhold status smith-2025`,
  );
  return program;
}
