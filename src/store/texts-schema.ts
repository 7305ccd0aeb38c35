import { z } from 'zod';
import type { Texts } from '../model/texts.ts';

const text = z.string().min(1);
const words = z.array(text);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2025-06-10');

const basisText = z.strictObject({
  label: text.exactOptional(),
  citation: text.exactOptional(),
  privilege: text.exactOptional(),
  law: text.exactOptional(),
  holder: text.exactOptional(),
  asserted_by: text.exactOptional(),
  passage: text.exactOptional(),
  statute: text.exactOptional(),
});

const roleText = z.strictObject({
  text,
  privilege_role: z.enum(['atty', 'agent of atty', 'MHP', 'client', 'third party']),
  served: z.boolean(),
});

const relations = z.strictObject({
  requester_party: text,
  record_subject: text,
  opposing_party: text,
  minor: text,
  third_party: text,
  other_client: text,
  staff: text,
  reporter: text,
  unknown: text,
});

const log = z.strictObject({
  title_subject: text,
  withheld_name: text,
  author_not_stated: text,
  law_label: text,
  law_citation: text,
  release_authority: text,
  see: text,
  document_held: text,
  document_withheld: text,
  passage_withheld: text,
  litigation_unfiled: text,
  topic: text,
  not_stated: text,
  neutral_ground: text,
  neutral_row: text,
  sent_only: text,
  no_waiver: text,
  category: text,
});

const description = z.strictObject({
  basis: text,
  when: z.array(
    z.enum([
      'passage',
      'correspondence',
      'author_counsel',
      'to_counsel',
      'author_named',
      'notes_kept_apart',
      'limited_release',
    ]),
  ),
  text,
});

const forum = z.strictObject({
  name: text,
  objection_rule: text,
  log_rule: text,
  declaration: text,
  clawback_rule: text.exactOptional(),
  nonwaiver: z.strictObject({ rule: text, bases: words.min(1) }).exactOptional(),
});

const LETTER_FLAGS = [
  'not_disclosed',
  'produced',
  'withheld',
  'privilege',
  'confidential',
  'school_records',
  'order',
  'released',
  'redaction_log',
  'redisclosure',
  'third_party_names',
  'notice',
  'nothing',
  'service_defects',
  'fees',
  'conferred',
  'search',
  'delivery',
  'sealed',
  'return_or_destroy',
  'supplemental',
  'replacement',
  'recall',
  'recall_privilege',
  'recall_nonwaiver',
];
const flags = z.array(z.enum([...LETTER_FLAGS, ...LETTER_FLAGS.map((flag) => `!${flag}`)])).prefault([]);

const block = z
  .strictObject({
    when: flags,
    heading: text.exactOptional(),
    text: text.exactOptional(),
    quote: text.exactOptional(),
    list: z
      .enum([
        'grounds',
        'enclosures',
        'schedule_a',
        'schedule_b',
        'schedule_c',
        'codes',
        'redisclosure',
        'service_defects',
        'conferrals',
        'search',
      ])
      .exactOptional(),
    table: z.literal('volume').exactOptional(),
  })
  .refine(
    (of) => [of.heading, of.text, of.quote, of.list, of.table].filter((part) => part !== undefined).length === 1,
    'a block holds exactly one of heading, text, quote, list, table',
  );

const letter = z.strictObject({
  id: text,
  file: z.string().regex(/^[a-z0-9-]+\.pdf$/, 'a name such as transmittal.pdf'),
  title: text,
  to: z.enum(['requester', 'delivery', 'court', 'individual', 'none']),
  signer: z.enum(['counsel', 'custodian', 'none']),
  when: flags,
  body: z.array(block).min(1),
});

const inCamera = z.strictObject({
  banner: text,
  control_prefix: z.string().regex(/^[A-Z][A-Z-]*$/, 'capitals and hyphens'),
  withheld_mark: text,
  document: text,
  passage: text,
  removed: text,
  removed_ground: text,
  letter: z.strictObject({
    file: z.string().regex(/^[a-z0-9-]+\.pdf$/, 'a name such as cover-letter.pdf'),
    title: text,
    addressee: text,
    salutation: text,
    body: words.min(1),
    copies: text,
  }),
});

/** Schema of `patterns/texts/<id>.yaml`. */
export const textsSchema: z.ZodType<Texts> = z.strictObject({
  id: text,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as "1.0.0"'),
  extends: words.default([]),
  source: text,
  reviewed_by: text.nullable(),
  reviewed_on: date.nullable(),
  t_all: text,
  letterhead: text,
  draft_mark: text,
  slip_sheet: text,
  box_label: text,
  respaced_mark: z.string().length(1),
  respaced_note: text,
  codes: z.array(z.strictObject({ code: z.string().regex(/^[A-Z0-9]{2,4}$/), legend: text })),
  bases: z.record(z.string(), basisText),
  roles: z.record(z.string(), roleText),
  relations,
  log,
  descriptions: z.array(description),
  existence_words: words,
  boilerplate: words,
  process: z.record(z.string(), text),
  forums: z.record(z.string(), forum),
  letters: z.array(letter),
  in_camera: inCamera,
  redisclosure: z.array(z.strictObject({ bases: words.min(1), text })),
});
