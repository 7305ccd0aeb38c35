import { z } from 'zod';
import type { RedactDefaults } from '../model/redacting.ts';
import { shippedText } from './files.ts';
import { parseYaml } from './yaml-file.ts';

const text = z.string().min(1);

const defaultsSchema = z.strictObject({
  relay_threshold: z.int().min(1).max(10_000),
  relay_roster_least: z.int().min(0).max(1_000),
  respaced_mark: z.string().length(1),
  respaced_note: text,
});

/** What is done about telling gaps where no pack says otherwise: `patterns/redact.yaml`. */
export function loadRedactDefaults(): RedactDefaults {
  return parseYaml(shippedText('redact.yaml'), 'patterns/redact.yaml', defaultsSchema);
}
