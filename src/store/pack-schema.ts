import { z } from 'zod';
import { isIsoDate } from '../model/dates.ts';
import type {
  AuthorityRule,
  Base,
  Cell,
  CellLetter,
  CellRule,
  Check,
  Condition,
  FactRule,
  FindingRule,
  MinorRules,
  Pack,
  PrivilegeRoles,
  RequestRule,
  TableRow,
} from '../model/pack.ts';
import { calendarSchema, forumSchema, key, keyWays, requestTypes, text, texts } from './forum-schema.ts';
import { personRole } from './matter-schema.ts';
import { logForm, retentionSchema } from './records-schema.ts';

const date = z.string().refine(isIsoDate, 'must be a real date written YYYY-MM-DD');
const strings = z.array(z.string());

const CELL = /^(P|R|C|IC|W|NR)((?:,[NC])*)(?: > (P|R|IC|W))?( !)?$/;

/** `W`, `P,N`, `R,C`, `C > IC`, `W !` as a Cell; undefined where the text is none. */
export function parseCell(source: string): Cell | undefined {
  const match = CELL.exec(source);
  if (match === null) return undefined;
  const [, letter, gates = '', onYes, barred] = match;
  return {
    letter: letter as CellLetter,
    notice: gates.includes('N'),
    counsel: gates.includes('C') || letter === 'C',
    barred: barred !== undefined,
    ...(onYes === undefined ? {} : { onYes: onYes as CellLetter }),
  };
}

const verify = z.exactOptional(text);

const cell = z.string().transform((source, context): Cell => {
  const parsed = parseCell(source);
  if (parsed !== undefined) return parsed;
  context.addIssue({
    code: 'custom',
    message: 'is no cell; write P, R, C, IC, W or NR, with ",N" ",C" " > P" " !" as needed',
  });
  return { letter: 'W', notice: false, counsel: true, barred: false };
});

const condition = z.strictObject({
  relation: strings.exactOptional(),
  role: strings.exactOptional(),
  aspect: strings.exactOptional(),
  bases: strings.exactOptional(),
  hipaa: z.array(z.enum(['none', 'covered', 'hybrid_component'])).exactOptional(),
  part2: z.array(z.enum(['none', 'program', 'lawful_holder'])).exactOptional(),
  victim_services: z.array(z.enum(['none', 'grantee', 'subgrantee'])).exactOptional(),
  facts: strings.exactOptional(),
  alleged_abuser: z.boolean().exactOptional(),
}) as unknown as z.ZodType<Condition>;

const cells: z.ZodType<readonly CellRule[]> = z.union([
  cell.transform((one): readonly CellRule[] => [{ cell: one }]),
  z
    .array(z.strictObject({ when: condition.exactOptional(), cell, why: z.exactOptional(text) }))
    .min(1)
    .refine((list) => list.at(-1)?.when === undefined, 'must end with a cell that has no `when`'),
]);

const row: z.ZodType<TableRow> = z.strictObject({
  row: text,
  title: text,
  citation: text,
  bases: z.array(text).min(1),
  only: condition.exactOptional(),
  applies: condition.exactOptional(),
  cells: z.strictObject({
    S0: cells.exactOptional(),
    S1: cells.exactOptional(),
    GJ: cells.exactOptional(),
    AD: cells.exactOptional(),
    CO: cells.exactOptional(),
    KEY: cells.exactOptional(),
    AU: cells.exactOptional(),
  }),
  key: key.exactOptional(),
  au: texts,
  au_alone: z.boolean().default(false),
  follows_record: z.boolean().default(false),
  notice: z.strictObject({ authorities: texts, facts: texts }).default({ authorities: [], facts: [] }),
  courts_attention: z.boolean().default(false),
  verify,
});

const check: z.ZodType<Check> = z.strictObject({
  id: text,
  text,
  is: z.enum(['yes', 'date', 'any', 'field']).default('yes'),
  of: texts,
  after: texts,
  before: texts,
  not_on: texts,
  ahead_of: z.record(z.string(), z.int().min(1)).default({}),
});

const authority: z.ZodType<AuthorityRule> = z.strictObject({
  text,
  citation: text,
  opens: z.enum(['assurance', 'order', 'consent', 'mandate', 'notice', 'in_camera']),
  checks: z.array(check).min(1, 'has no check: nothing may be valid unchecked'),
  confirmed: z.boolean().default(false),
  verify,
});

const finding: z.ZodType<FindingRule> = z.strictObject({
  text,
  citation: text,
  checks: z.array(check).default([]),
  with: texts,
  verify,
});

const fact: z.ZodType<FactRule> = z.strictObject({
  text,
  counsel: z.boolean().default(true),
  document: z.boolean().default(false),
  opens: texts,
  forums: strings.exactOptional(),
  citation: z.exactOptional(text),
  verify,
});

const request: z.ZodType<RequestRule> = z.strictObject({
  column: z.enum(['S0', 'GJ', 'AD']).exactOptional(),
  counsel: z.boolean().default(false),
  mandate: z.boolean().default(false),
  text,
});

const privilegeRoles: z.ZodType<PrivilegeRoles> = z.strictObject({
  roles: z.array(personRole),
  credentials: texts,
  training: z.strictObject({ text, fact: text }).exactOptional(),
  citation: text,
  verify,
});

const minors: z.ZodType<MinorRules> = z.strictObject({
  age_of_majority: z.int().min(1),
  services: z.record(z.string(), z.strictObject({ text, age: z.int().min(0), bases: texts, citation: text, verify })),
  citation: text,
  verify,
});

const file = z.strictObject({ category: z.exactOptional(text), except: texts });

/** A file of `patterns/packs/`: strict; every request type and every kind of agency file must be ruled. */
export const packSchema: z.ZodType<Pack> = z.strictObject({
  id: text,
  version: text,
  extends: texts,
  title: text,
  effective_from: date,
  effective_to: date.nullable(),
  source: text,
  reviewed_by: text.nullable(),
  reviewed_on: date.nullable(),
  forums: z.record(z.string(), forumSchema),
  calendars: z.record(z.string(), calendarSchema).default({}),
  requests: z.record(requestTypes, request) as unknown as z.ZodType<Pack['requests']>,
  authorities: z.record(z.string(), authority),
  findings: z.record(z.string(), finding),
  facts: z.record(z.string(), fact),
  groups: z.record(z.string(), strings),
  keeps: z.array(z.strictObject({ id: text, when: condition, why: text })),
  table: z.array(row).min(1),
  files: z.strictObject({ child_protection: file, adult_protection: file, other: file }),
  default_file: z.enum(['child_protection', 'adult_protection', 'other']),
  file_categories: texts,
  privilege_roles: z.record(z.string(), privilegeRoles).default({}),
  minors,
  filing: z.strictObject({
    ssn_keep_last: z.union([z.literal(4), z.literal(0)]),
    birth_date: z.enum(['year', 'none']),
    minor_style: z.enum(['initials', 'role']),
    minor_under: z.int().min(1),
    rule: text,
    verify,
  }),
  review_under: z.number().min(0).max(1).default(0),
  unacknowledged: z.enum(['unlogged', 'neutral_row']),
  scope_redactions: z.boolean().default(false),
  in_camera: z.strictObject({
    called_by: z.strictObject({ authorities: texts, requests: z.array(requestTypes).default([]), findings: texts }),
    never: z.array(z.strictObject({ bases: z.array(text).min(1), unless: keyWays, why: text, citation: text, verify })),
  }),
  precedence: texts,
  second_review: texts,
  hides_identity: texts,
  relay_approved: z.strictObject({ by: text, on: date }).exactOptional(),
  relay_threshold: z.int().min(1).max(10_000).exactOptional(),
  relay_roster_least: z.int().min(0).max(1_000).exactOptional(),
  retention: retentionSchema.exactOptional(),
  log_form: logForm.exactOptional(),
  legends: z.strictObject({ protective_order: text, otherwise: text }),
  serve_redaction_log: z.enum(['never', 'on_request', 'always']),
  release_names: z.record(
    z.string(),
    z.strictObject({ column: z.enum(['S0', 'S1', 'GJ', 'AD', 'CO', 'KEY', 'AU']).nullable(), needs: texts }),
  ),
});

const base: z.ZodType<Base> = z.strictObject({
  id: text,
  label: text,
  kind: z.enum(['privilege', 'confidentiality', 'privacy', 'scope']),
  citation: text,
  holder: text,
  box_code: text,
  log: z.enum(['privilege-log', 'redaction-log']),
  may_be_produced_under: strings,
  notes: z.string(),
  internal_code: text,
  existence_sensitive: z.boolean(),
  verification: text,
});

/** `patterns/bases.json`: strict, every id once; a confidentiality box bears LAW unless it is RPT's. */
export const basesSchema: z.ZodType<readonly Base[]> = z
  .array(base)
  .min(1)
  .refine((list) => new Set(list.map((b) => b.id)).size === list.length, 'an id stands twice')
  .refine(
    (list) =>
      list.every(
        (b) => (b.kind !== 'confidentiality' && !b.existence_sensitive) || ['LAW', 'RPT'].includes(b.box_code),
      ),
    'a confidentiality ground must be printed as LAW (or RPT): the code tells what may not be told',
  );
