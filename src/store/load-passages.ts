import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { DocumentTypeRules, PassageRules } from '../model/passage-rules.ts';
import type { RuleExamples } from './passages-schema.ts';
import { parseDocumentTypes, parsePassages } from './passages-schema.ts';

/** The rules that split files and find passages, with the examples that stand beside them. */
export interface LoadedPassages {
  readonly passages: PassageRules;
  readonly documentTypes: DocumentTypeRules;
  readonly examples: {
    readonly types: readonly RuleExamples[];
    readonly passages: readonly RuleExamples[];
    readonly topics: readonly RuleExamples[];
  };
}

/**
 * Reads `document-types.yaml`, `topics.yaml`, `footers.yaml` and `passages/*.yaml` of a patterns folder.
 * Throws UsageError naming the file, the key and what is wrong.
 */
export function loadPassages(folder: string): LoadedPassages {
  const types = read(join(folder, 'document-types.yaml'));
  const topics = read(join(folder, 'topics.yaml'));
  const footers = read(join(folder, 'footers.yaml'));
  const files = yamlFiles(join(folder, 'passages')).map((path) => ({ path, value: read(path) }));
  const ofKind = (kind: string) => files.filter((f) => kindOf(f.value) === kind).map((f) => f.value);
  const split = named(join(folder, 'document-types.yaml'), () => parseDocumentTypes(types, topics));
  const found = named(join(folder, 'passages'), () =>
    parsePassages(
      { classes: ofKind('passages'), clues: ofKind('clues')[0], carry: ofKind('carry')[0], footers },
      split.rules.topics,
    ),
  );
  return {
    passages: found.rules,
    documentTypes: split.rules,
    examples: { types: split.examples, passages: found.examples, topics: split.topicExamples },
  };
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

function read(path: string): unknown {
  return named(path, () => parse(readFileSync(path, 'utf8'), { merge: true }));
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}

function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String((cause as Error).message);
    throw new UsageError(`${path}: ${what}`, { cause });
  }
}
