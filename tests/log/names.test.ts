import { describe, expect, test } from 'vitest';
import { dateText, partyText, surnameFirst } from '../../src/log/names.ts';
import { joinLaws } from '../../src/log/privilege-log.ts';
import { caseworker, counsel, psychologist, texts } from './example.ts';

describe('names in a log', () => {
  test.each([
    ['Cass Exemplar', 'Exemplar, Cass'],
    ['Maria de la Cruz', 'de la Cruz, Maria'],
    ['John Q. Public Jr.', 'Public Jr., John Q.'],
    ['Łukasz Żółw', 'Żółw, Łukasz'],
    ['Exemplar, Cass', 'Exemplar, Cass'],
    ['Agency caseworker', 'Agency caseworker'],
    ['Cher', 'Cher'],
  ])('%s is %s', (name, written) => expect(surnameFirst(name)).toBe(written));

  test('attorneys bear a star, licences stand where the privilege hangs on them', () => {
    expect(partyText(texts, counsel)).toBe('Dummond, Lex* (agency counsel)');
    expect(partyText(texts, psychologist)).toBe('Notareal, Quill, PsyD (licensed psychologist)');
    expect(partyText(texts, caseworker)).toBe('Exemplar, Cass (caseworker)');
  });

  test.each(['reporter', 'child', 'foster_parent', 'dv_advocate', 'sud_counselor'])('a %s is not named', (role) => {
    expect(partyText(texts, { ...caseworker, role, roleText: role })).toBe('[name withheld]');
  });
});

test.each([
  [{ from: '2024-03-07', to: '2024-03-07' }, '2024-03-07'],
  [{ from: '2024-02', to: '2024-05' }, '2024-02 to 2024-05'],
  [{ from: '2024-03-07' }, '2024-03-07'],
  [{ circa: '2024-03' }, 'undated (c. 2024-03)'],
  [{}, 'undated'],
])('a date %j is %s', (date, text) => expect(dateText(date)).toBe(text));

test.each([
  [['demo AC', 'demo WP'], 'demo AC/WP'],
  [['CPLR 4503', 'CPLR 3101'], 'CPLR 4503/3101'],
  [['FRE 501', 'CPLR 4508'], 'FRE 501; CPLR 4508'],
  [['demo AC'], 'demo AC'],
])('laws %j are %s', (laws, text) => expect(joinLaws(laws)).toBe(text));
