import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { naturalOrder } from '../../src/model/natural-order.ts';
import { listFiles, replaceFolder, sha256, writeWhole } from '../../src/store/files.ts';
import { appendJournal, readJournal } from '../../src/store/journal.ts';
import { openWorkspace, withLock } from '../../src/store/workspace.ts';

const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'withhold-'));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

const decision = { at: '2025-08-13', by: 'Lex Dummond', item: 'm1', kind: 'mark' as const, verdict: 'accept' as const };

describe('files', () => {
  test('stand in natural order, part by part', () => {
    expect(['10-a.pdf', '2-b.pdf', '2/9.pdf', '2/10.pdf'].sort(naturalOrder)).toEqual([
      '2/9.pdf',
      '2/10.pdf',
      '2-b.pdf',
      '10-a.pdf',
    ]);
  });

  test('are listed at any depth, without hidden and system files', () => {
    const dir = folder();
    for (const path of ['b.pdf', 'a/c.pdf', '.hidden', 'a/.DS_Store', 'Thumbs.db']) writeWhole(join(dir, path), 'x');
    expect(listFiles(dir)).toEqual(['a/c.pdf', 'b.pdf']);
  });

  test('are written whole: no partial file stays', () => {
    const dir = folder();
    writeWhole(join(dir, 'a', 'b.txt'), 'one');
    writeWhole(join(dir, 'a', 'b.txt'), 'two');
    expect(readdirSync(join(dir, 'a'))).toEqual(['b.txt']);
    expect(readFileSync(join(dir, 'a', 'b.txt'), 'utf8')).toBe('two');
  });

  test('a folder takes the place of another', () => {
    const dir = folder();
    writeWhole(join(dir, 'new', 'x'), '1');
    writeWhole(join(dir, 'old', 'y'), '2');
    replaceFolder(join(dir, 'new'), join(dir, 'old'));
    expect(listFiles(dir)).toEqual(['old/x']);
  });

  test('two lists of parts never share a key', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(sha256(...a)).not.toBe(sha256(...b));
      }),
    );
  });
});

describe('the workspace', () => {
  test('keeps results, and refuses one that was changed', () => {
    const workspace = openWorkspace(folder());
    const key = sha256('page');
    expect(workspace.find('page', key)).toBeUndefined();
    workspace.keep('page', key, { words: 3 });
    expect(workspace.find('page', key)).toEqual({ words: 3 });
    const path = workspace.path('derived', 'page', key.slice(0, 2), `${key}.json`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('3', '4'));
    expect(() => workspace.find('page', key)).toThrow(/damaged/);
  });

  test('lets one process in at a time, and forgets one that died', async () => {
    const workspace = openWorkspace(folder());
    writeWhole(workspace.path('lock'), '999999999');
    expect(await withLock(workspace, async () => 'in')).toBe('in');
    writeWhole(workspace.path('lock'), '1');
    await expect(withLock(workspace, async () => 'in')).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('the journal', () => {
  test('numbers and chains decisions', () => {
    const path = join(folder(), 'decisions.jsonl');
    appendJournal(path, [decision, { ...decision, item: 'm2' }]);
    appendJournal(path, [{ ...decision, verdict: 'reject', reason: 'not her' }]);
    expect(readJournal(path).map(({ seq, item, verdict }) => [seq, item, verdict])).toEqual([
      [1, 'm1', 'accept'],
      [2, 'm2', 'accept'],
      [3, 'm1', 'reject'],
    ]);
  });

  test.each([
    ['an edited line', (text: string) => text.replace('accept', 'reject')],
    ['a lost line', (text: string) => text.split('\n').slice(1).join('\n')],
    ['a cut line', (text: string) => text.slice(0, -10)],
    ['a line that is not JSON', (text: string) => `${text}oops\n`],
  ])('refuses %s', (_, spoil) => {
    const path = join(folder(), 'decisions.jsonl');
    appendJournal(path, [decision, { ...decision, item: 'm2' }]);
    writeFileSync(path, spoil(readFileSync(path, 'utf8')));
    expect(() => readJournal(path)).toThrow(/damaged at line/);
  });
});
