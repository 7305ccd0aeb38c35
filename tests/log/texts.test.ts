import { describe, expect, test } from 'vitest';
import { describeClaim } from '../../src/log/describe.ts';
import { isServedPrivilege } from '../../src/log/facts.ts';
import { findTerms, foldTerms } from '../../src/log/leak-lint.ts';
import { bases, logInput, texts } from './example.ts';

const served = bases.filter(isServedPrivilege);

describe('the shipped texts', () => {
  test.each(served.map((basis) => [basis.id, basis] as const))('tell %s in a log', (id, basis) => {
    expect(texts.bases[id]).toMatchObject({
      privilege: expect.any(String),
      law: expect.any(String),
      holder: expect.any(String),
      asserted_by: expect.any(String),
      passage: expect.any(String),
    });
    const input = logInput();
    const document = input.documents[0];
    if (document === undefined) throw new RangeError('no document');
    for (const passages of [0, 2]) {
      const claim = { document, bases: [basis], passages, topic: texts.log.topic, date: '2024-03-07' };
      const text = describeClaim(input, claim);
      expect(text).not.toMatch(/[{}]|undefined/);
      expect(text.split(/\s+/).length).toBeGreaterThan(8);
    }
  });

  test('explain every code that is printed', () => {
    const known = texts.codes.map((one) => one.code);
    expect(bases.map((basis) => basis.box_code).filter((code) => !known.includes(code))).toEqual([]);
  });

  test('say nothing of a category, but for the words that are searched for', () => {
    const { existence_words, t_all, redisclosure, ...rest } = texts;
    const sensitive = new Set(bases.filter((basis) => basis.existence_sensitive).map((basis) => basis.id));
    // A statement that goes with such content stands only where it is lawfully produced.
    const plain = redisclosure.filter((one) => !one.bases.some((id) => sensitive.has(id)));
    const words = JSON.stringify([
      Object.values({ ...rest, roles: Object.values(rest.roles), process: Object.values(rest.process) }),
      plain,
    ]);
    const terms = foldTerms({ redacted: [], names: [], safety: [], existence: existence_words, files: [] });
    expect([...findTerms(words, terms)]).toEqual([]);
    expect(t_all).toContain('The same sentence appears in every response of this agency.');
  });

  test('let no reporter, minor, caregiver or program person be named', () => {
    const hidden = [
      'reporter',
      'child',
      'foster_parent',
      'caregiver',
      'neighbor',
      'relative',
      'sud_counselor',
      'dv_advocate',
      'sa_counselor',
    ];
    for (const role of hidden) expect(texts.roles[role], role).toMatchObject({ served: false });
    expect([texts.relations.reporter, texts.relations.other_client]).toEqual(['third party', 'third party']);
  });
});
