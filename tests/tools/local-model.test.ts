import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenModel } from '../../src/model/local-model.ts';
import { loadModelManifest } from '../../src/store/load-model.ts';
import { loadTransformers, openLocalModel, type Transformers } from '../../src/tools/local-model.ts';
import { labelWords, windowsOf, wordsOfText } from '../../src/tools/model-windows.ts';
import { writeManifest, writeTinyModel } from '../support/tiny-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'withhold-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const there = await loadTransformers().then(
  () => true,
  () => false,
);
if (!there) process.stderr.write('skipped: @huggingface/transformers, an optional peer, is not installed\n');

const WORDS = { Zorblat: 'B-PER', Quentwick: 'I-PER', Mimsy: 'B-PER' } as const;
beforeAll(() => writeTinyModel(folder, WORDS));

const open = async (load?: () => Promise<Transformers>): Promise<TokenModel> =>
  openLocalModel(folder, loadModelManifest(folder, ['PERSON']), load);

/** The same interface as the package's, over the same lookup: for machines that do not have it. */
const stand_in = (): Transformers => {
  const names = ['O', 'B-PER', 'I-PER'];
  const vocab = new Map<string, number>([
    ['[CLS]', 0],
    ['[SEP]', 1],
  ]);
  const idOf = (part: string): number => {
    const id = vocab.get(part) ?? vocab.size;
    vocab.set(part, id);
    return id;
  };
  const idsOf = (text: string): number[] =>
    (text.match(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? []).flatMap((word) => {
      const parts =
        word in WORDS || word.length < 3
          ? [word]
          : (word.match(/.{1,3}/gsu) ?? []).map((part, i) => (i > 0 ? `##${part}` : part));
      return parts.map(idOf);
    });
  const encode = (text: string, { add_special_tokens }: { add_special_tokens: boolean }): number[] =>
    add_special_tokens ? [0, ...idsOf(text), 1] : idsOf(text);
  const classify = async (inputs: Readonly<Record<string, unknown>>) => {
    const { data } = inputs['input_ids'] as { data: BigInt64Array };
    if (data.length > 64) throw new Error('more than the model takes');
    const words = [...vocab.keys()];
    const rows = Array.from(data, (id) => {
      const label = names.indexOf((WORDS as Record<string, string>)[words[Number(id)] ?? ''] ?? 'O');
      return names.map((_, i) => (i === label ? 5 : 0));
    });
    return { logits: { dims: [1, data.length, 3], data: rows.flat() } };
  };
  return {
    env: {},
    Tensor: class {
      readonly data: BigInt64Array;
      constructor(_type: string, data: BigInt64Array) {
        this.data = data;
      }
    },
    AutoTokenizer: { from_pretrained: async () => ({ encode }) },
    AutoModelForTokenClassification: {
      from_pretrained: async () =>
        Object.assign(classify, { config: { id2label: { 0: 'O', 1: 'B-PER', 2: 'I-PER' } } }),
    },
  };
};

const LINE = 'The worker met Zorblat Quentwick at the door; "Mimsy," she said, had gone.';
const LONG = `${'Nothing of note was said on that day. '.repeat(40)}${LINE}\n\n${LINE}`;

describe.each<[string, boolean, (() => Promise<Transformers>) | undefined]>([
  ['the package', there, undefined],
  ['a stand-in of the same interface', true, async () => stand_in()],
])('a model opened with %s', (_, able, load) => {
  test.skipIf(!able)('says where, in the text that was handed in', async () => {
    const model = await open(load);
    const found = (await model.suggest(LINE)).map(({ start, end }) => LINE.slice(start, end));
    expect(found).toEqual(['Zorblat Quentwick', 'Mimsy']);
    expect((await model.suggest(LINE))[0]).toMatchObject({ label: 'PERSON', tier: 'auto', model: 'tiny' });
    expect(await model.suggest('')).toEqual([]);
  });

  test.skipIf(!able)('reads a text that is longer than it takes at once to its end', async () => {
    const model = await open(load);
    const found = (await model.suggest(LONG)).map(({ start, end }) => LONG.slice(start, end));
    expect(found).toEqual(['Zorblat Quentwick', 'Mimsy', 'Zorblat Quentwick', 'Mimsy']);
  });
});

describe('windows', () => {
  test('law: hold every word, overlap, and are never larger than the model takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 300 }),
        fc.integer({ min: 30, max: 200 }),
        (lengths, room) => {
          const windows = windowsOf(lengths, room);
          expect(windows[0]?.from ?? 0).toBe(0);
          expect(windows.at(-1)?.to ?? 0).toBe(lengths.length);
          for (const [i, { from, to }] of windows.entries()) {
            expect(to).toBeGreaterThan(from);
            expect(lengths.slice(from, to).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(room);
            const next = windows[i + 1];
            if (next !== undefined) expect(next.from).toBeGreaterThan(from);
            if (next !== undefined) expect(next.from).toBeLessThanOrEqual(to);
          }
        },
      ),
    );
  });

  test('of two readings of a word the one with more context counts', async () => {
    const words = wordsOfText(Array.from({ length: 60 }, (_, i) => `w${i}`).join(' '));
    let run = 0;
    const encoder = { before: [0n], after: [1n], encode: (word: string) => [BigInt(word.slice(1)) + 2n] };
    const classify = async (ids: readonly bigint[]) => {
      run += 1;
      return ids.map((id, at) => ({ label: `${run}:${at}:${id}`, score: 1 }));
    };
    const labels = await labelWords(words, encoder, classify, 42);
    const windows = labels.map(({ label }) => Number(label.split(':')[0]));
    expect(windows[0]).toBe(1);
    expect(windows.at(-1)).toBe(Math.max(...windows));
    expect(windows).toEqual([...windows].sort((a, b) => a - b));
    expect(labels.map(({ label }) => Number(label.split(':')[2]) - 2)).toEqual(words.map((_, i) => i));
  });
});

describe('MODEL.json', () => {
  const load = () => loadModelManifest(folder, ['PERSON', 'SSN']);
  test('refuses a file that is another than it names', () => {
    appendFileSync(join(folder, 'config.json'), ' ');
    expect(load).toThrow(/config\.json is not the file that MODEL\.json names \(its SHA-256 differs\)/);
    writeManifest(folder);
    expect(load()).toMatchObject({ name: 'tiny' });
  });
  test('refuses a file that it does not name, and one that is not there', () => {
    writeFileSync(join(folder, 'extra.json'), '{}');
    expect(load).toThrow(/extra\.json stands in the folder and not in MODEL\.json/);
    writeManifest(folder);
    rmSync(join(folder, 'extra.json'));
    expect(load).toThrow(/no file extra\.json, which MODEL\.json names/);
    writeManifest(folder);
  });
  test('refuses labels and keys that nobody knows', () => {
    writeManifest(folder, { labels: { PER: { label: 'PERSN', tier: 'auto' } } });
    expect(load).toThrow(/key labels\.PER\.label: "PERSN" is not known; did you mean "PERSON"/);
    writeManifest(folder, { lisence: 'x' });
    expect(load).toThrow(/lisence/);
    writeManifest(folder);
  });
  test('without the package says what to install', async () => {
    if (there) return;
    await expect(open()).rejects.toThrow(/npm install @huggingface\/transformers/);
  });
});
