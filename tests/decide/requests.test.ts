import { describe, expect, test } from 'vitest';
import { decisionsFor, matterFor, requestsOf } from '../../src/decide/requests.ts';
import type { Decision, ItemKind, Verdict } from '../../src/model/decision.ts';
import { parseMatter } from '../../src/store/load-matter.ts';
import { ordered } from '../cli/run.ts';

const beside = (more = '', production = '{ volume: GAL001, prefix: MC-G- }'): string => `requests_besides:
  - id: gal
    request: { type: court_order, requester: { name: Gail Guard, represented_by: Lena Lawyer }, subjects: [Jane Doe], items: [{ id: "1", text: all }] }
    production: ${production}
${more}`;
const read = (text: string) => parseMatter(`${ordered}${text}`, 'matter.yaml');

describe('the matter as a request sees it', () => {
  test('the first request sees the matter as if there were no other', () => {
    expect(matterFor(read(beside()), undefined)).toEqual(read(''));
    expect(JSON.stringify(matterFor(read(beside()), undefined))).toBe(JSON.stringify(read('')));
  });

  test('the second has its own request, authorities, facts and production, and takes none over', () => {
    const all = read(
      `response: { service: { method: by hand } }\nfacts: [{ fact: notice_given, evidence: letter, by: Ada Counsel, on: 2025-07-01 }]\n${beside()}`,
    );
    const own = matterFor(all, 'gal');
    expect(own.request.requester.name).toBe('Gail Guard');
    expect(own.production.volume).toBe('GAL001');
    expect([own.authorities, own.facts, own.response, own.requests_besides]).toEqual([[], [], undefined, undefined]);
    expect(requestsOf(all).map(({ id }) => id)).toEqual([undefined, 'gal']);
  });

  test.each<[string, string, string, string | undefined]>([
    ['the first requester is a stranger to her', '', 'Carl Doe', undefined],
    ['but what relations say', '    relations: { Carl Doe: opposing_party }\n', 'Carl Doe', 'opposing_party'],
    ['others stay who they are', '', 'Jane Doe', 'record_subject'],
  ])('%s', (_name, more, person, relation) => {
    const { people } = matterFor(read(beside(more)), 'gal');
    expect(people.find(({ name }) => name === person)?.relation).toBe(relation);
  });

  test('counsel of the first requester is not counsel of the second', () => {
    const { people } = matterFor(read(beside()), 'gal');
    expect(people.find(({ name }) => name === 'Sol Asker')?.represents).toBe('Carl Doe');
  });
});

describe('what a matter with two requests may not hold', () => {
  test.each<[string, string, RegExp]>([
    [
      'one volume name for both',
      beside('', '{ prefix: MC-G- }'),
      /line \d+: .*production\.volume: VOL001 is that of the request.*GAL001/,
    ],
    [
      'one prefix for both',
      beside('', '{ volume: GAL001, prefix: MC- }'),
      /production\.prefix: MC- is that of the request/,
    ],
    ['names that differ in case', beside('', '{ volume: vol001, prefix: MC-G- }'), /vol001 is that of the request/],
    [
      'a relation of nobody',
      beside('    relations: { Karl Doe: minor }\n'),
      /relations\.Karl Doe: .*did you mean "Carl Doe"/,
    ],
    ['an unknown key', beside('    volume: X\n'), /requests_besides\[0\]\.volume/],
    ['a name in the prefix', beside('', '{ volume: GAL001, prefix: JANE- }'), /holds the name of a person/],
  ])('%s', (_name, text, why) => {
    expect(() => read(text)).toThrow(why);
  });
});

describe('the one record of decisions', () => {
  const said = (seq: number, by: string, kind: ItemKind, verdict: Verdict, id?: string): Decision => ({
    seq,
    at: '2025-08-20T00:00:00Z',
    by,
    item: `${kind}-1`,
    kind,
    verdict,
    ...(id === undefined ? {} : { for: id }),
  });

  test.each<[ItemKind, Verdict, boolean]>([
    ['mark', 'accept', true],
    ['string', 'withhold', true],
    ['zone', 'accept', true],
    ['document', 'withhold', true],
    ['mark', 'reject', false],
    ['string', 'produce', false],
    ['document', 'produce', false],
    ['document', 'accept', false],
    ['document', 'not_responsive', false],
    ['gate', 'produce', false],
    ['gate', 'accept', false],
    ['copy', 'accept', false],
    ['sample', 'accept', false],
  ])('%s %s of the first counts for the second: %s', (kind, verdict, counts) => {
    const record = [said(1, 'A', kind, verdict)];
    expect(decisionsFor(record, 'gal')).toEqual(counts ? record : []);
    expect(decisionsFor(record, undefined)).toEqual(record);
  });

  test('nothing said for the second counts for the first, and a word for the second replaces what was taken over', () => {
    const record = [
      said(1, 'A', 'mark', 'accept'),
      said(2, 'B', 'mark', 'accept'),
      said(3, 'A', 'mark', 'reject', 'gal'),
    ];
    expect(decisionsFor(record, undefined).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(decisionsFor(record, 'gal').map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test('a word taken back is not taken over', () => {
    const record = [said(1, 'A', 'mark', 'accept'), said(2, 'A', 'mark', 'reject')];
    expect(decisionsFor(record, 'gal')).toEqual([]);
  });
});
