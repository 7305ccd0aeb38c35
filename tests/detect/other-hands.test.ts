import { describe, expect, test } from 'vitest';
import { detectPassages } from '../../src/detect/passages.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { makeMatter } from '../split/matter.ts';
import { makePages } from '../split/pages.ts';

const rules = loadPassages(new URL('../../patterns/', import.meta.url).pathname);
const matter = makeMatter();

/** The grounds on which an entry of a caseworker's narrative is boxed. */
function grounds(
  entry: string,
  head = 'Case Narrative\n\nFamily | Quarry\nCaseworker | Ivo Tally, BSW',
): readonly string[] {
  const pages = makePages('n.pdf', [`Larch County Family Services\n${head}\n\n2023-05-01 ${entry}`]);
  const documents = splitSource({ pages, rules, matter });
  const marks = detectPassages({ matter, documents, pages, rules }).filter((m) => m.tier !== 'hint');
  return [...new Set(marks.map((m) => m.basis))].sort();
}

describe('protected content in the words of other hands', () => {
  test.each([
    [
      'counsel by first name',
      'Staffed with Una. She thinks we do not have enough and wants two more visits before we file.',
      'attorney_client',
    ],
    [
      'who called, in passing',
      'Keep in mind that the person who called this in lives over the garage next door.',
      'reporter_identity',
    ],
    [
      'a talk with the reporter',
      'Call with the reporting party. She passes the house on her route and the blinds are closed.',
      'reporter_identity',
    ],
    [
      'a counsellor on the dose',
      'Mr. Steady wrote this month that she is doing well and that he expects to lower her dose by fall.',
      'part2_sud',
    ],
    [
      'groups, screens and doses',
      'She is down from three groups a week to one, the screens have all come back clean, and she means to keep up her doses.',
      'part2_sud',
    ],
    [
      'the daily clinic',
      'She keeps going to the clinic each morning before work and has not missed her dose.',
      'part2_sud',
    ],
    [
      'what the therapist told',
      'Dr. Couch told me that she still blames herself for the death of her brother.',
      'psychotherapist',
    ],
    ['the advocate by first name', 'Wren from the shelter rang and asked me to move the visit.', 'vsp_victim_info'],
  ])('%s', (_, entry, basis) => {
    expect(grounds(entry)).toContain(basis);
  });

  test.each([
    ['that a petition was filed', 'The petition was filed today by county counsel.'],
    ['an ordinary medicine', 'The school nurse will lower her dose of the cough syrup.'],
    ['a doctor on a cold', 'Dr. Low said that the lungs are clear.'],
    ['a daily walk', 'He walks to the after-school program every day.'],
    ['the first name as a word', 'The wren in the yard sang. The visit went on for an hour.'],
  ])('nothing: %s', (_, entry) => {
    expect(grounds(entry)).toEqual([]);
  });

  test('what a caller sees from home', () => {
    const head =
      'HOTLINE INTAKE REPORT\n\nTaken by: Ivo Tally\nReport date: 2023-04-01\nPriority: 2\n\nNarrative of the call';
    expect(grounds('My window faces their yard.', head)).toContain('reporter_identity');
    expect(grounds('It happens when I am off shift.', head)).toContain('reporter_identity');
    expect(grounds('The window of the house faces the yard.', head)).toEqual([]);
  });
});
