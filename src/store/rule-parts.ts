import { z } from 'zod';
import type { Cue } from '../model/passage-rules.ts';

/** An id of a rule. */
export const id: z.ZodType<string> = z.string().regex(/^[a-z0-9][a-z0-9_:-]*$/, 'lower case letters, digits, hyphens');
/** A list of words or ids. */
export const words: z.ZodArray<z.ZodString> = z.array(z.string().min(1));
/** An expression that ends in linear time: every quantifier has a bound (detection 4). */
export const regex: z.ZodType<string> = z
  .string()
  .min(1)
  .max(1500)
  .refine(isRegex, 'is not a regular expression (flags iu)')
  .refine(isBounded, 'has a quantifier without a bound: write {1,40} for + and {0,40} for *');

/** Why a source is no expression that ends in linear time; undefined where it is one. */
export function regexFault(source: string): string | undefined {
  if (!isRegex(source)) return 'is not a regular expression (flags iu)';
  return isBounded(source) ? undefined : 'has a quantifier without a bound: write {1,40} for + and {0,40} for *';
}

/** An expression with its weight and what it says. */
export const cue: z.ZodType<Cue> = z.strictObject({
  id,
  weight: z.number().min(-2).max(2),
  says: z.string().min(1),
  regex,
  cased: z.boolean().exactOptional(),
  group: id.exactOptional(),
  marksAfter: z.boolean().exactOptional(),
});
/** Cues, none where the key is left out. */
export const cues: z.ZodDefault<z.ZodArray<z.ZodType<Cue>>> = z.array(cue).default([]);
/** Texts that a rule must and must not match. */
export const examples: z.ZodType<{ readonly match: readonly string[]; readonly noMatch: readonly string[] }> =
  z.strictObject({ match: words.min(1), noMatch: words.min(1) });

/** Texts that a rule must and must not match; the tests run every one. */
export interface RuleExamples {
  readonly rule: string;
  readonly match: readonly string[];
  readonly noMatch: readonly string[];
}

/** The keys that every rule file begins with. */
export const header: {
  readonly schema: z.ZodLiteral<1>;
  readonly id: z.ZodType<string>;
  readonly version: z.ZodString;
  readonly title: z.ZodString;
  readonly license: z.ZodString;
  readonly jurisdiction: z.ZodArray<z.ZodString>;
  readonly maintainer: z.ZodString;
} = {
  schema: z.literal(1),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
  title: z.string().min(1),
  license: z.string().min(1),
  jurisdiction: words,
  maintainer: z.string().min(1),
};

function isRegex(source: string): boolean {
  try {
    return new RegExp(source, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}

/** No `+`, `*` or open `{n,}` outside classes: matching stays linear in the text (detection 4). */
function isBounded(source: string): boolean {
  const plain = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  return !/[+*]|\{\d+,\}/.test(plain);
}
