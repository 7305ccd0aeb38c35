import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import { modelLabels } from '../../src/detect/model-hits.ts';
import type { DetectInput } from '../../src/model/detecting.ts';
import type { Suggestion } from '../../src/model/local-model.ts';
import { pageKey } from '../../src/model/page.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { patternsFolder } from '../../src/store/files.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { loadPatterns } from '../../src/store/load-patterns.ts';
import { makeMatter } from '../split/matter.ts';
import { makePages } from '../split/pages.ts';

const rules = { ...loadPatterns(), ...loadPassages(patternsFolder) };
const matter = makeMatter();
const pages = makePages('n.pdf', [
  'Larch County Family Services\nContact note\n\nIvo Tally met zyrquafel thornwibble at 555-201-0142, SSN 219-09-9999. The token is QX-77-ABLE.',
]);
const input: DetectInput = { matter, documents: splitSource({ pages, rules, matter }), pages, rules };
const text = pages[0]!.text;

function saying(...said: readonly [string, string, Suggestion['tier']][]): DetectInput {
  const all = said.map(([words, label, tier]): Suggestion => {
    const start = text.indexOf(words);
    return { start, end: start + words.length, label, tier, score: 0.9, model: 'tiny' };
  });
  return { ...input, suggestions: new Map([[pageKey(pages[0]!.ref), all]]) };
}

const shown = (marks: ReturnType<typeof detect>): readonly string[] =>
  marks.flatMap(({ area, rules: by }) =>
    area.kind === 'span' && by.some((rule) => rule.startsWith('model/')) ? [text.slice(area.start, area.end)] : [],
  );

describe('what a model says', () => {
  const before = detect(input);
  test('is marked where no rule found anything, in the tier of its label, with a sentence that quotes nothing', () => {
    const marks = detect(saying(['zyrquafel thornwibble', 'PERSON', 'auto'], ['QX-77-ABLE', 'ACCOUNT', 'review']));
    expect(shown(marks)).toEqual(['zyrquafel thornwibble', 'QX-77-ABLE']);
    const own = marks.filter(({ rules: by }) => by.some((rule) => rule === 'model/tiny'));
    expect(own.map(({ tier }) => tier)).toEqual(['auto', 'review']);
    for (const { why } of own) expect(why).not.toMatch(/zyrq|QX/);
  });
  test('is left where a rule or the list of people explains the place already', () => {
    expect(shown(detect(saying(['219-09-9999', 'PERSON', 'auto'], ['Ivo Tally', 'PERSON', 'auto'])))).toEqual([]);
  });
  test('takes no mark away and changes none, whatever it says', () => {
    const whole: [string, string, Suggestion['tier']][] = [
      [text.slice(20), 'PERSON', 'auto'],
      ['555-201-0142, SSN', 'PHONE', 'review'],
      ['met zyrquafel thornwibble at 555', 'PERSON', 'auto'],
    ];
    const after = new Map(detect(saying(...whole)).map((mark) => [mark.id, mark]));
    for (const mark of before) expect(after.get(mark.id)).toEqual(mark);
    expect(after.size).toBeGreaterThan(before.length);
  });
  test('may be mapped to the labels of the contract', () => {
    expect(modelLabels(rules.identifiers)).toEqual(
      expect.arrayContaining(['PERSON', 'SSN', 'PHONE', 'EMAIL', 'DOB', 'ADDRESS', 'MRN']),
    );
  });
});
