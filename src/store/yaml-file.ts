import { closest, distance } from 'fastest-levenshtein';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

type Path = readonly PropertyKey[];

/** A problem of a YAML file: where it is and what a person does about it. */
export interface YamlProblem {
  readonly path: Path;
  readonly text: string;
}

/** A file's value put together with what it builds on, and where a path of the whole stands in the file itself. */
export interface Composed {
  readonly value: unknown;
  readonly place: (path: Path) => Path;
}

/**
 * The value of a YAML file checked by `schema`, then by `check`. Throws one
 * UsageError that lists every problem with file, line, key and fix. `compose` puts
 * the file's own value together with the file it extends.
 */
export function parseYaml<T>(
  text: string,
  fileName: string,
  schema: z.ZodType<T>,
  check?: (value: T) => readonly YamlProblem[],
  compose: (own: unknown) => Composed = (value) => ({ value, place: (path) => path }),
): T {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = doc.errors.map((e) => ({ line: lines.linePos(e.pos[0]).line, text: e.message }));
  if (broken.length > 0) throw problemsError(fileName, broken);
  const { value, place } = compose(doc.toJS());
  const result = schema.safeParse(value, { reportInput: true });
  const problems = result.success
    ? (check?.(result.data) ?? [])
    : result.error.issues.flatMap((issue) => issueProblems(issue, schema));
  if (problems.length > 0) {
    throw problemsError(
      fileName,
      problems.map((p) => ({ line: lineOf(doc, place(p.path), lines), text: p.text })),
    );
  }
  if (!result.success)
    throw problemsError(fileName, [{ line: 1, text: 'the file is not of the form that is expected' }]);
  return result.data;
}

/** `name` with the nearest of `known` as a hint: `"cort" is not known; did you mean "court"?`. */
export function notKnown(name: string, known: readonly string[]): string {
  if (known.length === 0) return `"${name}" is not known here; take it out`;
  const near = closest(name, known);
  const list = known.length <= 24 ? `known: ${[...known].sort().join(', ')}` : `${known.length} are known`;
  return distance(name, near) <= Math.max(3, Math.floor(name.length / 2))
    ? `"${name}" is not known; did you mean "${near}"?`
    : `"${name}" is not known (${list}); the nearest is "${near}"`;
}

/** Path as people write it: `request.items[0].id`. */
function pathText(path: Path): string {
  return path.map((p, i) => (typeof p === 'number' ? `[${p}]` : `${i > 0 ? '.' : ''}${String(p)}`)).join('');
}

function problemsError(fileName: string, problems: readonly { line: number; text: string }[]): UsageError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || (a.text < b.text ? -1 : 1));
  return new UsageError(sorted.map((p) => `${fileName}, line ${p.line}: ${p.text}`).join('\n'));
}

function issueProblems(issue: z.core.$ZodIssue, schema: z.ZodType): YamlProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      text: `key ${pathText([...issue.path, key])}: ${notKnown(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some((e) => e.code === 'invalid_type' && e.path.length === 0));
    if (meant !== undefined && meant.length > 0)
      return meant.flatMap((inner) => issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, schema));
  }
  return [{ path: issue.path, text: `key ${pathText(issue.path) || '(the whole file)'}: ${fixFor(issue)}` }];
}

function fixFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return typeof issue.input === 'string' ? notKnown(issue.input, values) : `write one of ${values.join(', ')}`;
  }
  if (issue.code === 'invalid_type') return typeFix(issue.expected, issue.input);
  return issue.message;
}

function typeFix(expected: string, input: unknown): string {
  if (input === undefined) return 'is missing; add it';
  if (input === null) return 'has no value; give one or take the key out';
  if (expected === 'string') return 'must be text; put the value in quotes';
  if (expected === 'boolean') return 'must be true or false';
  if (expected === 'array') return 'must be a list: [a, b]';
  if (expected === 'object' || expected === 'record') return 'must be a group of keys: { key: value }';
  if (expected === 'number' || expected === 'int') return 'must be a whole number without quotes';
  return `must be a ${expected}`;
}

/** The keys a strict object of the schema knows at a path. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let at: unknown = unwrap(schema);
  for (const part of path) {
    if (at instanceof z.ZodObject) at = unwrap(at.shape[String(part)]);
    else if (at instanceof z.ZodArray) at = unwrap(at.element);
    else if (at instanceof z.ZodRecord) at = unwrap(at.valueType);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let at = schema;
  while (
    at instanceof z.ZodOptional ||
    at instanceof z.ZodExactOptional ||
    at instanceof z.ZodDefault ||
    at instanceof z.ZodPrefault ||
    at instanceof z.ZodReadonly
  )
    at = at.unwrap();
  return at;
}

/** Line of the key at `path` of a YAML text, for messages of those who check what it names. */
export function lineOfKey(text: string, path: Path): number {
  const lines = new LineCounter();
  return lineOf(parseDocument(text, { lineCounter: lines }), path, lines);
}

/** Line of the key at `path`, or of the nearest key above it that is there; 1 for an empty file. */
function lineOf(doc: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? doc.contents : doc.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
      if (pair !== undefined && isScalar(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    const node: unknown = doc.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return 1;
}
