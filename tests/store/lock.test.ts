import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { hasEnded, ownFacts, type ProcessFacts } from '../../src/store/process-facts.ts';
import { openWorkspace, withLock } from '../../src/store/workspace.ts';

const own = ownFacts();
const tells = existsSync('/proc/self/stat');
const folder = mkdtempSync(join(tmpdir(), 'withhold-lock-'));
const workspace = openWorkspace(folder);
const lock = workspace.path('lock');
mkdirSync(workspace.folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const take = (): Promise<string> => withLock(workspace, async () => 'in');
const NOBODY = 999999999;

/** Facts of a process that runs as long as this one: its parent. */
function living(): ProcessFacts {
  const { began: _, ...here } = own;
  const stat = tells ? readFileSync(`/proc/${process.ppid}/stat`, 'utf8') : '';
  const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return { ...here, pid: process.ppid, ...(began === undefined ? {} : { began }) };
}

describe('a process', () => {
  const named = { ...own, machine: 'm1', boot: 'b2' };
  test.each<[string, ProcessFacts, ProcessFacts, boolean]>([
    ['of this machine that no signal reaches', { ...own, pid: NOBODY }, own, true],
    ['that lives', living(), own, false],
    ['that is this one', own, own, false],
    ['of another machine', { ...own, pid: NOBODY, host: `${own.host}-2` }, own, false],
    ['of another machine of this name', { ...named, pid: NOBODY, machine: 'm2' }, named, false],
    ['of another container', { ...own, pid: NOBODY, numbering: 'pid:[1]' }, { ...own, numbering: 'pid:[2]' }, false],
    ['of an earlier start of the machine', { ...named, pid: living().pid, boot: 'b1' }, named, true],
    ['of a machine that ran longer than this one has', { ...living(), up: own.up + 9000 }, bootless(), true],
  ])('%s', (_, other, here, ended) => {
    expect(hasEnded(other, here)).toBe(ended);
  });

  function bootless(): ProcessFacts {
    const { boot: _, ...rest } = own;
    return rest;
  }

  test('has not ended because somebody set the clock or a later version says more', async () => {
    writeFileSync(lock, JSON.stringify({ ...living(), more: true }));
    await expect(take()).rejects.toMatchObject({ exitCode: 5 });
    rmSync(lock);
  });
});

describe('a lock', () => {
  test.runIf(tells)('under a number that went to another process holds nobody up', async () => {
    writeFileSync(lock, JSON.stringify({ ...living(), began: '1' }));
    expect(await take()).toBe('in');
  });

  test.runIf(tells)('of a process that was killed and not yet buried holds nobody up', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    try {
      const pid = await new Promise<number>((done) => parent.stdout.once('data', (data) => done(Number(data))));
      const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '');
      const began = stat().split(' ')[19] ?? '';
      writeFileSync(lock, JSON.stringify({ ...own, pid, began }));
      await expect(take()).rejects.toThrow(`in use by process ${pid}:`);
      process.kill(pid, 'SIGKILL');
      // A busy machine buries late, but it kills within half a minute.
      await expect.poll(() => stat().charAt(0), { timeout: 30_000 }).toBe('Z');
      expect(await take()).toBe('in');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('of another machine holds, and names it', async () => {
    writeFileSync(lock, JSON.stringify({ ...own, pid: NOBODY, host: 'records-2' }));
    await expect(take()).rejects.toThrow(/in use by process 999999999 on the machine records-2: .*delete /);
    rmSync(lock);
  });

  test('that a run left empty holds nobody up', async () => {
    writeFileSync(lock, '');
    expect(await take()).toBe('in');
  });

  test('is not taken twice by one process, and one taken meanwhile by another stays', async () => {
    await withLock(workspace, async () => {
      await expect(take()).rejects.toThrow(`in use by process ${process.pid}:`);
      writeFileSync(lock, JSON.stringify(living()));
    });
    expect(existsSync(lock)).toBe(true);
    rmSync(lock);
  });

  test('of a dead run goes to one of many that find it', async () => {
    writeFileSync(lock, JSON.stringify({ ...own, pid: NOBODY }));
    const diary = join(folder, 'diary');
    const module = fileURLToPath(new URL('../../src/store/workspace.ts', import.meta.url));
    const script = `const { appendFileSync } = await import('node:fs');
      const { openWorkspace, withLock } = await import(${JSON.stringify(module)});
      await withLock(openWorkspace(${JSON.stringify(folder)}), async () => {
        appendFileSync(${JSON.stringify(diary)}, 'in ');
        await new Promise((done) => setTimeout(done, 300));
        appendFileSync(${JSON.stringify(diary)}, 'out ');
      });`;
    const runs = Array.from({ length: 5 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }),
    );
    await Promise.all(runs.map((run) => new Promise((done) => run.once('close', done))));
    expect(readFileSync(diary, 'utf8')).toMatch(/^(?:in out )+$/);
  });
});
