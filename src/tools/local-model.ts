import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { UsageError, WithholdError } from '../errors.ts';
import type { ModelManifest, TokenModel } from '../model/local-model.ts';
import { labelWords, suggestionsOf, type WordEncoder, type WordScores, wordsOfText } from './model-windows.ts';

/** As much of @huggingface/transformers as is used; a test may hand in its own. */
export interface Transformers {
  readonly env: Record<string, unknown>;
  readonly Tensor: new (type: string, data: BigInt64Array, dims: readonly number[]) => unknown;
  readonly AutoTokenizer: { from_pretrained(id: string, options: object): Promise<Tokenizer> };
  readonly AutoModelForTokenClassification: { from_pretrained(id: string, options: object): Promise<Classifier> };
}

interface Tokenizer {
  encode(text: string, options: { readonly add_special_tokens: boolean }): readonly (number | bigint)[];
}

interface Classifier {
  (inputs: Readonly<Record<string, unknown>>): Promise<{ readonly logits: Logits }>;
  readonly config: { readonly id2label?: Readonly<Record<string, string>> };
}

interface Logits {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The optional peer, or an error that says how to get it. */
export async function loadTransformers(): Promise<Transformers> {
  // By a variable: the package is optional, and need not be there when this is compiled.
  const name = '@huggingface/transformers';
  try {
    return (await import(name)) as Transformers;
  } catch (cause) {
    throw new UsageError(
      `A model needs the package ${name}, which is not installed: npm install ${name}@4, or leave --model out.`,
      { cause },
    );
  }
}

/**
 * A token-classification model out of a folder whose files were checked against `manifest`. Nothing is
 * downloaded: remote models are switched off, and only the folder is read.
 */
export async function openLocalModel(
  folder: string,
  manifest: ModelManifest,
  load: () => Promise<Transformers> = loadTransformers,
): Promise<TokenModel> {
  const parts = await load();
  const home = resolve(folder);
  Object.assign(parts.env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: `${dirname(home)}/`,
    useFSCache: false,
    useBrowserCache: false,
  });
  const options = { local_files_only: true, dtype: manifest.dtype, device: 'cpu' };
  const [tokenizer, model] = await opened(parts, basename(home), options, folder);
  const names = labelNames(model, folder);
  const encode = encoderOf(tokenizer, folder);
  const classify = async (ids: readonly bigint[]): Promise<WordScores[]> => {
    const tensor = (value: (i: number) => bigint): unknown =>
      new parts.Tensor(
        'int64',
        BigInt64Array.from(ids, (_, i) => value(i)),
        [1, ids.length],
      );
    const { logits } = await model({
      input_ids: tensor((i) => ids[i] ?? 0n),
      attention_mask: tensor(() => 1n),
      token_type_ids: tensor(() => 0n),
    });
    return scoresOf(logits, names);
  };
  return {
    key: modelKey(manifest),
    suggest: async (text) => {
      const words = wordsOfText(text);
      const labels = await labelWords(words, encode, classify, manifest.max_tokens);
      return suggestionsOf(words, labels, manifest);
    },
  };
}

/** The key of a model: a hash of its manifest, and so of every file. */
export function modelKey(manifest: ModelManifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

async function opened(
  parts: Transformers,
  id: string,
  options: object,
  folder: string,
): Promise<readonly [Tokenizer, Classifier]> {
  try {
    const tokenizer = await parts.AutoTokenizer.from_pretrained(id, options);
    return [tokenizer, await parts.AutoModelForTokenClassification.from_pretrained(id, options)];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown reason';
    throw new UsageError(`${folder}: the model cannot be opened (${reason}).`, { cause });
  }
}

function labelNames({ config }: Classifier, folder: string): readonly string[] {
  const named = Object.entries(config.id2label ?? {}).sort((a, b) => Number(a[0]) - Number(b[0]));
  if (named.length === 0)
    throw new UsageError(`${folder}: config.json has no id2label: it is no model that labels words.`);
  return named.map(([, name]) => name);
}

/** Words alone must give the ids that they have in a sentence, with a blank before them where the model wants one. */
function encoderOf(tokenizer: Tokenizer, folder: string): WordEncoder {
  const ids = (text: string, special = false): readonly bigint[] =>
    Array.from(tokenizer.encode(text, { add_special_tokens: special }), BigInt);
  const probe = ['the', 'house', 'of'];
  const whole = ids(probe.join(' '));
  const plain = probe.flatMap((word) => ids(word));
  const blanked = probe.flatMap((word, i) => ids(i === 0 ? word : ` ${word}`));
  const same = (other: readonly bigint[]): boolean => other.join() === whole.join();
  if (!same(plain) && !same(blanked))
    throw new UsageError(`${folder}: the tokenizer does not go word by word; such a model cannot be used.`);
  const framed = ids(probe.join(' '), true);
  const at = framed.findIndex((_, i) => whole.every((id, k) => framed[i + k] === id));
  if (at < 0) throw new UsageError(`${folder}: the tokenizer does not keep the words between its special tokens.`);
  const blank = !same(plain);
  return {
    before: framed.slice(0, at),
    after: framed.slice(at + whole.length),
    encode: (word, isFirst) => ids(blank && !isFirst ? ` ${word}` : word),
  };
}

/** For each place the surest label and its share (softmax). */
function scoresOf({ dims, data }: Logits, names: readonly string[]): WordScores[] {
  const [, length = 0, labels = 0] = dims;
  if (labels !== names.length)
    throw new WithholdError('model', 2, 'The model gives another number of labels than its config.json names.');
  return Array.from({ length }, (_, at) => {
    const row = Array.from({ length: labels }, (_n, k) => Number(data[at * labels + k] ?? 0));
    const top = row.reduce((best, value, k) => (value > (row[best] ?? 0) ? k : best), 0);
    const highest = row[top] ?? 0;
    const sum = row.reduce((all, value) => all + Math.exp(value - highest), 0);
    return { label: names[top] ?? 'O', score: 1 / sum };
  });
}
