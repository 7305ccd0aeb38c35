import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import { UsageError } from '../../src/errors.ts';
import { loadRules } from '../../src/pipeline/rules.ts';
import { inputOf } from '../eval/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'withhold-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PACK = `schema: 1
kind: identifiers
id: county
version: 1.0.0
title: Numbers of our county
license: CC0-1.0
jurisdiction: [US]
maintainer: a custodian
patterns:
  - id: benefit-card
    label: ACCOUNT
    description: Card number of the county
    basis: identifier
    aspect: identifier
    tier: auto
    source: own
    variants: [{ id: plain, regex: 'QZ-\\d{5}', score: 0.9 }]
    examples: { match: [{ text: 'card QZ-12345', spans: ['QZ-12345'] }], noMatch: ['QZ-1'] }
`;

/** A matter folder whose patterns/ holds this file. */
function matterWith(name: string, text: string): string {
  const matter = mkdtempSync(join(folder, 'm-'));
  mkdirSync(join(matter, 'patterns'));
  writeFileSync(join(matter, 'patterns', name), text);
  return matter;
}

describe('packs in the matter folder', () => {
  it('add their patterns to the shipped ones, without code', () => {
    const text = 'Her card QZ-12345 and her SSN 219-09-8888.';
    const marks = detect(inputOf({ text }, loadRules(matterWith('county.yaml', PACK))));
    expect(marks.map((m) => m.rules.join())).toEqual(['benefit-card/plain', 'ssn/dashed']);
  });

  it('add names and cues', () => {
    const people = `schema: 1
kind: people
id: town
version: 1.0.0
title: Names of our town
license: CC0-1.0
jurisdiction: [US]
maintainer: a custodian
firstNames: [Xyvander]
`;
    const rules = loadRules(matterWith('town.yaml', people));
    expect(rules.people.firstNames).toContain('Xyvander');
    expect(rules.people.firstNames.length).toBeGreaterThan(3000);
  });

  it('are refused with the name of the file where a key is wrong', () => {
    const load = () => loadRules(matterWith('county.yaml', PACK.replace('tier: auto', 'teir: auto')));
    expect(load).toThrow(UsageError);
    expect(load).toThrow(/county\.yaml/);
  });
});
