import type { DetectInput, DetectRules } from '../../src/model/detecting.ts';
import type { Matter, Person } from '../../src/model/matter.ts';
import { patternsFolder } from '../../src/store/files.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { loadPatterns } from '../../src/store/load-patterns.ts';
import { inputOf } from '../eval/rows.ts';

const { passages, documentTypes } = loadPassages(patternsFolder);

/** The shipped rules. */
export const RULES: DetectRules = { ...loadPatterns(), passages, documentTypes };

/** A one-page matter with these people; `more` overrides the matter. */
export function caseOf(text: string, people: readonly Person[] = [], more: Partial<Matter> = {}): DetectInput {
  const input = inputOf({ text }, RULES);
  return { ...input, matter: { ...input.matter, people, ...more } };
}
