import { readdir } from 'node:fs/promises';
import type { Authority, BesideRequest, Matter } from '../model/matter.ts';
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
  const { people, requests_besides: besides = [] } = matter;
  return [
    ...twice(
      people.map((p) => p.name),
      (i) => ['people', i, 'name'],
    ),
    ...twice(
      besides.map((one) => one.id),
      (i) => ['requests_besides', i, 'id'],
    ),
    ...requestProblems(matter, matter, []),
    ...besides.flatMap((one, i) => requestProblems(matter, one, ['requests_besides', i])),
    ...besides.flatMap((one, i) => besideProblems(matter, one, i)),
  ];
}

/** A request with what belongs to it alone. */
type OwnRequest = Pick<BesideRequest, 'request' | 'authorities' | 'facts' | 'production'> & { readonly forum?: string };

function requestProblems(matter: Matter, own: OwnRequest, at: readonly PropertyKey[]): YamlProblem[] {
  const { request, production } = own;
  const problems: YamlProblem[] = [
    ...twice(
      own.authorities.map((a) => a.id),
      (i) => [...at, 'authorities', i, 'id'],
    ),
    ...twice(
      request.items.map((item) => item.id),
      (i) => [...at, 'request', 'items', i, 'id'],
    ),
  ];
  if (request.issued_on !== undefined && request.served_on !== undefined && request.served_on < request.issued_on)
    problems.push({
      path: [...at, 'request', 'served_on'],
      text: 'key request.served_on: is before request.issued_on; mend one of the two dates',
    });
  const names = [...request.subjects, ...matter.people.flatMap((p) => [p.name, ...p.aliases]), ...matter.safety];
  const parts = production.prefix.split('-').filter((part) => part.length > 2);
  const words = new Set(names.flatMap((name) => name.toUpperCase().split(/[^A-Z]+/)));
  if (parts.some((part) => words.has(part)))
    problems.push({
      path: [...at, 'production', 'prefix'],
      text: 'key production.prefix: holds the name of a person or a protected place; it is printed on every page, choose another',
    });
  return problems;
}

/** A number and a volume name must say whose they are: no two requests of a matter share a prefix or a name. */
function besideProblems(matter: Matter, one: BesideRequest, index: number): YamlProblem[] {
  const { people, requests_besides: besides = [] } = matter;
  const before = [
    { id: 'the request', production: matter.production },
    ...besides.slice(0, index).map(({ id, production }) => ({ id, production })),
  ];
  const at = ['requests_besides', index];
  const same = (key: 'volume' | 'prefix', why: string): YamlProblem[] =>
    before
      .filter(({ production }) => production[key].toLowerCase() === one.production[key].toLowerCase())
      .slice(0, 1)
      .map(({ id }) => ({
        path: [...at, 'production', key],
        text: `key requests_besides[${index}].production.${key}: ${one.production[key]} is that of ${id}; ${why}`,
      }));
  const known = people.map(({ name }) => name);
  return [
    ...same(
      'volume',
      `each request has volumes of its own, for example ${one.id.replaceAll('-', '').toUpperCase()}001`,
    ),
    ...same('prefix', 'no number may stand for two pages, so each request needs a prefix of its own'),
    ...Object.keys(one.relations)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: [...at, 'relations', name],
        text: `key requests_besides[${index}].relations.${name}: ${notKnown(name, known)}`,
      })),
  ];
}

function twice(ids: readonly string[], path: (index: number) => readonly PropertyKey[]): YamlProblem[] {
  return ids.flatMap((id, i) =>
    ids.indexOf(id) < i
      ? [{ path: path(i), text: `key ${String(path(i)[0])}: "${id}" stands twice; each must stand once` }]
      : [],
  );
}

function vocabularyProblems(matter: Matter, known: MatterVocabulary): YamlProblem[] {
  const { requests_besides: besides = [] } = matter;
  const problems = [
    ...requestWords(matter.pack, matter, [], known),
    ...besides.flatMap((one, i) => requestWords(matter.pack, one, ['requests_besides', i], known)),
  ];
  matter.people.forEach((person, i) => {
    for (const service of person.consented_alone ?? [])
      if (!known.services.includes(service))
        problems.push({
          path: ['people', i, 'consented_alone'],
          text: `key people[${i}].consented_alone: ${notKnown(service, known.services)}`,
        });
  });
  return problems;
}

/** The words of a request that the pack must know: its authorities, facts and forum. */
function requestWords(
  pack: string,
  own: OwnRequest,
  at: readonly PropertyKey[],
  known: MatterVocabulary,
): YamlProblem[] {
  return [
    ...own.authorities.flatMap((authority, i) => authorityProblems(authority, [...at, 'authorities', i], known)),
    ...own.facts.flatMap((fact, i) =>
      known.facts.includes(fact.fact)
        ? []
        : [{ path: [...at, 'facts', i, 'fact'], text: `key facts[${i}].fact: ${notKnown(fact.fact, known.facts)}` }],
    ),
    ...(own.forum === undefined || known.forums.includes(own.forum)
      ? []
      : [
          {
            path: [...at, 'forum'],
            text: `key forum: the pack ${pack} does not have it; ${notKnown(own.forum, known.forums)}`,
          },
        ]),
  ];
}

function authorityProblems(authority: Authority, path: readonly PropertyKey[], known: MatterVocabulary): YamlProblem[] {
  const at = `authorities[${String(path.at(-1))}]`;
  const types = Object.keys(known.authorities);
  const checks = known.authorities[authority.type];
  if (checks === undefined)
    return [{ path: [...path, 'type'], text: `key ${at}.type: ${notKnown(authority.type, types)}` }];
  const wrong = (key: 'covers' | 'excludes' | 'findings', words: readonly string[]): YamlProblem[] =>
    authority[key].flatMap((word, i) =>
      words.includes(word) ? [] : [{ path: [...path, key, i], text: `key ${at}.${key}: ${notKnown(word, words)}` }],
    );
  return [
    ...wrong('covers', known.bases),
    ...wrong('excludes', known.bases),
    ...wrong('findings', known.findings),
    ...Object.keys(authority.checks)
      .filter((check) => !checks.includes(check))
      .map((check) => ({
        path: [...path, 'checks', check],
        text: `key ${at}.checks.${check}: ${notKnown(check, checks)}`,
      })),
  ];
}
