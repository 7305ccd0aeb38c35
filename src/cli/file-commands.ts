import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import type { Box } from '../model/geometry.ts';
import type { RedactReport } from '../pipeline/files.ts';
import type { Act } from './main.ts';
import { count, type Terminal, toTable } from './terminal.ts';

const gather = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** redact and verify: single files, no matter folder. */
export function addFileCommands(program: Command, act: Act): void {
  addRedact(program, act);
  addVerify(program, act);
}

function addRedact(program: Command, act: Act): void {
  program
    .command('redact')
    .description('remove terms, patterns and boxes from one PDF; nothing is written unless verification passes')
    .argument('<in.pdf>', 'the file; never written to')
    .requiredOption('--out <file>', 'where the redacted file goes')
    .option('--term <text>', 'remove every place of this text (again for more)', gather, [])
    .option('--terms <file>', 'terms, one a line, # comments')
    .option('--pattern <id>', 'remove what a pattern finds: ssn, phone, email ... (again for more)', gather, [])
    .option('--box <page:x,y,w,h>', 'remove what lies in a box, points from the top left (again for more)', gather, [])
    .option('--apply-marks', 'treat redaction and highlight annotations as boxes')
    .option('--code <label>', 'what the boxes say', 'REDACTED')
    .addOption(
      new Option('--ocr <when>', 'read pages from their pixels').choices(['auto', 'always', 'never']).default('auto'),
    )
    .addOption(
      new Option('--relay <when>', 're-lay lines whose gap names what was removed')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--password-file <file>', 'passwords to try, one a line')
    .addHelpText(
      'after',
      '\nExample:\n  withhold redact letter.pdf --out letter-redacted.pdf --term "Jane Doe" --pattern ssn --box 2:72,144,200,14',
    )
    .action(
      act(async (terminal, [file = ''], options) => {
        const o = options as unknown as RedactOptions;
        const boxes = o.box.map(parseBox);
        const { redactToFile } = await import('../pipeline/files.ts');
        const answer = await redactToFile(
          {
            ...o,
            file,
            terms: o.term,
            ...(o.terms === undefined ? {} : { termsFile: o.terms }),
            patterns: o.pattern,
            boxes,
            applyMarks: o.applyMarks === true,
          },
          terminal.progress,
        );
        sayRedacted(terminal, o.out, answer);
        return { exitCode: 0, result: answer };
      }),
    );
}

function addVerify(program: Command, act: Act): void {
  program
    .command('verify')
    .description('try to break any PDF or production folder, ours or anybody’s')
    .argument('<paths...>', 'PDF files or production folders')
    .option('--term <text>', 'text that must not be found (again for more)', gather, [])
    .option('--terms <file>', 'terms, one a line, # comments')
    .option('--against <source.pdf>', 'the file it was made from: also report what was lost outside the boxes')
    .addHelpText(
      'after',
      '\nExample:\n  withhold verify from-opposing-counsel.pdf\n  withhold verify smith-2025/productions/VOL001 --terms names.txt',
    )
    .action(
      act(async (terminal, paths, options) => {
        const o = options as unknown as VerifyOptions;
        const { verifyPaths } = await import('../pipeline/files.ts');
        const answer = await verifyPaths(
          {
            paths,
            terms: o.term,
            ...(o.terms === undefined ? {} : { termsFile: o.terms }),
            ...(o.against === undefined ? {} : { against: o.against }),
          },
          terminal.progress,
        );
        const rows = answer.files.flatMap(({ file, findings }) =>
          findings.map((f) => [
            f.level,
            file,
            f.page === null ? '-' : String(f.page),
            `${f.class} ${f.name}`,
            f.seen_by.join(','),
            f.what,
          ]),
        );
        if (rows.length > 0) terminal.say(toTable([['LEVEL', 'FILE', 'PAGE', 'CLASS', 'SEEN BY', 'WHAT'], ...rows]));
        for (const { problem } of answer.unreadable) terminal.say(`Not checked: ${problem}`);
        const leaks = rows.filter(([level]) => level === 'leak').length;
        terminal.say(
          `${count(answer.files.length, 'file')}: ${count(leaks, 'leak')}, ${count(rows.length - leaks, 'risk')}.`,
        );
        return {
          exitCode: answer.exitCode,
          result: {
            files: answer.files,
            ...(answer.unreadable.length > 0 ? { unreadable: answer.unreadable } : {}),
          },
        };
      }),
    );
}

interface RedactOptions {
  readonly out: string;
  readonly term: readonly string[];
  readonly terms?: string;
  readonly pattern: readonly string[];
  readonly box: readonly string[];
  readonly applyMarks?: boolean;
  readonly code: string;
  readonly ocr: 'auto' | 'always' | 'never';
  readonly relay: 'auto' | 'always' | 'never';
  readonly passwordFile?: string;
}

interface VerifyOptions {
  readonly term: readonly string[];
  readonly terms?: string;
  readonly against?: string;
}

/** `PAGE:X,Y,W,H` in points from the top left of the page as displayed. */
function parseBox(text: string): { page: number; box: Box } {
  const match = /^(\d+):(-?[\d.]+),(-?[\d.]+),([\d.]+),([\d.]+)$/.exec(text.replaceAll(' ', ''));
  const [page = 0, x = 0, y = 0, w = 0, h = 0] = (match ?? []).slice(1).map(Number);
  if (match === null || page < 1 || ![x, y, w, h].every(Number.isFinite) || w <= 0 || h <= 0) {
    throw new UsageError(
      `--box "${text}" is not PAGE:X,Y,W,H, for example 2:72,144,200,14 (points from the top left).`,
    );
  }
  return { page, box: { x, y, w, h } };
}

function sayRedacted(terminal: Terminal, out: string, answer: RedactReport): void {
  terminal.say(`Removed ${count(answer.removed, 'place')}; verified; wrote ${out}.`);
  const rebuilt = answer.pages.filter((page) => page.mode === 'rebuild').length;
  if (rebuilt > 0) terminal.say(`${count(rebuilt, 'page')} rebuilt from redacted pixels.`);
  const told = answer.risks.filter((risk) => risk.name === 'gap-width' && risk.seenBy.includes('metrics')).length;
  if (told > 0)
    terminal.say(`Warning: the width of ${count(told, 'gap')} may tell what was removed; --relay always closes it.`);
  const remarks = answer.pages.reduce((sum, page) => sum + (page.remarks ?? 0), 0);
  if (remarks > 0) terminal.say(`${count(remarks, 'remark')} attached to pages left out: read them in the source.`);
  if (answer.tags?.kept === false) terminal.say(`No longer tagged for screen readers: ${answer.tags.why ?? ''}.`);
  for (const { term, places } of answer.found_hidden) {
    const where = places.map(({ where, pages }) => `${HIDDEN[where]}${onPages(pages)}`).join(', ');
    terminal.warn(`Term ${term} stood only where no page shows it (${where}); it is gone from there.`);
  }
  if (answer.not_found.length > 0)
    terminal.warn(
      `Not found: term ${answer.not_found.join(', ')}. Is it spelled as in the file, or only in a picture?`,
    );
}

/** What people call the places in a PDF that no page shows. */
const HIDDEN: Readonly<Record<RedactReport['found_hidden'][number]['places'][number]['where'], string>> = {
  'hidden-text': 'hidden text',
  annotation: 'a comment or a link',
  'form-field': 'a form field',
  outline: 'a bookmark',
  'named-strings': 'the name of a place',
  metadata: 'metadata',
  attachment: 'an attachment',
  'script-or-action': 'a script',
  'optional-content': 'the name of a layer',
  'actual-text': 'words for screen readers',
};

function onPages(pages: readonly number[]): string {
  if (pages.length === 0) return '';
  const some = pages.slice(0, 5).join(', ');
  return ` on page ${some}${pages.length > 5 ? ` and ${pages.length - 5} more` : ''}`;
}
