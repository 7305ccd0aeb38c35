import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Fields of a protobuf message, as bytes: numbers as varints, texts and bytes with their length. */
type Field = readonly [number, number | string | Uint8Array];

function varint(value: number): number[] {
  const out: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push((rest % 128) + 128);
  }
}

function message(fields: readonly Field[]): Uint8Array {
  const parts = fields.map(([number, value]) => {
    if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)]);
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
  });
  return Buffer.concat(parts);
}

/** A tensor of the ONNX format: element type, free dimensions by name. */
function value(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
  const shape = message(dims.map((dim): Field => [1, message([typeof dim === 'string' ? [2, dim] : [1, dim]])]));
  return message([
    [1, name],
    [
      2,
      message([
        [
          1,
          message([
            [1, type],
            [2, shape],
          ]),
        ],
      ]),
    ],
  ]);
}

const [FLOAT, INT64] = [1, 7];

/** An ONNX program (IR 8, opset 13) that looks each id up in a table: one row of scores a word of the vocabulary. */
function lookUp(rows: readonly (readonly number[])[]): Uint8Array {
  const labels = rows[0]?.length ?? 0;
  const table = message([
    [1, rows.length],
    [1, labels],
    [2, FLOAT],
    [8, 'table'],
    [9, new Uint8Array(Float32Array.from(rows.flat()).buffer)],
  ]);
  const node = message([
    [1, 'table'],
    [1, 'input_ids'],
    [2, 'logits'],
    [4, 'Gather'],
    [
      5,
      message([
        [1, 'axis'],
        [3, 0],
        [20, 2],
      ]),
    ],
  ]);
  const graph = message([
    [1, node],
    [2, 'tiny'],
    [5, table],
    [11, value('input_ids', INT64, ['batch', 'length'])],
    [11, value('attention_mask', INT64, ['batch', 'length'])],
    [12, value('logits', FLOAT, ['batch', 'length', labels])],
  ]);
  return message([
    [1, 8],
    [7, graph],
    [
      8,
      message([
        [1, ''],
        [2, 13],
      ]),
    ],
  ]);
}

const LABELS = ['O', 'B-PER', 'I-PER'];

/** Writes a model that labels the words it is given: `B-PER`, `I-PER`; every other word is none. Words split into letters. */
export function writeTinyModel(folder: string, words: Readonly<Record<string, 'B-PER' | 'I-PER'>>): void {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;-()\'"'];
  const known = [...Object.keys(words), 'the', 'house', 'of'];
  const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...known, ...letters, ...letters.map((letter) => `##${letter}`)];
  const list = [...new Set(tokens)];
  const vocab = Object.fromEntries(list.map((token, id) => [token, id]));
  const rows = list.map((token) => {
    const label = LABELS.indexOf(words[token] ?? 'O');
    return LABELS.map((_, i) => (i === label ? 5 : 0));
  });
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  write('onnx/model.onnx', lookUp(rows));
  write(
    'config.json',
    JSON.stringify({
      model_type: 'bert',
      architectures: ['BertForTokenClassification'],
      vocab_size: rows.length,
      hidden_size: 8,
      num_attention_heads: 1,
      num_hidden_layers: 1,
      max_position_embeddings: 512,
      id2label: Object.fromEntries(LABELS.map((label, i) => [i, label])),
      label2id: Object.fromEntries(LABELS.map((label, i) => [label, i])),
    }),
  );
  write(
    'tokenizer_config.json',
    JSON.stringify({ tokenizer_class: 'BertTokenizer', do_lower_case: false, model_max_length: 512 }),
  );
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((content) => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  write(
    'tokenizer.json',
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special,
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: false,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [
          { SpecialToken: { id: '[CLS]', type_id: 0 } },
          { Sequence: { id: 'A', type_id: 0 } },
          { SpecialToken: { id: '[SEP]', type_id: 0 } },
        ],
        pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
        special_tokens: {
          '[CLS]': { id: '[CLS]', ids: [vocab['[CLS]']], tokens: ['[CLS]'] },
          '[SEP]': { id: '[SEP]', ids: [vocab['[SEP]']], tokens: ['[SEP]'] },
        },
      },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    }),
  );
  writeManifest(folder);
}

/** Writes MODEL.json over what the folder holds. */
export function writeManifest(folder: string, more: object = {}): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'MODEL.json')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const manifest = {
    name: 'tiny',
    licence: 'made by a test',
    files: Object.fromEntries(
      files.map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ]),
    ),
    labels: { PER: { label: 'PERSON', tier: 'auto' } },
    dtype: 'fp32',
    max_tokens: 64,
    ...more,
  };
  writeFileSync(join(folder, 'MODEL.json'), JSON.stringify(manifest));
}
