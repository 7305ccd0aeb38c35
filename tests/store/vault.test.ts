import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError, WorkspaceError } from '../../src/errors.ts';
import { appendJournal, readJournal } from '../../src/store/journal.ts';
import { closeVaults, readAtRest, unlockWith, writeAtRest } from '../../src/store/vault.ts';
import { keepVolume, readVolumes } from '../../src/store/volumes.ts';
import { openWorkspace, type Workspace, withLock } from '../../src/store/workspace.ts';

// A passphrase is meant to cost time; a busy machine makes it more.
vi.setConfig({ testTimeout: 60_000 });

let matter = '';
let pass = '';
const SECRET = 'Nora Nextdoor called on Monday';
const decision = { at: '2025-08-13', by: 'Lex Dummond', item: 'm1', kind: 'mark' as const, verdict: 'accept' as const };

beforeEach(() => {
  matter = mkdtempSync(join(tmpdir(), 'withhold-vault-'));
  pass = join(matter, 'pass.txt');
  writeFileSync(pass, 'a long enough passphrase\n');
  unlockWith(pass);
});
afterEach(() => {
  closeVaults();
  unlockWith(undefined);
  rmSync(matter, { recursive: true, force: true });
});

/** As another process would open it. */
function reopen(encrypted = true): Workspace {
  closeVaults();
  return openWorkspace(matter, encrypted);
}

const settled = (workspace: Workspace): Promise<void> => withLock(workspace, async () => {});

/** Everything that lies below `.withhold`, as text. */
function lying(): string {
  const entries = readdirSync(join(matter, '.withhold'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

function fill(workspace: Workspace): void {
  workspace.keep('page', 'ab12', { text: SECRET });
  workspace.keepBytes('pdf', 'cd34', Buffer.from(SECRET));
  appendJournal(workspace.path('decisions.jsonl'), [{ ...decision, reason: SECRET }]);
  keepVolume(workspace, 'VOL001', { date: '2025-08-20', sealed: false, runBy: 'Nora Nextdoor' });
}

function check(workspace: Workspace): void {
  expect(workspace.find('page', 'ab12')).toEqual({ text: SECRET });
  expect(Buffer.from(workspace.findBytes('pdf', 'cd34') ?? []).toString()).toBe(SECRET);
  expect(readJournal(workspace.path('decisions.jsonl'))).toMatchObject([{ reason: SECRET, seq: 1 }]);
  expect(readVolumes(workspace)['VOL001']).toMatchObject({ runBy: 'Nora Nextdoor' });
}

describe('an encrypted workspace', () => {
  test('holds no word in the clear, and gives all of it back', () => {
    fill(openWorkspace(matter, true));
    expect(lying()).not.toMatch(/Nora|Monday|Dummond|VOL001/);
    check(reopen());
  });

  test('stays encrypted when matter.yaml says so no longer', () => {
    fill(openWorkspace(matter, true));
    const workspace = reopen(false);
    check(workspace);
    workspace.keep('page', 'ef56', { text: SECRET });
    expect(lying()).not.toContain('Nora');
  });

  test('takes in what lay there in the clear, also after being cut off halfway', async () => {
    const plain = openWorkspace(matter);
    fill(plain);
    writeAtRest(plain.path('verification.json'), SECRET);
    expect(lying()).toContain('Nora');
    const half = reopen();
    // What a killed run leaves: the key, some files encrypted, some not.
    half.keep('page', 'ab12', { text: SECRET });
    const again = reopen();
    await settled(again);
    expect(lying()).not.toMatch(/Nora|Dummond/);
    check(again);
    check(reopen());
  });

  test('refuses a wrong passphrase, a short one and none', () => {
    fill(openWorkspace(matter, true));
    writeFileSync(pass, 'another long passphrase\n');
    expect(() => reopen()).toThrow(WorkspaceError);
    expect(() => reopen()).toThrow(/does not open/);
    writeFileSync(pass, 'short\n');
    expect(() => reopen()).toThrow(UsageError);
    unlockWith(undefined);
    expect(() => reopen()).toThrow(/--unlock FILE/);
  });

  test('believes no file that was changed, moved or put there by another', async () => {
    const workspace = openWorkspace(matter, true);
    fill(workspace);
    await settled(workspace);
    const path = workspace.path('decisions.jsonl');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(bytes.at(-1) === 0 ? 1 : 0, bytes.length - 1));
    expect(() => readJournal(path)).toThrow(/damaged or was moved/);
    writeFileSync(path, bytes);
    renameSync(workspace.path('volumes.json'), path);
    expect(() => readJournal(path)).toThrow(/damaged or was moved/);
    writeFileSync(path, '{}\n');
    expect(() => readJournal(path)).toThrow(/not encrypted/);
    writeFileSync(path, '');
    expect(() => readAtRest(path)).toThrow(WorkspaceError);
  });

  test('is lost, and says so, without its key', () => {
    fill(openWorkspace(matter, true));
    rmSync(join(matter, '.withhold', 'key.json'));
    expect(() => check(reopen(false))).toThrow(/key\.json is gone/);
    expect(() => reopen(true)).toThrow(/key\.json is gone/);
    writeFileSync(join(matter, '.withhold', 'key.json'), '{}');
    expect(() => reopen()).toThrow(/key\.json is damaged/);
  });

  test('is opened by the keyring of who made it, and by nobody else’s', () => {
    const kept = new Map<string, string>();
    const keyring = () => ({
      read: (name: string) => kept.get(name),
      write: (name: string, s: string) => void kept.set(name, s),
    });
    unlockWith('keyring', keyring);
    fill(openWorkspace(matter, true));
    check(reopen());
    expect([...kept.values()].map((secret) => secret.length)).toEqual([43]);
    expect(lying()).not.toContain([...kept.values()][0]);
    kept.clear();
    expect(() => reopen()).toThrow(/keyring of this user holds no passphrase/);
  });

  test('is made once, whoever comes first', () => {
    openWorkspace(matter, true);
    const key = readFileSync(join(matter, '.withhold', 'key.json'), 'utf8');
    fill(reopen());
    expect(readFileSync(join(matter, '.withhold', 'key.json'), 'utf8')).toBe(key);
    expect(readdirSync(join(matter, '.withhold')).filter((name) => name.includes('.new'))).toEqual([]);
  });

  test('is not made where nobody asks for it', () => {
    fill(openWorkspace(matter));
    expect(existsSync(join(matter, '.withhold', 'key.json'))).toBe(false);
    expect(lying()).toContain('Nora');
  });
});
