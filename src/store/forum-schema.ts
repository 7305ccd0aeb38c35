import { z } from 'zod';
import type { Calendar, DeadlineRule, ForumRule, ObjectionRule, ProcessRule } from '../model/forum.ts';
import type { RequestType } from '../model/matter.ts';
import type { KeyWay, TableRow } from '../model/pack.ts';

export const text: z.ZodType<string> = z.string().trim().min(1, 'is empty');
export const texts: z.ZodType<string[]> = z.array(text).default([]);
const verify = z.exactOptional(text);

export const requestTypes: z.ZodEnum<{ [T in RequestType]: T }> = z.enum([
  'subpoena_attorney',
  'subpoena_clerk',
  'subpoena_so_ordered',
  'subpoena_grand_jury',
  'subpoena_admin',
  'subpoena_criminal_defense',
  'search_warrant',
  'court_order',
  'order_qpo',
  'order_in_camera',
  'order_specific_statutory',
  'authorization_508',
  'consent_part2',
  'consent_vawa',
  'access_request',
  'public_records',
]);

const keyWay: z.ZodType<KeyWay> = z.strictObject({
  findings: texts,
  facts: texts,
  recipients: z.array(z.string()).exactOptional(),
  mandate: z.boolean().default(false),
});

/** Ways in which something is opened; any one will do. */
export const keyWays: z.ZodType<readonly KeyWay[]> = z.array(keyWay);

/** The special order of a row or a forum. */
export const key: z.ZodType<NonNullable<TableRow['key']>> = z.strictObject({ is: text, any: z.array(keyWay).min(1) });

const unit = z.enum(['days', 'court_days']);
const roll = z.enum(['none', 'next_court_day', 'previous_court_day']);

const objection: z.ZodType<ObjectionRule> = z.strictObject({
  days: z.int().min(1).exactOptional(),
  unit: unit.default('days'),
  roll: roll.default('none'),
  rule: text,
  verify,
});

const deadline: z.ZodType<DeadlineRule> = z.strictObject({
  id: text,
  text,
  days: z.int().min(0),
  unit: unit.default('days'),
  roll: roll.default('none'),
  from: z.enum(['served_on', 'issued_on', 'return_date']),
  direction: z.enum(['after', 'before']),
  rule: text,
  verify,
});

const process: z.ZodType<ProcessRule> = z.strictObject({
  requests: z.array(requestTypes).min(1),
  signatory: z.array(z.enum(['attorney', 'clerk', 'judge', 'officer'])).exactOptional(),
  authorities: texts,
  facts: texts,
  unless: texts,
  otherwise: z.enum(['void', 'counsel']),
  rule: text,
  verify,
});

const weekday = z.enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']);

/** Days on which the courts of a forum are closed. */
export const calendarSchema: z.ZodType<Calendar> = z.strictObject({
  weekend: z.array(weekday).default(['sat', 'sun']),
  holidays: z.array(
    z.union([
      z.strictObject({
        name: text,
        on: z.string().regex(/^\d{2}-\d{2}$/, 'must be a day of the year such as "07-04"'),
      }),
      z.strictObject({
        name: text,
        month: z.int().min(1).max(12),
        weekday,
        nth: z.int().min(-1).max(5),
        plus: z.int().default(0),
      }),
    ]),
  ),
  verify,
});

/** The rules of one forum of a pack. */
export const forumSchema: z.ZodType<ForumRule> = z.strictObject({
  text,
  verify,
  calendar: z.exactOptional(text),
  objection: objection.exactOptional(),
  deadlines: z.array(deadline).default([]),
  process: z.array(process).default([]),
  keys: z.record(z.string(), key).default({}),
});
