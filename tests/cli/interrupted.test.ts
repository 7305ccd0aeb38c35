import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bin, json, layOut, ordered, papers, scratch, signalled, withhold } from './run.ts';

const at = scratch();
const M = 'case';
const workspace = join(at, M, '.withhold');
const lock = join(workspace, 'lock');

/** Every file below a folder with its bytes, by path. */
function contents(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filesBelow(folder).map((path) => [path.slice(folder.length), readFileSync(path).toString('base64')]),
  );
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Files are counted and not read: the process that writes them moves them while it is watched. */
const begun = (count: number) => (): boolean =>
  existsSync(join(workspace, 'derived')) && filesBelow(join(workspace, 'derived')).length >= count;

describe('interrupted', () => {
  test('Ctrl-C is 130, frees the matter and leaves nothing half-written', async () => {
    layOut(join(at, M), ordered, await papers());
    const { code, out, err } = await signalled(['prepare', M], at, 'SIGINT', begun(1));
    expect([code, out, err]).toEqual([130, '', 'Interrupted: what is done is kept, run the command again.\n']);
    expect(existsSync(lock)).toBe(false);
    expect(Object.keys(contents(workspace)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('killed at any moment and run again it ends the same', async () => {
    const whole = layOut(join(at, 'whole'), ordered, await papers());
    expect(withhold(['prepare', 'whole'], at).code).toBe(0);
    for (const files of [0, 3, 5]) await signalled(['prepare', M], at, 'SIGKILL', begun(files));
    expect(withhold(['prepare', M], at).code).toBe(0);
    expect(contents(workspace)).toEqual(contents(join(whole, '.withhold')));
  });

  test('killed while a volume is put in place it is made again, and nothing half-made stays', async () => {
    const productions = join(at, M, 'productions');
    const draft = ['produce', M, '--accept-proposals', '--by', 'Ruth Keeper'];
    await signalled(draft, at, 'SIGKILL', () => existsSync(join(productions, 'VOL001.partial')));
    mkdirSync(join(productions, 'VOL000.partial', 'PDF'), { recursive: true });
    expect(withhold(draft, at).code).toBe(0);
    expect(readdirSync(productions).sort()).toEqual(['VOL001', 'VOL001.internal']);
    const once = contents(productions);
    expect(withhold(draft, at).code).toBe(0);
    expect(contents(productions)).toEqual(once);
  });
});

test('a disk that takes no more is told with the file, nothing half-written stays, and the next run goes on', async () => {
  layOut(join(at, 'full'), ordered, await papers());
  const limited = `ulimit -f 1; exec "$0" "$1" prepare full`;
  const run = spawnSync('sh', ['-c', limited, process.execPath, bin], { cwd: at, encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([
    2,
    expect.stringMatching(/^Cannot use .*\.withhold\/derived\/.*\.(?:bin|json): a file may not grow so large there\. /),
  ]);
  expect(filesBelow(join(at, 'full')).filter((name) => name.includes('partial'))).toEqual([]);
  expect(withhold(['prepare', 'full'], at).code).toBe(0);
});

describe('the workspace', () => {
  test('is held by one run at a time, and by a dead one not at all', () => {
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    try {
      writeFileSync(lock, String(holder.pid));
      const busy = json(['status', M], at);
      expect(busy).toMatchObject({ code: 5, it: { error: { code: 'workspace' } } });
      expect(busy.it.error.message).toContain(`in use by process ${holder.pid}`);
      expect(withhold(['prepare', M], at).code).toBe(5);
    } finally {
      holder.kill();
    }
    writeFileSync(lock, '999999999');
    expect(withhold(['status', M], at).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });

  test('says which file of it is damaged', () => {
    const derived = join(workspace, 'derived', 'page');
    const [first = ''] = Object.keys(contents(derived));
    const page = join(derived, first);
    const kept = readFileSync(page);
    writeFileSync(page, `${kept.toString('utf8')} `);
    const run = withhold(['prepare', M], at);
    expect([run.code, run.err]).toEqual([5, expect.stringContaining(first)]);
    writeFileSync(page, kept);

    writeFileSync(join(workspace, 'decisions.jsonl'), '{"seq":1}\n');
    expect(withhold(['produce', M], at)).toMatchObject({ code: 5, err: expect.stringContaining('decisions.jsonl') });
  });
});
