import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds, protection, ruleOn } from '../../src/decide/columns.ts';
import { lawOf, type Subject } from '../../src/decide/law.ts';
import type { Authority, Fact, Matter, RequestType } from '../../src/model/matter.ts';
import type { Column, Pack, TableRow } from '../../src/model/pack.ts';
import { parsePack } from '../../src/store/load-pack.ts';
import { assurance, bases, matterWith, order } from './support.ts';

const folder = new URL('../../patterns/packs/', import.meta.url);
const packs: readonly Pack[] = readdirSync(folder)
  .sort()
  .map((file) => parsePack(readFileSync(new URL(file, folder), 'utf8'), file, bases));
const forums = packs.flatMap((pack) =>
  Object.keys(pack.forums).map((forum): [string, string, Pack] => [pack.id, forum, pack]),
);
const COLUMNS: readonly Column[] = ['S0', 'S1', 'GJ', 'AD', 'CO', 'KEY', 'AU'];
const TYPES = Object.keys(packs[0]!.requests) as RequestType[];
const LETTERS = ['P', 'R', 'C', 'IC', 'W', 'NR'];
const OPEN = 4;
const BY = 'Lex Dummond';
const guarded = bases
  .filter(
    (b) =>
      b.kind === 'privilege' ||
      b.existence_sensitive ||
      ['cps_record', 'aps_record', 'juvenile_court', 'reporter_identity', 'psychotherapy_notes'].includes(b.id),
  )
  .map((b) => b.id);

/** An authority of a type whose every check holds. */
function whole(pack: Pack, type: string, covers: readonly string[], findings: readonly string[] = []): Authority {
  const rule = pack.authorities[type]!;
  const checks = [...rule.checks, ...findings.flatMap((id) => pack.findings[id]!.checks)];
  return {
    id: `X-${type}`,
    type,
    received_on: '2025-06-10',
    covers,
    findings,
    excludes: [],
    recipients: ['counsel'],
    checks: {
      ...Object.fromEntries(
        checks
          .filter((c) => c.is !== 'field')
          .flatMap((c) => (c.is === 'any' ? c.of.slice(0, 1) : [c.id]))
          .map((id) => [id, true]),
      ),
      ...(type === 'hipaa_notice_assurance' ? assurance.checks : {}),
      ...(type === 'consumer_notice' ? { notice_given_on: '2025-06-02' } : {}),
    },
    ...(rule.confirmed ? { confirmed_by: { name: BY, on: '2025-08-13' } } : {}),
  };
}

const factsOf = (ids: readonly string[]): Fact[] =>
  ids.map((fact) => ({ fact, evidence: 'x', by: BY, on: '2025-01-01' }));
const requestOf = (type: RequestType): Matter['request'] => ({
  ...matterWith().request,
  type,
  signatory: { name: 'A Judge', role: 'judge' },
});

/** A matter that opens one column and no other, valid process in every forum. */
function matterFor(pack: Pack, forum: string, column: Column, row: TableRow, basis: string): Matter {
  const types: Record<Column, RequestType> = {
    S0: 'subpoena_clerk',
    S1: 'subpoena_clerk',
    GJ: 'subpoena_grand_jury',
    AD: 'subpoena_admin',
    CO: 'court_order',
    KEY: 'subpoena_clerk',
    AU: 'court_order',
  };
  const way = row.key?.any[0];
  const authorities: Record<Column, Authority[]> = {
    S0: [],
    S1: [whole(pack, 'hipaa_notice_assurance', [])],
    GJ: [],
    AD: [],
    CO: [whole(pack, 'court_order', [basis])],
    KEY: [whole(pack, 'court_order', [basis], way?.findings ?? [])],
    AU: row.au.slice(0, 1).map((type) => whole(pack, type, [basis])),
  };
  const recipients = way?.recipients;
  const base = matterWith();
  return matterWith({
    pack: pack.id,
    forum,
    agency: { ...base.agency, profile: { ...base.agency.profile, hipaa: 'covered' } },
    request: requestOf(types[column]),
    authorities: authorities[column].map((a) => (recipients === undefined ? a : { ...a, recipients })),
    facts: column === 'KEY' ? factsOf(way?.facts ?? []) : [],
  });
}

const subjectOf = (row: TableRow, basis: string): Subject => ({
  basis,
  ...(row.only?.relation === undefined ? {} : { relation: row.only.relation[0]! }),
  ...(row.only?.role === undefined ? {} : { role: row.only.role[0]! }),
  ...(row.only?.aspect === undefined ? {} : { aspect: row.only.aspect[0]! }),
});

describe.each(forums)('%s in %s', (_id, forum, pack) => {
  const rank = (matter: Matter, subject: Subject): number =>
    protection(ruleOn(lawOf({ matter, pack, bases }), subject).cell);
  const letter = (matter: Matter, basis: string): number =>
    // What answers no request stays in as surely as what is withheld.
    Math.min(LETTERS.indexOf('W'), LETTERS.indexOf(ruleOn(lawOf({ matter, pack, bases }), { basis }).cell.letter));

  test('every row and column: the cell that stands there speaks', () => {
    for (const row of pack.table)
      for (const basis of row.bases)
        for (const column of COLUMNS) {
          const list = row.cells[column];
          const matter = matterFor(pack, forum, column, row, basis);
          const law = lawOf({ matter, pack, bases });
          const subject = subjectOf(row, basis);
          const at = `${row.row} ${basis} ${column}`;
          const ruling = ruleOn(law, subject);
          expect(law.advisory, at).toBe(false);
          if (list === undefined) {
            if (column !== 'KEY') expect(ruling.cell, at).toMatchObject({ letter: 'W', counsel: true });
            continue;
          }
          const cell = list.find((c) => holds(c.when, law, subject))!.cell;
          expect(ruling.row?.row, at).toBe(row.row);
          expect([ruling.cell.letter, ruling.cell.notice], `${at}: ${ruling.rule}`).toEqual([cell.letter, cell.notice]);
          if (cell.counsel) expect(ruling.cell.counsel, at).toBe(true);
        }
  });

  test('a request of any type opens no guarded category by itself', () => {
    for (const type of TYPES)
      for (const basis of guarded) {
        const matter = matterWith({ pack: pack.id, forum, request: requestOf(type), authorities: [], facts: [] });
        expect(rank(matter, { basis }), `${type} ${basis}`).toBeGreaterThanOrEqual(
          basis === 'protected_location' || basis === 'reporter_identity' || basis === 'informer_le'
            ? OPEN
            : LETTERS.indexOf('C') * 4,
        );
      }
  });

  test('a HIPAA assurance opens no guarded category', () => {
    for (const type of ['hipaa_notice_assurance', 'hipaa_qpo'])
      for (const basis of guarded) {
        const matter = matterWith({
          pack: pack.id,
          forum,
          request: requestOf('subpoena_clerk'),
          authorities: [whole(pack, type, [basis])],
          facts: [],
        });
        expect(rank(matter, { basis }), `${type} ${basis}`).toBeGreaterThanOrEqual(OPEN);
      }
  });

  test('a check that is missing, false or unknown never opens anything', () => {
    for (const type of Object.keys(pack.authorities))
      for (const row of pack.table)
        for (const basis of row.bases) {
          const findings = type === 'court_order' ? (row.key?.any[0]?.findings ?? []) : [];
          const good = whole(pack, type, [basis], findings);
          const matter = (a: Authority): Matter =>
            matterWith({
              pack: pack.id,
              forum,
              request: requestOf('subpoena_clerk'),
              authorities: [a],
              facts: factsOf(row.key?.any[0]?.facts ?? []),
            });
          const before = letter(matter(good), basis);
          for (const name of Object.keys(good.checks)) {
            const { [name]: _, ...checks } = good.checks;
            expect(
              letter(matter({ ...good, checks }), basis),
              `${type} ${basis} without ${name}`,
            ).toBeGreaterThanOrEqual(before);
          }
        }
  }, 30_000);

  test('each check of an order that is a key is needed for the key', () => {
    for (const row of pack.table) {
      const way = row.key?.any[0];
      if (way === undefined || way.findings.length === 0 || row.cells.KEY === undefined) continue;
      const basis = row.bases[0]!;
      const matter = matterFor(pack, forum, 'KEY', row, basis);
      const subject = subjectOf(row, basis);
      expect(rank(matter, subject), row.row).toBeLessThan(OPEN);
      const [one] = matter.authorities;
      for (const name of Object.keys(one!.checks)) {
        const { [name]: _, ...checks } = one!.checks;
        const less = { ...matter, authorities: [{ ...one!, checks }] };
        expect(ruleOn(lawOf({ matter: less, pack, bases }), subject).column, `${row.row} without ${name}`).not.toBe(
          'KEY',
        );
      }
      const { confirmed_by: _, ...unconfirmed } = one!;
      expect(rank({ ...matter, authorities: [unconfirmed] }, subject), row.row).toBeGreaterThanOrEqual(OPEN);
    }
  });

  test('Part 2 needs order and subpoena; silence about the reporter means redact', () => {
    const row = pack.table.find((r) => r.row === '5')!;
    const both = matterFor(pack, forum, 'KEY', row, 'part2_sud');
    expect(rank(both, { basis: 'part2_sud' })).toBeLessThan(OPEN);
    expect(rank({ ...both, request: requestOf('court_order') }, { basis: 'part2_sud' })).toBeGreaterThanOrEqual(OPEN);
    expect(rank({ ...both, authorities: [] }, { basis: 'part2_sud' })).toBeGreaterThanOrEqual(OPEN);
    const cps = pack.table.find((r) => r.row === '8')!;
    const opened = matterFor(pack, forum, 'KEY', cps, 'cps_record');
    expect(rank(opened, { basis: 'cps_record' })).toBeLessThan(OPEN);
    expect(
      ruleOn(lawOf({ matter: opened, pack, bases }), { basis: 'reporter_identity', recordOpen: true }).cell.letter,
    ).toBe('R');
  });

  test('an authority that is added shuts nothing it neither excludes nor bars', () => {
    const ids = pack.table.flatMap((r) => r.bases);
    const anyAuthority = fc
      .record({
        type: fc.constantFrom(...Object.keys(pack.authorities)),
        covers: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
        findings: fc.uniqueArray(fc.constantFrom(...Object.keys(pack.findings)), { maxLength: 3 }),
      })
      .map(({ type, covers, findings }) => whole(pack, type, covers, type === 'court_order' ? findings : []));
    fc.assert(
      fc.property(
        fc.array(anyAuthority, { maxLength: 2 }),
        anyAuthority,
        fc.constantFrom(...TYPES),
        fc.constantFrom(...ids),
        (some, one, type, basis) => {
          const bars = pack.table.some(
            (r) => r.bases.includes(basis) && [r.cells.CO, r.cells.AU].some((c) => c?.some((x) => x.cell.barred)),
          );
          if (bars) return;
          const matter = matterWith({ pack: pack.id, forum, request: requestOf(type), authorities: some, facts: [] });
          expect(letter({ ...matter, authorities: [...some, { ...one, id: 'Y' }] }, basis)).toBeLessThanOrEqual(
            letter(matter, basis),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('may_be_produced_under of every base names nothing that a pack’s table does not open', () => {
  for (const pack of packs)
    for (const base of bases)
      for (const name of base.may_be_produced_under) {
        const meaning = pack.release_names[name];
        expect(meaning, `${pack.id} ${name}`).toBeDefined();
        if (meaning === undefined || meaning.column === null) continue;
        const opens = pack.table.some(
          (r) =>
            r.bases.includes(base.id) && r.cells[meaning.column!]?.some((c) => c.cell.letter !== 'W' || c.cell.counsel),
        );
        expect(opens, `${pack.id} ${base.id}: ${name}`).toBe(true);
      }
});

test('nobody has reviewed a shipped pack, and each state’s pack says what to verify', () => {
  for (const pack of packs) expect([pack.reviewed_by, pack.reviewed_on]).toEqual([null, null]);
  const [ca, ny] = ['us-ca', 'us-ny'].map((id) => packs.find((p) => p.id === id)!);
  for (const pack of [ca!, ny!]) {
    expect(pack.table.filter((row) => row.verify !== undefined).length).toBeGreaterThan(5);
    expect(pack.minors.verify).toBeDefined();
  }
});

test('the order of the example stands in the federal pack as in the demo pack', () => {
  const [demo, federal] = ['demo-us', 'us-federal'].map((id) => packs.find((p) => p.id === id)!);
  const matter = matterWith({ authorities: [order], forum: 'federal' });
  for (const base of bases) {
    const [a, b] = [demo!, federal!].map(
      (pack) =>
        ruleOn(lawOf({ matter, pack, bases }), { basis: base.id, relation: 'third_party', aspect: 'contact' }).cell,
    );
    expect(a, base.id).toEqual(b);
  }
});
