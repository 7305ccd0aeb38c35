import { z } from 'zod';
import type { IdentifierPattern, PatternPack, PeopleRules, PersonCue } from '../model/detecting.ts';
import { personRole } from './matter-schema.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and hyphens');
const words = z.array(z.string().min(1));
const aspect = z.enum([
  'name',
  'contact',
  'address',
  'health',
  'birth_date',
  'identifier',
  'clue',
  'location',
  'communication',
  'summary',
  'zone',
]);
const relation = z.enum([
  'requester_party',
  'record_subject',
  'opposing_party',
  'minor',
  'third_party',
  'other_client',
  'staff',
  'reporter',
  'unknown',
]);

/** Header every pack bears: who made it, what it is for, under which licence. */
const header = {
  schema: z.literal(1),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
  title: z.string().min(1),
  license: z.string().min(1),
  jurisdiction: words,
  maintainer: z.string().min(1),
};

const variant = z.strictObject({
  id,
  regex: z.string().min(1).max(2000),
  flags: z.enum(['', 'i', 'u', 'iu']).default(''),
  group: z.number().int().min(0).default(0),
  score: z.number().min(0).max(1),
  requireContext: z.boolean().default(false),
});

const validator = z.strictObject({
  name: z.enum([
    'luhn',
    'aba',
    'npi',
    'dea',
    'ssn',
    'itin',
    'ein',
    'mbi',
    'vin',
    'iban',
    'nanp',
    'date',
    'ipv4',
    'has-digit',
  ]),
  onFail: z.enum(['drop', 'lower']),
  onPass: z.number().min(0).max(1).default(0),
  except: words.default([]),
});

const contextWords = z.strictObject({ words: words.min(1), add: z.number().min(-1).max(1) });

const pattern = z.strictObject({
  id,
  label: z.string().regex(/^[A-Z_]+$/),
  description: z.string().min(1),
  basis: z.string().min(1),
  aspect,
  tier: z.enum(['auto', 'review', 'hint']),
  source: z.string().min(1),
  variants: z.array(variant).min(1),
  validators: z.array(validator).default([]),
  context: z
    .strictObject({
      before: z.number().int().min(0).max(200).default(60),
      after: z.number().int().min(0).max(200).default(0),
      boost: z.array(contextWords).default([]),
      suppress: z.array(contextWords).default([]),
    })
    .default({ before: 60, after: 0, boost: [], suppress: [] }),
  ocr: z
    .strictObject({ digits: z.boolean().default(false), letters: z.boolean().default(false) })
    .default({ digits: false, letters: false }),
  examples: z.strictObject({
    match: z.array(z.strictObject({ text: z.string(), spans: words.min(1) })).min(1),
    noMatch: z.array(z.string()).min(1),
  }),
});

/** A file of `patterns/identifiers/`; `{{name}}` in a regex stands for a fragment. */
const identifierPack = z.strictObject({
  ...header,
  kind: z.literal('identifiers'),
  fragments: z.record(z.string(), z.string()).default({}),
  patterns: z.array(pattern).min(1),
});

const cue = z.strictObject({ id, words: words.min(1), relation, role: personRole.optional() });
/** A list of words: a YAML list, or one text of words divided by blanks. */
const list = z
  .union([words, z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ''))])
  .default([]);

/** A file of `patterns/people/`: any of the lists; lists of several files are joined. */
const peoplePack = z.strictObject({
  ...header,
  kind: z.literal('people'),
  titles: list,
  credentials: list,
  labels: z.array(cue).default([]),
  roles: z.array(cue).default([]),
  ownedLabels: list,
  formWords: list,
  beforeNumbers: list,
  numberLabels: z.array(z.strictObject({ label: z.string().regex(/^[A-Z_]+$/), words: words.min(1) })).default([]),
  nameLabels: list,
  workTitles: z.array(z.strictObject({ role: personRole, words: words.min(1) })).default([]),
  personWords: list,
  headingWords: list,
  holderWords: list,
  courtesyTitles: list,
  joinedTitles: list,
  nameSuffixes: list,
  abbreviations: list,
  pronouns: list,
  nameParticles: list,
  saintWords: list,
  privateWords: list,
  speechVerbs: list,
  nicknames: z.array(words.min(2)).default([]),
  firstNames: list,
  lastNames: list,
  wordNames: list,
  commonWords: list,
  organizationWords: list,
  placeWords: list,
  healthWords: list,
  relativeWords: list,
  locationCues: list,
  violenceSignals: list,
});

type PatternFile = z.infer<typeof pattern>;

/** A regex with its fragments put in; throws Error on a name the pack does not define. */
function expand(regex: string, fragments: Readonly<Record<string, string>>, depth = 0): string {
  if (depth > 5) throw new Error('fragments refer to each other in a ring');
  return regex.replace(/\{\{([a-z-]+)\}\}/g, (_, name: string) => {
    const fragment = fragments[name];
    if (fragment === undefined) throw new Error(`no fragment "${name}" in this pack`);
    return `(?:${expand(fragment, fragments, depth + 1)})`;
  });
}

/** The whole regex of a variant; throws ZodError with its place where it is none. */
function compiled(
  { regex, flags }: PatternFile['variants'][number],
  fragments: Readonly<Record<string, string>>,
  path: readonly (string | number)[],
): string {
  try {
    const whole = expand(regex, fragments);
    new RegExp(whole, `${flags}dg`);
    return whole;
  } catch (cause) {
    throw new z.ZodError([{ code: 'custom', path: [...path], message: (cause as Error).message, input: regex }]);
  }
}

function toPattern(file: PatternFile, fragments: Readonly<Record<string, string>>, at: number): IdentifierPattern {
  const { ocr, variants, validators, ...rest } = file;
  return {
    ...rest,
    ocrDigits: ocr.digits,
    ocrLetters: ocr.letters,
    variants: variants.map((v, i) => ({
      ...v,
      regex: compiled(v, fragments, ['patterns', at, 'variants', i, 'regex']),
    })),
    validators,
  };
}

/** Checks and converts one parsed file of identifier patterns; throws ZodError or Error naming what is wrong. */
export function parseIdentifierPack(value: unknown): PatternPack {
  const file = identifierPack.parse(value);
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    jurisdiction: file.jurisdiction,
    patterns: file.patterns.map((p, i) => toPattern(p, file.fragments, i)),
  };
}

const toCue = (c: z.infer<typeof cue>): PersonCue => ({
  id: c.id,
  words: c.words,
  relation: c.relation,
  ...(c.role === undefined ? {} : { role: c.role }),
});

/** The trained weights of `patterns/people/tagger.json`. */
const taggerFile = z.strictObject({
  schema: z.literal(1),
  kind: z.literal('tagger'),
  license: z.string().min(1),
  weights: z.record(z.string(), z.number().int()),
});

/** Checks the parsed weights of the tagger of names; throws ZodError. */
export function parseTagger(value: unknown): Readonly<Record<string, number>> {
  return taggerFile.parse(value).weights;
}

/** Checks parsed files of people rules and joins their lists; throws ZodError. */
export function parsePeoplePacks(values: readonly unknown[]): PeopleRules {
  const files = values.map((v) => peoplePack.parse(v));
  return {
    titles: files.flatMap((f) => f.titles),
    credentials: files.flatMap((f) => f.credentials),
    labels: files.flatMap((f) => f.labels.map(toCue)),
    roles: files.flatMap((f) => f.roles.map(toCue)),
    ownedLabels: files.flatMap((f) => f.ownedLabels),
    formWords: files.flatMap((f) => f.formWords),
    beforeNumbers: files.flatMap((f) => f.beforeNumbers),
    numberLabels: files.flatMap((f) => f.numberLabels),
    nameLabels: files.flatMap((f) => f.nameLabels),
    workTitles: files.flatMap((f) => f.workTitles),
    personWords: files.flatMap((f) => f.personWords),
    headingWords: files.flatMap((f) => f.headingWords),
    holderWords: files.flatMap((f) => f.holderWords),
    courtesyTitles: files.flatMap((f) => f.courtesyTitles),
    joinedTitles: files.flatMap((f) => f.joinedTitles),
    nameSuffixes: files.flatMap((f) => f.nameSuffixes),
    abbreviations: files.flatMap((f) => f.abbreviations),
    pronouns: files.flatMap((f) => f.pronouns),
    nameParticles: files.flatMap((f) => f.nameParticles),
    saintWords: files.flatMap((f) => f.saintWords),
    privateWords: files.flatMap((f) => f.privateWords),
    speechVerbs: files.flatMap((f) => f.speechVerbs),
    nicknames: files.flatMap((f) => f.nicknames),
    firstNames: files.flatMap((f) => f.firstNames),
    lastNames: files.flatMap((f) => f.lastNames),
    wordNames: files.flatMap((f) => f.wordNames),
    commonWords: files.flatMap((f) => f.commonWords),
    organizationWords: files.flatMap((f) => f.organizationWords),
    placeWords: files.flatMap((f) => f.placeWords),
    healthWords: files.flatMap((f) => f.healthWords),
    relativeWords: files.flatMap((f) => f.relativeWords),
    locationCues: files.flatMap((f) => f.locationCues),
    violenceSignals: files.flatMap((f) => f.violenceSignals),
  };
}
