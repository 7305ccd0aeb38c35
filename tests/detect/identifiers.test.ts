import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPatterns } from '../../src/detect/find-patterns.ts';
import { findIdentifiers } from '../../src/detect/identifiers.ts';
import { testPatterns } from '../../src/detect/test-patterns.ts';
import { viewsOf } from '../../src/detect/text-view.ts';
import { validate } from '../../src/detect/validators.ts';
import { RULES } from './rules.ts';

const found = (text: string, label: string): string[] =>
  findIdentifiers(viewsOf(text), RULES.identifiers)
    .filter((h) => h.label === label)
    .map((h) => text.slice(h.start, h.end));

describe('pattern packs', () => {
  it('find what their examples say and nothing of their look-alikes', () => {
    expect(testPatterns(RULES.identifiers)).toEqual([]);
  });

  it.each([
    ['SSN: 123-45-\n6789', 'SSN', ['123-45-\n6789']],
    ['SSN: 666-12-3456', 'SSN', ['666-12-3456']],
    ['S5N: l23-45-678O', 'SSN', ['l23-45-678O']],
    ['Phone:\n\n(609) 555-0142', 'PHONE', ['(609) 555-0142']],
    ['Date of birth: 20 Jan 2015', 'DOB', ['20 Jan 2015']],
    ['seen on 20 Jan 2015', 'DOB', []],
    ['37 Sample Terrace\nApt 2\nRolla, MO 65401', 'ADDRESS', ['37 Sample Terrace\nApt 2\nRolla, MO 65401']],
    ['On 13 September 1988 the Court of Appeal ruled', 'ADDRESS', []],
    ['card 4111 1111 1111 1112', 'CREDIT_CARD', ['4111 1111 1111 1112']],
  ])('%j as %s', (text, label, spans) => {
    expect(found(text, label)).toEqual(spans);
  });

  it('find a planted number at its place in any noise', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'abcde XYZ\n.,;'), maxLength: 60 });
    const planted = fc.constantFrom('123-45-6789', '(609) 555-0142', '219-09-9999');
    fc.assert(
      fc.property(noise, planted, noise, (before, value, after) => {
        const text = `${before} ${value} ${after}`;
        const at = before.length + 1;
        const hits = findIdentifiers(viewsOf(text), RULES.identifiers);
        expect(hits.some((h) => h.start <= at && h.end >= at + value.length)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('keep every view as long as the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const views = viewsOf(text);
        expect([views.flat, views.digits, views.letters, views.both].map((v) => v.length)).toEqual(
          Array(4).fill(text.length),
        );
      }),
    );
  });

  it('answers `redact --pattern` by id, label or all', () => {
    const text = 'SSN 123-45-6789, call 609-555-0142';
    expect(findPatterns(text, ['ssn'], RULES)).toEqual([{ start: 4, end: 15 }]);
    expect(findPatterns(text, ['PHONE'], RULES)).toEqual([{ start: 22, end: 34 }]);
    expect(findPatterns(text, ['all'], RULES)).toHaveLength(2);
    expect(() => findPatterns(text, ['nothing'], RULES)).toThrow(/nothing/);
  });
});

describe('validators', () => {
  it.each([
    ['npi', '1234567893', true],
    ['npi', '1234567890', false],
    ['dea', 'BB1388568', true],
    ['dea', 'AB1234564', false],
    ['aba', '021000021', true],
    ['aba', '021000022', false],
    ['vin', '1HGCM82633A004352', true],
    ['vin', '1HGCM82643A004352', false],
    ['mbi', '1EG4-TE5-MK73', true],
    ['mbi', '1SG4TE5MK73', false],
    ['ssn', '900-12-3456', false],
    ['itin', '999-88-1234', true],
    ['itin', '912-93-1234', false],
    ['luhn', '378282246310005', true],
    ['nanp', '609-911-0142', false],
    ['date', '2024-02-30', false],
    ['iban', 'GB82 WEST 1234 5698 7654 32', true],
    ['ein', '00-1234567', false],
    ['ipv4', '300.1.1.1', false],
  ] as const)('%s of %s is %s', (name, text, passes) => {
    expect(validate(name, text)).toBe(passes);
  });
});
