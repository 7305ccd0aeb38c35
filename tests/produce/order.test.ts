import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disposition } from '../../src/model/disposition.ts';
import type { CaseDocument } from '../../src/model/document.ts';
import { acknowledgedFamilies, orderDocuments, type SettledDocument } from '../../src/produce/order.ts';
import { dispositionOf, documentOf, papers } from '../log/example.ts';

const [first] = papers;
if (first === undefined) throw new RangeError('no papers');
const plain = documentOf(first);

function paper(file: string, page: number, family?: CaseDocument['family']): SettledDocument {
  const document: CaseDocument = {
    ...plain,
    id: `${file}#p${page}-${page}`,
    pages: [{ file, page }],
    ...(family ? { family } : {}),
  };
  const disposition: Disposition = { ...dispositionOf(first as (typeof papers)[number]), document: document.id };
  return { document, disposition };
}

const ids = (of: readonly SettledDocument[]): readonly string[] => of.map((one) => one.document.id);

describe('the order of documents', () => {
  test('is natural by path, then page; an attachment follows its parent', () => {
    const given = [
      paper('10-b.pdf', 1),
      paper('2-a.pdf', 3),
      paper('2-a.pdf', 1),
      paper('2-a.pdf#attachment-2', 1, { parent: '2-a.pdf#p1-1', order: 2, of: 2 }),
      paper('99-late.pdf', 1, { parent: '2-a.pdf#p1-1', order: 1, of: 2 }),
      paper('inner/1.pdf', 1),
    ];
    expect(ids(orderDocuments(given))).toEqual([
      '2-a.pdf#p1-1',
      '99-late.pdf#p1-1',
      '2-a.pdf#attachment-2#p1-1',
      '2-a.pdf#p3-3',
      '10-b.pdf#p1-1',
      'inner/1.pdf#p1-1',
    ]);
  });

  test('loses none where parents run in a circle or are missing', () => {
    const circle = [
      paper('a.pdf', 1, { parent: 'b.pdf#p1-1', order: 1, of: 1 }),
      paper('b.pdf', 1, { parent: 'a.pdf#p1-1', order: 1, of: 1 }),
      paper('c.pdf', 1, { parent: 'gone.pdf#p1-1', order: 1, of: 1 }),
    ];
    expect([...ids(orderDocuments(circle))].sort()).toEqual(['a.pdf#p1-1', 'b.pdf#p1-1', 'c.pdf#p1-1']);
  });

  test('law: it does not depend on the order given', () => {
    const given = papers.map((one) => ({ document: documentOf(one), disposition: dispositionOf(one) }));
    fc.assert(
      fc.property(fc.shuffledSubarray(given, { minLength: given.length }), (shuffled) => {
        expect(ids(orderDocuments(shuffled))).toEqual(ids(orderDocuments(given)));
      }),
    );
  });

  test('families count their acknowledged members alone', () => {
    const parent = 'a.pdf#p1-1';
    const known = [
      paper('a.pdf', 1),
      paper('c.pdf', 1, { parent, order: 2, of: 3 }),
      paper('d.pdf', 1, { parent, order: 3, of: 3 }),
    ];
    expect([...acknowledgedFamilies(known)]).toEqual([
      ['c.pdf#p1-1', { parent, order: 1, of: 2 }],
      ['d.pdf#p1-1', { parent, order: 2, of: 2 }],
    ]);
    expect(acknowledgedFamilies([paper('c.pdf', 1, { parent, order: 2, of: 3 })]).size).toBe(0);
  });
});
