import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Task, tasksOf } from './corpora-files.ts';
import type { Outcome } from './redact-one.ts';

/** No file may take longer, whatever is in it. */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const LIMIT_MB = 1024;

type Line = Task & { readonly outcome?: Outcome; readonly fate?: string };

const corpora = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));
const scratch = options.keep ?? mkdtempSync(join(tmpdir(), 'redact-corpora-'));
mkdirSync(scratch, { recursive: true });
const tasks = tasksOf(corpora, scratch).filter(({ name }) => name.includes(options.only));
if (tasks.length === 0) print('The corpora are not there: nothing was tried.');
else await report(tasks);
if (options.keep === undefined) rmSync(scratch, { recursive: true });

async function report(all: readonly Task[]): Promise<void> {
  const lines: Line[] = new Array(all.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let task = all[next]; task !== undefined; task = all[next]) {
      const at = next++;
      const line = await redactOne(task, at);
      lines[at] = line;
      if (!options.json) print(rowOf(line));
    }
  };
  if (!options.json) print('file | surgery untouched rebuilt of pages | removed | lost | survivors | s | MB | notes');
  await Promise.all(Array.from({ length: Number(options.jobs) }, lane));
  if (options.json) print(JSON.stringify(lines));
  else summary(lines);
}

/** Redacts one file in a process of its own, which is ended when its time is up. */
async function redactOne(task: Task, number: number): Promise<Line> {
  const answer = join(scratch, `answer-${number}.json`);
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('redact-one.ts', import.meta.url)), JSON.stringify(task), answer],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, Number(options.seconds) * 1000);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  if (late) return { ...task, fate: `no answer after ${options.seconds} s` };
  if (code !== 0) return { ...task, fate: `crashed: ${said.trim().split('\n').at(-1) ?? code}` };
  return { ...task, outcome: JSON.parse(readFileSync(answer, 'utf8')) };
}

function rowOf({ name, outcome, fate, opens }: Line): string {
  if (outcome === undefined) return `${name} | FAILED ${fate}`;
  const { surgery, untouched, rebuilt, pages, removed, notFound, survivors, lost, lostRebuilt, seconds, megabytes } =
    outcome;
  const cost = `${seconds.toFixed(1)} | ${megabytes.toFixed(0)}${megabytes > LIMIT_MB ? ' TOO MUCH' : ''}`;
  if (outcome.refused !== undefined)
    return `${name} | refused${opens ? ' (opens in poppler)' : ''}: ${outcome.refused} | ${cost}`;
  const reasons = [...new Set(rebuilt.map(({ why }) => why))].join('; ');
  const notes = [
    ...(reasons === '' ? [] : [`rebuilt: ${reasons}`]),
    ...(notFound === 0 ? [] : [`${notFound} terms not found`]),
    ...(lostRebuilt === 0 ? [] : [`${lostRebuilt} words lost on rebuilt pages`]),
    ...(lost.length === 0 ? [] : [`lost: ${lost.slice(0, 8).join(' ')}`]),
    ...survivors,
  ];
  return `${name} | ${surgery} ${untouched} ${rebuilt.length} of ${pages} | ${removed} | ${lost.length} | ${survivors.length} | ${cost} | ${notes.join('; ')}`;
}

function summary(lines: readonly Line[]): void {
  const fine = lines.filter(({ opens }) => opens);
  const made = fine.flatMap(({ outcome }) => (outcome === undefined || outcome.refused !== undefined ? [] : [outcome]));
  const pages = made.reduce((sum, { pages }) => sum + pages, 0);
  const rebuilt = made.reduce((sum, outcome) => sum + outcome.rebuilt.length, 0);
  const all = lines.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  print('');
  print(`${lines.length} files, ${fine.length} open in poppler without error.`);
  print(
    `Of those: ${pages} pages, ${rebuilt} rebuilt (${percent(rebuilt, pages)}), ${fine.length - made.length} files refused or failed.`,
  );
  print(
    `Files with survivors: ${all.filter(({ survivors }) => survivors.length > 0).length}; with lost words: ${all.filter(({ lost }) => lost.length > 0).length}; crashed or late: ${lines.length - all.length}.`,
  );
  print(
    `Most memory: ${Math.max(0, ...all.map(({ megabytes }) => megabytes)).toFixed(0)} MB; longest: ${Math.max(0, ...all.map(({ seconds }) => seconds)).toFixed(0)} s.`,
  );
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
