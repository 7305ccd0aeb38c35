import { parse } from 'yaml';
import { z } from 'zod';
import type { MentionRule } from '../model/mentions.ts';
import { shippedText } from './files.ts';
import { named } from './pattern-files.ts';
import { cue, cues, examples, header, id, type RuleExamples, words } from './rule-parts.ts';

const ZONES = ['handwriting', 'stamp', 'picture', 'low-confidence', 'barcode', 'unreadable'] as const;

const schema = z.strictObject({
  ...header,
  kind: z.literal('mentions'),
  mentions: z
    .array(
      z.strictObject({
        id,
        text: z.string().min(1),
        cues: z.array(cue).min(1),
        negatives: cues,
        attachment: z.boolean().default(false),
        zones: z.array(z.enum(ZONES)).default([]),
        types: words.default([]),
        examples,
      }),
    )
    .min(1),
});

/** The things papers mention, of `patterns/mentions.yaml`, and the texts beside them. Throws UsageError naming the file. */
export function loadMentions(): { readonly rules: readonly MentionRule[]; readonly examples: readonly RuleExamples[] } {
  const file = named('patterns/mentions.yaml', () => schema.parse(parse(shippedText('mentions.yaml'))));
  return {
    rules: file.mentions.map(({ examples: _, ...rule }) => rule),
    examples: file.mentions.map((one) => ({ rule: one.id, ...one.examples })),
  };
}
