import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { PatternPack, PeopleRules } from '../model/detecting.ts';
import { patternsFolder, shippedText } from './files.ts';
import { kindOf, named, readYaml, yamlFiles } from './pattern-files.ts';
import { parseIdentifierPack, parsePeoplePacks, parseTagger } from './patterns-schema.ts';

/** The packs that find numbers and people. */
export interface LoadedPatterns {
  readonly identifiers: readonly PatternPack[];
  readonly people: PeopleRules;
}

/**
 * Identifier and people packs of `patterns/` and of each extra folder (the matter's own),
 * files in order of name. Throws UsageError naming the file and what is wrong in it.
 */
export function loadPatterns(extraDirs: readonly string[] = []): LoadedPatterns {
  const folders = [join(patternsFolder, 'identifiers'), join(patternsFolder, 'people'), ...extraDirs];
  const identifiers: PatternPack[] = [];
  const people: { path: string; value: unknown }[] = [];
  for (const path of folders.flatMap(yamlFiles)) {
    const value: unknown = readYaml(path);
    const kind = kindOf(value);
    if (kind === 'identifiers') identifiers.push(named(path, () => parseIdentifierPack(value)));
    else if (kind === 'people') {
      named(path, () => parsePeoplePacks([value]));
      people.push({ path, value });
    } else throw new UsageError(`${path}: its key kind must be "identifiers" or "people".`);
  }
  const lists = parsePeoplePacks(people.map((p) => p.value));
  const weights = join(patternsFolder, 'people', 'tagger.json');
  const tagger = named(weights, () => parseTagger(JSON.parse(shippedText('people/tagger.json'))));
  return { identifiers, people: { ...lists, tagger } };
}

/** One identifier pack by its path; throws UsageError naming the file and what is wrong in it. */
export function loadPatternFile(path: string): PatternPack {
  return named(path, () => parseIdentifierPack(readYaml(path)));
}
