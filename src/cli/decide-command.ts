import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import type { DescriptionsFrom } from '../pipeline/descriptions.ts';
import { quoted } from '../pipeline/quoted.ts';
import type { Act, Answer } from './main.ts';
import { FOR, toFor } from './matter-commands.ts';
import { count, type Terminal } from './terminal.ts';

/** decide: proposals and decisions as a spreadsheet, out and in. */
export function addDecideCommand(program: Command, act: Act): void {
  program
    .command('decide')
    .description('proposals and decisions as a spreadsheet, out and in')
    .argument('<dir>', 'matter folder')
    .option('--export <file>', 'write every proposal as CSV, and a picture of each place to .withhold/review/')
    .option('--import <file>', 'read decisions from such a CSV')
    .option('--descriptions <file>', 'read edited DESCRIPTIONs from a copy of LOGS/privilege-log.csv')
    .option('--by <name>', 'who decided (with --import), who edited (with --descriptions)')
    .addOption(
      new Option('--role <role>', 'in which role (with --import)').choices(['counsel', 'custodian', 'supervisor']),
    )
    .option(...FOR)
    .addHelpText(
      'after',
      `
Example:
  withhold decide smith-2025 --export marks.csv
  withhold decide smith-2025 --import marks.csv --by "Lex Dummond" --role counsel
  withhold decide smith-2025 --for gal --import marks.csv --by "Lex Dummond" --role counsel
  withhold decide smith-2025 --descriptions edited-log.csv --by "Lex Dummond"

DECISION takes accept, reject, withhold, produce, not_responsive, or stays empty.`,
    )
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { export: out, import: csv, descriptions, by, role } = options as DecideOptions;
        if ([out, csv, descriptions].filter((file) => file !== undefined).length !== 1)
          throw new UsageError('Give either --export FILE, --import FILE or --descriptions FILE.');
        if (out === undefined && (by ?? '').trim() === '') throw new UsageError('Say who decided: --by NAME.');
        const request = toFor(options);
        if (descriptions !== undefined)
          return edit(terminal, dir, { csv: descriptions, by: (by ?? '').trim(), ...request });
        const { exportDecisions, importDecisions } = await import('../pipeline/decide-folder.ts');
        if (out !== undefined) {
          const answer = await exportDecisions(dir, out, terminal.progress, request.forId);
          terminal.say(
            `Wrote ${count(answer.items, 'item')} to ${out}; pictures in ${answer.pictures}. Fill in DECISION, then: withhold decide ${quoted(dir)} --import ${quoted(out)} --by NAME`,
          );
          for (const file of answer.undrawn ?? [])
            terminal.say(`${file} could not be drawn: open it beside the list to decide its items.`);
          return { exitCode: 0, result: answer };
        }
        const answer = await importDecisions(
          dir,
          {
            csv: csv ?? '',
            by: (by ?? '').trim(),
            ...request,
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

async function edit(terminal: Terminal, dir: string, from: DescriptionsFrom): Promise<Answer> {
  const { importDescriptions } = await import('../pipeline/descriptions.ts');
  const answer = await importDescriptions(dir, from, terminal.progress);
  terminal.say(
    `Recorded ${count(answer.recorded, 'description')} by ${from.by}; ${answer.unchanged} stood already. Next: withhold produce ${quoted(dir)}`,
  );
  return { exitCode: 0, result: answer };
}

interface DecideOptions {
  readonly descriptions?: string;
  readonly export?: string;
  readonly import?: string;
  readonly by?: string;
  readonly role?: 'counsel' | 'custodian' | 'supervisor';
}
