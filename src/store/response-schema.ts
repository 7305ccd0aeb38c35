import { z } from 'zod';
import { isIsoDate } from '../model/dates.ts';
import type { ResponseRecord } from '../model/response.ts';

const text = z.string().trim().min(1, 'is empty; give a value or take the key out');
const date = z.string().refine(isIsoDate, 'must be a real date written YYYY-MM-DD, for example 2025-06-10');

const deadline = z
  .strictObject({
    what: text,
    due: date,
    rule: text.exactOptional(),
    extended_to: date.exactOptional(),
    extended_by: text.exactOptional(),
    met_on: date.exactOptional(),
  })
  .refine((one) => one.extended_to === undefined || one.extended_by !== undefined, {
    path: ['extended_to'],
    error: 'needs extended_by: who agreed to it or ordered it',
  })
  .refine((one) => one.extended_to === undefined || one.extended_to > one.due, {
    path: ['extended_to'],
    error: 'is not later than due',
  });

const objection = z
  .strictObject({
    by: text,
    on: date,
    about: text.exactOptional(),
    resolved_on: date.exactOptional(),
    resolution: text.exactOptional(),
  })
  .refine((one) => one.resolved_on === undefined || one.resolution !== undefined, {
    path: ['resolved_on'],
    error: 'needs resolution: how the objection was resolved',
  });

const notice = z
  .strictObject({
    to: text,
    method: text,
    safe: z.boolean(),
    sent_on: date.exactOptional(),
    window_ends: date.exactOptional(),
  })
  .refine((one) => one.sent_on === undefined || one.safe, {
    path: ['sent_on'],
    error: 'was sent by a way nobody found safe: tell counsel, then record what was checked and set safe: true',
  });

/** `response:` of matter.yaml: the working day of a custodian, strict, all of it optional. */
export const responseSchema: z.ZodType<ResponseRecord> = z.strictObject({
  service: z
    .strictObject({ method: text, by: text.exactOptional(), defects: z.array(text).default([]) })
    .exactOptional(),
  deadlines: z.array(deadline).default([]),
  fees: z
    .array(z.strictObject({ what: text, amount: text, asked_on: date.exactOptional(), paid_on: date.exactOptional() }))
    .default([]),
  objections: z.array(objection).default([]),
  conferrals: z.array(z.strictObject({ on: date, with: text, about: text, outcome: text.exactOptional() })).default([]),
  notices: z.array(notice).default([]),
  delivery: z
    .strictObject({
      to: z.enum(['clerk', 'chambers', 'counsel']),
      name: text.exactOptional(),
      address: text.exactOptional(),
      method: text.exactOptional(),
      sealed: z.boolean().default(false),
    })
    .refine((one) => one.to !== 'chambers' || one.sealed, 'to chambers goes only under seal: set sealed: true')
    .exactOptional(),
  protective_orders: z
    .array(
      z.strictObject({
        id: text,
        entered_on: date,
        docket: text.exactOptional(),
        return_or_destroy_by: date.exactOptional(),
      }),
    )
    .default([]),
  search: z.array(z.strictObject({ where: text, by: text, on: date, found: text })).default([]),
});
