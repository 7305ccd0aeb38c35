import { join } from 'node:path';
import type { Base, Check, Condition, Pack } from '../model/pack.ts';
import { extending } from './extend-yaml.ts';
import { isFile, patternsFolder, shippedText } from './files.ts';
import type { MatterVocabulary } from './load-matter.ts';
import { basesSchema, packSchema } from './pack-schema.ts';
import { notKnown, parseYaml, type YamlProblem } from './yaml-file.ts';

/** `patterns/bases.json` (JSON is YAML) as bases; throws UsageError with line and key. */
export function parseBases(text: string, fileName: string): readonly Base[] {
  return parseYaml(text, fileName, basesSchema);
}

/** What every pack and texts file says for itself, whatever it extends. */
const OWN_KEYS = ['id', 'version', 'title', 'effective_from', 'effective_to', 'source', 'reviewed_by', 'reviewed_on'];

/**
 * A jurisdiction pack, put together with the packs it extends, every name it uses checked against what it
 * defines and against the bases; throws one UsageError that lists all problems with their lines. `read` gives
 * the text of a pack by its name; default: the shipped ones.
 */
export function parsePack(
  text: string,
  fileName: string,
  bases: readonly Base[],
  read: (name: string) => string | undefined = shippedPack,
): Pack {
  const rule = {
    read,
    own: OWN_KEYS,
    lists: {
      table: (base: Entry, own: Entry) =>
        base['row'] === own['row'] && (own['bases'] === undefined || String(own['bases']) === String(base['bases'])),
      keeps: (base: Entry, own: Entry) => base['id'] === own['id'],
    },
  };
  return parseYaml(text, fileName, packSchema, (pack) => packProblems(pack, bases), extending(fileName, rule));
}

type Entry = Readonly<Record<string, unknown>>;

function shippedPack(name: string): string | undefined {
  return isFile(join(patternsFolder, 'packs', `${name}.yaml`)) ? shippedText(`packs/${name}.yaml`) : undefined;
}

/** The words a matter may use under a pack, for `parseMatter`. */
export function vocabularyOf(pack: Pack, bases: readonly Base[]): MatterVocabulary {
  const findingChecks = Object.values(pack.findings).flatMap((f) => checkIds(f.checks));
  return {
    authorities: Object.fromEntries(
      Object.entries(pack.authorities).map(([type, rule]) => [
        type,
        [...checkIds(rule.checks), ...(rule.opens === 'order' ? findingChecks : [])],
      ]),
    ),
    bases: [...bases.map((b) => b.id), 'privilege', ...Object.keys(pack.groups)],
    findings: Object.keys(pack.findings),
    facts: Object.keys(pack.facts),
    forums: Object.keys(pack.forums),
    services: Object.keys(pack.minors.services),
  };
}

function checkIds(checks: readonly Check[]): string[] {
  return checks.filter((c) => c.is !== 'field').flatMap((c) => (c.is === 'any' ? c.of : [c.id]));
}

function packProblems(pack: Pack, bases: readonly Base[]): YamlProblem[] {
  const baseIds = bases.map((b) => b.id);
  const all = (path: readonly PropertyKey[], names: readonly string[], known: readonly string[]): YamlProblem[] =>
    names
      .filter((n) => !known.includes(n))
      .map((n) => ({ path, text: `key ${path.join('.')}: ${notKnown(n, known)}` }));
  const facts = Object.keys(pack.facts);
  const findings = Object.keys(pack.findings);
  const authorities = Object.keys(pack.authorities);
  const ofCondition = (path: readonly PropertyKey[], when: Condition | undefined): YamlProblem[] => [
    ...all(path, when?.bases ?? [], baseIds),
    ...all(path, when?.facts ?? [], facts),
  ];
  const problems = pack.table.flatMap((row, i): YamlProblem[] => {
    const at = (...rest: PropertyKey[]): PropertyKey[] => ['table', i, ...rest];
    return [
      ...all(at('bases'), row.bases, baseIds),
      ...all(at('au'), row.au, authorities),
      ...all(at('notice'), row.notice.facts, facts),
      ...all(at('notice'), row.notice.authorities, authorities),
      ...ofCondition(at('only'), row.only),
      ...ofCondition(at('applies'), row.applies),
      ...Object.values(row.cells).flatMap((list) => list.flatMap((c) => ofCondition(at('cells'), c.when))),
      ...(row.key?.any ?? []).flatMap((way) => [
        ...all(at('key'), way.findings, findings),
        ...all(at('key'), way.facts, facts),
      ]),
      ...(row.cells.KEY !== undefined && row.key === undefined
        ? [{ path: at('cells', 'KEY'), text: `key table.${i}.cells.KEY: no \`key\` says what it must be` }]
        : []),
    ];
  });
  problems.push(
    ...all(['precedence'], pack.precedence, baseIds),
    ...all(['second_review'], pack.second_review, baseIds),
    ...all(['hides_identity'], pack.hides_identity, baseIds),
    ...all(['file_categories'], pack.file_categories, baseIds),
    ...Object.entries(pack.groups).flatMap(([name, ids]) => all(['groups', name], ids, baseIds)),
    ...Object.entries(pack.facts).flatMap(([name, rule]) => all(['facts', name, 'opens'], rule.opens, baseIds)),
    ...Object.entries(pack.findings).flatMap(([name, rule]) => all(['findings', name, 'with'], rule.with, findings)),
    ...Object.entries(pack.files).flatMap(([name, rule]) =>
      all(['files', name], [...(rule.category === undefined ? [] : [rule.category]), ...rule.except], baseIds),
    ),
    ...forumProblems(pack, all),
    ...inCameraProblems(pack, all, baseIds),
    ...Object.entries(pack.privilege_roles).flatMap(([id, rule]) => [
      ...all(['privilege_roles', id], [id], baseIds),
      ...(rule.training === undefined ? [] : all(['privilege_roles', id, 'training'], [rule.training.fact], facts)),
    ]),
    ...Object.entries(pack.minors.services).flatMap(([id, rule]) =>
      all(['minors', 'services', id, 'bases'], rule.bases, baseIds),
    ),
    ...Object.entries(pack.facts).flatMap(([id, rule]) =>
      all(['facts', id, 'forums'], rule.forums ?? [], Object.keys(pack.forums)),
    ),
    ...pack.keeps.flatMap((keep, i) => ofCondition(['keeps', i], keep.when)),
    ...baseIds
      .filter((id) => !pack.precedence.includes(id))
      .map((id) => ({ path: ['precedence'], text: `key precedence: lacks ${id}; every base must have its place` })),
  );
  return problems;
}

function inCameraProblems(pack: Pack, all: NamesKnown, baseIds: readonly string[]): YamlProblem[] {
  const { called_by: calls, never } = pack.in_camera;
  const [findings, facts] = [Object.keys(pack.findings), Object.keys(pack.facts)];
  return [
    ...all(['in_camera', 'called_by', 'authorities'], calls.authorities, Object.keys(pack.authorities)),
    ...all(['in_camera', 'called_by', 'findings'], calls.findings, findings),
    ...never.flatMap((bar, i) => [
      ...all(['in_camera', 'never', i, 'bases'], bar.bases, baseIds),
      ...bar.unless.flatMap((way) => [
        ...all(['in_camera', 'never', i, 'unless'], way.findings, findings),
        ...all(['in_camera', 'never', i, 'unless'], way.facts, facts),
      ]),
    ]),
  ];
}

type NamesKnown = (path: readonly PropertyKey[], names: readonly string[], known: readonly string[]) => YamlProblem[];

/** Names that a forum uses: its calendar, and the findings, facts and authorities of its rules. */
function forumProblems(pack: Pack, all: NamesKnown): YamlProblem[] {
  const facts = Object.keys(pack.facts);
  return Object.entries(pack.forums).flatMap(([id, forum]) => [
    ...all(
      ['forums', id, 'calendar'],
      forum.calendar === undefined ? [] : [forum.calendar],
      Object.keys(pack.calendars),
    ),
    ...forum.process.flatMap((rule, i) => [
      ...all(['forums', id, 'process', i, 'facts'], [...rule.facts, ...rule.unless], facts),
      ...all(['forums', id, 'process', i, 'authorities'], rule.authorities, Object.keys(pack.authorities)),
    ]),
    ...Object.entries(forum.keys).flatMap(([row, { any }]) => [
      ...all(
        ['forums', id, 'keys', row],
        [row],
        pack.table.map((one) => one.row),
      ),
      ...any.flatMap((way) => [
        ...all(['forums', id, 'keys', row], way.findings, Object.keys(pack.findings)),
        ...all(['forums', id, 'keys', row], way.facts, facts),
      ]),
    ]),
  ]);
}
