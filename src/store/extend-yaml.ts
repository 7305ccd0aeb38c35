import { parse } from 'yaml';
import { UsageError } from '../errors.ts';
import type { Composed } from './yaml-file.ts';

type Group = Readonly<Record<string, unknown>>;

/** How a file builds on another of its folder. */
export interface ExtendRule {
  /** Text of the file that `extends` names; undefined where there is none. */
  readonly read: (name: string) => string | undefined;
  /** Keys every file must say for itself: a review of the base is no review of what changes it. */
  readonly own: readonly string[];
  /** Lists whose entries are merged by a key; all other lists are replaced whole. */
  readonly lists: Readonly<Record<string, (base: Group, own: Group) => boolean>>;
}

/**
 * A `compose` for `parseYaml`: with `extends: NAME` the value is that of NAME, changed key by key. Groups
 * merge, single values and lists replace, entries of the named lists merge with the entry they match; an entry
 * that matches none stands first. Throws UsageError where NAME is not there or files extend each other in a ring.
 */
export function extending(fileName: string, rule: ExtendRule): (own: unknown) => Composed {
  return (own) => compose(own, fileName, rule, []);
}

function compose(own: unknown, fileName: string, rule: ExtendRule, seen: readonly string[]): Composed {
  const plain = { value: own, place: (path: readonly PropertyKey[]) => path };
  if (!isGroup(own) || !('extends' in own)) return plain;
  const name = own['extends'];
  if (typeof name !== 'string') throw new UsageError(`${fileName}: key extends: must be the name of a file beside it`);
  if (seen.includes(name)) throw new UsageError(`${fileName}: key extends: ${name} extends itself in a ring`);
  const text = rule.read(name);
  if (text === undefined) throw new UsageError(`${fileName}: key extends: there is no ${name}.yaml beside it`);
  const base = compose(parse(text), `${name}.yaml`, rule, [...seen, name]).value;
  if (!isGroup(base)) throw new UsageError(`${name}.yaml: the file is not of the form that is expected`);
  const kept = Object.fromEntries(Object.entries(base).filter(([key]) => !rule.own.includes(key)));
  const origins = new Map<string, readonly (number | undefined)[]>();
  const merged: Record<string, unknown> = { ...kept };
  for (const [key, value] of Object.entries(own)) {
    const match = rule.lists[key];
    if (match !== undefined && Array.isArray(kept[key]) && Array.isArray(value)) {
      const list = mergeList(kept[key], value, match);
      merged[key] = list.map(({ entry }) => entry);
      origins.set(
        key,
        list.map(({ origin }) => origin),
      );
    } else merged[key] = merge(kept[key], value);
  }
  const below = Array.isArray(base['extends']) ? base['extends'] : [];
  merged['extends'] = [`${name} ${String(base['version'] ?? '')}`.trim(), ...below];
  return { value: merged, place: (path) => placeOf(path, origins) };
}

/** An entry of a merged list, and which entry of the file's own list it comes from. */
interface Placed {
  readonly entry: unknown;
  readonly origin: number | undefined;
}

function mergeList(
  base: readonly unknown[],
  own: readonly unknown[],
  match: (base: Group, own: Group) => boolean,
): readonly Placed[] {
  const used = new Set<number>();
  const changed = base.map((entry): Placed => {
    const origin = own.findIndex((one) => isGroup(entry) && isGroup(one) && match(entry, one));
    if (origin < 0) return { entry, origin: undefined };
    used.add(origin);
    return { entry: merge(entry, own[origin]), origin };
  });
  const added = own.flatMap((entry, origin): Placed[] => (used.has(origin) ? [] : [{ entry, origin }]));
  return [...added, ...changed];
}

function merge(base: unknown, own: unknown): unknown {
  if (!isGroup(base) || !isGroup(own)) return own;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) merged[key] = merge(base[key], value);
  return merged;
}

function placeOf(
  path: readonly PropertyKey[],
  origins: ReadonlyMap<string, readonly (number | undefined)[]>,
): readonly PropertyKey[] {
  const [key, index, ...rest] = path;
  const list = origins.get(String(key));
  if (key === undefined || list === undefined || typeof index !== 'number') return path;
  const origin = list[index];
  return origin === undefined ? [key] : [key, origin, ...rest];
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
