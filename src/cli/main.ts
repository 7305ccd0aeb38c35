import { Command, CommanderError } from 'commander';
import { WithholdError } from '../errors.ts';
import { addDecideCommand } from './decide-command.ts';
import { addFileCommands } from './file-commands.ts';
import { addMatterCommands } from './matter-commands.ts';
import { addPatternCommands } from './pattern-commands.ts';
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
      try {
        const answer = await work(terminal, command.processedArgs.flat() as string[], options);
        terminal.give(answer.result);
        exitCode = answer.exitCode;
      } finally {
        terminal.settle();
      }
    };
  const onInterrupt = (): never => process.exit(130);
  process.once('SIGINT', onInterrupt);
  try {
    await makeProgram(act, wantsJson).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, wantsJson);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function makeProgram(act: Act, wantsJson: boolean): Command {
  const program = new Command('withhold')
    .description(
      'Reads a case file, proposes what a subpoena really lets out, removes the rest, and writes a privilege log\nand a Bates-numbered production that it has tried to break itself. Not legal advice: named people decide.',
    )
    .version('0.1.0')
    .configureOutput({
      writeErr: (text) => (wantsJson ? undefined : process.stderr.write(text)),
    })
    .showHelpAfterError('(withhold --help shows every command)')
    .exitOverride();
  addMatterCommands(program, act);
  addDecideCommand(program, act);
  addFileCommands(program, act);
  addPatternCommands(program, act);
  for (const command of program.commands) {
    command.option('--json', 'print one JSON object on stdout').option('--quiet', 'say nothing but errors');
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

function report(error: unknown, wantsJson: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (wantsJson) giveError('usage', error.message.replace(/^error: /, ''));
    return 2;
  }
  if (error instanceof WithholdError) {
    if (wantsJson) giveError(error.code, error.message);
    else process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  // An error of ours or of a library may quote what it worked on: only its kind and place may be shown.
  const kind = error instanceof Error ? error.name : 'Error';
  const place = error instanceof Error ? placeOf(error) : '';
  const message = `A fault of withhold (${kind}${place}). Nothing was released. Please report it with this line.`;
  if (wantsJson) giveError('internal', message);
  else process.stderr.write(`${message}\n`);
  return 1;
}

/** Where our own code stood: ` at produce/bates.js:12`; a message could quote the page, a place cannot. */
function placeOf(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => /\/(dist|src)\/[a-z-]+/.test(line) && line.includes('    at '));
  const place = frame?.match(/\/(?:dist|src)\/([\w./-]+:\d+)/)?.[1];
  return place === undefined ? '' : ` at ${place}`;
}

function giveError(code: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
}
