import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { AuditAnswer } from '../pipeline/records.ts';
import type { RetentionAnswer } from '../pipeline/retention.ts';
import type { Act } from './main.ts';
import { FOR, toFor } from './matter-commands.ts';
import { count, type Terminal, toTable } from './terminal.ts';

/** clawback, disclosures, audit, retention: what stays on record of a matter. */
export function addRecordCommands(program: Command, act: Act): void {
  addClawback(program, act);
  addRecords(program, act);
}

function addClawback(program: Command, act: Act): void {
  program
    .command('clawback')
    .description(
      'call back pages that a sealed volume gave: the letter, the changed logs and the replacement, as a draft',
    )
    .argument('<dir>', 'matter folder')
    .requiredOption('--bates <range>', 'a number, or the first and last one with a colon between')
    .requiredOption('--basis <id>', 'the ground now asserted, an id of patterns/bases.json')
    .option('--by <name>', 'who calls it back; default: the custodian')
    .option(...FOR)
    .addHelpText(
      'after',
      '\nExample:\n  withhold clawback smith-2025 --bates CHC-FS-000009:CHC-FS-000010 --basis attorney_client --by "Wanda Recordbook"',
    )
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { clawbackFolder } = await import('../pipeline/clawback.ts');
        const by = options['by'];
        const answer = await clawbackFolder(
          dir,
          {
            bates: String(options['bates']),
            basis: String(options['basis']),
            ...toFor(options),
            ...(typeof by === 'string' ? { by } : {}),
          },
          terminal.progress,
        );
        terminal.say(answer.lines.join('\n'));
        if (answer.documents.length > 0) terminal.say(toTable(answer.documents));
        if (answer.next !== undefined) terminal.say(`Next: ${answer.next}`);
        return { exitCode: answer.exitCode, result: answer.result };
      }),
    );
}

function addRecords(program: Command, act: Act): void {
  program
    .command('disclosures')
    .description('the accounting of disclosures of the sealed volumes, as CSV (45 CFR 164.528)')
    .argument('<dir>', 'matter folder')
    .option('--out <file>', 'write the CSV there and not to stdout')
    .option('--all', 'also what 164.528 asks no accounting of, with the reason')
    .addHelpText('after', '\nExample:\n  withhold disclosures smith-2025 --out accounting.csv')
    .action(
      act(async (terminal, [dir = ''], options) => {
        const out = options['out'];
        const { disclosuresOf } = await import('../pipeline/records.ts');
        const answer = await disclosuresOf(dir, {
          all: options['all'] === true,
          ...(typeof out === 'string' ? { out } : {}),
        });
        if (out === undefined) terminal.print(answer.csv);
        terminal.say(`${count(answer.disclosures.length, 'disclosure')}; the chain is unbroken.`);
        for (const [why, n] of Object.entries(answer.left_out))
          terminal.say(`${count(n, 'disclosure')} left out: ${why}. --all shows them.`);
        const { csv: _csv, ...result } = answer;
        return { exitCode: 0, result };
      }),
    );

  program
    .command('audit')
    .description('check the chain of decisions and print who decided what, when and why')
    .argument('<dir>', 'matter folder')
    .addHelpText('after', '\nExample:\n  withhold audit smith-2025')
    .action(
      act(async (terminal, [dir = '']) => {
        const { auditOf } = await import('../pipeline/records.ts');
        const answer = await auditOf(dir);
        sayAudit(terminal, answer);
        return { exitCode: 0, result: answer };
      }),
    );

  program
    .command('retention')
    .description('until when the response file is kept; --purge destroys the working copies of a sealed production')
    .argument('<dir>', 'matter folder')
    .option('--purge', 'destroy working copies (read text, pictures, caches) and write a destruction record')
    .option('--by <name>', 'who destroys them (with --purge)')
    .option('--witness <name>', 'who sees it (with --purge)')
    .addHelpText(
      'after',
      '\nExample:\n  withhold retention smith-2025\n  withhold retention smith-2025 --purge --by "Wanda Recordbook"',
    )
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { by, witness } = options as { by?: string; witness?: string };
        const purge = options['purge'] === true;
        if (purge && (by ?? '').trim() === '') throw new UsageError('Say who destroys the working copies: --by NAME.');
        const { retentionFolder } = await import('../pipeline/retention.ts');
        const asked = { by: (by ?? '').trim(), ...(witness === undefined ? {} : { witness }) };
        const answer = await retentionFolder(dir, purge ? asked : undefined);
        sayRetention(terminal, answer);
        return { exitCode: 0, result: answer };
      }),
    );
}

function sayAudit(terminal: Terminal, answer: AuditAnswer): void {
  const { decisions, facts, consultations, confirmations, disclosures, destructions } = answer;
  const rows = decisions.map((d) => [
    String(d.seq),
    d.at,
    d.by,
    d.role ?? '',
    `${d.kind} ${d.item}${d.for === undefined ? '' : ` for ${d.for}`}`,
    `${d.verdict}${d.newBasis === undefined ? '' : ` ${d.newBasis}`}`,
    d.reason ?? '',
  ]);
  if (rows.length > 0) terminal.say(toTable([['NO', 'WHEN', 'WHO', 'ROLE', 'ITEM', 'DECISION', 'REASON'], ...rows]));
  const list = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) terminal.say([title, ...lines.map((line) => `  ${line}`)].join('\n'));
  };
  list(
    'Confirmed:',
    confirmations.map(({ what, by, on }) => `${on} ${by}: ${what}`),
  );
  list(
    'Recorded facts:',
    facts.map(
      (f) => `${f.on} ${f.by}: ${f.fact}${f.document === undefined ? '' : ` of ${f.document}`} (${f.evidence})`,
    ),
  );
  list(
    'Edited descriptions of the privilege log:',
    answer.descriptions.map((d) => `${d.at} ${d.by}: ${d.logNo}`),
  );
  list(
    'Consultations:',
    consultations.map(
      (c) => `${c.on} ${c.by} with ${c.with} (${c.role}): ${c.about}${c.outcome === undefined ? '' : `: ${c.outcome}`}`,
    ),
  );
  list(
    'Disclosed:',
    disclosures.map((d) => `${d.date} ${d.volume} to ${d.recipient}, decided by ${d.decidedBy}: ${d.bates}`),
  );
  list(
    'Destroyed:',
    destructions.map((d) => `${d.at} ${d.by}: working copies, ${d.certificate}, ${d.state}`),
  );
  terminal.say(`${count(decisions.length, 'decision')}; the chain is unbroken.`);
}

function sayRetention(terminal: Terminal, answer: RetentionAnswer): void {
  const { rules, why, expunge, destruction, purged } = answer;
  if (rules.length > 0)
    terminal.say(
      toTable([['KEEP UNTIL', 'RULE', 'WHAT'], ...rules.map((r) => [r.date ?? 'not known', r.citation, r.text])]),
    );
  for (const line of why) terminal.say(line);
  for (const { on, rule, counsel } of expunge)
    terminal.say(`Expunge on ${on}: ${rule}${counsel ? ' (a hold stands against it: counsel decides)' : ''}`);
  terminal.say(`The response file may be destroyed from: ${answer.due ?? 'not known, or held'}.`);
  if (destruction !== undefined)
    terminal.say(`Destroyed the working copies; record ${destruction.certificate} in ${destruction.record}.`);
  else if (purged !== null)
    terminal.say(`Working copies destroyed on ${purged.on} by ${purged.by} (${purged.certificate}).`);
  for (const draft of answer.drafts) terminal.say(`productions/${draft} is a draft and stays: delete it by hand.`);
}
