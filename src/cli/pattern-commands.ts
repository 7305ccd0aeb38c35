import type { Command } from 'commander';
import type { Act } from './main.ts';
import { count, toTable } from './terminal.ts';

/** patterns list, test, explain. */
export function addPatternCommands(program: Command, act: Act): void {
  const patterns = program
    .command('patterns')
    .description('the rules as data: what is loaded, whether it works, why it fires')
    .addHelpText('after', '\nExample:\n  withhold patterns list\n  withhold patterns explain ssn');

  patterns
    .command('list')
    .description('what is loaded')
    .addHelpText('after', '\nExample:\n  withhold patterns list')
    .action(
      act(async (terminal) => {
        const { listPatterns } = await import('../pipeline/patterns.ts');
        const rules = await listPatterns();
        terminal.say(
          toTable([
            ['ID', 'KIND', 'TIER', 'BASIS', 'WHAT'],
            ...rules.map((r) => [r.id, r.kind, r.tier, r.basis, r.what]),
          ]),
        );
        return { exitCode: 0, result: { patterns: rules } };
      }),
    );

  patterns
    .command('test')
    .description('run the examples inside each pack')
    .argument('[file]', 'one pack file; default: all')
    .addHelpText('after', '\nExample:\n  withhold patterns test my-county.yaml')
    .action(
      act(async (terminal, [file]) => {
        const { testPatternFiles } = await import('../pipeline/patterns.ts');
        const answer = await testPatternFiles(file);
        for (const failure of answer.failures) terminal.say(failure);
        terminal.say(`${count(answer.examples, 'example')}, ${count(answer.failures.length, 'failure')}.`);
        return { exitCode: answer.failures.length > 0 ? 2 : 0, result: answer };
      }),
    );

  patterns
    .command('explain')
    .description('why a pattern fires, or the rule path of a category under a matter’s authorities')
    .argument('<id>', 'id of a pattern, a basis or a jurisdiction pack')
    .option('--matter <dir>', 'matter folder whose authorities count')
    .addHelpText(
      'after',
      '\nExample:\n  withhold patterns explain ssn\n  withhold patterns explain cps_record --matter smith-2025\n  withhold patterns explain us-ny',
    )
    .action(
      act(async (terminal, [id = ''], options) => {
        const matter = options['matter'];
        const { explainId } = await import('../pipeline/patterns.ts');
        const answer = await explainId(id, typeof matter === 'string' ? matter : undefined);
        terminal.say(answer.lines.join('\n'));
        return { exitCode: 0, result: answer };
      }),
    );
  for (const command of patterns.commands) {
    command.option('--json', 'print one JSON object on stdout').option('--quiet', 'say nothing but errors');
    command.exitOverride();
  }
}
