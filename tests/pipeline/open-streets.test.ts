import { expect, test } from 'vitest';
import type { Decided, Disposition, Redaction } from '../../src/model/disposition.ts';
import type { Mark } from '../../src/model/mark.ts';
import { boxesOfSpan } from '../../src/model/page.ts';
import { openStreets } from '../../src/pipeline/open-streets.ts';
import { makePage } from '../split/pages.ts';

const note = makePage('note.pdf', 1, 'Mrs. Dow from Tannery Street rang the bell.');
const list = makePage(
  'list.pdf',
  1,
  'Mara Quarry lives at 24 Tannery Street, Larch.\n\nMrs. Dow lives at 22 Tannery Street.',
);

const markOf = (page: typeof note, text: string): Mark => {
  const start = page.text.indexOf(text);
  const area = { kind: 'span' as const, page: page.ref, start, end: start + text.length };
  return { id: text, document: page.ref.file, area, label: 'ADDRESS' } as unknown as Mark;
};

const boxed = (page: typeof note, text: string): Redaction => {
  const start = page.text.indexOf(text);
  return { page: page.ref, boxes: boxesOfSpan(page, start, start + text.length) } as unknown as Redaction;
};

const decided = (...redactions: readonly Redaction[]): Decided =>
  ({
    dispositions: [note, list].map(
      ({ ref }) =>
        ({
          document: ref.file,
          treatment: 'redact',
          redactions: redactions.filter((r) => r.page.file === ref.file),
        }) as unknown as Disposition,
    ),
  }) as unknown as Decided;

const marks = [markOf(note, 'Tannery Street'), markOf(list, '22 Tannery Street')];
const neighbor = [boxed(note, 'Tannery Street'), boxed(list, '22 Tannery Street')];

test("a neighbor's street is no secret where a party's address in it stays open", () => {
  expect(openStreets(decided(...neighbor), marks, [note, list])).toEqual(['Tannery Street']);
});

test('it is one where every address in it is boxed', () => {
  const all = decided(...neighbor, boxed(list, '24 Tannery Street'));
  expect(openStreets(all, marks, [note, list])).toEqual([]);
});

test('a whole address is no street', () => {
  expect(openStreets(decided(...neighbor), [markOf(list, '22 Tannery Street')], [note, list])).toEqual([]);
});
