import { describe, expect, it } from 'vitest';
import { findHits } from '../../src/detect/find-hits.ts';
import type { Person } from '../../src/model/matter.ts';
import { caseOf } from './rules.ts';

const PEOPLE: readonly Person[] = [
  { name: 'Margaret Ellen Quillfeather', aliases: [], role: 'relative', relation: 'third_party' },
  { name: 'Robin Sandoval-Pike', aliases: ['Bug'], initials: 'R.S.', role: 'child', relation: 'minor' },
  { name: 'Hope Young', aliases: [], role: 'neighbor', relation: 'third_party' },
];

const names = (text: string, people: readonly Person[] = PEOPLE): string[] =>
  findHits(caseOf(text, people)).pages.flatMap((p) =>
    p.hits.filter((h) => h.label === 'PERSON').map((h) => text.slice(h.start, h.end)),
  );

describe('people of the matter', () => {
  it.each([
    ['met Margaret Quillfeather at noon', 'Margaret Quillfeather'],
    ['met Margaret E. Quillfeather at noon', 'Margaret E. Quillfeather'],
    ['client Quillfeather, Margaret E. was in', 'Quillfeather, Margaret E'],
    ['QUILLFEATHER, MARGARET was in', 'QUILLFEATHER, MARGARET'],
    ['signed by M. Quillfeather today', 'M. Quillfeather'],
    ["it was Margaret's idea", 'Margaret'],
    ['then Ms. Quillfeather left', 'Quillfeather'],
    ['then Peggy left', 'Peggy'],
    ['then Maggie left', 'Maggie'],
    ['met Margaret\nQuillfeather at noon', 'Margaret\nQuillfeather'],
    ['met Ms. Quill-\nfeather at noon', 'Quill-\nfeather'],
    ['met Ms. Quillfeathcr at noon', 'Quillfeathcr'],
    ['met Marqaret at noon', 'Marqaret'],
    ['the minor R.S. was seen', 'R.S.'],
    ['the minor R. S. was seen', 'R. S.'],
    ['then Bug fell asleep', 'Bug'],
    ['then Ms. Sandoval spoke', 'Sandoval'],
    ['then Ms. Pike spoke', 'Pike'],
    ['then Ms. Young spoke', 'Young'],
    ['then Hope said no', 'Hope'],
  ])('%j holds %j', (text, name) => {
    expect(names(text)).toContain(name);
  });

  it.each(['We hope that the young parent will come.', 'Young children were at home.', 'Hours of the unit: 9 to 5.'])(
    'finds nobody in %j',
    (text) => {
      expect(names(text).filter((n) => n !== 'Young')).toEqual([]);
    },
  );
});

describe('strangers', () => {
  it.each([
    ['Mr. Zelenko called back.', 'Zelenko'],
    ['I met Chukwuemeka Ibe, LCSW, in her office.', 'Chukwuemeka Ibe'],
    ['Neighbor: Xochitl Brandvold', 'Xochitl Brandvold'],
    ['Her boyfriend Dwayne was there.', 'Dwayne'],
    ['The landlord, Otis Trask, has the key.', 'Otis Trask'],
    ['Witness: Trask, Otis', 'Trask, Otis'],
    ['SUSPECT\nVARGAS, HECTOR L\n03/14/1985', 'VARGAS, HECTOR L'],
    ['Seen were Onda, Perin and Vasko.', 'Onda'],
    ['He stays with Svetlana St. James now.', 'Svetlana St. James'],
  ])('%j holds %j', (text, name) => {
    expect(names(text, [])).toContain(name);
  });

  it('are found again by surname once they were met whole', () => {
    expect(names('I met Otis Vexley. Later Vexley denied it.', [])).toEqual(['Otis Vexley', 'Vexley']);
  });

  it.each([
    'Cedar County Department of Family Services',
    'Monday and Tuesday were missed in March.',
    'CASE NARRATIVE AND SAFETY PLAN',
    'Page 1 of 8',
    'Home Visit Summary',
  ])('finds nobody in %j', (text) => {
    expect(names(text, [])).toEqual([]);
  });
});
