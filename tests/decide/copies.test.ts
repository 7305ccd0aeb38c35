import { describe, expect, test } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import { documentItemId } from '../../src/decide/item-ids.ts';
import { itemsOf } from '../../src/decide/items.ts';
import { acceptanceBlockers } from '../../src/decide/release.ts';
import type { CopyGroup } from '../../src/model/copies.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Mark } from '../../src/model/mark.ts';
import { doc, inputOf, matterWith, pack, span, whole } from './support.ts';

const [d, e] = [doc('02.pdf', 1), doc('03.pdf', 1)];

/** Two one-page papers whose ten words stand for one another. */
function twins(extent: 'whole' | 'part' = 'whole'): readonly CopyGroup[] {
  const runs = Array.from({ length: 10 }, (_, i) => [i * 11, i * 11 + 10, i * 11, i * 11 + 10]).flat();
  const links = [{ a: d.pages[0]!, b: e.pages[0]!, runs }];
  return [{ documents: [d.id, e.id], why: 'same words', pairs: [{ a: d.id, b: e.id, extent, links }] }];
}

const said = (item: string, verdict: Decision['verdict'], by = 'Lex Dummond', seq = 1): Decision => ({
  seq,
  at: '2025-08-19T10:00:00.000Z',
  by,
  role: 'counsel',
  item,
  kind: 'mark',
  verdict,
});

const judge = (marks: readonly Mark[], decisions: readonly Decision[] = [], extent: 'whole' | 'part' = 'whole') => {
  const input = inputOf(matterWith(), [d, e], marks, { copies: twins(extent), decisions });
  const decided = decide(input);
  return { decided, blockers: acceptanceBlockers(matterWith(), pack, decided), items: itemsOf({ ...input, decided }) };
};

const name = { aspect: 'contact', relation: 'third_party', label: 'PHONE' } as const;

describe('copies', () => {
  test('that are boxed alike agree, whatever else the marks say', () => {
    const { decided, blockers } = judge([span(d, 1, 3, 'third_party', name), span(e, 1, 3, 'third_party', name)]);
    expect(decided.dispositions.map(({ treatment }) => treatment)).toEqual(['redact', 'redact']);
    expect(blockers).toEqual([]);
  });

  test('of which one is boxed where the other is open block even a draft, with one item for both', () => {
    const { decided, blockers, items } = judge([span(d, 1, 3, 'third_party', name)]);
    expect(decided.dispositions.map(({ undecided }) => undecided)).toEqual([true, true]);
    expect(blockers).toHaveLength(2);
    const [item] = items.filter(({ kind }) => kind === 'copy');
    expect(items.filter(({ kind }) => kind === 'copy')).toHaveLength(1);
    const after = judge([span(d, 1, 3, 'third_party', name)], [said(item!.id, 'accept')]);
    expect(after.blockers).toEqual([]);
  });

  test('take the more protective treatment of the two', () => {
    const { decided, blockers } = judge([whole(d, 'attorney_client')]);
    expect(decided.dispositions.map(({ treatment }) => treatment)).toEqual(['withhold', 'withhold']);
    expect(decided.dispositions[1]).toMatchObject({ decidedBy: 'copies/protective', redactions: [] });
    expect(decided.dispositions[1]?.bases[0]).toBe('attorney_client');
    expect(blockers).toEqual([]);
  });

  test('of which one stands inside another paper open nothing that is withheld', () => {
    expect(judge([whole(d, 'attorney_client')], [], 'part').blockers).toHaveLength(2);
    const boxed = Array.from({ length: 10 }, (_, i) => span(e, 1, i, 'attorney_client'));
    expect(judge([whole(d, 'attorney_client'), ...boxed], [], 'part').blockers).toEqual([]);
  });

  test('share the answers that people give', () => {
    const marks = [span(d, 1, 3, 'third_party', name), span(e, 1, 3, 'third_party', name)];
    const both = judge(marks, [said(marks[0]!.id, 'reject')]);
    expect(both.decided.dispositions.map(({ treatment }) => treatment)).toEqual(['produce', 'produce']);
    expect(both.items.filter(({ kind }) => kind === 'mark').map(({ state }) => state)).toEqual(['settled', 'settled']);
    const held = judge([], [said(documentItemId(e.id), 'withhold')]);
    expect(held.decided.dispositions.map(({ treatment }) => treatment)).toEqual(['withhold', 'withhold']);
  });

  test('that people answered apart block', () => {
    const marks = [span(d, 1, 3, 'third_party', name), span(e, 1, 3, 'third_party', name)];
    const apart = judge(marks, [said(marks[0]!.id, 'reject'), said(marks[1]!.id, 'accept', 'Lex Dummond', 2)]);
    expect(apart.blockers).toHaveLength(2);
    const words = [said(documentItemId(d.id), 'withhold'), said(documentItemId(e.id), 'produce', 'Lex Dummond', 2)];
    expect(judge([], words).blockers).toHaveLength(2);
  });
});
