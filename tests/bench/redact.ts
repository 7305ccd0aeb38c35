import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cost, TimedRun } from './redact-timed.ts';
import { shippedEnv, shippedFlags } from './shipped-flags.ts';

const TERMS = ['Margaret Whitfield', 'Jane Doe', 'Theodore Kowalczyk'];

/** Times PyMuPDF's processor time is to be multiplied by at most. */
const FILES = [
  { file: 'office-200p.pdf', most: 1 },
  { file: 'browser-200p.pdf', most: 1.5 },
];

interface Row {
  readonly file: string;
  readonly most: number;
  readonly withhold?: TimedRun;
  readonly pymupdf?: Cost;
}

const json = process.argv.includes('--json');
const redactOnly = process.argv.includes('--redact-only') ? ['--redact-only'] : [];
const only = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? '';
const folder = fileURLToPath(new URL('../../../shared/corpora/bench/', import.meta.url));
const rows = FILES.filter(({ file }) => file.includes(only) && existsSync(`${folder}${file}`)).map(
  ({ file, most }): Row => {
    const withhold = cost<TimedRun>(process.execPath, [
      ...shippedFlags(),
      here('redact-timed.ts'),
      ...redactOnly,
      `${folder}${file}`,
      ...TERMS,
    ]);
    const pymupdf = pythons()
      .map((python) => cost<Cost>(python, [here('pymupdf.py'), `${folder}${file}`, ...TERMS]))
      .find((run) => run !== undefined);
    return { file, most, ...(withhold && { withhold }), ...(pymupdf && { pymupdf }) };
  },
);
if (json) print(JSON.stringify(rows));
else if (rows.length === 0) print('The bench files are not there: nothing was measured.');
else table(rows);

function table(all: readonly Row[]): void {
  print('One core; processor time, so that other work on the machine changes little.');
  print('file              engine            ms/page   ratio  goal   peak MB');
  for (const { file, most, withhold, pymupdf } of all) {
    if (pymupdf === undefined) print(`${name(file)}PyMuPDF is not installed: skipped (python3-fitz)`);
    else print(`${name(file)}PyMuPDF         ${figures(pymupdf, pymupdf.pages)}   1.00        ${memory(pymupdf)}`);
    if (withhold === undefined) {
      print(`${name(file)}withhold failed`);
      continue;
    }
    const { redact, verify } = withhold;
    const ratio = (seconds: number): string =>
      (pymupdf === undefined ? '-' : (seconds / pymupdf.seconds).toFixed(2)).padStart(7);
    print(
      `${name(file)}withhold        ${figures(redact, redact.pages)}${ratio(redact.seconds)}${most.toFixed(1).padStart(6)}  ${memory(redact)}`,
    );
    if (verify === undefined) continue;
    print(
      `${name(file)}  its verifier  ${figures(verify, redact.pages)}${ratio(verify.seconds)}        ${verify.megabytes.toFixed(0).padStart(8)}`,
    );
  }
}

function name(file: string): string {
  return basename(file, '.pdf').padEnd(18);
}

function figures({ seconds }: { readonly seconds: number }, pages: number): string {
  return ((1000 * seconds) / pages).toFixed(1).padStart(9);
}

function memory({ megabytes }: Cost): string {
  return megabytes.toFixed(0).padStart(8);
}

/** Runs a program on one core where taskset is there; undefined where it fails. */
function cost<T>(program: string, args: readonly string[]): T | undefined {
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  const [first, rest] = pinned ? ['taskset', ['-c', '0', program, ...args]] : [program, [...args]];
  const run = spawnSync(first, rest, {
    env: shippedEnv(),
    maxBuffer: 1 << 24,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (run.status !== 0) return undefined;
  const answer: T = JSON.parse(run.stdout.toString());
  return answer;
}

/** A shell may have a Python of its own that does not know the system's packages. */
function pythons(): readonly string[] {
  return ['python3', '/usr/bin/python3'];
}

/** What the command itself is started with. */
function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
