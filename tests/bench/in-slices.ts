import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedEnv, shippedFlags } from './shipped-flags.ts';

/** What came of a task: what its process wrote, or why it wrote nothing. */
export interface Fate<Outcome> {
  readonly name: string;
  readonly outcome?: Outcome;
  readonly fate?: string;
}

export interface Slicing {
  /** Script that is given a task as JSON and the path of its answer. */
  readonly script: string;
  /** No file may take longer, whatever is in it. */
  readonly seconds: number;
  /** After so many seconds no further task is begun. */
  readonly budget: number;
  /** JSON lines of what is done: a run goes on where the one before stopped. Absent: everything anew. */
  readonly state?: string;
  readonly done: (fate: Fate<unknown>) => void;
}

/** Runs each task in a process of its own; returns all that is done by now, in the order of the tasks. */
export async function runInSlices<Outcome>(
  tasks: readonly { readonly name: string }[],
  how: Slicing,
): Promise<readonly Fate<Outcome>[]> {
  const kept = new Map(readState(how.state).map((one) => [one.name, one]));
  const start = performance.now();
  for (const task of tasks) {
    if (kept.has(task.name)) continue;
    if (performance.now() - start > how.budget * 1000) break;
    const fate = await runOne(task, how);
    kept.set(task.name, fate);
    if (how.state !== undefined) appendFileSync(how.state, `${JSON.stringify(fate)}\n`);
    how.done(fate);
  }
  return tasks.flatMap(({ name }) => (kept.get(name) as Fate<Outcome> | undefined) ?? []);
}

function readState(state: string | undefined): readonly Fate<unknown>[] {
  if (state === undefined || !existsSync(state)) return [];
  const lines = readFileSync(state, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function runOne(task: { readonly name: string }, { script, seconds }: Slicing): Promise<Fate<unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'withhold-bench-'));
  const answer = join(folder, 'answer.json');
  const child = spawn(process.execPath, [...shippedFlags(), script, JSON.stringify(task), answer], {
    env: shippedEnv(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  try {
    const { name } = task;
    if (late) return { name, fate: `no answer after ${seconds} s` };
    if (code !== 0) return { name, fate: `crashed: ${said.trim().split('\n').at(-1) ?? code}` };
    return { name, outcome: JSON.parse(readFileSync(answer, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
