import { describe, expect, it } from 'vitest';
import { detectAll } from '../../src/detect/detect.ts';
import type { PatternPack } from '../../src/model/detecting.ts';
import { parseIdentifierPack } from '../../src/store/patterns-schema.ts';
import { deadlineOf } from '../../src/tools/deadline.ts';
import { caseOf } from './rules.ts';

const pattern = (id: string, regex: string, match: string) => ({
  id,
  label: 'ID',
  description: 'A number of the county',
  basis: 'identifier',
  aspect: 'identifier',
  tier: 'auto',
  source: 'own',
  variants: [{ id: 'plain', regex, score: 0.9 }],
  examples: { match: [{ text: match, spans: [match] }], noMatch: ['none'] },
});

const pack: PatternPack = parseIdentifierPack({
  schema: 1,
  kind: 'identifiers',
  id: 'county',
  version: '1.0.0',
  title: 'Numbers of a county',
  license: 'CC0-1.0',
  jurisdiction: ['US'],
  maintainer: 'a custodian',
  patterns: [pattern('endless', '(?:x+x+)+y', 'xxxy'), pattern('good', 'QZ-\\d{5}', 'QZ-12345')],
});

const run = (text: string, ms: number) => {
  const input = caseOf(text);
  const rules = { ...input.rules, identifiers: [...input.rules.identifiers, pack] };
  return detectAll({ ...input, rules, guard: deadlineOf(ms) });
};

describe('a pattern without an end', () => {
  const hung = run(`QZ-12345 ${'x'.repeat(60)}`, 300);

  it('costs only itself: the others are run alone', () => {
    expect(hung.marks.map((m) => m.rules.join())).toContain('good/plain');
  });

  it('leaves the page to a person, with the name of the pattern', () => {
    expect(hung.pages[0]?.zones).toEqual([
      { box: { x: 0, y: 0, w: 612, h: 792 }, kind: 'unreadable', why: expect.stringContaining('endless') },
    ]);
  });

  it('leaves other pages as they were', () => {
    expect(run('QZ-12345 and no more', 5000).pages[0]?.zones).toEqual([]);
  });
});
