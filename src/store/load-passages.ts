import { join } from 'node:path';
import type { DocumentTypeRules, PassageRules } from '../model/passage-rules.ts';
import { parseDocumentTypes, parsePassages } from './passages-schema.ts';
import { kindOf, named, readYaml, yamlFiles } from './pattern-files.ts';
import type { RuleExamples } from './rule-parts.ts';

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
  const types = readYaml(join(folder, 'document-types.yaml'));
  const topics = readYaml(join(folder, 'topics.yaml'));
  const footers = readYaml(join(folder, 'footers.yaml'));
  const files = yamlFiles(join(folder, 'passages')).map((path) => ({ path, value: readYaml(path) }));
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
