import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import { absentSources } from '../../src/pipeline/received.ts';
import { openWorkspace } from '../../src/store/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'withhold-received-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (file: string, sha256: string, more: Partial<Source> = {}): Source => ({
  file,
  sha256,
  format: 'pdf',
  pages: 1,
  notes: [],
  ...more,
});

describe('the register of what was received', () => {
  const workspace = openWorkspace(folder);
  const look = (lying: readonly string[], present: readonly Source[], read = present) =>
    absentSources(workspace, lying, present, read);
  const [a, b] = [source('a.pdf', 'A'), source('b.pdf', 'B')];

  test.each<[string, ReturnType<typeof look>, unknown]>([
    ['at first nothing is gone', look(['a.pdf', 'b.pdf'], [a, b]), []],
    ['a file is gone', look(['a.pdf'], [a]), [{ file: 'b.pdf', sha256: 'B', replaced: false }]],
    ['a file has another name', look(['a.pdf', 'c/b.pdf'], [a, source('c/b.pdf', 'B')]), []],
    [
      'a file has other bytes',
      look(['a.pdf', 'b.pdf'], [a, source('b.pdf', 'X')]),
      [{ file: 'b.pdf', sha256: 'B', replaced: true }],
    ],
    [
      'a file nobody could read any more',
      look(['a.pdf', 'b.pdf'], [a]),
      [
        { file: 'b.pdf', sha256: 'B', replaced: true },
        { file: 'b.pdf', sha256: 'X', replaced: true },
      ],
    ],
    [
      'what was never read and what lay inside another file is not missed',
      look(['a.pdf', 'd.pdf'], [a, b, source('b.pdf', 'X'), source('d.pdf', 'D')], [a]),
      [],
    ],
    [
      'one that was not read before was replaced by one that is',
      look(['d.pdf'], [a, b, source('b.pdf', 'X'), source('d.pdf', 'E')]),
      [],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));

  test('holds each file once', () => {
    look(['a.pdf'], [a, source('a.pdf#attachment-1', 'I', { parent: { file: 'a.pdf', order: 1, of: 1 } })]);
    const kept = JSON.parse(readFileSync(workspace.path('received.json'), 'utf8'));
    expect(kept.map(({ file, sha256 }: Source) => `${file} ${sha256}`)).toEqual([
      'a.pdf A',
      'b.pdf B',
      'b.pdf X',
      'c/b.pdf B',
      'd.pdf E',
    ]);
  });
});
