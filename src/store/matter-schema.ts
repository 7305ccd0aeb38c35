import { z } from 'zod';
import { isIsoDate } from '../model/dates.ts';
import type {
  Agency,
  Authority,
  BesideRequest,
  Fact,
  Matter,
  Organization,
  Person,
  PersonRelation,
  PersonRole,
  PriorProduction,
  Proceeding,
  ProductionSettings,
  Request,
  RequestItem,
} from '../model/matter.ts';
import { requestTypes } from './forum-schema.ts';
import {
  consultationsSchema,
  holdsSchema,
  logChangesSchema,
  policySchema,
  retentionFactsSchema,
  suspensionSchema,
} from './records-schema.ts';
import { responseSchema } from './response-schema.ts';

const REAL_DATE = 'must be a real date written YYYY-MM-DD, for example 2025-06-10';

const text = z.string().trim().min(1, 'is empty; give a value or take the key out');
const date = z.string().refine(isIsoDate, REAL_DATE);
const texts = z.array(text).default([]);
const range = z
  .strictObject({ from: date.exactOptional(), to: date.exactOptional() })
  .refine(
    (r) => r.from === undefined || r.to === undefined || r.from <= r.to,
    'ends before it begins; swap from and to',
  );

const agency: z.ZodType<Agency> = z.strictObject({
  name: text,
  address: text.exactOptional(),
  role: z.enum(['nonparty', 'party']),
  file: z.enum(['child_protection', 'adult_protection', 'other']).exactOptional(),
  profile: z.strictObject({
    hipaa: z.enum(['none', 'covered', 'hybrid_component']),
    part2: z.enum(['none', 'program', 'lawful_holder']),
    victim_services: z.enum(['none', 'grantee', 'subgrantee']),
  }),
});

const keep = z
  .strictObject({
    terms: texts,
    pages: texts,
    ground: z.enum(['nonresponsive', 'scope_beyond_order']).exactOptional(),
  })
  .refine((of) => of.terms.length + of.pages.length > 0, 'keeps nothing; name terms or pages, or take keep out');

const item: z.ZodType<RequestItem> = z.strictObject({
  id: text,
  text,
  document_types: texts,
  keep: keep.exactOptional(),
});

const request: z.ZodType<Request> = z.strictObject({
  type: requestTypes,
  court: text.exactOptional(),
  docket: text.exactOptional(),
  caption: text.exactOptional(),
  signatory: z.strictObject({ name: text, role: z.enum(['attorney', 'clerk', 'judge', 'officer']) }).exactOptional(),
  issued_on: date.exactOptional(),
  served_on: date.exactOptional(),
  return_date: date.exactOptional(),
  requester: z.strictObject({
    name: text,
    role: text.exactOptional(),
    subject_of_report: z.boolean().exactOptional(),
    alleged_abuser: z.boolean().exactOptional(),
    represented_by: text.exactOptional(),
  }),
  subjects: z.array(text).min(1, 'names nobody; list whose records are asked for'),
  date_range: range.exactOptional(),
  items: z.array(item).min(1, 'is empty; list what is asked for, one entry an item'),
});

/** A check is answered true or false, `unknown` (counts as false), or with a date. */
const check = z
  .union([z.boolean(), z.string()])
  .refine(
    (v) => typeof v === 'boolean' || v === 'unknown' || isIsoDate(v),
    'must be true, false, unknown, or a real date written YYYY-MM-DD (not yes or no)',
  );

const authority: z.ZodType<Authority> = z.strictObject({
  id: text,
  type: text,
  received_on: date.exactOptional(),
  docket: text.exactOptional(),
  covers: texts,
  findings: texts,
  excludes: texts,
  recipients: texts,
  designation: text.exactOptional(),
  subjects: z.array(text).exactOptional(),
  dates: range.exactOptional(),
  checks: z.record(z.string(), check).default({}),
  confirmed_by: z.strictObject({ name: text, on: date }).exactOptional(),
  signed_by: text.exactOptional(),
  on_behalf_of: text.exactOptional(),
  documents: z.array(text).min(1, 'names no paper: list them, or take the key out').exactOptional(),
  expires_on: date.exactOptional(),
  revoked_on: date.exactOptional(),
});

const fact: z.ZodType<Fact> = z.strictObject({
  document: text.exactOptional(),
  fact: text,
  evidence: text,
  by: text,
  on: date,
});

/** Roles of people, in matter.yaml and in packs. */
export const personRole: z.ZodType<PersonRole> = z.enum([
  'parent',
  'child',
  'relative',
  'foster_parent',
  'caregiver',
  'neighbor',
  'reporter',
  'caseworker',
  'supervisor',
  'attorney',
  'paralegal',
  'gal',
  'judge',
  'psychologist',
  'psychiatrist',
  'physician',
  'clinical_social_worker',
  'counselor',
  'sud_counselor',
  'dv_advocate',
  'sa_counselor',
  'clergy',
  'teacher',
  'police',
  'other',
]);

const relation: z.ZodType<PersonRelation> = z.enum([
  'record_subject',
  'requester_party',
  'opposing_party',
  'minor',
  'third_party',
  'other_client',
  'staff',
  'reporter',
]);

const person: z.ZodType<Person> = z.strictObject({
  name: text,
  aliases: texts,
  initials: text.exactOptional(),
  role: personRole,
  relation: relation.exactOptional(),
  represents: text.exactOptional(),
  email: text.exactOptional(),
  phone: text.exactOptional(),
  address: text.exactOptional(),
  organization: text.exactOptional(),
  credential: text.exactOptional(),
  title: text.exactOptional(),
  born: date.exactOptional(),
  died_on: date.exactOptional(),
  emancipated: z.boolean().exactOptional(),
  rights_terminated: z.boolean().exactOptional(),
  alleged_abuser: z.boolean().exactOptional(),
  consented_alone: z.array(text).exactOptional(),
});

const organization: z.ZodType<Organization> = z.strictObject({
  name: text,
  kind: z.enum([
    'part2_program',
    'victim_services',
    'school',
    'lab',
    'clinic',
    'therapy_practice',
    'law_firm',
    'court',
    'agency',
    'other',
  ]),
  aliases: texts,
});

const proceeding: z.ZodType<Proceeding> = z.strictObject({
  kind: text,
  filed_on: date.exactOptional(),
  anticipated_from: date.exactOptional(),
});

const production: z.ZodType<ProductionSettings> = z.strictObject({
  prefix: z.string().regex(/^[A-Z][A-Z-]{0,19}$/, 'must be capital letters and hyphens, for example CHC-FS-'),
  start: z.int('must be a whole number').min(1, 'must be 1 or more').default(1),
  digits: z.int('must be a whole number').min(6, 'must be 6 to 8').max(8, 'must be 6 to 8').default(6),
  volume: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, 'must be letters, digits, - and _, for example VOL001')
    .default('VOL001'),
  date: date.exactOptional(),
  profile: z.enum(['pdf', 'images']).default('pdf'),
});

const besideRequest: z.ZodType<BesideRequest> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be small letters, digits and hyphens, for example gal'),
  forum: text.exactOptional(),
  request,
  authorities: z.array(authority).default([]),
  facts: z.array(fact).default([]),
  relations: z.record(z.string(), relation).default({}),
  production,
  policy: policySchema.default({}),
  response: responseSchema.exactOptional(),
  log_changes: logChangesSchema.exactOptional(),
});

const prior: z.ZodType<PriorProduction> = z.strictObject({
  to: text,
  on: date,
  documents: texts,
  boxed: texts,
  withheld: texts,
});

/** matter.yaml (contract 2.1): strict, with the defaults of its optional keys. */
export const matterSchema: z.ZodType<Matter> = z.strictObject({
  matter: text,
  pack: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be the name of a pack, for example demo-us'),
  pack_approved: z.strictObject({ by: text, on: date, version: text.exactOptional() }).exactOptional(),
  forum: text,
  agency,
  custodian: z.strictObject({ name: text, title: text.exactOptional() }),
  request,
  authorities: z.array(authority).default([]),
  facts: z.array(fact).default([]),
  people: z.array(person).default([]),
  organizations: z.array(organization).default([]),
  proceedings: z.array(proceeding).default([]),
  safety: texts,
  production,
  policy: policySchema.default({}),
  log_changes: logChangesSchema.exactOptional(),
  passwords: text.exactOptional(),
  response: responseSchema.exactOptional(),
  workspace: z.enum(['plain', 'encrypted']).exactOptional(),
  hold: holdsSchema.exactOptional(),
  retention: retentionFactsSchema.exactOptional(),
  consultations: consultationsSchema.exactOptional(),
  accounting_suspended: suspensionSchema.exactOptional(),
  model: text.exactOptional(),
  requests_besides: z.array(besideRequest).exactOptional(),
  prior: z.array(prior).exactOptional(),
});
