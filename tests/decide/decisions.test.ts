import { describe, expect, test } from 'vitest';
import { type DecideInput, decide } from '../../src/decide/decide.ts';
import { explainCategory } from '../../src/decide/explain.ts';
import { documentItemId, gateItemId, stringItemId, zoneItemId } from '../../src/decide/item-ids.ts';
import { itemsOf } from '../../src/decide/items.ts';
import { acceptanceBlockers, missRateOf, releaseBlockers, upperBound } from '../../src/decide/release.ts';
import type { Decision, Verdict } from '../../src/model/decision.ts';
import { bases, doc, inputOf, matterWith, order, pack, page, span, stage1, whole } from './support.ts';

let seq = 0;
const say = (item: string, verdict: Verdict, by = 'Ann Reader', more: Partial<Decision> = {}): Decision => ({
  seq: seq++,
  at: '2025-08-20T10:00:00Z',
  by,
  item,
  kind: 'mark',
  verdict,
  ...more,
});
const counsel = { role: 'counsel' } as const;
const d = doc('02.pdf', 2);
const one = (input: Partial<DecideInput>, marks: DecideInput['marks'], document = d, matter = matterWith()) =>
  decide(inputOf(matter, [document], marks, { acceptProposals: false, ...input })).dispositions[0]!;
const name = span(d, 1, 1, 'third_party', {
  relation: 'third_party',
  role: 'neighbor',
  aspect: 'name',
  stringKey: 'k1',
  id: 'm1',
});
const name2 = {
  ...span(d, 2, 1, 'third_party', { relation: 'third_party', role: 'neighbor', aspect: 'name', stringKey: 'k1' }),
  id: 'm2',
};
const rpt = span(d, 1, 3, 'reporter_identity', { relation: 'reporter', aspect: 'name', id: 'r1' });

describe('without acceptance nothing is decided by itself', () => {
  test('marks and the document wait for people; what is open now is boxed all the same', () => {
    expect(one({}, [name])).toMatchObject({ undecided: true, treatment: 'redact' });
    const done = one({ decisions: [say(documentItemId(d.id), 'accept'), say('m1', 'accept')] }, [name]);
    expect(done).toMatchObject({ undecided: false, treatment: 'redact', decidedBy: 'Ann Reader' });
  });
  test('one word settles a string wherever it stands', () => {
    const decisions = [say(documentItemId(d.id), 'accept'), say(stringItemId('k1'), 'reject')];
    expect(one({ decisions }, [name, name2])).toMatchObject({ undecided: false, treatment: 'produce', redactions: [] });
  });
  test('a later word of the same person wins', () => {
    const decisions = [say(documentItemId(d.id), 'accept'), say('m1', 'reject'), say('m1', 'accept')];
    expect(one({ decisions }, [name])).toMatchObject({ undecided: false, treatment: 'redact' });
  });
  test('two people who differ block, and the box stays', () => {
    const decisions = [say(documentItemId(d.id), 'accept'), say('m1', 'reject'), say('m1', 'accept', 'Bea Second')];
    expect(one({ decisions }, [name])).toMatchObject({ undecided: true, treatment: 'redact' });
    expect(one({ decisions, acceptProposals: true }, [name])).toMatchObject({ undecided: true, treatment: 'redact' });
  });
  test('a reporter needs two readers, to box and above all to open', () => {
    const whole_ = say(documentItemId(d.id), 'accept');
    expect(one({ decisions: [whole_, say('r1', 'accept')] }, [rpt]).undecided).toBe(true);
    expect(one({ decisions: [whole_, say('r1', 'reject')] }, [rpt])).toMatchObject({
      undecided: true,
      treatment: 'redact',
    });
    expect(one({ decisions: [say('r1', 'reject')], acceptProposals: true }, [rpt]).treatment).toBe('redact');
    const both = one({ decisions: [whole_, say('r1', 'accept'), say('r1', 'accept', 'Bea Second')] }, [rpt]);
    expect(both).toMatchObject({
      undecided: false,
      redactions: [{ decidedBy: 'Ann Reader', reviewedBy: 'Bea Second' }],
    });
    const opened = one({ decisions: [whole_, say('r1', 'reject'), say('r1', 'reject', 'Bea Second')] }, [rpt]);
    expect(opened).toMatchObject({ undecided: false, treatment: 'produce' });
  });
  test('a word cannot open what no authority opens', () => {
    const both = (item: string, verdict: Verdict) => [
      say(item, verdict, 'Lex Dummond', counsel),
      say(item, verdict, 'Bea Second'),
    ];
    expect(one({ decisions: both('r1', 'produce') }, [rpt])).toMatchObject({ undecided: true, treatment: 'redact' });
    const secret = whole(d, 'attorney_client', { id: 'w1' });
    expect(one({ decisions: both(documentItemId(d.id), 'produce') }, [secret])).toMatchObject({
      undecided: true,
      treatment: 'withhold',
    });
  });
  test('a new basis, a withheld paper, a paper that does not answer', () => {
    const decisions = [
      say(documentItemId(d.id), 'accept'),
      say('m1', 'accept', 'Ann Reader', { newBasis: 'identifier' }),
    ];
    expect(one({ decisions }, [name]).redactions[0]).toMatchObject({ basis: 'identifier', boxCode: 'ID' });
    const held = one(
      { decisions: [say(documentItemId(d.id), 'withhold', 'Ann Reader', { newBasis: 'court_sealed_order' })] },
      [],
    );
    expect(held).toMatchObject({ treatment: 'withhold', bases: ['court_sealed_order'], undecided: false });
    const silent = one({ decisions: [say(documentItemId(d.id), 'not_responsive')] }, []);
    expect(silent).toMatchObject({ treatment: 'not_responsive', answers: [[], []], undecided: false });
  });
});

describe('gates', () => {
  const edu = whole(d, 'education_record', { id: 'e1' });
  const notice = gateItemId(d.id, 'education_record', 'notice');
  const accept = [say(documentItemId(d.id), 'accept'), say('e1', 'accept')];
  test('notice blocks the whole document, and falls to withholding under acceptance', () => {
    const matter = matterWith({ authorities: [{ ...order, excludes: [] }] });
    const gates = [{ id: notice, kind: 'notice' }];
    expect(one({ decisions: accept }, [edu], d, matter)).toMatchObject({
      undecided: true,
      treatment: 'withhold',
      gates,
    });
    expect(one({ acceptProposals: true }, [edu], d, matter)).toMatchObject({ undecided: false, treatment: 'withhold' });
  });
  test('recorded notice with its window settles it, a part of it does not', () => {
    const facts = ['notice_given', 'notice_window_ended', 'no_open_objection'].map((fact) => ({
      document: '02.pdf',
      fact,
      evidence: 'letter',
      by: 'Wanda',
      on: '2025-08-01',
    }));
    const excludes = ['reporter_identity'];
    const given = matterWith({ facts, authorities: [{ ...order, excludes }] });
    expect(one({ acceptProposals: true }, [edu], d, given)).toMatchObject({ treatment: 'produce', gates: [] });
    const partly = matterWith({ facts: facts.slice(0, 2), authorities: [{ ...order, excludes }] });
    expect(one({ acceptProposals: true }, [edu], d, partly).treatment).toBe('withhold');
  });
  test('only counsel settles a gate', () => {
    const base = { ...order, excludes: ['reporter_identity'] };
    const matter = matterWith({ authorities: [base] });
    const by = (who: string, more: Partial<Decision> = {}) =>
      one({ decisions: [...accept, say(notice, 'produce', who, more)] }, [edu], d, matter);
    expect(by('Wanda Recordbook')).toMatchObject({ undecided: true, treatment: 'withhold' });
    expect(by('Lex Dummond')).toMatchObject({ undecided: false, treatment: 'produce' });
    expect(by('Someone', counsel)).toMatchObject({ undecided: false, treatment: 'produce' });
  });
  test('a grand jury asks counsel about every document', () => {
    const matter = matterWith({
      request: { ...matterWith().request, type: 'subpoena_grand_jury' },
      agency: { ...matterWith().agency, file: 'other' },
    });
    expect(one({ acceptProposals: true }, [], d, matter)).toMatchObject({
      treatment: 'withhold',
      gates: [{ kind: 'counsel' }],
    });
  });
  test.each(['order_in_camera', 'order_qpo', 'authorization_508', 'search_warrant'] as const)(
    '%s alone gives no paper away',
    (type) => {
      const matter = matterWith({
        request: { ...matterWith().request, type },
        agency: { ...matterWith().agency, file: 'other' },
        authorities: [],
      });
      expect(one({ acceptProposals: true }, [], d, matter).treatment).toBe('withhold');
    },
  );
  test('a mark outside the documents is a fault, never lost', () => {
    expect(() => decide(inputOf(matterWith(), [d], [whole(doc('x.pdf', 1), 'cps_record')]))).toThrow(RangeError);
    expect(() => decide(inputOf(matterWith(), [d], [span(d, 3, 1, 'identifier')]))).toThrow(RangeError);
  });
  test('copies that would be treated apart are blocked', () => {
    const e = doc('03.pdf', 2);
    const copies = [{ documents: [d.id, e.id], why: 'same words', pairs: [] }];
    const decided = decide(inputOf(matterWith(), [d, e], [name], { copies }));
    expect(decided.dispositions.map((x) => x.undecided)).toEqual([true, true]);
    expect(acceptanceBlockers(matterWith(), pack, decided).length).toBe(2);
  });
});

describe('scope, page by page', () => {
  const treat = (document: typeof d, marks: DecideInput['marks'] = []) =>
    one({ acceptProposals: true }, marks, document);
  test('dates, types, another family', () => {
    expect(treat(doc('a', 1, '2023-12-31'))).toMatchObject({ treatment: 'not_responsive', answers: [[]] });
    expect(treat(doc('a', 1, '2024-01-01')).answers).toEqual([['1']]);
    expect(treat(doc('a', 1, '', { date: {} })).treatment).toBe('produce');
    expect(treat(doc('a', 1, '2024-03-01', { otherCase: true })).treatment).toBe('not_responsive');
    expect(treat(doc('a', 1, '2023-12-01', { date: { from: '2023-12-01', to: '2024-02-01' } }))).toMatchObject({
      treatment: 'withhold',
      gates: [{ kind: 'counsel' }],
    });
    const range = { from: '2024-02-15', to: '2024-12-15' };
    const months = (from: string) => {
      const matter = matterWith({ request: { ...matterWith().request, date_range: range } });
      return one({ acceptProposals: true }, [], doc('a', 1, from), matter).treatment;
    };
    expect(['2024-01', '2024-02', '2024-03', '2024-12', '2025'].map(months)).toEqual([
      'not_responsive',
      'withhold',
      'produce',
      'withhold',
      'not_responsive',
    ]);
    const items = [{ id: '7', text: 'x', document_types: ['email'] }];
    const matter = matterWith({ request: { ...matterWith().request, items } });
    expect(one({ acceptProposals: true }, [], d, matter).treatment).toBe('not_responsive');
  });
  test('a page of another family inside a document goes nowhere', () => {
    const other = { ...span(d, 2, 1, 'third_party', { relation: 'other_client' }), label: 'PAGE' };
    expect(treat(d, [other])).toMatchObject({ treatment: 'produce', answers: [['1'], []] });
    expect(treat(d, [whole(d, 'third_party', { relation: 'other_client' })]).treatment).toBe('not_responsive');
  });
});

test('one juvenile paper that is held does not close the file of another kind of agency; all of them do', () => {
  const matter = matterWith({ agency: { ...matterWith().agency, file: 'other' } });
  const e = doc('03.pdf', 2);
  const one_ = decide(inputOf(matter, [d, e], [whole(e, 'juvenile_court')]));
  expect([one_.fileMayBeDisclosed, one_.dispositions.map((x) => x.treatment)]).toEqual([true, ['produce', 'withhold']]);
  const both = decide(inputOf(matter, [d, e], [whole(d, 'juvenile_court'), whole(e, 'juvenile_court')]));
  expect(both.fileMayBeDisclosed).toBe(false);
});

describe('boxes', () => {
  const boxes = (marks: DecideInput['marks']) => one({ acceptProposals: true }, marks).redactions;
  const at = (basis: string, start: number, end: number) => ({
    ...span(d, 1, 0, basis),
    id: `${basis}${start}`,
    area: { kind: 'span' as const, page: { file: '02.pdf', page: 1 }, start, end },
  });
  test('where grounds overlap each character bears the most protective', () => {
    const found = boxes([at('third_party', 0, 8), at('reporter_identity', 4, 10)]);
    expect(found.map((r) => [r.boxCode, r.boxes[0]!.x, r.boxes[0]!.w])).toEqual([
      ['3P', 50, 40],
      ['RPT', 90, 60],
    ]);
    expect(found[1]!.marks).toEqual(['reporter_identity4', 'third_party0']);
  });
  test('a birth date of a minor bears the code of a birth date', () => {
    expect(boxes([at('minor_identity', 0, 10), at('identifier', 0, 10)]).map((r) => r.boxCode)).toEqual(['ID']);
  });
  test('privileges of one passage are named together, a lesser ground inside is not', () => {
    expect(
      boxes([at('attorney_client', 0, 10), at('work_product', 0, 10), at('identifier', 2, 5)]).map((r) => r.boxCode),
    ).toEqual(['AC/WP']);
  });
  test('every confidentiality ground but the reporter is printed LAW', () => {
    for (const base of bases.filter((b) => b.kind === 'confidentiality' || b.existence_sensitive)) {
      const found = boxes([at(base.id, 0, 10)]);
      for (const r of found) expect(r.boxCode, base.id).toBe(base.id === 'reporter_identity' ? 'RPT' : 'LAW');
    }
  });
  test('a passage without a readable place takes its whole page', () => {
    expect(boxes([at('reporter_identity', 900, 910)])[0]!.boxes).toEqual([{ x: 0, y: 0, w: 612, h: 792 }]);
  });
  test('zones nobody could read are boxed until a person opens them', () => {
    const zone = { box: { x: 10, y: 10, w: 50, h: 20 }, kind: 'stamp' as const, why: 'ink that no reader explains' };
    const pages = [{ ...page('02.pdf', 1), zones: [zone] }, page('02.pdf', 2)];
    expect(one({ acceptProposals: true, pages }, [])).toMatchObject({
      treatment: 'redact',
      redactions: [{ boxCode: 'UNR', basis: 'unreviewed_zone' }],
    });
    expect(one({ pages, decisions: [say(documentItemId(d.id), 'accept')] }, []).undecided).toBe(true);
    const decisions = [say(zoneItemId({ file: '02.pdf', page: 1 }, zone.box), 'reject')];
    expect(one({ acceptProposals: true, pages, decisions }, []).treatment).toBe('produce');
  });
});

describe('items and release', () => {
  const priv = doc('04.pdf', 1);
  const marks = [name, name2, rpt, whole(priv, 'attorney_client', { id: 'p1' })];
  const base = inputOf(matterWith(), [d, priv], marks);
  const decided = decide(base);
  const samples = [{ file: '02.pdf', page: 2 }];
  const items = itemsOf({ ...base, decided, samples });

  test('one item a string, a document, a gate; ids stand still whatever is decided', () => {
    expect(items.filter((i) => i.kind === 'string')).toMatchObject([
      { id: stringItemId('k1'), count: 2, proposed: 'accept', state: 'open', box: { x: 50 } },
    ]);
    expect(items.filter((i) => i.kind === 'document').map((i) => i.proposed)).toEqual(['produce', 'withhold']);
    const decisions = items.flatMap((i) => [say(i.id, i.proposed), say(i.id, i.proposed, 'Bea Second')]);
    const after = itemsOf({ ...base, decided: decide({ ...base, decisions }), samples, decisions });
    expect(after.map((i) => i.id)).toEqual(items.map((i) => i.id));
    expect(after.every((i) => i.state === 'settled')).toBe(true);
    expect(JSON.stringify(items)).not.toContain('abcdefghij');
  });

  test('release: two named people on what is dangerous, a clean sample, counsel who did not run it', () => {
    const release = (decisions: Decision[], by = 'Lex Dummond', runBy = 'Wanda Recordbook') =>
      releaseBlockers({
        actingOn: '2025-08-20',
        matter: matterWith(),
        pack,
        bases,
        decided,
        items,
        decisions,
        by,
        runBy,
      }).map((b) => b.why);
    const all = items.flatMap((i) => [say(i.id, 'accept'), say(i.id, 'accept', 'Bea Second')]);
    expect(release(all)).toEqual([]);
    expect(release(all, 'Wanda Recordbook')).toHaveLength(2);
    expect(release(all, 'Lex Dummond', 'Lex Dummond')).toHaveLength(1);
    for (const item of items.filter((i) => i.basis === 'reporter_identity' || i.basis === 'attorney_client')) {
      expect(release(all.filter((x) => x.item !== item.id)).length, item.kind).toBeGreaterThan(0);
      expect(release(all.filter((x) => x.item !== item.id || x.by === 'Bea Second'))).toHaveLength(1);
    }
    const sample = items.find((i) => i.kind === 'sample')!;
    expect(release(all.filter((x) => x.item !== sample.id))).toHaveLength(1);
    expect(release([...all, say(sample.id, 'reject'), say(sample.id, 'reject', 'Bea Second')])).toHaveLength(1);
    const none = releaseBlockers({
      actingOn: '2025-08-20',
      matter: matterWith(),
      pack,
      bases,
      decided,
      items: [],
      decisions: [],
      by: 'Lex Dummond',
    });
    expect(none.map((b) => b.why)).toEqual(['no sample of unmarked pages was drawn']);
    const kept = { ...decided, dispositions: decided.dispositions.filter((d) => d.treatment === 'withhold') };
    expect(
      releaseBlockers({
        actingOn: '2025-08-20',
        matter: matterWith(),
        pack,
        bases,
        decided: kept,
        items: [],
        decisions: [],
        by: 'Lex Dummond',
      }),
    ).toEqual([]);
  });

  test('acceptance is refused without an approved pack or a confirmed order', () => {
    const { pack_approved: _, ...unapproved } = matterWith();
    expect(acceptanceBlockers(unapproved, pack, decide({ ...base, matter: unapproved }))).toHaveLength(1);
    const { confirmed_by: _c, ...bare } = order;
    const loose = matterWith({ authorities: [bare] });
    expect(acceptanceBlockers(loose, pack, decide({ ...base, matter: loose }))[0]?.why).toContain('confirmed_by');
    expect(acceptanceBlockers(matterWith(), pack, decided)).toEqual([]);
  });

  test('the miss rate has an exact upper bound', () => {
    expect(upperBound(30, 0)).toBeCloseTo(1 - 0.05 ** (1 / 30), 6);
    expect(upperBound(50, 1)).toBeCloseTo(0.0914, 3);
    expect([upperBound(0, 0), upperBound(3, 3)]).toEqual([1, 1]);
    expect(missRateOf(items, [say(items.find((i) => i.kind === 'sample')!.id, 'reject')])).toMatchObject({
      read: 1,
      missed: 1,
      rate: 1,
    });
  });
});

test('explain tells the cell, the citation and the check that failed', () => {
  const text = (category: string, matter = matterWith()) =>
    explainCategory({ matter, pack, bases, category })
      .map((s) => `${s.rule} ${s.text} ${s.citation ?? ''}`)
      .join('\n');
  expect(text('cps_record')).toContain('demo-us:8/KEY outcome: P 42 USC 5106a(b)(2)(B)(viii)');
  expect(text('cps_record', matterWith(stage1))).toContain('demo-us:8/S1 outcome: W');
  const { recipients_limited: _, ...checks } = order.checks;
  const loose = matterWith({ authorities: [{ ...order, checks }] });
  expect(text('cps_record', loose)).toContain('authority/A2/cps_necessity: recipients_limited');
  expect(text('cps_record', loose)).toContain('it lacks finding cps_necessity');
  expect(text('juvenile_court')).toContain(
    'fact/served_on_all_parties counts: opens the key for the document it names',
  );
  const other = matterWith({ facts: [{ ...matterWith().facts[0]!, by: 'Wanda Recordbook' }] });
  expect(text('juvenile_court', other)).toContain('does not count: only an attorney');
  expect(text('nothing')).toContain('is no base');
});
