import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { quoted } from '../pipeline/quoted.ts';
import type { Act } from './main.ts';
import { count } from './terminal.ts';

/** decide: proposals and decisions as a spreadsheet, out and in. */
export function addDecideCommand(program: Command, act: Act): void {
  program
    .command('decide')
    .description('proposals and decisions as a spreadsheet, out and in')
    .argument('<dir>', 'matter folder')
    .option('--export <file>', 'write every proposal as CSV, and a picture of each place to .withhold/review/')
    .option('--import <file>', 'read decisions from such a CSV')
    .option('--by <name>', 'who decided (with --import)')
    .addOption(
      new Option('--role <role>', 'in which role (with --import)').choices(['counsel', 'custodian', 'supervisor']),
    )
    .addHelpText(
      'after',
      `
Example:
  withhold decide smith-2025 --export marks.csv
  withhold decide smith-2025 --import marks.csv --by "Lex Dummond" --role counsel

DECISION takes accept, reject, withhold, produce, not_responsive, or stays empty.`,
    )
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { export: out, import: csv, by, role } = options as DecideOptions;
        if ((out === undefined) === (csv === undefined))
          throw new UsageError('Give either --export FILE or --import FILE.');
        if (csv !== undefined && (by ?? '').trim() === '') throw new UsageError('Say who decided: --by NAME.');
        const { exportDecisions, importDecisions } = await import('../pipeline/decide-folder.ts');
        if (out !== undefined) {
          const answer = await exportDecisions(dir, out, terminal.progress);
          terminal.say(
            `Wrote ${count(answer.items, 'item')} to ${out}; pictures in ${answer.pictures}. Fill in DECISION, then: withhold decide ${quoted(dir)} --import ${quoted(out)} --by NAME`,
          );
          return { exitCode: 0, result: answer };
        }
        const answer = await importDecisions(
          dir,
          {
            csv: csv ?? '',
            by: (by ?? '').trim(),
            ...(role === undefined ? {} : { role }),
          },
          terminal.progress,
        );
        terminal.say(
          `Recorded ${count(answer.recorded, 'decision')} by ${by ?? ''}; ${answer.unchanged} stood already. Next: withhold status ${quoted(dir)}`,
        );
        return { exitCode: 0, result: answer };
      }),
    );
}

interface DecideOptions {
  readonly export?: string;
  readonly import?: string;
  readonly by?: string;
  readonly role?: 'counsel' | 'custodian' | 'supervisor';
}
