import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkSync } from 'recheck';
import { parse } from 'yaml';
import { patternsFolder } from '../../src/store/files.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { loadPatterns } from '../../src/store/load-patterns.ts';

/** A regular expression of the shipped rules. */
export interface Expression {
  readonly name: string;
  readonly source: string;
  readonly flags: string;
}

/** `vulnerable`: recheck knows a text that makes it slow. `unknown`: recheck found none, and no proof either, in its time. */
export type Verdict = 'safe' | 'unknown' | 'vulnerable';

/** Verdicts of earlier runs, by `keyOf`. */
export const VERDICTS = new URL('linear-time.json', import.meta.url);

/** Every regular expression of patterns/: identifier packs with their fragments put in, cues and marks of all other files. */
export function expressions(): Expression[] {
  const own = loadPatterns().identifiers.flatMap((pack) =>
    pack.patterns.flatMap((p) =>
      p.variants.map((v) => ({ name: `${pack.id}/${p.id}/${v.id}`, source: v.regex, flags: v.flags })),
    ),
  );
  const cues = readdirSync(patternsFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !/^(?:identifiers|people|packs|texts|passages.clues)/.test(path))
    .sort()
    .flatMap((path) => [...cuesIn(parse(readFileSync(join(patternsFolder, path), 'utf8')), relative('.', path))]);
  return [...own, ...cues, ...clueExpressions()];
}

/** Those of the clues, their lists of words put in. */
function clueExpressions(): Expression[] {
  const { who, notWho, carries, opens, sees, cues, negatives, tells } = loadPassages(patternsFolder).passages.clues;
  const named = [...who, ...cues, ...negatives, ...tells].map(({ id, regex }) => ({ id, regex }));
  const bare = [...notWho, ...carries, opens, sees, ...who.flatMap((w) => w.unless ?? [])];
  return [...named, ...bare.map((regex, i) => ({ id: String(i), regex }))].map(({ id, regex }) => ({
    name: `passages/clues.yaml/${id}`,
    source: regex,
    flags: 'iu',
  }));
}

function* cuesIn(value: unknown, name: string): Iterable<Expression> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'regex' && typeof inner === 'string') yield { name, source: inner, flags: 'iu' };
    else if (key === 'marks') {
      for (const [mark, list] of Object.entries(inner as Record<string, string[]>))
        for (const source of list) yield { name: `${name}/${mark}`, source, flags: 'iu' };
    } else if (key !== 'examples') {
      const id = typeof inner === 'object' && inner !== null && 'id' in inner ? String(inner.id) : key;
      yield* cuesIn(inner, `${name}/${id}`);
    }
  }
}

/** What a verdict is kept under: the expression itself, so that a changed one is checked anew. */
export function keyOf({ source, flags }: Expression): string {
  return createHash('sha256').update(`${flags}/${source}`).digest('hex').slice(0, 16);
}

/** Asks recheck, for at most `ms` milliseconds. */
export function verdictOf({ source, flags }: Expression, ms: number): Verdict {
  return checkSync(source, flags, { timeout: ms }).status;
}

/** True where a repeated group holds a repetition without a bound: the shape that backtracks without end. */
export function nestsRepetition(source: string): boolean {
  const open: boolean[] = [false];
  const bare = source.replace(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|k<[^>]*>|[\s\S])/g, 'a').replace(/\[[^\]]*\]/g, 'a');
  for (let i = 0; i < bare.length; i++) {
    const rest = bare.slice(i + 1);
    if (bare[i] === '(') open.push(false);
    else if (bare[i] === ')') {
      const inside = open.pop() ?? false;
      if (inside && /^(?:[*+]|\{\d+,\}|\{(?:[2-9]|\d\d+)|\{\d+,\d+\})/.test(rest)) return true;
      open[open.length - 1] = (open.at(-1) ?? false) || inside || /^(?:[*+]|\{\d+,\})/.test(rest);
    } else if (bare[i] === '*' || bare[i] === '+' || /^\{\d+,\}/.test(bare.slice(i))) open[open.length - 1] = true;
  }
  return false;
}
