import { join } from 'node:path';
import type { LetterBlock, Texts } from '../model/texts.ts';
import { extending } from './extend-yaml.ts';
import { isFile, patternsFolder, shippedText } from './files.ts';
import { textsSchema } from './texts-schema.ts';
import { parseYaml, type YamlProblem } from './yaml-file.ts';

/** The names that may stand in braces, by the kind of text. */
const KNOWN = {
  slip_sheet: ['begin', 'end', 'pages', 'log_no'],
  box_label: ['label'],
  see: ['passage', 'log_no'],
  sent_only: ['sent_to'],
  category: ['documents', 'pages', 'agreement', 'type', 'topic'],
  description: [
    'type',
    'type_lower',
    'author',
    'author_or_staff',
    'recipients',
    'counsel',
    'topic',
    'litigation',
    'passages',
    'sent_only',
    'no_waiver',
  ],
  in_camera_mark: ['codes'],
  in_camera: ['agency', 'court', 'docket', 'caption', 'process', 'orders', 'documents', 'pages', 'range'],
  letter: [
    'agency',
    'standing',
    'requester',
    'requester_counsel',
    'court',
    'docket',
    'caption',
    'process',
    'process_short',
    'items',
    'items_text',
    'return_date',
    'objection_rule',
    'objection_due_sentence',
    'log_rule',
    'declaration',
    'statutes',
    'order',
    'designation',
    'volume',
    'bates_range',
    'extension_sentence',
    'fees',
    'delivery_method',
    'return_by',
    'object_by',
    'earlier_volume',
    'replaced_range',
    'recall_range',
    'recall_replacement',
    'recall_produced',
    'recall_ground',
    'recall_log',
    'clawback_rule',
    'nonwaiver_rule',
  ],
} as const;

/** Reads a texts file and what it extends; a UsageError lists what is wrong in it, with the line. */
export function parseTexts(yaml: string, fileName: string): Texts {
  const rule = {
    read: shippedTexts,
    own: ['id', 'version', 'source', 'reviewed_by', 'reviewed_on'],
    lists: { letters: (base: Entry, own: Entry) => base['id'] === own['id'] },
  };
  return parseYaml(yaml, fileName, textsSchema, checkTexts, extending(fileName, rule));
}

type Entry = Readonly<Record<string, unknown>>;

function shippedTexts(name: string): string | undefined {
  return isFile(join(patternsFolder, 'texts', `${name}.yaml`)) ? shippedText(`texts/${name}.yaml`) : undefined;
}

function checkTexts(texts: Texts): readonly YamlProblem[] {
  return [
    ...unknownNames(['slip_sheet'], texts.slip_sheet, KNOWN.slip_sheet),
    ...unknownNames(['box_label'], texts.box_label, KNOWN.box_label),
    ...unknownNames(['log', 'see'], texts.log.see, KNOWN.see),
    ...unknownNames(['log', 'sent_only'], texts.log.sent_only, KNOWN.sent_only),
    ...unknownNames(['log', 'category'], texts.log.category, KNOWN.category),
    ...unknownNames(['in_camera', 'withheld_mark'], texts.in_camera.withheld_mark, KNOWN.in_camera_mark),
    ...texts.in_camera.letter.body.flatMap((one, i) =>
      unknownNames(['in_camera', 'letter', 'body', i], one, KNOWN.in_camera),
    ),
    ...texts.descriptions.flatMap((one, i) => unknownNames(['descriptions', i, 'text'], one.text, KNOWN.description)),
    ...texts.redisclosure.flatMap((one, i) => unknownNames(['redisclosure', i, 'text'], one.text, KNOWN.letter)),
    ...texts.letters.flatMap((letter, i) => letter.body.flatMap((block, j) => blockProblems(block, i, j))),
  ];
}

function blockProblems(block: LetterBlock, letter: number, at: number): readonly YamlProblem[] {
  const text = block.text ?? block.quote ?? block.heading ?? '';
  return unknownNames(['letters', letter, 'body', at], text, KNOWN.letter);
}

function unknownNames(
  path: readonly (string | number)[],
  text: string,
  known: readonly string[],
): readonly YamlProblem[] {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ path, text: `{${name}} is not known here; known: ${known.join(', ')}` }));
}
