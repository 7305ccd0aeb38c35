import { z } from 'zod';
import type { DocumentTypeRules, PassageClass, PassageRules, TopicRules } from '../model/passage-rules.ts';
import { parseClues } from './clues-schema.ts';
import { cue, cues, examples, header, id, type RuleExamples, regex, words } from './rule-parts.ts';

const category = z.strictObject({
  basis: id,
  when: z.enum(['always', 'source', 'marker', 'source-or-marker', 'covered']),
  organizations: words.default([]),
  roles: words.default([]),
  markers: cues,
  unless: cues,
  tier: z.enum(['auto', 'review']),
  why: z.string().min(1),
});

const documentType = z.strictObject({
  id,
  text: z.string().min(1),
  correspondence: z.boolean(),
  dated: z.enum(['head', 'entries']).default('head'),
  ownTitle: z.boolean().default(false),
  authors: words.default([]),
  title: z.array(cue).min(1),
  body: cues,
  against: cues,
  categories: z.array(category).default([]),
  examples,
});

const source = z.strictObject({
  id,
  organizations: words.default([]),
  roles: words.default([]),
  bases: z.array(id).min(1),
  tier: z.enum(['auto', 'review']),
  exceptTypes: words.default([]),
  why: z.string().min(1),
});

const weight = z.number().min(-2).max(2);
const BREAKS = [
  'threshold',
  'pageOne',
  'pageContinues',
  'title',
  'sameTitle',
  'typeChange',
  'emailHeader',
  'faxHeader',
  'salutation',
  'attachmentLabel',
  'closedBefore',
  'sameHeader',
  'sameFooter',
  'runsOver',
  'newRunning',
  'shortBefore',
  'continued',
  'sizeChange',
  'turnChange',
  'readingChange',
  'newHeader',
  'otherValues',
  'otherCase',
] as const;
const MARKS = [
  'salutation',
  'closing',
  'continued',
  'attachment',
  'fax',
  'authorLabels',
  'toLabels',
  'periodLabels',
  'dateLabels',
  'caseLabels',
  'printAddress',
  'printDate',
  'nameLabels',
  'limitedRelease',
  'besideCase',
] as const;

const documentTypes = z.strictObject({
  ...header,
  kind: z.literal('document-types'),
  fallback: z.strictObject({ id, text: z.string().min(1) }),
  types: z.array(documentType).min(1),
  sources: z.array(source).default([]),
  breaks: z.strictObject(keyed(BREAKS, weight)),
  marks: z.strictObject(keyed(MARKS, z.array(regex).min(1))),
  roles: z.array(z.strictObject({ role: id, says: z.string().min(1), regex, attorney: z.boolean().exactOptional() })),
  roleTexts: z.record(z.string(), z.string()),
  credentials: words,
});

const topics = z.strictObject({
  ...header,
  kind: z.literal('topics'),
  fallback: z.string().min(1),
  topics: z.array(z.strictObject({ id, text: z.string().min(1), cues: z.array(cue).min(1), examples })).min(1),
});

const listCue = z.strictObject({
  id,
  kind: z.enum(['person', 'organization']),
  of: words.min(1),
  represents: z.string().exactOptional(),
  weight,
  group: id.default('list'),
  says: z.string().min(1),
});

const passageClass = z.strictObject({
  id,
  cls: z.enum(['AC', 'WP', 'PSY', 'SUD', 'HIV', 'REPORTER', 'DV']),
  basis: id,
  span: z.enum(['paragraph', 'sentence']),
  aspect: z.enum(['clue', 'communication', 'summary', 'location', 'health']).exactOptional(),
  cues: z.array(cue).min(1),
  headings: cues,
  negatives: cues,
  caps: z.record(z.string(), z.number()).default({}),
  needs: words.default([]),
  sureWith: words.default([]),
  asksIn: words.default([]),
  lists: z.array(listCue).default([]),
  priors: z.record(z.string(), weight).default({}),
  auto: weight,
  review: weight,
  hint: weight,
  carryOver: z.number().min(0).max(1).default(0),
  why: z.string().min(1),
  topic: z.boolean().default(false),
  examples,
});

const passages = z.strictObject({ ...header, kind: z.literal('passages'), classes: z.array(passageClass).min(1) });

const CARRY = ['sourceName', 'sharedNumber', 'sharedDate', 'rareWord', 'phrase', 'attribution', 'content'] as const;
const carry = z.strictObject({
  ...header,
  kind: z.literal('carry'),
  bases: z.array(id).min(1),
  attribution: z.array(cue).min(1),
  negatives: cues,
  content: z.record(z.string(), z.array(cue)),
  weights: z.strictObject(keyed(CARRY, weight)),
  review: weight,
  auto: weight,
  stopWords: words,
  why: z.string().min(1),
});

const footers = z.strictObject({ ...header, kind: z.literal('footers'), footers: z.array(cue).min(1), examples });

function keyed<K extends string, S extends z.ZodType>(keys: readonly K[], schema: S): Record<K, S> {
  return Object.fromEntries(keys.map((k) => [k, schema])) as Record<K, S>;
}

/** Document types, breaks and roles from the values of `document-types.yaml` and `topics.yaml`. Throws ZodError. */
export function parseDocumentTypes(
  value: unknown,
  topicsValue: unknown,
): {
  readonly rules: DocumentTypeRules;
  readonly examples: readonly RuleExamples[];
  readonly topicExamples: readonly RuleExamples[];
} {
  const file = documentTypes.parse(value);
  const list = parseTopics(topicsValue);
  const { types, fallback, sources, breaks, marks, roles, roleTexts, credentials } = file;
  return {
    rules: {
      types: types.map(({ examples: _, ...rule }) => rule),
      ...{ fallback, sources, breaks, marks, roles, roleTexts, credentials },
      topics: list.rules,
    },
    examples: types.map((t) => ({ rule: t.id, ...t.examples })),
    topicExamples: list.examples,
  };
}

/** The closed list of topics. Throws ZodError. */
export function parseTopics(value: unknown): {
  readonly rules: TopicRules;
  readonly examples: readonly RuleExamples[];
} {
  const file = topics.parse(value);
  return {
    rules: {
      fallback: file.fallback,
      topics: file.topics.map(({ id: key, text, cues: list }) => ({ id: key, text, cues: list })),
    },
    examples: file.topics.map((t) => ({ rule: t.id, ...t.examples })),
  };
}

/** The values of `patterns/passages/*.yaml` and of the footers, put together. Throws ZodError. */
export function parsePassages(
  values: {
    readonly classes: readonly unknown[];
    readonly clues: unknown;
    readonly carry: unknown;
    readonly footers: unknown;
  },
  topicRules: TopicRules,
): { readonly rules: PassageRules; readonly examples: readonly RuleExamples[] } {
  const files = values.classes.map((v) => passages.parse(v));
  const clueFile = parseClues(values.clues);
  const carryFile = carry.parse(values.carry);
  const footerFile = footers.parse(values.footers);
  const all = files.flatMap((f) => f.classes);
  const { bases, attribution, content, weights, stopWords } = carryFile;
  return {
    rules: {
      classes: all.map(({ examples: _, ...rule }): PassageClass => rule),
      clues: clueFile.rules,
      carry: {
        bases,
        attribution,
        negatives: carryFile.negatives,
        content,
        weights,
        review: carryFile.review,
        auto: carryFile.auto,
        stopWords,
        why: carryFile.why,
      },
      footers: footerFile.footers,
      topics: topicRules,
    },
    examples: [
      ...all.map((c) => ({ rule: c.id, ...c.examples })),
      { rule: 'clues', ...clueFile.examples },
      { rule: 'footers', ...footerFile.examples },
    ],
  };
}
