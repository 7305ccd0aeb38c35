import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { ModelManifest } from '../model/local-model.ts';
import { isFile, isFolder, listFiles, readGiven, readGivenText } from './files.ts';
import { notKnown } from './yaml-file.ts';

const line = z.string().trim().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');

const schema = z.strictObject({
  name: line,
  licence: line,
  files: z.record(line, hash),
  labels: z.record(
    line,
    z.strictObject({
      label: line,
      tier: z.enum(['auto', 'review']),
      least_score: z.number().min(0).max(1).default(0.5),
    }),
  ),
  dtype: z.enum(['fp32', 'fp16', 'int8', 'uint8', 'q8', 'q4', 'q4f16', 'bnb4']).default('q8'),
  max_tokens: z.number().int().min(16).max(8192).default(512),
  source: line.optional(),
  measured: line.optional(),
});

/** Files of a model's folder that nothing loads. */
const UNUSED = /^(MODEL\.json|README[^/]*|LICEN[CS]E[^/]*|NOTICE[^/]*|\.git[^/]*)$/i;

/**
 * `MODEL.json` of a model's folder, when every file of the folder is the one it names; `known` are the labels
 * that may be mapped to. Throws a UsageError that names the file and the next step.
 */
export function loadModelManifest(folder: string, known: readonly string[]): ModelManifest {
  const path = join(folder, 'MODEL.json');
  if (!isFolder(folder)) throw new UsageError(`There is no model folder ${folder}.`);
  if (!isFile(path)) throw new UsageError(`${folder} holds no MODEL.json: write one (README, "A model of your own").`);
  const manifest = parseManifest(readGivenText(path), path);
  const wrong = Object.entries(manifest.labels).find(([, { label }]) => !known.includes(label));
  if (wrong !== undefined)
    throw new UsageError(`${path}: key labels.${wrong[0]}.label: ${notKnown(wrong[1].label, known)}`);
  checkFiles(folder, manifest);
  return manifest;
}

function parseManifest(text: string, path: string): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON: mend it.`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${path}: key ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  );
  throw new UsageError(problems.join('\n'));
}

function checkFiles(folder: string, { files }: ModelManifest): void {
  const advice = 'get the model anew from where its licence says, or correct MODEL.json';
  for (const [file, expected] of Object.entries(files)) {
    const path = join(folder, file);
    if (file.split(/[\\/]/).includes('..') || !isFile(path))
      throw new UsageError(`${folder}: there is no file ${file}, which MODEL.json names: ${advice}.`);
    if (createHash('sha256').update(readGiven(path)).digest('hex') !== expected)
      throw new UsageError(
        `${folder}: ${file} is not the file that MODEL.json names (its SHA-256 differs): ${advice}.`,
      );
  }
  const stray = listFiles(folder).find((file) => files[file] === undefined && !UNUSED.test(file));
  if (stray !== undefined)
    throw new UsageError(
      `${folder}: ${stray} stands in the folder and not in MODEL.json: take it out, or name it there.`,
    );
  for (const needed of ['config.json', 'tokenizer.json']) {
    if (files[needed] === undefined) throw new UsageError(`${folder}: MODEL.json names no ${needed}: ${advice}.`);
  }
}
