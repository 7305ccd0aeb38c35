import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Task, tasksOf } from './corpora-files.ts';
import { type Fate, runInSlices } from './in-slices.ts';
import type { Outcome } from './redact-one.ts';

/** Redacts every file of the corpora, each in a process of its own, with the verifier on. */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    /** Seconds after which no further file is begun; with --state the next run goes on. */
    budget: { type: 'string', default: '100000' },
    state: { type: 'string' },
    relay: { type: 'string', default: 'never' },
    json: { type: 'boolean', default: false },
  },
});
const LIMIT_MB = 1024;

const corpora = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'redact-corpora-'));
mkdirSync(scratch, { recursive: true });
const relay: Task['relay'] = options.relay === 'auto' || options.relay === 'always' ? options.relay : 'never';
const tasks = tasksOf(corpora, scratch, options.only).map((task) => ({ ...task, relay }));
const opens = new Map(tasks.map((task) => [task.name, task.opens]));
if (tasks.length === 0) print('The corpora are not there: nothing was tried.');
else {
  if (!options.json)
    print('file | surgery untouched rebuilt of pages | removed | lost | survivors | s, of processor | MB | notes');
  const fates = await runInSlices<Outcome>(tasks, {
    script: fileURLToPath(new URL('redact-one.ts', import.meta.url)),
    seconds: Number(options.seconds),
    budget: Number(options.budget),
    ...(options.state === undefined ? {} : { state: options.state }),
    done: (fate) => options.json || print(rowOf(fate as Fate<Outcome>)),
  });
  if (options.json) print(JSON.stringify(fates));
  else summary(fates);
}
rmSync(scratch, { recursive: true });

function rowOf({ name, outcome, fate }: Fate<Outcome>): string {
  if (outcome === undefined) return `${name} | FAILED ${fate}`;
  const {
    surgery,
    untouched,
    rebuilt,
    pages,
    removed,
    notFound,
    survivors,
    lost,
    lostRebuilt,
    seconds,
    processor,
    megabytes,
  } = outcome;
  const cost = `${seconds.toFixed(1)}, ${processor.toFixed(1)} | ${megabytes.toFixed(0)}${megabytes > LIMIT_MB ? ' TOO MUCH' : ''}`;
  if (outcome.refused !== undefined)
    return `${name} | refused${opens.get(name) === true ? ' (opens in poppler)' : ''}: ${outcome.refused} | ${cost}`;
  const reasons = [...new Set(rebuilt.map(({ why }) => why))].join('; ');
  const notes = [
    ...(reasons === '' ? [] : [`rebuilt: ${reasons}`]),
    ...(notFound === 0 ? [] : [`${notFound} terms not found`]),
    ...(lostRebuilt === 0 ? [] : [`${lostRebuilt} words lost on rebuilt pages`]),
    ...(outcome.gaps.length === 0 ? [] : [`gaps: ${spread(outcome.gaps)}`]),
    ...(lost.length === 0 ? [] : [`lost: ${lost.slice(0, 8).join(' ')}`]),
    ...survivors,
  ];
  return `${name} | ${surgery} ${untouched} ${rebuilt.length} of ${pages} | ${removed} | ${lost.length} | ${survivors.length} | ${cost} | ${notes.join('; ')}`;
}

function summary(fates: readonly Fate<Outcome>[]): void {
  const fine = fates.filter(({ name }) => opens.get(name) === true);
  const made = fine.flatMap(({ outcome }) => (outcome === undefined || outcome.refused !== undefined ? [] : [outcome]));
  const pages = made.reduce((sum, { pages }) => sum + pages, 0);
  const rebuilt = made.reduce((sum, outcome) => sum + outcome.rebuilt.length, 0);
  const all = fates.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  print('');
  if (fates.length < tasks.length) print(`${tasks.length - fates.length} files are left for the next run.`);
  print(`${fates.length} files, ${fine.length} open in poppler without error.`);
  print(
    `Of those: ${pages} pages, ${rebuilt} rebuilt (${percent(rebuilt, pages)}), ${fine.length - made.length} files refused or failed.`,
  );
  print(
    `Files with survivors: ${all.filter(({ survivors }) => survivors.length > 0).length}; with lost words: ${all.filter(({ lost }) => lost.length > 0).length}; crashed or late: ${fates.length - all.length}.`,
  );
  const gaps = all.flatMap((outcome) => outcome.gaps);
  if (gaps.length > 0) print(`Names of 10,000 that fit (least/median/most): ${spread(gaps)}.`);
  print(
    `Most memory: ${Math.max(0, ...all.map(({ megabytes }) => megabytes)).toFixed(0)} MB; longest: ${Math.max(0, ...all.map(({ seconds }) => seconds)).toFixed(0)} s.`,
  );
}

/** Least, median and most of the names that fit the gaps over names, by their exact width and as painted. */
function spread(gaps: Outcome['gaps']): string {
  const of = (values: readonly number[]): string => {
    const sorted = values.toSorted((a, b) => a - b);
    return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].join('/');
  };
  return `k ${of(gaps.map(({ exact }) => exact))}, then ${of(gaps.map(({ left }) => left))} (${gaps.length} gaps)`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
