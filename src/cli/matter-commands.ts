import { join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Packing, PackingFiles } from '../pipeline/encrypt-volume.ts';
import type { InCameraRun } from '../pipeline/in-camera.ts';
import type { ProduceAnswer } from '../pipeline/produce.ts';
import { quoted } from '../pipeline/quoted.ts';
import type { Act, Answer } from './main.ts';
import { count, type Terminal, toTable } from './terminal.ts';

/** Which request a command speaks of. */
export const FOR: readonly [string, string] = [
  '--for <id>',
  'one of requests_besides in matter.yaml; without it the first request',
];

/** The request that `--for` names. */
export function toFor(options: Record<string, unknown>): { forId?: string } {
  const id = options['for'];
  return typeof id === 'string' ? { forId: id } : {};
}

const IN_CAMERA =
  'instead of the volume: the set for chambers, pages unredacted under seal, in productions/<volume>.in-camera/';
const MODEL = 'folder of a model of your own (MODEL.json): it adds marks and removes none; "none" goes back';

/** init, prepare, status, produce, release, respond. Each loads what it runs when it runs: help must not wait. */
export function addMatterCommands(program: Command, act: Act): void {
  program
    .command('init')
    .description('make a matter folder: a commented matter.yaml and files/')
    .argument('<dir>', 'folder to make')
    .addHelpText('after', '\nExample:\n  withhold init smith-2025')
    .action(
      act(async (terminal, [dir = '']) => {
        const { initMatter } = await import('../pipeline/init.ts');
        const made = initMatter(dir);
        terminal.say(
          `Made ${dir}. Next: edit ${join(dir, 'matter.yaml')}, put the case file into ${join(dir, 'files')}/, then: withhold prepare ${quoted(dir)}`,
        );
        return { exitCode: 0, result: made };
      }),
    );

  program
    .command('prepare')
    .description('read the file, split it into documents, detect and propose; repeatable and resumable')
    .argument('<dir>', 'matter folder')
    .option('--model <dir>', MODEL)
    .addHelpText('after', '\nExample:\n  withhold prepare smith-2025')
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { prepareFolder } = await import('../pipeline/prepare-folder.ts');
        const { absentLines } = await import('../pipeline/received.ts');
        const answer = await prepareFolder(dir, terminal.progress, toModel(options));
        sayUnreadable(terminal, answer.unreadable);
        for (const line of absentLines(answer.absent)) terminal.warn(line);
        const { sources, pages, documents, marks } = answer.counts;
        if (sources + answer.unreadable.length === 0) {
          terminal.say(`${join(dir, 'files')}/ is empty: put the case file into it and run this again.`);
          return { exitCode: 0, result: answer };
        }
        terminal.say(
          `Read ${count(pages, 'page')} of ${count(sources, 'file')}: ${count(documents, 'document')}, ${count(marks, 'mark')}. Next: withhold status ${quoted(dir)}`,
        );
        return {
          exitCode: answer.unreadable.length > 0 ? 3 : 0,
          result: answer,
        };
      }),
    );

  program
    .command('status')
    .description('what is done, undecided, gated, what blocks production or release, and the next command')
    .argument('<dir>', 'matter folder')
    .option(...FOR)
    .addHelpText('after', '\nExample:\n  withhold status smith-2025\n  withhold status smith-2025 --for gal')
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { statusOf } = await import('../pipeline/status.ts');
        const status = await statusOf(dir, toFor(options).forId);
        terminal.say(status.lines.join('\n'));
        return { exitCode: 0, result: status };
      }),
    );

  addProducing(program, act);
}

const gather = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Options of the commands that write a volume: what it is packed into besides. */
function addPacking(command: Command): Command {
  return command
    .option(
      '--encrypt-to <recipient>',
      'also write <volume>.zip.age for this age recipient (again for more)',
      gather,
      [],
    )
    .option('--passphrase-file <file>', 'also write <volume>.zip.age under the passphrase on its first line')
    .option('--pdf-password-file <file>', 'also write <volume>.protected/: each PDF under AES-256 with this password');
}

async function packingOf(options: Record<string, unknown>): Promise<{ packing?: Packing }> {
  const { encryptTo = [], passphraseFile, pdfPasswordFile } = options as Partial<PackingFiles>;
  if (encryptTo.length === 0 && passphraseFile === undefined && pdfPasswordFile === undefined) return {};
  const { readPacking } = await import('../pipeline/encrypt-volume.ts');
  const packing = readPacking({
    encryptTo,
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(pdfPasswordFile === undefined ? {} : { pdfPasswordFile }),
  });
  return packing === undefined ? {} : { packing };
}

function addProducing(program: Command, act: Act): void {
  const acceptance = (command: Command): Command =>
    addPacking(command)
      .argument('<dir>', 'matter folder')
      .option('--accept-proposals', 'let the proposals stand unread: the volume is a draft, marked on every page')
      .option('--by <name>', 'who runs it')
      .option(...FOR);

  acceptance(program.command('produce'))
    .option('--in-camera', IN_CAMERA)
    .description('redact, number, log, write productions/<volume>/ and verify it')
    .addHelpText(
      'after',
      '\nExample:\n  withhold produce smith-2025\n  withhold produce smith-2025 --accept-proposals --by "Wanda Recordbook"\n  withhold produce smith-2025 --encrypt-to age1...\n  withhold produce smith-2025 --for gal --accept-proposals --by "Wanda Recordbook"\n  withhold produce smith-2025 --in-camera --accept-proposals --by "Wanda Recordbook"',
    )
    .action(
      act(async (terminal, [dir = ''], options) => {
        if (options['inCamera'] === true) return inCamera(terminal, dir, options, toRun(options));
        const { produceFolder } = await import('../pipeline/produce.ts');
        const run = { ...toRun(options), ...(await packingOf(options)) };
        return tell(terminal, await produceFolder(dir, run, terminal.progress));
      }),
    );

  acceptance(program.command('respond'))
    .option('--model <dir>', MODEL)
    .description('prepare, then produce: the batch form; never releases')
    .addHelpText('after', '\nExample:\n  withhold respond smith-2025 --accept-proposals --by "Wanda Recordbook"')
    .action(
      act(async (terminal, [dir = ''], options) => {
        const { produceFolder } = await import('../pipeline/produce.ts');
        const run = { ...toRun(options), ...(await packingOf(options)) };
        return tell(terminal, await produceFolder(dir, run, terminal.progress));
      }),
    );

  addPacking(program.command('release'))
    .description('clear the UNREVIEWED mark once named people have settled everything')
    .argument('<dir>', 'matter folder')
    .requiredOption('--by <name>', "the agency's own attorney, as named in matter.yaml")
    .option(...FOR)
    .option('--in-camera', IN_CAMERA)
    .addHelpText('after', '\nExample:\n  withhold release smith-2025 --by "Lex Dummond"')
    .action(
      act(async (terminal, [dir = ''], options) => {
        if (options['inCamera'] === true)
          return inCamera(terminal, dir, options, {
            acceptProposals: false,
            releasedBy: String(options['by']),
            ...toFor(options),
          });
        const { releaseFolder } = await import('../pipeline/produce.ts');
        const { packing } = await packingOf(options);
        return tell(
          terminal,
          await releaseFolder(dir, String(options['by']), terminal.progress, packing, toFor(options).forId),
        );
      }),
    );
}

async function inCamera(
  terminal: Terminal,
  dir: string,
  options: Record<string, unknown>,
  run: InCameraRun,
): Promise<Answer> {
  if ((await packingOf(options)).packing !== undefined)
    throw new UsageError('--in-camera writes a folder for chambers: encrypt it yourself as the court asks.');
  const { inCameraFolder } = await import('../pipeline/in-camera.ts');
  return tell(terminal, await inCameraFolder(dir, run, terminal.progress));
}

function toRun(options: Record<string, unknown>): {
  acceptProposals: boolean;
  by?: string;
  model?: string;
  forId?: string;
} {
  const by = options['by'];
  const model = toModel(options);
  return {
    ...toFor(options),
    ...(model === undefined ? {} : { model }),
    acceptProposals: options['acceptProposals'] === true,
    ...(typeof by === 'string' ? { by } : {}),
  };
}

function toModel(options: Record<string, unknown>): string | undefined {
  const model = options['model'];
  return typeof model === 'string' ? model : undefined;
}

function tell(terminal: Terminal, answer: ProduceAnswer): Answer {
  sayUnreadable(terminal, answer.unreadable);
  terminal.say(answer.lines.join('\n'));
  if (answer.documents.length > 0) terminal.say(toTable(answer.documents));
  if (answer.next !== undefined) terminal.say(`Next: ${answer.next}`);
  return { exitCode: answer.exitCode, result: answer.result };
}

function sayUnreadable(
  terminal: Terminal,
  unreadable: readonly { file: string; problem: string; nextStep: string }[],
): void {
  for (const { file, problem, nextStep } of unreadable) terminal.say(`Not read: ${file}: ${problem} ${nextStep}`);
}
