import { expect, test } from 'vitest';
import type { Box } from '../../src/model/geometry.ts';
import { leakTerms } from '../../src/produce/volume-leaks.ts';
import { matter } from '../log/example.ts';
import { pageOf, volumeInput } from './example-volume.ts';

/** What counts as a secret when each of the words was boxed on a page of them and `beside` stands open. */
function secrets(boxed: readonly string[], beside: readonly string[] = []): readonly string[] {
  const page = pageOf('x.pdf', 1, [...boxed, ...beside]);
  const boxes = page.words.slice(0, boxed.length).map((word): Box => word.box);
  const redactions = boxes.map((box) => ({ page: page.ref, boxes: [box] }));
  const input = { ...volumeInput([]), pages: [page] };
  const made = [{ logged: { document: {}, treatment: 'redact', disposition: { redactions, bases: [] } } }];
  return leakTerms(input, made as unknown as Parameters<typeof leakTerms>[1]).redacted;
}

test('a boxed name or number is a secret wherever it stands', () => {
  expect(secrets(['Spackle', '707-555-0163'])).toEqual(['707-555-0163', 'Spackle']);
});

test('an age and initials are none by themselves', () => {
  expect(secrets(['12', 'P.D.', '9'])).toEqual([]);
});

test('a word that the file also writes in small letters is none, unless somebody is called so', () => {
  expect(secrets(['Day'], ['day', 'care'])).toEqual([]);
  expect(secrets(['Day'], ['Care'])).toEqual(['Day']);
  const first = matter.people[0]?.name.split(' ')[0] ?? '';
  expect(secrets([first], [first.toLowerCase()])).toEqual([first]);
});

test('a counsellor is sealed unless an authority opened the letter', () => {
  const person = { name: 'Rex Steady', role: 'sud_counselor' as const, aliases: [] };
  const sealed = (bases: readonly string[], treatment: string): readonly string[] => {
    const logged = { document: { author: { name: person.name } }, treatment, disposition: { redactions: [], bases } };
    const made = [{ logged }] as unknown as Parameters<typeof leakTerms>[1];
    const people = [...matter.people, person];
    return leakTerms({ ...volumeInput([]), pages: [], matter: { ...matter, people } }, made).names;
  };
  expect(sealed(['cps_record'], 'produce')).toContain(person.name);
  expect(sealed(['part2_sud'], 'withhold')).toContain(person.name);
  expect(sealed(['part2_sud'], 'produce')).not.toContain(person.name);
});
