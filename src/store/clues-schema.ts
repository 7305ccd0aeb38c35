import { z } from 'zod';
import type { ClueCue, ClueRules, Cue } from '../model/passage-rules.ts';
import { examples, header, id, type RuleExamples, regexFault, words } from './rule-parts.ts';

const weight = z.number().min(-2).max(2);
/** An expression in which `{name}` stands for a list of words; checked when the lists are put in. */
const template = z.string().min(1).max(1500);
const word = z.strictObject({ id, regex: template });
const named = z.strictObject({ id, weight, says: z.string().min(1), regex: template });
const clue = named.extend({ voice: z.literal('own').exactOptional(), behind: z.enum(['who', 'seen']).exactOptional() });

const clues = z.strictObject({
  ...header,
  kind: z.literal('clues'),
  basis: id,
  reportTypes: words.min(1),
  exceptTypes: words.default([]),
  auto: weight,
  review: weight,
  why: z.string().min(1),
  who: z.array(word.extend({ unless: z.strictObject({ regex: template }).exactOptional() })).min(1),
  notWho: z.array(word).default([]),
  carries: z.array(word).default([]),
  opens: word,
  sees: word,
  words: z.record(id, words.min(1)),
  cues: z.array(clue).min(1),
  negatives: z.array(named).default([]),
  tells: z.array(named).default([]),
  examples,
});

/** The rules of clues to a reporter from the values of `clues.yaml`, the lists of words put in. Throws ZodError. */
export function parseClues(value: unknown): {
  readonly rules: ClueRules;
  readonly examples: Omit<RuleExamples, 'rule'>;
} {
  const file = clues.parse(value);
  const full = (source: string): string => {
    const regex = source.replace(/\{([a-z]+)\}/g, (_, key: string) => {
      const list = file.words[key];
      if (list === undefined) throw fault(`{${key}} is no list of words`);
      return `(?:${list.join('|')})`;
    });
    const wrong = regexFault(regex);
    if (wrong !== undefined) throw fault(`${source.slice(0, 40)} ... ${wrong}`);
    return regex;
  };
  const cueOf = <C extends Cue | ClueCue>(one: C): C => ({ ...one, regex: full(one.regex) });
  const { basis, reportTypes, exceptTypes, auto, review, why } = file;
  return {
    rules: {
      ...{ basis, reportTypes, exceptTypes, auto, review, why },
      who: file.who.map((w) => ({
        id: w.id,
        regex: full(w.regex),
        ...(w.unless === undefined ? {} : { unless: full(w.unless.regex) }),
      })),
      notWho: file.notWho.map((w) => full(w.regex)),
      carries: file.carries.map((w) => full(w.regex)),
      opens: full(file.opens.regex),
      sees: full(file.sees.regex),
      cues: file.cues.map(cueOf),
      negatives: file.negatives.map(cueOf),
      tells: file.tells.map(cueOf),
    },
    examples: file.examples,
  };
}

function fault(message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: ['clues'], message, input: undefined }]);
}
