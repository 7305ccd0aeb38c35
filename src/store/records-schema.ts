import { z } from 'zod';
import { isIsoDate } from '../model/dates.ts';
import type {
  AccountingSuspension,
  Consultation,
  Hold,
  LogChange,
  LogForm,
  Policy,
  RetentionFacts,
  RetentionRule,
  RetentionSchedule,
} from '../model/records.ts';

const text = z.string().trim().min(1, 'is empty; give a value or take the key out');
const date = z.string().refine(isIsoDate, 'must be a real date written YYYY-MM-DD, for example 2025-06-10');

const hold = z
  .strictObject({
    by: text,
    on: date,
    reason: text,
    released_by: text.exactOptional(),
    released_on: date.exactOptional(),
  })
  .refine(
    (of) => (of.released_by === undefined) === (of.released_on === undefined),
    'a release needs both released_by and released_on',
  );

/** Key `hold` of matter.yaml: one hold, or a list of them. */
export const holdsSchema: z.ZodType<readonly Hold[]> = z.union([
  hold.transform((one): readonly Hold[] => [one]),
  z.array(hold),
]);

/** Key `consultations` of matter.yaml. */
export const consultationsSchema: z.ZodType<readonly Consultation[]> = z.array(
  z.strictObject({
    with: text,
    role: z.enum(['counsel', 'supervisor', 'other']),
    on: date,
    about: text,
    outcome: text.exactOptional(),
    evidence: text.exactOptional(),
    by: text,
    document: text.exactOptional(),
  }),
);

/** Key `retention` of matter.yaml. */
export const retentionFactsSchema: z.ZodType<RetentionFacts> = z.strictObject({
  closed_on: date.exactOptional(),
  case_ended_on: date.exactOptional(),
  expunge: z.array(z.strictObject({ on: date, rule: text, by: text })).default([]),
});

/** Key `accounting_suspended` of matter.yaml. */
export const suspensionSchema: z.ZodType<AccountingSuspension> = z.strictObject({
  by: text,
  until: date,
  evidence: text,
});

export const logForm: z.ZodType<LogForm> = z.enum(['document', 'metadata_plus_topic', 'categorical', 'hybrid']);

/** Key `policy` of matter.yaml: categories only where somebody agreed or ordered them. */
export const policySchema: z.ZodType<Policy> = z
  .strictObject({
    serve_redaction_log: z.enum(['never', 'on_request', 'always']).exactOptional(),
    log_form: logForm.exactOptional(),
    log_agreement: z.strictObject({ evidence: text, by: text, on: date }).exactOptional(),
    scope_redactions: z.strictObject({ evidence: text, by: text, on: date }).exactOptional(),
    xlsx: z.boolean().exactOptional(),
  })
  .refine(
    (of) => !(of.log_form === 'categorical' || of.log_form === 'hybrid') || of.log_agreement !== undefined,
    'log_form categorical and hybrid need log_agreement: { evidence, by, on }, the stipulation or order that allows them',
  );

/** Key `log_changes` of matter.yaml. */
export const logChangesSchema: z.ZodType<readonly LogChange[]> = z.array(
  z.strictObject({
    log_no: z.string().regex(/^PRIV-\d{4,}$/, 'must be a number of the privilege log, for example PRIV-0003'),
    status: z.enum(['asserted', 'downgraded', 'withdrawn', 'sustained', 'overruled', 'clawed back']),
    on: date,
    reason: text,
    by: text,
  }),
);

const rule: z.ZodType<RetentionRule> = z.strictObject({
  id: text,
  text,
  citation: text,
  from: z.enum(['received', 'produced', 'closed', 'case_ended', 'majority']),
  years: z.number().int().min(0).max(100),
  hipaa: z.array(z.enum(['none', 'covered', 'hybrid_component'])).exactOptional(),
});

/** Key `retention` of a pack. */
export const retentionSchema: z.ZodType<RetentionSchedule> = z.strictObject({
  majority: z.number().int().min(14).max(25),
  rules: z.array(rule).min(1),
});
