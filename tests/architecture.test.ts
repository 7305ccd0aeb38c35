import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** Who may import whom, by room; errors and model are open to all. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  pdf: [],
  tools: [],
  store: [],
  ingest: ['pdf'],
  read: ['pdf'],
  split: [],
  detect: [],
  decide: [],
  redact: ['pdf'],
  log: [],
  produce: ['pdf', 'log'],
  verify: [],
  pipeline: [
    'pdf',
    'tools',
    'store',
    'ingest',
    'read',
    'split',
    'detect',
    'decide',
    'redact',
    'log',
    'produce',
    'verify',
  ],
  cli: ['pipeline', 'store'],
};

/** Modules that only one room may touch. */
const keptTo: Record<string, readonly string[]> = {
  'node:fs': ['store'],
  'node:child_process': ['tools'],
  zod: ['store', 'cli'],
  commander: ['cli'],
  'tesseract.js': ['tools'],
  'zxing-wasm': ['tools'],
};

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

const files = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const imports: readonly Import[] = files(root).flatMap((path) => {
  const parts = relative(root, path).split('/');
  const room = parts.length > 1 ? (parts[0] ?? '') : '';
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    file: relative(root, path),
    room,
    target: match[1] ?? '',
  }));
});

describe('the rooms', () => {
  test('import only what stands below them', () => {
    const wrong = imports.filter(({ room, target }) => {
      if (!target.startsWith('.') || room === '') return false;
      const other = target.startsWith('../') ? (target.split('/')[1] ?? '') : room;
      return other !== room && other !== 'errors.ts' && other !== 'model' && !mayImport[room]?.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  test('leave the disk, other programs and the checker of files to one room each', () => {
    const wrong = imports.filter(({ room, target }) => {
      const rooms = Object.entries(keptTo).find(
        ([module]) => target === module || target.startsWith(`${module}/`),
      )?.[1];
      return rooms !== undefined && !rooms.includes(room);
    });
    expect(wrong).toEqual([]);
  });

  test('are flat and known', () => {
    const stray = files(root)
      .map((path) => relative(root, path).split('/'))
      .filter((parts) => parts.length > 2 || (parts.length === 2 && !(parts[0] ?? '' in mayImport)));
    expect(stray).toEqual([]);
    expect(imports.length).toBeGreaterThan(20);
  });

  test('hold no drawer for odds and ends', () => {
    const drawers = files(root).filter((path) => /^(utils?|helpers?|misc|common)\.ts$/.test(basename(path)));
    expect(drawers).toEqual([]);
  });

  test('hold no file over 300 lines', () => {
    const long = files(root).filter((path) => readFileSync(path, 'utf8').split('\n').length > 301);
    expect(long.map((path) => relative(root, path))).toEqual([]);
  });
});
