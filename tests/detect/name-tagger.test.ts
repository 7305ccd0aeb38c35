import { describe, expect, it } from 'vitest';
import { findHits } from '../../src/detect/find-hits.ts';
import { caseOf } from './rules.ts';

const sure = (text: string): string[] =>
  findHits(caseOf(text)).pages.flatMap((p) =>
    p.hits.filter((h) => h.label === 'PERSON' && h.tier === 'auto').map((h) => text.slice(h.start, h.end)),
  );

describe('names that stand in no list', () => {
  it.each([
    ['He had been seen by Drago Vuletinac on Monday.', 'Drago Vuletinac'],
    ['The report was written by Ondřej Plzeňka for the school.', 'Ondřej Plzeňka'],
    ['She called Tormund Skjelvik and asked for a ride.', 'Tormund Skjelvik'],
    ['my cousin drove and then marisol gonzalez came over', 'marisol gonzalez'],
    ['Counsel for the tenant was Sir Alwyn Treffry.', 'Sir Alwyn Treffry'],
    ['The order was drawn up by Mr J. Ashcombe QC.', 'J. Ashcombe QC'],
    ['They spoke with Sergeant H about the keys.', 'Sergeant H'],
    ['The neighbor told police that D.W. had left.', 'D.W.'],
    ['A letter from Mrs Pilling came on Monday.', 'Pilling'],
  ])('%s', (text, name) => {
    expect(sure(text)).toContain(name);
  });

  it.each([
    'The visit took place in Harrow County near Lake Brennock.',
    'He lives in the U.S. and gets mail at P.O. Box 9.',
    'Safety Plan and Next Steps were reviewed.',
    'Paternity is not in dispute. In May. He came on Fridays.',
    'She takes Lexapro and Vitamin C. The doctor knows.',
    'we will be there on friday and then go home',
  ])('%s', (text) => {
    expect(sure(text)).toEqual([]);
  });
});
