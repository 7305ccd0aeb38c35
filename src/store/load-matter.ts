import { readdir } from 'node:fs/promises';
import type { Authority, Matter } from '../model/matter.ts';
import { matterSchema } from './matter-schema.ts';
import { notKnown, parseYaml, type YamlProblem } from './yaml-file.ts';

/**
 * The words a pack knows: given to `parseMatter`, a word it does not know is an
 * error with its line. Without it decide still opens nothing on an unknown word.
 */
export interface MatterVocabulary {
  /** Types of authority, each with the checks it has. */
  readonly authorities: Readonly<Record<string, readonly string[]>>;
  /** Ids of bases and of groups of bases, for `covers` and `excludes`. */
  readonly bases: readonly string[];
  readonly findings: readonly string[];
  readonly facts: readonly string[];
  readonly forums: readonly string[];
  /** Services a minor may consent to alone. */
  readonly services: readonly string[];
}

/**
 * matter.yaml as a Matter, defaults applied. Throws one UsageError that names
 * every wrong key with its line, the nearest known key and the fix.
 */
export function parseMatter(text: string, fileName: string, vocabulary?: MatterVocabulary): Matter {
  return parseYaml(text, fileName, matterSchema, (matter) => [
    ...ownProblems(matter),
    ...(vocabulary === undefined ? [] : vocabularyProblems(matter, vocabulary)),
  ]);
}

/** Names of the jurisdiction packs that lie in a folder, sorted; [] where there is no such folder. */
export async function packNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

function ownProblems(matter: Matter): YamlProblem[] {
  const { request, production, people, safety } = matter;
  const problems: YamlProblem[] = [
    ...twice(
      matter.authorities.map((a) => a.id),
      (i) => ['authorities', i, 'id'],
    ),
    ...twice(
      request.items.map((item) => item.id),
      (i) => ['request', 'items', i, 'id'],
    ),
    ...twice(
      people.map((p) => p.name),
      (i) => ['people', i, 'name'],
    ),
  ];
  if (request.issued_on !== undefined && request.served_on !== undefined && request.served_on < request.issued_on)
    problems.push({
      path: ['request', 'served_on'],
      text: 'key request.served_on: is before request.issued_on; mend one of the two dates',
    });
  const names = [...request.subjects, ...people.flatMap((p) => [p.name, ...p.aliases]), ...safety];
  const parts = production.prefix.split('-').filter((part) => part.length > 2);
  const words = new Set(names.flatMap((name) => name.toUpperCase().split(/[^A-Z]+/)));
  if (parts.some((part) => words.has(part)))
    problems.push({
      path: ['production', 'prefix'],
      text: 'key production.prefix: holds the name of a person or a protected place; it is printed on every page, choose another',
    });
  return problems;
}

function twice(ids: readonly string[], path: (index: number) => readonly PropertyKey[]): YamlProblem[] {
  return ids.flatMap((id, i) =>
    ids.indexOf(id) < i
      ? [{ path: path(i), text: `key ${String(path(i)[0])}: "${id}" stands twice; each must stand once` }]
      : [],
  );
}

function vocabularyProblems(matter: Matter, known: MatterVocabulary): YamlProblem[] {
  const problems = matter.authorities.flatMap((authority, i) => authorityProblems(authority, i, known));
  matter.facts.forEach((fact, i) => {
    if (!known.facts.includes(fact.fact))
      problems.push({ path: ['facts', i, 'fact'], text: `key facts[${i}].fact: ${notKnown(fact.fact, known.facts)}` });
  });
  matter.people.forEach((person, i) => {
    for (const service of person.consented_alone ?? [])
      if (!known.services.includes(service))
        problems.push({
          path: ['people', i, 'consented_alone'],
          text: `key people[${i}].consented_alone: ${notKnown(service, known.services)}`,
        });
  });
  if (!known.forums.includes(matter.forum))
    problems.push({
      path: ['forum'],
      text: `key forum: the pack ${matter.pack} does not have it; ${notKnown(matter.forum, known.forums)}`,
    });
  return problems;
}

function authorityProblems(authority: Authority, index: number, known: MatterVocabulary): YamlProblem[] {
  const at = `authorities[${index}]`;
  const types = Object.keys(known.authorities);
  const checks = known.authorities[authority.type];
  if (checks === undefined)
    return [{ path: ['authorities', index, 'type'], text: `key ${at}.type: ${notKnown(authority.type, types)}` }];
  const wrong = (key: 'covers' | 'excludes' | 'findings', words: readonly string[]): YamlProblem[] =>
    authority[key].flatMap((word, i) =>
      words.includes(word)
        ? []
        : [{ path: ['authorities', index, key, i], text: `key ${at}.${key}: ${notKnown(word, words)}` }],
    );
  return [
    ...wrong('covers', known.bases),
    ...wrong('excludes', known.bases),
    ...wrong('findings', known.findings),
    ...Object.keys(authority.checks)
      .filter((check) => !checks.includes(check))
      .map((check) => ({
        path: ['authorities', index, 'checks', check],
        text: `key ${at}.checks.${check}: ${notKnown(check, checks)}`,
      })),
  ];
}
